"""Samples of photos: unchanged outside the cover, in their own mode and depth, and given to detectors as RGB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, JpegImagePlugin

from tests.media.photos import (
    FACE,
    HEIGHT,
    WIDTH,
    image_of_mode,
    outside_face,
    redact_face,
    samples,
    save,
    scene,
    without_hidden,
    ycbcr,
)
from veilproof.media.photo import read_photo


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("quality", [70, 92])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_outside_the_cover_is_nearly_bit_identical(
    tmp_path: Path, subsampling: int, quality: int, progressive: bool
) -> None:
    options: dict[str, Any] = {"subsampling": subsampling, "quality": quality, "progressive": progressive}
    source = save(tmp_path / "in.jpg", Image.fromarray(scene()), **options)
    target = redact_face(source)
    before, after = ycbcr(source), ycbcr(target)
    # Blocks that the cover touches are coded anew; they extend at most 16 pixels beyond it, and one more for chroma.
    far = np.ones((HEIGHT, WIDTH), bool)
    far[FACE[1] - 17 : FACE[3] + 17, FACE[0] - 17 : FACE[2] + 17] = False
    difference = np.abs(before - after)[far]
    assert (difference[:, 0] == 0).mean() > 0.98
    assert difference[:, 0].max() <= 4
    assert difference[:, 1:].mean() < 0.3
    assert (after[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8, 0] <= 3).all()
    with Image.open(source) as one, Image.open(target) as two:
        assert isinstance(one, JpegImagePlugin.JpegImageFile)
        assert isinstance(two, JpegImagePlugin.JpegImageFile)
        assert [one.quantization[layer[3]] for layer in one.layer] == [
            two.quantization[layer[3]] for layer in two.layer
        ]
        assert JpegImagePlugin.get_sampling(one) == JpegImagePlugin.get_sampling(two)
        assert ("progressive" in one.info) == ("progressive" in two.info)


@pytest.mark.parametrize(
    ("name", "mode", "options", "read_as"),
    [
        ("in.png", "L", {}, "L"),
        ("in.png", "LA", {}, "LA"),
        ("in.png", "RGB", {}, "RGB"),
        ("in.png", "RGBA", {}, "RGBA"),
        ("in.png", "P", {}, "RGB"),
        ("in.png", "1", {}, "L"),
        ("in.png", "I;16", {}, "I;16"),
        ("in.tif", "L", {}, "L"),
        ("in.tif", "RGB", {"compression": "tiff_lzw"}, "RGB"),
        ("in.tif", "RGBA", {}, "RGBA"),
        ("in.tif", "CMYK", {}, "CMYK"),
        ("in.tif", "I;16", {}, "I;16"),
        ("in.webp", "RGB", {"lossless": True}, "RGB"),
        ("in.webp", "RGBA", {"lossless": True, "exact": True}, "RGBA"),
    ],
)
def test_lossless_photos_are_bit_identical_outside_the_cover(
    tmp_path: Path, name: str, mode: str, options: dict[str, Any], read_as: str
) -> None:
    source = save(tmp_path / name, image_of_mode(mode), **options)
    target = redact_face(source)
    with Image.open(target) as image:
        assert image.mode == read_as
        shown = np.asarray(image.convert("RGB")) if read_as != "I;16" else np.asarray(image)
    before, after = samples(source, read_as), samples(target, read_as)
    if read_as.endswith("A"):
        assert "what lay under transparent pixels" in read_photo(source).info.dropped
        before = without_hidden(before)
    assert (before[outside_face()] == after[outside_face()]).all()
    assert (shown[~outside_face()] == 0).all()


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bit_colour_stays_sixteen_bit(tmp_path: Path, suffix: str, channels: int) -> None:
    pixels, source = scene(channels=channels, deep=True), tmp_path / f"in{suffix}"
    swap = cv2.COLOR_RGB2BGR if channels == 3 else cv2.COLOR_RGBA2BGRA
    source.write_bytes(cv2.imencode(suffix, cv2.cvtColor(pixels, swap))[1].tobytes())
    after = cv2.imread(str(redact_face(source)), cv2.IMREAD_UNCHANGED)
    assert after is not None
    assert after.dtype == np.uint16
    back = cv2.cvtColor(after, swap)
    assert (back[outside_face()] == without_hidden(pixels)[outside_face()]).all()
    assert (back[~outside_face()] == [0, 0, 0, 65535][:channels]).all()


def test_transparent_palette_colours_stay_transparent(tmp_path: Path) -> None:
    image = image_of_mode("P")
    source = save(tmp_path / "in.png", image, transparency=int(np.asarray(image)[0, 0]))
    before, after = without_hidden(samples(source, "RGBA")), samples(redact_face(source), "RGBA")
    assert (before[..., 3] == 0).any()
    assert (before[outside_face()] == after[outside_face()]).all()


def test_cmyk_jpeg_stays_cmyk_and_black_is_black(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jpg", image_of_mode("CMYK"), quality=92)
    target = redact_face(source)
    with Image.open(target) as image:
        assert image.mode == "CMYK"
    before, after = samples(source), samples(target)
    assert np.abs(before - after)[:, : FACE[0] - 8].max() <= 4
    assert (after[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8] <= 2).all()
    assert np.abs(read_photo(source).rgb().astype(int) - before).max() <= 1


def test_rgb_jpeg_stays_rgb(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jpg", image_of_mode("RGB"), quality=92, keep_rgb=True)
    assert read_photo(source).info.mode == "RGB"
    before, after = samples(source), samples(redact_face(source))
    assert np.abs(before - after)[:, : FACE[0] - 8].max() <= 4


def test_lossy_webp_and_avif_stay_close(tmp_path: Path) -> None:
    for name in ("in.webp", "in.avif"):
        source = save(tmp_path / name, image_of_mode("RGB"), quality=80)
        target = redact_face(source)
        before, after = samples(source), samples(target)
        far = np.abs(before - after)[:, : FACE[0] - 8]
        assert far.mean() < 2.5, name
        assert after[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8].max() <= 8, name
        assert target.stat().st_size < source.stat().st_size * 4, name


@pytest.mark.parametrize(("deep", "depth"), [(False, 8), (True, 10)])
@pytest.mark.parametrize("channels", [3, 4])
def test_heic_keeps_its_depth(tmp_path: Path, deep: bool, depth: int, channels: int) -> None:
    pixels, source = scene(channels=channels, deep=deep), tmp_path / "in.heic"
    mode = ("RGB" if channels == 3 else "RGBA") + (";16" if deep else "")
    pillow_heif.encode(mode, (WIDTH, HEIGHT), pixels.tobytes(), str(source), quality=90)
    before = pillow_heif.open_heif(source, convert_hdr_to_8bit=False)
    after = pillow_heif.open_heif(redact_face(source), convert_hdr_to_8bit=False)
    assert after.info["bit_depth"] == depth
    assert after.mode == before.mode
    assert after.info["nclx_profile"] == before.info["nclx_profile"]
    one, two = without_hidden(np.asarray(before)).astype(float), np.asarray(after).astype(float)
    white = 65535 if deep else 255
    assert np.abs(one - two)[:, : FACE[0] - 16].mean() < 0.01 * white
    assert two[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8, :3].max() < 0.04 * white


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_rgb_equals_what_a_viewer_shows(tmp_path: Path, mode: str) -> None:
    source = save(tmp_path / ("in.tif" if mode == "CMYK" else "in.png"), image_of_mode(mode))
    photo = read_photo(source)
    rgb = photo.rgb()
    assert rgb.dtype == np.uint8
    assert rgb.flags["C_CONTIGUOUS"]
    if mode == "I;16":
        expected = np.repeat(scene(channels=1, deep=True) >> 8, 3, axis=2)
    else:
        expected = without_hidden(samples(source, "RGBA"))[..., :3] if "A" in mode else samples(source)
    assert np.abs(rgb.astype(int) - expected).max() <= 1
    assert photo.rgb(80).shape == (56, 80, 3)
    assert photo.rgb(10_000).shape == (HEIGHT, WIDTH, 3)


def test_rgb_ignores_transparency_short_of_full(tmp_path: Path) -> None:
    pixels = scene(channels=4)
    pixels[..., 3] = 1
    source = save(tmp_path / "in.png", Image.fromarray(pixels))
    assert (read_photo(source).rgb() == pixels[..., :3]).all()
