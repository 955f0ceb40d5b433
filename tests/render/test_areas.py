"""Areas in the output: turned boxes, whole frames, and everything but a spotlight, in every method; and their check."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.render.selfchecks import FRAMES, SIZE, plan_of
from tests.render.test_covers import BLACK, noise
from tests.synthetic_video import VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.geometry import corners
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter
from veilproof.plan import Area, Cover, DrawnPath, Moves, Plan
from veilproof.render.apply import Delivery, cover_regions, render
from veilproof.render.arrays import Covers
from veilproof.render.arrays import cover as covered
from veilproof.render.covers import Method, Style
from veilproof.render.sampling import points_of

ALL_BUT = Area(Moves.FIXED, all_but=True)


def spotlight(box: tuple[float, ...], angle: float = 0) -> Cover:
    none = np.empty((0, 4), np.float32)
    return Cover(0, none, none, spotlights=np.array([box], np.float32), spotlight_angles=np.array([angle], np.float32))


@given(
    st.tuples(st.floats(-30, 150), st.floats(-30, 110), st.floats(5, 120), st.floats(5, 90)),
    st.floats(-180, 180),
    st.sampled_from(["yuv420p", "yuv411p", "rgb24", "gray"]),
)
@settings(max_examples=60)
def test_only_samples_that_lie_wholly_in_a_spotlight_stay_as_they_are(
    place: tuple[float, float, float, float], angle: float, layout: str
) -> None:
    x, y, width, height = place
    box = (x, y, x + width, y + height)
    surface, before = noise(layout, 161, 121), noise(layout, 161, 121)
    cover_regions(surface, spotlight(box, angle), Style())
    quad = corners(np.array([box], np.float32), np.array([angle], np.float32))[0].astype(np.float64)
    for plane, old in zip(surface, before, strict=True):
        rows, columns = plane.pixels.shape[:2]
        # The corners of every sample, against the four sides of the spotlight.
        edge_x, edge_y = np.meshgrid(np.arange(columns + 1) * plane.step_x, np.arange(rows + 1) * plane.step_y)
        inside = np.ones(edge_x.shape, np.bool_)
        for one, other in zip(quad, np.roll(quad, -1, axis=0), strict=True):
            side = (other[0] - one[0]) * (edge_y - one[1]) - (other[1] - one[1]) * (edge_x - one[0])
            inside &= side >= -1e-2 * np.hypot(*(other - one))
        wholly = inside[1:, 1:] & inside[:-1, 1:] & inside[1:, :-1] & inside[:-1, :-1]
        black = plane.pixels == BLACK
        assert (black if black.ndim == 2 else black.all(axis=2))[~wholly].all()
        kept = plane.pixels == old.pixels
        assert (kept if kept.ndim == 2 else kept.all(axis=2))[_well_inside(wholly)].all()


def _well_inside(wholly: NDArray[np.bool_]) -> NDArray[np.bool_]:
    inner = np.zeros_like(wholly)
    inner[1:-1, 1:-1] = wholly[1:-1, 1:-1] & wholly[:-2, 1:-1] & wholly[2:, 1:-1] & wholly[1:-1, :-2] & wholly[1:-1, 2:]
    return inner


def test_two_spotlights_show_both_and_a_face_in_one_of_them_stays_covered() -> None:
    none = np.empty((0, 4), np.float32)
    lights = np.array([[10, 10, 60, 60], [90, 60, 150, 110]], np.float32)
    face = np.array([[20, 20, 40, 40]], np.float32)
    surface = noise("gray", 161, 121)
    before = surface[0].pixels.copy()
    cover_regions(surface, Cover(0, face, none, spotlights=lights, spotlight_angles=np.zeros(2, np.float32)), Style())
    pixels = surface[0].pixels
    assert (pixels[60:110, 90:150] == before[60:110, 90:150]).all()
    assert (pixels[10:60, 50:60] == before[10:60, 50:60]).all()
    assert (pixels[25:35, 25:35] == BLACK).all()
    assert (pixels[:10] == BLACK).all()
    assert (pixels[10:60, 60:90] == BLACK).all()


@pytest.mark.parametrize("method", [Method.MOSAIC, Method.BLUR])
def test_outside_of_a_spotlight_no_detail_is_left_in_any_method(method: Method) -> None:
    surface = noise("rgb24", 160, 120)
    before = surface[0].pixels.copy()
    cover_regions(surface, spotlight((40, 40, 80, 80)), Style(method))
    after = surface[0].pixels
    assert (after[40:80, 40:80] == before[40:80, 40:80]).all()
    outside = np.ones(after.shape[:2], np.bool_)
    outside[40:80, 40:80] = False
    # Of noise, the mean of so many samples is all that remains: at most 8 by 8 cells.
    assert len(np.unique(after[outside][:, 0])) <= 64
    assert after[outside].std() < before[outside].std() / 8


@pytest.mark.parametrize("method", Method)
def test_a_drawn_box_is_covered_as_it_is_turned(method: Method) -> None:
    none = np.empty((0, 4), np.float32)
    surface = noise("gray", 161, 121)
    before = surface[0].pixels.copy()
    box, angle = np.array([[40, 50, 120, 70]], np.float32), np.array([35], np.float32)
    cover_regions(surface, Cover(0, none, box, drawn_angles=angle), Style(method))
    changed = surface[0].pixels != before
    assert 80 * 20 * 0.9 <= changed.sum() <= 80 * 20 * 1.15
    quad = corners(box, angle)[0]
    assert changed[int(quad[:, 1].min()) + 3 : int(quad[:, 1].max()) - 2].any(axis=1).all()
    assert not changed[:27].any()


@pytest.mark.parametrize("box", [(40, 40, 80, 80), (-9, -9, 150, 118), (0, 0, 161, 100), (200, 10, 220, 20)])
def test_the_points_at_which_the_outside_is_checked_are_all_covered(box: tuple[float, ...]) -> None:
    regions = spotlight(box, 10)
    found = next(points_of([regions], Style(), 161, 121))
    surface = noise("gray", 161, 121)
    cover_regions(surface, regions, Style())
    assert found.inside.any()
    assert (surface[0].pixels[found.y, found.x][found.inside] == BLACK).all()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A small film whose plan covers nothing."""
    source = tmp_path / "march.mp4"
    video(source, VideoSpec(width=SIZE[0], height=SIZE[1], times=tuple(Fraction(i, 25) for i in range(FRAMES))))
    plan_of(source, [])
    return source


