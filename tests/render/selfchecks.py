"""What the tests of the self-check share: the plan of tracks that are known, and how a render is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof import Delivery, Plan, Style, VeilproofError, render
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack


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
