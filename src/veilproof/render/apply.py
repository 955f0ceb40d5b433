"""Render: the original and its plan make the redacted file. The same two give the same frames."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.media.names import output_for
from veilproof.media.photo import read_photo, write_photo
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter, writable_copy
from veilproof.plan import Cover, Plan, plan_beside
from veilproof.progress import Progress, Step, silent
from veilproof.render.covers import Shape, Style, cover
from veilproof.render.sheet import ContactSheet
from veilproof.render.targets import becoming, check_targets
from veilproof.source import digest


@dataclass(frozen=True, slots=True)
class Delivery:
    """What goes into the output besides the picture, and how covers look.

    Attributes:
        style: how faces are covered.
        audio: whether the sound is left out (a voice identifies) or copied bit by bit.
        subtitles: whether subtitles are left out or copied.
    """

    style: Style = field(default_factory=Style)
    audio: Audio = Audio.MUTE
    subtitles: Subtitles = Subtitles.DROP


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What was written.

    Attributes:
        output: the redacted file.
        frames: how many frames it has; 1 for a photo.
        covered: in how many of them something is covered.
        unreadable: how many frames of the original could not be decoded, and so are missing.
        seconds: how long it took.
        left_out: what the original holds and the output does not, in plain words.
    """

    output: Path
    frames: int
    covered: int
    unreadable: int
    seconds: float
    left_out: tuple[str, ...]


def render(
    source: Path,
    plan: Path | None = None,
    output: Path | None = None,
    *,
    delivery: Delivery | None = None,
    preview: Path | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> RenderResult:
    """Apply a plan to the original it was made for.

    The output appears under its name only when it is complete.

    Args:
        source: the original; only ever read.
        plan: its plan; beside the original with the suffix .veil if not given.
        output: where the result goes; beside the original with `.redacted` before the suffix if not given.
        delivery: how faces are covered, and what happens to sound and subtitles.
        preview: where a contact sheet of the redacted frames goes, if one is wanted.
        force: replace an output or a preview that exists.
        progress: is told how far the work is.

    Raises:
        VeilproofError: the plan is missing, unfinished or for another file, or the output cannot be written.
    """
    started = time.monotonic()
    delivery = delivery or Delivery()
    output = output or output_for(source)
    if not source.is_file():
        raise VeilproofError(f"{source}: no such file")
    check_targets(source, output, preview, force=force)
    with Plan(plan or plan_beside(source)) as opened:
        _check(opened, source)
        sheet = ContactSheet(int(opened.facts["frames"])) if preview else None
        with becoming(output, source=source, force=force) as unfinished:
            if opened.facts["kind"] == "photo":
                counts = _render_photo(source, opened, unfinished, delivery, sheet)
            else:
                counts = _render_video(source, opened, unfinished, delivery, sheet, progress)
        if sheet is not None and preview is not None:
            with becoming(preview, source=source, force=force) as unfinished:
                sheet.write(unfinished)
    return RenderResult(
        output, counts.frames, counts.covered, counts.unreadable, time.monotonic() - started, counts.left_out
    )


@dataclass(slots=True)
class _Counts:
    frames: int = 0
    covered: int = 0
    unreadable: int = 0
    left_out: tuple[str, ...] = ()


def _check(plan: Plan, source: Path) -> None:
    if not plan.complete:
        raise VeilproofError(f"{plan.path}: the scan was not finished; start `veilproof scan` again to go on with it")
    if plan.facts["sha256"] != digest(source):
        raise VeilproofError(f"{plan.path}: this plan is for another file than {source}; scan that file")


def _render_photo(
    source: Path, plan: Plan, unfinished: Path, delivery: Delivery, sheet: ContactSheet | None
) -> _Counts:
    photo = read_photo(source)
    regions = next(plan.covers(), None)
    if regions is not None:
        cover_regions(photo.planes, regions, delivery.style)
    write_photo(photo, unfinished)
    if sheet is not None:
        sheet.add(photo.rgb(ContactSheet.LONGEST))
    return _Counts(1, int(regions is not None), 0, photo.info.dropped)


def _render_video(
    source: Path, plan: Plan, unfinished: Path, delivery: Delivery, sheet: ContactSheet | None, progress: Progress
) -> _Counts:
    counts = _Counts()
    expected = plan.pts()
    with VideoReader(source) as reader:
        info = reader.info
        covers = _Covers(plan.covers())
        with VideoWriter(unfinished, info, audio=delivery.audio, subtitles=delivery.subtitles) as writer:
            for frame in reader:
                # A frame that the scan did not see was not looked at, so it must not get out.
                if frame.index >= len(expected) or expected[frame.index] != frame.pts:
                    raise VeilproofError(f"{source}: decodes otherwise than when it was scanned; scan it again")
                picture, regions = frame.picture, covers.of(frame.index)
                if regions is not None:
                    picture = writable_copy(picture)
                    cover_regions(planes(picture), regions, delivery.style)
                    counts.covered += 1
                writer.write(picture, frame.pts)
                counts.frames += 1
                if sheet is not None and sheet.wants(frame.index):
                    sheet.add(_rgb(picture))
                progress(Step("render", counts.frames, len(expected)))
        if counts.frames != len(expected):
            raise VeilproofError(
                f"{source}: {counts.frames} frames decoded, {len(expected)} when it was scanned; scan it again"
            )
        counts.unreadable = reader.decode_failures
        counts.left_out = info.dropped + _silenced(info.sound, info.subtitles, delivery)
    return counts


class _Covers:
    """The covers of a plan, asked for frame by frame in order."""

    def __init__(self, covers: Iterator[Cover]) -> None:
        self._covers = covers
        self._next = next(covers, None)

    def of(self, frame: int) -> Cover | None:
        if self._next is None or self._next.frame != frame:
            return None
        found, self._next = self._next, next(self._covers, None)
        return found


def cover_regions(surface: list[Plane], regions: Cover, style: Style) -> None:
    """Cover in one picture, in place, what the plan says of it; `surface` are its planes."""
    cover(surface, regions.faces, style)
    _cover_drawn(surface, regions.drawn, style)


def _cover_drawn(surface: list[Plane], boxes: Boxes, style: Style) -> None:
    """What a person drew is covered as it was drawn: the whole box, without a margin."""
    if len(boxes):
        cover(surface, boxes, Style(style.method, Shape.BOX, 1.0))


def _rgb(picture: av.VideoFrame) -> NDArray[np.uint8]:
    shrink = min(1.0, ContactSheet.LONGEST / max(picture.width, picture.height))
    width, height = max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink))
    return np.asarray(picture.to_ndarray(format="rgb24", width=width, height=height), np.uint8)


def _silenced(sound: tuple[str, ...], subtitles: tuple[str, ...], delivery: Delivery) -> tuple[str, ...]:
    out: tuple[str, ...] = ()
    if delivery.audio is Audio.MUTE:
        out += tuple(f"sound ({name})" for name in sound)
    if delivery.subtitles is Subtitles.DROP:
        out += tuple(f"subtitles ({name})" for name in subtitles)
    return out
