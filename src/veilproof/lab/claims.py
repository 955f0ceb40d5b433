"""Claims about coverings, and what was measured that speaks to them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from veilproof.lab.findings import AttackFinding, ClaimFinding, CoveringFinding
from veilproof.lab.sentences import of_100

_FILE = Path(__file__).with_name("claims.toml")
_MILLION = 1_000_000


class Measurement(StrEnum):
    """The figure that speaks to a claim: of the strongest attack on each of its coverings."""

    RANK_1 = "rank_1"
    MILLION = "million"
    FNMR = "fnmr"
    ACCURACY = "accuracy"


class Claim(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One claim of `claims.toml`.

    Attributes:
        claim: what was claimed.
        source: by whom, and where.
        year: when.
        measurement: which figure speaks to it.
        coverings: of which coverings.
        follows: what follows from both.
        error: in which direction our figure is wrong.
    """

    claim: str
    source: str
    year: int
    measurement: Measurement
    coverings: tuple[str, ...]
    follows: str
    error: str


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    claims: tuple[Claim, ...]


@cache
def load_claims() -> tuple[Claim, ...]:
    """The claims that come with veilproof."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=_File).claims


def answer_claims(coverings: Sequence[CoveringFinding]) -> tuple[ClaimFinding, ...]:
    """Every claim with what was measured; coverings that were not are left out."""
    by_name = {each.name: each for each in coverings}
    found = []
    for claim in load_claims():
        own = [by_name[name] for name in claim.coverings if name in by_name]
        parts = [f"{each.words}: {text}" for each in own if (text := _figure(claim.measurement, each))]
        measured = f"{_TITLES[claim.measurement]}: {'; '.join(parts)}" if parts else "not measured in this run"
        found.append(ClaimFinding(claim.claim, claim.source, claim.year, measured, claim.follows, claim.error))
    return tuple(found)


_TITLES = {
    Measurement.RANK_1: "found in the gallery of this set, of 100 people",
    Measurement.MILLION: "found among a million by extrapolation, of 100 people",
    Measurement.FNMR: "not matched at the strictest FMR that this set can measure, of 100 people",
    Measurement.ACCURACY: "judged correctly by the naive attack at its best threshold, of 100 pairs",
}


def _figure(measurement: Measurement, covering: CoveringFinding) -> str:
    attack = covering.attacks[covering.strongest]
    if measurement is Measurement.RANK_1:
        return of_100(attack.in_whole_set.rate)
    if measurement is Measurement.MILLION:
        million = attack.in_gallery(_MILLION)
        return of_100(million.rate) if million else ""
    # Thresholds are compared with published ones, which knew nothing of the covering.
    naive = covering.attacks[0]
    if measurement is Measurement.ACCURACY:
        return _accuracy(naive)
    return f"{of_100(naive.fnmr[-1].fnmr)} at {naive.fnmr[-1].fmr:g}" if naive.fnmr else ""


def _accuracy(attack: AttackFinding) -> str:
    """The share of right answers where mated and non-mated pairs are equally many."""
    return f"{100 * max(1 - (fmr + fnmr) / 2 for fmr, fnmr in attack.det):.1f}" if attack.det else ""
