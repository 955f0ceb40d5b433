"""Rendering and auditing from the review page, as the archive of a folder does it."""

from __future__ import annotations

import threading
from typing import Any

from veilproof.archive.events import Event, ItemFinished, ItemProgress, ItemStarted
from veilproof.archive.item import State
from veilproof.desk.work import Work
from veilproof.language.message import LocalisedError, message, said
from veilproof.review.edits import RenderRequest
from veilproof.review.events import Events
from veilproof.review.reviewed_file import ReviewedFile

_STOPPED = message("job-archive-stopped")
_RENDERED = message("job-rendered")


class ArchiveJobs:
    """Has the archive render and audit the files under review; see `review.jobs.FileJobs`."""

    def __init__(self, events: Events) -> None:
        """Publish progress through `events`."""
        self._events = events
        self._numbers: dict[tuple[Work, int], int] = {}
        self._items: dict[int, tuple[Work, int]] = {}
        self._status: dict[int, dict[str, Any]] = {}
        # A run may end while it is asked for another one: what was asked for is said before it is heard of.
        self._lock = threading.Lock()

    def connect(self, number: int, work: Work, item: int) -> None:
        """Say which item of which archive the file with this number is."""
        with self._lock:
            self._items[number] = work, item
            self._numbers[work, item] = number

    def disconnect(self, number: int) -> None:
        """The file with this number was closed."""
        with self._lock:
            del self._numbers[self._items.pop(number)]
            self._status.pop(number, None)

    def status(self, number: int) -> dict[str, Any] | None:
        """See `FileJobs.status`."""
        return self._status.get(number)

    def render(self, number: int, file: ReviewedFile, request: RenderRequest) -> None:
        """Render again with the options that were chosen at the start, whatever the request says.

        Raises:
            VeilproofError: the file is being worked at.
        """
        self._again(number, file, "render")

    def audit(self, number: int, file: ReviewedFile) -> None:
        """Render again and audit the result.

        Raises:
            VeilproofError: the file is being worked at.
        """
        self._again(number, file, "audit")

    def stop(self, number: int) -> None:
        """Nothing: the archive goes on, and its list can stop it."""

    def close(self) -> None:
        """Nothing: whoever has the archive ends its work."""

    def hear(self, work: Work, event: Event) -> None:
        """Tell the windows in which a file is open how its item gets on."""
        if not isinstance(event, ItemStarted | ItemProgress | ItemFinished):
            return
        with self._lock:
            number = self._numbers.get((work, event.item))
            if number is not None:
                self._publish_event(number, event)

    def _publish_event(self, number: int, event: ItemStarted | ItemProgress | ItemFinished) -> None:
        task = self._status.get(number, {}).get("task", "render")
        match event:
            case ItemStarted():
                self._publish(number, task=task, state="running", stage=task, done=0, total=None)
            case ItemProgress(step=step):
                self._publish(number, task=task, state="running", stage=step.stage, done=step.done, total=step.total)
            case ItemFinished():
                failed = event.state in (State.FAILED, State.WAITING)
                what = {"message": event.message, "cause": event.cause} if event.message else said([_RENDERED])
                self._publish(number, task=task, state="failed" if failed else "done", **what)

    def ended(self, work: Work) -> None:
        """Tell the windows that the work has stopped: what was running, or waited to be, runs no more."""
        with self._lock:
            if work.running:
                return  # it was asked for more meanwhile
            for (of, _), number in self._numbers.items():
                status = self._status.get(number, {})
                if of is work and status.get("state") == "running":
                    self._publish(number, task=status["task"], state="failed", **said([_STOPPED]))

    def _again(self, number: int, file: ReviewedFile, task: str) -> None:
        file.check_plan()
        with self._lock:
            if number not in self._items:
                raise LocalisedError("error-folder-left")
            work, item = self._items[number]
            if self._status.get(number, {}).get("state") == "running":
                raise LocalisedError("error-job-running")
            work.render_again(item, audit=task == "audit")
            self._publish(number, task=task, state="running", stage=task, done=0, total=None)

    def _publish(self, number: int, **status: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        self._status[number] = status
        self._events.publish(file=number, job=status)
