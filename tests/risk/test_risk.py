"""Where a face may be bare: what a person is asked to look at, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.plan.samples import FACTS
from veilproof.geometry import Boxes
from veilproof.plan import Area, Decision, DrawnPath, Editor, Moves, Plan
from veilproof.risk import PlaceKind, may_be_removed, risk_of_plan
from veilproof.track.confirm import ConfirmedTrack

FRAMES = 100
SEEN = Editor("AB", None)


def standing(first: int, last: int, x: float, side: float = 40, confidence: float = 0.95) -> ConfirmedTrack:
    box = np.array([[x, 100, x + side, 100 + side]], np.float32)
    return ConfirmedTrack(first, np.repeat(box, last - first + 1, axis=0), confidence, 3)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """An unfinished plan of four seconds."""
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        opened.add({}, enumerate(range(0, 40 * FRAMES, 40)), [])
        yield opened


def kinds(plan: Plan) -> list[PlaceKind]:
    return [place.kind for place in risk_of_plan(plan).places]


def test_a_suspicion_is_a_place_until_a_cover_hides_it(plan: Plan) -> None:
    plan.add({}, [], [], [standing(20, 60, 100, confidence=0.09)])
    (place,) = risk_of_plan(plan).places
    assert (place.kind, place.first, place.last) == (PlaceKind.SUSPECTED, 20, 60)
    plan.add({}, [], [standing(20, 60, 102)])
    assert kinds(plan) == []


def test_only_the_frames_in_which_no_cover_hides_it_are_a_place(plan: Plan) -> None:
    plan.add({}, [], [standing(0, 39, 102)], [standing(20, 60, 100, confidence=0.09)])
    (place,) = (place for place in risk_of_plan(plan).places if place.kind is PlaceKind.SUSPECTED)
    assert (place.first, place.last) == (40, 60)


def test_a_suspicion_at_a_face_that_a_person_keeps_is_no_place(plan: Plan) -> None:
    plan.add({}, [], [standing(20, 60, 102)], [standing(20, 60, 100, confidence=0.09)])
    plan.decide([1], Decision.KEEP, "officer on duty", SEEN)
    assert kinds(plan) == []


def test_the_most_dangerous_place_comes_first_and_one_too_small_to_be_recognised_is_none(plan: Plan) -> None:
    small = standing(0, 20, 50, side=7, confidence=0.05)
    plan.add({}, [], [], [small, standing(0, 20, 300, confidence=0.03), standing(0, 20, 500, confidence=0.05)])
    assert [place.number for place in risk_of_plan(plan).places] == [3, 2]


def test_a_gap_between_two_covers_is_a_place_with_its_frames(plan: Plan) -> None:
    plan.add({}, [], [standing(0, 30, 100), standing(50, 99, 110)])
    (place,) = risk_of_plan(plan).places
    assert (place.kind, place.first, place.last) == (PlaceKind.GAP, 31, 49)
    plan.join(1, 2)
    assert kinds(plan) == []


def test_covers_of_two_people_far_apart_leave_no_gap(plan: Plan) -> None:
    plan.add({}, [], [standing(0, 30, 100), standing(50, 99, 400)])
    assert kinds(plan) == []


def test_who_looks_at_a_place_or_watches_its_frames_makes_it_none(plan: Plan) -> None:
    plan.add({}, [], [standing(0, 30, 100), standing(50, 99, 110)], [standing(0, 20, 400, confidence=0.09)])
    before = risk_of_plan(plan).expected
    plan.dismiss([1], by=SEEN)
    plan.mark_reviewed(frames=[(31, 49)], by=SEEN)
    after = risk_of_plan(plan)
    assert not after.places
    assert after.expected < before
    plan.undo()
    plan.undo()
    assert len(risk_of_plan(plan).places) == 2


def test_covering_a_suspicion_covers_its_frames_and_can_be_undone(plan: Plan) -> None:
    plan.add({}, [], [], [standing(20, 60, 100, confidence=0.09)])
    number = plan.cover_suspicion(1, "bystander", SEEN)
    (track,) = plan.tracks()
    assert (track.id, track.first, track.last, track.decision, track.reason) == (
        number, 20, 60, Decision.COVER, "bystander",
    )  # fmt: skip
    assert [cover.frame for cover in plan.covers()] == list(range(20, 61))
    assert not risk_of_plan(plan).places
    plan.undo()
    assert not plan.tracks()
    assert kinds(plan) == [PlaceKind.SUSPECTED]


def test_the_expected_number_grows_with_what_is_suspected_and_lies_in_its_interval(plan: Plan) -> None:
    plan.add({}, [], [], [standing(0, 99, 60.0 * at, confidence=0.04) for at in range(10)])
    risk = risk_of_plan(plan)
    assert risk.expected == pytest.approx(0.18, abs=0.01)
    assert risk.low <= risk.expected <= risk.high <= 2
    assert "expected number of bare faces 0.2" in risk.sentence


def test_a_plan_without_anything_expects_no_bare_face(plan: Plan) -> None:
    risk = risk_of_plan(plan)
    assert (risk.places, risk.expected, risk.low, risk.high) == ((), 0, 0, 0)


def test_a_cover_may_be_removed_if_it_hardly_is_a_face_and_nobody_drew_it(plan: Plan) -> None:
    plan.add({}, [], [standing(0, 20, 100, confidence=0.1), standing(0, 20, 300)])
    plan.draw_path(DrawnPath(0, boxes_of(400)))
    assert [may_be_removed(track) for track in plan.tracks()] == [True, False, False]


def test_what_a_person_drew_hides_what_lies_in_it_up_to_its_corners(plan: Plan) -> None:
    corner = standing(0, 20, 5, confidence=0.09)
    plan.add({}, [], [], [corner, standing(30, 50, 400, confidence=0.09)])
    whole = np.array([[0, 0, 640, 360]] * 25, np.float32)
    plan.draw_path(DrawnPath(0, whole))
    assert [(place.first, place.last) for place in risk_of_plan(plan).places] == [(30, 50)]


def test_what_is_outside_of_all_spotlights_is_hidden_and_what_is_in_one_may_be_bare(plan: Plan) -> None:
    plan.add({}, [], [], [standing(0, 99, x, confidence=0.09) for x in (100, 300, 500)])
    boxes = [np.array([[x, 80, x + 60, 180]] * 100, np.float32) for x in (90.0, 290.0)]
    numbers = [plan.draw_path(DrawnPath(0, each, None, Area(Moves.FOLLOWED, all_but=True))) for each in boxes]
    assert sorted(round(place.box[0]) for place in risk_of_plan(plan).places) == [100, 300]
    assert set(kinds(plan)) == {PlaceKind.SUSPECTED}
    plan.decide(numbers, Decision.KEEP)
    assert len(risk_of_plan(plan).places) == 3


def test_a_followed_spotlight_that_jumps_is_listed_and_one_that_is_lost_is_not(plan: Plan) -> None:
    way = np.array([[100, 80, 160, 180]] * 100, np.float32)
    way[40:, 0::2] += 300
    way[80:] = [-4, -4, -2, -2]
    plan.draw_path(DrawnPath(0, way, None, Area(Moves.FOLLOWED, all_but=True)))
    places = risk_of_plan(plan).places
    assert [(place.kind, place.first <= 40 <= place.last) for place in places] == [(PlaceKind.JUMP, True)]


def boxes_of(x: float) -> Boxes:
    return np.array([[x, 100, x + 30, 140]], np.float32)


def test_an_area_that_ends_before_what_was_asked_for_is_a_place_however_small(plan: Plan) -> None:
    way = np.tile(np.array([[100, 100, 112, 112]], np.float32), (31, 1))
    area = plan.draw_path(DrawnPath(20, way, 20, Area(Moves.SCENE), asked=(10, 90)))
    places = [place for place in risk_of_plan(plan).places if place.kind is PlaceKind.END]
    found = {(place.first, place.last, place.frame, place.number) for place in places}
    assert found == {(10, 19, 19, area), (51, 90, 51, area)}
    plan.mark_reviewed(frames=[(0, 60)], by=SEEN)
    assert [(place.first, place.last) for place in risk_of_plan(plan).places] == [(51, 90)]
    plan.mark_reviewed(frames=[(61, 90)], by=SEEN)
    assert kinds(plan) == []


def test_what_an_area_lost_is_hidden_by_no_cover_where_it_was_last_seen_but_by_one_of_everything(plan: Plan) -> None:
    """It has moved on since."""

    def spans() -> list[tuple[int, int]]:
        return [(place.first, place.last) for place in risk_of_plan(plan).places if place.kind is PlaceKind.END]

    way = np.tile(np.array([[100, 100, 140, 140]], np.float32), (31, 1))
    plan.draw_path(DrawnPath(20, way, 20, Area(Moves.FOLLOWED), asked=(20, 90)))
    plan.add({}, [], [standing(51, 90, 100)])
    plan.draw_path(DrawnPath(51, way[:1].repeat(40, axis=0), None, Area(Moves.FIXED)))
    assert spans() == [(51, 90)]
    width, height = plan.picture_size
    everything = np.tile(np.array([[0, 0, width, height]], np.float32), (30, 1))
    most = plan.draw_path(DrawnPath(61, everything - np.array([0, 0, 0, 9], np.float32), None, Area(Moves.FIXED)))
    assert spans() == [(51, 90)]
    plan.replace(most, DrawnPath(61, everything, None, Area(Moves.FIXED)))
    assert spans() == [(51, 60)]
    plan.decide([most], Decision.KEEP)
    spotlight = np.tile(np.array([[10, 10, 30, 30]], np.float32), (FRAMES, 1))
    plan.draw_path(DrawnPath(0, spotlight, None, Area(Moves.FIXED, all_but=True)))
    assert spans() == []


def test_an_area_that_goes_as_far_as_was_asked_or_covers_nothing_is_no_such_place(plan: Plan) -> None:
    way = np.tile(np.array([[100, 100, 140, 140]], np.float32), (31, 1))
    plan.draw_path(DrawnPath(20, way, 20, Area(Moves.FOLLOWED)))
    plan.draw_path(DrawnPath(20, way, 20, Area(Moves.SCENE), asked=(20, 50)))
    lost = plan.draw_path(DrawnPath(20, way + 200, 20, Area(Moves.SCENE), asked=(20, 90)))
    assert kinds(plan) == [PlaceKind.END]
    plan.decide([lost], Decision.KEEP)
    assert kinds(plan) == []
    plan.decide([lost], Decision.COVER)
    plan.set_ends(lost, 20, 90)
    assert kinds(plan) == []


@pytest.mark.parametrize("all_but", [False, True])
def test_what_a_turned_area_hides_is_what_lies_in_it_as_it_is_turned(plan: Plan, all_but: bool) -> None:
    """A street sign on its side: what lies in the box before it is turned is not under it, and what it covers is."""
    beside, under = standing(20, 60, 60, confidence=0.09), standing(20, 60, 180, confidence=0.09)
    plan.add({}, [], [], [beside, under])
    assert len(kinds(plan)) == 2
    sign = np.tile(np.array([[20, 90, 380, 150]], np.float32), (FRAMES, 1))
    plan.draw_path(DrawnPath(0, sign, None, Area(Moves.FIXED, all_but), np.full(FRAMES, 90, np.float32)))
    (place,) = risk_of_plan(plan).places
    assert place.number == (2 if all_but else 1)
