"""The findings of an audit, as written to `audit.json`. docs/audit.md describes every field.

They contain no picture of a face, no embedding and no name; every row is a track of this footage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from veilproof.audit.attackers import AttackKind, Scope
from veilproof.audit.comparison import MediaKind
from veilproof.audit.leaks import LeakKind
from veilproof.audit.policy import Policy
from veilproof.audit.things import KindCount
from veilproof.kind import Kind

SCHEMA = "veilproof audit 5"
"""Name and version of the schema; the version rises when a field is renamed, removed, or changes its meaning."""


class Verdict(StrEnum):
    """The result of an audit under its policy."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"


class Outcome(StrEnum):
    """What the redacted file shows of a track.

    `KEPT` is visible by a decision in the plan; `DOUBTFUL` is visible, but too unlikely a face or too small to count;
    `ANSWERED` is visible where it would count, but a person looked and saw nothing that must be covered.
    """

    COVERED = "covered"
    LEAKS = "leaks"
    KEPT = "kept"
    DOUBTFUL = "doubtful"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class File:
    """One of the two files: its name and SHA-256."""

    name: str
    sha256: str


class Weight(StrEnum):
    """What a finding does to the verdict: it fails the file, a person must review it, or it is only reported."""

    COUNTS = "counts"
    REVIEW = "review"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of a finding: they looked, and nothing there must be covered. `by` are their initials."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class LeakFinding:
    """A face, or a thing of another kind, that survives in the redacted file.

    Frames are those of the original, seconds count from its first one.

    `number` is that of the finding in this report, from 1. `track` is null for what is no face, and for a cover dropout
    (a cover missing for a frame or two) with no track under it; `plan_track` is the number of the plan's track there,
    or null. `weight` is what it does to the verdict under the policy as long as nobody has answered it, `counts`
    whether it fails the file. `merged_into` are the numbers of the faces with which a head is told.
    """

    number: int
    kind: LeakKind
    track: int | None
    plan_track: int | None
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
    weight: Weight
    counts: bool
    answer: Answer | None = None
    merged_into: tuple[int, ...] = ()

    @property
    def would_count(self) -> bool:
        """Whether it fails the file as long as nobody has answered it."""
        return self.weight is Weight.COUNTS

    @property
    def denial(self) -> str:
        """What a person says who answers it, in words."""
        return "no face" if self.kind in (LeakKind.FACE, LeakKind.SHAKEN) else "nothing that must be covered"

    @property
    def needs_review(self) -> bool:
        """Whether a person must look there before the file can pass."""
        return self.weight is Weight.REVIEW and self.answer is None


@dataclass(frozen=True, slots=True)
class RateFinding:
    """A rate: hits, trials, the 95 % Clopper-Pearson interval, the one-sided 95 % upper bound, and chance."""

    hits: int
    trials: int
    low: float
    high: float
    upper_bound: float
    chance: float


@dataclass(frozen=True, slots=True)
class ExpectedRateFinding:
    """An extrapolation: the rank-1 rate to expect in a gallery of `people`, with its 95 % interval."""

    people: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of mated and non-mated scores per bin; there is one more edge than bins."""

    edges: tuple[float, ...]
    mated: tuple[int, ...]
    non_mated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttackFinding:
    """The result of one attacker with one recogniser."""

    recogniser: str
    attacker: AttackKind
    scope: Scope
    rank_1: RateFinding
    at_fmr_1e_3: RateFinding | None
    expected: tuple[ExpectedRateFinding, ...]
    beats_chance: bool
    scores: Histogram
    det: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class TrackFinding:
    """One track of the original: when, how large, how likely a face, and its outcome in the redacted file.

    `cover` is the kind of its cover, identified from the pixels. `matched_by` lists the attackers that matched it
    through the cover. `attacked` is false where the track is too small, too short, too unclear or not covered like the
    others. `plan_track` is its number in the plan. `behind_mask` is true where it is kept and all views that were
    looked at show it behind a mask.
    """

    track: int
    first_frame: int
    last_frame: int
    from_seconds: float
    to_seconds: float
    size_px: float
    confidence: float
    outcome: Outcome
    cover: str
    attacked: bool
    recognised_untouched: bool
    matched_by: tuple[str, ...]
    plan_track: int | None
    behind_mask: bool = False


@dataclass(frozen=True, slots=True)
class FileFinding:
    """Other content of the redacted file, and whether the policy allows it."""

    kind: str
    what: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class VoiceAttackFinding:
    """One attack on the voices.

    `equal_error` is 0 if it tells all apart and .5 by chance; `low` and `high` are its 95 % interval by speaker, null
    with too few speakers. `rank_1` is how often the right one of all voices was found.
    """

    attack: str
    equal_error: float
    low: float | None
    high: float | None
    rank_1: RateFinding


@dataclass(frozen=True, slots=True)
class VoicesFinding:
    """The voices of the redacted file.

    `speakers` are those that the recogniser tells apart in the original, `seconds` is the speech that was compared;
    `attacks` is empty where `limits` say why there are none.
    """

    recogniser: str
    speakers: int
    seconds: float
    attacks: tuple[VoiceAttackFinding, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Shares of the tracks and of the time that a person has reviewed, by the plan, and the reviewers' initials."""

    tracks: float
    time: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaceCounts:
    """How many faces the verdict rests on, and what became of each of them.

    Attributes:
        detected: tracks in the original that are faces with high confidence.
        leaking: those of them that are bare in most frames, whether that counts or not.
        kept: those that stay visible by a decision in the plan.
        holding_nothing: those whose covers hold nothing, so that nothing can be attacked.
        holding_picture: those whose covers hold a picture, or may.
        attacked: those of these that could be attacked.
        recognisable: those of the attacked ones that the control recognised.
    """

    detected: int
    leaking: int
    kept: int
    holding_nothing: int
    holding_picture: int
    attacked: int
    recognisable: int

    @property
    def unexplained(self) -> int:
        """How many faces there are of which nobody knows what became."""
        return self.detected - self.leaking - self.kept - self.holding_nothing - self.holding_picture


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything one audit found; docs/audit.md describes the fields."""

    schema: str
    veilproof: str
    verdict: Verdict
    sentence: str
    numbers: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    original: File
    redacted: File
    policy: str
    rules: Policy
    kind: MediaKind
    frames: int
    frames_not_compared: int
    begins_at_frame: int
    size: tuple[int, int]
    seconds: float
    detectors: tuple[str, ...]
    recognisers: tuple[str, ...]
    distractors: int
    mostly_covered: bool
    faces: FaceCounts
    not_attacked: int
    tracks: tuple[TrackFinding, ...]
    leaks: tuple[LeakFinding, ...]
    merged_heads: tuple[LeakFinding, ...]
    attacks: tuple[AttackFinding, ...]
    kept: RateFinding | None
    other_content: tuple[FileFinding, ...]
    reviewed: Reviewed | None = None
    voices: VoicesFinding | None = None
    kinds: tuple[KindCount, ...] = ()
    not_searched: tuple[Kind, ...] = ()
    faces_asked: bool = True
    sentences: dict[str, str] = field(default_factory=dict)


def as_json(findings: Findings) -> bytes:
    """The findings as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(findings), indent=1)


def from_json(text: bytes) -> Findings:
    """The findings in the output of `as_json`.

    Raises:
        msgspec.ValidationError: the text has another schema.
    """
    return msgspec.json.decode(text, type=Findings)


def json_schema() -> dict[str, object]:
    """The JSON Schema of `audit.json`."""
    return msgspec.json.schema(Findings)
