"""What comparing the two files gives, the same for a video and a photo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veilproof.audit.leaks import Candidate, Leak
from veilproof.audit.targets import Target
from veilproof.audit.things import KindCount


class MediaKind(StrEnum):
    """What the two files are."""

    VIDEO = "video"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The faces of the original, and what the redacted file shows of them.

    Attributes:
        size: width and height of the original in pixels.
        times: seconds from the first frame of the original to each of its frames.
        first_frame: number of the original's frame with which the redacted file begins.
        frames: number of frames compared.
        not_compared: number of frames that were not: without a counterpart, or not decodable in one of the files.
        candidates: every track of the original that may be a face.
        leaks: candidates that survive, cover dropouts, and what is bare of other kinds; the most confident faces first.
        targets: the candidates that can be attacked.
        mostly_covered: so much is covered that it is unclear whether both files show the same content.
        kinds: what was found of each other kind that was asked for.
    """

    size: tuple[int, int]
    times: tuple[Fraction, ...]
    first_frame: int
    frames: int
    not_compared: int
    candidates: tuple[Candidate, ...]
    leaks: tuple[Leak, ...]
    targets: tuple[Target, ...]
    mostly_covered: bool
    kinds: tuple[KindCount, ...] = ()
