"""What a run of the laboratory finds: rates, never matches. The fields of `report.json`.

Nothing here is of one person or one picture: every number is over all people of the set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from veilproof.lab.coverings import Group
from veilproof.lab.sets import Passed, SetDescription

SCHEMA = "veilproof lab 1"
"""Name and version of the format of `report.json`."""


@dataclass(frozen=True, slots=True)
class RateFinding:
    """A rate with its 95 % interval, and the rate that guessing would reach."""

    rate: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True, slots=True)
class GalleryRate:
    """A rate in a gallery of so many people; extrapolated where no such gallery was tried."""

    people: int
    extrapolated: bool
    rate: RateFinding


@dataclass(frozen=True, slots=True)
class FmrRate:
    """FNMR at the threshold of this FMR."""

    fmr: float
    fnmr: RateFinding


@dataclass(frozen=True, slots=True)
class YawRate:
    """Rank 1 in the gallery of all people, of probes turned this many degrees to either side."""

    from_degrees: float
    to_degrees: float
    probes: int
    rank_1: RateFinding


@dataclass(frozen=True, slots=True)
class ValidationFinding:
    """Extrapolations from subsets to the whole set, and how many had its rate in their interval."""

    people: int
    gallery: int
    subsets: int
    inside: int
    bias: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often scores lie between edges; counts of all people together."""

    edges: tuple[float, ...]
    mated: tuple[int, ...]
    non_mated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttackFinding:
    """One attack on one covering with one camera and one recogniser.

    Attributes:
        camera: name of the camera.
        recogniser: name of the recogniser; several joined by + where scores were fused.
        attacker: naive, parrot, cropped or fused.
        probes: number of probes.
        rank_1: rank-1 rates by size of the gallery.
        fnmr: by FMR.
        fnir: FNIR at FPIR 1e-2, by size of the gallery.
        det: pairs of FMR and FNMR.
        by_yaw: rank 1 by how far the head is turned.
        scores: of mated and non-mated pairs.
        validation: of the extrapolation; None where it was not tried.
    """

    camera: str
    recogniser: str
    attacker: str
    probes: int
    rank_1: tuple[GalleryRate, ...]
    fnmr: tuple[FmrRate, ...]
    fnir: tuple[GalleryRate, ...]
    det: tuple[tuple[float, float], ...]
    by_yaw: tuple[YawRate, ...]
    scores: Histogram
    validation: ValidationFinding | None

    @property
    def in_whole_set(self) -> GalleryRate:
        """Rank 1 in the gallery of all people of the set."""
        return [each for each in self.rank_1 if not each.extrapolated][-1]

    def in_gallery(self, people: int) -> GalleryRate | None:
        """Rank 1 in the gallery of this size."""
        return next((each for each in self.rank_1 if each.people == people), None)


@dataclass(frozen=True, slots=True)
class DifferenceFinding:
    """Rank 1 of one covering less that of another, on the same people, with its 95 % interval."""

    other: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CoveringFinding:
    """One covering.

    Attributes:
        name: of the covering.
        words: completes "100 people ...".
        group: control, worn, or a region left bare.
        sentence: what was measured, for anyone.
        strongest: index in `attacks` of the attack that matched the most people, with the camera of the photographs.
        to_control: rank 1 with this covering less that of bare faces, each by its strongest attack.
        to_next: less that of the next covering in the order of rank 1; None for the last.
        attacks: every attack.
    """

    name: str
    words: str
    group: Group
    sentence: str
    strongest: int
    to_control: DifferenceFinding
    to_next: DifferenceFinding | None
    attacks: tuple[AttackFinding, ...]


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """What was claimed, by whom and when; what was measured; what follows, and how wrong that may be."""

    claim: str
    source: str
    year: int
    measured: str
    follows: str
    error: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything one run found.

    Attributes:
        schema: name and version of this format.
        version: of veilproof.
        set: description of the set.
        people: of the set that were used.
        probes: of these people.
        face_px: median width of their faces in pixels.
        passed: what was not used, as counts.
        seed: of every random draw.
        recognisers: their names.
        coverings: in the order of rank 1, the highest first.
        claims: what was claimed by others.
    """

    schema: str
    version: str
    set: SetDescription
    people: int
    probes: int
    face_px: float
    passed: Passed
    seed: int
    recognisers: tuple[str, ...]
    coverings: tuple[CoveringFinding, ...]
    claims: tuple[ClaimFinding, ...]


def as_json(findings: Findings) -> bytes:
    """The findings as JSON."""
    return msgspec.json.format(msgspec.json.encode(findings, order="deterministic"), indent=1) + b"\n"


def json_schema() -> dict[str, Any]:
    """The JSON schema of the findings."""
    return msgspec.json.schema(Findings)
