"""Attackers and recognisers on synthetic people who were really covered."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.attack import Attacker, Comparison, Reading, compared, opaque, operators_of
from veilproof.audit.operators import Kind, Operator, applied, recognised, restored
from veilproof.audit.views import Half, Target, alike_covered, cover_of
from veilproof.recognise.align import SIDE, Aligned, alignment, drawn
from veilproof.recognise.distractors import synthetic
from veilproof.recognise.recognisers import Recogniser, recognisers

pytestmark = pytest.mark.slow

Cover = Callable[[Aligned], Aligned]
_PEOPLE, _OTHERS = synthetic()[:10], synthetic()[10:]
_RECOGNISERS = {recogniser.name: recogniser for recogniser in recognisers()}


def _later(face: Aligned, seed: int) -> Aligned:
    """The same face a moment later: other light, a little turned, with noise."""
    rng = np.random.default_rng(seed)
    about = cv2.getRotationMatrix2D((72, 80), float(rng.uniform(-4, 4)), float(rng.uniform(0.97, 1.03)))
    turn: NDArray[np.float64] = np.array(about, np.float64)
    turn[:, 2] += rng.uniform(-2, 2, 2)
    moved = cv2.warpAffine(face, turn, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    light = moved * rng.uniform(0.85, 1.15) + rng.uniform(-10, 10) + rng.normal(0, 2, moved.shape)
    return np.asarray(np.clip(light, 0, 255), np.uint8)


def _under(cover: Cover, face: Aligned) -> Aligned:
    out = face.copy()
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (72, 82), (58, 66), 0, 0, 360, 1, -1)
    return np.where(mask[..., None] > 0, cover(face), out).astype(np.uint8)


def _targets(cover: Cover) -> list[Target]:
    made = []
    for number, person in enumerate(_PEOPLE):
        halves = []
        for seed in (number, 100 + number):
            clear = _later(person, seed)
            shown = _under(cover, clear)
            halves.append(Half([clear], [shown], [cover_of(clear, shown, 2.0)], [shown]))
        made.append(Target(number, 0, 50, *halves))
    return made


def _attacked(cover: Cover) -> dict[tuple[Attacker, Reading], Comparison]:
    targets, common = alike_covered(_targets(cover))
    assert len(targets) >= 8
    found = compared(targets, operators_of(targets), common, _OTHERS, _RECOGNISERS["SFace"])
    return {(each.attacker, each.reading): each for each in found}


def _black(face: Aligned) -> Aligned:
    return np.zeros_like(face)


def _weak_blur(face: Aligned) -> Aligned:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), 5.0), np.uint8)


def _coarse_mosaic(face: Aligned) -> Aligned:
    return applied(Operator(Kind.MOSAIC, 12), face)


def test_nobody_is_recognised_under_black() -> None:
    found = _attacked(_black)
    assert found[Attacker.CONTROL, Reading.INSIDE].hits.mean() >= 0.8
    for attacker in (Attacker.NAIVE, Attacker.PARROT, Attacker.RESTORED):
        assert found[attacker, Reading.INSIDE].hits.sum() <= 3, attacker


@pytest.mark.parametrize("cover", [_weak_blur, _coarse_mosaic])
def test_the_parrot_sees_what_the_naive_attacker_does_not(cover: Cover) -> None:
    found = _attacked(cover)
    naive = int(found[Attacker.NAIVE, Reading.INSIDE].hits.sum())
    parrot = int(found[Attacker.PARROT, Reading.INSIDE].hits.sum())
    assert parrot >= 6
    assert parrot >= naive


def test_what_lies_beside_the_cover_does_not_help_inside() -> None:
    """Everybody gets a collar of an own colour: with context that tells people apart, inside it must not."""

    def collared(number: int) -> Cover:
        colour = np.array([(number * 83) % 255, (number * 47) % 255, (number * 131) % 255], np.uint8)

        def cover(face: Aligned) -> Aligned:
            face[130:] = colour
            return np.zeros_like(face)

        return cover

    targets = []
    for number, target in enumerate(_targets(_black)):
        for half in (target.gallery, target.probe):
            half.redacted[0] = _under(collared(number), half.redacted[0])
            half.redacted[0][132:, :20] = half.redacted[0][132:, -20:] = collared(number)(half.clear[0].copy())[0, 0]
        targets.append(target)
    agreeing, common = alike_covered(targets)
    found = compared(agreeing, operators_of(agreeing), common, _OTHERS, _RECOGNISERS["SFace"])
    parrot = next(c for c in found if (c.attacker, c.reading) == (Attacker.PARROT, Reading.INSIDE))
    assert parrot.hits.sum() <= 3


def test_opaque_covers_are_told_from_pictures() -> None:
    assert opaque(_targets(_black))
    assert not opaque(_targets(_weak_blur))
    assert not opaque(_targets(_coarse_mosaic))
    assert not opaque([])


def test_one_blurred_face_among_black_ones_is_not_opaque() -> None:
    assert not opaque([*_targets(_black)[:9], *_targets(_weak_blur)[9:]])


@pytest.mark.parametrize(
    ("operator", "kinds"),
    [
        (Operator(Kind.BLUR, 6.4), {Kind.BLUR, Kind.BOX_BLUR}),
        (Operator(Kind.BOX_BLUR, 31), {Kind.BOX_BLUR, Kind.BLUR}),
        (Operator(Kind.MOSAIC, 13), {Kind.MOSAIC}),
        (Operator(Kind.UNIFORM, 0), {Kind.UNIFORM}),
    ],
)
def test_how_a_face_is_covered_is_read_from_the_pixels(operator: Operator, kinds: set[Kind]) -> None:
    whole = np.ones((SIDE, SIDE), np.bool_)
    for person in _PEOPLE[:5]:
        found = recognised(person, applied(operator, person), whole)
        assert found.kind in kinds
        if operator.size:
            assert 0.5 < found.size / operator.size < 2


def test_many_views_of_a_moving_mosaic_make_a_finer_picture() -> None:
    operator = Operator(Kind.MOSAIC, 13)
    for person in _PEOPLE[:5]:
        phases = [(i / 4, j / 4) for i in range(4) for j in range(4)]
        together = restored(operator, [applied(operator, person, phase) for phase in phases])
        alone = applied(operator, person)
        assert _apart(together, person) < _apart(alone, person)


def test_a_blur_is_undone_as_far_as_it_goes() -> None:
    operator = Operator(Kind.BLUR, 3.2)
    for person in _PEOPLE[:5]:
        assert _apart(restored(operator, [applied(operator, person)]), person) < _apart(
            applied(operator, person), person
        )


def _apart(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(cv2.absdiff(a, b)[20:-20, 20:-20].mean())


@pytest.mark.parametrize("recogniser", _RECOGNISERS.values(), ids=str)
def test_every_recogniser_keeps_its_contract(recogniser: Recogniser) -> None:
    """One row of length 1 a face, the same each time; a person is more like herself than like others."""
    now, later = recogniser.embeddings(_PEOPLE), recogniser.embeddings([_later(p, n) for n, p in enumerate(_PEOPLE)])
    assert np.allclose(np.linalg.norm(now, axis=1), 1, atol=1e-4)
    assert np.allclose(recogniser.embeddings(_PEOPLE[:2]), now[:2], atol=1e-3)
    alike = later @ now.T
    assert (alike.argmax(axis=1) == np.arange(len(_PEOPLE))).mean() >= 0.9
    assert recogniser.embeddings([]).shape[0] == 0


def test_alignment_brings_the_eyes_to_their_places() -> None:
    rng = np.random.default_rng(2)
    wanted = np.array(
        [[54.2946, 67.6963], [89.5318, 67.5014], [72.0252, 87.7366], [57.5493, 108.3655], [86.7299, 108.2041]]
    )
    for _ in range(20):
        angle, scale = rng.uniform(-0.5, 0.5), rng.uniform(0.3, 4)
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        points = wanted @ turn.T + rng.uniform(0, 500, 2)
        matrix = alignment(points)
        assert np.allclose(points @ matrix[:, :2].T + matrix[:, 2], wanted, atol=0.01)


def test_a_large_face_is_drawn_at_its_place() -> None:
    large = cv2.resize(_PEOPLE[0], None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC)
    small = drawn(np.asarray(large, np.uint8), np.array([[1 / 6, 0, 0], [0, 1 / 6, 0]]))
    assert _apart(small, _PEOPLE[0]) < 6
