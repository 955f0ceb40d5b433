"""The desk of one person: what they may choose from, the work that goes on, and the files that they look at."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from veilproof.archive.collection import Collection
from veilproof.archive.events import Event
from veilproof.archive.journal import Journal
from veilproof.archive.listing import listed_item
from veilproof.archive.names import printable
from veilproof.archive.options import Options
from veilproof.desk.destination import destination_of, has_begun
from veilproof.desk.entries import Entries, Entry
from veilproof.desk.jobs import ArchiveJobs
from veilproof.desk.locations import begun, locations
from veilproof.desk.open_folder import open_folder
from veilproof.desk.rows import Rows
from veilproof.desk.work import Work
from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.video_write import Audio
from veilproof.review.results import Results
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.scan.profile import Effort

ENTRIES = 100
"""Entries of a folder in one answer; a round number, more than fit on a screen."""
_KEPT_OPEN = 4
"""Originals that stay open after a person looked at them; a round number. Others are opened again when needed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person starts.

    Attributes:
        folder: id of a folder.
        entries: ids of entries of it; all of it if there are none.
        audio: what happens to sound.
        effort: how much time the search for faces may take.
    """

    folder: str
    entries: tuple[str, ...]
    audio: Audio
    effort: Effort


class Desk:
    """All methods may be called from several threads. What they return is JSON, with ids instead of paths."""

    def __init__(self, files: dict[int, ReviewedFile], jobs: ArchiveJobs, changed: Callable[[], None]) -> None:
        """An empty desk.

        Args:
            files: those that are looked at, by number; others are added here, and those of a folder that is left go.
            jobs: renders and audits them.
            changed: called whenever the rows have changed.
        """
        self._files = files
        self._jobs = jobs
        self._changed = changed
        self._entries = Entries()
        self._rows = Rows()
        self._lock = Lock()
        # Two runs on one folder would take each other's items: one is opened, or left, at a time.
        self._opening = Lock()
        self._work: Work | None = None
        self._numbers: dict[tuple[Work, int], int] = {}
        # A window may still show a file that was closed: what is decided there must not reach another one.
        self._next_number = itertools.count()
        self._looked_at: list[ReviewedFile] = []

    def close(self) -> None:
        """Stop the work; it goes on when the folder is opened again."""
        work = self._work
        if work is not None:
            work.close()

    # -- choosing

    def locations(self) -> dict[str, Any]:
        """Where to begin, and what was begun."""
        start = locations()
        return {
            "locations": [
                {
                    "id": self._entries.id_of(each.path),
                    "kind": each.kind,
                    "name": _name(each.path),
                    "path": printable(str(each.path)),
                }
                for each in start
            ],
            "begun": [
                {
                    "id": self._entries.id_of(each.folder),
                    "name": _name(each.folder),
                    "path": printable(str(each.folder)),
                    "items": each.items,
                    "finished": each.finished,
                }
                for each in begun(start)
            ],
        }

    def folder(self, number: str, first: int) -> dict[str, Any]:
        """The entries of a folder, from `first` on.

        Raises:
            VeilproofError: there is no such folder, or it cannot be read.
        """
        path = self._path_of(number)
        listing = self._entries.listing(path, again=first == 0)
        return {
            "id": number,
            "name": _name(path),
            "path": printable(str(path)),
            "up": None if path.parent == path else self._entries.id_of(path.parent),
            "destination": printable(str(destination_of(path))),
            "begun": has_begun(path),
            "total": len(listing.entries),
            "files": listing.files,
            "others": listing.others,
            "first": first,
            "entries": [self._entry(path, each) for each in listing.entries[first : first + ENTRIES]],
        }

    def _entry(self, folder: Path, entry: Entry) -> dict[str, Any]:
        return {
            "id": self._entries.id_of(folder / entry.name),
            "name": printable(entry.name),
            "folder": entry.folder,
            "size": entry.size,
            "modified": round(entry.modified * 1000),
        }

    def _path_of(self, number: str) -> Path:
        path = self._entries.path_of(number)
        if path is None:
            raise LocalisedError("error-old-list")
        return path

    # -- work

    def start(self, choice: Choice) -> None:
        """Cover everybody in what was chosen.

        Raises:
            VeilproofError: it is not there any more, or the results cannot be written.
        """
        folder = self._path_of(choice.folder)
        chosen = [self._path_of(number) for number in choice.entries]
        if any(path.parent != folder for path in chosen):
            raise LocalisedError("error-one-folder")
        work = self._opened(folder)
        options = Options(audio=choice.audio, effort=choice.effort)
        work.start(Collection(str(folder), options, work.archive, frozenset(path.name for path in chosen)))
        self._changed()

    def open_begun(self, number: str) -> None:
        """Show the work on a folder, and go on with it.

        Raises:
            VeilproofError: there is none, or its journal cannot be read.
        """
        folder = self._path_of(number)
        if not has_begun(folder):
            raise LocalisedError("error-not-begun", folder=printable(str(folder)))
        self._opened(folder).go_on()
        self._changed()

    def change(self, what: str) -> None:
        """Go on with the work, finish it (render what was changed, audit all), retry what failed, stop, or leave it.

        Raises:
            VeilproofError: there is none.
        """
        work = self._current()
        match what:
            case "go_on":
                work.go_on()
            case "finish":
                work.go_on(audit=True)
            case "retry":
                work.retry()
            case "stop":
                work.stop()
            case "leave":
                with self._opening:
                    with self._lock:
                        self._work = None if self._work is work else self._work
                    self._close(work)
        self._changed()

    def rows(self, first: int) -> dict[str, Any]:
        """The work and its rows from `first` on; `folder` is null if there is no work.

        Raises:
            VeilproofError: the journal is damaged.
        """
        work = self._work
        return {"folder": None} if work is None else self._rows.of(work, first)

    def show_results(self) -> None:
        """Show the folder of results in the file manager.

        Raises:
            VeilproofError: there is none, or nothing can show it.
        """
        open_folder(self._current().destination)

    def review(self, item: int) -> int:
        """Open an item on the review page; returns the number of the file there.

        Raises:
            VeilproofError: there is no such item, or it is not ready to look at.
        """
        work = self._current()
        with self._lock:
            number = self._numbers.get((work, item))
            opened = None if number is None else self._files[number]
        if number is not None and opened is not None:
            if _is_current(opened):
                self._close_long_ago(opened)
                return number
            self._forget(number)
        with Journal(work.archive.state) as journal:
            listed = listed_item(journal, item)
        if listed is None or not listed.has_result:
            raise LocalisedError("error-not-ready")
        assert listed.item.plan is not None
        assert listed.item.target is not None
        output, audit = Path(work.archive.target(listed.item.target)), work.archive.audit(listed.item.plan)
        results = Results(output, audit, listed.item.options.audio)
        plan = Path(work.archive.plan_of(listed.item))
        file = ReviewedFile(Path(listed.item.source), plan, results=results)
        with self._lock:
            if self._work is not work:
                raise LocalisedError("error-folder-left")
            # Another window may have opened it meanwhile: two files of one plan would not know of each other's edits.
            number = self._numbers.get((work, item))
            if number is None:
                number = self._numbers[work, item] = next(self._next_number)
                self._files[number] = file
                self._jobs.connect(number, work, item)
            shown = self._files[number]
        if shown is not file:
            file.close()
        self._close_long_ago(shown)
        return number

    def _close_long_ago(self, file: ReviewedFile) -> None:
        """Close originals that were looked at long before this file; a window that still shows one opens it again."""
        with self._lock:
            latest = [*(each for each in self._looked_at if each is not file), file]
            long_ago, self._looked_at = latest[:-_KEPT_OPEN], latest[-_KEPT_OPEN:]
        for each in long_ago:
            each.close()

    def _opened(self, folder: Path) -> Work:
        """The work on a folder; that on another one stops."""
        with self._opening:
            with self._lock:
                if self._work is not None and self._work.folder == folder:
                    return self._work
                before, self._work = self._work, None
            if before is not None:
                self._close(before)
            work = Work(folder, lambda event: self._hear(work, event), lambda: self._ended(work))
            with self._lock:
                self._work = work
            return work

    def _close(self, work: Work) -> None:
        """Stop the work on a folder, and close the files of it that were opened."""
        work.close()
        with self._lock:
            opened = [number for (of, _), number in self._numbers.items() if of is work]
        for number in opened:
            self._forget(number)

    def _forget(self, number: int) -> None:
        """Close the file with this number, unless it was closed: no list has it, and nothing reaches it any more."""
        with self._lock:
            file = self._files.pop(number, None)
            if file is None:
                return
            self._numbers = {item: each for item, each in self._numbers.items() if each != number}
            self._jobs.disconnect(number)
            self._looked_at = [each for each in self._looked_at if each is not file]
        file.close()

    def _current(self) -> Work:
        work = self._work
        if work is None:
            raise LocalisedError("error-nothing-started")
        return work

    def _ended(self, work: Work) -> None:
        self._jobs.ended(work)
        self._changed()

    def _hear(self, work: Work, event: Event) -> None:
        self._jobs.hear(work, event)
        self._changed()


def _name(path: Path) -> str:
    return printable(path.name or str(path))


def _is_current(file: ReviewedFile) -> bool:
    """Whether a file that was opened before still has the plan it was opened with."""
    try:
        file.check_plan()
    except VeilproofError:
        return False
    return True
