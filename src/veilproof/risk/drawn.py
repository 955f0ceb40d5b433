"""A check by sample of frames that were all drawn beforehand, from more files than can be opened: an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from veilproof.risk.bound import Sample, upper_bound
from veilproof.risk.sample import FileSample, SampleCheck, percent


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame that was drawn.

    Attributes:
        file: index of the file among those that are looked at.
        frame: number of the frame.
        stratum: index of the stratum from which it was drawn.
    """

    file: int
    frame: int
    stratum: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Frames that were drawn beforehand.

    Attributes:
        id: what tells them from others; plans keep it with the answers.
        frames: the number of frames in each stratum, of all files and not only of those that are looked at.
        moments: in the order in which a person looks.
    """

    id: str
    frames: tuple[int, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class DrawnCheck(SampleCheck):
    """A check whose number of answers was fixed beforehand; it says nothing until all were given."""

    @property
    def sentence(self) -> str:
        """The bound in one line, for people."""
        finds = f", {self.bare} with a bare face" if self.bare else ""
        if self.needed:
            drawn = self.checked + self.needed
            return f"{self.checked} of {drawn} drawn frames were looked at{finds}; when all were, a bound follows"
        names = f", by {', '.join(self.by)}" if self.by else ""
        share = f"at most {percent(self.bound)} % of the frames of the archive show a bare face (95 %)"
        return f"{share}, after {self.checked} looks{finds}{names}"


def drawn_check(drawn: Drawn, samples: Sequence[FileSample]) -> DrawnCheck:
    """The state of a check of frames that were drawn beforehand.

    Only once all were looked at is there a bound: who stops where it is small enough is wrong too often.

    Args:
        drawn: the frames.
        samples: of the files that are looked at, in the order of `Moment.file`.
    """
    found = [_answer(samples[moment.file], moment.frame) for moment in drawn.moments]
    left = [moment for moment, bare in zip(drawn.moments, found, strict=True) if bare is None]
    pools = [
        Sample(frames, len(bare), sum(bare))
        for at, frames in enumerate(drawn.frames)
        for bare in ([bool(bare) for moment, bare in zip(drawn.moments, found, strict=True) if moment.stratum == at],)
    ]
    answers = sorted((answer for one in samples for answer in one.answers), key=lambda answer: answer.at)
    return DrawnCheck(
        files=len(samples),
        file=left[0].file if left else None,
        frame=left[0].frame if left else None,
        checked=len(found) - len(left),
        bare=sum(bool(bare) for bare in found),
        bound=1.0 if left else upper_bound(pools),
        bound_after=0 if left else len(found),
        next_bound=len(found),
        needed=len(left),
        by=tuple(dict.fromkeys(answer.by for answer in answers if answer.by)),
        last=answers[-1].at if answers else None,
    )


def _answer(sample: FileSample, frame: int) -> bool | None:
    """Whether a face was bare in a frame; None if nobody has looked since its covers were last taken away."""
    after = sample.since if sample.uncovered[frame] else 0
    answers = [answer.bare for answer in sample.answers if answer.frame == frame and answer.edit > after]
    return any(answers) if answers else None
