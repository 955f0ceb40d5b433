"""A run: registers the files of a collection in the journal, has the engine execute what waits, records outcomes."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from veilproof.archive.assignment import MAX_PARTS, tasks_of
from veilproof.archive.collection import Originals, SourceFile
from veilproof.archive.engine import Engine, Report
from veilproof.archive.events import Event, FilesListed, ItemFinished, ItemProgress, ItemStarted, Listener, StateCounts
from veilproof.archive.item import Content, Disposition, Item, State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.names import shortened
from veilproof.archive.outcome import Cause, CopyRefused, Failure, Outcome, ProbeResult, RedactResult, ScanResult
from veilproof.archive.stability import StabilityCheck
from veilproof.archive.storage import Listing, is_url
from veilproof.archive.supervisor import name_source
from veilproof.archive.tasks import ProbeTask, RedactTask, Task
from veilproof.archive.work_folders import WorkFolders
from veilproof.errors import VeilproofError
from veilproof.progress import Step
from veilproof.scan.resume import SCAN_VERSION
from veilproof.version import __version__

_BATCH = 1000
"""Files registered in one transaction; a round number."""
_POLL_INTERVAL = 0.5
"""Seconds that the loop blocks at most; a round number."""
_COUNT_INTERVAL = 2.0
"""Seconds between two `StateCounts` events; a round number."""
_LISTING_INTERVAL = 5.0
"""Seconds between two listings of a watched collection, and between two checks for killed runs; a round number."""
_KEYS_PER_ITEM = 1000
"""The key of an item's own task is its number times this; its parts have the keys after it."""
_MAX_DISK_FULL = 3
"""Failures for a full disk in a row after which the run stops; chosen by judgement."""
_OTHER_CONTAINER = ".mkv"
"""Suffix of results whose original is in a container that cannot be written; see `media.names.output_for`."""
_MAX_PAUSE = 60.0
"""Seconds without new items after a failure for a full disk; the pause doubles from 2 s. A round number."""


def result_version() -> str:
    """The version that the journal records with a result; results of another version are redacted again."""
    return f"{__version__} scan {SCAN_VERSION}"


@dataclass(slots=True)
class _Job:
    """An item in progress.

    Attributes:
        probe: what its original is, once that is known.
        content: the same, as the journal knows it.
        disposition: what is done with it.
        redact: the task to submit when all parts are scanned.
        parts_left: parts that are not scanned yet.
        part_failed: whether a part could not be scanned, so that the original must be scanned at once.
    """

    item: Item
    probe: ProbeResult | None = None
    content: Content | None = None
    disposition: Disposition | None = None
    redact: RedactTask | None = None
    parts_left: int = 0
    part_failed: bool = False


