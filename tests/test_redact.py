"""Redacting end to end, judged by the decoded pixels of the output."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import ExifTags, Image

from demo.scene import Truth
from tests.conftest import Clip, OnlyWrites
from tests.decoded import DecodedFrame, black, frames_of
from tests.redacted import copied, faces, redacted_folder, tracks_on, uncovered
from tests.synthetic_video import VideoSpec, video
from veilproof import Decision, Plan, redact
from veilproof.geometry import scaled
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter, writable_copy

pytestmark = pytest.mark.slow


def test_faces_are_covered_in_every_frame(people_clip: Clip) -> None:
    result = frames_of(redacted_folder(people_clip.path) / "people.redacted.mp4")
    _all_covered(result, people_clip.truth)


def test_positive_control_no_face_of_the_original_counts_as_covered(people_clip: Clip) -> None:
    original = frames_of(people_clip.path)
    assert max(black(original[face.frame], face.box) for face in faces(people_clip.truth)) < 0.1


def test_frames_and_their_times_are_those_of_the_original(people_clip: Clip) -> None:
    result = frames_of(redacted_folder(people_clip.path) / "people.redacted.mp4")
    assert [frame.time for frame in result] == [frame.time for frame in frames_of(people_clip.path)]


def test_uncovered_pixels_differ_from_a_plain_transcode_by_codec_noise_only(people_clip: Clip, tmp_path: Path) -> None:
    folder = redacted_folder(people_clip.path)
    plain = _plain_transcode(people_clip.path, tmp_path / "plain.mp4")
    result, again = frames_of(folder / "people.redacted.mp4"), frames_of(plain)
    original = frames_of(people_clip.path)
    with Plan(folder / "people.veil") as plan:
        covers = {cover.frame: cover.faces for cover in plan.covers()}
    for index in range(0, len(result), 3):
        far = _outside(covers.get(index), result[index].yuv.shape)
        assert far.mean() > 0.5
        ours, theirs = _mean_difference(original, result, index, far), _mean_difference(original, again, index, far)
        assert ours < 1.5
        assert ours < theirs + 0.1


def test_only_the_named_files_are_written_and_the_original_is_unchanged(
    people_clip: Clip, tmp_path: Path, only_writes: OnlyWrites
) -> None:
    source = tmp_path / "people.mp4"
    source.write_bytes(people_clip.path.read_bytes())
    source.chmod(0o444)
    before = hashlib.sha256(source.read_bytes()).hexdigest(), source.stat().st_mtime_ns
    with only_writes(tmp_path, {"people.veil", "people.redacted.mp4", "sheet.png"}):
        redact(source, preview=tmp_path / "sheet.png")
    assert (hashlib.sha256(source.read_bytes()).hexdigest(), source.stat().st_mtime_ns) == before
    _check_sheet(tmp_path / "sheet.png", people_clip.path, tmp_path / "people.redacted.mp4")


def test_a_second_run_reuses_the_plan_and_writes_the_same_file(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    done = redact(source)
    assert done.reused
    assert done.rendered.output.read_bytes() == (redacted_folder(people_clip.path) / "people.redacted.mp4").read_bytes()


def test_a_kept_face_is_visible_and_all_others_stay_covered(people_clip: Clip, tmp_path: Path) -> None:
    truth = people_clip.truth
    source = copied(people_clip.path, tmp_path)
    nearest = 5
    with Plan(tmp_path / "people.veil") as plan:
        kept = tracks_on(plan, truth, nearest)
        assert kept
        plan.decide(kept, Decision.KEEP, "speaks for the march")
        covers = {cover.frame: cover.faces for cover in plan.covers()}
    done = redact(source)
    assert done.kept == len(kept)
    result = frames_of(done.rendered.output)
    free = [
        face
        for face in faces(truth, 0.9)
        if face.person == nearest and _outside(covers.get(face.frame), result[0].yuv.shape)[_centre(face.box)]
    ]
    assert len(free) > 5
    assert max(black(result[face.frame], face.box) for face in free) < 0.5
    assert {face.person for face in uncovered(result, truth)} >= {nearest}
    _all_covered(result, truth, except_person=nearest)


def test_a_file_without_faces_loses_its_metadata_too(tmp_path: Path) -> None:
    tags = {"title": "PLANTED", "comment": "PLANTED", "location": "+12.3456-098.7654/", "artist": "PLANTED"}
    source = video(
        tmp_path / "empty.mp4",
        VideoSpec(width=320, height=240, tags=tags, chapters=True, cover=True, sound=("aac",), times=_times(8)),
    )
    assert b"PLANTED" in source.read_bytes()
    done = redact(source)
    assert done.tracks == 0
    written = done.rendered.output.read_bytes()
    assert b"PLANTED" not in written
    assert b"12.3456" not in written
    with av.open(str(done.rendered.output)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert not container.chapters()
    assert any("sound" in item for item in done.rendered.left_out)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tiff"])
def test_a_photo_is_covered_and_loses_its_metadata(suffix: str, people_clip: Clip, tmp_path: Path) -> None:
    index, source = 20, tmp_path / f"march{suffix}"
    with av.open(str(people_clip.path)) as container:
        picture = list(container.decode(video=0))[index].to_ndarray(format="rgb24")
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "PLANTED"
    Image.fromarray(picture).save(source, exif=exif, quality=95)
    assert b"PLANTED" in source.read_bytes()
    done = redact(source)
    assert done.rendered.output == tmp_path / f"march.redacted{suffix}"
    assert b"PLANTED" not in done.rendered.output.read_bytes()
    with Image.open(source) as before, Image.open(done.rendered.output) as after:
        old, new = (np.asarray(opened.convert("RGB")) for opened in (before, after))
        shown = DecodedFrame(Fraction(0), np.asarray(after.convert("YCbCr")))
    assert new.shape == old.shape
    bare = [face.person for face in faces(people_clip.truth) if face.frame == index and black(shown, face.box) < 0.9]
    assert bare == []
    with Plan(tmp_path / "march.veil") as plan:
        far = _outside(next(plan.covers()).faces, old.shape)
    assert far.mean() > 0.3
    difference = np.abs(new[far].astype(int) - old[far])
    assert difference.max() == 0 if suffix in (".png", ".tiff") else difference.mean() < 1.5


@dataclass(frozen=True, slots=True)
class ClipFormat:
    """Another format for the same clip."""

    name: str
    encoder: str
    pixel_format: str = "yuv420p"
    quarter_turns: int = 0
    times: Callable[[int], Fraction] = lambda i: Fraction(i, 25)
    size: tuple[int, int] = (640, 360)


_FORMATS = {
    "10 bit HEVC": ClipFormat("deep.mp4", "libx265", "yuv420p10le"),
    "rotated": ClipFormat("rotated.mp4", "libx264", quarter_turns=1),
    "variable rate": ClipFormat("variable.mkv", "libx264", times=lambda i: Fraction(i, 25) + Fraction(i * i, 1000)),
    "odd size": ClipFormat("odd.mkv", "libvpx-vp9", size=(633, 355)),
}


@pytest.mark.parametrize("clip_format", _FORMATS.values(), ids=_FORMATS)
def test_other_clip_formats_are_covered_as_well(clip_format: ClipFormat, people_clip: Clip, tmp_path: Path) -> None:
    frames = 10
    source = _transcoded(clip_format, people_clip.path, tmp_path / clip_format.name, frames)
    truth = Truth(*clip_format.size, people_clip.truth.frames[:frames], people_clip.truth.masked)
    done = redact(source)
    result = frames_of(done.rendered.output)
    with VideoReader(source) as reader:
        info, times = reader.info, [frame.time for frame in reader]
    with VideoReader(done.rendered.output) as reader:
        assert reader.info.rotation == 0
        assert (reader.info.width, reader.info.height) == (info.width, info.height) == clip_format.size
        assert _depth(reader.info.pixel_format) == _depth(info.pixel_format)
    assert [frame.time for frame in result] == times
    assert len(result) == frames
    _all_covered(result, truth)


def _all_covered(shown: list[DecodedFrame], truth: Truth, except_person: int | None = None) -> None:
    bare = [face for face in uncovered(shown, truth) if face.person != except_person]
    assert [(face.frame, face.person) for face in bare] == []


def _transcoded(clip_format: ClipFormat, original: Path, target: Path, frames: int) -> Path:
    width, height = clip_format.size
    with av.open(str(original)) as source, av.open(str(target), "w") as output:
        fast = {"preset": "ultrafast"} if "x26" in clip_format.encoder else {"deadline": "realtime", "cpu-used": "8"}
        stream = output.add_stream(clip_format.encoder, rate=25, options={"crf": "16", **fast})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = (height, width) if clip_format.quarter_turns % 2 else (width, height)
        stream.pix_fmt = clip_format.pixel_format
        stream.codec_context.time_base = Fraction(1, 1000)
        if clip_format.quarter_turns:
            stream.set_display_rotation(-90 * clip_format.quarter_turns)
        for index, frame in zip(range(frames), source.decode(video=0), strict=False):
            upright = frame.to_ndarray(format="rgb24")[:height, :width]
            rotated = np.ascontiguousarray(np.rot90(upright, clip_format.quarter_turns), np.uint8)
            again = av.VideoFrame.from_ndarray(rotated, "rgb24").reformat(format=clip_format.pixel_format)
            again.pts, again.time_base = round(clip_format.times(index) * 1000), Fraction(1, 1000)
            output.mux(stream.encode(again))
        output.mux(stream.encode(None))
    return target


def _depth(pixel_format: str) -> int:
    return av.VideoFormat(pixel_format).components[0].bits


def _plain_transcode(source: Path, target: Path) -> Path:
    with VideoReader(source) as reader, VideoWriter(target, reader.info) as writer:
        for frame in reader:
            writer.write(writable_copy(frame.picture), frame.pts)
    return target


def _outside(boxes: NDArray[np.float32] | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Bool [h, w]: pixels outside all covers and their encoder blocks."""
    far = np.ones(shape[:2], np.bool_)
    for x1, y1, x2, y2 in scaled(boxes, 1.5) if boxes is not None else ():
        far[max(0, int(y1) - 24) : max(0, int(y2) + 24), max(0, int(x1) - 24) : max(0, int(x2) + 24)] = False
    return far


