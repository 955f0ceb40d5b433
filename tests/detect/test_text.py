"""The text detector on drawn lines: it finds them as they are turned, and nothing on plain ground."""

from __future__ import annotations

from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from veilproof.detect.text import heights, load_text_detector
from veilproof.geometry import corners

FONT = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def written(text: str, angle: float = 0.0) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Dark letters on light ground in 320 by 256 pixels, and the corners of their line, float32 [4, 2]."""
    image = Image.new("RGB", (320, 256), (205, 210, 200))
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 28)
    x1, y1, x2, y2 = draw.textbbox((60, 110), text, font=font)
    draw.text((60, 110), text, fill=(20, 25, 40), font=font)
    way = cv2.getRotationMatrix2D((160, 128), -angle, 1)
    turned = cv2.warpAffine(np.asarray(image, np.uint8), way, (320, 256), borderMode=cv2.BORDER_REPLICATE)
    quad = np.array([[x1, y1, 1], [x2, y1, 1], [x2, y2, 1], [x1, y2, 1]], np.float64) @ way.T
    return np.asarray(turned, np.uint8), quad.astype(np.float32)


@pytest.mark.parametrize("angle", [0.0, 25.0, -40.0])
def test_a_line_is_found_as_it_is_turned_and_wholly(angle: float) -> None:
    picture, quad = written("Anna Petrova", angle)
    found = load_text_detector().detect(picture, 0.4)
    assert len(found) == 1
    assert found.angles is not None
    assert abs(float(found.angles[0]) - angle) < 4
    assert 15 < heights(found)[0] < 60
    own, around = (np.zeros(picture.shape[:2], np.uint8) for _ in range(2))
    cv2.fillConvexPoly(own, np.round(quad).astype(np.int32), 1)
    cv2.fillConvexPoly(around, np.round(corners(found.boxes, found.angles)[0]).astype(np.int32), 1)
    assert around[own > 0].mean() > 0.97


def test_lines_are_mapped_with_their_angle_and_mapped_back() -> None:
    found = load_text_detector().detect(written("Anna Petrova", 25.0)[0], 0.4)
    back = found.mapped((2.0, 2.0), (10, -5)).mapped((0.5, 0.5), (-5, 2.5))
    assert back.angles is not None
    assert found.angles is not None
    assert np.allclose(back.boxes, found.boxes, atol=0.05)
    assert np.allclose(back.angles, found.angles, atol=0.05)


def test_plain_ground_has_no_text() -> None:
    assert len(load_text_detector().detect(np.full((200, 300, 3), 120, np.uint8), 0.3)) == 0
