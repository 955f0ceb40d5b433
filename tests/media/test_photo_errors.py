"""Photos that cannot be read or written: refused in one line that names the file."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from tests.media.photos import (
    HEIGHT,
    SECRET,
    WIDTH,
    image_of_mode,
    redact_face,
    save,
    scene,
    tiff_16_bit,
)
from veilproof.errors import VeilproofError
from veilproof.media.photo import read_photo, write_photo


def refusal(path: Path) -> str:
    with pytest.raises(VeilproofError) as raised:
        read_photo(path)
    message = str(raised.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_what_is_not_a_photo_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    assert "does not exist" in refusal(path)
    path.write_bytes(b"")
    assert "is empty" in refusal(path)
    path.write_text("dear diary")
    assert "is not a photo that can be read" in refusal(path)
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    "name", ["in.jpg", "in.png", "in.webp", "in.tif", "in.heic", "in.avif", "deep.png", "deep.tif"]
)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.97])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, name: str, part: float) -> None:
    path = tmp_path / name
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(path))
    elif name == "deep.png":
        path.write_bytes(cv2.imencode(".png", scene(deep=True))[1].tobytes())
    elif name == "deep.tif":
        path.write_bytes(tiff_16_bit(scene(deep=True)))
    else:
        save(path, image_of_mode("RGB"))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert re.search("damaged or cut off|not a photo that can be read", refusal(path))


@pytest.mark.parametrize("name", ["in.jpg", "in.heic"])
def test_damaged_exif_is_no_reason_to_refuse_a_picture(tmp_path: Path, name: str) -> None:
    source, damaged = tmp_path / name, b"Exif\0\0" + SECRET * 4
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source), exif=damaged)
    else:
        save(source, image_of_mode("RGB"), exif=damaged)
    assert read_photo(source).info.dropped == ("damaged EXIF",)
    assert SECRET not in redact_face(source).read_bytes()


def test_a_picture_too_large_to_hold_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    path = tmp_path / "in.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in chunks)
    )
    limit = Image.MAX_IMAGE_PIXELS
    assert "has 400 megapixels, more than the 200" in refusal(path)
    assert limit == Image.MAX_IMAGE_PIXELS


def test_samples_that_cannot_be_covered_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "in.tif", Image.fromarray(np.ones((4, 4), np.float32)))
    assert "floating-point samples" in refusal(path)


def test_an_output_named_as_another_format_is_refused(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jpg", image_of_mode("RGB"))
    with pytest.raises(
        VeilproofError, match=r"out\.png has no suffix of JPEG, as which .*in\.jpg is written: change it"
    ):
        redact_face(source, "out.png")
    assert not (tmp_path / "out.png").exists()
    with pytest.raises(VeilproofError, match=r"results has no suffix of JPEG.*make that folder"):
        redact_face(source, "results")
    assert redact_face(source, "out.jpeg").exists()
    # The output may have the same wrong suffix as the original.
    wrong = source.rename(tmp_path / "in.png")
    assert redact_face(wrong, "out.png").read_bytes().startswith(b"\xff\xd8")


def test_an_output_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    photo = read_photo(save(tmp_path / "in.png", image_of_mode("RGB")))
    with pytest.raises(VeilproofError, match="cannot be written"):
        write_photo(photo, tmp_path / "no" / "such" / "out.png")


def test_a_file_of_another_kind_is_refused_before_all_of_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.jpg"
    path.write_bytes(b"PK\x03\x04" + bytes(5000))

    def read_bytes(path: Path) -> bytes:
        raise AssertionError(f"all of {path} was read")

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert "is an archive; unpack it first" in refusal(path)
