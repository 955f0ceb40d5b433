"""What a file is, told by its bytes: photos of every brand, camera RAW, and kinds that are named and not read."""

from __future__ import annotations

import errno
import struct
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from tests.media.photos import HEIGHT, WIDTH, image_of_mode, redact_face, save, scene
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media, find_passed_over
from veilproof.media.kinds import check_supported, is_photo, is_video, unsupported_kind
from veilproof.media.pairs import pairs_of
from veilproof.media.photo import read_photo


def tiff_directory(*tags: tuple[int, int, int]) -> bytes:
    """A little-endian TIFF whose only directory has these tags of one value: tag, type, value."""
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + bytes(4)


def brands(*names: bytes) -> bytes:
    box = b"ftyp" + names[0] + bytes(4) + b"".join(names[1:])
    return struct.pack(">I", len(box) + 4) + box


CAMERA_RAW = {
    "a.dng": tiff_directory((50706, 1, 0x0104)),
    "a.cr2": b"II*\0\x10\0\0\0CR\x02\0",
    "a.cr3": brands(b"crx ", b"crx ", b"isom"),
    "named.tif": tiff_directory((262, 3, 32803)),
    "b.tif": tiff_directory((259, 3, 34713)),
    "a.nef": tiff_directory((262, 3, 2)),
    "a.raf": b"FUJIFILMCCD-RAW 0201",
    "a.orf": b"IIRO\x08\0\0\0",
    "a.rw2": b"IIU\0\x18\0\0\0",
    "a.x3f": b"FOVb\0\0\x02\0",
}


@pytest.mark.parametrize("name", sorted(CAMERA_RAW))
def test_a_camera_raw_is_told_and_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(CAMERA_RAW[name].ljust(600, b"\0"))
    assert not is_photo(path)
    assert not is_video(path)
    for refuse in (check_supported, read_photo):
        with pytest.raises(VeilproofError, match=f"{name} is a camera RAW; develop it to JPEG or TIFF first"):
            refuse(path)


