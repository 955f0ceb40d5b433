"""What a photo carries besides its picture is named, each once, and so is what is shown of it."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from tests.media.photos import FACE, HEIGHT, WIDTH, image_of_mode, redact_face, save, scene, tiff_16_bit
from veilproof.errors import VeilproofError
from veilproof.media.heif_items import read_items
from veilproof.media.photo import read_photo
from veilproof.media.photo_attachments import attached_to_jpeg
from veilproof.media.scheduling import as_scheduled
from veilproof.media.trailing import has_trailing_data

ULTRA_HDR = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a Item:Semantic="Primary"/><a Item:Semantic="GainMap"/></x:xmpmeta>'
VIDEO = struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + b"video"


def small_jpeg() -> bytes:
    out = io.BytesIO()
    Image.fromarray(scene(40, 30)).save(out, "JPEG")
    return out.getvalue()


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


@pytest.mark.parametrize(
    ("trailing", "words"),
    [
        (small_jpeg(), ("XMP", "gain map (HDR)")),
        (small_jpeg() + VIDEO, ("XMP", "gain map (HDR)", "video (motion photo)")),
        (small_jpeg() * 2, ("XMP", "gain map (HDR)", "1 further picture or page")),
        (bytes(8), ("XMP",)),
        (b"diary", ("XMP", "data after the end of the picture")),
    ],
)
def test_what_follows_a_jpeg_is_named_once(tmp_path: Path, trailing: bytes, words: tuple[str, ...]) -> None:
    source = save(tmp_path / "in.jpg", image_of_mode("RGB"), xmp=ULTRA_HDR)
    source.write_bytes(source.read_bytes() + trailing)
    assert read_photo(source).info.dropped == words
    data = redact_face(source).read_bytes()
    assert data.count(b"\xff\xd8\xff") == 1
    assert b"ftyp" not in data


class Counted(bytes):
    """Bytes that count how many of them are copied."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401
        part = super().__getitem__(key)
        if isinstance(part, int):
            return part
        Counted.copied += len(part)
        return Counted(part)


def run_length_bmp() -> bytes:
    """Of 8 gray pixels, in a row."""
    samples = b"\x08\x64\0\1"
    palette = b"".join(bytes((level, level, level, 0)) for level in range(256))
    header = struct.pack("<IiiHHIIiiII", 40, 8, 1, 1, 8, 1, len(samples), 0, 0, 256, 0)
    start = 14 + len(header) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(samples), 0, 0, start) + header + palette + samples


def photos_that_end() -> dict[str, bytes]:
    """Photos of kinds whose end is not marked, among them those that store a picture in unusual order."""
    made: dict[str, bytes] = {"runs.bmp": run_length_bmp(), "deep.tif": tiff_16_bit(scene(deep=True))}
    image, pages = image_of_mode("RGB"), [image_of_mode("L")]
    options: dict[str, dict[str, Any]] = {
        "in.bmp": {},
        "in.png": {},
        "in.webp": {},
        "in.tif": {"compression": "tiff_deflate"},
        "pages.tif": {"save_all": True, "append_images": pages, "exif": {0x010E: "words"}},
        "large.tif": {"big_tiff": True},
    }
    for name, chosen in options.items():
        out = io.BytesIO()
        kind = {"bmp": "BMP", "png": "PNG", "webp": "WEBP", "tif": "TIFF"}[name[-3:].replace("ebp", "webp")]
        exif = Image.Exif()
        exif.update(chosen.pop("exif", {}))
        image.save(out, kind, **chosen, **({"exif": exif} if exif else {}))
        made[name] = out.getvalue()
    for mode in ("1", "L", "P"):
        out = io.BytesIO()
        image.convert(mode).resize((13, 7)).save(out, "BMP")
        made[f"{mode}.bmp"] = out.getvalue()
    return made