def _mean_difference(one: list[DecodedFrame], other: list[DecodedFrame], index: int, where: NDArray[np.bool_]) -> float:
    return float(np.abs(one[index].yuv[where].astype(int) - other[index].yuv[where]).mean())


def _centre(box: NDArray[np.float32]) -> tuple[int, int]:
    return int((box[1] + box[3]) / 2), int((box[0] + box[2]) / 2)


def _times(count: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(i, 25) for i in range(count))


def _check_sheet(sheet: Path, original: Path, result: Path) -> None:
    """The tiles of the sheet are frames of the result, not of the original, spread over its whole length."""
    with Image.open(sheet) as opened:
        tiles = np.asarray(opened.convert("RGB")).astype(int)
    height, width = 270, 480
    bare, covered = _thumbnails(original, width, height), _thumbnails(result, width, height)
    nearest = []
    for y in range(0, tiles.shape[0], height):
        for x in range(0, tiles.shape[1], width):
            tile = tiles[y : y + height, x : x + width]
            away, near = (np.abs(frames - tile).mean((1, 2, 3)) for frames in (bare, covered))
            assert near.min() < 3
            assert near.min() < away.min() / 1.5
            nearest.append(int(near.argmin()))
    assert len(nearest) == 20
    assert nearest == sorted(nearest)
    assert nearest[0] < 6
    assert nearest[-1] > len(covered) - 6


def _thumbnails(path: Path, width: int, height: int) -> NDArray[np.int16]:
    with av.open(str(path)) as container:
        return np.array(
            [f.to_ndarray(format="rgb24", width=width, height=height) for f in container.decode(video=0)], np.int16
        )
