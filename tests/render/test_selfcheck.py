"""A render looks at its own output: a file that lacks a cover never gets its name, and a file that has them all does.

The encoder is patched so that it loses covers or frames; everything else is real, decoding too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tests.conftest import Clip
from tests.render.selfchecks import FORMATS, FRAMES, SIZE, STEP, Format, assert_refused, faces, pictures, plan_of
from veilproof import Delivery, Method, Plan, Shape, Style, render
from veilproof.media.planes import planes
from veilproof.media.scheduling import as_scheduled
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter, writable_copy
from veilproof.plan import Cover
from veilproof.render.apply import cover_regions

_APPLY = import_module("veilproof.render.apply")


def _source(clip: Clip, folder: Path, form: Format) -> Path:
    path = folder / form.name
    with av.open(str(path), "w") as container:
        stream = container.add_stream(form.codec, rate=1 / STEP, options=dict(form.options))
        assert isinstance(stream, VideoStream)
        (stream.width, stream.height), stream.pix_fmt = SIZE, form.pixel_format
        stream.codec_context.color_range = form.range
        with as_scheduled():
            container.start_encoding()
        for picture in pictures(clip.path, form):
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def march(people_clip: Clip, tmp_path: Path) -> Path:
    source = _source(people_clip, tmp_path, FORMATS["H.264"])
    plan_of(source, faces(people_clip))
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


@pytest.mark.slow
@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_covers_pass_and_a_bare_frame_does_not(
    form: Format, method: Method, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _source(people_clip, tmp_path, form)
    plan_of(source, faces(people_clip))
    done = render(source, delivery=Delivery(Style(method)))
    assert (done.frames, done.covered) == (FRAMES, FRAMES)
    done.output.unlink()
    _sabotaged(monkeypatch, source, _bare_in(7))
    assert_refused(source, Style(method), "of frame 7")


@pytest.mark.parametrize("method", Method)
def test_one_face_that_is_bare_in_one_frame_is_found(
    method: Method, people_clip: Clip, march: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = max(faces(people_clip), key=lambda each: float(np.ptp(each[0, ::2])))
    _sabotaged(monkeypatch, march, _without_face(boxes, 4))
    assert_refused(march, Style(method), "of frame 4")


@pytest.mark.parametrize("light", [0.3, 0.12])
def test_a_bare_face_is_found_at_night(
    light: float, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _source(people_clip, tmp_path, replace(FORMATS["H.264"], light=light))
    found = faces(people_clip)
    plan_of(source, found)
    render(source).output.unlink()
    for boxes in found:
        with monkeypatch.context() as patched:
            _sabotaged(patched, source, _without_face(boxes, 4))
            assert_refused(source)


def test_a_small_bare_face_is_found(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _source(people_clip, tmp_path, FORMATS["H.264"])
    found = faces(people_clip)
    centres = [(boxes[:, :2] + boxes[:, 2:]) / 2 for boxes in found]
    # Eyes and mouths, so that something is there to see.
    small = [
        np.concatenate([centre - side / 2, centre + side / 2], 1)
        for centre, side in zip(centres, itertools.cycle((8, 10, 12)), strict=False)
    ]
    plan_of(source, small)
    render(source).output.unlink()
    for boxes in small:
        with monkeypatch.context() as patched:
            _sabotaged(patched, source, _without_face(boxes, 5))
            assert_refused(source)


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
    assert_refused(march, style, "of frame 6")


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

    for patched, found in ((lost, FRAMES - 1), (doubled, FRAMES + 1)):
        monkeypatch.setattr(VideoWriter, "write", patched)
        assert_refused(march, match=f"lacks|decodes to {found} of {FRAMES} frames")


def test_a_file_that_is_damaged_as_it_is_written_is_found(march: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = VideoWriter.close

    def damaged(self: VideoWriter) -> None:
        close(self)
        target = self._target
        data = bytearray(target.read_bytes())
        data[len(data) // 3 : len(data) // 3 + 2000] = bytes(2000)
        target.write_bytes(data)

    monkeypatch.setattr(VideoWriter, "close", damaged)
    assert_refused(march, match="the written file")


def test_covers_at_and_beyond_the_edge_over_each_other_and_drawn_ones_pass(people_clip: Clip, tmp_path: Path) -> None:
    source = _source(people_clip, tmp_path, FORMATS["H.264"])
    width, height = SIZE
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
    plan_of(source, [np.array([box] * FRAMES, np.float32) for box in still])
    with Plan(source.with_suffix(".veil")) as plan:
        plan.draw((30, 200, 40, 208), Fraction(0), Fraction(1))
        plan.draw((width - 30, 10, width, 60), Fraction(0), Fraction(1))
    for method in Method:
        for shape in Shape:
            done = render(source, delivery=Delivery(Style(method, shape)), force=True)
            assert done.covered == FRAMES


def test_only_frames_with_a_cover_in_the_picture_count_as_covered(people_clip: Clip, tmp_path: Path) -> None:
    source = _source(people_clip, tmp_path, FORMATS["H.264"])
    x = np.linspace(-60, 60, FRAMES)
    # The corner of the outline enters the picture before the ellipse in it does.
    moving = np.stack([x, x, x + 20, x + 20], 1).astype(np.float32)
    plan_of(source, [moving, np.array([(-70, 50, -40, 90)] * FRAMES, np.float32)])
    done = render(source)
    with VideoReader(done.output) as reader:
        black = [int((planes(frame.picture)[0].pixels[:4, :4] < 30).all()) for frame in reader]
    # The radius is 15 pixels; its centre comes within it of the corner of the picture.
    assert done.covered == int((np.hypot(np.maximum(-x - 10, 0), np.maximum(-x - 10, 0)) < 15).sum())
    assert done.covered >= sum(black) > 0
