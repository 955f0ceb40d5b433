"""What coverings hide and what they leave, pixel by pixel, on people who do not exist."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.lab_people import PEOPLE, SHIPPED, portraits
from veilproof.errors import VeilproofError
from veilproof.lab.cameras import AS_TAKEN, CAMERAS, taken
from veilproof.lab.coverings import COVERINGS, PARTS, Covering, choose_coverings, cover, part_of
from veilproof.lab.portrait import Portrait, make_portrait
from veilproof.lab.synthetic import synthetic_people

_TRANSPARENT = 0.2
"""Share that a clear visor or the rim of paint may take from what is left bare."""
_HIDDEN = 0.97
"""Share that must be hidden: the soft edge of a drawing may lie on the rest."""


def _share(portrait: Portrait, covering: Covering, part: str, seed: int) -> float:
    layer = part_of(portrait, part)
    return float((cover(portrait, covering, (seed,)).hidden * layer).sum() / layer.sum())


@pytest.mark.parametrize("covering", COVERINGS, ids=lambda each: each.name)
def test_a_covering_hides_what_it_should_and_nothing_else(covering: Covering) -> None:
    for seed, portrait in enumerate(portraits()):
        for part in covering.hides:
            assert _share(portrait, covering, part, seed) >= _HIDDEN, part
        for part in covering.leaves:
            assert _share(portrait, covering, part, seed) <= _TRANSPARENT, part


@pytest.mark.parametrize(
    "covering", [each for each in COVERINGS if each.hides and each.name != "hand"], ids=lambda each: each.name
)
def test_hidden_pixels_do_not_depend_on_the_face_below(covering: Covering) -> None:
    """The same variant on a face with every detail removed looks the same where it hides everything."""
    portrait = synthetic_people()[0]
    flat = replace(portrait, pixels=np.full_like(portrait.pixels, 120))
    a, b = cover(portrait, covering, (3,)), cover(flat, covering, (3,))
    hidden = cv2.erode((a.hidden >= 0.999).astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert abs(a.pixels[hidden].astype(int) - b.pixels[hidden]).max(initial=0) <= 3


@pytest.mark.parametrize("covering", COVERINGS[2:], ids=lambda each: each.name)
def test_variants_differ_and_the_same_seed_draws_the_same(covering: Covering) -> None:
    portrait = synthetic_people()[1]
    first, again, other = (cover(portrait, covering, seed).pixels for seed in ((1, 2), (1, 2), (1, 3)))
    assert (first == again).all()
    assert (first != other).any()
    assert (first != portrait.pixels).any()


def test_nothing_is_drawn_on_the_control() -> None:
    portrait = synthetic_people()[0]
    bare = cover(portrait, COVERINGS[0], (1,))
    assert (bare.pixels == portrait.pixels).all()
    assert not bare.hidden.any()


def test_coverings_follow_a_turned_head() -> None:
    """A mirrored portrait has the mirrored pose, and its mask lies on the mirrored side."""
    portrait = max(portraits(), key=lambda each: abs(each.yaw))
    side = portrait.pixels.shape[1]
    points = portrait.points[[1, 0, 2, 4, 3]] * [-1, 1] + [side - 1, 0]
    mirrored = make_portrait(np.ascontiguousarray(portrait.pixels[:, ::-1]), points)
    assert mirrored.yaw == pytest.approx(-portrait.yaw, abs=4)
    mask = next(each for each in COVERINGS if each.name == "ffp2")
    a, b = (np.argwhere(cover(each, mask, (1,)).hidden > 0.5).mean(axis=0) for each in (portrait, mirrored))
    assert a[1] == pytest.approx(side - 1 - b[1], abs=4)
    assert a[0] == pytest.approx(b[0], abs=4)


def test_landmarks_found_today_lie_where_those_of_the_drawings_do() -> None:
    """The other tests have landmarks from a file; a network may place them a few pixels apart."""
    recorded = [portraits()[PEOPLE.index(person)] for person in SHIPPED]
    for found, known in zip(synthetic_people(), recorded, strict=True):
        # A tenth of the distance between the eyes.
        assert np.linalg.norm(found.points - known.points, axis=1).max() < 5
        assert abs(found.yaw - known.yaw) <= 6


def test_every_part_is_on_the_face_and_no_two_overlap() -> None:
    portrait = synthetic_people()[2]
    layers = [part_of(portrait, part) > 0.5 for part in PARTS]
    assert all(layer.sum() > 40 for layer in layers)
    assert np.sum(layers, axis=0).max() == 1


def test_cameras_lose_detail_and_keep_the_frame() -> None:
    portrait = synthetic_people()[0]
    detail = {}
    for camera in (AS_TAKEN, *CAMERAS):
        shown = taken(portrait.pixels, camera, np.random.default_rng(1))
        assert shown.shape == portrait.pixels.shape
        detail[camera.name] = float(np.abs(np.diff(shown[100:200, 100:200].astype(float), axis=0)).mean())
    assert (taken(portrait.pixels, AS_TAKEN, np.random.default_rng(1)) == portrait.pixels).all()
    assert detail["as-taken"] > detail["80px"] > detail["40px"] > detail["20px"]
    assert detail["motion"] < detail["80px"]


def test_coverings_are_chosen_by_name_with_the_controls() -> None:
    assert [each.name for each in choose_coverings("hood, cap")] == ["none", "head", "hood", "cap"]
    assert choose_coverings("all") == COVERINGS
    with pytest.raises(VeilproofError, match="no covering named wig; choose from none, head, surgical-mask"):
        choose_coverings("wig,cap")


def test_every_covering_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "lab.md").read_text("utf-8")
    assert all(f"| `{each.name}` | {each.words} |" in page for each in COVERINGS)