def test_a_raw_in_a_directory_below_is_told_and_a_tiff_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    first = tiff_directory((262, 3, 2), (330, 4, 38))
    path.write_bytes(first + tiff_directory((262, 3, 32803))[8:])
    assert len(first) == 38
    assert unsupported_kind(path) is not None
    assert is_photo(save(path, image_of_mode("RGB")))


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("a.jxl", b"\xff\x0a\xfa\x7f", "a JPEG XL"),
        ("b.jxl", b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL"),
        ("a.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000"),
        ("a.psd", b"8BPS\0\x01", "a Photoshop document"),
        ("a.pdf", b"%PDF-1.7\n", "a PDF"),
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="x">', "an SVG drawing"),
        ("a.ogg", b"OggS\0\x02" + bytes(22) + b"\x01vorbis", "sound"),
        ("a.m4a", brands(b"M4A ", b"isom"), "sound"),
        ("a.zip", b"PK\x03\x04", "an archive"),
    ],
)
def test_kinds_that_are_not_read_are_named(tmp_path: Path, name: str, start: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(start.ljust(600, b"\0"))
    assert not is_photo(path)
    assert not is_video(path)
    with pytest.raises(VeilproofError, match=f"{name} is {words}; "):
        check_supported(path)


@pytest.mark.parametrize(
    ("names", "photo"),
    [
        ((b"mif2", b"mif1", b"heic"), True),
        ((b"msf1", b"hevc", b"iso8"), True),
        ((b"avis", b"avif", b"msf1"), True),
        ((b"MiHB", b"heic"), True),
        ((b"isom", b"mp42", b"heic"), False),
        ((b"qt  ", b"qt  "), False),
    ],
)
def test_photos_are_told_by_all_their_brands(tmp_path: Path, names: tuple[bytes, ...], photo: bool) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(brands(*names) + bytes(600))
    assert is_photo(path) is photo
    assert is_video(path) is not photo


def test_ogg_and_dv_are_videos(tmp_path: Path) -> None:
    for start in (b"OggS\0\x02" + bytes(22) + b"\x80theora", b"\x1f\x07\x00\x3f", b"\x1f\x07\x00\xbf"):
        path = tmp_path / "a.bin"
        path.write_bytes(start.ljust(600, b"\0"))
        assert is_video(path)
        assert unsupported_kind(path) is None


@pytest.mark.parametrize(("name", "options"), [("in.bmp", {}), ("in.tif", {"big_tiff": True})])
def test_bmp_and_bigtiff_are_redacted(tmp_path: Path, name: str, options: dict[str, bool]) -> None:
    source = save(tmp_path / name, image_of_mode("RGB"), **options)
    assert is_photo(source)
    assert (read_photo(redact_face(source)).rgb()[30:60, 50:80] == 0).all()


def test_a_heic_of_another_major_brand_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.heic"
    pillow_heif.encode("RGB", (WIDTH, HEIGHT), scene().tobytes(), str(path))
    data = path.read_bytes()
    path.write_bytes(data[:8] + b"mif2" + data[12:])
    assert read_photo(path).info.width == WIDTH
    redact_face(path)


def test_what_a_folder_search_passes_over_is_named_by_kind(tmp_path: Path) -> None:
    save(tmp_path / "a.png", Image.new("RGB", (8, 8)))
    (tmp_path / "a.redacted.png.audit").mkdir()
    save(tmp_path / "a.redacted.png.audit" / "leak.png", Image.new("RGB", (8, 8)))
    (tmp_path / "a.veil").write_bytes(b"plan")
    assert not find_passed_over([tmp_path]).kinds
    (tmp_path / "notes.txt").write_text("words")
    passed = find_passed_over([tmp_path])
    assert (passed.kinds, passed.needs_review) == ({"other file": 1}, False)
    for name, data in CAMERA_RAW.items():
        (tmp_path / name).write_bytes(data.ljust(600, b"\0"))
    (tmp_path / "broken.jpg").write_text("words")
    passed = find_passed_over([tmp_path, tmp_path / "a.png"])
    assert passed.kinds == {"camera RAW": len(CAMERA_RAW), ".jpg that is no photo or video": 1, "other file": 1}
    assert passed.needs_review
    assert find_media([tmp_path]) == [tmp_path / "a.png"]
    (tmp_path / "a.png").unlink()
    with pytest.raises(VeilproofError, match=r"no photo or video in .*passed over: 10 x camera RAW"):
        find_media([tmp_path])


def test_pairs_are_named_with_what_was_not_done(tmp_path: Path) -> None:
    photo, other = save(tmp_path / "IMG_1.JPG", Image.new("RGB", (8, 8))), tmp_path / "IMG_1.dng"
    alone = save(tmp_path / "IMG_2.JPG", Image.new("RGB", (8, 8)))
    other.write_bytes(CAMERA_RAW["a.dng"])
    (pair,) = pairs_of([photo, alone])
    assert pair.sentence([photo]) == ("IMG_1.JPG and IMG_1.dng belong together (RAW and photo): IMG_1.dng was NOT done")
    movie = tmp_path / "img_2.mov"
    movie.write_bytes(brands(b"qt  ", b"qt  ") + bytes(600))
    assert [pair.sentence([alone, movie]) for pair in pairs_of([alone])] == [
        "IMG_2.JPG and img_2.mov belong together (Live Photo, a photo with its video): both were done"
    ]


@pytest.mark.parametrize("method", ["iterdir", "is_file"])
def test_a_folder_that_cannot_be_read_is_one_line_after_the_pairs_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    folders = locked, other = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
        save(folder / "IMG_1.JPG", Image.new("RGB", (8, 8)))
        (folder / "IMG_1.dng").write_bytes(CAMERA_RAW["a.dng"])
    before: Callable[[Path], object] = getattr(Path, method)

    def refused(path: Path) -> object:
        if path.is_relative_to(locked):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return before(path)

    monkeypatch.setattr(Path, method, refused)
    pairs = pairs_of([folder / "IMG_1.JPG" for folder in folders])
    assert next(pairs).files == (other / "IMG_1.JPG", other / "IMG_1.dng")
    with pytest.raises(
        VeilproofError, match=rf"^{locked}.* cannot be read \(Permission denied\): change its permissions$"
    ):
        next(pairs)
    with pytest.raises(VeilproofError, match=rf"^{locked}.* cannot be read"):
        find_media(folders)
