"""Photos read back by other means than they were written: the picture is there, and nothing else."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin

from veilproof.errors import VeilproofError
from veilproof.media.photo import read_photo, write_photo
from veilproof.render.covers import Shape, Style, cover

WIDTH, HEIGHT = 160, 112
FACE = (40, 24, 88, 72)
SECRET = b"SECRET-7f3a"


def scene(width: int = WIDTH, height: int = HEIGHT, channels: int = 3, *, deep: bool = False) -> NDArray[Any]:
    """A picture with colour, edges and fine texture, no two corners alike: [h, w, channels]."""
    y, x = np.mgrid[:height, :width] * 1.0
    waves = [110 + 60 * np.sin(x / (9 + 4 * c) + y / 17) + 40 * (x > 30 + 20 * c) + y / 8 for c in range(channels)]
    texture = np.random.default_rng(1).normal(0, 4, (height, width, 1))
    picture = np.clip(np.stack(waves, axis=-1) + texture, 1, 254)
    if channels in (2, 4):
        picture[..., -1] = (100 + x % 100) * (x > 12)
    return (picture * 257 + x[..., None] % 7).astype(np.uint16) if deep else picture.astype(np.uint8)


def redacted(source: Path, name: str | None = None) -> Path:
    """Read, cover the face with black, write."""
    photo = read_photo(source)
    cover(photo.planes, np.array([FACE], np.float32), Style(shape=Shape.BOX, scale=1.0))
    target = source.with_name(name or f"out{source.suffix}")
    write_photo(photo, target)
    return target


def outside() -> NDArray[np.bool_]:
    mask = np.ones((HEIGHT, WIDTH), bool)
    mask[FACE[1] : FACE[3], FACE[0] : FACE[2]] = False
    return mask


def samples(path: Path, mode: str = "RGB") -> NDArray[Any]:
    with Image.open(path) as image:
        return np.asarray(image.convert(mode)).astype(int)


def ycc(path: Path) -> NDArray[Any]:
    with Image.open(path) as image:
        image.draft("YCbCr", None)
        return np.asarray(image).astype(int)


def deep_tiff(pixels: NDArray[np.uint16], orientation: int = 1) -> bytes:
    """An uncompressed TIFF of 16-bit samples, put together by hand: no library at hand writes the orientation."""
    height, width, channels = pixels.shape
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, channels, 0), (259, 3, 1, 1), (262, 3, 1, 2)]
    tags += [(273, 4, 1, 0), (274, 3, 1, orientation), (277, 3, 1, channels), (278, 4, 1, height)]
    tags += [(279, 4, 1, pixels.nbytes), (305, 2, len(SECRET), 0)]
    end = 8 + 2 + 12 * len(tags) + 4
    places = {258: end, 305: end + 2 * channels, 273: end + 2 * channels + len(SECRET)}
    rows = [struct.pack("<HHII", tag, kind, count, places.get(tag, value)) for tag, kind, count, value in tags]
    header = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + b"".join(rows) + bytes(4)
    return header + struct.pack(f"<{channels}H", *[16] * channels) + SECRET + pixels.astype("<u2").tobytes()


def saved(path: Path, image: Image.Image, **options: Any) -> Path:  # noqa: ANN401
    image.save(path, **options)
    return path


def of_mode(mode: str) -> Image.Image:
    channels = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}.get(mode)
    if channels:
        return Image.frombytes(mode, (WIDTH, HEIGHT), scene(channels=channels).tobytes())
    if mode == "I;16":
        return Image.fromarray(np.ascontiguousarray(scene(channels=1, deep=True)[..., 0]))
    return Image.fromarray(scene()).convert(mode)


# ---------------------------------------------------------------------------------------------- what stays


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("quality", [70, 92])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_outside_the_cover_comes_back_all_but_bit_by_bit(
    tmp_path: Path, subsampling: int, quality: int, progressive: bool
) -> None:
    options: dict[str, Any] = {"subsampling": subsampling, "quality": quality, "progressive": progressive}
    source = saved(tmp_path / "in.jpg", Image.fromarray(scene()), **options)
    target = redacted(source)
    before, after = ycc(source), ycc(target)
    # Blocks that the cover touches are coded anew: 16 pixels are the most that one reaches out, and one for chroma.
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
def test_what_was_stored_without_loss_is_bit_identical_outside_the_cover(
    tmp_path: Path, name: str, mode: str, options: dict[str, Any], read_as: str
) -> None:
    source = saved(tmp_path / name, of_mode(mode), **options)
    target = redacted(source)
    with Image.open(target) as image:
        assert image.mode == read_as
        shown = np.asarray(image.convert("RGB")) if read_as != "I;16" else np.asarray(image)
    before, after = samples(source, read_as), samples(target, read_as)
    assert (before[outside()] == after[outside()]).all()
    assert (shown[~outside()] == 0).all()


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bit_colour_stays_sixteen_bit(tmp_path: Path, suffix: str, channels: int) -> None:
    pixels, source = scene(channels=channels, deep=True), tmp_path / f"in{suffix}"
    swap = cv2.COLOR_RGB2BGR if channels == 3 else cv2.COLOR_RGBA2BGRA
    source.write_bytes(cv2.imencode(suffix, cv2.cvtColor(pixels, swap))[1].tobytes())
    after = cv2.imread(str(redacted(source)), cv2.IMREAD_UNCHANGED)
    assert after is not None
    assert after.dtype == np.uint16
    back = cv2.cvtColor(after, swap)
    assert (back[outside()] == pixels[outside()]).all()
    assert (back[~outside()] == [0, 0, 0, 65535][:channels]).all()


def test_colours_that_a_palette_calls_transparent_stay_transparent(tmp_path: Path) -> None:
    image = of_mode("P")
    source = saved(tmp_path / "in.png", image, transparency=int(np.asarray(image)[0, 0]))
    before, after = samples(source, "RGBA"), samples(redacted(source), "RGBA")
    assert (before[..., 3] == 0).any()
    assert (before[outside()] == after[outside()]).all()


def test_cmyk_jpeg_stays_cmyk_and_black_is_black(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.jpg", of_mode("CMYK"), quality=92)
    target = redacted(source)
    with Image.open(target) as image:
        assert image.mode == "CMYK"
    before, after = samples(source), samples(target)
    assert np.abs(before - after)[:, : FACE[0] - 8].max() <= 4
    assert (after[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8] <= 2).all()
    assert np.abs(read_photo(source).rgb().astype(int) - before).max() <= 1


def test_rgb_jpeg_stays_rgb(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.jpg", of_mode("RGB"), quality=92, keep_rgb=True)
    assert read_photo(source).info.mode == "RGB"
    before, after = samples(source), samples(redacted(source))
    assert np.abs(before - after)[:, : FACE[0] - 8].max() <= 4


def test_lossy_webp_and_avif_stay_close(tmp_path: Path) -> None:
    for name in ("in.webp", "in.avif"):
        source = saved(tmp_path / name, of_mode("RGB"), quality=80)
        target = redacted(source)
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
    after = pillow_heif.open_heif(redacted(source), convert_hdr_to_8bit=False)
    assert after.info["bit_depth"] == depth
    assert after.mode == before.mode
    assert after.info["nclx_profile"] == before.info["nclx_profile"]
    one, two = np.asarray(before).astype(float), np.asarray(after).astype(float)
    white = 65535 if deep else 255
    assert np.abs(one - two)[:, : FACE[0] - 16].mean() < 0.01 * white
    assert two[FACE[1] + 8 : FACE[3] - 8, FACE[0] + 8 : FACE[2] - 8, :3].max() < 0.04 * white


# ---------------------------------------------------------------------------------------------- upright


def oriented(orientation: int) -> Image.Exif:
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
def test_orientation_is_in_the_pixels_and_nowhere_else(
    tmp_path: Path, name: str, options: dict[str, Any], orientation: int
) -> None:
    # An odd size, where the edge of a halved chroma plane lies on the other side once turned.
    image = Image.fromarray(scene(91, 63))
    source = saved(tmp_path / name, image, exif=oriented(orientation), **options)
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
    # Turned, a JPEG of such a size has its blocks elsewhere, so it is quantised anew.
    assert np.abs(after - expected).mean() <= allowed


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_jpeg_is_as_close_as_one_that_was_upright(tmp_path: Path, orientation: int) -> None:
    source = saved(tmp_path / "in.jpg", Image.fromarray(scene()), exif=oriented(orientation), quality=60)
    target = tmp_path / "out.jpg"
    write_photo(read_photo(source), target)
    with Image.open(source) as image:
        image.draft("YCbCr", None)
        expected = np.asarray(ImageOps.exif_transpose(image)).astype(int)
    difference = np.abs(ycc(target) - expected)[..., 0]
    assert (difference == 0).mean() > 0.95
    assert difference.max() <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_sixteen_bit_tiff(tmp_path: Path, orientation: int) -> None:
    pixels, source = scene(31, 22, deep=True), tmp_path / "in.tif"
    source.write_bytes(deep_tiff(pixels, orientation))
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


# ---------------------------------------------------------------------------------------------- what goes


def exif_of_a_phone() -> Image.Exif:
    secret = SECRET.decode()
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Artist] = secret, secret
    exif.get_ifd(ExifTags.IFD.Exif)[0x927C] = SECRET
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = secret
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSProcessingMethod] = (48.0, 51.0, 24.0), SECRET
    return exif


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def jpeg_of_a_phone(path: Path) -> Path:
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", 16) + b"\x1c\x02\x50\0\x0b" + SECRET
    photoshop = b"Photoshop 3.0\0" + resource
    segments = [(0xED, photoshop), (0xE4, SECRET), (0xFE, SECRET)]
    extra = b"".join(bytes([255, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    second = Image.fromarray(scene(64, 48))
    second.info["comment"] = SECRET
    of_mode("RGB").save(path, "MPO", save_all=True, append_images=[second], exif=exif_of_a_phone(), xmp=XMP)
    data = path.read_bytes()
    path.write_bytes(data[:2] + extra + data[2:] + b"\0\0\0\x18ftypmp42" + SECRET)
    return path


def png_of_a_phone(path: Path) -> Path:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", SECRET.decode(), zip=True)
    info.add(b"tIME", struct.pack(">HBBBBB", 2024, 5, 6, 7, 8, 9))
    info.add(b"vpAg", SECRET, True)
    saved(path, of_mode("RGB"), pnginfo=info, exif=exif_of_a_phone())
    path.write_bytes(path.read_bytes() + SECRET)
    return path


def webp_of_a_phone(path: Path) -> Path:
    saved(path, of_mode("RGB"), exif=exif_of_a_phone().tobytes(), xmp=XMP)
    path.write_bytes(path.read_bytes() + SECRET)
    return path


def tiff_of_a_phone(path: Path) -> Path:
    exif = exif_of_a_phone()
    exif[270], exif[700], exif[33723], exif[34377] = SECRET.decode(), XMP, SECRET, b"8BIM\x04\x0c\0\0" + SECRET
    pages = [Image.fromarray(scene(40, 30))]
    return saved(path, of_mode("RGB"), exif=exif.tobytes(), save_all=True, append_images=pages)


def heic_of_a_phone(path: Path) -> Path:
    file = pillow_heif.from_pillow(of_mode("RGB"))
    file.add_from_pillow(Image.fromarray(scene(64, 64)))
    file.save(path, exif=exif_of_a_phone().tobytes(), xmp=XMP, thumbnails=[64], quality=60)
    return path


PHONES: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "in.jpg": (
        jpeg_of_a_phone,
        {
            "EXIF",
            "GPS position",
            "maker notes",
            "XMP",
            "IPTC",
            "comments",
            "application data",
            "1 further picture or page",
        }
        | {"data after the end of the picture"},
    ),
    "in.png": (
        png_of_a_phone,
        {"EXIF", "GPS position", "maker notes", "XMP", "text chunks", "modification time", "private chunks"}
        | {"data after the end of the picture"},
    ),
    "in.webp": (
        webp_of_a_phone,
        {"EXIF", "GPS position", "maker notes", "XMP", "data after the end of the picture"},
    ),
    "in.tif": (
        tiff_of_a_phone,
        {"EXIF", "GPS position", "maker notes", "XMP", "IPTC", "Photoshop data", "1 further picture or page"},
    ),
    "in.heic": (
        heic_of_a_phone,
        {"EXIF", "GPS position", "maker notes", "XMP", "embedded thumbnail", "1 further picture or page"},
    ),
}


@pytest.mark.parametrize("name", sorted(PHONES))
def test_nothing_but_the_picture_gets_out_and_the_summary_says_what_did_not(tmp_path: Path, name: str) -> None:
    make, words = PHONES[name]
    source = make(tmp_path / name)
    original = source.read_bytes()
    assert SECRET in original
    assert set(read_photo(source).info.dropped) == words
    target = redacted(source)
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


def test_an_embedded_thumbnail_is_found_and_left_out(tmp_path: Path) -> None:
    small = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(small, "JPEG", comment=SECRET)
    thumbnail = small.getvalue()
    entries = [(0x0103, 3, 1, 6), (0x0201, 4, 1, 56), (0x0202, 4, 1, len(thumbnail))]
    second = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    exif = b"Exif\0\0II*\0" + struct.pack("<IHI", 8, 0, 14) + second + thumbnail
    source = saved(tmp_path / "in.jpg", of_mode("RGB"), exif=exif)
    assert "embedded thumbnail" in read_photo(source).info.dropped
    data = redacted(source).read_bytes()
    assert SECRET not in data
    assert data.count(b"\xff\xd8\xff") == 1


def profile(description: str) -> bytes:
    """An sRGB profile that goes by another name of at most 13 letters."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    assert name in data
    return data.replace(name, description.ljust(13).encode("utf-16-be"))


