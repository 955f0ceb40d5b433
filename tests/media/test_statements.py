"""What files state about how their pictures are shown, in every container and codec that is written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media.rewriting import QUIET, rewrite
from tests.release.folder import planned
from tests.synthetic_video import VideoSpec, video
from veilproof import render
from veilproof.media.statements import has_its_chroma_location, is_as_wide, not_stated
from veilproof.media.video_read import VideoInfo, VideoReader

_WRITTEN = {
    "libx264": (".mp4", ".m4v", ".mov", ".mkv", ".avi", ".ts", ".mts", ".m2ts"),
    "libx265": (".mp4", ".m4v", ".mov", ".mkv", ".ts"),
    "libvpx-vp9": (".mp4", ".mkv", ".webm"),
    "libsvtav1": (".mp4", ".mkv", ".webm"),
}
"""By encoder, the containers in which it is written."""
_SHORT = tuple(Fraction(i, 25) for i in range(8))
_FIELDS = "which field of its interlaced pictures comes first"


def _short(codec: str, spec: VideoSpec) -> VideoSpec:
    return replace(spec, codec=codec, times=_SHORT, options=spec.options | (QUIET if codec == "libx265" else {}))


def _written(folder: Path, spec: VideoSpec, suffix: str) -> tuple[VideoInfo, VideoInfo]:
    """What an MP4 file states, and what is stated when it is written with another suffix."""
    source = video(folder / "in.mp4", spec)
    rewrite(source, folder / f"out{suffix}")
    with VideoReader(source) as before, VideoReader(folder / f"out{suffix}") as after:
        return before.info, after.info


@pytest.mark.parametrize(("codec", "suffix"), [(codec, suffix) for codec in _WRITTEN for suffix in _WRITTEN[codec]])
def test_every_container_states_what_the_original_stated(tmp_path: Path, codec: str, suffix: str) -> None:
    # Of all codecs only VP9 has no place for chroma samples, in MP4 and so in its original.
    chroma = {} if codec == "libvpx-vp9" else {"chroma_sample_location": "topleft"}
    for aspect, rotation in ((Fraction(64, 45), 0), (Fraction(3, 4), 0), (Fraction(64, 45), 90)):
        spec = VideoSpec(aspect=aspect, rotation=rotation, colour=(2, 9, 18, 9), options=chroma)
        before, after = _written(tmp_path, _short(codec, spec), suffix)
        assert before.sample_aspect_ratio == (1 / aspect if rotation else aspect)
        assert abs(after.sample_aspect_ratio - before.sample_aspect_ratio) * after.width < 1
        assert after.rotation == 0
        assert (after.colour, after.colour.range) == (before.colour, 2)
        assert rotation or before.chroma_location == chroma.get("chroma_sample_location", "")
        assert before.chroma_location in ("", after.chroma_location)
        assert not_stated(before, after) == ()


@pytest.mark.parametrize("suffix", _WRITTEN["libx264"])
@pytest.mark.parametrize("first", ["top", "bottom"])
def test_every_container_of_h264_states_which_field_comes_first(tmp_path: Path, suffix: str, first: str) -> None:
    before, after = _written(tmp_path, _short("libx264", VideoSpec(first_field=first)), suffix)
    assert (before.first_field, after.first_field) == (first, first)
    assert not_stated(before, after) == ()


def test_upside_down_the_rows_of_one_field_are_those_of_the_other(tmp_path: Path) -> None:
    before, after = _written(tmp_path, _short("libx264", VideoSpec(first_field="top", rotation=180)), ".mp4")
    assert (before.first_field, after.first_field) == ("bottom", "bottom")


def test_of_interlaced_pictures_that_are_turned_on_their_side_no_field_comes_first_and_that_is_said(
    tmp_path: Path,
) -> None:
    before, after = _written(tmp_path, _short("libx264", VideoSpec(first_field="top", rotation=90)), ".mp4")
    assert (before.first_field, after.first_field) == (None, None)
    assert _FIELDS in before.dropped
    assert _FIELDS not in after.dropped


def test_the_first_field_is_that_of_the_pictures_and_not_of_their_headers(tmp_path: Path) -> None:
    # x264 writes headers for the top field, and then pictures as they are marked.
    spec = VideoSpec(options={"x264-params": "mbtree=0:tff=1"})
    before, after = _written(tmp_path, _short("libx264", spec), ".mp4")
    assert (before.first_field, after.first_field) == ("bottom", "bottom")


def test_chroma_of_a_photograph_in_motion_lies_between_four_pixels(tmp_path: Path) -> None:
    before, after = _written(tmp_path, VideoSpec("mjpeg", pixel_format="yuvj420p", times=_SHORT), ".mp4")
    assert (before.codec, after.codec) == ("mjpeg", "h264")
    assert (before.chroma_location, after.chroma_location) == ("center", "center")


def test_chroma_turns_with_the_picture(tmp_path: Path) -> None:
    before, after = _written(tmp_path, _short("libx264", VideoSpec(rotation=90)), ".mp4")
    assert (before.chroma_location, after.chroma_location) == ("top", "top")


@pytest.mark.parametrize("suffix", [".mkv", ".webm"])
def test_a_matroska_file_that_states_its_aspect_ratio_is_whole(tmp_path: Path, suffix: str) -> None:
    spec = _short("libvpx-vp9", VideoSpec(aspect=Fraction(123, 457), width=160))
    before, after = _written(tmp_path, spec, suffix)
    assert abs(after.sample_aspect_ratio - before.sample_aspect_ratio) * 160 < 1
    with av.open(str(tmp_path / f"out{suffix}"), options={"err_detect": "crccheck+explode"}) as container:
        assert sum(1 for _ in container.decode(video=0)) == len(_SHORT)
        container.seek(0)
        assert next(container.decode(video=0)).pts == 0


def test_av1_leaves_the_shape_of_pixels_to_its_container(tmp_path: Path) -> None:
    spec = VideoSpec(aspect=Fraction(4, 3), pixel_format="yuv420p10le")
    before, after = _written(tmp_path, _short("libx265", spec), ".webm")
    assert after.codec == "av1"
    assert after.coded_aspect_ratio == Fraction(1)
    assert not_stated(before, after) == ()
    assert is_as_wide(before, after)
    assert not is_as_wide(before, replace(after, sample_aspect_ratio=Fraction(1)))
    assert not is_as_wide(before, replace(after, coded_aspect_ratio=Fraction(2)))


def test_only_of_chroma_between_rows_it_matters_where_it_lies(tmp_path: Path) -> None:
    """MPEG-2 of cameras for television has a full row of chroma for each of luma, and x264 states no place for it."""
    spec = replace(VideoSpec("mpeg2video", pixel_format="yuv422p", times=_SHORT), time_base=Fraction(1, 25))
    with VideoReader(video(tmp_path / "in.ts", spec)) as reader:
        before = reader.info
    rewrite(before.path, tmp_path / "out.ts")
    with VideoReader(tmp_path / "out.ts") as reader:
        after = reader.info
    assert (before.chroma_location, after.chroma_location) == ("topleft", "left")
    assert has_its_chroma_location(before, after)
    assert not has_its_chroma_location(before, replace(after, pixel_format="yuv420p"))
    assert not_stated(before, after) == ()


def test_what_a_codec_cannot_state_is_said(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(first_field="top"))
    planned(source)
    assert _FIELDS not in render(source, output=tmp_path / "out.mp4").left_out
    assert _FIELDS in render(source, output=tmp_path / "out.webm").left_out
