"""Checks by sample: what is drawn, what counts, and what the plan says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.plan.samples import FACTS
from tests.risk.test_risk import standing
from veilproof.errors import VeilproofError
from veilproof.plan import Decision, DrawnPath, Editor, Plan, Sampled, StaleError, Stratum
from veilproof.risk import (
    FileSample,
    SampleCheck,
    drawn_together,
    file_sample,
    risk_of_plan,
    sample_check,
    sentence_of_plan,
)
from veilproof.risk.bound import INTERIM_ANALYSES

FRAMES = 200
AB = Editor("AB")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """A finished plan: frames 0 to 99 are covered, 20 to 29 may be bare elsewhere, the rest is empty."""
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        suspicion = standing(20, 29, 400, confidence=0.09)
        opened.add({}, enumerate(range(0, 40 * FRAMES, 40)), [standing(0, 99, 100)], [suspicion])
        opened.finish({})
        yield opened


def sample(plan: Plan, *others: Plan) -> FileSample:
    files = drawn_together([each.facts["sha256"] for each in (plan, *others)])
    return file_sample(plan, plan.tracks(), risk_of_plan(plan).places, files)


def state(*plans: Plan) -> SampleCheck:
    return sample_check([sample(*plans[at:], *plans[:at]) for at in range(len(plans))])


def answer(plan: Plan, count: int) -> None:
    for _ in range(count):
        begin(plan)
        plan.record_sample(drawn(plan), AB)


def begin(*plans: Plan) -> None:
    """Begin the check of these plans, as the page does with the first answer."""
    ones = [sample(*plans[at:], *plans[:at]) for at in range(len(plans))]
    if not all(one.has_begun for one in ones):
        for plan, one in zip(plans, ones, strict=True):
            plan.begin_sampling(drawn_together([each.facts["sha256"] for each in plans]), one.strata, AB)


def drawn(plan: Plan) -> int:
    frame = state(plan).frame
    assert frame is not None
    return frame


def test_every_frame_is_in_one_stratum_and_edits_move_none(plan: Plan) -> None:
    strata = sample(plan).strata
    assert {name: int(frames.sum()) for name, frames in strata.items()} == {
        Stratum.LISTED: 10, Stratum.COVERED: 90, Stratum.EMPTY: 100
    }  # fmt: skip
    answer(plan, 1)
    plan.cover_suspicion(1, by=AB)
    assert all((frames == strata[name]).all() for name, frames in sample(plan).strata.items())


def test_no_frame_is_drawn_twice_and_once_all_were_nothing_is_left_to_bound(plan: Plan) -> None:
    answer(plan, 30)
    frames = [one.frame for one in plan.samples()]
    assert len(set(frames)) == 30
    assert state(plan).sentence == "30 looks, by AB; a bound follows after 100 looks"
    answer(plan, 71)
    check = state(plan)
    assert check.sentence.endswith(" % of the frames show a bare face (95 %), after 100 of 101 looks, by AB")
    stated = float(check.sentence.removeprefix("at most ").partition(" ")[0])
    assert 0 <= stated - 100 * check.bound < 1
    answer(plan, FRAMES - 101)
    assert (state(plan).frame, state(plan).bound, state(plan).needed) == (None, 0, 0)


def test_a_check_goes_on_after_the_last_bound_that_is_stated_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever answers so often gets the last bound, and the next when all frames were checked."""
    monkeypatch.setattr("veilproof.risk.sample.INTERIM_ANALYSES", INTERIM_ANALYSES[:1])
    strata = {stratum: np.full(120, stratum is Stratum.EMPTY) for stratum in Stratum}
    answers = [Sampled(at + 1, at, False, "2026-11-27T10:00:00", "AB") for at in range(101)]
    found = sample_check([FileSample("00", True, strata, np.zeros(120, bool), 0, answers)])
    assert (found.next_bound, found.bound_after) == (120, 100)