@pytest.mark.parametrize("name", ["in.jpg", "in.png", "in.webp", "in.tif", "in.heic", "in.avif"])
@pytest.mark.parametrize(("description", "stays"), [("Display P3", True), ("SECRET Camera", False), ("sRGB", False)])
def test_only_profiles_that_everybody_has_stay(tmp_path: Path, name: str, description: str, stays: bool) -> None:
    source, given = tmp_path / name, profile(description)
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source), icc_profile=given)
        target = redacted(source)
        kept = pillow_heif.open_heif(target).info.get("icc_profile")
    else:
        target = redacted(saved(source, of_mode("RGB"), icc_profile=given))
        with Image.open(target) as image:
            kept = image.info.get("icc_profile")
    assert kept == (given if stays else None)
    words = " ".join(read_photo(source).info.dropped)
    assert ("ICC profile" in words) is not stays
    assert ("a little different" in words) == (description == "SECRET Camera")


def test_a_profile_stays_in_sixteen_bit_png(tmp_path: Path) -> None:
    given, source = profile("Display P3"), tmp_path / "in.png"
    data = cv2.imencodeWithMetadata(
        ".png", scene(deep=True), [cv2.IMAGE_METADATA_ICCP], [np.frombuffer(given, np.uint8)]
    )
    source.write_bytes(data[1].tobytes())
    with Image.open(redacted(source)) as image:
        assert image.info["icc_profile"] == given


