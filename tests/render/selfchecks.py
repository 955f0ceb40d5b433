"""What the tests of the self-check share: the plan of tracks that are known, and how a render is refused."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import Clip
from veilproof import Delivery, Plan, Style, VeilproofError, render
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack

FRAMES = 12
START = 20
"""The first frame of the clip that is used: everybody is in the picture."""
SIZE = (512, 288)
STEP = Fraction(1, 25)


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
FORMATS = {
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


def pictures(clip: Path, form: Format) -> list[av.VideoFrame]:
    width, height = SIZE
    with av.open(str(clip)) as container:
        frames = list(container.decode(video=0))[START : START + FRAMES]
    pictures = []
    for number, frame in enumerate(frames):
        rgb = frame.reformat(width, height, format="rgb24").to_ndarray()
        dark: NDArray[np.uint8] = np.asarray(rgb * form.light, np.uint8)
        full = "JPEG" if form.range == 2 else "MPEG"
        picture = av.VideoFrame.from_ndarray(dark).reformat(format=form.pixel_format, dst_color_range=full)
        picture.color_range, picture.pts, picture.time_base = form.range, number, STEP
        pictures.append(picture)
    return pictures


def faces(clip: Clip) -> list[NDArray[np.float32]]:
    """The boxes of everybody who is in all frames, float32 [frames, 4] each."""
    frames = clip.truth.frames[START : START + FRAMES]
    everybody = set.intersection(*(set(frame.people.tolist()) for frame in frames))
    scale = np.float32(SIZE[0] / clip.truth.width)
    return [
        np.array([frame.boxes[frame.people == person][0] * scale for frame in frames], np.float32)
        for person in sorted(everybody)
    ]


def plan_of(source: Path, tracks: list[NDArray[np.float32]], kind: str = "video") -> None:
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


def assert_refused(source: Path, style: Style | None = None, match: str = "lacks") -> None:
    with pytest.raises(VeilproofError, match=match) as caught:
        render(source, delivery=Delivery(style or Style()))
    message = str(caught.value)
    assert message.startswith(str(source.with_name(f"{source.stem}.redacted{source.suffix}")))
    assert "\n" not in message
    assert message.count("the written file") == 1
    assert {path.name for path in source.parent.iterdir()} == {source.name, f"{source.stem}.veil"}
