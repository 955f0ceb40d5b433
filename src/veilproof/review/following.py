"""Following a box that a person drew through a video."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from veilproof.geometry import Boxes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_read import Frame
from veilproof.track.confirm import max_extrapolation
from veilproof.track.from_box import follow_box


def follow_in_video(
    path: Path, pts: Sequence[int], frame: int, box: Boxes, max_frames: int | None = None
) -> tuple[int, Boxes]:
    """Follow a box both ways, over the usual number of frames if none is given.

    Args:
        path: the video.
        pts: the time stamps of its frames.
        frame: where the box is.
        box: float32 [1, 4].
        max_frames: how far to follow it each way.

    Returns:
        The first frame, and float32 [n, 4], one box for each frame from there on.

    Raises:
        VeilproofError: a frame cannot be decoded.
    """
    # A decoder of its own: following takes seconds, and must not block the pictures on the page.
    with FrameSeeker(path, pts) as seeker:
        limit = max_frames or max_extrapolation(seeker.info.frame_rate)

        def around() -> Iterator[Frame]:
            for number in range(max(0, frame - limit), min(len(pts), frame + limit + 1)):
                yield Frame(number, pts[number], seeker.at(number))

        return follow_box(around(), frame, box, seeker.info.width, seeker.info.height, limit)
