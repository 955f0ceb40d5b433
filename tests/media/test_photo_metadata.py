"""Metadata of photos: none is written but a standard colour profile, and the summary names what was dropped."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from tests.media.photos import (
    HEIGHT,
    SECRET,
    WIDTH,
    image_of_mode,
    redact_face,
    save,
    scene,
)
from veilproof.language.message import Words
from veilproof.media.photo import read_photo
from veilproof.media.png_chunks import png_chunks, with_chunks

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def phone_exif() -> Image.Exif:
    secret = SECRET.decode()
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Artist] = secret, secret
    exif.get_ifd(ExifTags.IFD.Exif)[0x927C] = SECRET
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = secret
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSProcessingMethod] = (48.0, 51.0, 24.0), SECRET
    return exif


def phone_jpeg(path: Path) -> Path:
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", 16) + b"\x1c\x02\x50\0\x0b" + SECRET
    photoshop = b"Photoshop 3.0\0" + resource
    segments = [(0xED, photoshop), (0xE4, SECRET), (0xFE, SECRET)]
    extra = b"".join(bytes([255, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    second = Image.fromarray(scene(64, 48))
    second.info["comment"] = SECRET
    image_of_mode("RGB").save(path, "MPO", save_all=True, append_images=[second], exif=phone_exif(), xmp=XMP)
    data = path.read_bytes()
    path.write_bytes(data[:2] + extra + data[2:] + b"\0\0\0\x18ftypmp42" + SECRET)
    return path


def phone_png(path: Path) -> Path:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", SECRET.decode(), zip=True)
    info.add(b"tIME", struct.pack(">HBBBBB", 2024, 5, 6, 7, 8, 9))
    info.add(b"vpAg", SECRET, True)
    save(path, image_of_mode("RGB"), pnginfo=info, exif=phone_exif())
    path.write_bytes(path.read_bytes() + SECRET)
    return path


def phone_webp(path: Path) -> Path:
    save(path, image_of_mode("RGB"), exif=phone_exif().tobytes(), xmp=XMP)
    path.write_bytes(path.read_bytes() + SECRET)
    return path


def phone_tiff(path: Path) -> Path:
    exif = phone_exif()
    exif[270], exif[700], exif[33723], exif[34377] = SECRET.decode(), XMP, SECRET, b"8BIM\x04\x0c\0\0" + SECRET
    pages = [Image.fromarray(scene(40, 30))]
    return save(path, image_of_mode("RGB"), exif=exif.tobytes(), save_all=True, append_images=pages)


def phone_heic(path: Path) -> Path:
    file = pillow_heif.from_pillow(image_of_mode("RGB"))
    file.add_from_pillow(Image.fromarray(scene(64, 64)))
    file.save(path, exif=phone_exif().tobytes(), xmp=XMP, thumbnails=[64], quality=60)
    return path


PHONES: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "in.jpg": (
        phone_jpeg,
        {
            "EXIF",
            "GPS position",
            "maker notes",
            "XMP",
            "IPTC",
            "comments",
            "application data",
            "1 further picture or page",
            "video (motion photo)",
        },
    ),
    "in.png": (
        phone_png,
        {"EXIF", "GPS position", "maker notes", "XMP", "text chunks", "modification time", "unknown chunks"}
        | {"data after the end of the picture"},
    ),
    "in.webp": (
        phone_webp,
        {"EXIF", "GPS position", "maker notes", "XMP", "data after the end of the picture"},
    ),
    "in.tif": (
        phone_tiff,
        {"EXIF", "GPS position", "maker notes", "XMP", "IPTC", "Photoshop data", "1 further picture or page"},
    ),
    "in.heic": (
        phone_heic,
        {"EXIF", "GPS position", "maker notes", "XMP", "embedded thumbnail", "1 further picture or page"},
    ),
}


@pytest.mark.parametrize("name", sorted(PHONES))
def test_only_the_picture_is_written_and_the_summary_names_what_was_dropped(tmp_path: Path, name: str) -> None:
    make, words = PHONES[name]
    source = make(tmp_path / name)
    original = source.read_bytes()
    assert SECRET in original
    assert set(read_photo(source).info.dropped) == words
    assert all(isinstance(each, Words) for each in read_photo(source).info.dropped), "a page says it in English"
    target = redact_face(source)
    data = target.read_bytes()
    for secret in (
        SECRET,
        b"xmpmeta",
        b"Exif\0\0",
        b"8BIM",
        b"MPF\0",
        b"tIME",
        b"tEXt",
        b"iTXt",
        b"zTXt",
        b"eXIf",
        b"EXIF",
    ):
        assert secret not in data, secret
    again = read_photo(target)
    assert again.info.dropped == ()
    assert (again.info.width, again.info.height) == (WIDTH, HEIGHT)
    assert source.read_bytes() == original


def test_an_embedded_thumbnail_is_named_and_dropped(tmp_path: Path) -> None:
    small = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(small, "JPEG", comment=SECRET)
    thumbnail = small.getvalue()
    entries = [(0x0103, 3, 1, 6), (0x0201, 4, 1, 56), (0x0202, 4, 1, len(thumbnail))]
    second = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    exif = b"Exif\0\0II*\0" + struct.pack("<IHI", 8, 0, 14) + second + thumbnail
    source = save(tmp_path / "in.jpg", image_of_mode("RGB"), exif=exif)
    assert "embedded thumbnail" in read_photo(source).info.dropped
    data = redact_face(source).read_bytes()
    assert SECRET not in data
    assert data.count(b"\xff\xd8\xff") == 1


def profile(description: str) -> bytes:
    """An sRGB profile with another description of at most 13 letters, with text in a tag and in its header."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    assert name in data
    data = data.replace(name, description.ljust(13).encode("utf-16-be"))
    (count,) = struct.unpack_from(">I", data, 128)
    rows = [struct.unpack_from(">4sII", data, 132 + 12 * number) for number in range(count)]
    text = b"text" + bytes(4) + SECRET * 4
    rows = [(tag, at + 12, size) for tag, at, size in rows] + [(b"vued", len(data) + 12, len(text))]
    table = struct.pack(">I", count + 1) + b"".join(struct.pack(">4sII", *row) for row in rows)
    header = struct.pack(">I", len(data) + 12 + len(text)) + data[4:84] + SECRET + data[84 + len(SECRET) : 128]
    return header + table + data[132 + 12 * count :] + text


