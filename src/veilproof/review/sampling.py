"""The check by sample of a review: frames are drawn from all open files, and the bound is of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol

from veilproof.errors import VeilproofError
from veilproof.plan import Editor
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.risk import FileSample, SampleCheck, drawn_together, sample_check
from veilproof.risk.drawn import Drawn, DrawnCheck, drawn_check
from veilproof.risk.sample import percent


class SampleChecks(Protocol):
    """The checks by sample of the open files: one of all together, or one of each."""

    def check(self, changed: int | None = None) -> SampleCheck:
        """The state of the check; `changed` is the file whose plan has changed since, or that is checked alone."""
        ...

    def begin(self, number: int, frame: int, by: Editor) -> Editor:
        """Begin the check before the first answer, about this frame of that file; who answers, as `Sampling` says."""
        ...


class Sampling:
    """The check by sample of all open files. May be used from several threads."""

    def __init__(self, files: Sequence[ReviewedFile], drawn: Drawn | None = None) -> None:
        """Nothing is read yet: deriving the risk of many files takes longer than opening the page.

        Args:
            files: all open files.
            drawn: the frames to look at, if they were drawn beforehand; from these files.
        """
        self._files = files
        self._drawn = drawn
        self._together = drawn.id if drawn else drawn_together([file.sha256 for file in files])
        self._samples: list[FileSample] = []
        self._lock = Lock()

    def check(self, changed: int | None = None) -> SampleCheck:
        """The state of the check.

        Args:
            changed: the file whose plan has changed since; None reads all plans.

        Raises:
            VeilproofError: a plan cannot be read.
        """
        with self._lock:
            return self._check(changed)

    def begin(self, number: int, frame: int, by: Editor) -> Editor:
        """Make sure that the check has begun in all plans before the first answer is recorded.

        Args:
            number: of the file that the answer is about.
            frame: of the frame of it.
            by: who answers.

        Returns:
            Who answers, with the revision of the plan since.

        Raises:
            StaleError: the plan was changed elsewhere since the revision that this person has seen.
            VeilproofError: that frame was not drawn; an answer about one that somebody chose says nothing of others.
        """
        with self._lock:
            check = self._check(number)
            if (check.file, check.frame) != (number, frame):
                raise VeilproofError(
                    f"{self._files[number].plan}: frame {frame} was not drawn; check the one that is shown now"
                )
            # What was drawn beforehand is fixed already. Otherwise the strata of all files are fixed now.
            together = [number] if self._drawn else range(len(self._files))
            if all(self._samples[at].has_begun for at in together):
                return by
            # The file of the answer first: if its plan has changed, nothing is written.
            for at in sorted(together, key=lambda at: at != number):
                editor = by if at == number else Editor(by.initials)
                revision = self._files[at].begin_sampling(self._together, self._samples[at].strata, editor)
                by = Editor(by.initials, revision) if at == number and by.revision is not None else by
            self._check(None)
            return by

    def _check(self, changed: int | None) -> SampleCheck:
        if changed is None or not self._samples:
            self._samples = [file.sample(self._together) for file in self._files]
        else:
            self._samples[changed] = self._files[changed].sample(self._together)
        return drawn_check(self._drawn, self._samples) if self._drawn else sample_check(self._samples)


def as_json(check: SampleCheck) -> dict[str, Any]:
    """The check as the page gets it."""
    return {
        "files": check.files,
        "file": check.file,
        "frame": check.frame,
        "checked": check.checked,
        "bare": check.bare,
        "needed": check.needed,
        "fixed": isinstance(check, DrawnCheck),
        "share": float(percent(check.bound)),
        "after": check.bound_after,
        "next": check.next_bound,
        "by": check.by,
    }
