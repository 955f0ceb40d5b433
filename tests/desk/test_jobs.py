"""What the windows of the review page are told of the work of an archive, whenever it ends."""

from __future__ import annotations

import threading
from typing import cast

import pytest

from veilproof.archive.events import ItemFinished, ItemStarted
from veilproof.archive.item import State
from veilproof.desk.jobs import ArchiveJobs
from veilproof.desk.work import Work
from veilproof.review.edits import RenderRequest
from veilproof.review.events import Events
from veilproof.review.reviewed_file import ReviewedFile

_ITEM = 5


class _File:
    def check_plan(self) -> None:
        """It is the plan that was opened."""


class _Work:
    """The work on a folder whose run for one item is over before the request for it is."""

    def __init__(self, jobs: ArchiveJobs) -> None:
        self.running = True
        self._jobs = jobs
        self.thread = threading.Thread(target=self._run)

    def render_again(self, item: int, *, audit: bool) -> None:
        self.thread.start()
        self.thread.join(0.3)

    def _run(self) -> None:
        work = cast(Work, self)
        self._jobs.hear(work, ItemStarted(_ITEM, "a.mp4"))
        self._jobs.hear(work, ItemFinished(_ITEM, "a.mp4", State.DONE))


@pytest.fixture
def jobs() -> ArchiveJobs:
    return ArchiveJobs(Events({}))


def _state(jobs: ArchiveJobs) -> object:
    status = jobs.status(0)
    assert status is not None
    return status["state"]


def _render(jobs: ArchiveJobs, work: _Work) -> None:
    jobs.connect(0, cast(Work, work), _ITEM)
    jobs.render(0, cast(ReviewedFile, _File()), RenderRequest())


def test_a_file_that_was_rendered_at_once_is_not_said_to_be_rendered_still(jobs: ArchiveJobs) -> None:
    work = _Work(jobs)
    _render(jobs, work)
    work.thread.join()
    assert _state(jobs) == "done"


def test_the_end_of_an_earlier_run_does_not_stop_what_was_asked_for_meanwhile(jobs: ArchiveJobs) -> None:
    work = _Work(jobs)
    work.thread = threading.Thread()
    _render(jobs, work)
    jobs.ended(cast(Work, work))
    assert _state(jobs) == "running"
    work.running = False
    jobs.ended(cast(Work, work))
    assert _state(jobs) == "failed"
