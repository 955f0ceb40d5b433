"""Photos that are damaged inside: done, and said. Decoders fill what they cannot decode and return a picture."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import pillow_heif
import pytest
import simplejpeg
from PIL import Image, ImageFile

from tests.media.photos import HEIGHT, WIDTH, image_of_mode, redact_face, save, scene
from veilproof.errors import VeilproofError
from veilproof.media.photo import read_photo

_HEADER = 700
"""Bytes: tables and headers of the photos made here end before."""


def flipped(data: bytes, seed: int) -> bytes:
    changed, chosen = bytearray(data), random.Random(seed)
    for _ in range(40):
        changed[chosen.randrange(_HEADER, len(data) - 2)] ^= chosen.randrange(1, 256)
    return bytes(changed)


def with_zeros(data: bytes) -> bytes:
    middle = len(data) * 2 // 3
    return data[:middle] + bytes(300) + data[middle + 300 :]


def jpeg(path: Path, **options: bool) -> Path:
    return save(path, Image.fromarray(scene(320, 240)), quality=85, **options)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_flipped_bytes_in_a_jpeg_are_said(tmp_path: Path, progressive: bool, seed: int) -> None:
    source = jpeg(tmp_path / "in.jpg", progressive=progressive)
    assert not read_photo(source).info.is_damaged
    source.write_bytes(flipped(source.read_bytes(), seed))
    try:
        photo = read_photo(source)
    except VeilproofError:
        # A table of a progressive JPEG may be hit, without which nothing can be decoded.
        assert progressive
        return
    assert photo.info.is_damaged
    assert not read_photo(redact_face(source)).info.is_damaged


@pytest.mark.parametrize("part", [0.4, 0.8])
def test_a_jpeg_that_was_cut_and_closed_is_said(tmp_path: Path, part: float) -> None:
    source = jpeg(tmp_path / "in.jpg")
    data = source.read_bytes()
    source.write_bytes(data[: int(len(data) * part)] + b"\xff\xd9")
    assert read_photo(source).info.is_damaged


def test_zeros_inside_are_said(tmp_path: Path) -> None:
    source = jpeg(tmp_path / "in.jpg")
    source.write_bytes(with_zeros(source.read_bytes()))
    assert read_photo(source).info.is_damaged
    heic = tmp_path / "in.heic"
    pillow_heif.encode("RGB", (320, 240), scene(320, 240).tobytes(), str(heic), quality=90)
    assert not read_photo(heic).info.is_damaged
    heic.write_bytes(with_zeros(heic.read_bytes()))
    assert read_photo(heic).info.is_damaged


@pytest.mark.slow
def test_values_that_h265_forbids_are_said(tmp_path: Path) -> None:
    heic, said = tmp_path / "in.heic", 0
    # The quality varies from block to block, as in the pictures of many phones.
    options = {"preset": "fast", "x265:aq-mode": "3", "x265:qg-size": "8"}
    pixels = cv2.GaussianBlur(scene(640, 480), (0, 0), 2)
    pillow_heif.encode("RGB", (640, 480), pixels.tobytes(), str(heic), quality=60, enc_params=options)
    data = heic.read_bytes()
    assert not read_photo(heic).info.is_damaged
    for seed in range(6):
        heic.write_bytes(flipped(data, seed))
        said += read_photo(heic).info.is_damaged
    assert said > 2


def test_wrong_checksums_of_a_png_are_said(tmp_path: Path) -> None:
    # Stored without compression, so that a flipped byte is just another colour to the decoder.
    source = save(tmp_path / "in.png", image_of_mode("RGB"), compress_level=0)
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    source.write_bytes(data)
    assert read_photo(source).info.is_damaged


@pytest.mark.slow
def test_a_level_that_no_encoder_writes_is_said(tmp_path: Path) -> None:
    """Changed bits can leave every code of a JPEG valid and lift the rest of the picture beyond white."""
    source = tmp_path / "in.jpg"
    pixels = scene(320, 240)
    Image.fromarray(pixels).save(source, quality=85)
    data, lifted = source.read_bytes(), 0
    for at in range(_HEADER, _HEADER + 400):
        changed = data[:at] + bytes([data[at] ^ 0x18]) + data[at + 1 :]
        source.write_bytes(changed)
        try:
            luma = simplejpeg.decode_jpeg(changed, "GRAY", strict=True)
        except ValueError:
            continue
        if (luma[-60:] >= 254).mean() > 0.8 and luma.min() < 250:
            lifted += 1
            assert read_photo(source).info.is_damaged
    assert lifted


@pytest.mark.parametrize("name", ["in.jpg", "in.png", "in.heic", "in.avif", "in.webp"])
def test_a_photo_without_its_last_two_bytes_is_done_and_said(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source))
    else:
        save(source, image_of_mode("RGB"))
    whole = read_photo(source)
    source.write_bytes(source.read_bytes()[:-2])
    photo = read_photo(source)
    assert photo.info.is_damaged
    assert cv2.absdiff(photo.rgb(), whole.rgb()).mean() < 1
    assert not read_photo(redact_face(source)).info.is_damaged


def test_a_cut_photo_is_refused_while_another_thread_reads_a_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, cut = (save(tmp_path / name, Image.fromarray(scene(320, 240))) for name in ("in.png", "cut.png"))
    damaged.write_bytes(with_zeros(damaged.read_bytes()))
    cut.write_bytes(cut.read_bytes()[:-2000])
    loose, other_is_done = threading.Event(), threading.Event()
    load = ImageFile.ImageFile.load

    def load_and_wait(image: ImageFile.ImageFile) -> object:
        if ImageFile.LOAD_TRUNCATED_IMAGES and not loose.is_set():
            loose.set()
            other_is_done.wait(0.5)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", load_and_wait)

    def read_cut() -> str:
        assert loose.wait(300), "only a hang takes so long"
        try:
            read_photo(cut)
        except VeilproofError as error:
            return str(error)
        finally:
            other_is_done.set()
        return "was read"

    with ThreadPoolExecutor(1) as threads:
        refused = threads.submit(read_cut)
        assert read_photo(damaged).info.is_damaged
        assert "damaged or cut off" in refused.result()


def test_a_photo_beyond_the_limit_of_pillow_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    for name in ("in.jpg", "in.png"):
        assert not read_photo(save(tmp_path / name, image_of_mode("RGB"))).info.is_damaged
    assert Image.MAX_IMAGE_PIXELS == 1000
