"""The work on one folder, in a thread beside the page: runs of its archive, which loses nothing when it is killed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from veilproof.archive.collection import Originals
from veilproof.archive.events import Event, ItemFinished, ItemProgress, ItemStarted, Listener
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.listing import known_files, listed_item
from veilproof.archive.local import LocalEngine
from veilproof.archive.names import printable
from veilproof.archive.options import Limits, default_memory, default_workers
from veilproof.archive.run import Run, result_version
from veilproof.desk.destination import create, destination_of
from veilproof.desk.known import ChosenAgain, KnownOriginals, with_audit
from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.progress import Step

NICENESS = 5
"""Of the workers, so that the page, and what else a person does meanwhile, is answered at once. A round number."""
_LEAST_SECONDS = 1.0
"""A stage says nothing about its pace before; a round number."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage that an item is in.

    Attributes:
        step: its progress; None before the first.
        started: when it began, in seconds of `time.monotonic`.
    """

    step: Step | None
    started: float

    def seconds_left(self, now: float) -> float | None:
        """How long the stage still takes at its pace so far; None if that is not known."""
        if self.step is None or not self.step.total or not self.step.done or now - self.started < _LEAST_SECONDS:
            return None
        return (now - self.started) * max(0, self.step.total - self.step.done) / self.step.done


@dataclass(frozen=True, slots=True)
class _Task:
    """Originals to cover; if an item is named, nothing else that waits is done."""

    originals: Originals
    item: int | None


class Work:
    """Covers everybody in the originals of one folder. All methods may be called from several threads."""

    def __init__(self, folder: Path, listen: Listener, ended: Callable[[], None]) -> None:
        """The work on this folder.

        Args:
            folder: with the originals.
            listen: receives the events of its runs, in another thread.
            ended: called there when nothing is left to do, or it was stopped.
        """
        self.folder = folder
        self.archive = Archive.at(str(destination_of(folder)))
        self._listen = listen
        self._ended = ended
        self._lock = threading.Lock()
        self._queue: list[_Task] = []
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._stages: dict[int, Stage] = {}
        self._error: VeilproofError | None = None

    @property
    def destination(self) -> Path:
        """The folder of the results."""
        return Path(self.archive.destination)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._thread is not None

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self._stopping and self.running

    @property
    def error(self) -> VeilproofError | None:
        """Why the last run ended early; None if it did not."""
        return self._error

    def stage_of(self, item: int) -> Stage | None:
        """The stage that an item is in; None if no worker is at it."""
        return self._stages.get(item)

    def start(self, originals: Originals) -> None:
        """Have these originals covered, after those that were asked for before.

        Raises:
            VeilproofError: the folder of results cannot be created.
        """
        create(self.destination)
        self._begin(ChosenAgain(originals, self.archive))

    def go_on(self, *, audit: bool = False) -> None:
        """Go on with what the journal knows: what waits, and what was changed since it was rendered.

        Args:
            audit: have every result audited too.
        """
        self._begin(KnownOriginals(self.archive, self.folder, audit=audit))

    def retry(self) -> None:
        """Go on, and try again what failed."""
        with Journal(self.archive.state) as journal:
            journal.retry([State.FAILED])
        self.go_on()

    def render_again(self, item: int, *, audit: bool) -> None:
        """Render an item again, before all that waits; with `audit`, audit the result.

        Raises:
            VeilproofError: there is no such item, or it is being worked at.
        """
        with Journal(self.archive.state) as journal:
            listed = listed_item(journal, item)
            if listed is None or listed.state not in (State.DONE, State.NEEDS_REVIEW):
                raise LocalisedError("error-being-worked-at")
            if audit:
                known = [with_audit(file) for file in known_files(journal) if file.source == listed.item.source]
                journal.register(known, result_version())
            journal.invalidate([item])
            source = listed.item.source
        # Alone, also where others wait: who stopped them has not asked for them.
        self._begin(KnownOriginals(self.archive, self.folder, only=source), item)

    def stop(self) -> None:
        """Stop; what is half done waits, and goes on later."""
        with self._lock:
            self._queue.clear()
            self._stopping = self._thread is not None

    def close(self) -> None:
        """Stop, and wait until no worker is left."""
        self.stop()
        thread = self._thread
        if thread is not None:
            thread.join()

    def _begin(self, originals: Originals, item: int | None = None) -> None:
        with self._lock:
            if self._stopping:
                raise LocalisedError("error-just-stopping")
            self._queue.append(_Task(originals, item))
            if self._thread is None:
                self._error = None
                self._thread = threading.Thread(target=self._execute, name="desk")
                self._thread.start()

    def _execute(self) -> None:
        while (task := self._next()) is not None:
            workers = default_workers()
            engine = LocalEngine(workers, Limits(memory=default_memory(workers), niceness=NICENESS))
            try:
                run = Run(self.archive, task.originals, engine, self._hear, only=task.item)
                run.execute(stopped=lambda: self._stopping)
            except VeilproofError as error:
                self._error = error
            except Exception as error:  # whatever happens, the page says so and can go on
                self._error = LocalisedError(
                    "error-work-ended", folder=printable(str(self.folder)), what=type(error).__name__
                )
                logging.getLogger(__name__).exception("veilproof: the work on %s ended", self.folder)
            self._stages.clear()
        self._ended()

    def _next(self) -> _Task | None:
        """What to do next; None ends the thread."""
        with self._lock:
            if self._queue and not self._stopping:
                return self._queue.pop(0)
            self._thread, self._stopping = None, False
            return None

    def _hear(self, event: Event) -> None:
        match event:
            case ItemStarted():
                self._stages[event.item] = Stage(None, time.monotonic())
            case ItemProgress():
                before = self._stages.get(event.item)
                same = before is not None and before.step is not None and before.step.stage == event.step.stage
                started = before.started if before is not None and same else time.monotonic()
                self._stages[event.item] = Stage(event.step, started)
            case ItemFinished():
                self._stages.pop(event.item, None)
        self._listen(event)