class Run:
    """One run over one archive."""

    def __init__(
        self, archive: Archive, originals: Originals, engine: Engine, listen: Listener, *, only: int | None = None
    ) -> None:
        """Prepare a run over these originals.

        Args:
            archive: where results go.
            originals: what is listed.
            engine: does the work.
            listen: receives the events of the run.
            only: the item that is processed; all that wait if it is None.
        """
        self._only = only
        self._archive = archive
        self._originals = originals
        self._engine = engine
        self._listen = listen
        self._version = result_version()
        self._jobs: dict[int, _Job] = {}
        self._ready: list[tuple[int, Task]] = []
        self._parallel_tasks = 1
        self._disk_full_failures = 0
        self._paused_until = 0.0
        self._last_count = 0.0

    def execute(self, *, watch: bool = False, stopped: Callable[[], bool] = lambda: False) -> dict[State, int]:
        """Process all items; returns the number of items in each state.

        Args:
            watch: keep listing the collection for new files when everything is done.
            stopped: polled; ends the run when it returns true.

        Raises:
            VeilproofError: the run cannot continue: the disk is full or read-only, or the source is missing.
        """
        self._archive.prepare()
        with Journal.create(self._archive.state) as self._journal, self._journal.open_run(self._version) as run:
            self._folders = WorkFolders(self._archive, run)
            self._journal.recover()
            self._folders.remove_abandoned(self._journal.active_runs)
            try:
                self._folders.create()
                self._loop(StabilityCheck() if watch else None, stopped)
                return self._journal.counts()
            finally:
                self._engine.close()
                self._folders.remove()
                self._emit(StateCounts(self._journal.counts()))

    def _loop(self, stability: StabilityCheck | None, stopped: Callable[[], bool]) -> None:
        self._list_files(stability)
        listed = recovered = time.monotonic()
        while not stopped():
            self._process(_POLL_INTERVAL)
            now = time.monotonic()
            if stability is not None and now - listed > _LISTING_INTERVAL:
                self._list_files(stability)
                listed = now
            if now - recovered > _LISTING_INTERVAL:
                self._journal.recover()
                recovered = now
            if not self._jobs:
                due = self._journal.next_due(self._only)
                if due is None and stability is None:
                    return
                time.sleep(_POLL_INTERVAL if due is None else min(due, _POLL_INTERVAL))

    # -- listing

    def _list_files(self, stability: StabilityCheck | None) -> None:
        listed = new = 0
        files: Iterator[SourceFile] = iter(self._originals)
        if stability is not None:
            files = stability.only_stable(files)
        while batch := tuple(islice(files, _BATCH)):
            new += self._journal.register(batch, self._version)
            self._journal.invalidate(self._without_valid_result(batch))
            listed += len(batch)
            self._process(0.0)
        if new or stability is None:
            self._emit(FilesListed(listed, new, self._originals.skipped))

    def _without_valid_result(self, batch: tuple[SourceFile, ...]) -> Iterator[int]:
        """Finished items whose result is missing from the destination, or whose plan was edited."""
        listing = Listing()
        for item in self._journal.items_with_results(file.source for file in batch):
            if not self._has_valid_result(item, listing):
                yield item.id

    def _has_valid_result(self, item: Item, listing: Listing) -> bool:
        if item.target is None or item.output_size is None or item.plan is None:
            return False
        if listing.size(self._archive.target(item.target)) != item.output_size:
            return False
        return item.is_rendered_from(listing.stamp(self._archive.plan_of(item)))

    # -- scheduling

    def _process(self, seconds: float) -> None:
        """Submit tasks, and handle the reports that arrive within `seconds`."""
        self._submit_tasks()
        for report in self._engine.wait(seconds):
            self._handle(report)
        if time.monotonic() - self._last_count > _COUNT_INTERVAL:
            self._last_count = time.monotonic()
            self._emit(StateCounts(self._journal.counts()))

    def _submit_tasks(self) -> None:
        while (free := self._engine.free_slots) > 0:
            self._parallel_tasks = max(self._parallel_tasks, min(free, MAX_PARTS))
            if not self._ready:
                if time.monotonic() < self._paused_until:
                    return
                item = self._journal.claim(self._only)
                if item is None:
                    return
                self._jobs[item.id] = _Job(item)
                probe = ProbeTask(item.source, str(self._folders.of(item.id)[0]), item.decisions, self._parallel_tasks)
                self._ready.append((item.id * _KEYS_PER_ITEM, probe))
                self._emit(ItemStarted(item.id, item.source))
            key, task = self._ready.pop(0)
            self._engine.submit(key, task)

    def _close_job(self, job: _Job) -> None:
        del self._jobs[job.item.id]
        self._folders.clear(job.item.id)

    # -- outcomes

    def _handle(self, report: Report) -> None:
        job = self._jobs[report.key // _KEYS_PER_ITEM]
        if isinstance(report.content, Step):
            self._emit(ItemProgress(job.item.id, job.item.source, report.content))
            return
        outcome = name_source(report.content, job.item.source)
        if report.key % _KEYS_PER_ITEM:
            self._handle_part(job, outcome)
            return
        if isinstance(outcome, ProbeResult):
            self._handle_probe(job, outcome)
            return
        if isinstance(outcome, CopyRefused) and job.disposition is not None and job.disposition.copy_of is not None:
            self._assign(job, alone=True)
            return
        self._close_job(job)
        match outcome:
            case Failure():
                self._handle_failure(job, outcome)
            case RedactResult():
                self._handle_result(job, outcome)
            case _:
                # A worker that a hostile file took over may send anything.
                message = f"{job.item.source}: its worker returned the outcome of another task"
                self._handle_failure(job, Failure(Cause.BUG, message))

    def _handle_probe(self, job: _Job, probe: ProbeResult) -> None:
        item = job.item
        if probe.suffix not in (Path(item.source).suffix, _OTHER_CONTAINER):
            # It becomes part of the name of a file.
            self._close_job(job)
            message = f"{item.source}: its worker returned the suffix {shortened(probe.suffix)}"
            self._handle_failure(job, Failure(Cause.BUG, message))
            return
        inputs = [probe.sha256, probe.suffix, item.options.to_json(), probe.decisions, self._version]
        job.probe = probe
        job.content = Content(probe.sha256, hashlib.sha256(json.dumps(inputs).encode()).hexdigest())
        self._assign(job)

    def _assign(self, job: _Job, *, alone: bool = False) -> None:
        """Queue the tasks of an item whose content is known, or close it if there is nothing to do."""
        item, probe, content = job.item, job.probe, job.content
        assert probe is not None
        assert content is not None
        exists = not alone and item.key == content.key and self._has_valid_result(item, Listing())
        job.disposition = disposition = self._journal.decide(item, content, probe.suffix, exists=exists, alone=alone)
        if disposition.unchanged is not None or disposition.deferred:
            self._close_job(job)
            if disposition.unchanged is not None:
                cause, message, unchanged = disposition.cause, disposition.message, disposition.unchanged
                self._emit(
                    ItemFinished(item.id, item.source, unchanged, disposition.target, cause, message, "unchanged")
                )
            return
        scans, last = tasks_of(item, probe, disposition, self._archive, self._folders.of(item.id))
        key = item.id * _KEYS_PER_ITEM
        if not scans:
            self._ready.insert(0, (key, last))
            return
        assert isinstance(last, RedactTask)
        job.parts_left, job.redact = len(scans), last
        self._ready[:0] = [(key + number, scan) for number, scan in enumerate(scans, start=1)]

    def _handle_part(self, job: _Job, outcome: Outcome) -> None:
        """Count a scanned part; after the last one submit the redaction, without the parts if one failed."""
        assert job.redact is not None
        job.parts_left -= 1
        job.part_failed = job.part_failed or not isinstance(outcome, ScanResult)
        if not job.parts_left:
            redact = replace(job.redact, parts=()) if job.part_failed else job.redact
            self._ready.insert(0, (job.item.id * _KEYS_PER_ITEM, redact))

    def _handle_result(self, job: _Job, result: RedactResult) -> None:
        assert job.disposition is not None
        assert job.content is not None
        self._disk_full_failures = 0
        item, outcome = job.item, "redacted"
        if job.disposition.copy_of is not None:
            outcome = "copied"
            state = self._journal.record_copy(
                item, job.disposition.copy_of.item, result, job.content.key, self._version
            )
        else:
            state = self._journal.record_result(item, result, job.content.key, self._version)
        self._emit(
            ItemFinished(
                *(item.id, item.source, state, job.disposition.target, result.review_reason, result.message, outcome),
                frames=result.frames,
                seconds=result.seconds,
            )
        )

    def _handle_failure(self, job: _Job, failure: Failure) -> None:
        item = job.item
        reason = self._reason_to_stop(failure)
        if reason:
            self._journal.release(item)
            raise VeilproofError(f"{reason}; unfinished items are waiting: run it again to continue")
        state = self._journal.record_failure(item, failure)
        self._emit(
            ItemFinished(
                *(item.id, item.source, state, "", failure.cause.value, failure.message, "failed"),
                seconds=failure.seconds,
            )
        )

    def _reason_to_stop(self, failure: Failure) -> str | None:
        """Why no other item could succeed either; None if others can."""
        destination = self._archive.destination
        if failure.cause is Cause.MISSING and not self._originals.exists:
            return "the source is not accessible any more"
        if failure.cause in (Cause.DENIED, Cause.IO, Cause.MISSING) and not is_url(destination):
            if not Path(destination).is_dir():
                return f"{destination} is not accessible any more"
            if not os.access(destination, os.W_OK | os.X_OK):
                return f"{destination} cannot be written to any more"
        if failure.cause is Cause.DISK_FULL:
            self._disk_full_failures += 1
            self._paused_until = time.monotonic() + min(_MAX_PAUSE, 2.0**self._disk_full_failures)
            if self._disk_full_failures >= _MAX_DISK_FULL:
                return f"{destination}: the disk is full; make room"
        return None

    def _emit(self, event: Event) -> None:
        self._listen(event)