def test_an_answer_is_undone_and_the_same_frame_is_drawn_again(plan: Plan) -> None:
    answer(plan, 5)
    before = state(plan)
    answer(plan, 1)
    plan.undo(AB)
    assert state(plan).frame == before.frame
    assert state(plan).bound == before.bound
    plan.redo(AB)
    assert len(plan.samples()) == 6


def test_what_is_found_and_covered_still_counts(plan: Plan) -> None:
    answer(plan, 99)
    check = state(plan)
    assert check.frame is not None
    box = np.array([[10, 10, 40, 40]], np.float32)
    plan.draw_path(DrawnPath(check.frame, box, check.frame), "", AB, sampled=True)
    after = state(plan)
    assert (after.bare, after.checked) == (1, 100)
    assert "100 looks, 1 of them with a bare face, by AB" in after.sentence
    plan.undo(AB)
    assert (state(plan).bare, len(plan.tracks())) == (0, 1)
    answer(plan, 1)
    assert after.bound > state(plan).bound


def test_where_a_cover_is_taken_away_only_later_answers_count(plan: Plan) -> None:
    answer(plan, 150)
    before = state(plan).bound
    plan.set_ends(1, 0, 49, by=AB)
    assert state(plan).bound > max(before, 50 / FRAMES)
    drawn = state(plan).frame
    assert drawn is not None
    assert 50 <= drawn <= 99
    plan.undo(AB)
    assert state(plan).bound == before
    plan.set_ends(1, 0, 120, by=AB)
    plan.split(1, 60, by=AB)
    plan.join(1, 2, by=AB)
    plan.move(1, 10, (90.0, 90.0, 150.0, 150.0), AB)
    assert state(plan).bound == before
    plan.decide([1], Decision.KEEP, "officer on duty", AB)
    assert state(plan).bound > max(before, 121 / FRAMES)


def test_an_answer_about_a_plan_that_was_changed_elsewhere_is_refused(plan: Plan) -> None:
    begin(plan)
    frame, seen = drawn(plan), plan.revision
    plan.decide([1], Decision.KEEP)
    with pytest.raises(StaleError):
        plan.record_sample(frame, Editor("AB", seen))
    assert plan.samples() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sampled SET frame = 5000",
        "UPDATE sampled SET bare = 1",
        "DELETE FROM sampled",
        "DELETE FROM stratum",
        "DELETE FROM sampling",
    ],
)
def test_answers_that_something_else_has_changed_are_refused(plan: Plan, change: str) -> None:
    answer(plan, 1)
    plan._db.execute(change)
    with pytest.raises(VeilproofError, match="not as veilproof wrote it"):
        Plan(plan.path)


def test_frames_are_drawn_from_all_files_and_the_bound_is_of_all_of_them(plan: Plan, tmp_path: Path) -> None:
    facts = {**FACTS, "sha256": "b" * 64}
    with Plan.create(tmp_path / "square.veil", facts) as other:
        other.add({}, enumerate(range(0, 40 * 3 * FRAMES, 40)), [standing(0, 99, 100)], [])
        other.finish({})
        asked = [0, 0]
        for _ in range(100):
            check = state(plan, other)
            assert check.file is not None
            assert check.frame is not None
            begin(plan, other)
            assert state(plan, other) == check
            (plan, other)[check.file].record_sample(check.frame, AB)
            asked[check.file] += 1
        check = state(plan, other)
        assert check.sentence.endswith("of the frames of 2 files show a bare face (95 %), after 100 looks, by AB")
        assert check.bound < 0.07
        # The other file is three times as long.
        assert 1.5 < asked[1] / asked[0] < 6
        # What was drawn from both says nothing of one, nor the other way round.
        assert state(plan).checked == 0
        said = str(sentence_of_plan(plan, plan.tracks(), []))
        assert f"in a check by sample of several files: {asked[0]}, with" in said
        answer(plan, 1)
        assert state(plan).checked == 1
        assert state(plan, other).checked == 0
