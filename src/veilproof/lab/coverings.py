"""All coverings, by name: what is drawn, what it must hide and what it must leave bare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.lab.drawings import bare_regions, headwear, masks, obstructions
from veilproof.lab.easel import Easel, Layer
from veilproof.lab.portrait import Picture, Portrait


class Group(StrEnum):
    """What a covering is."""

    CONTROL = "control"
    WORN = "worn"
    BARE_REGION = "region left bare"


@dataclass(frozen=True, slots=True)
class Covering:
    """One covering.

    Attributes:
        name: on the command line and in findings.
        words: completes "100 people ...", such as "in a surgical mask".
        group: what it is.
        draw: draws it on an easel.
        hides: parts of the face (`PARTS`) that it must hide.
        leaves: parts of the face that it must leave bare.
    """

    name: str
    words: str
    group: Group
    draw: Callable[[Easel], None]
    hides: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A portrait with a covering.

    Attributes:
        pixels: as in `Portrait`.
        hidden: the share of each pixel that can no longer be seen.
    """

    pixels: Picture
    hidden: Layer


PARTS = {
    "forehead": (0.0, 26.0, 20.0, 5.0),
    "eyes": (17.6, 51.6, 5.0, 2.0),
    "nose": (0.0, 73.0, 5.0, 3.5),
    "mouth": (0.0, 92.3, 12.0, 2.5),
    "chin": (0.0, 112.0, 7.0, 2.5),
    "cheeks": (22.0, 78.0, 4.0, 3.5),
}
"""Parts of the face: x, y, half width and half height of an ellipse, in units; mirrored where x is not 0."""


def _bare(easel: Easel) -> None:
    """The control: nothing is drawn."""


def _worn(name: str, words: str, draw: Callable[[Easel], None], hides: str = "", leaves: str = "") -> Covering:
    return Covering(name, words, Group.WORN, draw, tuple(hides.split()), tuple(leaves.split()))


def _region(name: str, words: str, draw: Callable[[Easel], None], hides: str, leaves: str = "") -> Covering:
    words = f"of whom only {words} bare"
    return Covering(f"only-{name}", words, Group.BARE_REGION, draw, tuple(hides.split()), tuple(leaves.split()))


COVERINGS: tuple[Covering, ...] = (
    Covering("none", "with a bare face", Group.CONTROL, _bare, (), tuple(PARTS)),
    Covering("head", "whose whole head is covered", Group.CONTROL, headwear.whole_head, tuple(PARTS)),
    _worn("surgical-mask", "in a surgical mask", masks.surgical_mask, "nose mouth chin", "eyes forehead"),
    _worn("ffp2", "in an FFP2 mask", masks.ffp2, "nose mouth chin", "eyes forehead"),
    _worn("cloth-mask", "in a cloth mask", masks.cloth_mask, "nose mouth chin", "eyes forehead"),
    _worn(
        "mask-below-nose", "in a mask worn below the nose", masks.mask_below_nose, "mouth chin", "eyes nose forehead"
    ),
    _worn("scarf", "in a scarf up to the nose", masks.scarf, "nose mouth chin", "eyes forehead"),
    _worn("bandana", "in a bandana up to the nose", masks.bandana, "nose mouth chin", "eyes forehead"),
    _worn(
        "balaclava-eyes-mouth",
        "in a balaclava open at eyes and mouth",
        headwear.balaclava_two_openings,
        "nose chin forehead cheeks",
        "eyes mouth",
    ),
    _worn(
        "balaclava-eyes",
        "in a balaclava open at the eyes",
        headwear.balaclava_one_opening,
        "nose mouth chin forehead cheeks",
        "eyes",
    ),
    _worn("niqab", "in a niqab", headwear.niqab, "nose mouth chin forehead cheeks", "eyes"),
    _worn("hood", "in a hood", headwear.hood, "", "eyes nose mouth"),
    _worn("cap", "in a cap with a low brim", headwear.cap, "forehead", "eyes nose mouth chin"),
    _worn("cap-and-mask", "in a cap and a mask", headwear.cap_and_mask, "forehead nose mouth chin", "eyes"),
    _worn("sunglasses", "in sunglasses", obstructions.sunglasses, "eyes", "nose mouth chin forehead"),
    _worn(
        "sunglasses-and-mask",
        "in sunglasses and a mask",
        obstructions.sunglasses_and_mask,
        "eyes nose mouth chin",
        "forehead",
    ),
    _worn(
        "helmet-clear",
        "in a motorcycle helmet with a clear visor",
        headwear.motorcycle_helmet_clear,
        "mouth chin",
        "eyes",
    ),
    _worn(
        "helmet-dark", "in a motorcycle helmet with a dark visor", headwear.motorcycle_helmet_dark, "eyes mouth chin"
    ),
    _worn("riot-helmet", "in a riot helmet with its visor down", headwear.riot_helmet, "", "eyes nose mouth"),
    _worn("face-paint", "in face paint", obstructions.face_paint, "", "eyes"),
    _worn("hand", "with a hand before the face", obstructions.hand),
    _worn("flag", "with a flag before part of the face", obstructions.flag),
    _worn("smoke", "with smoke before part of the face", obstructions.smoke),
    _region("eyes", "the eyes are", bare_regions.narrow_slit, "forehead nose mouth chin", "eyes"),
    _region(
        "eyes-forehead",
        "eyes and forehead are",
        bare_regions.upper_face,
        "nose mouth chin",
        "eyes forehead",
    ),
    _region("nose-eyes", "nose and eyes are", bare_regions.middle_face, "forehead mouth chin", "eyes nose"),
    _region("mouth-chin", "mouth and chin are", bare_regions.lower_face, "forehead eyes nose", "mouth chin"),
    _region("ear-cheek", "an ear and part of a cheek are", bare_regions.ear_and_cheek, "forehead eyes nose mouth chin"),
    _region("hair", "the hair is", bare_regions.hair_alone, "eyes nose mouth chin cheeks"),
)
"""Every covering; the first two are the controls."""


def choose_coverings(names: str) -> tuple[Covering, ...]:
    """The coverings of these names, separated by commas, or `all`; the controls are always among them.

    Raises:
        VeilproofError: there is no covering of such a name.
    """
    known = {covering.name: covering for covering in COVERINGS}
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    if wanted == {"all"}:
        return COVERINGS
    if unknown := sorted(wanted - known.keys()):
        raise VeilproofError(f"no covering named {', '.join(unknown)}; choose from {', '.join(known)}, or all")
    return tuple(c for c in COVERINGS if c.name in wanted or c.group is Group.CONTROL)


def cover(portrait: Portrait, covering: Covering, seed: tuple[int, ...]) -> Covered:
    """The portrait with one variant of a covering; the same seed gives the same variant."""
    easel = Easel(portrait, np.random.default_rng(seed))
    covering.draw(easel)
    return Covered(easel.picture, easel.hidden)


def part_of(portrait: Portrait, part: str) -> Layer:
    """Where one part of the face is in a portrait."""
    x, y, across, down = PARTS[part]
    easel = Easel(portrait, np.random.default_rng(0))
    angle = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    depth = {"nose": 14.0, "chin": 2.0, "forehead": 6.0}.get(part, 3.0)
    layers = []
    for side in (-1, 1) if x else (1,):
        outline = np.stack([side * x + across * np.cos(angle), y + down * np.sin(angle), np.full(32, depth)], axis=1)
        layers.append(easel.filled(outline))
    return np.asarray(np.maximum.reduce(layers), np.float32)
