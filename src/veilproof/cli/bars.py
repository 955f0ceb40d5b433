"""How far the work is: bars on a terminal, plain lines elsewhere, nothing where a person wants quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from veilproof.cli.show import duration, note, printable
from veilproof.media.kinds import is_photo
from veilproof.progress import Progress as Report
from veilproof.progress import Step, silent

_LINE_INTERVAL = 5.0
"""Seconds between two progress lines where there is no terminal; a round number."""


class Display:
    """Shows the progress of work on one or many files, one after the other."""

    def __init__(self, files: Sequence[Path], quiet: bool, unit: str = "frame") -> None:
        """With all files that are going to be processed, in order; steps are counted in `unit`."""
        self._quiet, self._unit = quiet, unit
        self._pace = _Pace(files) if len(files) > 1 and not quiet else None
        self._lines = _Lines(unit)

    @contextmanager
    def of(self, file: Path) -> Iterator[Report]:
        """While the next file is processed. Nothing else may be printed meanwhile; bars are gone afterwards."""
        try:
            if self._quiet:
                yield silent
            elif sys.stderr.isatty():
                with _bar() as bar:
                    if pace := self._pace:
                        bar.add_task(pace.position, total=pace.total, completed=pace.done, rate="", pace=pace)
                    yield _Bar(bar, file, self._unit)
            else:
                self._lines.begin(file, self._pace)
                yield self._lines
        finally:
            if self._pace:
                self._pace.finish(file)


class _Pace:
    """How far the work on many files is, by their sizes: nothing else is known of one before it is opened."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._sizes = {file: _size(file) for file in files}
        self.total = sum(self._sizes.values())
        self.done = 0
        self._number = 1
        photos = sum(map(is_photo, files))
        self._noun = "photo" if photos == len(files) else "file" if photos else "clip"
        self._started = self._last = time.monotonic()

    @property
    def position(self) -> str:
        return f"{self._noun} {self._number} of {len(self._sizes)}"

    def finish(self, file: Path) -> None:
        self.done += self._sizes[file]
        self._number += 1
        self._last = time.monotonic()

    def left(self) -> float | None:
        """Seconds; None while nothing is known."""
        if not self.done:
            return None
        pace = (self._last - self._started) / self.done
        return max(0.0, pace * (self.total - self.done) - (time.monotonic() - self._last))


def _size(file: Path) -> int:
    try:
        return max(1, file.stat().st_size)
    except OSError:
        return 1  # it fails when its turn comes


class _Count(MofNCompleteColumn):
    """Frames of how many; empty for the bar of all files, which counts bytes."""

    def render(self, task: Task) -> Text:
        return Text() if "pace" in task.fields else super().render(task)


class _Left(TimeRemainingColumn):
    def render(self, task: Task) -> Text:
        pace = task.fields.get("pace")
        if not isinstance(pace, _Pace):
            return super().render(task)
        seconds = pace.left()
        return Text("" if seconds is None else f"{duration(seconds)} left in all", "progress.remaining")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        _Count(),
        TextColumn("{task.fields[rate]}"),
        _Left(),
        console=Console(stderr=True),
        transient=True,
        # Otherwise Rich would send standard output to the terminal, even if it is a file.
        redirect_stdout=False,
        redirect_stderr=False,
    )


class _Bar:
    def __init__(self, bar: Progress, path: Path, unit: str) -> None:
        self._bar, self._unit = bar, unit
        self._path = path
        self._tasks: dict[str, tuple[TaskID, float]] = {}

    def __call__(self, step: Step) -> None:
        if step.stage not in self._tasks:
            label = f"{step.stage} {printable(self._path.name)}"
            self._tasks[step.stage] = self._bar.add_task(label, total=step.total, rate=""), time.monotonic()
        task, started = self._tasks[step.stage]
        self._bar.update(task, completed=step.done, rate=_rate(step.done, started, step.unit or self._unit))


class _Lines:
    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._last_line = time.monotonic()

    def begin(self, file: Path, pace: _Pace | None) -> None:
        self._file, self._pace = file, pace
        self._started: dict[str, float] = {}
        if pace is not None and self._is_due():
            note(f"{self._prefix()}{file.name}")

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        started = self._started.setdefault(step.stage, now)
        if not self._is_due():
            return
        total = f" of {step.total}" if step.total else ""
        left = ""
        if step.total and step.done and now > started:
            left = f", {duration((step.total - step.done) * (now - started) / step.done)} left"
        unit = step.unit or self._unit
        pace = _rate(step.done, started, unit)
        rate = f", {pace}" if pace else ""
        note(f"{self._prefix()}{step.stage} {self._file.name}: {unit} {step.done}{total}{rate}{left}")

    def _is_due(self) -> bool:
        now = time.monotonic()
        due = now - self._last_line >= _LINE_INTERVAL
        if due:
            self._last_line = now
        return due

    def _prefix(self) -> str:
        if self._pace is None:
            return ""
        seconds = self._pace.left()
        return f"{self._pace.position}{'' if seconds is None else f', {duration(seconds)} left in all'}: "


def _rate(done: int, started: float, unit: str) -> str:
    seconds = time.monotonic() - started
    if seconds <= 0 or not done:
        return ""
    return f"{done / seconds:.0f} {unit}s/s" if done > seconds else f"{seconds / done:.0f} s a {unit}"
