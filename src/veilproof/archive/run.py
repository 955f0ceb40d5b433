"""A run: what is listed goes into the journal, what waits there goes to the engine, what comes back is written down."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from veilproof.archive.collection import Collection, SourceFile
from veilproof.archive.engine import Engine, Report
from veilproof.archive.events import Event, FilesListed, ItemFinished, ItemProgress, ItemStarted, Listener, StateCounts
from veilproof.archive.item import Decided, Item, State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult, ScanResult
from veilproof.archive.stability import StabilityCheck
from veilproof.archive.storage import exists, is_url
from veilproof.archive.supervisor import named
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask, ScanTask, Task
from veilproof.archive.work import plan_stamp
from veilproof.errors import VeilproofError
from veilproof.progress import Step
from veilproof.scan.resume import SCAN_VERSION
from veilproof.source import digest
from veilproof.version import __version__

_BATCH = 1000
_TICK = 0.5  # seconds that nothing is waited for longer than
_COUNT_EVERY = 2.0
_LOOK_EVERY = 5.0
_MOST_PARTS = 64
_KEYS = 1000
"""An item's own task has its number times this for a key; its parts have the keys after it."""
_MOST_FULL = 3
"""So many times in a row without room for a result, and the run stops: nothing is gained by going on."""


def version() -> str:
    """What made a result: another one makes it anew."""
    return f"{__version__} scan {SCAN_VERSION}"


@dataclass(slots=True)
class _Job:
    item: Item
    sha256: str = ""
    key: str = ""
    decided: Decided | None = None
    make: RedactTask | None = None
    parts_left: int = 0
    """Parts that are not scanned yet."""
    whole: bool = False
    """Whether a part could not be scanned, so that the whole must be."""


