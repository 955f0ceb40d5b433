"""One video and its redacted copy, gone through twice: once to find the faces, once to see what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from veilproof.audit.dropouts import CoverDropouts, together
from veilproof.audit.leaks import Candidate, Leak, Watch
from veilproof.audit.pairs import Pairing, Sketches
from veilproof.audit.search import Detectors, candidates, load_detectors
from veilproof.audit.views import Collector, Target, worth_attacking
from veilproof.errors import VeilproofError
from veilproof.media.video_read import Frame, VideoInfo, VideoReader
from veilproof.progress import Progress, Step, silent
from veilproof.track.track import Track

_LEAST_TARGETS, _FRAMES_A_TARGET = 24, 6


@dataclass(frozen=True, slots=True)
class VideoComparison:
    """What two goes through the files gave.

    Attributes:
        info: what is known of the original.
        times: when each frame of the original is shown, in seconds from the first one on.
        begins: with which frame of the original the redacted file begins.
        frames: how many frames of the redacted file were compared.
        unpaired: how many were not, because the original shows none at that time.
        unreadable: how many of either file could not be decoded.
        candidates: everything that may be a face.
        leaks: what of them survives, the surest first, and covers that blink.
        targets: the tracks that can be attacked.
        mostly_covered: so much is covered that the film cannot be told from another one.
    """

    info: VideoInfo
    times: list[Fraction]
    begins: int
    frames: int
    unpaired: int
    unreadable: int
    candidates: list[Candidate]
    leaks: list[Leak]
    targets: list[Target]
    mostly_covered: bool


def compare_videos(
    original: Path, redacted: Path, detectors: Detectors | None = None, progress: Progress = silent
) -> VideoComparison:
    """Look for every face in the original, and at what the redacted file shows of it.

    Raises:
        VeilproofError: one of the files cannot be read, or they do not show the same.
    """
    sketches = Sketches()
    with VideoReader(original) as reader:
        info = reader.info

        def watched() -> Iterator[Frame]:
            for frame in sketches.watch(iter(reader)):
                progress(Step("look", frame.index + 1, info.frames_expected))
                yield frame

        tracks = list(candidates(watched(), info, detectors or load_detectors()))
        unreadable = reader.decode_failures
    if not sketches.times:
        raise VeilproofError(f"{original}: not one frame could be decoded")
    pairing = Pairing(original, redacted, sketches)
    watch, collector = Watch(tracks, info.frame_rate), Collector(tracks, _chosen(tracks, info, len(sketches.times)))
    dropouts = CoverDropouts()
    for pair in pairing:
        watch.observe(pair)
        dropouts.observe(pair)
        collector.observe(pair)
        progress(Step("compare", pair.index + 1, len(sketches.times)))
    leaks = watch.leaks()
    return VideoComparison(
        info=info,
        times=[time - sketches.times[0] for time in sketches.times],
        begins=pairing.begins,
        frames=pairing.paired,
        unpaired=pairing.unpaired,
        unreadable=unreadable + pairing.unreadable,
        candidates=watch.candidates(),
        leaks=together(leaks, dropouts.leaks),
        targets=collector.targets(),
        mostly_covered=pairing.mostly_covered,
    )


def _chosen(tracks: Sequence[Track], info: VideoInfo, frames: int) -> list[int]:
    return worth_attacking(tracks, float(info.frame_rate), max(_LEAST_TARGETS, frames // _FRAMES_A_TARGET))
