"""Edits: atomic, exactly undone and redone, and never lost to another person's edit."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.plan.samples import FACTS as VIDEO_FACTS
from tests.plan.samples import face
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.plan import Decision, DrawnPath, Editor, Origin, Plan, PlannedTrack, StaleError

FACTS = VIDEO_FACTS | {"time_base": "1/25"}
ANNA = Editor("AN")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        opened.add({}, enumerate(range(100)), [face(0, 60), face(50, 40, 100.0, 0.15), face(80, 20, 200.0)])
        opened.finish({"frames": "100", "unreadable": "0"})
        yield opened


State = tuple[list[PlannedTrack], list[Boxes], dict[int, list[int]], list[bool]]


def state(plan: Plan) -> State:
    tracks = plan.tracks()
    reviewed = plan.reviewed_frames().tolist()
    return [replace(t, changed=0) for t in tracks], [plan.boxes_of(t.id) for t in tracks], plan.keyframes(), reviewed


def same(a: State, b: State) -> bool:
    return a[0] == b[0] and all(map(np.array_equal, a[1], b[1])) and a[2:] == b[2:]


EDITS: dict[str, Callable[[Plan], object]] = {
    "cover": lambda plan: plan.decide([1, 2], Decision.KEEP, "on duty", ANNA),
    "keep only": lambda plan: plan.keep_only([2], "on duty", ANNA),
    "draw": lambda plan: plan.draw((5, 6, 70, 80), Fraction(1), Fraction(2), "a sign", ANNA),
    "draw a path": lambda plan: plan.draw_path(DrawnPath(3, face(0, 30).boxes, 9), "", ANNA),
    "move": lambda plan: plan.move(1, 30, (300, 100, 340, 150), ANNA),
    "shorten": lambda plan: plan.set_ends(1, 10, 40, by=ANNA),
    "lengthen": lambda plan: plan.set_ends(2, 20, 99, by=ANNA),
    "split": lambda plan: plan.split(1, 30, ANNA),
    "join": lambda plan: plan.join(3, 2, ANNA),
    "reviewed": lambda plan: plan.mark_reviewed([1], [(3, 40)], ANNA),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_undone_and_redone_exactly_also_after_a_restart(plan: Plan, name: str) -> None:
    before = state(plan)
    EDITS[name](plan)
    after = state(plan)
    assert not same(before, after) or plan.reviewed_tracks()
    with Plan(plan.path) as again:
        undone = again.undo()
        assert undone.by == "AN"
        assert same(state(again), before)
        assert not again.reviewed_tracks()
        assert again.undoable() is None
    plan.redo()
    assert same(state(plan), after)
    assert plan.redoable() is None


def test_many_edits_are_undone_and_redone_in_turn(plan: Plan) -> None:
    states = [state(plan)]
    for name in ("move", "split", "keep only", "draw", "join", "reviewed", "cover"):
        EDITS[name](plan)
        states.append(state(plan))
    for expected in reversed(states[:-1]):
        plan.undo()
        assert same(state(plan), expected)
    with pytest.raises(VeilproofError, match="nothing to undo"):
        plan.undo()
    for expected in states[1:]:
        plan.redo()
        assert same(state(plan), expected)
    with pytest.raises(VeilproofError, match="nothing to redo"):
        plan.redo()


def test_a_new_edit_drops_undone_ones_and_no_track_number_is_reused(plan: Plan) -> None:
    first = plan.draw_path(DrawnPath(0, face(0, 3).boxes, 0))
    plan.undo()
    second = plan.draw_path(DrawnPath(0, face(0, 3).boxes, 0))
    assert second != first
    with pytest.raises(VeilproofError, match="nothing to redo"):
        plan.redo()


def test_undoing_a_decision_is_logged(plan: Plan) -> None:
    plan.decide([1], Decision.KEEP, "on duty", ANNA)
    plan.undo()
    assert [(track, decision, reason) for _, track, decision, reason in plan.decisions()] == [
        (1, "keep", "on duty"),
        (1, "cover", "undone"),
    ]
    assert plan.tracks()[0].reason == ""


def test_an_edit_based_on_an_outdated_revision_is_refused(plan: Plan) -> None:
    outdated = Editor("AN", plan.revision)
    plan.decide([1], Decision.KEEP)
    before = state(plan)
    attempts: list[Callable[[], object]] = [
        lambda: plan.decide([2, 1], Decision.COVER, by=outdated),
        lambda: plan.move(1, 3, (1, 2, 30, 40), outdated),
        lambda: plan.split(1, 3, outdated),
        lambda: plan.join(1, 2, outdated),
        lambda: plan.undo(outdated),
    ]
    for attempt in attempts:
        with pytest.raises(StaleError, match="in the meantime"):
            attempt()
    assert same(state(plan), before)
    plan.decide([2], Decision.KEEP, by=outdated)
    plan.decide([1], Decision.COVER, by=Editor("AN", plan.revision))
    assert [track.decision for track in plan.tracks()] == [Decision.COVER, Decision.KEEP, Decision.COVER]


def test_keep_only_covers_all_other_tracks(plan: Plan) -> None:
    plan.decide([1, 3], Decision.KEEP, "by mistake")
    plan.keep_only([2], "on duty")
    assert [(track.decision, track.reason) for track in plan.tracks()] == [
        (Decision.COVER, ""),
        (Decision.KEEP, "on duty"),
        (Decision.COVER, ""),
    ]
    with pytest.raises(VeilproofError, match="no track 77"):
        plan.keep_only([77])


def test_moving_the_box_of_a_detected_track_changes_nothing_a_second_away(plan: Plan) -> None:
    before = plan.boxes_of(1)
    plan.move(1, 30, (300, 100, 340, 150))
    after = plan.boxes_of(1)
    assert after[30].tolist() == [300, 100, 340, 150]
    assert np.array_equal(after[:6], before[:6])
    assert np.array_equal(after[55:], before[55:])
    assert (np.diff(after[5:31, 0]) > 0).all()
    plan.move(1, 40, (300, 100, 340, 150))
    assert plan.boxes_of(1)[30].tolist() == [300, 100, 340, 150]
    assert plan.keyframes() == {1: [30, 40]}


def test_a_moved_drawn_track_moves_as_a_whole_and_is_linear_between_keyframes(plan: Plan) -> None:
    track = plan.draw_path(DrawnPath(0, np.tile(np.array([[10, 10, 30, 30]], np.float32), (21, 1)), 0))
    plan.move(track, 20, (110, 10, 130, 30))
    assert np.allclose(plan.boxes_of(track)[:, 0], np.linspace(10, 110, 21), atol=1e-3)
    assert {cover.frame: len(cover.drawn) for cover in plan.covers()}[10] == 1


def test_frames_in_which_something_was_uncovered_after_a_look_are_to_be_looked_at_again(plan: Plan) -> None:
    plan.mark_reviewed([], [(30, 70)], ANNA)
    assert not plan.frames_to_review_again().any()
    plan.decide([1], Decision.KEEP, "on duty", ANNA)
    assert np.flatnonzero(plan.frames_to_review_again()).tolist() == list(range(30, 60))
    assert np.flatnonzero(plan.reviewed_frames()).tolist() == list(range(60, 71))
    plan.mark_reviewed([], [(30, 39)], ANNA)
    assert np.flatnonzero(plan.frames_to_review_again()).tolist() == list(range(40, 60))
    plan.decide([1], Decision.COVER, by=ANNA)
    assert np.flatnonzero(plan.reviewed_frames()).tolist() == [*range(30, 40), *range(60, 71)]
    plan.undo()
    plan.undo()
    plan.undo()
    assert not plan.frames_to_review_again().any()


def test_after_a_split_the_rest_of_a_kept_track_is_covered(plan: Plan) -> None:
    plan.decide([1], Decision.KEEP)
    rest = plan.split(1, 30)
    tracks = {track.id: track for track in plan.tracks()}
    assert (tracks[1].first, tracks[1].last, tracks[1].decision) == (0, 29, Decision.KEEP)
    assert (tracks[rest].first, tracks[rest].last, tracks[rest].decision) == (30, 59, Decision.COVER)
    with pytest.raises(VeilproofError, match="nothing to split"):
        plan.split(rest, 30)
    with pytest.raises(VeilproofError, match="not in frame"):
        plan.split(rest, 29)


def test_a_joined_track_stays_visible_only_if_both_parts_did(plan: Plan) -> None:
    plan.decide([2], Decision.KEEP)
    assert plan.join(3, 2) == 2
    assert [(t.id, t.first, t.last, t.decision) for t in plan.tracks()][1] == (2, 50, 99, Decision.COVER)
    assert len(plan.boxes_of(2)) == 50
    with pytest.raises(VeilproofError, match="itself"):
        plan.join(1, 1)


def test_a_drawn_and_a_detected_track_joined_count_as_detected(plan: Plan) -> None:
    drawn = plan.draw_path(DrawnPath(0, face(0, 3).boxes, 0))
    plan.join(drawn, 1)
    assert plan.tracks()[0].origin is Origin.DETECTED


def test_a_lengthened_track_repeats_its_end_boxes_if_no_path_is_given(plan: Plan) -> None:
    ended = plan.boxes_of(2)[[0, -1]]
    plan.set_ends(2, 40, 99)
    boxes = plan.boxes_of(2)
    assert (boxes[:10] == ended[0]).all()
    assert (boxes[-10:] == ended[1]).all()
    for first, last in ((5, 4), (-1, 4), (0, 100)):
        with pytest.raises(VeilproofError, match="no frames"):
            plan.set_ends(2, first, last)


# -- reviewing


def test_the_review_is_complete_once_every_frame_and_track_is_reviewed(plan: Plan) -> None:
    assert plan.reviewed().last is None
    assert plan.reviewed().sentence == "reviewed: nothing yet"
    plan.mark_reviewed([3], [(0, 49)], ANNA)
    part = plan.reviewed()
    assert (part.tracks, part.tracks_reviewed, part.frames, part.frames_reviewed) == (3, 1, 100, 50)
    assert not part.complete
    assert "reviewed 50 % (not reviewed: 2 of 3 tracks, 50 of 100 frames), by AN, last 20" in part.sentence
    plan.mark_reviewed([], [(40, 99)], Editor("BO"))
    whole = plan.reviewed()
    assert whole.complete
    assert whole.by == ("AN", "BO")
    assert whole.sentence.startswith("reviewed 100 %, by AN, BO, last 20")
    plan.undo()
    assert plan.reviewed() == part


def test_a_track_is_reviewed_when_every_frame_of_it_is(plan: Plan) -> None:
    plan.mark_reviewed([], [(0, 58)])
    assert plan.reviewed_tracks() == set()
    plan.mark_reviewed([], [(59, 59)])
    assert plan.reviewed_tracks() == {1}


def test_deciding_about_a_track_reviews_it_if_a_revision_was_seen(plan: Plan) -> None:
    plan.decide([1], Decision.COVER)
    assert plan.reviewed_tracks() == set()
    plan.decide([1], Decision.COVER, by=Editor("AN", plan.revision))
    assert plan.reviewed_tracks() == {1}


def test_a_plan_of_an_earlier_version_is_refused_in_one_line(plan: Plan, tmp_path: Path) -> None:
    old = tmp_path / "old.veil"
    old.write_bytes(plan.path.read_bytes())
    db = sqlite3.connect(old)
    db.execute("PRAGMA user_version = 1")
    db.close()
    with pytest.raises(VeilproofError, match=r"old\.veil: a plan of version 1, but .* scan the original again"):
        Plan(old)


def test_undo_runs_no_sql_from_a_plan(plan: Plan) -> None:
    plan.decide([1], Decision.KEEP)
    db = sqlite3.connect(plan.path)
    with db:
        evil = (
            '{"origin": "detected", "kind": "face", "first": 0, "last": 59, "confidence": 1, "observations": 1, '
            '"size": 1, "reason": "", "decision": '
        )
        db.execute("UPDATE state SET facts = ? WHERE NOT after", (evil + '"cover\'); DROP TABLE track; --"}',))
    db.close()
    with pytest.raises(VeilproofError, match="CHECK constraint failed"):
        plan.undo()
    assert len(plan.tracks()) == 3
    assert plan.tracks()[0].decision is Decision.KEEP


_EDITS = """
import sys
from pathlib import Path
from veilproof.plan import Decision, Plan
with Plan(Path(sys.argv[1])) as plan:
    print("go", flush=True)
    while True:
        rest = plan.split(1, 30)
        plan.move(rest, 40, (300, 100, 340, 150))
        plan.join(1, rest)
        plan.undo()
        plan.undo()
        plan.undo()
"""


def test_a_kill_during_edits_leaves_a_consistent_plan(plan: Plan) -> None:
    moments = random.Random(3)
    for _ in range(4):
        running = subprocess.Popen([sys.executable, "-c", _EDITS, str(plan.path)], stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == b"go\n"
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(moments.uniform(0.05, 0.3))
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        with Plan(plan.path) as left:
            for track in left.tracks():
                assert len(left.boxes_of(track.id)) == track.last - track.first + 1
            while left.undoable():
                left.undo()
            assert [(track.id, track.first, track.last) for track in left.tracks()] == [
                (1, 0, 59),
                (2, 50, 89),
                (3, 80, 99),
            ]
