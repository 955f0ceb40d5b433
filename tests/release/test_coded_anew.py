"""The rows of a log switch no test off, unless they change what is to be seen, and not in too much of a film."""

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
from veilproof.release.coded_anew import NEAR, Untested, covers_as_before
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
    with av.open(str(out / FILM)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    place = pictures[FORGED][88:124, 136:184]
    place[...] = cv2.GaussianBlur(place, (0, 0), 5)
    forged = folder / "forged.mp4"
    with av.open(str(forged), "w") as target:
        stream = target.add_stream("libx264", rate=25, options={"crf": "12"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in pictures:
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(stream.encode(None))
    return folder, forged, decoded((out / "redactions.json").read_bytes())


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


def _untested(folder: Path, log: Log) -> list[str]:
    return [
        limit
        for limit in compare_pictures(folder / "march.mp4", folder / "out" / FILM, log).limits
        if "too many frames" in limit
    ]


def test_covers_that_begin_and_end_too_often_leave_too_much_untested(made: tuple[Path, Path, Log]) -> None:
    folder, _, log = made
    most = ([40.0, 40.0, 90.0, 90.0], 0.0)
    small = ([100.0, 60.0, 130.0, 90.0], 0.0)
    assert _untested(folder, _with(log, [3, 9, 15, 21], most, all_but=True))
    assert not _untested(folder, _with(log, [9], most, all_but=True))
    assert _untested(folder, _with(log, range(1, FRAMES - 1, 3), small))
    assert not _untested(folder, _with(log, [9], small))
    # One after the other, in the same place, they change nothing.
    assert not _untested(folder, _with(log, range(FRAMES), small))
    assert not _untested(folder, log)


def test_a_cover_is_coded_anew_where_it_begins_and_ends_and_near_it(made: tuple[Path, Path, Log]) -> None:
    _, _, log = made
    log = replace(log, tracks=log.tracks[:1])
    as_before = covers_as_before(_with(log, [9], ([100, 60, 130, 90], 0)))
    assert [(frame, cover.count) for frame, cover in as_before.items()] == [(9, 1), (10, 2)]
    untested = Untested(log)
    places = np.zeros((HEIGHT // 8, WIDTH // 8), np.bool_)
    places[3, 4] = True
    untested.add(9, places)
    assert [frame for frame in range(FRAMES) if untested.near(frame).any()] == list(range(9 - NEAR, 10 + NEAR))
