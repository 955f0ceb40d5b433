"""Compares a video with its redacted copy in two passes: search the original for faces, then compare every frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from veilproof.audit.bare_faces import CropSearch
from veilproof.audit.comparison import Comparison
from veilproof.audit.dropouts import CoverDropouts, merge_dropouts
from veilproof.audit.frame_pairs import FramePair, FramePairing, Thumbnails, rgb_of
from veilproof.audit.leaks import KeptFrames, Leak, LeakMonitor
from veilproof.audit.search import Detectors, search
from veilproof.audit.search_things import ThingSearch
from veilproof.audit.shaken import ShakenFrames, Sharpness
from veilproof.audit.targets import SampleCollector, attackable_tracks
from veilproof.audit.things import Asked, RedactedFrame, Thing, ThingMonitor, kind_counts, thing_leaks
from veilproof.errors import VeilproofError
from veilproof.media.video_read import Frame, VideoReader
from veilproof.progress import Progress, Step, silent
from veilproof.track.track import Track

_MIN_TARGET_LIMIT = 24
"""Tracks: at least so many are attacked, however short the video. A round number."""
_FRAMES_PER_TARGET = 6
"""Frames: in longer videos one track is attacked for so many, which bounds memory. A round number."""


def compare_videos(
    original: Path,
    redacted: Path,
    detectors: Detectors,
    asked: Asked = Asked(),  # noqa: B008 - it cannot be changed
    progress: Progress = silent,
) -> Comparison:
    """Search the original for faces and what else is asked for, and measure what the redacted video shows of them.

    Costs about as much as a scan with a second detector, and decodes the original twice. What the plan keeps is no
    leak.

    Raises:
        VeilproofError: a file cannot be read, or the two do not show the same content at the same times.
    """
    thumbnails, sharpness = Thumbnails(), Sharpness()
    with VideoReader(original) as reader:
        info = reader.info

        def frames() -> Iterator[Frame]:
            for frame in thumbnails.collect(iter(reader)):
                sharpness.add(frame)
                progress(Step("search", frame.index + 1, info.frames_expected))
                yield frame

        tracks: list[Track] = []
        things: list[Thing] = []
        looking = ThingSearch(asked.kinds, detectors.primary, asked.min_text_height)
        for found in search(frames(), info, detectors, looking):
            tracks += found.faces
            things += found.things
        unreadable = reader.decode_failures
    if not thumbnails.times:
        raise VeilproofError(f"{original}: no frame could be decoded; give an original that can be played")
    pairing = FramePairing(original, redacted, thumbnails)
    leaks = LeakMonitor(tracks)
    samples = SampleCollector(tracks, _tracks_to_attack(tracks, len(thumbnails.times)))
    shaken = ShakenFrames(tracks, sharpness.shaken(info.frame_rate), info.frame_rate)
    dropouts = CoverDropouts(CropSearch(detectors))
    monitor = ThingMonitor(things, looking.sees_line)
    for pair in pairing:
        leaks.observe(pair)
        shaken.observe(pair, leaks.fills)
        dropouts.observe(pair)
        samples.observe(pair, leaks.holding_nothing(pair.index))
        monitor.observe(_redacted_frame(pair), leaks.fills)
        progress(Step("compare", pair.index + 1, len(thumbnails.times)))
    candidates = leaks.candidates(asked.kept_frames)
    missing_covers, bare_places = (
        [leak for leak in each if not _is_kept(leak, asked.kept_frames)] for each in (dropouts.leaks, shaken.leaks())
    )
    measured = monitor.measured(asked)
    return Comparison(
        size=(info.width, info.height),
        times=tuple(time - thumbnails.times[0] for time in thumbnails.times),
        first_frame=pairing.first_frame,
        frames=pairing.paired,
        not_compared=pairing.unpaired + pairing.unreadable + unreadable,
        candidates=tuple(candidates),
        leaks=(
            *merge_dropouts(leaks.leaks(candidates), missing_covers),
            *bare_places,
            *thing_leaks(measured, candidates),
        ),
        targets=tuple(samples.targets()),
        mostly_covered=pairing.mostly_covered,
        kinds=kind_counts(asked.kinds, measured),
    )


def _redacted_frame(pair: FramePair) -> RedactedFrame:
    return RedactedFrame(
        pair.index, pair.original_grey, pair.redacted_planes, pair.noise, lambda: rgb_of(pair.redacted)
    )


def _is_kept(leak: Leak, kept_frames: KeptFrames) -> bool:
    """Whether the plan keeps what is there in every frame of a leak that lasts a few frames."""
    boxes = np.repeat(np.array([leak.box], np.float32), leak.last - leak.first + 1, axis=0)
    return bool(kept_frames(leak.first, boxes).all())


def _tracks_to_attack(tracks: Sequence[Track], frames: int) -> list[int]:
    return attackable_tracks(tracks, max(_MIN_TARGET_LIMIT, frames // _FRAMES_PER_TARGET))
