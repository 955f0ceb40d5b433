"""Which photographs are trained on, and which only looked at while training.

Both come from the tune sets of `benchmarks`; what is reported (`Split.REPORT`) is never opened here. Photographs of
events are held back by event: pictures of one event show the same people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.facemask import masked
from benchmarks.stills import Split, Still, digest, stills

HELD_BACK = 5  # every fifth event, and every fifth picture with masks, is for choosing a checkpoint


@dataclass(frozen=True, slots=True)
class Pictures:
    """The photographs of one part: `crowds` and `masks`."""

    crowds: list[Still]
    masks: list[Still]


def for_training(data: Path) -> Pictures:
    """What is trained on."""
    return _part(data, held_back=False)


def for_choosing(data: Path) -> Pictures:
    """What the checkpoint is chosen by, and calibrated on."""
    return _part(data, held_back=True)


def _part(data: Path, held_back: bool) -> Pictures:
    return Pictures(
        [s for s in stills(Split.TUNE, data) if is_held_back(s.name.partition("/")[0]) is held_back],
        [s for s in masked(Split.TUNE, data) if is_held_back(s.name) is held_back],
    )


def is_held_back(name: str) -> bool:
    """Whether an event, or a picture of a set without events, is for choosing."""
    return digest("train", name) % HELD_BACK == 0
