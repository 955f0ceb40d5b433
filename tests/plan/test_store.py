"""The plan file: what is written is read back, what a person decides is kept, and no crash leaves half a change."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import OnlyWrites
from veilproof.detect import Detections
from veilproof.errors import VeilproofError
from veilproof.plan import Decision, Origin, Plan, file
from veilproof.plan.export import as_json, as_mot
from veilproof.track.confirm import ConfirmedTrack

FACTS = {"time_base": "1/1000", "sha256": "00", "width": "640", "height": "360"}
PTS = [40, 80, 100, 200, 201, 1000]
"""Uneven on purpose: frame 3 is on screen for one thousandth of a second, frame 4 for four fifths of one."""


def face(first: int, count: int, at: float = 10.0, confidence: float = 0.9) -> ConfirmedTrack:
    boxes = np.array([[at + i, at, at + i + 20.5, at + 30.25] for i in range(count)], np.float32)
    return ConfirmedTrack(first, boxes, confidence, 2)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    with Plan.create(tmp_path / "march.veil", FACTS) as made:
        made.add({}, enumerate(PTS), [face(0, 3), face(2, 2, 100.0, 0.15)])
        yield made


def seconds(stamp: float) -> Fraction:
    """A time stamp as people say it: seconds from the first frame on."""
    return Fraction(stamp - PTS[0]) / 1000


def covered(plan: Plan) -> dict[int, tuple[int, int]]:
    return {cover.frame: (len(cover.faces), len(cover.drawn)) for cover in plan.covers()}


# -- making and opening


def test_a_new_plan_knows_its_facts_and_is_not_complete_until_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.veil"
    Plan.create(path, FACTS).close()
    with Plan(path) as plan:
        assert plan.facts == {**FACTS, "state": "scanning"}
        assert plan.time_base == Fraction(1, 1000)
        assert not plan.complete
        plan.finish({"frames": "6"})
        assert plan.complete
    with Plan(path) as again:
        assert again.complete
        assert again.facts["frames"] == "6"


def test_a_plan_is_one_file_and_nothing_else(tmp_path: Path, only_writes: OnlyWrites) -> None:
    with only_writes(tmp_path, {"a.veil"}), Plan.create(tmp_path / "a.veil", FACTS) as plan:
        plan.add({}, enumerate(PTS), [face(0, 3)])
        plan.finish({})


def test_a_plan_is_never_made_over_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.veil"
    path.write_bytes(b"decisions of three days")
    with pytest.raises(VeilproofError, match=r"a\.veil.*exists already.*--force"):
        Plan.create(path, FACTS)
    assert path.read_bytes() == b"decisions of three days"


def test_a_plan_in_a_folder_that_is_not_there_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="nowhere") as raised:
        Plan.create(tmp_path / "nowhere" / "a.veil", FACTS)
    assert "\n" not in str(raised.value)


def not_there(path: Path) -> None:
    path.unlink()


def a_photo(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE fact (name, value)")
    db.close()


def of_a_newer_veilproof(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (not_there, "no such plan"),
        (a_photo, "not a plan"),
        (empty, "not a plan"),
        (another_database, "not a plan"),
        (of_a_newer_veilproof, "version 99"),
        (cut_off, "not a plan|damaged|malformed"),
    ],
)
def test_what_is_no_plan_that_can_be_read_is_refused_in_one_line(tmp_path: Path, damage: object, says: str) -> None:
    path = tmp_path / "a.veil"
    Plan.create(path, FACTS).close()
    assert callable(damage)
    damage(path)
    with pytest.raises(VeilproofError, match=says) as raised:
        Plan(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


# -- what the scan writes


def test_tracks_and_their_boxes_are_read_back_as_they_were(plan: Plan) -> None:
    first, second = plan.tracks()
    assert (first.origin, first.first, first.last, first.observations) == (Origin.DETECTED, 0, 2, 2)
    assert (second.first, second.last) == (2, 3)
    assert second.confidence == pytest.approx(0.15)
    assert first.size == pytest.approx(30.25)
    assert {track.decision for track in plan.tracks()} == {Decision.COVER}
    assert np.array_equal(plan.boxes_of(first.id), face(0, 3).boxes)
    assert plan.pts() == PTS


def test_every_frame_with_a_region_is_covered_in_order(plan: Plan) -> None:
    assert list(covered(plan).items()) == [(0, (1, 0)), (1, (1, 0)), (2, (2, 0)), (3, (1, 0))]
    at_two = next(cover for cover in plan.covers() if cover.frame == 2)
    assert sorted(at_two.faces[:, 1].tolist()) == [10.0, 100.0]


def test_looks_of_an_interrupted_scan_are_read_back_and_gone_once_it_is_complete(plan: Plan) -> None:
    boxes = np.array([[1.5, 2, 3, 4], [-5, 6.25, 7, 8]], np.float32)
    detections = {0: Detections(boxes, np.array([0.5, 0.25], np.float32)), 4: Detections.none()}
    plan.add(detections, [], [])
    back = plan.detections()
    assert set(back) == {0, 4}
    assert np.array_equal(back[0].boxes, boxes)
    assert np.array_equal(back[0].scores, detections[0].scores)
    assert len(back[4]) == 0
    assert back[4].boxes.shape == (0, 4)
    plan.finish({})
    assert plan.detections() == {}


def test_a_scan_that_starts_again_drops_what_it_found_and_nothing_that_a_person_drew(plan: Plan) -> None:
    drawn = plan.draw((1, 1, 9, 9), seconds(80), seconds(100))
    plan.restart()
    assert [track.id for track in plan.tracks()] == [drawn]
    assert covered(plan) == {1: (0, 1), 2: (0, 1)}
    plan.add({}, enumerate(PTS), [face(0, 1)])
    assert len({track.id for track in plan.tracks()}) == 2


# -- what a person decides


def test_what_is_kept_is_not_covered_until_it_is_covered_again(plan: Plan) -> None:
    first, second = (track.id for track in plan.tracks())
    plan.decide([first], Decision.KEEP, "officer on duty")
    assert covered(plan) == {2: (1, 0), 3: (1, 0)}
    plan.decide([second], Decision.KEEP)
    assert covered(plan) == {}
    plan.decide([first, second], Decision.COVER)
    assert set(covered(plan)) == {0, 1, 2, 3}


def test_every_decision_is_remembered_in_order_with_its_reason(plan: Plan) -> None:
    plan.decide([1], Decision.KEEP, "officer on duty")
    plan.decide([1], Decision.COVER, "not on duty after all")
    number = plan.draw((0, 0, 5, 5), seconds(40), seconds(50), "a name plate")
    history = [(track, decision, reason) for _, track, decision, reason in plan.decisions()]
    assert history == [
        (1, "keep", "officer on duty"),
        (1, "cover", "not on duty after all"),
        (number, "draw", "a name plate"),
    ]
    with Plan(plan.path) as again:
        assert again.decisions() == plan.decisions()
    assert all(at.endswith("+00:00") for at, *_ in plan.decisions())


def test_no_track_is_kept_when_one_of_them_does_not_exist(plan: Plan) -> None:
    before = plan.tracks()
    with pytest.raises(VeilproofError, match=r"march\.veil.*no track 77"):
        plan.decide([1, 77], Decision.KEEP)
    assert plan.tracks() == before
    assert plan.decisions() == []


# -- drawing by time


@pytest.mark.parametrize(
    ("start", "end", "frames"),
    [
        (40, 40, [0]),
        (79.9, 80, [0, 1]),
        (0, 99, [0, 1]),
        (150, 200, [2, 3]),
        (200.5, 200.75, [3]),
        (500, 999, [4]),
        (0, 5000, [0, 1, 2, 3, 4, 5]),
        (1000, 10**30, [5]),
        (1500, 1600, [5]),
    ],
)
def test_a_drawn_box_covers_the_frames_on_screen_between_the_times(
    plan: Plan, start: float, end: float, frames: list[int]
) -> None:
    number = plan.draw((3, 4, 50, 60), seconds(start), seconds(end))
    drawn = plan.tracks()[-1]
    assert (drawn.id, drawn.origin, drawn.confidence, drawn.decision) == (number, Origin.DRAWN, 1.0, Decision.COVER)
    assert [frame for frame, (_, by_hand) in covered(plan).items() if by_hand] == frames
    assert (plan.boxes_of(number) == [3, 4, 50, 60]).all()


@pytest.mark.parametrize(("start", "end"), [(0, 39), (100, 90), (-10, -5), (1800, 1900), (10**30, 10**31)])
def test_times_with_no_frame_between_them_are_refused(plan: Plan, start: float, end: float) -> None:
    with pytest.raises(VeilproofError, match="no frame"):
        plan.draw((3, 4, 50, 60), seconds(start), seconds(end))
    assert len(plan.tracks()) == 2


@pytest.mark.parametrize(
    "box", [(5, 5, 5, 9), (5, 5, 9, 5), (9, 9, 5, 5), (0, 0, float("inf"), 9), (float("nan"),) * 4]
)
def test_a_box_without_a_size_is_refused(plan: Plan, box: tuple[float, float, float, float]) -> None:
    with pytest.raises(VeilproofError, match="width and a height"):
        plan.draw(box, seconds(40), seconds(80))


@pytest.mark.parametrize(
    "box", [(-9, 1, 0, 9), (1, -9, 9, 0), (int(FACTS["width"]), 1, 9999, 9), (1, int(FACTS["height"]), 9, 9999)]
)
def test_a_box_outside_the_picture_is_refused(plan: Plan, box: tuple[float, float, float, float]) -> None:
    with pytest.raises(VeilproofError, match="outside the picture"):
        plan.draw(box, seconds(40), seconds(80))


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_times_are_exact_whatever_the_time_base(data: st.DataObject) -> None:
    """A tenth as a binary fraction has 55 digits in its denominator; nothing may overflow or be rounded on the way."""
    base = data.draw(st.sampled_from([Fraction(1001, 30000), Fraction(1, 90000), Fraction(1, 10**9)]))
    steps = data.draw(st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
    pts = [sum(steps[:i]) for i in range(len(steps))]
    start = Fraction(data.draw(st.floats(0, float(pts[-1] * base))))
    at = data.draw(st.sampled_from(range(len(pts))))
    start, end = sorted([start, pts[at] * base])
    with TemporaryDirectory() as folder, Plan.create(Path(folder) / "a.veil", FACTS | {"time_base": str(base)}) as plan:
        plan.add({}, enumerate(pts), [])
        plan.draw((0, 0, 1, 1), start, end)
        until = [*[p * base for p in pts[1:]], end + 1]
        expected = [i for i, p in enumerate(pts) if p * base <= end and until[i] > start]
        assert list(covered(plan)) == expected


def test_a_photo_is_on_screen_at_any_time(tmp_path: Path) -> None:
    with Plan.create(tmp_path / "photo.veil", FACTS | {"time_base": "1"}) as plan:
        plan.add({}, [(0, 0)], [])
        plan.draw((0, 0, 9, 9), Fraction(0), Fraction(0))
        plan.draw((0, 0, 9, 9), Fraction(2), Fraction(3))
        assert covered(plan) == {0: (0, 2)}


# -- open forms


def test_json_says_all_that_the_plan_knows(plan: Plan) -> None:
    plan.decide([2], Decision.KEEP, "an officer")
    whole = json.loads(as_json(plan))
    assert whole["format"] == "veilproof plan 1"
    assert whole["facts"] == plan.facts
    assert whole["pts"] == PTS
    one, two = whole["tracks"]
    assert (one["track"], one["decision"], two["decision"]) == (1, "cover", "keep")
    assert (two["from_seconds"], two["to_seconds"]) == (0.06, 0.16)
    assert np.allclose(one["boxes"], plan.boxes_of(1), atol=0.005)
    assert [(d["track"], d["decision"], d["reason"]) for d in whole["decisions"]] == [(2, "keep", "an officer")]


def test_mot_lines_give_the_boxes_back(plan: Plan) -> None:
    rows = np.array([[float(part) for part in line.split(",")] for line in as_mot(plan).splitlines()])
    assert rows.shape == (5, 10)
    assert (np.diff(rows[:, 0]) >= 0).all()
    for track in plan.tracks():
        mine = rows[rows[:, 1] == track.id]
        assert mine[:, 0].tolist() == list(range(track.first + 1, track.last + 2))
        boxes = np.column_stack([mine[:, 2:4], mine[:, 2:4] + mine[:, 4:6]])
        assert np.allclose(boxes, plan.boxes_of(track.id), atol=0.011)
        assert np.allclose(mine[:, 6], track.confidence, atol=1e-4)


def test_an_empty_plan_has_open_forms_too(tmp_path: Path) -> None:
    with Plan.create(tmp_path / "none.veil", FACTS) as plan:
        assert as_mot(plan) == ""
        assert json.loads(as_json(plan))["tracks"] == []


# -- crashes


_CHANGES = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
import numpy as np
from veilproof.plan import Decision, Plan
from veilproof.track.confirm import Found
boxes = np.tile(np.array([[1, 2, 3, 4]], np.float32), (40, 1))
with Plan(Path(sys.argv[1])) as plan:
    print("go", flush=True)
    while True:
        plan.add({}, [], [Found(0, boxes, 0.5, 1), Found(0, boxes, 0.5, 1)])
        newest = plan.tracks()[-2:]
        plan.decide([track.id for track in newest], Decision.KEEP)
"""

