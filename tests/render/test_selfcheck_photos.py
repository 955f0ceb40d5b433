"""A photo that is written bare, all of it or one face, is found by the render itself."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from tests.conftest import Clip
from tests.media.photos import tiff_16_bit
from tests.render.selfchecks import FORMATS, SIZE, assert_refused, faces, pictures, plan_of
from veilproof import Delivery, Method, Style, render
from veilproof.media.photo import Photo, read_photo, write_photo

pytestmark = pytest.mark.slow

_APPLY = import_module("veilproof.render.apply")

Make = Callable[[Image.Image, Path], Path]
"""Stores a picture as a photo in a folder."""


def _stored(name: str, mode: str, **options: Any) -> Make:  # noqa: ANN401
    def make(picture: Image.Image, folder: Path) -> Path:
        picture.convert(mode).save(folder / name, **options)
        return folder / name

    return make


def _heic(mode: str) -> Make:
    def make(picture: Image.Image, folder: Path) -> Path:
        path = folder / "a.heic"
        pillow_heif.encode(mode, picture.size, picture.convert(mode).tobytes(), str(path), quality=50)
        return path

    return make


def _deep_gray(picture: Image.Image, folder: Path) -> Path:
    Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257).save(folder / "a.png")
    return folder / "a.png"


def _deep_tiff(picture: Image.Image, folder: Path) -> Path:
    path = folder / "a.tiff"
    path.write_bytes(tiff_16_bit(np.asarray(picture).astype(np.uint16) * 257))
    return path


_PHOTOS: dict[str, Make] = {
    "JPEG": _stored("a.jpg", "RGB", quality=90),
    "JPEG, poor": _stored("a.jpg", "RGB", quality=20),
    "JPEG, gray": _stored("a.jpg", "L"),
    "JPEG, CMYK": _stored("a.jpg", "CMYK"),
    "JPEG, RGB": _stored("a.jpg", "RGB", keep_rgb=True),
    "PNG": _stored("a.png", "RGB"),
    "PNG, alpha": _stored("a.png", "RGBA"),
    "PNG, gray and alpha": _stored("a.png", "LA"),
    "PNG, 16 bits gray": _deep_gray,
    "PNG, palette": _stored("a.png", "P"),
    "TIFF": _stored("a.tiff", "RGB"),
    "TIFF, CMYK": _stored("a.tiff", "CMYK"),
    "TIFF, 16 bits": _deep_tiff,
    "WebP": _stored("a.webp", "RGB", quality=60),
    "WebP, alpha": _stored("a.webp", "RGBA", quality=60),
    "AVIF": _stored("a.avif", "RGB", quality=50),
    "HEIC": _heic("RGB"),
    "HEIC, alpha": _heic("RGBA"),
}


def _photo(make: Make, clip: Clip, folder: Path) -> Path:
    """The first frame of the clip as a photo, and its plan, with more covers at the edges and small ones."""
    picture = Image.fromarray(pictures(clip.path, FORMATS["H.264"])[0].to_ndarray(format="rgb24"))
    source = make(picture, folder)
    width, height = SIZE
    more = (
        (-8, 60, 14, 90),
        (width - 12, height - 14, width + 20, height + 20),
        (100, 20, 112, 32),
        (200, 200, 208, 208),
    )
    plan_of(source, [boxes[:1] for boxes in faces(clip)] + [np.array([box], np.float32) for box in more], "photo")
    return source


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("make", _PHOTOS.values(), ids=_PHOTOS)
def test_a_covered_photo_passes_and_a_bare_one_does_not(
    make: Make, method: Method, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _photo(make, people_clip, tmp_path)
    done = render(source, delivery=Delivery(Style(method)))
    assert done.covered == 1
    done.output.unlink()
    monkeypatch.setattr(_APPLY, "write_photo", lambda photo, target: write_photo(read_photo(photo.info.path), target))
    assert_refused(source, Style(method))


def test_one_bare_face_in_a_photo_is_found(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _photo(_PHOTOS["JPEG"], people_clip, tmp_path)

    def lose_one(photo: Photo, target: Path) -> None:
        bare = read_photo(photo.info.path).planes[0].pixels
        photo.planes[0].pixels[16:36, 96:116] = bare[16:36, 96:116]
        write_photo(photo, target)

    monkeypatch.setattr(_APPLY, "write_photo", lose_one)
    assert_refused(source, match="lacks 1 of the")
