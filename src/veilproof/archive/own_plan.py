"""The plan that an archive keeps for an item. It may hold a person's decisions, which are never discarded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from veilproof.archive.storage import Listing, fetch, is_url, stored_digest, upload
from veilproof.errors import VeilproofError
from veilproof.plan import Plan
from veilproof.scan.profile import ScanSettings
from veilproof.scan.resume import SCAN_VERSION
from veilproof.source import digest


class PlanError(VeilproofError):
    """A plan is broken, of another file, or holds decisions that a new scan would lose."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What decides whether a plan can be used.

    Attributes:
        sha256: of the original it was made for.
        complete: whether its scan finished.
        decided: whether a person has edited it.
        scan_version: of the scan that wrote it.
        detector: of that scan.
        searched: by that scan: the kinds, and the least height of text.
        effort: of that scan.
    """

    sha256: str
    complete: bool
    decided: bool
    scan_version: str
    detector: str
    searched: tuple[str, str]
    effort: str


def checked_plan(path: Path, name: str) -> PlanFacts:
    """Open a plan, which checks it.

    Args:
        path: local path of the plan.
        name: what people know it by.

    Raises:
        PlanError: it is not a plan that can be used.
    """
    try:
        with Plan(path) as plan:
            facts = plan.facts
            decided = plan.revision > 0 or bool(plan.decisions())
            return PlanFacts(
                facts.get("sha256", ""),
                plan.complete,
                decided,
                facts.get("scan_version", ""),
                facts.get("detector", ""),
                (facts.get("cover", ""), facts.get("min_text_height", "")),
                facts.get("effort", ""),
            )
    except VeilproofError as error:
        raise PlanError(str(error).replace(str(path), name)) from error


class _State(Enum):
    ABSENT = auto()
    INCOMPLETE = auto()
    """Of an interrupted scan, which continues."""
    CURRENT = auto()
    OUTDATED = auto()
    """Of another original, version or detector, and without decisions: replaced by a new scan."""


class OwnPlan:
    """The plan of one item."""

    def __init__(self, location: str, copy: Path) -> None:
        """The plan at this path or URL; one at a URL is worked on as `copy`."""
        self._location = location
        self._path = copy if is_url(location) else Path(location)
        self._before: str | None = None
        self._state = _State.ABSENT

    def fetched(self) -> Path:
        """Its local path, where it now is if there is one."""
        if is_url(self._location):
            self._before = stored_digest(self._location)
            if self._before is not None:
                fetch(self._location, self._path)
        return self._path

    @property
    def is_resumable(self) -> bool:
        """Whether it is of an interrupted scan that can continue."""
        return self._state is _State.INCOMPLETE

    @property
    def is_outdated(self) -> bool:
        """Whether a new scan replaces it."""
        return self._state is _State.OUTDATED

    @property
    def stamp(self) -> str:
        """A string that changes when it changes; "" if there is none."""
        return Listing().stamp(str(self._path))

    @property
    def has_decisions(self) -> bool:
        """Whether there is a plan in which a person decided something.

        Raises:
            PlanError: there is one that cannot be opened.
        """
        return self.fetched().exists() and checked_plan(self._path, self._location).decided

    def is_current(self, sha256: str, detector: str, source: str, settings: ScanSettings) -> bool:
        """Whether it can be rendered as it is.

        Args:
            sha256: of the original.
            detector: that a new scan would use.
            source: path or URL of the original.
            settings: of a new scan.

        Raises:
            PlanError: it cannot be opened, or a new scan would discard decisions.
        """
        self._state = self._compared(sha256, detector, source, settings)
        return self._state is _State.CURRENT

    def _compared(self, sha256: str, detector: str, source: str, settings: ScanSettings) -> _State:
        if not self._path.exists():
            return _State.ABSENT
        try:
            facts = checked_plan(self._path, self._location)
        except PlanError as error:
            # It may hold decisions, so it is not replaced.
            raise PlanError(f"{error}; or move it away, to have {source} scanned anew") from error
        if facts.sha256 != sha256:
            if facts.decided:
                raise PlanError(
                    f"{self._location} holds decisions for another original than {source} is now: move it away to"
                    " have the original scanned anew, then run `veilproof archive retry`"
                )
            return _State.OUTDATED
        if not facts.complete:
            return _State.INCOMPLETE
        asked = (settings.facts["cover"], settings.facts.get("min_text_height", ""))
        if facts.decided and not {*asked[0].split(",")} <= {*facts.searched[0].split(",")}:
            raise PlanError(
                f"{self._location} holds decisions, but was scanned for {facts.searched[0]} alone: move it away to"
                f" have {source} scanned for {asked[0]}, then run `veilproof archive retry`"
            )
        current = (facts.scan_version, facts.detector) == (SCAN_VERSION, detector)
        current &= facts.searched == asked and facts.effort == settings.effort.value
        return _State.CURRENT if current or facts.decided else _State.OUTDATED

    def store(self) -> None:
        """Store a plan that was scanned at its URL.

        Raises:
            VeilproofError: somebody stored another one in the meantime, whose decisions would be lost.
        """
        if not is_url(self._location) or self._before == digest(self._path):
            return
        if stored_digest(self._location) != self._before:
            raise PlanChangedError(f"{self._location} was changed meanwhile")
        upload(self._path, self._location)


class PlanChangedError(VeilproofError):
    """The plan at a URL was changed while the original was scanned; another attempt uses it."""
