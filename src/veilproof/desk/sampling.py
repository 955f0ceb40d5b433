"""The check by sample of each file for itself: a list of files grows, and a check of all must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.plan import Editor
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.review.sampling import Sampling
from veilproof.risk import SampleCheck


class SamplingOfEach:
    """One check by sample a file; see `review.sampling.SampleChecks`."""

    def __init__(self, files: Mapping[int, ReviewedFile]) -> None:
        """Check these files, by their numbers; others may be opened and closed."""
        self._files = files
        self._checks: dict[int, Sampling] = {}

    def check(self, changed: int | None = None) -> SampleCheck:
        """The state of the check of that file.

        Raises:
            VeilproofError: none was named, or its plan cannot be read.
        """
        if changed is None:
            raise VeilproofError("every file of the list has a check of its own; open one")
        check = self._of(changed).check(0)
        return check if check.file is None else replace(check, file=changed)

    def begin(self, number: int, frame: int, by: Editor) -> Editor:
        """See `Sampling.begin`."""
        return self._of(number).begin(0, frame, by)

    def _of(self, number: int) -> Sampling:
        # What was closed must not stay in memory.
        for gone in [each for each in list(self._checks) if each not in self._files]:
            self._checks.pop(gone, None)
        file = self._files.get(number)
        if file is None:
            raise LocalisedError("error-not-open")
        check = self._checks.get(number)
        return self._checks.setdefault(number, Sampling([file])) if check is None else check