@pytest.mark.parametrize("name", sorted(photos_that_end()))
def test_what_follows_a_picture_is_named_and_left_out(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes(photos_that_end()[name])
    words = "data after the end of the picture"
    assert words not in read_photo(source).info.dropped
    source.write_bytes(photos_that_end()[name] + b"diary")
    assert read_photo(source).info.dropped.count(words) == 1
    assert b"diary" not in redact_face(source).read_bytes()


@pytest.mark.parametrize("picture", [b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xfe\0\x03x\xff\xd9", b"\xff\xd8\xff"])
def test_many_small_pictures_after_a_jpeg_are_walked_once(picture: bytes) -> None:
    hostile = small_jpeg() + b"words".join([picture] * 3000)
    Counted.copied = 0
    assert attached_to_jpeg(Counted(hostile), 0)
    assert Counted.copied < 8 * len(hostile)


def test_the_video_of_a_motion_heic_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.heic"
    pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source))
    assert read_photo(source).info.dropped == ()
    source.write_bytes(source.read_bytes() + box(b"mpvd", VIDEO))
    assert read_photo(source).info.dropped == ("video (motion photo)",)
    assert b"mpvd" not in redact_face(source).read_bytes()


def with_property(data: bytes, kind: bytes, body: bytes) -> bytes:
    """An AVIF of Pillow, or a HEIC of pillow-heif, with one more property of its only picture; fewer than 127."""
    start = data.index(b"meta") - 4
    end = start + int.from_bytes(data[start : start + 4], "big")
    added = box(kind, body)
    meta = data[start:end]
    for name in (b"meta", b"iprp", b"ipco"):
        at = meta.index(name) - 4
        grown = int.from_bytes(meta[at : at + 4], "big") + len(added) + (0 if name == b"ipco" else 1)
        meta = meta[:at] + grown.to_bytes(4, "big") + meta[at + 4 :]
    at = meta.index(b"ipma") - 4
    size = int.from_bytes(meta[at : at + 4], "big")
    count = meta[at + 18]
    held = sum(
        1 for name in (b"ispe", b"pixi", b"av1C", b"hvcC", b"colr", b"irot", b"imir", b"pasp") if name in meta[:at]
    )
    ipma = (size + 1).to_bytes(4, "big") + meta[at + 4 : at + 18] + bytes([count + 1])
    ipma += meta[at + 19 : at + size] + bytes([0x80 | (held + 1)])
    meta = meta[:at] + added + ipma + meta[at + size :]
    # The samples move; their place is the only number of 32 bits in the item locations that equals it.
    old = data.index(b"mdat") + 4
    moved = (old + len(meta) - (end - start)).to_bytes(4, "big")
    assert meta.count(old.to_bytes(4, "big")) == 1
    return data[:start] + meta.replace(old.to_bytes(4, "big"), moved) + data[end:]


def test_only_the_clean_aperture_of_an_avif_is_read(tmp_path: Path) -> None:
    source = save(tmp_path / "in.avif", image_of_mode("RGB"), quality=95)
    whole = read_photo(source).rgb()
    # 80 x 56 at 8, 20 (ISO/IEC 14496-12: offsets are of the centres).
    aperture = struct.pack(">IIIIiIiI", 80, 1, 56, 1, 8 - 40, 1, 20 - 28, 1)
    source.write_bytes(with_property(source.read_bytes(), b"clap", aperture))
    photo = read_photo(source)
    assert (photo.info.width, photo.info.height) == (80, 56)
    assert photo.info.dropped == ("what its clean aperture hides",)
    assert cv2.absdiff(photo.rgb(), whole[20:76, 8:88]).max() == 0
    with Image.open(redact_face(source)) as image:
        assert image.size == (80, 56)


def test_the_clean_aperture_comes_before_the_turn_and_no_exif_is_made_up(tmp_path: Path) -> None:
    source = save(tmp_path / "in.avif", image_of_mode("RGB"), quality=95)
    whole = read_photo(source).rgb()
    turned = with_property(source.read_bytes(), b"irot", b"\x01")
    aperture = struct.pack(">IIIIiIiI", 80, 1, 56, 1, 8 - 40, 1, 20 - 28, 1)
    source.write_bytes(with_property(turned, b"clap", aperture))
    photo = read_photo(source)
    assert photo.info.dropped == ("what its clean aperture hides",)
    assert cv2.absdiff(photo.rgb(), np.ascontiguousarray(np.rot90(whole[20:76, 8:88]))).max() == 0


def aperture(width: int, height: int, left: Fraction, top: Fraction) -> bytes:
    """A clean aperture of a picture of `WIDTH` and `HEIGHT`: so large, so far from its left and top."""
    right, down = left - Fraction(WIDTH - width, 2), top - Fraction(HEIGHT - height, 2)
    numbers = (width, 1, height, 1, right.numerator, right.denominator, down.numerator, down.denominator)
    return struct.pack(">IIIIiIiI", *numbers)


def test_the_clean_aperture_of_a_heic_is_named(tmp_path: Path) -> None:
    source = tmp_path / "in.heic"
    pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source))
    body = aperture(80, 56, Fraction(8), Fraction(20))
    source.write_bytes(with_property(source.read_bytes(), b"clap", body))
    photo = read_photo(source)
    assert (photo.info.width, photo.info.height) == (80, 56)
    assert photo.info.dropped == ("what its clean aperture hides",)


