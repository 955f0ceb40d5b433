"""Whether two pictures show the same, where covers hide much of one."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.audit.test_cover_contents import _people
from veilproof.audit.frame_pairs import compare_content, content_correlation

Grey = NDArray[np.uint8]


def _before_a_wall(wall: int) -> tuple[Grey, Grey, Grey]:
    """Thumbnails of people before a wall of one colour, of them under black covers, and of others under covers."""
    first, second = (
        [np.asarray(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), np.uint8) for each in people]
        for people in (_people()[:3], _people()[3:6])
    )
    scenes = [np.full((288, 512), wall, np.uint8) for _ in range(3)]
    for number in range(3):
        left = 20 + 160 * number
        for scene, people in ((scenes[0], first), (scenes[1], first), (scenes[2], second)):
            part = people[number]
            scene[60 : 60 + part.shape[0], left : left + part.shape[1]] = part
        for scene in scenes[1:]:
            cv2.ellipse(scene, (left + 72, 132), (56, 66), 0, 0, 360, (0,), -1)
    one, two, three = (
        np.asarray(cv2.resize(each, (32, 18), interpolation=cv2.INTER_AREA), np.uint8) for each in scenes
    )
    return one, two, three


def test_covers_before_a_white_or_a_dark_wall_do_not_make_another_film_of_it() -> None:
    for wall in (247, 128, 30):
        original, redacted, _ = _before_a_wall(wall)
        correlation = content_correlation(redacted, original)
        assert correlation is not None
        assert not compare_content([correlation]).unclear


def test_another_film_under_the_same_covers_is_another_film() -> None:
    original, _, other = _before_a_wall(247)
    correlation = content_correlation(other, np.ascontiguousarray(original[::-1, ::-1]))
    assert correlation is not None
    assert compare_content([correlation]).different