class Run:
    """One run over one archive."""

    def __init__(self, archive: Archive, collection: Collection, engine: Engine, listen: Listener) -> None:
        """Over what is in the collection; `listen` is told what happens."""
        self._archive = archive
        self._collection = collection
        self._engine = engine
        self._listen = listen
        self._version = version()
        self._jobs: dict[int, _Job] = {}
        self._ready: list[tuple[int, Task]] = []
        self._side_by_side = 1
        self._full = 0
        self._paused_until = 0.0
        self._counted = 0.0

    def go(self, *, watch: bool = False, stopped: Callable[[], bool] = lambda: False) -> dict[State, int]:
        """Do everything that is to be done; gives how many items stand where.

        Args:
            watch: go on looking for new files when everything is done.
            stopped: whether to stop looking for them.

        Raises:
            VeilproofError: it makes no sense to go on: no room, no permission to write, the source is gone.
        """
        with Journal.create(self._archive.state) as self._journal, self._journal.running(self._version) as run:
            self._scratch = self._archive.work / str(run)
            self._tidy()
            try:
                self._scratch.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise VeilproofError(f"{self._archive.destination} cannot be written to ({error.strerror})") from None
            try:
                self._until_done(StabilityCheck() if watch else None, stopped)
                return self._journal.counts()
            finally:
                self._engine.close()
                shutil.rmtree(self._scratch, ignore_errors=True)
                self._tell(StateCounts(self._journal.counts()))

    def _tidy(self) -> None:
        """Put back what killed runs were doing, and remove what they left half done."""
        self._journal.recover()
        alive = self._journal.alive()
        if self._archive.work.is_dir():
            for left in self._archive.work.iterdir():
                if left.name not in alive:
                    shutil.rmtree(left, ignore_errors=True)

    def _until_done(self, settled: StabilityCheck | None, stopped: Callable[[], bool]) -> None:
        self._look_for_files(settled)
        looked = recovered = time.monotonic()
        while not stopped():
            self._round(_TICK)
            now = time.monotonic()
            if settled is not None and now - looked > _LOOK_EVERY:
                self._look_for_files(settled)
                looked = now
            if now - recovered > _LOOK_EVERY:
                self._journal.recover()
                recovered = now
            if not self._jobs:
                due = self._journal.next_due()
                if due is None and settled is None:
                    return
                time.sleep(_TICK if due is None else min(due, _TICK))

    # -- what there is to do

    def _look_for_files(self, settled: StabilityCheck | None) -> None:
        seen = new = 0
        listed: Iterator[SourceFile] = iter(self._collection)
        if settled is not None:
            listed = settled.only(listed)
        while batch := tuple(islice(listed, _BATCH)):
            new += self._journal.take_note(batch, self._version)
            self._journal.again(self._spoilt(batch))
            seen += len(batch)
            self._round(0.0)
        if new or settled is None:
            self._tell(FilesListed(seen, new, self._collection.passed_over))

    def _spoilt(self, batch: tuple[SourceFile, ...]) -> Iterator[int]:
        """Items whose result is gone from the destination, or whose plan a person has changed."""
        if is_url(self._archive.destination):
            return
        for item in self._journal.results_among(one.source for one in batch):
            if not self._is_there(item):
                yield item.id

    def _is_there(self, item: Item) -> bool:
        if item.target is None or item.output_size is None:
            return False
        if exists(self._archive.target(item.target)) != item.output_size:
            return False
        return not item.plan_stamp or plan_stamp(self._archive.plan(item.relative)) == item.plan_stamp

    # -- doing it

    def _round(self, seconds: float) -> None:
        """Hand out what waits, and write down what comes back within so many seconds."""
        self._hand_out()
        for told in self._engine.wait(seconds):
            self._came_back(told)
        if time.monotonic() - self._counted > _COUNT_EVERY:
            self._counted = time.monotonic()
            self._tell(StateCounts(self._journal.counts()))

    def _hand_out(self) -> None:
        while (free := self._engine.free) > 0:
            self._side_by_side = max(self._side_by_side, min(free, _MOST_PARTS))
            if not self._ready:
                if time.monotonic() < self._paused_until:
                    return
                item = self._journal.claim()
                if item is None:
                    return
                self._jobs[item.id] = _Job(item)
                identify = ProbeTask(item.source, str(self._scratch_of(item)), self._side_by_side)
                self._ready.append((item.id * _KEYS, identify))
                self._tell(ItemStarted(item.id, item.source))
            key, task = self._ready.pop(0)
            self._engine.give(key, task)

    def _scratch_of(self, item: Item) -> Path:
        return self._scratch / str(item.id)

    def _came_back(self, told: Report) -> None:
        job = self._jobs[told.key // _KEYS]
        if isinstance(told.what, Step):
            self._tell(ItemProgress(job.item.id, job.item.source, told.what))
            return
        outcome = named(told.what, job.item.source)
        if told.key % _KEYS:
            self._looked(job, outcome)
            return
        if isinstance(outcome, ProbeResult):
            self._decide(job, outcome)
            return
        del self._jobs[job.item.id]
        shutil.rmtree(self._scratch_of(job.item), ignore_errors=True)
        match outcome:
            case Failure():
                self._failed(job, outcome)
            case RedactResult():
                self._made(job, outcome)
            case _:
                # A worker that a hostile file took over may say anything.
                self._failed(
                    job, Failure(Cause.BUG, f"{job.item.source}: its worker gave an answer to another question")
                )

    def _decide(self, job: _Job, known: ProbeResult) -> None:
        item = job.item
        try:
            decisions = digest(Path(item.decisions)) if item.decisions and not is_url(item.decisions) else ""
        except VeilproofError as error:
            self._give_up(job, Failure(Cause.OPTIONS, str(error)))
            return
        made_of = [known.sha256, known.suffix, item.options.as_json(), item.decisions and decisions, self._version]
        job.sha256, job.key = known.sha256, hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
        job.decided = decided = self._journal.decide(
            item, known.sha256, job.key, known.suffix, exists=item.key == job.key and self._is_there(item)
        )
        target = self._archive.target(decided.target)
        if decided.unchanged or decided.later:
            del self._jobs[item.id]
            shutil.rmtree(self._scratch_of(item), ignore_errors=True)
            if decided.unchanged:
                self._tell(ItemFinished(item.id, item.source, State.DONE, decided.target, how="unchanged"))
            return
        scratch = str(self._scratch_of(item))
        if decided.copy_of is not None:
            self._ready.insert(
                0, (item.id * _KEYS, CopyTask(self._archive.target(decided.copy_of[1]), target, scratch))
            )
            return
        make = RedactTask(
            source=item.source,
            scratch=scratch,
            sha256=known.sha256,
            target=target,
            plan=self._archive.plan(item.relative),
            decisions=item.decisions,
            audit=str(self._archive.audit(item.relative)),
            options=item.options,
        )
        # More parts than were asked for would have keys that belong to other items.
        if item.decisions or not 1 < len(known.parts) <= _MOST_PARTS:
            self._ready.insert(0, (item.id * _KEYS, make))
            return
        looks = [
            ScanTask(item.source, f"{scratch}/{at}", first, last, f"{scratch}/{at}.veil", item.options)
            for at, (first, last) in enumerate(known.parts, start=1)
        ]
        job.parts_left, job.make = len(looks), replace(make, parts=tuple(look.plan for look in looks))
        self._ready[:0] = [(item.id * _KEYS + at, look) for at, look in enumerate(looks, start=1)]

    def _looked(self, job: _Job, outcome: Outcome) -> None:
        """A part came back; after the last one the result is made of them, or without them if one is missing."""
        assert job.make is not None
        job.parts_left -= 1
        job.whole = job.whole or not isinstance(outcome, ScanResult)
        if not job.parts_left:
            make = replace(job.make, parts=()) if job.whole else job.make
            self._ready.insert(0, (job.item.id * _KEYS, make))

    def _made(self, job: _Job, made: RedactResult) -> None:
        assert job.decided is not None
        self._full = 0
        item, how = job.item, "made"
        if job.decided.copy_of is not None:
            how = "copied"
            state = self._journal.copied(item, job.decided.copy_of[0], made, job.key, self._version)
        else:
            state = self._journal.made(item, made, job.key, self._version)
        self._tell(
            ItemFinished(
                *(item.id, item.source, state, job.decided.target, made.review_reason, made.message, how),
                frames=made.frames,
                seconds=made.seconds,
            )
        )

    def _give_up(self, job: _Job, failed: Failure) -> None:
        del self._jobs[job.item.id]
        shutil.rmtree(self._scratch_of(job.item), ignore_errors=True)
        self._failed(job, failed)

    def _failed(self, job: _Job, failed: Failure) -> None:
        item = job.item
        stop = self._stops(failed)
        if stop:
            self._journal.put_back(item)
            raise VeilproofError(f"{stop}; what is not done waits, run it again to go on")
        state = self._journal.failed(item, failed)
        self._tell(
            ItemFinished(
                *(item.id, item.source, state, "", failed.cause.value, failed.message, "failed"),
                seconds=failed.seconds,
            )
        )

    def _stops(self, failed: Failure) -> str | None:
        """Why it makes no sense to go on with anything, if it does not."""
        destination = self._archive.destination
        if failed.cause is Cause.GONE and not self._collection.exists:
            return "the source cannot be seen any more"
        if failed.cause in (Cause.REFUSED, Cause.IO, Cause.GONE) and not is_url(destination):
            if not Path(destination).is_dir():
                return f"{destination} cannot be seen any more"
            if not os.access(destination, os.W_OK | os.X_OK):
                return f"{destination} cannot be written to any more"
        if failed.cause is Cause.FULL:
            self._full += 1
            self._paused_until = time.monotonic() + min(60.0, 2.0**self._full)
            if self._full >= _MOST_FULL:
                return f"{destination}: the disk is full; make room"
        return None

    def _tell(self, event: Event) -> None:
        self._listen(event)