def test_what_a_png_says_of_its_colours_in_numbers_stays(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"gAMA", struct.pack(">I", 100_000))
    info.add(b"cHRM", struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))
    source = saved(tmp_path / "in.png", of_mode("RGB"), pnginfo=info)
    with Image.open(source) as one, Image.open(redacted(source)) as two:
        assert two.info["gamma"] == 1.0
        assert two.info["chromaticity"] == one.info["chromaticity"]


@pytest.mark.parametrize("name", ["in.webp", "in.png"])
def test_of_an_animation_only_the_first_frame_gets_out(tmp_path: Path, name: str) -> None:
    frames = [Image.fromarray(np.full((HEIGHT, WIDTH, 3), value, np.uint8)) for value in (90, 200, 30)]
    source = saved(tmp_path / name, frames[0], save_all=True, append_images=frames[1:], lossless=True, duration=100)
    assert "2 further pictures or pages" in read_photo(source).info.dropped
    with Image.open(redacted(source)) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert np.asarray(image.convert("RGB"))[0, 0].tolist() == [90, 90, 90]


# ---------------------------------------------------------------------------------------------- for detectors


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_rgb_shows_what_a_viewer_shows(tmp_path: Path, mode: str) -> None:
    source = saved(tmp_path / ("in.tif" if mode == "CMYK" else "in.png"), of_mode(mode))
    photo = read_photo(source)
    seen = photo.rgb()
    assert seen.dtype == np.uint8
    assert seen.flags["C_CONTIGUOUS"]
    if mode == "I;16":
        expected = np.repeat(scene(channels=1, deep=True) >> 8, 3, axis=2)
    else:
        expected = samples(source, "RGBA" if mode == "RGBA" else "RGB")[..., :3]
    assert np.abs(seen.astype(int) - expected).max() <= 1
    assert photo.rgb(80).shape == (56, 80, 3)
    assert photo.rgb(10_000).shape == (HEIGHT, WIDTH, 3)


