"""Stretches of sound that a manifest decides: `silence 12.5-13.1; disguise 0:20-1:05`."""

from __future__ import annotations

from fractions import Fraction

from veilproof.archive.lists import parsed_list
from veilproof.archive.names import shortened
from veilproof.plan import Editor, Plan, SoundDecision
from veilproof.timecode import span_of

_REASON = "manifest"
_MOST = 10_000
"""Of one file; a round number."""

ManifestStretch = tuple[SoundDecision, Fraction, Fraction]
"""Decision, begin and end in seconds since the first frame."""


def manifest_stretches(text: str) -> list[ManifestStretch]:
    """The stretches that a value of a manifest names, in its order: a later one hides an earlier one.

    Raises:
        ValueError: it is not written as it should be.
    """
    return parsed_list(text, _stretch, _MOST, "stretches of sound")


def decide_stretches(plan: Plan, text: str) -> None:
    """Decide in a plan about the stretches that a value of a manifest names.

    Raises:
        VeilproofError: a stretch is outside of the sound.
    """
    for decision, start, end in manifest_stretches(text):
        plan.decide_sound([(start, end)], decision, _REASON, Editor())


def _stretch(part: str) -> ManifestStretch:
    word, _, times = part.partition(" ")
    decisions = [decision for decision in SoundDecision if decision is not SoundDecision.DEFAULT]
    if word not in decisions:
        raise ValueError(f"{shortened(part)} is no stretch of sound: write {'|'.join(decisions)} FROM-TO")
    first, last = span_of(times)
    if first == last:
        raise ValueError(f"{shortened(part)} ends when it begins")
    return SoundDecision(word), first, last
