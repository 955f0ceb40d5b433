"""Checks by sample: which frame a person looks at next, and what the answers say about all frames."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.plan import Decision, Plan, PlannedTrack, Sampled, Strata, Stratum
from veilproof.risk.bound import Sample, next_stratum, still_needed, upper_bound
from veilproof.risk.places import Place

TARGET = 0.01
"""The bound for which the page says how many answers are still needed. A round number."""
_RISKS = {Stratum.LISTED: 0.02, Stratum.COVERED: 0.005, Stratum.EMPTY: 0.005}
"""The share of frames that shows a bare face, as guessed before anybody has looked: listed places were false on the
clips of the tune set (docs/detection.md), so their frames are taken for little worse than others."""
_UNCOVERED_RISK = 0.02
"""The same of frames in which covers were taken away or moved since."""


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """The state of the check by sample of a plan.

    Attributes:
        strata: what it draws from.
        frame: the frame to look at next; None once all frames were checked.
        checked: the number of answers so far.
        bare: in how many of them a face was bare. It was covered on the spot, but still counts: the bound is on the
            safe side.
        bound: the one-sided 95 % upper bound of the share of frames that show a bare face, 0 to 1.
        needed: how many more answers bring it down to `TARGET`; None if none do.
        by: the initials of those who looked, each once.
        last: when the last answer was given (UTC, ISO 8601); None if there is none.
    """

    strata: Strata
    frame: int | None
    checked: int
    bare: int
    bound: float
    needed: int | None
    by: tuple[str, ...]
    last: str | None

    @property
    def sentence(self) -> str:
        """The bound in one line, for people."""
        if not self.checked:
            return "no frame was checked by sample"
        finds = f", {self.bare} of them with a bare face" if self.bare else ""
        names = f", by {', '.join(self.by)}" if self.by else ""
        answers = f"{self.checked} look{'' if self.checked == 1 else 's'}"
        share = _rounded_up(100 * self.bound)
        return f"at most {share} % of the frames show a bare face (95 %), after {answers}{finds}{names}"


def sample_check(plan: Plan, tracks: Sequence[PlannedTrack], places: Sequence[Place]) -> SampleCheck:
    """The check by sample of a plan, with its tracks and the places at which a face may be bare."""
    answers = plan.samples()
    strata = plan.strata() or _strata(len(plan.pts()), tracks, places)
    uncovered, since = plan.uncovered_since(answers[0].edit) if answers else (np.zeros(len(plan.pts()), np.bool_), 0)
    # What was seen before a cover was taken away says nothing of what is bare now: those frames are a stratum of
    # their own, in which only later answers count.
    drawn_from = [(frames & ~uncovered, _RISKS[name], 0) for name, frames in strata.items()]
    drawn_from.append((uncovered, _UNCOVERED_RISK, since))
    samples = [_sample(frames, risk, after, answers) for frames, risk, after in drawn_from]
    at = next_stratum(samples)
    return SampleCheck(
        strata=strata,
        frame=None if at is None else _draw(plan, drawn_from[at][0], drawn_from[at][2], at, answers),
        checked=len(answers),
        bare=sum(answer.bare for answer in answers),
        bound=upper_bound(samples),
        needed=still_needed(samples, TARGET),
        by=tuple(dict.fromkeys(answer.by for answer in answers if answer.by)),
        last=answers[-1].at if answers else None,
    )


def _strata(count: int, tracks: Sequence[PlannedTrack], places: Sequence[Place]) -> Strata:
    listed, covered = np.zeros((2, count), np.bool_)
    for place in places:
        listed[place.first : place.last + 1] = True
    for track in tracks:
        if track.decision is Decision.COVER:
            covered[track.first : track.last + 1] = True
    return {Stratum.LISTED: listed, Stratum.COVERED: covered & ~listed, Stratum.EMPTY: ~covered & ~listed}


def _counted(frames: NDArray[np.bool_], after: int, answers: Sequence[Sampled]) -> dict[int, bool]:
    """By frame of a stratum, whether a face was bare, in answers after that edit."""
    found: dict[int, bool] = {}
    for answer in answers:
        if answer.edit > after and frames[answer.frame]:
            found[answer.frame] = found.get(answer.frame, False) or answer.bare
    return found


def _sample(frames: NDArray[np.bool_], risk: float, after: int, answers: Sequence[Sampled]) -> Sample:
    counted = _counted(frames, after, answers)
    return Sample(int(frames.sum()), len(counted), sum(counted.values()), risk)


def _draw(plan: Plan, frames: NDArray[np.bool_], after: int, stratum: int, answers: Sequence[Sampled]) -> int:
    """A frame of a stratum in which nobody has looked yet.

    The order is random, but the same for the same plan: undoing an answer and giving it again draws no other frame.
    """
    seed = [int(plan.facts["sha256"][:16], 16), stratum, after]
    numbers = np.random.default_rng(seed).permutation(np.flatnonzero(frames)).tolist()
    counted = _counted(frames, after, answers)
    return next(int(number) for number in numbers if number not in counted)


def _rounded_up(percent: float) -> str:
    """With one decimal below 10; a bound is never rounded down."""
    if percent >= 10:
        return str(math.ceil(percent - 1e-9))
    return f"{math.ceil(percent * 10 - 1e-9) / 10:.1f}"
