"""Whether a mask is read off a face, on people who do not exist."""

from __future__ import annotations

import numpy as np
import pytest

from veilproof.audit.behind_mask import is_behind_mask
from veilproof.lab.coverings import choose_coverings, cover
from veilproof.lab.synthetic import synthetic_people
from veilproof.recognise.align import AlignedFace

_SEEN = 0.6
"""Share of drawn masks that must be seen: of those on photographs 0.65 to 0.95 are, by kind (docs/lab.md)."""


def _wearing(name: str) -> list[AlignedFace]:
    covering = choose_coverings(name)[-1]
    return [
        person.aligned(cover(person, covering, (1, number)).pixels)
        for number, person in enumerate([*synthetic_people(), *synthetic_people()])
    ]


@pytest.mark.parametrize("name", ["none", "sunglasses", "hood", "hand"])
def test_a_face_without_a_mask_is_not_said_to_wear_one(name: str) -> None:
    assert not any(is_behind_mask([face]) for face in _wearing(name))


@pytest.mark.parametrize("name", ["surgical-mask", "ffp2"])
def test_most_masks_are_seen(name: str) -> None:
    assert np.mean([is_behind_mask([face]) for face in _wearing(name)]) >= _SEEN


def test_one_view_without_the_mask_is_enough_to_count_as_bare() -> None:
    bare = _wearing("none")[0]
    masked = [face for face in _wearing("surgical-mask") if is_behind_mask([face])]
    assert is_behind_mask(masked)
    assert not is_behind_mask([*masked, bare])
    assert not is_behind_mask([])
