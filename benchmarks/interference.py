"""What becomes of files when programs get in each other's way, or are killed.

`python -m benchmarks.interference races --count 100` starts two or three commands that write, on one original, at
random moments, and `kills --count 2000` ends a command at a random moment by SIGKILL, SIGTERM, SIGHUP or SIGINT and
starts it again. Both check that a result, if there is one, is byte by byte the one that an undisturbed run writes
(a race in which a box was added has another result, which is not compared), and
that every command ended in at most one line and without a traceback. Only SIGKILL may leave a temporary file, and the
next run must remove it.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from demo.scene import make_clip
from veilproof.source import digest

_SECONDS, _SIZE = 1.0, (480, 270)
"""Of the clip: as short as leaves time for every stage to be hit. A scan of it takes about a second."""
_TIMEOUT = 120.0
_SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_STOPPED_EARLY = (*(-number for number in _SIGNALS), 128 + signal.SIGINT)
"""How a command ends that was stopped before it could say so, in the first moments of Python or of an import."""
_SCANS = {
    "redact": ("redact", "march.mp4", "--quiet"),
    "scan": ("scan", "march.mp4", "--quiet"),
    "scan --force": ("scan", "march.mp4", "--force", "--quiet"),
    "render": ("render", "march.mp4", "--quiet"),
    "render --force": ("render", "march.mp4", "--force", "--quiet"),
    "redact --force": ("redact", "march.mp4", "--force", "--quiet"),
    "plan cover": ("plan", "cover", "march.mp4", "1"),
    "plan add": ("plan", "add", "march.mp4", "--box", "10,10,40,40", "--from", "0", "--to", "0.5"),
}
_KILLED = {
    **{name: _SCANS[name] for name in ("redact", "scan", "render", "render --force")},
    "audit": ("audit", "march.mp4", "march.redacted.mp4", "--out", "audit", "--quiet"),
    "review": ("review", "march.mp4", "--no-browser"),
}
_STARTED_AGAIN = {**_KILLED, "review": ("plan", "show", "march.mp4")}
"""The review runs until it is ended, so that its plan is read instead."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An undisturbed run: its folder, and the SHA-256 of the result."""

    folder: Path
    result: str


def prepare(folder: Path) -> Reference:
    """Draw the clip and redact it undisturbed."""
    folder.mkdir()
    make_clip(folder / "march.mp4", seconds=_SECONDS, seed=5, size=_SIZE)
    _run(_SCANS["redact"], folder).wait(_TIMEOUT)
    return Reference(folder, digest(folder / "march.redacted.mp4"))


def race(reference: Reference, folder: Path, seed: int) -> tuple[str, list[str]]:
    """Two or three commands on one original.

    Returns:
        Which commands, and what went wrong.
    """
    chance = random.Random(seed)
    shutil.copy(reference.folder / "march.mp4", folder)
    if chance.random() < 0.4:
        shutil.copy(reference.folder / "march.veil", folder)
    names = [chance.choice(list(_SCANS)) for _ in range(chance.choice((2, 2, 3)))]
    running = []
    for name in names:
        running.append(_run(_SCANS[name], folder))
        time.sleep(chance.uniform(0, 2.5) if chance.random() < 0.7 else 0)
    ended = [(name, *_ended(process)) for name, process in zip(names, running, strict=True)]
    wrong = [fault for name, code, said in ended for fault in _faults(name, code, said)]
    result = folder / "march.redacted.mp4"
    added = any("plan add" in name and code == 0 for name, code, _ in ended)
    if result.exists() and digest(result) != reference.result and not added:
        wrong.append("the result is not that of an undisturbed run")
    wrong += [f"left behind: {path.name}" for path in folder.iterdir() if path.name.startswith(".")]
    return " | ".join(names), wrong


def kill(reference: Reference, folder: Path, seed: int) -> tuple[str, list[str]]:
    """One command, killed at a random moment and started again; returns as `race`."""
    chance = random.Random(seed)
    name, number = chance.choice(list(_KILLED)), chance.choice(_SIGNALS)
    shutil.copy(reference.folder / "march.mp4", folder)
    if name.startswith(("render", "audit", "review")):
        shutil.copy(reference.folder / "march.veil", folder)
    if name in ("audit", "render --force"):
        shutil.copy(reference.folder / "march.redacted.mp4", folder)
    process = _run(_KILLED[name], folder)
    time.sleep(chance.uniform(0.05, 4.0))
    process.send_signal(number)
    code, said = _ended(process)
    wrong = [] if number == signal.SIGKILL else _faults(name, code, said)
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    if left and number != signal.SIGKILL:
        wrong.append(f"left behind: {left}")
    result = folder / "march.redacted.mp4"
    if result.exists() and digest(result) != reference.result:
        wrong.append("a wrong result has the final name")
    if digest(folder / "march.mp4") != digest(reference.folder / "march.mp4"):
        wrong.append("the original was changed")
    if not (name in ("redact", "render") and result.exists()) and not (name == "scan" and code == 0):
        again, said = _ended(_run(_STARTED_AGAIN[name], folder))
        # The signal may have come when the scan was over and Python was ending.
        if again not in (0, 3, 4, 5) and "a finished plan exists" not in said:
            wrong.append(f"started again it ended with {again}: {said}")
        if "render" in name or name == "redact":
            wrong += [] if digest(result) == reference.result else ["started again it wrote something else"]
        wrong += [f"still there: {path.name}" for path in folder.iterdir() if path.name.startswith(".")]
    return f"{name} {number.name}", wrong


def _run(arguments: tuple[str, ...], folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "veilproof", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=_TIMEOUT)
    return process.returncode, said.strip()


def _faults(name: str, code: int, said: str) -> list[str]:
    faults = []
    if "Traceback" in said:
        faults.append(f"{name}: a traceback: {said[-300:]}")
    elif code == 1 and len([line for line in said.splitlines() if not line.startswith("http")]) > 1:
        faults.append(f"{name}: more than one line: {said}")
    elif code not in (0, 1, 3, 4, 5) and not (code in _STOPPED_EARLY and not said.count("\n")):
        faults.append(f"{name}: ended with {code}: {said}")
    return faults


def main() -> None:
    """Try, count and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("races", "kills"))
    parser.add_argument("--count", type=int, default=100, help="how many tries")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first one")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        reference = prepare(Path(temporary) / "reference")
        for seed in range(asked.seed, asked.seed + asked.count):
            folder = Path(temporary) / str(seed)
            folder.mkdir()
            name, wrong = (race if asked.what == "races" else kill)(reference, folder, seed)
            counts[name] += 1
            failures += bool(wrong)
            for line in wrong:
                print(f"seed {seed}: {name}: {line}", flush=True)
            shutil.rmtree(folder)
    if asked.what == "kills":
        for name, count in sorted(counts.items()):
            print(f"{count:5} {name}")
    print(f"{asked.count} {asked.what}, {failures} with something wrong")


if __name__ == "__main__":
    main()
