"""The tools that are measured: each is a command that turns one video file into another, in a process of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import venv
from dataclasses import dataclass
from pathlib import Path

DEFACE_VENV = Path("benchmarks/out/deface-venv")
DEFACE_NEEDS = ("deface==1.5.0", "onnx", "onnxruntime")
SAMPLED_EVERY = 0.05
_OWN = {
    "veilproof": "",
    "veilproof-high": "--effort high",
    "veilproof-kinds": "--cover faces,heads,text,plates",
}
"""Veilproof, by name, with what it is asked for."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A name and a command line in which `{input}` and `{output}` stand for the two files."""

    name: str
    words: tuple[str, ...]

    def command(self, source: Path, target: Path) -> list[str]:
        """The command for one file."""
        return [word.replace("{input}", str(source)).replace("{output}", str(target)) for word in self.words]


@dataclass(frozen=True, slots=True)
class Run:
    """How one command went: `peak_bytes` over all its processes, `said` the end of its standard error.

    `processor_seconds` are those of the processors, which other work on the machine changes less.
    """

    seconds: float
    processor_seconds: float
    peak_bytes: int
    code: int
    said: str


def tool(name: str, deface: Path | None = None) -> Tool:
    """The tool of that name (one of `_OWN`, `deface`, `none`), or the command template `name` itself.

    `deface` is the program to use; without it deface gets a virtual environment of its own on first use.

    Raises:
        ValueError: neither a known name nor a command with `{input}` and `{output}`.
    """
    if name in _OWN:
        words = f"-m veilproof redact {{input}} -o {{output}} --plan {{output}}.veil --force --quiet {_OWN[name]}"
        return Tool(name, (sys.executable, *words.split()))
    if name == "none":
        return Tool(name, (sys.executable, "-m", "benchmarks.transcode", "{input}", "{output}"))
    if name == "deface":
        return Tool(name, (str(deface or _deface()), "{input}", "-o", "{output}", "--replacewith", "solid"))
    if "{input}" not in name or "{output}" not in name:
        raise ValueError(
            f"not a tool: {name!r}; say {', '.join(_OWN)}, deface, none or a command with {{input}} and {{output}}"
        )
    return Tool(name, tuple(shlex.split(name)))


def run(subject: Tool, source: Path, target: Path) -> Run:
    """Run a tool to its end on one file, with nothing left over from an earlier run."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # A plan that is there already would be used again, and nothing would be scanned.
    for old in (target, target.with_name(target.name + ".veil")):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            subject.command(source, target), stdout=subprocess.DEVNULL, stderr=errors, env=_environment()
        )
        memory = _Memory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        peak = memory.peak()
        errors.seek(0)
        said = " ".join(errors.read().decode(errors="replace").split())[-400:]
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak, code, said)


class _Memory:
    """Watches the memory of a process and of all that it starts; Linux only, elsewhere it sees nothing."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        self._done.set()
        self._thread.join()
        return self._most * 1024

    def _watch(self) -> None:
        while True:
            states = [_kilobytes(pid) for pid in _tree(self._pid)]
            # One process's own high-water mark catches what rises and falls between two samples.
            self._most = max(self._most, sum(now for now, _ in states), *(most for _, most in states), 0)
            if self._done.wait(SAMPLED_EVERY):
                return


def _tree(pid: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of the program stands in brackets and may hold spaces; the parent is the second field after it.
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            # It ended while we looked.
            continue
    pids = [pid]
    for one in pids:
        pids += [child for child, parent in parents.items() if parent == one]
    return pids


def _kilobytes(pid: int) -> tuple[int, int]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    fields = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return int(fields.get("VmRSS", "0").split()[0]), int(fields.get("VmHWM", "0").split()[0])


def _environment() -> dict[str, str]:
    """This process's environment, in which the commands also find veilproof and the benchmarks from source."""
    ours = [str(Path("src").resolve()), str(Path.cwd())]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*ours, *filter(None, [os.environ.get("PYTHONPATH")])])}


def _deface() -> Path:
    program = (DEFACE_VENV / "bin" / "deface").absolute()
    if not program.exists():
        venv.create(DEFACE_VENV, with_pip=True)
        subprocess.run([DEFACE_VENV / "bin" / "pip", "install", "--quiet", *DEFACE_NEEDS], check=True)
    return program
