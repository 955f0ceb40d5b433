"""What an audit found, as it is written to `audit.json`. docs/audit.md describes every field.

There is no picture of a face in here, no code of one, and nobody's name: rows are tracks of this footage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from veilproof.audit.attack import Attacker, Reading

SCHEMA = "veilproof audit 1"
"""Name and version of the form; the number rises when a field changes its meaning or goes."""


class Verdict(StrEnum):
    """What the audit comes to, under the policy it was asked to apply."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class File:
    """One of the two files: its name and SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LeakFinding:
    """A face that survives in the redacted file. Frames are counted in the original, seconds from its first frame on.

    `track` is null where a cover blinks (is gone for a few frames) that no track lies under.
    `counts` says whether it decides the verdict under the policy; what does not is a place to look at.
    """

    track: int | None
    first_frame: int
    last_frame: int
    from_seconds: float
    to_seconds: float
    frame: int
    box: tuple[float, float, float, float]
    size_px: float
    survives: float
    confidence: float
    covered_elsewhere: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class RateFinding:
    """Hits of tries, with the 95 % Clopper-Pearson interval, the one-sided 95 % upper bound, and chance."""

    hits: int
    of: int
    low: float
    high: float
    upper: float
    chance: float


@dataclass(frozen=True, slots=True)
class ExpectedRateFinding:
    """An extrapolation: the rank-1 hit rate to expect in a gallery of so many people, with its 95 % interval."""

    people: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many scores of mates and of others lie between one edge and the next; edges are one more than counts."""

    edges: tuple[float, ...]
    mates: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttackFinding:
    """What one attacker got with one recogniser."""

    recogniser: str
    attacker: Attacker
    reading: Reading
    rank_1: RateFinding
    at_fmr_1e_3: RateFinding | None
    expected: tuple[ExpectedRateFinding, ...]
    beats_chance: bool
    scores: Histogram
    det: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class TrackFinding:
    """One track of the footage: when, how large, how sure it is a face, and what became of it.

    `fate` is "covered", "leaks", "kept" (visible by a decision in the plan), or "doubtful" (unsure to be a face, and
    visible). `cover` is what hides it, as far as the pixels tell. `matched_by` names the attackers that found it;
    `attacked` is false where the track is too small, too short or too unclear. `plan_track` is its number in the plan.
    """

    track: int
    first_frame: int
    last_frame: int
    from_seconds: float
    to_seconds: float
    size_px: float
    confidence: float
    fate: str
    cover: str
    attacked: bool
    recognised_untouched: bool
    matched_by: tuple[str, ...]
    plan_track: int | None


@dataclass(frozen=True, slots=True)
class FileFinding:
    """Something else in the redacted file; `allowed` says whether the policy lets it pass."""

    kind: str
    what: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the plan says about a person's look: shares of the tracks and of the time, and by whom."""

    tracks: float
    time: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything one audit found."""

    schema: str
    veilproof: str
    verdict: Verdict
    sentence: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    original: File
    redacted: File
    policy: str
    kind: str
    frames: int
    frames_not_compared: int
    begins_at_frame: int
    size: tuple[int, int]
    seconds: float
    detectors: tuple[str, ...]
    recognisers: tuple[str, ...]
    distractors: int
    too_poor: int
    tracks: tuple[TrackFinding, ...]
    leaks: tuple[LeakFinding, ...]
    attacks: tuple[AttackFinding, ...]
    kept: RateFinding | None
    in_file: tuple[FileFinding, ...]
    reviewed: Reviewed | None = None


def as_json(findings: Findings) -> bytes:
    """The findings as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(findings), indent=1)


def from_json(text: bytes) -> Findings:
    """The findings that `as_json` wrote.

    Raises:
        msgspec.ValidationError: it is something else.
    """
    return msgspec.json.decode(text, type=Findings)


def json_schema() -> dict[str, object]:
    """The JSON Schema of `audit.json`."""
    return msgspec.json.schema(Findings)