def test_the_edges_of_a_clean_aperture_are_rounded_inwards(tmp_path: Path) -> None:
    source = save(tmp_path / "in.avif", image_of_mode("RGB"), quality=95)
    whole = read_photo(source).rgb()
    body = aperture(80, 56, Fraction(33, 4), Fraction(79, 4))
    source.write_bytes(with_property(source.read_bytes(), b"clap", body))
    assert cv2.absdiff(read_photo(source).rgb(), whole[20:75, 9:88]).max() == 0


def hdr_avif(path: Path, pixels: NDArray[Any]) -> Path:
    """10 bits, BT.2020, PQ, written by FFmpeg."""
    picture = av.VideoFrame.from_ndarray(pixels, format="rgb48le").reformat(
        format="yuv420p10le", dst_colorspace=9, dst_color_range=1, interpolation="BICUBIC"
    )
    picture.colorspace, picture.color_range, picture.color_primaries, picture.color_trc = 9, 1, 9, 16
    with av.open(str(path), "w", format="avif") as file:
        stream = file.add_stream("libsvtav1", rate=1, options={"crf": "4", "preset": "8"})
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p10le"
        context = stream.codec_context
        context.colorspace, context.color_range, context.color_primaries, context.color_trc = 9, 1, 9, 16
        with as_scheduled():
            file.start_encoding()
        file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("width", [WIDTH, WIDTH - 1])
def test_an_hdr_avif_keeps_depth_and_colours(tmp_path: Path, width: int) -> None:
    pixels = scene(width, HEIGHT, deep=True)
    target = redact_face(hdr_avif(tmp_path / "in.avif", pixels))
    with av.open(str(target)) as file:
        picture = next(file.decode(video=0))
    assert picture.format.name == "yuv420p10le"
    assert (picture.color_primaries, picture.color_trc, picture.colorspace) == (9, 16, 9)
    assert (picture.width, picture.height) == (width, HEIGHT)
    after = picture.to_ndarray(format="rgb48le", interpolation="BICUBIC").astype(float)
    assert np.abs(after - pixels)[:, FACE[2] + 16 :].mean() < 0.03 * 65535
    assert after[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8].max() < 0.04 * 65535
    assert read_photo(target).info.dropped == ()