def converted(given: bytes) -> bytes:
    """The samples of a picture in this colour space, in sRGB."""
    colours = ImageCms.ImageCmsProfile(io.BytesIO(given))
    image = ImageCms.profileToProfile(image_of_mode("RGB"), colours, ImageCms.createProfile("sRGB"))
    assert image is not None
    return image.tobytes()


@pytest.mark.parametrize("name", ["in.jpg", "in.png", "in.webp", "in.tif", "in.heic", "in.avif"])
@pytest.mark.parametrize(("description", "stays"), [("Display P3", True), ("SECRET Camera", False), ("sRGB", False)])
def test_only_standard_profiles_are_kept(tmp_path: Path, name: str, description: str, stays: bool) -> None:
    source, given = tmp_path / name, profile(description)
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source), icc_profile=given)
        target = redact_face(source)
        kept = pillow_heif.open_heif(target).info.get("icc_profile")
    else:
        target = redact_face(save(source, image_of_mode("RGB"), icc_profile=given))
        with Image.open(target) as image:
            kept = image.info.get("icc_profile")
    assert (kept is not None) == stays
    if kept is not None:
        assert SECRET not in kept
        assert len(kept) < len(given)
        assert converted(kept) == converted(given)
        assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(kept))).strip() == description
    words = " ".join(read_photo(source).info.dropped)
    assert ("ICC profile" in words) is not stays
    assert ("a little different" in words) == (description == "SECRET Camera")


def test_a_profile_is_kept_in_sixteen_bit_png(tmp_path: Path) -> None:
    given, source = profile("Display P3"), tmp_path / "in.png"
    data = cv2.imencodeWithMetadata(
        ".png", scene(deep=True), [cv2.IMAGE_METADATA_ICCP], [np.frombuffer(given, np.uint8)]
    )
    source.write_bytes(data[1].tobytes())
    with Image.open(redact_face(source)) as image:
        assert converted(image.info["icc_profile"]) == converted(given)


def test_gamma_and_chromaticities_of_a_png_are_kept(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"gAMA", struct.pack(">I", 100_000))
    info.add(b"cHRM", struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))
    source = save(tmp_path / "in.png", image_of_mode("RGB"), pnginfo=info)
    with Image.open(source) as one, Image.open(redact_face(source)) as two:
        assert two.info["gamma"] == 1.0
        assert two.info["chromaticity"] == one.info["chromaticity"]


