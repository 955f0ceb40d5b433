"""Decisions and drawn boxes: what is covered in which frames."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.samples import FACTS, covered, seconds
from veilproof.errors import VeilproofError
from veilproof.plan import Decision, Origin, Plan


def test_a_kept_track_is_not_covered_until_it_is_covered_again(plan: Plan) -> None:
    first, second = (track.id for track in plan.tracks())
    plan.decide([first], Decision.KEEP, "officer on duty")
    assert covered(plan) == {2: (1, 0), 3: (1, 0)}
    plan.decide([second], Decision.KEEP)
    assert covered(plan) == {}
    plan.decide([first, second], Decision.COVER)
    assert set(covered(plan)) == {0, 1, 2, 3}


@pytest.mark.parametrize("reason", ["two\nlines", "\r=1+1", "right to left \u202e"])
def test_a_reason_is_one_line_of_visible_letters(reason: str, plan: Plan) -> None:
    """It is printed, and handed over in tables: nothing may hide what follows it."""
    with pytest.raises(VeilproofError, match="one line"):
        plan.decide([1], Decision.KEEP, reason)
    with pytest.raises(VeilproofError, match="one line"):
        plan.draw((0, 0, 5, 5), seconds(40), seconds(50), reason)
    assert plan.decisions() == []


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
@settings(max_examples=60)
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
