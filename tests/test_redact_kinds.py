"""Text in a film, from end to end: a sign that turns and moves is black in every frame of the result."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.detect.test_text import written
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.media.video_read import VideoReader
from veilproof.plan import Decision, Plan
from veilproof.redact import redact

FRAMES = 20
SIZE = (320, 256)


@pytest.fixture(scope="module")
def sign(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[NDArray[np.float32]]]:
    """A clip in which a line of text turns and moves, and the corners of the line in each frame, float32 [4, 2]."""
    path = tmp_path_factory.mktemp("sign") / "sign.mp4"
    picture, quad = written("Anna Petrova")
    quads = []
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.time_base = Fraction(1, 10)
        for number in range(FRAMES):
            way = cv2.getRotationMatrix2D((160, 128), -1.5 * number, 1)
            way = way + np.array([[0, 0, number], [0, 0, -number / 2]])
            turned = cv2.warpAffine(picture, way, SIZE, borderMode=cv2.BORDER_REPLICATE)
            quads.append((np.column_stack([quad, np.ones(4)]) @ way.T).astype(np.float32))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(turned, np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    return path, quads


def luma(path: Path) -> list[NDArray[np.uint8]]:
    with VideoReader(path) as reader:
        return [np.asarray(frame.picture.to_ndarray(format="gray"), np.uint8) for frame in reader]


def inside(quad: NDArray[np.float32]) -> NDArray[np.bool_]:
    return cv2.fillConvexPoly(np.zeros(SIZE[::-1], np.uint8), np.round(quad).astype(np.int32), 1) > 0


def test_a_line_is_black_in_every_frame_and_kept_if_a_person_says_so(
    sign: tuple[Path, list[NDArray[np.float32]]], tmp_path: Path
) -> None:
    path, quads = sign
    plan, output = tmp_path / "sign.veil", tmp_path / "out.mp4"
    done = redact(path, output, plan=plan, cover=(Kind.TEXT,))
    assert done.rendered.covered == FRAMES
    for frame, quad in zip(luma(output), quads, strict=True):
        assert (frame[inside(quad)] < 30).mean() > 0.97
        assert (frame < 30).mean() < 0.3
    with Plan(plan) as opened:
        kinds = {track.kind for track in opened.tracks()}
        assert kinds == {Kind.TEXT}
        assert max(np.ptp(opened.angles_of(track.id)) for track in opened.tracks()) > 10
        opened.decide([track.id for track in opened.tracks()], Decision.KEEP, "the name of a street")
    redact(path, output, plan=plan, cover=(Kind.TEXT,), force=True)
    assert all((frame < 30).mean() < 0.05 for frame in luma(output))
    with pytest.raises(VeilproofError, match=r"scanned for text alone; .*--cover text,plates"):
        redact(path, output, plan=plan, cover=(Kind.TEXT, Kind.PLATE), force=True)


def test_small_text_stays_visible_if_a_height_is_given(
    sign: tuple[Path, list[NDArray[np.float32]]], tmp_path: Path
) -> None:
    done = redact(sign[0], tmp_path / "out.mp4", plan=tmp_path / "sign.veil", cover=(Kind.TEXT,), min_text_height=100)
    assert done.tracks == 0