P3 = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
P3_DISPLAY = struct.pack(">8HII", 34000, 16000, 13250, 34500, 7500, 3000, 15635, 16450, 10_000_000, 50)


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize(
    ("chunks", "kept"),
    [
        ([(b"cHRM", SECRET[:8] * 4)], {}),
        ([(b"cHRM", struct.pack(">8I", *P3)), (b"cHRM", SECRET[:8] * 4)], {b"cHRM": struct.pack(">8I", *P3)}),
        ([(b"cHRM", struct.pack(">8I", *(number + 7 for number in P3)))], {b"cHRM": struct.pack(">8I", *P3)}),
        ([(b"cHRM", struct.pack(">8I", 31270, 32900, *[40000] * 6))], {}),
        ([(b"gAMA", SECRET[:4]), (b"sRGB", b"S"), (b"cICP", SECRET[:4])], {}),
        ([(b"gAMA", struct.pack(">I", 45455)), (b"sRGB", b"\0")], {b"gAMA": struct.pack(">I", 45455), b"sRGB": b"\0"}),
        ([(b"mDCV", P3_DISPLAY), (b"mDCV", SECRET[:8] * 3)], {b"mDCV": P3_DISPLAY}),
        ([(b"mDCV", SECRET[:8] * 3), (b"cLLI", SECRET[:8])], {}),
        ([(b"cLLI", struct.pack(">II", 9_996_543, 4_000_000))], {b"cLLI": struct.pack(">II", 10_000_000, 4_000_000)}),
    ],
)
def test_colour_chunks_are_kept_once_with_values_of_a_standard(
    tmp_path: Path, deep: bool, chunks: list[tuple[bytes, bytes]], kept: dict[bytes, bytes]
) -> None:
    source = tmp_path / "in.png"
    source.write_bytes(with_chunks(cv2.imencode(".png", scene(deep=deep))[1].tobytes(), chunks))
    dropped = read_photo(source).info.dropped
    assert ("colour description (colours may look different)" in dropped) == (len(kept) < len(chunks))
    data = redact_face(source).read_bytes()
    names = {b"cHRM", b"gAMA", b"sRGB", b"cICP", b"mDCV", b"cLLI"}
    assert [(name, body) for name, body in png_chunks(data) if name in names] == list(kept.items())
    assert SECRET[:4] not in data


@pytest.mark.parametrize("name", ["in.webp", "in.png"])
def test_only_the_first_frame_of_an_animation_is_written(tmp_path: Path, name: str) -> None:
    frames = [Image.fromarray(np.full((HEIGHT, WIDTH, 3), value, np.uint8)) for value in (90, 200, 30)]
    source = save(tmp_path / name, frames[0], save_all=True, append_images=frames[1:], lossless=True, duration=100)
    assert "2 further pictures or pages" in read_photo(source).info.dropped
    with Image.open(redact_face(source)) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert np.asarray(image.convert("RGB"))[0, 0].tolist() == [90, 90, 90]


def _picture(format_: str, seed: int) -> bytes:
    samples = np.random.default_rng(seed).integers(0, 256, (40, 40, 3), np.uint8)
    encoded = io.BytesIO()
    Image.fromarray(samples).save(encoded, format_)
    return encoded.getvalue()


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "BMP", "TIFF", "WEBP"])
@pytest.mark.parametrize("kept", [None, 500])
def test_a_second_picture_after_the_first_or_its_end_is_named(tmp_path: Path, format_: str, kept: int | None) -> None:
    source = tmp_path / f"in.{format_.lower()}"
    following = _picture(format_, 2)[-(kept or 0) :]
    source.write_bytes(_picture(format_, 1) + following)
    dropped = read_photo(source).info.dropped
    assert "data after the end of the picture" in dropped or "1 further picture or page" in dropped
    source.write_bytes(_picture(format_, 1))
    assert read_photo(source).info.dropped == ()


def _png_with(data: bytes, *, at_end: bool) -> bytes:
    chunk = with_chunks(data, [(b"nAME", b"PLANTED")])[33:52]
    place = len(data) - 12 if at_end else 33
    return data[:place] + chunk + data[place:]


def _webp_with(data: bytes, name: bytes) -> bytes:
    body = data[12:] + name + struct.pack("<I", 7) + b"PLANTED\0"
    return data[:4] + struct.pack("<I", 4 + len(body)) + data[8:12] + body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("in.png", _png_with(_picture("PNG", 1), at_end=False)),
        ("in.png", _png_with(_picture("PNG", 1), at_end=True)),
        ("in.webp", _webp_with(_picture("WEBP", 1), b"NAME")),
        ("in.webp", _webp_with(_picture("WEBP", 1), b"VP8 ")),
    ],
)
def test_chunks_of_unknown_kinds_are_named_and_dropped(tmp_path: Path, name: str, data: bytes) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    assert b"PLANTED" in data
    assert read_photo(source).info.dropped == ("unknown chunks",)
    assert b"PLANTED" not in redact_face(source).read_bytes()
