"""How a process is stopped, and that a crash writes no memory to a disk."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


_STOPPABLE = """
import signal
from veilproof.process import stoppable

def work():
    try:
        signal.raise_signal({number})
    finally:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.raise_signal(each)
        print("cleaned", flush=True)

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, {ignored}.get(number, signal.SIG_DFL))
before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
try:
    with stoppable():
        work()
    print("not stopped")
except KeyboardInterrupt:
    print("stopped")
assert before == [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
"""
"""In a process of its own: a test run may have handlers of its own, or ignore some of the signals."""


def _said(number: int, ignored: str = "{}") -> list[str]:
    program = _STOPPABLE.format(number=number, ignored=ignored)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )


@pytest.mark.parametrize("number", _SIGNALS)
def test_each_signal_stops_once_and_a_second_one_does_not_disturb_the_cleaning_up(number: signal.Signals) -> None:
    assert _said(int(number)) == ["cleaned", "stopped", ""]


def test_what_nohup_has_ignored_stays_ignored() -> None:
    ignored = "{1: signal.SIG_IGN, 2: signal.SIG_IGN, 15: signal.SIG_IGN}"
    assert _said(int(signal.SIGHUP), ignored) == ["cleaned", "not stopped", ""]


def test_sigterm_stops_a_process_in_which_ctrl_c_is_ignored() -> None:
    assert _said(int(signal.SIGTERM), "{2: signal.SIG_IGN}") == ["cleaned", "stopped", ""]


def test_a_stop_held_back_comes_at_the_end_of_the_block_whatever_happens_in_it() -> None:
    program = (
        "import signal\n"
        "from veilproof.process import stop_afterwards, stoppable\n"
        "signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n"
        "    with stoppable(), stop_afterwards():\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "        print('went on')\n"
        "        raise ImportError\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "went on\nstopped\n"


def test_a_stop_that_is_lost_comes_again() -> None:
    program = (
        "import signal, time\n"
        "from veilproof.process import stoppable\n"
        "class Loses:\n"
        "    def __del__(self):\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "signal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n"
        "    with stoppable() as stopped:\n"
        "        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "        Loses()\n"
        "        print('went on')\n"
        "        try:\n"
        "            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})\n"
        "            while True:\n"
        "                signal.pause()\n"
        "        finally:\n"
        "            end = time.monotonic() + 2.5\n"
        "            while time.monotonic() < end:\n"
        "                pass\n"
        "            print('cleaned')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300)
    assert ran.stdout == "went on\ncleaned\nstopped\n"


_CRASH = "import os\nfrom veilproof.process import without_core_dumps\n{call}\nos.abort()"


@pytest.mark.parametrize("protected", [True, False])
def test_a_crash_writes_no_core(protected: bool, tmp_path: Path) -> None:
    if "|" in Path("/proc/sys/kernel/core_pattern").read_text():
        pytest.skip("this machine sends core dumps to a program")
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        pytest.skip("core dumps are off here")
    program = _CRASH.format(call="without_core_dumps()" if protected else "")
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)),
        check=False,
    )
    assert ran.returncode == -signal.SIGABRT
    assert bool(list(tmp_path.iterdir())) is not protected


def test_a_core_that_a_program_receives_holds_no_memory_and_children_inherit_it() -> None:
    program = (
        "import subprocess, sys\nfrom veilproof.process import without_core_dumps\nwithout_core_dumps()\n"
        'show = \'import resource; print(open("/proc/self/coredump_filter").read().strip(),'
        " *resource.getrlimit(resource.RLIMIT_CORE))'\n"
        "subprocess.run([sys.executable, '-c', show], check=True)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["00000000", "0", "0"]


_STOPPED_AT = """
import os, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Stop())
"""
"""As `sitecustomize`, sends the signal as soon as that module is looked for."""


@pytest.mark.parametrize("module", ["cv2", "numpy", "av", "scipy", "veilproof.cli", "veilproof.doctor", "onnxruntime"])
@pytest.mark.parametrize("number", _SIGNALS)
def test_a_signal_while_the_libraries_are_imported_ends_in_one_line(
    number: signal.Signals, module: str, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(_STOPPED_AT.format(module=module, number=int(number)))
    paths = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
    ran = subprocess.run(
        [sys.executable, "-m", "veilproof", "doctor"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
        check=False,
    )
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert ran.stderr.startswith("veilproof: stopped")


def test_importing_the_library_leaves_the_signals_of_the_program_alone() -> None:
    program = "import signal\nimport veilproof\nprint([signal.getsignal(n) for n in (2, 15, 1)] == before)"
    program = "import signal\nbefore = [signal.getsignal(n) for n in (2, 15, 1)]\n" + program
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


def test_closed_standard_streams_do_not_give_their_numbers_to_outputs() -> None:
    program = (
        "import os\nos.close(1)\nos.close(2)\n"
        "from veilproof.process import with_standard_streams\nwith_standard_streams()\n"
        "os._exit(0 if os.open('/dev/null', os.O_RDONLY) > 2 else 1)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
