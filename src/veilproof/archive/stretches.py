"""Stretches of sound that a manifest decides: `silence 12.5-13.1; disguise 0:20-1:05`."""

from __future__ import annotations

from fractions import Fraction

from veilproof.archive.names import shortened
from veilproof.plan import Editor, Plan, SoundDecision
from veilproof.timecode import seconds_of

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
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > _MOST:
        raise ValueError(f"there are more than {_MOST} stretches of sound")
    return [_stretch(part) for part in parts]


def decide_stretches(plan: Plan, text: str) -> None:
    """Decide in a plan about the stretches that a value of a manifest names.

    Raises:
        VeilproofError: a stretch is outside of the sound.
    """
    for decision, start, end in manifest_stretches(text):
        plan.decide_sound([(start, end)], decision, _REASON, Editor())


def _stretch(part: str) -> ManifestStretch:
    word, _, times = part.partition(" ")
    start, _, end = times.strip().partition("-")
    decisions = [decision for decision in SoundDecision if decision is not SoundDecision.DEFAULT]
    if word not in decisions:
        raise ValueError(f"{shortened(part)} is no stretch of sound: write {'|'.join(decisions)} FROM-TO")
    first, last = seconds_of(start.strip()), seconds_of(end.strip())
    if not first < last:
        raise ValueError(f"{shortened(part)} ends before it begins")
    return SoundDecision(word), first, last