def test_rgb_sees_what_is_hidden_under_transparency(tmp_path: Path) -> None:
    pixels = scene(channels=4)
    pixels[..., 3] = 0
    source = saved(tmp_path / "in.png", Image.fromarray(pixels))
    assert (read_photo(source).rgb() == pixels[..., :3]).all()


# ---------------------------------------------------------------------------------------------- what goes wrong


def refused(path: Path) -> str:
    with pytest.raises(VeilproofError) as raised:
        read_photo(path)
    message = str(raised.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_what_is_no_photo_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jpg"
    assert "does not exist" in refused(path)
    path.write_bytes(b"")
    assert "is empty" in refused(path)
    path.write_text("dear diary")
    assert "is not a photo that can be read" in refused(path)
    assert "cannot be read" in refused(tmp_path)


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
        path.write_bytes(deep_tiff(scene(deep=True)))
    else:
        saved(path, of_mode("RGB"))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert re.search("damaged or cut off|not a photo that can be read", refused(path))


@pytest.mark.parametrize("name", ["in.jpg", "in.heic"])
def test_damaged_exif_is_no_reason_to_refuse_a_picture(tmp_path: Path, name: str) -> None:
    source, damaged = tmp_path / name, b"Exif\0\0" + SECRET * 4
    if name == "in.heic":
        pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(source), exif=damaged)
    else:
        saved(source, of_mode("RGB"), exif=damaged)
    assert read_photo(source).info.dropped == ("damaged EXIF",)
    assert SECRET not in redacted(source).read_bytes()


def test_a_picture_too_large_to_hold_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    path = tmp_path / "in.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in chunks)
    )
    limit = Image.MAX_IMAGE_PIXELS
    assert "has 400 megapixels, more than the 200" in refused(path)
    assert limit == Image.MAX_IMAGE_PIXELS


def test_samples_that_cannot_be_covered_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "in.tif", Image.fromarray(np.ones((4, 4), np.float32)))
    assert "floating-point samples" in refused(path)


def test_an_output_named_as_another_format_is_refused(tmp_path: Path) -> None:
    source = saved(tmp_path / "in.jpg", of_mode("RGB"))
    with pytest.raises(VeilproofError, match=r"out\.png is no name for a JPEG"):
        redacted(source, "out.png")
    assert not (tmp_path / "out.png").exists()
    assert redacted(source, "out.jpeg").exists()
    # What the original is wrongly called, the output may be called too.
    wrong = source.rename(tmp_path / "in.png")
    assert redacted(wrong, "out.png").read_bytes().startswith(b"\xff\xd8")


def test_an_output_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    photo = read_photo(saved(tmp_path / "in.png", of_mode("RGB")))
    with pytest.raises(VeilproofError, match="cannot be written"):
        write_photo(photo, tmp_path / "no" / "such" / "out.png")
