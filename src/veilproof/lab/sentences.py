"""What was measured, in sentences that anyone understands."""

from __future__ import annotations

from veilproof.lab.coverings import Covering
from veilproof.lab.findings import AttackFinding, GalleryRate, RateFinding

_NAMED_GALLERIES = {1_000_000: "a million"}
_MILLION = 1_000_000


def covering_sentence(covering: Covering, attack: AttackFinding) -> str:
    """How many of 100 people with this covering the attack finds, measured and by extrapolation."""
    measured = attack.in_whole_set
    found = f"{of_100(measured.rate)} among {measured.people:,}"
    text = f"Of 100 people {covering.words}, an open recogniser still finds {found}"
    expected = [each for each in attack.rank_1 if each.extrapolated and each.people in (1_000, _MILLION)]
    if expected:
        text += "; by extrapolation, " + " and ".join(_among(each) for each in expected)
    chance = measured.rate.chance * 100
    return f"{text}. Guessing finds {chance:.1g}."


def _among(each: GalleryRate) -> str:
    return f"{of_100(each.rate)} among {_NAMED_GALLERIES.get(each.people, f'{each.people:,}')}"


def of_100(rate: RateFinding) -> str:
    """A rate as people of 100, with its interval: 61 (52 to 70)."""
    return f"{_whole(rate.rate)} ({_whole(rate.low)} to {_whole(rate.high)})"


def _whole(rate: float) -> str:
    return f"{100 * rate:.0f}"
