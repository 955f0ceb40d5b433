"""Areas on the server of the page: how each goes through the film, and what is put on all files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import Clip
from tests.panning_film import film
from tests.redacted import copied
from tests.render.selfchecks import plan_of
from tests.review.served import Client, serving
from tests.synthetic_video import VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.plan import Area, Moves, Plan, PlannedTrack
from veilproof.plan.lost import is_lost
from veilproof.review import edits
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.risk import PlaceKind, risk_of_plan

pytestmark = pytest.mark.slow

STREET = (300.0, 20.0, 380.0, 80.0)
"""A box, x1 y1 x2 y2 in pixels, where nobody walks."""


@pytest.fixture
def file(people_clip: Clip, tmp_path: Path) -> Iterator[ReviewedFile]:
    source = copied(people_clip.path, tmp_path)
    opened = ReviewedFile(source, source.with_suffix(".veil"))
    yield opened
    opened.close()


def change(file: ReviewedFile, edit: edits.Change) -> int:
    return file.change(edits.Request(edit, file.revision(), "AB")) or 0


def track(file: ReviewedFile, number: int) -> PlannedTrack:
    with file.open_plan() as plan:
        return next(each for each in plan.tracks() if each.id == number)


def test_each_sort_of_area_goes_as_far_as_it_says(file: ReviewedFile) -> None:
    drawn = {
        (moves, all_but): track(file, change(file, edits.Draw(30, STREET, moves=moves, all_but=all_but)))
        for moves in Moves
        for all_but in (False, True)
    }
    for (moves, all_but), each in drawn.items():
        assert each.area == Area(moves, all_but)
        assert (each.first, each.last) == (0, 59)
    with file.open_plan() as plan:
        fixed = plan.boxes_of(drawn[Moves.FIXED, False].id)
        scene = plan.boxes_of(drawn[Moves.SCENE, False].id)
    assert (fixed == STREET).all()
    # The camera sways: what is fixed to the scene does not stay in its place in the picture, and moves smoothly.
    assert np.abs(scene - fixed).max() > 2
    assert np.abs(np.diff(scene, axis=0)).max() < 4
    assert scene[30].tolist() == list(STREET)
    only = track(file, change(file, edits.Draw(30, STREET, first=30, last=30)))
    assert (only.area, only.first, only.last) == (Area(), 30, 30)


def test_an_area_is_changed_on_the_spot_and_back_by_undo(file: ReviewedFile) -> None:
    number = change(file, edits.Draw(30, STREET, first=10, last=50))
    change(file, edits.SetArea(number, 30, Moves.FIXED, all_but=True))
    assert track(file, number).area == Area(Moves.FIXED, all_but=True)
    change(file, edits.SetArea(number, 30, Moves.FIXED, all_but=False))
    change(file, edits.SetArea(number, 30, Moves.SCENE, all_but=False))
    moved = track(file, number)
    assert (moved.area, moved.first, moved.last) == (Area(Moves.SCENE), 10, 50)
    with file.open_plan() as plan:
        assert plan.boxes_of(number)[20].tolist() == list(STREET)
    change(file, edits.SetEnds(number, 5, 55))
    assert (track(file, number).first, track(file, number).last) == (5, 55)
    with file.open_plan() as plan:
        assert np.abs(np.diff(plan.boxes_of(number), axis=0)).max() < 4
    for _ in range(4):
        change(file, edits.Undo())
    assert (track(file, number).area, track(file, number).last) == (Area(), 50)
    with pytest.raises(VeilproofError, match="not drawn"):
        change(file, edits.SetArea(1, track(file, 1).first, Moves.SCENE, all_but=False))
    with pytest.raises(VeilproofError, match="is not in frame 56"):
        change(file, edits.SetArea(number, 55, Moves.SCENE, all_but=False))


@pytest.mark.parametrize("moves", Moves)
def test_an_area_that_becomes_all_but_bares_no_frame_in_which_it_was_not(file: ReviewedFile, moves: Moves) -> None:
    number = change(file, edits.Draw(30, STREET, first=10, last=50))
    change(file, edits.SetArea(number, 30, moves, all_but=True))
    turned = track(file, number)
    assert (turned.area, turned.first, turned.last) == (Area(moves, all_but=True), 0, 59)
    shown = frames_with_light(file)
    assert 30 in shown
    assert 10 <= min(shown) <= max(shown) <= 50
    change(file, edits.SetArea(number, 30, moves, all_but=False))
    back = track(file, number)
    assert (back.area, back.first, back.last) == (Area(moves), min(shown), max(shown))
    change(file, edits.Undo())
    assert frames_with_light(file) == shown


def frames_with_light(file: ReviewedFile) -> list[int]:
    """The frames in which an *all but* shows something; in all others it must cover the whole picture."""
    with file.open_plan() as plan:
        covers = list(plan.covers())
        size = plan.picture_size
    assert [cover.frame for cover in covers] == list(range(60))
    assert all(len(cover.spotlights) == 1 for cover in covers)
    return [cover.frame for cover in covers if not is_lost(cover.spotlights, cover.spotlight_angles, size).all()]


def test_an_area_that_loses_frames_when_it_is_let_move_is_a_place(tmp_path: Path) -> None:
    source = film(tmp_path / "cut.mp4", cut=25)
    plan_of(source, [])
    file = ReviewedFile(source, source.with_suffix(".veil"))
    with closing(file):
        number = change(file, edits.Draw(10, (150.0, 100.0, 190.0, 120.0), first=5, last=35))
        assert ends(file) == []
        change(file, edits.SetArea(number, 10, Moves.SCENE, all_but=False))
        assert ends(file) == [(25, 35)]
        change(file, edits.SetEnds(number, last=30))
        assert ends(file) == [(25, 35)]
        change(file, edits.SetEnds(number, last=30, still=True))
        assert ends(file) == [(31, 35)]
        change(file, edits.SetEnds(number, last=35, still=True))
        assert ends(file) == []
        # Nobody has said how far it should go.
        change(file, edits.Draw(10, (50.0, 100.0, 90.0, 120.0), moves=Moves.SCENE))
        assert ends(file) == []


def test_a_track_ends_where_it_is_lost_until_a_person_asks_again(tmp_path: Path) -> None:
    """Behind a cut there is no such face: a cover that stood still there would look like one that hides it."""
    source = film(tmp_path / "cut.mp4", cut=25)
    plan_of(source, [np.tile(np.array([[150, 100, 190, 140]], np.float32), (21, 1))])
    file = ReviewedFile(source, source.with_suffix(".veil"))
    with closing(file):
        change(file, edits.SetEnds(1, 0, 35))
        lost = track(file, 1)
        assert (lost.first, lost.last, lost.not_reached) == (0, 24, ((25, 35),))
        assert ends(file) == [(25, 35)]
        change(file, edits.SetEnds(1, 0, 35))
        assert (track(file, 1).last, ends(file)) == (24, [(25, 35)])
        change(file, edits.SetEnds(1, 0, 35, still=True))
        assert (track(file, 1).last, ends(file)) == (35, [])
        for _ in range(3):
            change(file, edits.Undo())
        assert (track(file, 1).last, track(file, 1).asked) == (20, None)
        change(file, edits.SetEnds(1, 0, 24))
        assert (track(file, 1).last, ends(file)) == (24, [])
        with pytest.raises(VeilproofError, match="Track 1 is lost in frame 31"):
            change(file, edits.SetEnds(1, 30, 35))
        with pytest.raises(VeilproofError, match="cannot end before it begins"):
            change(file, edits.SetEnds(1, first=25))
        change(file, edits.Split(1, 24))
        change(file, edits.Draw(30, (150.0, 100.0, 190.0, 140.0), first=30, last=32, moves=Moves.FOLLOWED))
        change(file, edits.SetEnds(3, 20, 34))
        assert (track(file, 3).first, track(file, 3).last) == (25, 34)
        assert ends(file) == [(20, 24)]


def ends(file: ReviewedFile) -> list[tuple[int, int]]:
    with file.open_plan() as plan:
        return [(place.first, place.last) for place in risk_of_plan(plan).places if place.kind is PlaceKind.END]


def test_an_all_but_that_shows_nothing_becomes_no_area(file: ReviewedFile) -> None:
    number = change(file, edits.Draw(30, STREET, first=10, last=50))
    change(file, edits.SetArea(number, 30, Moves.FIXED, all_but=True))
    rest = change(file, edits.Split(number, 55))
    with pytest.raises(VeilproofError, match="is lost in all of its frames; draw another one"):
        change(file, edits.SetArea(rest, 57, Moves.FIXED, all_but=False))


def test_the_page_knows_what_an_area_is_and_shows_the_frame_without_what_is_outside(file: ReviewedFile) -> None:
    number = change(file, edits.Draw(30, STREET, moves=Moves.FIXED, all_but=True))
    shown = next(each for each in file.state()["tracks"] if each["id"] == number)
    assert (shown["moves"], shown["all_but"], shown["kind"]) == ("fixed", True, "area")


def other_film(path: Path, size: tuple[int, int]) -> Path:
    video(path, VideoSpec(width=size[0], height=size[1], times=tuple(Fraction(i, 10) for i in range(12))))
    plan_of(path, [])
    return path


def spread(client: Client, body: Mapping[str, object]) -> tuple[int, Any]:
    code, _, content = client.ask("POST", "/api/0/spread", json.dumps(body).encode())
    return code, json.loads(content)


def test_an_area_is_put_on_all_files_of_its_shape_and_the_others_are_named(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    others = [other_film(tmp_path / name, size) for name, size in (("b.mp4", (320, 180)), ("tall.mp4", (180, 320)))]
    with serving(source, *others) as served:
        client = Client(served).authenticated()
        box = [64, 36, 128, 72]
        code, drawn = client.change({"do": "draw", "frame": 0, "box": box, "moves": "fixed"})
        assert code == 200
        assert spread(client, {"track": drawn["new_track"], "by": "AB"}) == (
            200,
            {"done": ["b.mp4"], "other_shape": ["tall.mp4"], "failed": []},
        )
        client.change({"do": "draw", "frame": 0, "box": box, "moves": "fixed", "all_but": True})
        _, spotlight = client.change({"do": "draw", "frame": 0, "box": box, "moves": "fixed", "all_but": True})
        said = {"done": ["b.mp4"], "other_shape": ["tall.mp4"], "failed": []}
        assert spread(client, {"track": spotlight["new_track"]}) == (200, said)
        # Of two spotlights each shows what the other one covers: nobody has looked at that in the other files.
        code, again = spread(client, {"track": spotlight["new_track"]})
        assert (code, again["done"], again["other_shape"]) == (200, [], ["tall.mp4"])
        (failed,) = again["failed"]
        assert failed["message"].startswith("b.mp4: nothing was drawn, because track 2 covers all but its box already")
        assert failed["messages"] == [{"key": "error-area-there", "values": {"name": "b.mp4", "track": "2"}}]
        _, moving = client.change({"do": "draw", "frame": 30, "box": box, "moves": "scene"})
        code, refused = spread(client, {"track": moving["new_track"]})
        assert code == 422
        assert "cannot be put on other files" in refused["message"]
        for change in (
            {"do": "draw", "frame": 0, "box": box, "moves": "sideways"},
            {"do": "set_area", "track": 1, "frame": 0, "moves": "fixed"},
            {"do": "set_area", "track": 1, "frame": 0, "moves": None, "all_but": True},
        ):
            assert client.change_code(change) == 400
        for body in ({}, {"track": -1}, {"track": "1"}, {"track": 1, "more": 1}):
            assert spread(client, body)[0] == 400
        assert spread(client, {"track": 999})[0] == 422
    with Plan(tmp_path / "b.veil") as plan:
        track, light = plan.tracks()
        assert light.all_but
        assert (track.area, track.first, track.last) == (Area(), 0, 11)
        assert plan.boxes_of(track.id)[0].tolist() == [32, 18, 64, 36]
    with Plan(tmp_path / "tall.veil") as plan:
        assert plan.tracks() == []