def two_pictures(first: bytes, second: bytes, primary: int) -> bytes:
    """An AVIF of the pictures of two, of which one is the primary: 1 or 2."""
    held = [read_items(data).properties[1] for data in (first, second)]
    coded = [data[data.index(b"mdat") + 4 :] for data in (first, second)]
    properties = [box(kind, body) for each in held for kind, body in each]
    indices = iter(range(1, len(properties) + 1))
    rows = [
        struct.pack(">HB", number + 1, len(each)) + bytes(next(indices) for _ in each)
        for number, each in enumerate(held)
    ]
    entries = [box(b"infe", b"\2\0\0\0", struct.pack(">HH", number, 0), b"av01\0") for number in (1, 2)]

    def meta(start: int) -> bytes:
        places = ((1, start, len(coded[0])), (2, start + len(coded[0]), len(coded[1])))
        locations = [struct.pack(">HHHII", number, 0, 1, at, length) for number, at, length in places]
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"pitm", bytes(4), struct.pack(">H", primary)),
            box(b"iloc", bytes(4), b"\x44\0\0\2", *locations),
            box(b"iinf", bytes(4), b"\0\2", *entries),
            box(b"iprp", box(b"ipco", *properties), box(b"ipma", bytes(4), struct.pack(">I", 2), *rows)),
        )

    start = first[: int.from_bytes(first[:4], "big")]
    return start + meta(len(start + meta(0)) + 8) + box(b"mdat", *coded)


@pytest.mark.parametrize("primary", [1, 2])
def test_of_an_hdr_avif_with_two_pictures_the_primary_one_is_read(tmp_path: Path, primary: int) -> None:
    bright, dark = (np.full((HEIGHT, WIDTH, 3), value, np.uint16) for value in (60_000, 9_000))
    files = [hdr_avif(tmp_path / f"{name}.avif", flat) for name, flat in (("a", bright), ("b", dark))]
    source = tmp_path / "in.avif"
    source.write_bytes(two_pictures(files[0].read_bytes(), files[1].read_bytes(), primary))
    photo = read_photo(source)
    assert photo.info.mode == "RGB;16"
    assert photo.info.dropped == ("1 further picture or page",)
    expected = (bright, dark)[primary - 1]
    assert np.abs(photo.planes[0].pixels.astype(int) - expected).max() < 1500
    with Image.open(source) as image:
        assert np.abs(np.asarray(image).astype(int) - photo.rgb()).max() <= 4


@pytest.mark.parametrize("deep", [False, True])
def test_a_png_keeps_its_colour_description(tmp_path: Path, deep: bool) -> None:
    source, body = tmp_path / "in.png", bytes([9, 16, 0, 1])
    if deep:
        source.write_bytes(cv2.imencode(".png", scene(deep=True))[1].tobytes())
        data = source.read_bytes()
        out = io.BytesIO()
        PngImagePlugin.putchunk(out, b"cICP", body)
        source.write_bytes(data[:33] + out.getvalue() + data[33:])
    else:
        chunks = PngImagePlugin.PngInfo()
        chunks.add(b"cICP", body)
        save(source, image_of_mode("RGB"), pnginfo=chunks)
    assert read_photo(source).info.dropped == ()
    data = redact_face(source).read_bytes()
    assert b"cICP" + body in data
    with Image.open(io.BytesIO(data)) as image:
        image.verify()


def test_deep_colours_that_cannot_be_kept_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.avif"
    pixels = scene(channels=4, deep=True)
    source.write_bytes(cv2.imencode(".avif", pixels >> 6, [cv2.IMWRITE_AVIF_DEPTH, 10])[1].tobytes())
    with pytest.raises(VeilproofError, match="10-bit samples with transparency or in tiles; convert it to a PNG first"):
        read_photo(source)


@given(change=st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=8)), name=st.sampled_from(["TIFF", "BMP"]))
def test_where_a_damaged_picture_ends_is_no_crash(change: tuple[int, bytes], name: str) -> None:
    data = tiff_16_bit(scene(20, 10, deep=True)) if name == "TIFF" else run_length_bmp()
    at, written = change
    assert has_trailing_data(name, data[:at] + written + data[at + len(written) :]) in (True, False)


def test_a_tiff_with_directories_without_end_is_left() -> None:
    entries = struct.pack("<HHII", 273, 4, 60_000, 8) * 60_000
    rows = struct.pack("<H", 60_000) + entries + struct.pack("<I", 8)
    hostile = b"II*\0" + struct.pack("<I", 8) + rows
    hostile += b"".join(struct.pack("<HI", 0, 8 + len(rows) + 6 * number) for number in range(1, 3000))
    assert has_trailing_data("TIFF", hostile) in (True, False)
