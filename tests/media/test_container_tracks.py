"""What MP4, QuickTime, Matroska and photos say in their boxes: the first index counts, and no hostile file hangs."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.media.test_shown import clap, with_box
from tests.synthetic_video import VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.media.container_tracks import container_tracks
from veilproof.media.heif_items import read_items
from veilproof.media.iso_boxes import Boxes, TooManyBoxesError
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader

_FEW = tuple(Fraction(i, 25) for i in range(4))


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


def nest(kind: bytes, depth: int) -> bytes:
    """Boxes in boxes."""
    return b"".join(struct.pack(">I", 8 * (depth - level)) + kind for level in range(depth))


def index_of(data: bytes) -> bytes:
    start = data.rindex(b"moov") - 4
    return data[start : start + int.from_bytes(data[start : start + 4], "big")]


def test_of_two_indices_the_first_counts(tmp_path: Path) -> None:
    source = with_box(video(tmp_path / "a.mp4", VideoSpec(times=_FEW)), clap(60, 40, 0, 0))
    plain = video(tmp_path / "b.mp4", VideoSpec(times=_FEW)).read_bytes()
    source.write_bytes(source.read_bytes() + index_of(plain))
    with VideoReader(source) as reader:
        assert (reader.info.width, reader.info.height) == (60, 40)


def test_two_tracks_of_one_number_are_refused(tmp_path: Path) -> None:
    source = with_box(video(tmp_path / "a.mp4", VideoSpec(times=_FEW)), clap(60, 40, 0, 0))
    data, index = source.read_bytes(), index_of(source.read_bytes())
    start = index.index(b"trak") - 4
    track = index[start : start + int.from_bytes(index[start : start + 4], "big")]
    grown = (len(index) + len(track)).to_bytes(4, "big") + index[4:] + track.replace(b"clap", b"free")
    source.write_bytes(data.replace(index, grown))
    with pytest.raises(VeilproofError, match="two tracks with the number 1; export it again") as error:
        VideoReader(source)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "hostile",
    [
        nest(b"moov", 50_000),
        nest(b"trak", 50_000),
        box(b"moov", nest(b"mdia", 50_000)),
        box(b"moov", *[box(b"trak", nest(b"minf", 5000))] * 20),
    ],
)
def test_boxes_in_boxes_without_end_are_no_crash(tmp_path: Path, hostile: bytes) -> None:
    source = tmp_path / "a.mp4"
    source.write_bytes(box(b"ftyp", b"isom" + bytes(8)) + hostile)
    with pytest.raises(VeilproofError) as error:
        VideoReader(source)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("make", [lambda: box(b"moov", box(b"free") * 100_001), lambda: box(b"free") * 100_001])
def test_more_boxes_than_are_read_are_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    source = tmp_path / "a.mp4"
    source.write_bytes(box(b"ftyp", b"isom" + bytes(8)) + make())
    with pytest.raises(VeilproofError, match="more than 100,000 boxes"):
        container_tracks(source)


def test_fragments_after_the_index_may_be_many(tmp_path: Path) -> None:
    source = video(tmp_path / "a.mp4", VideoSpec(times=_FEW))
    source.write_bytes(source.read_bytes() + box(b"moof") * 100_001)
    assert 1 in container_tracks(source)


def test_boxes_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    """Not at each level: 400 boxes of 400 would pass otherwise."""
    data = box(b"moov", box(b"free") * 400) * 400
    boxes = Boxes(io.BytesIO(data))
    with pytest.raises(TooManyBoxesError):
        for _ in boxes.nested(0, len(data), frozenset({b"moov"})):
            pass


def test_elements_of_matroska_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    def element(identifier: str, body: bytes) -> bytes:
        return bytes.fromhex(identifier) + (1 << 56 | len(body)).to_bytes(8, "big") + body

    track = element("ae", element("e0", b"\x54\xcc\x80" * 400))
    source = tmp_path / "a.mkv"
    head = element("1a45dfa3", element("4282", b"matroska"))
    source.write_bytes(head + element("18538067", element("1654ae6b", track * 400)))
    with pytest.raises(VeilproofError, match="more than 100,000 elements"):
        container_tracks(source)


def test_a_photo_with_boxes_without_end_is_refused(tmp_path: Path) -> None:
    data = box(b"ftyp", b"avif" + bytes(4) + b"avifmif1") + box(
        b"meta", bytes(4), box(b"iinf", bytes(6), box(b"infe") * 100_001)
    )
    with pytest.raises(TooManyBoxesError):
        read_items(data)
    source = tmp_path / "a.avif"
    source.write_bytes(data)
    with pytest.raises(VeilproofError):
        read_photo(source)
