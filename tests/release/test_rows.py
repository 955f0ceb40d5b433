"""The rows of a log switch no test off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.video.stream import VideoStream

from tests.release.folder import FRAMES, HEIGHT, WIDTH
from tests.release.forging import FILM, certify_anew, released, write_tables
from veilproof.kind import Kind
from veilproof.release.log import Log, decoded, encoded
from veilproof.release.unchanged import compare_pictures
from veilproof.release.verdict import Verdict
from veilproof.release.verify import verify

FORGED = 14
"""The number of the frame that is forged."""
Turned = tuple[list[float], float]
OUTSIDE: Turned = ([-705, -5.5, 695, -4.5], -45)
"""A box as thin as a line and its angle: outside of the corner, but the upright box around it covers all."""
OFF: Turned = ([-400, -400, -300, -300], 0)
SPOT: Turned = ([150, 20, 151, 21], 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Log]:
    """A folder with a release; a film in which a place lost its detail in one frame; and the log."""
    folder = tmp_path_factory.mktemp("anew")
    out = released(folder)
    forged = _without_detail(out / FILM, FORGED, (slice(88, 124), slice(136, 184)), 5, folder / "forged.mp4")
    return folder, forged, decoded((out / "redactions.json").read_bytes())


def _without_detail(film: Path, number: int, place: tuple[slice, slice], blur: float, forged: Path) -> Path:
    with av.open(str(film)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    pictures[number][place] = cv2.GaussianBlur(pictures[number][place], (0, 0), blur)
    with av.open(str(forged), "w") as target:
        stream = target.add_stream("libx264", rate=25, options={"crf": "12"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in pictures:
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(stream.encode(None))
    return forged


def _with(log: Log, frames: Iterable[int], drawn: Turned, *, all_but: bool = False) -> Log:
    """The log with a row for a box in each of some frames."""
    box, angle = drawn
    rows = tuple(
        replace(
            log.tracks[0],
            track=50 + at,
            kind=Kind.AREA,
            drawn=True,
            all_but=all_but,
            first_frame=at,
            last_frame=at,
            from_seconds=at / 25,
            to_seconds=at / 25,
            boxes=np.array(box, "<f4").tobytes(),
            angles=np.array([angle], "<f4").tobytes() if angle else b"",
        )
        for at in frames
    )
    return replace(log, tracks=(*log.tracks, *rows))


@pytest.mark.parametrize("drawn", [OUTSIDE, OFF, SPOT], ids=["outside", "off", "spot"])
@pytest.mark.parametrize("frames", [[FORGED], range(FRAMES)], ids=["once", "always"])
def test_rows_that_hide_nothing_do_not_hide_a_change(
    made: tuple[Path, Path, Log], drawn: Turned, frames: Iterable[int]
) -> None:
    folder, forged, log = made
    found = compare_pictures(folder / "march.mp4", forged, _with(log, frames, drawn)).differences
    assert any(each.first <= FORGED <= each.last for each in found)


def test_a_forged_release_with_such_a_log_is_not_verified(made: tuple[Path, Path, Log]) -> None:
    folder, forged, log = made
    out = folder / "out"
    kept = {name: (out / name).read_bytes() for name in (FILM, "redactions.json", "release.json")}
    forged.rename(out / FILM)
    (out / "redactions.json").write_bytes(encoded(_with(log, range(FRAMES), OUTSIDE)))
    write_tables(out)
    certify_anew(out, None)
    found = verify(out, folder / "march.mp4")
    (out / FILM).rename(forged)
    for name, content in kept.items():
        (out / name).write_bytes(content)
    assert found.verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_change_is_found_beside_a_cover_that_begins(made: tuple[Path, Path, Log], after: int, tmp_path: Path) -> None:
    folder, _, log = made
    drawn = next(track for track in log.tracks if track.drawn)
    number, place = drawn.first_frame + after, (slice(80, 112), slice(48, 80))
    forged = _without_detail(folder / "out" / FILM, number, place, 2.5, tmp_path / "forged.mp4")
    found = compare_pictures(folder / "march.mp4", forged, log).differences
    assert [(each.first, each.last) for each in found] == [(number, number)]
