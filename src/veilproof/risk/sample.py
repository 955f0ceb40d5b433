"""Checks by sample: which frame a person looks at next, and what the answers say about all frames."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veilproof.plan import Decision, Plan, PlannedTrack, Sampled, Strata, Stratum
from veilproof.risk.bound import INTERIM_ANALYSES, Sample, next_stratum, still_needed, upper_bound
from veilproof.risk.places import Place

TARGET = 0.01
"""The bound for which the page says how many answers are still needed. A round number."""
_RISKS = {Stratum.LISTED: 0.02, Stratum.COVERED: 0.005, Stratum.EMPTY: 0.005}
"""The share of frames that shows a bare face, as guessed before anybody has looked: listed places were false on the
clips of the tune set (docs/detection.md), so their frames are taken for little worse than others."""
_UNCOVERED_RISK = 0.02
"""The same of frames in which covers were taken away or moved since."""
_ALL_RISKS = (*_RISKS.values(), _UNCOVERED_RISK)


@dataclass(frozen=True, slots=True, eq=False)
class FileSample:
    """What one file gives to a check by sample.

    Attributes:
        sha256: of the original.
        has_begun: whether the check of just these files has begun in its plan.
        strata: what is drawn from.
        uncovered: bool [n]: the frames in which covers were taken away since, a stratum of their own.
        since: the last edit that did so; earlier answers about those frames do not count.
        answers: those of this check.
    """

    sha256: str
    has_begun: bool
    strata: Strata
    uncovered: NDArray[np.bool_]
    since: int
    answers: Sequence[Sampled]

    def pool(self, at: int) -> NDArray[np.bool_]:
        """Bool [n]: the frames of one stratum; the last one are those in which covers were taken away."""
        return self.uncovered if at == len(Stratum) else self.strata[[*Stratum][at]] & ~self.uncovered

    def counted(self, at: int) -> dict[int, Sampled]:
        """By frame of a stratum in which a person looked, the first answer; a face is bare if any answer says so."""
        frames, after = self.pool(at), self.since if at == len(Stratum) else 0
        found: dict[int, Sampled] = {}
        for answer in self.answers:
            if answer.edit > after and frames[answer.frame]:
                first = found.get(answer.frame, answer)
                found[answer.frame] = replace(first, bare=first.bare or answer.bare)
        return found


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """The state of a check by sample.

    Attributes:
        files: from how many files frames are drawn.
        file: which of them to look at next; None once all frames were checked.
        frame: the frame of it; None once all were checked.
        checked: the number of answers so far.
        bare: in how many of them a face was bare. It was covered on the spot, but still counts: the bound is on the
            safe side.
        bound: the one-sided 95 % upper bound of the share of frames that show a bare face, 0 to 1.
        bound_after: the number of answers after which it was worked out; 0 if there is none yet.
        next_bound: the number of answers after which the next one is.
        needed: how many more answers bring it down to `TARGET`; None if none do.
        by: the initials of those who looked, each once.
        last: when the last answer was given (UTC, ISO 8601); None if there is none.
    """

    files: int
    file: int | None
    frame: int | None
    checked: int
    bare: int
    bound: float
    bound_after: int
    next_bound: int
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
        answers = f"{self.checked} look{'' if self.checked == 1 else 's'}{finds}{names}"
        if not self.bound_after:
            return f"{answers}; a bound follows after {self.next_bound} looks"
        of = f" of {self.files} files" if self.files > 1 else ""
        since = f"{self.bound_after} of " if self.bound_after < self.checked else ""
        return f"at most {percent(self.bound)} % of the frames{of} show a bare face (95 %), after {since}{answers}"


def drawn_together(originals: Sequence[str]) -> str:
    """A digest of the originals, given by their SHA-256, from which frames are drawn together.

    Answers count for just these files: what was drawn from fewer says nothing of the others.
    """
    return hashlib.sha256("\n".join(sorted(originals)).encode()).hexdigest()


def file_sample(plan: Plan, tracks: Sequence[PlannedTrack], places: Sequence[Place], files: str) -> FileSample:
    """What a plan gives to a check by sample.

    Args:
        plan: the plan.
        tracks: its tracks.
        places: at which a face may be bare.
        files: of `drawn_together`; a check of other files does not count.
    """
    begun = plan.sampling()
    has_begun = begun is not None and begun.files == files
    strata = begun.strata if begun and has_begun else _strata(len(plan.pts()), tracks, places)
    # What was seen before a cover was taken away says nothing of what is bare now.
    uncovered, since = plan.uncovered_since(begun.edit) if begun and has_begun else (np.zeros(len(plan.pts()), bool), 0)
    answers = plan.samples() if has_begun else []
    return FileSample(plan.facts["sha256"], has_begun, strata, uncovered, since, answers)


def sample_check(samples: Sequence[FileSample]) -> SampleCheck:
    """The check by sample of some files; like strata of all of them are one.

    It begins anew where it has not begun in one of them: the answers about the others alone are no sample of all.
    """
    if not all(one.has_begun for one in samples):
        samples = [replace(one, answers=(), uncovered=np.zeros_like(one.uncovered)) for one in samples]
    frames = np.array([[one.pool(at).sum() for at in range(len(_ALL_RISKS))] for one in samples], np.int64)
    counted = [[one.counted(at) for at in range(len(_ALL_RISKS))] for one in samples]
    answered = list(heapq.merge(*map(_in_order, counted)))
    pools, (bound, bound_after) = _pools(frames, answered), _bound(frames, answered)
    at, file, frame = next_stratum(pools), None, None
    if at is not None:
        left = [int(count) - len(one[at]) for count, one in zip(frames[:, at], counted, strict=True)]
        file = _draw_file(samples, left, at)
        frame = _draw_frame(samples[file], at)
    answers = sorted((answer for one in samples for answer in one.answers), key=lambda answer: answer.at)
    return SampleCheck(
        files=len(samples),
        file=file,
        frame=frame,
        checked=len(answers),
        bare=sum(answer.bare for answer in answers),
        bound=bound,
        bound_after=bound_after,
        next_bound=min([int(frames.sum()), *(one.answers for one in INTERIM_ANALYSES if one.answers > len(answered))]),
        needed=still_needed(pools, TARGET),
        by=tuple(dict.fromkeys(answer.by for answer in answers if answer.by)),
        last=answers[-1].at if answers else None,
    )


_Answer = tuple[str, int, int, bool]
"""When an answer was given, by time and edit; the index of its stratum, and whether a face was bare."""


def _in_order(counted: Sequence[Mapping[int, Sampled]]) -> list[_Answer]:
    """The answers about one file that count, by stratum, the oldest first."""
    return sorted(
        (answer.at, answer.edit, at, answer.bare) for at, one in enumerate(counted) for answer in one.values()
    )


def _pools(frames: NDArray[np.int64], answers: Sequence[_Answer]) -> list[Sample]:
    """The strata of all files together; `frames` is int64 [files, strata]."""
    found = [[bare for _, _, stratum, bare in answers if stratum == at] for at in range(len(_ALL_RISKS))]
    return [
        Sample(int(count), len(bare), sum(bare), risk)
        for count, bare, risk in zip(frames.sum(axis=0), found, _ALL_RISKS, strict=True)
    ]


def _bound(frames: NDArray[np.int64], answers: Sequence[_Answer]) -> tuple[float, int]:
    """The bound at the last of `INTERIM_ANALYSES`, or once all frames were checked; and the answers then."""
    if len(answers) == frames.sum():
        return upper_bound(_pools(frames, answers)), len(answers)
    reached = [look for look in INTERIM_ANALYSES if look.answers <= len(answers)]
    if not reached:
        return 1.0, 0
    return upper_bound(_pools(frames, answers[: reached[-1].answers]), reached[-1].level), reached[-1].answers


def sentence_of_plan(plan: Plan, tracks: Sequence[PlannedTrack], places: Sequence[Place]) -> str | None:
    """What the check by sample that has begun says of one plan, in one line; None if none has."""
    begun = plan.sampling()
    if begun is None:
        return None
    alone = drawn_together([plan.facts["sha256"]])
    if begun.files == alone:
        return sample_check([file_sample(plan, tracks, places, alone)]).sentence
    answers = plan.samples()
    finds = sum(answer.bare for answer in answers)
    return (
        f"frames of this file that were looked at in a check by sample of several files: {len(answers)}, with a bare"
        f" face: {finds}; `veilproof review` of all of them says what follows"
    )


def _strata(count: int, tracks: Sequence[PlannedTrack], places: Sequence[Place]) -> Strata:
    listed, covered = np.zeros((2, count), np.bool_)
    for place in places:
        listed[place.first : place.last + 1] = True
    for track in tracks:
        if track.decision is Decision.COVER:
            covered[track.first : track.last + 1] = True
    return {Stratum.LISTED: listed, Stratum.COVERED: covered & ~listed, Stratum.EMPTY: ~covered & ~listed}


def _draw_file(samples: Sequence[FileSample], left: Sequence[int], at: int) -> int:
    """A file, as often as it has frames in that stratum in which nobody has looked.

    What is drawn is random, but the same for the same answers: undoing one and giving it again draws no other frame.
    """
    files = int(drawn_together([one.sha256 for one in samples])[:16], 16)
    ends = np.cumsum(left)
    chosen = np.random.default_rng([files, at, int(ends[-1])]).integers(int(ends[-1]))
    return int(np.searchsorted(ends, chosen, "right"))


def _draw_frame(sample: FileSample, at: int) -> int:
    """A frame of a stratum of a file in which nobody has looked yet."""
    seed = [int(sample.sha256[:16], 16), at, sample.since if at == len(Stratum) else 0]
    numbers = np.random.default_rng(seed).permutation(np.flatnonzero(sample.pool(at))).tolist()
    counted = sample.counted(at)
    return next(int(number) for number in numbers if number not in counted)


def percent(share: float) -> str:
    """A bound in percent, with one decimal below 10; it is never rounded down."""
    if share >= 0.1:
        return str(math.ceil(100 * share - 1e-9))
    return f"{math.ceil(1000 * share - 1e-9) / 10:.1f}"
