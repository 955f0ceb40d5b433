"""What people and machines see of a run over an archive."""

from __future__ import annotations

import json
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
from veilproof.archive.names import shown
from veilproof.archive.status import Group as Causes
from veilproof.archive.status import Status
from veilproof.cli import show

__all__ = ["Event", "JsonLines", "progress", "summary"]

_PLAIN_EVERY = 10.0  # seconds between two lines where there is no terminal
_RECENT = 200


class JsonLines:
    """Each event as one line of JSON on standard output."""

    def __call__(self, event: Event) -> None:
        """See `Listener`."""
        said = asdict(event)
        if isinstance(event, StateCounts):
            said = {"counts": {state.value: count for state, count in event.counts.items()}}
        for name in ("source", "target"):
            if name in said:
                said[name] = shown(said[name])
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        print(json.dumps({"at": at, "event": type(event).__name__.lower(), **said}), flush=True)


@contextmanager
def progress(quiet: bool) -> Iterator[Listener]:
    """Bars on a terminal, plain lines elsewhere, nothing if `quiet`; failures are always said."""
    if quiet:
        yield _failures
    elif sys.stderr.isatty():
        bars = _Bars()
        with Live(bars.shown, console=Console(stderr=True), refresh_per_second=4, transient=True) as live:
            bars.console = live.console
            yield bars
    else:
        yield _Lines()


def summary(known: Status) -> None:
    """How an archive stands, for people."""
    counts = known.counts
    finished = counts[State.DONE] + counts[State.NEEDS_REVIEW]
    show.say(f"{finished:,} of {known.total:,} items have a result")
    show.say("  " + ", ".join(f"{counts[state]:,} {_worded(state)}" for state in State if counts[state]))
    if known.a_second and known.seconds_left is not None:
        show.say(f"  {_rate(known.a_second)}, about {_long(known.seconds_left)} left")
    for name in known.running:
        show.say(f"  now: {name}")
    _say_causes("failed", known.failed)
    _say_causes("needs review", known.needs_review)


def _say_causes(title: str, groups: tuple[Causes, ...]) -> None:
    for group in groups:
        show.say(f"  {title}: {group.cause}, {show.count(group.count, 'item')}")
        for line in group.examples:
            show.say(f"    {line}")
        if group.count > len(group.examples):
            show.say("    ...")


def _failures(event: Event) -> None:
    if isinstance(event, ItemFinished) and event.state is State.FAILED:
        print(f"veilproof: {shown(event.message)}", file=sys.stderr)


class _Pace:
    """How fast items end, by this process's own clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque([time.monotonic()], maxlen=_RECENT)

    def ended(self) -> None:
        self._ends.append(time.monotonic())

    @property
    def a_second(self) -> float:
        return (len(self._ends) - 1) / max(1e-3, time.monotonic() - self._ends[0])


class _Bars:
    """Overall, and a line for every item that is being worked on."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._pace = _Pace()
        self._all = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), auto_refresh=False)
        self._overall = self._all.add_task("all", total=None)
        self._each = Progress(
            TextColumn("  {task.description}", markup=False), BarColumn(20), MofNCompleteColumn(), auto_refresh=False
        )
        self._tasks: dict[int, TaskID] = {}
        self._state = Text("")
        self.shown = Group(self._all, self._state, self._each)

    def __call__(self, event: Event) -> None:
        match event:
            case ItemStarted():
                self._tasks[event.item] = self._each.add_task(f"read {shown(event.source)[-60:]}", total=None)
            case ItemProgress() if event.item in self._tasks:
                step = event.step
                label = f"{step.stage} {shown(event.source)[-60:]}"
                self._each.update(self._tasks[event.item], description=label, completed=step.done, total=step.total)
            case ItemFinished():
                self._pace.ended()
                task = self._tasks.pop(event.item, None)
                if task is not None:
                    self._each.remove_task(task)
                if event.state is State.FAILED:
                    self.console.print(Text(f"failed: {shown(event.message)}", "red"))
            case StateCounts():
                self._count(event.counts)
            case _:
                pass

    def _count(self, counts: dict[State, int]) -> None:
        over = counts[State.DONE] + counts[State.NEEDS_REVIEW] + counts[State.FAILED]
        self._all.update(self._overall, completed=over, total=sum(counts.values()))
        rate = self._pace.a_second
        left = f", about {_long((counts[State.WAITING] + counts[State.RUNNING]) / rate)} left" if rate > 0 else ""
        self._state.plain = (
            f"  {counts[State.DONE]:,} done, {counts[State.NEEDS_REVIEW]:,} need review,"
            f" {counts[State.FAILED]:,} failed; {_rate(rate)}{left}"
        )
        running = {task for task, known in self._tasks.items() if known in self._each.task_ids}
        self._tasks = {task: self._tasks[task] for task in running}


class _Lines:
    """A line now and then, and one for every failure."""

    def __init__(self) -> None:
        self._pace = _Pace()
        self._told = time.monotonic()

    def __call__(self, event: Event) -> None:
        _failures(event)
        if isinstance(event, FilesListed):
            passed = f", {event.passed_over:,} passed over (not media)" if event.passed_over else ""
            print(f"{event.seen:,} files, {event.new:,} of them new or changed{passed}", file=sys.stderr)
        elif isinstance(event, ItemFinished):
            self._pace.ended()
        elif isinstance(event, StateCounts) and time.monotonic() - self._told > _PLAIN_EVERY:
            self._told = time.monotonic()
            counts = event.counts
            over = counts[State.DONE] + counts[State.NEEDS_REVIEW] + counts[State.FAILED]
            rate = self._pace.a_second
            left = f", about {_long((sum(counts.values()) - over) / rate)} left" if rate > 0 else ""
            print(
                f"{over:,} of {sum(counts.values()):,} items, {counts[State.FAILED]:,} failed, {_rate(rate)}{left}",
                file=sys.stderr,
            )


def _worded(state: State) -> str:
    return "need review" if state is State.NEEDS_REVIEW else state.value


def _rate(a_second: float) -> str:
    if a_second >= 1:
        return f"{a_second:.1f} items a second"
    return f"{a_second * 60:.1f} items a minute" if a_second * 60 >= 1 else f"{a_second * 3600:.1f} items an hour"


def _long(seconds: float) -> str:
    if seconds < 3600:
        return show.duration(seconds)
    hours = int(seconds // 3600)
    return f"{hours} h {int(seconds % 3600 // 60)} min" if hours < 48 else f"{hours // 24} days {hours % 24} h"
