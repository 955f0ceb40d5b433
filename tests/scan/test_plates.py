"""A plate too dark and blurred to be text is covered in films and photos, and found by an audit where it is bare."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.plates import PLATE, car
from veilproof import Plan, scan
from veilproof.audit import Verdict, load_tools, run_audit
from veilproof.audit.leaks import LeakKind
from veilproof.detect.text import load_text_detector
from veilproof.kind import Kind

_LIGHT, _BLUR = 0.1, 3.0
_FRAMES = 24


def test_text_alone_would_miss_it() -> None:
    lines = load_text_detector().detect(car(_LIGHT, _BLUR), 0.4).upright.boxes
    x, y = (PLATE[:2] + PLATE[2:]) / 2
    assert not ((lines[:, 0] < x) & (lines[:, 2] > x) & (lines[:, 1] < y) & (lines[:, 3] > y)).any()


@pytest.mark.slow
def test_it_is_one_track_through_a_film(tmp_path: Path) -> None:
    film = tmp_path / "street.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("libx264", rate=12, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = 800, 480, "yuv420p"
        for number in range(_FRAMES):
            picture = car(_LIGHT, _BLUR, 4 * number)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    scan(film, tmp_path / "street.veil", cover=(Kind.PLATE,))
    with Plan(tmp_path / "street.veil") as plan:
        (track,) = plan.tracks()
        boxes = plan.boxes_of(track.id)
    assert (track.kind, track.first, len(boxes)) == (Kind.PLATE, 0, _FRAMES)
    moved = PLATE + np.arange(_FRAMES, dtype=np.float32)[:, None] * [4, 0, 4, 0]
    missing = np.maximum(boxes[:, :2] - moved[:, :2], moved[:, 2:] - boxes[:, 2:]).max()
    assert missing <= 0.3 * 25 * 0.5, "more than the margin of a cover hides"


def test_it_is_covered_in_a_photo_and_an_audit_finds_it_bare(tmp_path: Path) -> None:
    photo, bare = tmp_path / "street.png", tmp_path / "bare.jpg"
    Image.fromarray(car(_LIGHT, _BLUR)).save(photo)
    Image.open(photo).save(bare, quality=90)
    scan(photo, tmp_path / "street.veil", cover=(Kind.PLATE,))
    with Plan(tmp_path / "street.veil") as plan:
        assert [track.kind for track in plan.tracks()] == [Kind.PLATE]
    found = run_audit(photo, bare, cover=(Kind.PLATE,), tools=load_tools())
    assert sum(leak.kind is LeakKind.PLATE for leak in found.leaks) == 1
    assert found.verdict is not Verdict.PASSED
