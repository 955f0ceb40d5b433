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

from tests.media.photos import HEIGHT, WIDTH, image_of_mode, scene, tiff_16_bit
from tests.render.selfchecks import assert_refused, plan_of
from veilproof import Delivery, Method, Style, render
from veilproof.media.photo import Photo, read_photo, write_photo

_APPLY = import_module("veilproof.render.apply")


def _saved(path: Path, image: Image.Image, **options: Any) -> Path:  # noqa: ANN401
    image.save(path, **options)
    return path


_PHOTOS: dict[str, Callable[[Path], Path]] = {
    "JPEG": lambda folder: _saved(folder / "a.jpg", image_of_mode("RGB"), quality=90),
    "JPEG, poor": lambda folder: _saved(folder / "a.jpg", image_of_mode("RGB"), quality=20),
    "JPEG, gray": lambda folder: _saved(folder / "a.jpg", image_of_mode("L")),
    "JPEG, CMYK": lambda folder: _saved(folder / "a.jpg", image_of_mode("CMYK")),
    "JPEG, RGB": lambda folder: _saved(folder / "a.jpg", image_of_mode("RGB"), keep_rgb=True),
    "PNG": lambda folder: _saved(folder / "a.png", image_of_mode("RGB")),
    "PNG, alpha": lambda folder: _saved(folder / "a.png", image_of_mode("RGBA")),
    "PNG, gray and alpha": lambda folder: _saved(folder / "a.png", image_of_mode("LA")),
    "PNG, 16 bits gray": lambda folder: _saved(folder / "a.png", image_of_mode("I;16")),
    "PNG, palette": lambda folder: _saved(folder / "a.png", image_of_mode("P")),
    "TIFF": lambda folder: _saved(folder / "a.tiff", image_of_mode("RGB")),
    "TIFF, CMYK": lambda folder: _saved(folder / "a.tiff", image_of_mode("CMYK")),
    "TIFF, 16 bits": lambda folder: _deep_tiff(folder / "a.tiff"),
    "WebP": lambda folder: _saved(folder / "a.webp", image_of_mode("RGB"), quality=60),
    "WebP, alpha": lambda folder: _saved(folder / "a.webp", image_of_mode("RGBA"), quality=60),
    "AVIF": lambda folder: _saved(folder / "a.avif", image_of_mode("RGB"), quality=50),
    "HEIC": lambda folder: _heic(folder / "a.heic", "RGB"),
    "HEIC, alpha": lambda folder: _heic(folder / "a.heic", "RGBA"),
}


def _heic(path: Path, mode: str) -> Path:
    pillow_heif.encode(mode, (WIDTH, HEIGHT), scene(channels=len(mode)).tobytes(), str(path), quality=50)
    return path


def _deep_tiff(path: Path) -> Path:
    path.write_bytes(tiff_16_bit(scene(deep=True)))
    return path


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("make", _PHOTOS.values(), ids=_PHOTOS)
def test_a_covered_photo_passes_and_a_bare_one_does_not(
    make: Callable[[Path], Path], method: Method, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path)
    boxes = [(40, 24, 88, 72), (120, 80, 127, 87), (100, 20, 112, 32), (-8, 60, 14, 90), (150, 100, 175, 125)]
    plan_of(source, [np.array([box], np.float32) for box in boxes], "photo")
    done = render(source, delivery=Delivery(Style(method)))
    assert done.covered == 1
    done.output.unlink()
    monkeypatch.setattr(_APPLY, "write_photo", lambda photo, target: write_photo(read_photo(photo.info.path), target))
    assert_refused(source, Style(method))


def test_one_bare_face_in_a_photo_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _PHOTOS["JPEG"](tmp_path)
    plan_of(source, [np.array([box], np.float32) for box in ((40, 24, 88, 72), (100, 20, 112, 32))], "photo")

    def lose_one(photo: Photo, target: Path) -> None:
        bare = read_photo(photo.info.path).planes[0].pixels
        photo.planes[0].pixels[10:42, 90:122] = bare[10:42, 90:122]
        write_photo(photo, target)

    monkeypatch.setattr(_APPLY, "write_photo", lose_one)
    assert_refused(source, match="lacks 1 of the 2 covers")