_MAKES = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from veilproof.plan import Plan
print("go", flush=True)
for number in range(10**6):
    Plan.create(Path(sys.argv[1]) / f"{number}.veil", {"time_base": "1/25", "name": "n" * 2000}).close()
"""


def kill_while_running(program: str, argument: Path, after: float) -> None:
    running = subprocess.Popen([sys.executable, "-c", program, str(argument)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"go\n"
    try:
        running.wait(after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert running.returncode == -signal.SIGKILL


def test_a_kill_in_the_middle_of_a_change_leaves_the_state_before_or_after_it(plan: Plan) -> None:
    moments = random.Random(4)
    for _ in range(4):
        kill_while_running(_CHANGES, plan.path, moments.uniform(0.05, 0.3))
        with Plan(plan.path) as left:
            tracks = left.tracks()
            assert len(tracks) % 2 == 0
            assert all(len(left.boxes_of(track.id)) == track.last - track.first + 1 for track in tracks)
            kept = [track.id for track in tracks if track.decision is Decision.KEEP]
            assert len(kept) % 2 == 0
            assert kept == [track for _, track, _, _ in left.decisions()]
        with sqlite3.connect(plan.path) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        db.close()
    assert len(plan.tracks()) > 2


def test_a_kill_while_plans_are_made_leaves_whole_plans_only(tmp_path: Path) -> None:
    kill_while_running(_MAKES, tmp_path, 0.3)
    plans = [path for path in tmp_path.glob("*.veil") if not path.name.startswith(".")]
    assert plans
    for path in plans:
        with Plan(path) as plan:
            assert plan.facts["name"] == "n" * 2000


def test_a_plan_that_another_program_is_changing_is_waited_for_or_refused_in_one_line(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(plan.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(file, "_PATIENCE", 0.05)
    with Plan(plan.path) as second:
        with pytest.raises(VeilproofError, match=r"march\.veil.*locked"):
            second.decide([1], Decision.KEEP)
        other.execute("ROLLBACK")
        other.close()
        second.decide([1], Decision.KEEP)
    assert plan.tracks()[0].decision is Decision.KEEP
