"""EXIF orientation: applied to the samples, and not written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from tests.media.photos import (
    save,
    scene,
    tiff_16_bit,
    ycbcr,
)
from veilproof.media.photo import read_photo, write_photo


def exif_orientation(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("in.jpg", {"quality": 90, "subsampling": 1}),
        ("in.jpg", {"quality": 90, "subsampling": 2}),
        ("in.png", {}),
        ("in.webp", {"lossless": True}),
        ("in.tif", {}),
    ],
)
def test_orientation_is_applied_to_the_samples_and_not_written(
    tmp_path: Path, name: str, options: dict[str, Any], orientation: int
) -> None:
    # An odd size: the incomplete edge of a subsampled chroma plane is on another side after rotation.
    image = Image.fromarray(scene(91, 63))
    source = save(tmp_path / name, image, exif=exif_orientation(orientation), **options)
    with Image.open(source) as opened:
        expected = np.asarray(ImageOps.exif_transpose(opened)).astype(int)
    photo = read_photo(source)
    assert (photo.info.height, photo.info.width) == expected.shape[:2]
    target = tmp_path / f"out{source.suffix}"
    write_photo(photo, target)
    with Image.open(target) as opened:
        assert opened.getexif().get(ExifTags.Base.Orientation, 1) == 1
        after = np.asarray(opened).astype(int)
    allowed = 4 if name == "in.jpg" else 0
    assert np.abs(photo.rgb().astype(int) - expected).max() <= allowed
    # After rotation a JPEG of such a size has other block boundaries, so it is quantised anew.
    assert np.abs(after - expected).mean() <= allowed


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_rotated_jpeg_is_as_close_as_an_upright_one(tmp_path: Path, orientation: int) -> None:
    source = save(tmp_path / "in.jpg", Image.fromarray(scene()), exif=exif_orientation(orientation), quality=60)
    target = tmp_path / "out.jpg"
    write_photo(read_photo(source), target)
    with Image.open(source) as image:
        image.draft("YCbCr", None)
        expected = np.asarray(ImageOps.exif_transpose(image)).astype(int)
    difference = np.abs(ycbcr(target) - expected)[..., 0]
    assert (difference == 0).mean() > 0.95
    assert difference.max() <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_sixteen_bit_tiff(tmp_path: Path, orientation: int) -> None:
    pixels, source = scene(31, 22, deep=True), tmp_path / "in.tif"
    source.write_bytes(tiff_16_bit(pixels, orientation))
    turns: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: np.fliplr(np.rot90(a, -1)),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: np.fliplr(np.rot90(a, 1)),
        8: lambda a: np.rot90(a, 1),
    }
    photo = read_photo(source)
    assert photo.info.mode == "RGB;16"
    assert np.array_equal(photo.planes[0].pixels, turns[orientation](pixels))