def draw(source: Path, box: tuple[float, ...], first: int, last: int, area: Area) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        plan.draw_path(DrawnPath(first, np.array([box] * (last + 1 - first), np.float32), None, area))


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    with VideoReader(path) as reader:
        return [np.asarray(frame.picture.to_ndarray(format="gray"), np.uint8) for frame in reader]


def test_a_spotlight_and_a_whole_frame_are_in_the_written_film(film: Path) -> None:
    width, height = SIZE
    draw(film, (100, 60, 200, 160), 2, 7, ALL_BUT)
    draw(film, (0, 0, width, height), 9, 10, Area())
    done = render(film)
    assert done.covered == 8
    before, after = pictures(film), pictures(done.output)
    outside = np.ones((height, width), np.bool_)
    outside[56:164, 96:204] = False
    for number in range(2, 8):
        assert (after[number][outside] < 24).all()
        close = np.abs(after[number][64:156, 104:196].astype(int) - before[number][64:156, 104:196])
        assert close.mean() < 8
    for number in (9, 10):
        assert (after[number] < 24).all()
    for number in (0, 1, 8, 11):
        assert np.abs(after[number].astype(int) - before[number]).mean() < 8


@pytest.mark.parametrize("method", Method)
def test_a_film_that_lacks_what_is_outside_of_a_spotlight_is_not_kept(
    film: Path, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(film, (100, 60, 200, 160), 0, FRAMES - 1, ALL_BUT)
    render(film, delivery=Delivery(Style(method)), force=True)
    originals = iter(VideoReader(film))
    write = VideoWriter.write
    numbers = iter(range(FRAMES))

    def bare(self: VideoWriter, picture: object, pts: int) -> None:
        original = next(originals).picture
        write(self, original if next(numbers) == 5 else picture, pts)  # type: ignore[arg-type]

    monkeypatch.setattr(VideoWriter, "write", bare)
    with pytest.raises(VeilproofError, match="of frame 5"):
        render(film, delivery=Delivery(Style(method)), force=True)


def test_other_programs_get_spotlights_and_turned_boxes_as_well(film: Path) -> None:
    draw(film, (100, 60, 200, 160), 3, 4, ALL_BUT)
    covers = Covers(film.with_suffix(".veil"))
    picture = np.full((*SIZE[::-1], 3), 200, np.uint8)
    assert (covered(picture, covers[0]) == 200).all()
    dark = covered(picture, covers[3]).max(axis=2) == 0
    assert int((~dark).sum()) == 100 * 100
