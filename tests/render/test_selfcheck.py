"""A render looks at its own output: a file that lacks a cover never gets its name, and a file that has them all does.

The encoder is patched so that it loses covers or frames; everything else is real, decoding too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
import pytest
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import Clip
from tests.media.photos import tiff_16_bit
from veilproof import Delivery, Method, Plan, Shape, Style, VeilproofError, render
from veilproof.media.photo import Photo, read_photo, write_photo
from veilproof.media.planes import planes
from veilproof.media.scheduling import as_scheduled
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter, writable_copy
from veilproof.plan import Cover
from veilproof.render.apply import cover_regions
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack

_APPLY = import_module("veilproof.render.apply")
_FRAMES = 12
_START = 20
"""The first frame of the clip that is used: everybody is in the picture."""
_SIZE = (512, 288)
_STEP = Fraction(1, 25)


@dataclass(frozen=True, slots=True)
class Format:
    """How a source is stored; `light` scales its brightness."""

    name: str
    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    range: int = 1
    light: float = 1.0
    options: tuple[tuple[str, str], ...] = ()


_QUIET = (("x265-params", "log-level=none"),)
_FORMATS = {
    "H.264": Format("a.mp4"),
    "H.264, 10 bits": Format("a.mp4", pixel_format="yuv420p10le"),
    "H.264, full range": Format("a.mp4", pixel_format="yuvj420p", range=2),
    "H.264, interlaced": Format("a.mp4", options=(("x264-params", "tff=1"), ("flags", "+ildct+ilme"))),
    "H.264, MPEG-TS": Format("a.ts"),
    "H.264, AVI": Format("a.avi", options=(("bf", "0"),)),
    "HEVC": Format("a.mp4", "libx265", options=_QUIET),
    "HEVC, RGB": Format("a.mkv", "libx265", "gbrp", 2, options=_QUIET),
    "VP9": Format("a.webm", "libvpx-vp9"),
    "VP9, full range": Format("a.webm", "libvpx-vp9", range=2),
    "AV1, 10 bits": Format("a.mkv", "libsvtav1", "yuv420p10le"),
    "GIF": Format("a.gif", "gif", "rgb8", 2),
    "RGB": Format("a.mkv", "ffv1", "bgr0", 2),
    "gray": Format("a.mkv", "ffv1", "gray"),
}


def _pictures(clip: Path, form: Format) -> list[av.VideoFrame]:
    width, height = _SIZE
    with av.open(str(clip)) as container:
        frames = list(container.decode(video=0))[_START : _START + _FRAMES]
    pictures = []
    for number, frame in enumerate(frames):
        rgb = frame.reformat(width, height, format="rgb24").to_ndarray()
        dark: NDArray[np.uint8] = np.asarray(rgb * form.light, np.uint8)
        full = "JPEG" if form.range == 2 else "MPEG"
        picture = av.VideoFrame.from_ndarray(dark).reformat(format=form.pixel_format, dst_color_range=full)
        picture.color_range, picture.pts, picture.time_base = form.range, number, _STEP
        pictures.append(picture)
    return pictures


def _source(clip: Clip, folder: Path, form: Format) -> Path:
    path = folder / form.name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(form.codec, rate=1 / _STEP, options=dict(form.options))
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = _SIZE, form.pixel_format
        stream.codec_context.color_range = form.range
        with as_scheduled():
            container.start_encoding()
        for picture in _pictures(clip.path, form):
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def _plan(source: Path, tracks: list[NDArray[np.float32]], kind: str = "video") -> None:
    """The plan of a scan that found these tracks, float32 [frames, 4] each, from the first frame on."""
    if kind == "video":
        with VideoReader(source) as reader:
            pts = [frame.pts for frame in reader]
        size, time_base = (reader.info.width, reader.info.height), reader.info.time_base
    else:
        info = read_photo(source).info
        size, time_base, pts = (info.width, info.height), Fraction(1), [0]
    facts = {
        "scan_version": "3",
        "detector": "none",
        "effort": "normal",
        "name": source.name,
        "sha256": digest(source),
        "kind": kind,
        "width": str(size[0]),
        "height": str(size[1]),
        "time_base": str(time_base),
    }
    with Plan.create(source.with_suffix(".veil"), facts) as plan:
        found = [ConfirmedTrack(0, boxes[: len(pts)], 0.9, 3) for boxes in tracks]
        plan.add({}, enumerate(pts), found)
        plan.finish({"frames": str(len(pts)), "unreadable": "0", "dropped": "[]"})


def _faces(clip: Clip) -> list[NDArray[np.float32]]:
    """The boxes of everybody who is in all frames, float32 [frames, 4] each."""
    frames = clip.truth.frames[_START : _START + _FRAMES]
    everybody = set.intersection(*(set(frame.people.tolist()) for frame in frames))
    scale = np.float32(_SIZE[0] / clip.truth.width)
    return [
        np.array([frame.boxes[frame.people == person][0] * scale for frame in frames], np.float32)
        for person in sorted(everybody)
    ]


@pytest.fixture
def march(people_clip: Clip, tmp_path: Path) -> Path:
    source = _source(people_clip, tmp_path, _FORMATS["H.264"])
    _plan(source, _faces(people_clip))
    return source


Sabotage = Callable[[int, av.VideoFrame, av.VideoFrame], av.VideoFrame]
"""From the number of a frame, the covered picture and the bare one, makes what is encoded."""


def _sabotaged(monkeypatch: pytest.MonkeyPatch, source: Path, sabotage: Sabotage) -> None:
    with VideoReader(source) as reader:
        bare = {frame.pts: (frame.index, writable_copy(frame.picture)) for frame in reader}
    write = VideoWriter.write

    def patched(self: VideoWriter, picture: av.VideoFrame, pts: int) -> None:
        number, original = bare[pts]
        write(self, sabotage(number, picture, original), pts)

    monkeypatch.setattr(VideoWriter, "write", patched)


def _bare_in(number: int) -> Sabotage:
    return lambda index, covered, bare: bare if index == number else covered


def _without_face(boxes: NDArray[np.float32], number: int, scale: float = 1.5) -> Sabotage:
    """The cover of one face is missing in one frame, and all others are there."""

    def sabotage(index: int, covered: av.VideoFrame, bare: av.VideoFrame) -> av.VideoFrame:
        if index != number:
            return covered
        result = writable_copy(covered)
        centre, half = (boxes[index][:2] + boxes[index][2:]) / 2, (boxes[index][2:] - boxes[index][:2]) / 2 * scale
        for target, plane in zip(planes(result), planes(bare), strict=True):
            step = (plane.step_x, plane.step_y)
            x1, y1 = np.maximum((centre - half) / step, 0).astype(int)
            x2, y2 = ((centre + half) / step + 1).astype(int)
            target.pixels[y1:y2, x1:x2] = plane.pixels[y1:y2, x1:x2]
        return result

    return sabotage


def _refused(source: Path, style: Style | None = None, match: str = "lacks") -> None:
    with pytest.raises(VeilproofError, match=match) as caught:
        render(source, delivery=Delivery(style or Style()))
    message = str(caught.value)
    assert message.startswith(str(source.with_name(f"{source.stem}.redacted{source.suffix}")))
    assert "\n" not in message
    assert message.count("the written file") == 1
    assert {path.name for path in source.parent.iterdir()} == {source.name, f"{source.stem}.veil"}


@pytest.mark.slow
@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("form", _FORMATS.values(), ids=_FORMATS)
def test_covers_pass_and_a_bare_frame_does_not(
    form: Format, method: Method, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _source(people_clip, tmp_path, form)
    _plan(source, _faces(people_clip))
    done = render(source, delivery=Delivery(Style(method)))
    assert (done.frames, done.covered) == (_FRAMES, _FRAMES)
    done.output.unlink()
    _sabotaged(monkeypatch, source, _bare_in(7))
    _refused(source, Style(method), "of frame 7")


@pytest.mark.parametrize("method", Method)
def test_one_face_that_is_bare_in_one_frame_is_found(
    method: Method, people_clip: Clip, march: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = max(_faces(people_clip), key=lambda each: float(np.ptp(each[0, ::2])))
    _sabotaged(monkeypatch, march, _without_face(boxes, 4))
    _refused(march, Style(method), "of frame 4")


@pytest.mark.parametrize("light", [0.3, 0.12])
def test_a_bare_face_is_found_at_night(
    light: float, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _source(people_clip, tmp_path, replace(_FORMATS["H.264"], light=light))
    faces = _faces(people_clip)
    _plan(source, faces)
    render(source).output.unlink()
    for boxes in faces:
        with monkeypatch.context() as patched:
            _sabotaged(patched, source, _without_face(boxes, 4))
            _refused(source)


def test_a_small_bare_face_is_found(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _source(people_clip, tmp_path, _FORMATS["H.264"])
    faces = _faces(people_clip)
    centres = [(boxes[:, :2] + boxes[:, 2:]) / 2 for boxes in faces]
    # Eyes and mouths, so that something is there to see.
    small = [
        np.concatenate([centre - side / 2, centre + side / 2], 1)
        for centre, side in zip(centres, itertools.cycle((8, 10, 12)), strict=False)
    ]
    _plan(source, small)
    render(source).output.unlink()
    for boxes in small:
        with monkeypatch.context() as patched:
            _sabotaged(patched, source, _without_face(boxes, 5))
            _refused(source)


@pytest.mark.parametrize("method", Method)
def test_covers_in_another_place_are_found(method: Method, march: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style(method)
    with Plan(march.with_suffix(".veil")) as plan:
        covers = {cover.frame: cover for cover in plan.covers()}

    def shifted(index: int, covered: av.VideoFrame, bare: av.VideoFrame) -> av.VideoFrame:
        if index != 6:
            return covered
        result, faces = writable_copy(bare), covers[index].faces
        by = (faces[:, 2:] - faces[:, :2]) * style.scale * 0.6 * [1, 0]
        cover_regions(
            planes(result), Cover(index, faces + np.tile(by, 2).astype(np.float32), covers[index].drawn), style
        )
        return result

    _sabotaged(monkeypatch, march, shifted)
    _refused(march, style, "of frame 6")


def test_a_frame_that_is_lost_or_doubled_is_found(march: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with VideoReader(march) as reader:
        numbers = {frame.pts: frame.index for frame in reader}
    write = VideoWriter.write

    def lost(self: VideoWriter, picture: av.VideoFrame, pts: int) -> None:
        if numbers[pts] != 5:
            write(self, picture, pts)

    def doubled(self: VideoWriter, picture: av.VideoFrame, pts: int) -> None:
        write(self, picture, pts)
        if numbers[pts] == 5:
            write(self, picture, pts + 1)

    for patched, found in ((lost, _FRAMES - 1), (doubled, _FRAMES + 1)):
        monkeypatch.setattr(VideoWriter, "write", patched)
        _refused(march, match=f"lacks|decodes to {found} of {_FRAMES} frames")


def test_a_file_that_is_damaged_as_it_is_written_is_found(march: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = VideoWriter.close

    def damaged(self: VideoWriter) -> None:
        close(self)
        target = self._target
        data = bytearray(target.read_bytes())
        data[len(data) // 3 : len(data) // 3 + 2000] = bytes(2000)
        target.write_bytes(data)

    monkeypatch.setattr(VideoWriter, "close", damaged)
    _refused(march, match="the written file")


def test_covers_at_and_beyond_the_edge_over_each_other_and_drawn_ones_pass(people_clip: Clip, tmp_path: Path) -> None:
    source = _source(people_clip, tmp_path, _FORMATS["H.264"])
    width, height = _SIZE
    still = [
        (-20, -20, 12, 12),
        (width - 6, 60, width + 40, 110),
        (100, height - 4, 160, height + 60),
        (-60, -60, -20, -20),
        (width + 20, 20, width + 50, 60),
        (-44, 120, -1, 160),
        (200, 60, 206, 66),
        (203, 63, 211, 71),
        (240, 90, 300, 150),
        (270, 120, 330, 180),
    ]
    _plan(source, [np.array([box] * _FRAMES, np.float32) for box in still])
    with Plan(source.with_suffix(".veil")) as plan:
        plan.draw((30, 200, 40, 208), Fraction(0), Fraction(1))
        plan.draw((width - 30, 10, width, 60), Fraction(0), Fraction(1))
    for method in Method:
        for shape in Shape:
            done = render(source, delivery=Delivery(Style(method, shape)), force=True)
            assert done.covered == _FRAMES


def test_only_frames_with_a_cover_in_the_picture_count_as_covered(people_clip: Clip, tmp_path: Path) -> None:
    source = _source(people_clip, tmp_path, _FORMATS["H.264"])
    x = np.linspace(-60, 60, _FRAMES)
    # The corner of the outline enters the picture before the ellipse in it does.
    moving = np.stack([x, x, x + 20, x + 20], 1).astype(np.float32)
    _plan(source, [moving, np.array([(-70, 50, -40, 90)] * _FRAMES, np.float32)])
    done = render(source)
    with VideoReader(done.output) as reader:
        black = [int((planes(frame.picture)[0].pixels[:4, :4] < 30).all()) for frame in reader]
    # The radius is 15 pixels; its centre comes within it of the corner of the picture.
    assert done.covered == int((np.hypot(np.maximum(-x - 10, 0), np.maximum(-x - 10, 0)) < 15).sum())
    assert done.covered >= sum(black) > 0


Make = Callable[[Image.Image, Path], Path]
"""Stores a picture as a photo in a folder."""


def _stored(name: str, mode: str, **options: Any) -> Make:  # noqa: ANN401
    def make(picture: Image.Image, folder: Path) -> Path:
        picture.convert(mode).save(folder / name, **options)
        return folder / name

    return make


def _heic(mode: str) -> Make:
    def make(picture: Image.Image, folder: Path) -> Path:
        path = folder / "a.heic"
        pillow_heif.encode(mode, picture.size, picture.convert(mode).tobytes(), str(path), quality=50)
        return path

    return make


def _deep_gray(picture: Image.Image, folder: Path) -> Path:
    Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257).save(folder / "a.png")
    return folder / "a.png"


def _deep_tiff(picture: Image.Image, folder: Path) -> Path:
    path = folder / "a.tiff"
    path.write_bytes(tiff_16_bit(np.asarray(picture).astype(np.uint16) * 257))
    return path


_PHOTOS: dict[str, Make] = {
    "JPEG": _stored("a.jpg", "RGB", quality=90),
    "JPEG, poor": _stored("a.jpg", "RGB", quality=20),
    "JPEG, gray": _stored("a.jpg", "L"),
    "JPEG, CMYK": _stored("a.jpg", "CMYK"),
    "JPEG, RGB": _stored("a.jpg", "RGB", keep_rgb=True),
    "PNG": _stored("a.png", "RGB"),
    "PNG, alpha": _stored("a.png", "RGBA"),
    "PNG, gray and alpha": _stored("a.png", "LA"),
    "PNG, 16 bits gray": _deep_gray,
    "PNG, palette": _stored("a.png", "P"),
    "TIFF": _stored("a.tiff", "RGB"),
    "TIFF, CMYK": _stored("a.tiff", "CMYK"),
    "TIFF, 16 bits": _deep_tiff,
    "WebP": _stored("a.webp", "RGB", quality=60),
    "WebP, alpha": _stored("a.webp", "RGBA", quality=60),
    "AVIF": _stored("a.avif", "RGB", quality=50),
    "HEIC": _heic("RGB"),
    "HEIC, alpha": _heic("RGBA"),
}


def _photo(make: Make, clip: Clip, folder: Path) -> Path:
    """The first frame of the clip as a photo, and its plan, with more covers at the edges and small ones."""
    picture = Image.fromarray(_pictures(clip.path, _FORMATS["H.264"])[0].to_ndarray(format="rgb24"))
    source = make(picture, folder)
    width, height = _SIZE
    more = (
        (-8, 60, 14, 90),
        (width - 12, height - 14, width + 20, height + 20),
        (100, 20, 112, 32),
        (200, 200, 208, 208),
    )
    _plan(source, [boxes[:1] for boxes in _faces(clip)] + [np.array([box], np.float32) for box in more], "photo")
    return source


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("make", _PHOTOS.values(), ids=_PHOTOS)
def test_a_covered_photo_passes_and_a_bare_one_does_not(
    make: Make, method: Method, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _photo(make, people_clip, tmp_path)
    done = render(source, delivery=Delivery(Style(method)))
    assert done.covered == 1
    done.output.unlink()
    monkeypatch.setattr(_APPLY, "write_photo", lambda photo, target: write_photo(read_photo(photo.info.path), target))
    _refused(source, Style(method))


def test_one_bare_face_in_a_photo_is_found(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _photo(_PHOTOS["JPEG"], people_clip, tmp_path)

    def lose_one(photo: Photo, target: Path) -> None:
        bare = read_photo(photo.info.path).planes[0].pixels
        photo.planes[0].pixels[16:36, 96:116] = bare[16:36, 96:116]
        write_photo(photo, target)

    monkeypatch.setattr(_APPLY, "write_photo", lose_one)
    _refused(source, match="lacks 1 of the")
