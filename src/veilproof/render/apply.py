"""Renders: applies a plan to its original and writes the redacted file, repeatably bit by bit unless a card encodes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError, Words
from veilproof.media.encoders import Encoder, encoding_for
from veilproof.media.keeping import not_kept
from veilproof.media.kinds import is_photo
from veilproof.media.names import output_for
from veilproof.media.photo import read_photo, write_photo
from veilproof.media.planes import Plane, planes
from veilproof.media.statements import not_stated
from veilproof.media.video_read import VideoInfo, VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter, kept_kinds, writable_copy
from veilproof.paths import StrPath, path_or_none
from veilproof.plan import Cover, Plan, plan_beside
from veilproof.progress import Progress, Step, silent
from veilproof.render.covers import Shape, Style, cover, cover_lines, cover_outside, cover_turned, head_style
from veilproof.render.sampling import CoverPoints, SampledPicture, points_of
from veilproof.render.selfcheck import SelfCheck
from veilproof.render.sheet import ContactSheet
from veilproof.render.targets import atomic_target, check_targets
from veilproof.sound.streams import ChangedSound
from veilproof.sound.timeline import Timeline, Treatment
from veilproof.sound.write import check_holds_sound
from veilproof.source import unchanged

TREATMENTS = {
    Audio.MUTE: Treatment.SILENCE,
    Audio.KEEP: Treatment.KEEP,
    Audio.DISGUISE: Treatment.DISGUISE,
}
"""What happens to sound of which a plan says nothing."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Appearance of covers, what the output contains besides pictures, and what encodes them.

    Attributes:
        style: appearance of covers.
        audio: what happens to sound of which the plan says nothing: it is dropped (a voice identifies), copied bit by
            bit, or voices in it are disguised.
        subtitles: whether subtitles are dropped or copied.
        encoder: what encodes a video.
    """

    style: Style = field(default_factory=Style)
    audio: Audio = Audio.MUTE
    subtitles: Subtitles = Subtitles.DROP
    encoder: Encoder = Encoder.X264

    def not_kept(self, source: StrPath, output: StrPath) -> tuple[str, ...]:
        """What of the sound and subtitles that are to be kept cannot be, in plain words; nothing is decoded for it.

        Raises:
            VeilproofError: the source cannot be read, or a name with another suffix could keep what this one cannot.
        """
        source, output = Path(source), Path(output)
        if is_photo(source):
            return ()
        if self.audio is Audio.DISGUISE:
            check_holds_sound(output.suffix)
        return not_kept(source, output, kept_kinds(self.audio, self.subtitles))

    def check_encoder(self, source: StrPath, output: StrPath) -> None:
        """Check, before hours of work, that the card that was asked for encodes this video; photos need none.

        Raises:
            VeilproofError: it does not, or the source cannot be read.
        """
        source = Path(source)
        if self.encoder is Encoder.NVENC and not is_photo(source):
            with VideoReader(source) as reader:
                encoding_for(Path(output), reader.info, encoder=self.encoder)


@dataclass(frozen=True, slots=True)
class RenderResult:
    """The result of a render.

    Attributes:
        output: the redacted file.
        frames: number of its frames; 1 for a photo.
        covered: number of frames in which something is covered.
        unreadable: decoding failures of the original; those frames are missing. 1 for a photo that is damaged.
        seconds: duration of the render.
        left_out: contents of the original that the output does not have, in plain words.
        sounds: number of sound streams.
        sound: what happened to the sound.
    """

    output: Path
    frames: int
    covered: int
    unreadable: int
    seconds: float
    left_out: tuple[str, ...]
    sounds: int
    sound: Timeline


def render(
    source: StrPath,
    plan: StrPath | None = None,
    output: StrPath | None = None,
    *,
    delivery: Delivery | None = None,
    preview: StrPath | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> RenderResult:
    """Apply a plan to its original and write the redacted file, which gets its name only when it is complete.

    Args:
        source: the original; opened read-only.
        plan: its plan; by default beside the original with the suffix .veil.
        output: the redacted file; by default beside the original with `.redacted` before the suffix.
        delivery: appearance of covers, and whether sound and subtitles are kept.
        preview: a contact sheet of redacted frames to write; None for none.
        force: replace an existing output or preview.
        progress: called with every step; may end the render (`Progress`).

    Raises:
        VeilproofError: the plan is missing, incomplete or for another file, or the output cannot be written.
    """
    started = time.monotonic()
    delivery = delivery or Delivery()
    source = Path(source)
    plan, preview = path_or_none(plan), path_or_none(preview)
    output = path_or_none(output) or output_for(source)
    if not source.is_file():
        raise LocalisedError("error-missing", english=f"{source}: no such file", name=source.name)
    check_targets(source, output, preview, force=force, plan=plan)
    with Plan.snapshot(plan or plan_beside(source)) as opened:
        _check_complete(opened)
        sheet = ContactSheet(int(opened.facts["frames"])) if preview else None
        with atomic_target(output, source=source, force=force) as temporary, unchanged(source) as sha256:
            _check_same(opened, source, sha256)
            if opened.facts["kind"] == "photo":
                counts = _render_photo(source, opened, temporary, delivery, sheet)
            else:
                counts = _render_video(source, opened, temporary, delivery, sheet, progress)
        if sheet is not None and preview is not None:
            with atomic_target(preview, source=source, force=force) as temporary:
                sheet.write(temporary)
    return RenderResult(
        output=output,
        frames=counts.frames,
        covered=counts.covered,
        unreadable=counts.unreadable,
        seconds=time.monotonic() - started,
        left_out=counts.left_out,
        sounds=counts.sounds,
        sound=counts.sound,
    )


@dataclass(slots=True)
class _Counts:
    frames: int = 0
    covered: int = 0
    unreadable: int = 0
    left_out: tuple[str, ...] = ()
    sounds: int = 0
    sound: Timeline = field(default_factory=lambda: Timeline(Treatment.SILENCE))


def _check_complete(plan: Plan) -> None:
    if not plan.complete:
        raise VeilproofError(f"{plan.path}: the scan was not finished; run `veilproof scan` again to continue it")


def _check_same(plan: Plan, source: Path, sha256: str) -> None:
    if plan.facts["sha256"] != sha256:
        english = f"{plan.path}: this plan was made for another file than {source}; scan that file"
        raise LocalisedError("error-other-original", english=english, name=source.name)


def _render_photo(source: Path, plan: Plan, temporary: Path, delivery: Delivery, sheet: ContactSheet | None) -> _Counts:
    photo = read_photo(source)
    points = next(points_of(plan.covers(), delivery.style, photo.info.width, photo.info.height), None)
    drawn = False
    with SelfCheck(delivery.style.method, temporary) as check:
        if points is not None:
            with check.drawing(SampledPicture.of(photo, photo.planes), points):
                drawn = cover_regions(photo.planes, points.cover, delivery.style)
        write_photo(photo, temporary)
        if sheet is not None:
            sheet.add(photo.rgb(ContactSheet.MAX_SIDE))
        check.check_photo(points)
    return _Counts(1, int(drawn), int(photo.info.is_damaged), photo.info.dropped)


def _render_video(
    source: Path, plan: Plan, temporary: Path, delivery: Delivery, sheet: ContactSheet | None, progress: Progress
) -> _Counts:
    counts = _Counts()
    expected, style = plan.pts(), delivery.style
    with SelfCheck(style.method, temporary) as check:
        with VideoReader(source) as reader:
            info = reader.info
            covers = _CoverSequence(points_of(plan.covers(), style, info.width, info.height))
            sound = _sound(plan, delivery, bool(info.sound))
            copied = sound.is_unchanged and delivery.audio is Audio.KEEP
            if not copied and not sound.is_silent:
                check_holds_sound(temporary.suffix)
            with VideoWriter(
                temporary,
                info,
                audio=Audio.KEEP if copied else Audio.MUTE,
                subtitles=delivery.subtitles,
                encoder=delivery.encoder,
                added=None if copied or sound.is_silent else partial(ChangedSound, source, sound),
            ) as writer:
                for frame in reader:
                    # Detectors never ran on a frame that the scan did not decode, so it must not be published.
                    if frame.index >= len(expected) or expected[frame.index] != frame.pts:
                        english = f"{source}: decodes differently than in the scan; scan it again"
                        raise LocalisedError("error-decodes-differently", english=english, name=source.name)
                    picture, points = frame.picture, covers.of(frame.index)
                    if points is not None:
                        picture = writable_copy(picture)
                        surface = planes(picture)
                        with check.drawing(SampledPicture.of(picture, surface), points):
                            counts.covered += cover_regions(surface, points.cover, style)
                    writer.write(picture, frame.pts)
                    counts.frames += 1
                    if sheet is not None and sheet.wants(frame.index):
                        sheet.add(_rgb(picture))
                    progress(Step("render", counts.frames, len(expected)))
            if counts.frames != len(expected):
                english = f"{source}: {counts.frames} frames decoded, {len(expected)} in the scan; scan it again"
                raise LocalisedError("error-decodes-differently", english=english, name=source.name)
            counts.unreadable = reader.decode_failures
            counts.sounds, counts.sound = writer.sounds, sound
            counts.left_out = info.dropped + reader.carried_later
            counts.left_out += _dropped_streams(info, sound, delivery) + writer.left_out
        with VideoReader(temporary) as written:
            counts.left_out += not_stated(info, written.info)
        check.check_video(points_of(plan.covers(), style, info.width, info.height), counts.frames, progress)
    return counts


class _CoverSequence:
    """The covers of a plan, by frame; frames must be queried in ascending order."""

    def __init__(self, covers: Iterator[CoverPoints]) -> None:
        self._covers = covers
        self._next = next(covers, None)

    def of(self, frame: int) -> CoverPoints | None:
        if self._next is None or self._next.cover.frame != frame:
            return None
        current, self._next = self._next, next(self._covers, None)
        return current


def cover_regions(surface: list[Plane], regions: Cover, style: Style) -> bool:
    """Cover the regions of one picture in place; `surface` are all its planes, writable.

    Returns:
        Whether any sample was replaced. None is if all regions are outside the picture.
    """
    drawn = cover(surface, regions.faces, style)
    drawn = _cover_drawn(surface, regions, style) or drawn
    if len(regions.heads):
        drawn = cover(surface, regions.heads, head_style(style)) or drawn
    if len(regions.lines):
        drawn = cover_lines(surface, regions.lines, regions.angles, style.scale) or drawn
    if len(regions.spotlights):
        drawn = cover_outside(surface, regions.spotlights, regions.spotlight_angles, style.method) or drawn
    return drawn


def _cover_drawn(surface: list[Plane], regions: Cover, style: Style) -> bool:
    """Cover boxes that a person drew exactly as drawn: the complete box, without margin."""
    boxes, angles = regions.drawn, regions.drawn_angles
    if not len(boxes):
        return False
    if not len(angles):
        return cover(surface, boxes, Style(style.method, Shape.BOX, 1.0))
    return cover_turned(surface, boxes, angles, style.method)


def _rgb(picture: av.VideoFrame) -> NDArray[np.uint8]:
    scale = min(1.0, ContactSheet.MAX_SIDE / max(picture.width, picture.height))
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return np.asarray(picture.to_ndarray(format="rgb24", width=width, height=height), np.uint8)


def _sound(plan: Plan, delivery: Delivery, has_sound: bool) -> Timeline:
    return plan.sound_timeline(TREATMENTS[delivery.audio]) if has_sound else Timeline(Treatment.SILENCE)


def _dropped_streams(info: VideoInfo, sound: Timeline, delivery: Delivery) -> tuple[str, ...]:
    dropped: tuple[str, ...] = ()
    if sound.is_silent:
        dropped += tuple(Words("content-sound", codec=name) for name in info.sound)
    if delivery.subtitles is Subtitles.DROP:
        dropped += tuple(Words("content-subtitles", codec=name) for name in info.subtitles)
    return dropped
