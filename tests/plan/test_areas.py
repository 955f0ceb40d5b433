"""Areas that a person draws: stored with how they move and on which side they cover, undone, checked, and upgraded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.samples import FACTS, face
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.plan import Area, Decision, DrawnPath, Editor, Moves, Plan
from veilproof.plan.schema import VERSION
from veilproof.review.edits import SetEnds
from veilproof.review.reviewed_areas import ReviewedAreas
from veilproof.scan.areas import Film

FRAMES = 30
SPOTLIGHT = Area(Moves.FOLLOWED, all_but=True)


def boxes(count: int = 10, at: float = 50, side: float = 40) -> Boxes:
    return np.array([[at + i, at, at + side + i, at + side] for i in range(count)], np.float32)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """A finished plan with one face in frames 0 to 9."""
    with Plan.create(tmp_path / "march.veil", FACTS | {"time_base": "1/25"}) as opened:
        opened.add({}, enumerate(range(FRAMES)), [face(0, 10)])
        opened.finish({})
        yield opened


def test_an_area_is_read_back_with_its_way_its_turning_and_the_side_that_it_covers(plan: Plan) -> None:
    turned = np.linspace(-20, 20, 10).astype(np.float32)
    sign = plan.draw_path(DrawnPath(5, boxes(), 6, Area(Moves.SCENE), turned))
    light = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
    with Plan(plan.path) as again:
        areas = {track.id: track.area for track in again.tracks()}
        assert areas == {1: None, sign: Area(Moves.SCENE), light: SPOTLIGHT}
        covers = {cover.frame: cover for cover in again.covers()}
    assert len(covers) == FRAMES
    assert (len(covers[5].drawn), len(covers[4].drawn)) == (1, 0)
    assert covers[5].drawn_angles.tolist() == [-20]
    assert covers[20].spotlights.tolist() == [boxes(FRAMES)[20].tolist()]
    assert covers[20].count == 1


def test_a_spotlight_that_a_person_keeps_covers_nothing(plan: Plan) -> None:
    light = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
    plan.decide([light], Decision.KEEP)
    assert not any(len(cover.spotlights) for cover in plan.covers())


def test_every_edit_of_an_area_is_undone_and_redone_exactly(plan: Plan) -> None:
    light = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))

    def state() -> list[object]:
        return [
            [(track.id, track.first, track.last, track.area) for track in plan.tracks()],
            *(plan.boxes_of(track.id).tolist() for track in plan.tracks()),
            *(plan.angles_of(track.id).tolist() for track in plan.tracks()),
        ]

    states = [state()]
    plan.replace(light, DrawnPath(2, boxes(20, 80), 5, Area(Moves.SCENE), np.full(20, 7, np.float32)))
    states.append(state())
    rest = plan.split(light, 9)
    states.append(state())
    plan.replace(rest, DrawnPath(9, boxes(5, 60), 9, SPOTLIGHT))
    states.append(state())
    plan.replace(light, DrawnPath(2, boxes(20, 80), 5, Area(Moves.FIXED, all_but=True)))
    states.append(state())
    for expected in states[-2::-1]:
        plan.undo()
        assert state() == expected
    for expected in states[1:]:
        plan.redo()
        assert state() == expected
    assert Plan(plan.path).tracks()[1].area == Area(Moves.FIXED, all_but=True)


def test_what_was_asked_for_is_kept_through_edits(plan: Plan) -> None:
    def asked() -> dict[int, tuple[tuple[int, int], ...]]:
        return {track.id: track.not_reached for track in plan.tracks() if track.asked}

    sign = plan.draw_path(DrawnPath(5, boxes(), 6, Area(Moves.SCENE), asked=(2, 20)))
    assert asked() == {sign: ((2, 4), (15, 20))}
    rest = plan.split(sign, 10)
    assert asked() == {sign: ((2, 4),), rest: ((15, 20),)}
    plan.join(sign, rest)
    assert asked() == {sign: ((2, 4), (15, 20))}
    plan.set_ends(sign, 6, 13)
    assert asked() == {sign: ()}
    plan.undo()
    assert asked() == {sign: ((2, 4), (15, 20))}
    plan.redo()
    assert asked() == {sign: ()}
    plan.replace(sign, DrawnPath(8, boxes(), 9, Area(Moves.FOLLOWED), asked=(8, 18)))
    with Plan(plan.path) as again:
        assert again.tracks()[-1].not_reached == ((18, 18),)
    with pytest.raises(VeilproofError, match="there are no frames 0 to 30"):
        plan.replace(sign, DrawnPath(8, boxes(), 9, Area(Moves.FOLLOWED), asked=(0, FRAMES)))


@pytest.mark.parametrize(
    ("ends", "left"),
    [
        ((7, 14), ((15, 20),)),
        ((5, 12), ((2, 4),)),
        ((5, 14), ((2, 4), (15, 20))),
        ((3, 14), ((2, 2), (15, 20))),
        ((5, 18), ((2, 4), (19, 20))),
        ((0, 14), ((15, 20),)),
        ((5, 20), ((2, 4),)),
        ((2, 25), ()),
    ],
)
def test_an_end_that_a_person_sets_is_asked_for_on_that_side_unless_it_only_comes_nearer(
    plan: Plan, ends: tuple[int, int], left: tuple[tuple[int, int], ...]
) -> None:
    sign = plan.draw_path(DrawnPath(5, boxes(), 6, Area(Moves.SCENE), asked=(2, 20)))
    plan.set_ends(sign, *ends)
    assert plan.tracks()[-1].not_reached == left
    plan.set_ends(sign, 8, 10)
    assert plan.tracks()[-1].not_reached == ()
    # What was set aside does not come back with a longer track.
    plan.set_ends(sign, 7, 11)
    assert plan.tracks()[-1].not_reached == ()


@pytest.mark.parametrize("area", [Area(), SPOTLIGHT])
def test_a_spotlight_is_joined_to_nothing(plan: Plan, area: Area) -> None:
    light = plan.draw_path(DrawnPath(0, boxes(5), 3, SPOTLIGHT))
    other = plan.draw_path(DrawnPath(8, boxes(5), None, area))
    with pytest.raises(VeilproofError, match="would show more than both; leave them two"):
        plan.join(light, other)


def test_what_was_found_is_no_area(plan: Plan) -> None:
    with pytest.raises(VeilproofError, match="track 1 was found, not drawn"):
        plan.replace(1, DrawnPath(0, boxes()))


def test_a_spotlight_that_grows_uncovers_and_one_that_shrinks_does_not(plan: Plan) -> None:
    light = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    plan.replace(light, DrawnPath(0, boxes(FRAMES, 55, 30), 3, SPOTLIGHT))
    assert plan.reviewed_frames().all()
    grown = boxes(FRAMES, 55, 30)
    grown[12:15, 2:] += 10
    plan.replace(light, DrawnPath(0, grown, 3, SPOTLIGHT))
    assert np.flatnonzero(~plan.reviewed_frames()).tolist() == [12, 13, 14]
    # From outside to inside: everything else is bare now.
    plan.replace(light, DrawnPath(0, grown, 3, Area()))
    assert not plan.reviewed_frames().any()


def unreviewed(plan: Plan) -> list[int]:
    return np.flatnonzero(~plan.reviewed_frames()).tolist()


def test_the_first_spotlight_uncovers_nothing_and_a_second_one_what_is_in_it(plan: Plan) -> None:
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    light = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
    plan.split(light, 20)
    assert unreviewed(plan) == []
    second = plan.draw_path(DrawnPath(4, boxes(5, 200), 4, SPOTLIGHT))
    assert unreviewed(plan) == [4, 5, 6, 7, 8]
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    plan.set_ends(second, 4, 10)
    assert unreviewed(plan) == [9, 10]
    plan.decide([second], Decision.KEEP)
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    plan.decide([second], Decision.COVER)
    assert unreviewed(plan) == [4, 5, 6, 7, 8, 9, 10]


def test_covering_all_turns_no_spotlight_on(plan: Plan) -> None:
    lights = [plan.draw_path(DrawnPath(0, boxes(FRAMES, at), 3, SPOTLIGHT)) for at in (50, 200)]
    plan.decide([1, lights[1]], Decision.KEEP)
    plan.decide([1, *lights], Decision.COVER)
    assert [track.decision for track in plan.tracks()] == [Decision.COVER, Decision.COVER, Decision.KEEP]
    plan.keep_only([1])
    assert [track.decision for track in plan.tracks()] == [Decision.KEEP, Decision.COVER, Decision.KEEP]


def lost_after(frame: int) -> Boxes:
    way = boxes(FRAMES)
    way[frame + 1 :] = [-4, -4, -2, -2]
    return way


def test_moving_a_spotlight_moves_no_box_of_a_frame_in_which_it_is_lost(plan: Plan) -> None:
    light = plan.draw_path(DrawnPath(0, lost_after(19), 3, SPOTLIGHT))
    with pytest.raises(VeilproofError, match="lost in frame 25 and shows nothing there; draw another one"):
        plan.move(light, 25, (100, 100, 200, 300))
    plan.move(light, 10, (200, 150, 300, 250))
    assert (plan.boxes_of(light)[20:] == [-4, -4, -2, -2]).all()
    assert plan.boxes_of(light)[15, 0] == 205


def test_a_lost_spotlight_is_lengthened_without_a_way(plan: Plan) -> None:
    way = lost_after(19)[:25]
    light = plan.draw_path(DrawnPath(0, way, 3, Area(Moves.SCENE, all_but=True)))
    # There is no such film: nothing is looked for in it.
    drawn = ReviewedAreas(Film(plan.path.with_name("none.mp4"), plan.pts(), 640, 360), [float(t) for t in plan.times()])
    drawn.set_ends(plan, SetEnds(light, 0, FRAMES - 1), Editor())
    assert (plan.boxes_of(light)[20:] == [-4, -4, -2, -2]).all()
    with pytest.raises(VeilproofError, match="lost in frame 23 and shows nothing there; go to a frame"):
        drawn.follow(plan, light, 22, Editor())


def test_a_connection_from_before_the_upgrade_sees_a_spotlight_as_one(plan: Plan) -> None:
    plan.close()
    older(sealed_again(plan.path))
    with Plan(plan.path) as early, Plan(plan.path) as late:
        late.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
        covers = list(early.covers(20, 20))
        assert [(len(cover.drawn), len(cover.spotlights)) for cover in covers] == [(0, 1)]
        assert early.tracks()[-1].area == SPOTLIGHT


def test_tracks_are_listed_while_covers_are_read_after_an_upgrade_elsewhere(plan: Plan) -> None:
    plan.close()
    older(sealed_again(plan.path))
    with Plan(plan.path) as early:
        with Plan(plan.path) as late:
            late.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
        covers = early.covers()
        next(covers)
        assert early.tracks()[-1].area == SPOTLIGHT
        assert all(len(cover.spotlights) == 1 for cover in covers)


def test_a_cover_that_turns_uncovers_its_corners(plan: Plan) -> None:
    sign = plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, Area()))
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    turned = np.zeros(FRAMES, np.float32)
    turned[7:9] = 30
    plan.replace(sign, DrawnPath(0, boxes(FRAMES), 3, Area(Moves.SCENE), turned))
    assert unreviewed(plan) == [7, 8]
    plan.mark_reviewed(frames=[(0, FRAMES - 1)])
    plan.set_ends(sign, 0, FRAMES - 1)
    assert unreviewed(plan) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE area SET all_but = 0",
        "UPDATE area SET moves = 'fixed'",
        "DELETE FROM area",
        "DELETE FROM asked",
        "UPDATE asked SET last = 10",
        "INSERT INTO area VALUES (1, 'fixed', 1)",
        "UPDATE track SET origin = 'detected' WHERE id = 2",
    ],
)
def test_an_area_that_something_else_changed_is_refused(plan: Plan, change: str) -> None:
    plan.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT, asked=(0, FRAMES - 1)))
    plan.close()
    with closing(sqlite3.connect(plan.path)) as db, db:
        db.execute(change)
    with pytest.raises(VeilproofError, match="not as veilproof wrote it"):
        Plan(plan.path)


def older(path: Path, version: int = 5) -> None:
    """Make a plan without areas one of an older version."""
    with closing(sqlite3.connect(path)) as db, db:
        for table in ("area", "asked")[version - 5 :]:
            db.execute(f"DROP TABLE {table}")
        db.execute(f"PRAGMA user_version = {version}")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize("version", [5, 6])
def test_an_older_plan_is_read_without_being_changed_and_becomes_a_new_one_with_its_next_edit(
    plan: Plan, version: int
) -> None:
    drawn = plan.draw((10, 10, 40, 40), plan.times()[0], plan.times()[2], "a sign")
    before = [(cover.frame, cover.faces.tolist(), cover.drawn.tolist()) for cover in plan.covers()]
    with closing(sqlite3.connect(plan.path)) as db, db:
        db.execute("DELETE FROM area")
    plan.close()
    older_of = sealed_again(plan.path)
    older(older_of, version)
    content = older_of.read_bytes()
    for opened in (Plan(older_of), Plan.snapshot(older_of)):
        with opened:
            assert [(cover.frame, cover.faces.tolist(), cover.drawn.tolist()) for cover in opened.covers()] == before
            assert opened.tracks()[1].area is None
    assert older_of.read_bytes() == content
    with Plan(older_of) as first, Plan(older_of) as second:
        light = first.draw_path(DrawnPath(0, boxes(FRAMES), 3, SPOTLIGHT))
        second.decide([drawn], Decision.KEEP, "harmless")
        assert second.tracks()[-1].area == SPOTLIGHT
        second.undo()
        first.undo()
        first.redo()
        assert first.tracks()[-1].id == light
    assert version_of(older_of) == VERSION
    with Plan(older_of) as opened:
        assert opened.tracks()[-1].area == SPOTLIGHT


def sealed_again(path: Path) -> Path:
    """As the version before wrote it: without areas, under a seal of its own."""
    from veilproof.plan.digests import SEAL, seal_of

    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE fact SET value = ? WHERE name = ?", (seal_of(db), SEAL))
    return path


def test_a_plan_of_a_newer_version_is_refused_in_one_line(plan: Plan) -> None:
    plan.close()
    with closing(sqlite3.connect(plan.path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(VeilproofError, match=r"a plan of version \d+.*use a newer veilproof"):
        Plan(plan.path)


@given(
    first=st.integers(-2, FRAMES),
    corner=st.tuples(st.floats(allow_nan=True), st.floats(allow_nan=True)),
    sides=st.tuples(st.floats(-10, 2000), st.floats(-10, 2000)),
    angle=st.floats(allow_nan=True),
    area=st.builds(Area, st.sampled_from(Moves), st.booleans()),
)
@settings(max_examples=150)
def test_what_is_drawn_is_stored_as_it_is_or_refused_and_nothing_is_changed(
    plan: Plan,
    first: int,
    corner: tuple[float, float],
    sides: tuple[float, float],
    angle: float,
    area: Area,
) -> None:
    before = [track.id for track in plan.tracks()]
    x, y = corner
    with np.errstate(all="ignore"):
        path = np.array([[x, y, x + sides[0], y + sides[1]]] * 3, np.float32)
        turned = np.full(3, angle, np.float32)
    number, said = 0, ""
    try:
        number = plan.draw_path(DrawnPath(first, path, None, area, turned))
    except VeilproofError as error:
        said = str(error)
    if said:
        assert "\n" not in said
        assert [track.id for track in plan.tracks()] == before
    else:
        assert np.array_equal(plan.boxes_of(number), path)
        assert np.array_equal(plan.angles_of(number), turned)
        assert plan.tracks()[-1].area == area
    with Plan(plan.path) as again:
        assert len(again.tracks()) == len(plan.tracks())


def spotlights(plan: Plan) -> list[int]:
    return [len(cover.spotlights) for cover in plan.covers()]


def test_the_rest_of_a_kept_spotlight_is_kept(plan: Plan) -> None:
    lights = [plan.draw_path(DrawnPath(0, boxes(FRAMES, at), 3, SPOTLIGHT)) for at in (50, 200)]
    plan.decide(lights[1:], Decision.KEEP)
    rest = plan.split(lights[1], 12)
    assert spotlights(plan) == [1] * FRAMES
    plan.undo()
    plan.redo()
    assert spotlights(plan) == [1] * FRAMES
    plan.decide([rest], Decision.COVER)
    assert spotlights(plan) == [1] * 12 + [2] * (FRAMES - 12)
