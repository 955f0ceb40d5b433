"""Output of `veilproof archive`: progress and summaries for people, JSON events for machines."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from veilproof.archive.events import Event, FilesListed, ItemFinished, ItemProgress, ItemStarted, Listener, StateCounts
from veilproof.archive.item import State
from veilproof.archive.names import printable
from veilproof.archive.status import CauseGroup, Status
from veilproof.cli import show

__all__ = ["Event", "JsonLines", "progress", "summary"]

_LINE_INTERVAL = 10.0
"""Seconds between two lines of progress without a terminal; a round number."""
_RATE_SAMPLE = 200
"""Latest finished items that the rate is computed from; a round number."""
_LABEL_CHARACTERS = 60
"""Of the end of a path shown beside a progress bar."""


class JsonLines:
    """Prints each event as one line of JSON on standard output; `docs/archive.md` describes them."""

    def __call__(self, event: Event) -> None:
        """See `Listener`."""
        fields = asdict(event)
        if isinstance(event, StateCounts):
            fields = {"counts": {state.value: count for state, count in event.counts.items()}}
        for name in ("source", "target"):
            if name in fields:
                fields[name] = printable(fields[name])
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        show.write(json.dumps({"time": now, "event": _event_name(event), **fields}) + "\n")


def _event_name(event: Event) -> str:
    """The class name in snake case, such as "item_started"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(event).__name__).lower()


@contextmanager
def progress(quiet: bool) -> Iterator[Listener]:
    """A listener for standard error: bars on a terminal, lines elsewhere, only failures if `quiet`."""
    if quiet:
        yield _print_failure
    elif sys.stderr.isatty():
        bars = _Bars()
        with Live(bars.display, console=Console(stderr=True), refresh_per_second=4, transient=True) as live:
            bars.console = live.console
            yield bars
    else:
        yield _Lines()


def summary(status: Status) -> None:
    """Print the status of an archive for people."""
    counts = status.counts
    finished = counts[State.DONE] + counts[State.NEEDS_REVIEW]
    show.say(f"{finished:,} of {status.total:,} items have a result")
    show.say("  " + ", ".join(f"{counts[state]:,} {_label(state)}" for state in State if counts[state]))
    if status.items_per_second and status.seconds_left is not None:
        show.say(f"  {_format_rate(status.items_per_second)}, about {_format_duration(status.seconds_left)} left")
    for name in status.running:
        show.say(f"  now: {name}")
    _print_causes("failed", status.failed)
    _print_causes("needs review", status.needs_review)


def _print_causes(title: str, groups: tuple[CauseGroup, ...]) -> None:
    for group in groups:
        show.say(f"  {title}: {group.cause}, {show.count(group.count, 'item')}")
        for line in group.examples:
            show.say(f"    {line}")
        if group.count > len(group.examples):
            show.say("    ...")


def _print_failure(event: Event) -> None:
    if isinstance(event, ItemFinished) and event.state is State.FAILED:
        show.note(f"veilproof: {event.message}")


class _RateMeter:
    """The rate of finished items, by the clock of this process."""

    def __init__(self) -> None:
        self._times: deque[float] = deque([time.monotonic()], maxlen=_RATE_SAMPLE)

    def add(self) -> None:
        self._times.append(time.monotonic())

    @property
    def items_per_second(self) -> float:
        return (len(self._times) - 1) / max(1e-3, time.monotonic() - self._times[0])


class _Bars:
    """A bar for all items, and one for each running item."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._rate = _RateMeter()
        self._all = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), auto_refresh=False)
        self._overall = self._all.add_task("all", total=None)
        self._each = Progress(
            TextColumn("  {task.description}", markup=False), BarColumn(20), MofNCompleteColumn(), auto_refresh=False
        )
        self._tasks: dict[int, TaskID] = {}
        self._state = Text("")
        self.display = Group(self._all, self._state, self._each)

    def __call__(self, event: Event) -> None:
        match event:
            case ItemStarted():
                self._tasks[event.item] = self._each.add_task(f"read {_short_name(event.source)}", total=None)
            case ItemProgress() if event.item in self._tasks:
                step = event.step
                label = f"{step.stage} {_short_name(event.source)}"
                self._each.update(self._tasks[event.item], description=label, completed=step.done, total=step.total)
            case ItemFinished():
                self._rate.add()
                task = self._tasks.pop(event.item, None)
                if task is not None:
                    self._each.remove_task(task)
                if event.state is State.FAILED:
                    self.console.print(Text(f"failed: {printable(event.message)}", "red"))
            case StateCounts():
                self._count(event.counts)
            case _:
                pass

    def _count(self, counts: dict[State, int]) -> None:
        finished = counts[State.DONE] + counts[State.NEEDS_REVIEW] + counts[State.FAILED]
        self._all.update(self._overall, completed=finished, total=sum(counts.values()))
        rate = self._rate.items_per_second
        left = _format_time_left(counts, rate)
        self._state.plain = (
            f"  {counts[State.DONE]:,} done, {counts[State.NEEDS_REVIEW]:,} need review,"
            f" {counts[State.FAILED]:,} failed; {_format_rate(rate)}{left}"
        )
        running = {item for item, task in self._tasks.items() if task in self._each.task_ids}
        self._tasks = {item: self._tasks[item] for item in running}


class _Lines:
    """A line at intervals, and one for each failure."""

    def __init__(self) -> None:
        self._rate = _RateMeter()
        self._last_line = time.monotonic()

    def __call__(self, event: Event) -> None:
        _print_failure(event)
        if isinstance(event, FilesListed):
            skipped = f", {event.skipped:,} skipped (not media)" if event.skipped else ""
            show.note(f"{event.listed:,} files, {event.new:,} of them new or changed{skipped}")
        elif isinstance(event, ItemFinished):
            self._rate.add()
        elif isinstance(event, StateCounts) and time.monotonic() - self._last_line > _LINE_INTERVAL:
            self._last_line = time.monotonic()
            counts = event.counts
            finished = counts[State.DONE] + counts[State.NEEDS_REVIEW] + counts[State.FAILED]
            rate = self._rate.items_per_second
            line = f"{finished:,} of {sum(counts.values()):,} items, {counts[State.FAILED]:,} failed"
            show.note(f"{line}, {_format_rate(rate)}{_format_time_left(counts, rate)}")


def _short_name(source: str) -> str:
    return printable(source)[-_LABEL_CHARACTERS:]


def _label(state: State) -> str:
    return "need review" if state is State.NEEDS_REVIEW else state.value


def _format_rate(items_per_second: float) -> str:
    if items_per_second >= 1:
        return f"{items_per_second:.1f} items a second"
    if items_per_second * 60 >= 1:
        return f"{items_per_second * 60:.1f} items a minute"
    return f"{items_per_second * 3600:.1f} items an hour"


def _format_time_left(counts: dict[State, int], rate: float) -> str:
    unfinished = counts[State.WAITING] + counts[State.RUNNING]
    return f", about {_format_duration(unfinished / rate)} left" if rate > 0 else ""


def _format_duration(seconds: float) -> str:
    if seconds < 3600:
        return show.duration(seconds)
    hours = int(seconds // 3600)
    return f"{hours} h {int(seconds % 3600 // 60)} min" if hours < 48 else f"{hours // 24} days {hours % 24} h"
