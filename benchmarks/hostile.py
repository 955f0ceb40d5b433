"""Fuzzing with hostile media: small files of every supported kind, malformed in many ways.

`python -m benchmarks.hostile --files 20000 --model PATH` derives that many files from a seed, has archive workers
redact them, and reports every violation: a traceback, a hang or memory beyond the limit, a file outside the output
folder, or a failure without one clear line. `tests/archive/test_hostile.py` does the same with 2,000 files.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hostile_files import malformed, seeds
from veilproof.archive.options import Limits, Options
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult
from veilproof.archive.placing import Place
from veilproof.archive.supervisor import Worker
from veilproof.archive.tasks import ProbeTask, RedactTask, Task
from veilproof.progress import Step

LIMITS = Limits(memory=1500 << 20, seconds=60.0, stall=30.0, output=200 << 20)
_SLACK_SECONDS = 5.0
"""By which a task may exceed the time limit before it counts as a violation; a round number."""
_SLACK_BYTES = 500 << 20
"""By which a worker may exceed the memory limit between two checks; a round number."""
_POLL_INTERVAL = 0.05
"""Seconds between two checks of the limits."""
_BATCH = 1000
"""Files in one temporary folder, after which the results are printed."""


@dataclass(slots=True)
class Findings:
    """The outcomes of the files, and the violations."""

    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    peak_bytes: int = 0

    def add(self, other: Findings) -> None:
        """Add the findings on other files."""
        self.files += other.files
        self.outcomes += other.outcomes
        self.violations += other.violations
        self.slowest_seconds = max(self.slowest_seconds, other.slowest_seconds)
        self.peak_bytes = max(self.peak_bytes, other.peak_bytes)


def fuzz(
    count: int, seed: int, folder: Path, model: Path, *, workers: int = 2, first: int = 0, limits: Limits = LIMITS
) -> Findings:
    """Redact malformed files `first` to `first + count` in `folder`, as the archive does.

    Unlike in an archive, a worker is reused after an unreadable file: a new one takes a second, and this test should
    reveal what a file leaves behind in its worker.
    """
    originals = seeds()
    findings = Findings()
    (folder / "in").mkdir(parents=True, exist_ok=True)
    (folder / "out").mkdir(exist_ok=True)

    def run_share(offset: int) -> Findings:
        share = Findings()
        worker = Worker(limits)
        for number in range(first + offset, first + count, workers):
            suffix, data = malformed(seed, number, originals)
            source = folder / "in" / f"{number}{suffix}"
            source.write_bytes(data)
            if worker.retired and worker.has_exited:
                worker = Worker(limits)
            _redact(worker, source, folder, model, share, limits)
            source.unlink()
        worker.stop()
        return share

    with ThreadPoolExecutor(workers) as pool:
        for share in pool.map(run_share, range(workers)):
            findings.add(share)
    strays = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "results"]
    findings.violations += [f"left behind: {path}" for path in strays]
    return findings


def _redact(worker: Worker, source: Path, folder: Path, model: Path, findings: Findings, limits: Limits) -> None:
    scratch, out = folder / "out" / "work" / source.name, folder / "out" / "results"
    findings.files += 1
    outcome = _run(worker, ProbeTask(str(source), str(scratch)))
    if isinstance(outcome, ProbeResult):
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"{source.stem}.redacted{outcome.suffix}"
        plan = out / f"{source.name}.veil"
        options = Options(model=str(model))
        task = RedactTask(
            str(source), str(scratch), outcome.sha256, Place(str(target)), str(plan), "", str(out / "audit"), options
        )
        started = time.monotonic()
        outcome = _run(worker, task)
        seconds = time.monotonic() - started
        findings.slowest_seconds = max(findings.slowest_seconds, seconds)
        if seconds > limits.seconds + _SLACK_SECONDS:
            findings.violations.append(f"{source.name}: took {seconds:.0f} s")
        if isinstance(outcome, RedactResult | Failure):
            findings.peak_bytes = max(findings.peak_bytes, outcome.peak_bytes)
            if outcome.peak_bytes > limits.memory + _SLACK_BYTES:
                findings.violations.append(f"{source.name}: used {outcome.peak_bytes / 1e6:.0f} MB")
        if isinstance(outcome, Failure) and target.exists():
            findings.violations.append(f"{source.name}: failed, but the result exists")
        if isinstance(outcome, RedactResult) and not target.exists():
            findings.violations.append(f"{source.name}: redacted, but the result is missing")
        target.unlink(missing_ok=True)
        plan.unlink(missing_ok=True)
        plan.with_name(f"{plan.name}-journal").unlink(missing_ok=True)
    shutil.rmtree(scratch, ignore_errors=True)
    findings.outcomes[outcome.cause.value if isinstance(outcome, Failure) else "redacted"] += 1
    if isinstance(outcome, Failure):
        line = outcome.message
        if outcome.cause is Cause.BUG or not line or not line.isprintable() or "Traceback" in line:
            findings.violations.append(f"{source.name}: {outcome.cause.value}: {line}")


def _run(worker: Worker, task: Task) -> Outcome:
    worker.submit(task)
    while True:
        if worker.connection.poll(_POLL_INTERVAL):
            content = worker.receive()
            if content is not None and not isinstance(content, Step):
                return content
        elif (failure := worker.check_limits()) is not None:
            return failure


def main() -> None:
    """Fuzz and print the findings; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first file, to resume or to repeat one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="only write the files to this folder")
    parser.add_argument("--model", type=Path, required=True, help="a small ONNX face detector, which saves time")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/hostile.json"))
    arguments = parser.parse_args()
    last = arguments.first + arguments.files
    if arguments.keep:
        _write_files(arguments.keep, arguments.seed, range(arguments.first, last))
        return
    started = time.monotonic()
    total = Findings()
    for first in range(arguments.first, last, _BATCH):
        with tempfile.TemporaryDirectory() as folder:
            count = min(_BATCH, last - first)
            total.add(
                fuzz(count, arguments.seed, Path(folder), arguments.model, workers=arguments.workers, first=first)
            )
        summary = {
            "seed": arguments.seed,
            "files": total.files,
            "seconds": round(time.monotonic() - started),
            "outcomes": dict(total.outcomes.most_common()),
            "slowest_seconds": round(total.slowest_seconds, 1),
            "peak_megabytes": round(total.peak_bytes / 1e6),
            "violations": total.violations,
        }
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(summary, indent=1))
        print(json.dumps(summary), flush=True)


def _write_files(folder: Path, seed: int, numbers: range) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    originals = seeds()
    for number in numbers:
        suffix, data = malformed(seed, number, originals)
        (folder / f"{number}{suffix}").write_bytes(data)


if __name__ == "__main__":
    main()
