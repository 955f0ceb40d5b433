"""Attackers, cover operators and recognisers, on synthetic people under real covers."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.attackers import (
    AttackKind,
    AttackScores,
    Scope,
    _group_operators,
    identify_operators,
    run_attackers,
)
from veilproof.audit.charts import det_curves
from veilproof.audit.findings import AttackFinding, Histogram, RateFinding
from veilproof.audit.operators import CoverKind, Operator, apply_operator, identify_operator, restore_face
from veilproof.audit.targets import Samples, Target, cover_mask, with_common_cover
from veilproof.recognise.align import SIDE, AlignedFace, alignment_matrix, warp
from veilproof.recognise.distractors import synthetic_faces
from veilproof.recognise.recognisers import Recogniser, load_recognisers

pytestmark = pytest.mark.slow

Cover = Callable[[AlignedFace], AlignedFace]
_PEOPLE, _DISTRACTORS = synthetic_faces()[:10], synthetic_faces()[10:]
_RECOGNISERS = {recogniser.name: recogniser for recogniser in load_recognisers()}


def _second_view(face: AlignedFace, seed: int) -> AlignedFace:
    """The same face a moment later: other light, slightly rotated, with noise."""
    rng = np.random.default_rng(seed)
    about = cv2.getRotationMatrix2D((72, 80), float(rng.uniform(-4, 4)), float(rng.uniform(0.97, 1.03)))
    turn: NDArray[np.float64] = np.array(about, np.float64)
    turn[:, 2] += rng.uniform(-2, 2, 2)
    moved = cv2.warpAffine(face, turn, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    light = moved * rng.uniform(0.85, 1.15) + rng.uniform(-10, 10) + rng.normal(0, 2, moved.shape)
    return np.asarray(np.clip(light, 0, 255), np.uint8)


def _covered(cover: Cover, face: AlignedFace) -> AlignedFace:
    out = face.copy()
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (72, 82), (58, 66), 0, 0, 360, 1, -1)
    return np.where(mask[..., None] > 0, cover(face), out).astype(np.uint8)


def _targets(cover: Cover) -> list[Target]:
    targets = []
    for number, person in enumerate(_PEOPLE):
        ends = []
        for seed in (number, 100 + number):
            clear = _second_view(person, seed)
            shown = _covered(cover, clear)
            ends.append(Samples([clear], [shown], [cover_mask(clear, shown, 2.0)], [shown]))
        targets.append(Target(number, 0, 50, *ends))
    return targets


def _run(cover: Cover) -> dict[tuple[AttackKind, Scope], AttackScores]:
    targets, common = with_common_cover(_targets(cover))
    assert len(targets) >= 8
    found = run_attackers(targets, identify_operators(targets), common, _DISTRACTORS, _RECOGNISERS["SFace"])
    return {(each.attacker, each.scope): each for each in found}


def _black(face: AlignedFace) -> AlignedFace:
    return np.zeros_like(face)


def _light_blur(face: AlignedFace) -> AlignedFace:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), 5.0), np.uint8)


def _coarse_mosaic(face: AlignedFace) -> AlignedFace:
    return apply_operator(Operator(CoverKind.MOSAIC, 12), face)


def test_nobody_is_recognised_under_black() -> None:
    found = _run(_black)
    assert found[AttackKind.CONTROL, Scope.INSIDE].hits.mean() >= 0.8
    for attacker in (AttackKind.NAIVE, AttackKind.PARROT, AttackKind.RESTORED):
        assert found[attacker, Scope.INSIDE].hits.sum() <= 3, attacker


@pytest.mark.parametrize("cover", [_light_blur, _coarse_mosaic])
def test_the_parrot_matches_what_the_naive_attacker_does_not(cover: Cover) -> None:
    found = _run(cover)
    naive = int(found[AttackKind.NAIVE, Scope.INSIDE].hits.sum())
    parrot = int(found[AttackKind.PARROT, Scope.INSIDE].hits.sum())
    assert parrot >= 6
    assert parrot >= naive


def test_what_lies_beside_the_cover_does_not_help_inside() -> None:
    """Everybody gets a collar of a different colour: it tells people apart with context, and must not inside."""

    def collared(number: int) -> Cover:
        colour = np.array([(number * 83) % 255, (number * 47) % 255, (number * 131) % 255], np.uint8)

        def cover(face: AlignedFace) -> AlignedFace:
            face[130:] = colour
            return np.zeros_like(face)

        return cover

    targets = []
    for number, target in enumerate(_targets(_black)):
        for samples in (target.gallery, target.probe):
            samples.redacted[0] = _covered(collared(number), samples.redacted[0])
            colour = collared(number)(samples.original[0].copy())[0, 0]
            samples.redacted[0][132:, :20] = samples.redacted[0][132:, -20:] = colour
        targets.append(target)
    agreeing, common = with_common_cover(targets)
    found = run_attackers(agreeing, identify_operators(agreeing), common, _DISTRACTORS, _RECOGNISERS["SFace"])
    parrot = next(c for c in found if (c.attacker, c.scope) == (AttackKind.PARROT, Scope.INSIDE))
    assert parrot.hits.sum() <= 3


@pytest.mark.parametrize(
    ("operator", "kinds"),
    [
        (Operator(CoverKind.BLUR, 6.4), {CoverKind.BLUR, CoverKind.BOX_BLUR}),
        (Operator(CoverKind.BOX_BLUR, 31), {CoverKind.BOX_BLUR, CoverKind.BLUR}),
        (Operator(CoverKind.MOSAIC, 13), {CoverKind.MOSAIC}),
        (Operator(CoverKind.UNIFORM, 0), {CoverKind.UNIFORM}),
    ],
)
def test_the_cover_operator_is_identified_from_the_pixels(operator: Operator, kinds: set[CoverKind]) -> None:
    whole = np.ones((SIDE, SIDE), np.bool_)
    for person in _PEOPLE[:5]:
        found = identify_operator(person, apply_operator(operator, person), whole)
        assert found.kind in kinds
        if operator.size:
            assert 0.5 < found.size / operator.size < 2


def test_many_views_of_a_moving_mosaic_restore_a_finer_picture() -> None:
    operator = Operator(CoverKind.MOSAIC, 13)
    for person in _PEOPLE[:5]:
        phases = [(i / 4, j / 4) for i in range(4) for j in range(4)]
        together = restore_face(operator, [apply_operator(operator, person, phase) for phase in phases])
        alone = apply_operator(operator, person)
        assert _mean_difference(together, person) < _mean_difference(alone, person)


def test_restoration_reduces_a_blur() -> None:
    operator = Operator(CoverKind.BLUR, 3.2)
    for person in _PEOPLE[:5]:
        assert _mean_difference(restore_face(operator, [apply_operator(operator, person)]), person) < _mean_difference(
            apply_operator(operator, person), person
        )


def _mean_difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(cv2.absdiff(a, b)[20:-20, 20:-20].mean())


@pytest.mark.parametrize("recogniser", _RECOGNISERS.values(), ids=_RECOGNISERS)
def test_every_recogniser_keeps_its_contract(recogniser: Recogniser) -> None:
    """One row of length 1 a face, the same each time; a person is more like herself than like others."""
    now, later = recogniser.embed(_PEOPLE), recogniser.embed([_second_view(p, n) for n, p in enumerate(_PEOPLE)])
    assert np.allclose(np.linalg.norm(now, axis=1), 1, atol=1e-4)
    assert np.allclose(recogniser.embed(_PEOPLE[:2]), now[:2], atol=1e-3)
    similarity = later @ now.T
    assert (similarity.argmax(axis=1) == np.arange(len(_PEOPLE))).mean() >= 0.9
    assert recogniser.embed([]).shape[0] == 0


def test_alignment_brings_the_landmarks_to_the_template() -> None:
    rng = np.random.default_rng(2)
    wanted = np.array(
        [[54.2946, 67.6963], [89.5318, 67.5014], [72.0252, 87.7366], [57.5493, 108.3655], [86.7299, 108.2041]]
    )
    for _ in range(20):
        angle, scale = rng.uniform(-0.5, 0.5), rng.uniform(0.3, 4)
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        points = wanted @ turn.T + rng.uniform(0, 500, 2)
        matrix = alignment_matrix(points)
        assert np.allclose(points @ matrix[:, :2].T + matrix[:, 2], wanted, atol=0.01)


def test_a_large_face_is_warped_without_a_shift() -> None:
    large = cv2.resize(_PEOPLE[0], None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC)
    small = warp(np.asarray(large, np.uint8), np.array([[1 / 6, 0, 0], [0, 1 / 6, 0]]))
    assert _mean_difference(small, _PEOPLE[0]) < 6


def test_equally_frequent_operators_are_taken_in_the_order_of_the_tracks() -> None:
    """The distractors are covered with three of them: with other ones in the next run, the rates would change."""
    operators = [Operator(CoverKind.BLUR, size) for size in (9.0, 3.2, 26.0, 1.5, 13.0, 6.4, 18.0, 2.2)]
    groups, group_of = _group_operators([*operators, operators[4]])
    assert groups == [operators[4], *operators[:2]]
    assert group_of[:2] == [1, 2]
    assert group_of[-1] == 0


@pytest.mark.parametrize("kind", AttackKind)
def test_every_attack_has_its_line_in_the_charts(kind: AttackKind) -> None:
    none = RateFinding(0, 5, 0.0, 0.5, 0.45, 0.2)
    scores = Histogram((0.0, 0.5, 1.0), (1, 0), (1, 0))
    points = ((0.01, 1.0), (0.1, 0.5))
    chart = det_curves([AttackFinding("SFace", kind, Scope.INSIDE, none, None, (), False, scores, points)])
    assert f">{kind}<" in chart
