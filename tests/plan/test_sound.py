"""Stretches of sound in a plan: decided, taken back, undone, and believed only as veilproof wrote them."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.samples import FACTS, PTS, SPEECH
from veilproof.errors import VeilproofError
from veilproof.plan import Editor, Plan, SoundDecision, StaleError
from veilproof.sound.timeline import Span, Treatment

_KEEP, _DISGUISE = Treatment.KEEP, Treatment.DISGUISE


def _treatments(plan: Plan, rest: Treatment) -> list[tuple[float, float, str]]:
    return [(float(s.start), float(s.end), s.treatment.value) for s in plan.sound_timeline(rest).spans]


def _span(start: float, end: float) -> tuple[Fraction, Fraction]:
    return Fraction(str(start)), Fraction(str(end))


def test_speech_counts_only_where_voices_are_disguised(spoken: Plan) -> None:
    assert _treatments(spoken, Treatment.SILENCE) == []
    assert _treatments(spoken, _KEEP) == []
    assert _treatments(spoken, _DISGUISE) == [(0.04, 0.5, "disguise"), (0.7, 0.9, "disguise")]
    assert spoken.sound_timeline(_DISGUISE).rest is _KEEP


def test_a_decision_holds_whatever_the_default_is_and_hides_the_one_before(spoken: Plan) -> None:
    spoken.decide_sound([_span(0, 1)], SoundDecision.BLEEP, "a name")
    spoken.decide_sound([_span(0.2, 0.3)], SoundDecision.KEEP)
    assert _treatments(spoken, Treatment.SILENCE) == [
        (0.04, 0.24, "bleep"),
        (0.24, 0.34, "keep"),
        (0.34, 1.04, "bleep"),
    ]
    assert _treatments(spoken, _KEEP) == [(0.04, 0.24, "bleep"), (0.34, 1.04, "bleep")]


def test_taking_back_restores_speech(spoken: Plan) -> None:
    before = _treatments(spoken, _DISGUISE)
    spoken.decide_sound([_span(0, 2)], SoundDecision.SILENCE)
    spoken.decide_sound([_span(0, 2)], SoundDecision.DEFAULT)
    assert _treatments(spoken, _DISGUISE) == before
    assert _treatments(spoken, _KEEP) == []


def test_a_decision_is_undone_and_redone_also_after_a_restart(spoken: Plan) -> None:
    spoken.decide_sound([_span(0, 0.1), _span(0.3, 0.4)], SoundDecision.SILENCE, "a name", Editor("AB"))
    decided = spoken.stretches()
    assert [(s.decision, s.reason, s.by) for s in decided] == [(SoundDecision.SILENCE, "a name", "AB")] * 2
    spoken.undo()
    with Plan(spoken.path) as again:
        assert again.stretches() == []
        again.redo()
        assert again.stretches() == decided
        again.undo()
        again.decide_sound([_span(1, 1.1)], SoundDecision.KEEP)
        assert [s.decision for s in again.stretches()] == [SoundDecision.KEEP]


def test_a_decision_that_others_have_overtaken_is_refused(spoken: Plan) -> None:
    known = Editor("AB", spoken.revision)
    spoken.decide_sound([_span(0, 1)], SoundDecision.SILENCE)
    with pytest.raises(StaleError):
        spoken.decide_sound([_span(0.5, 1.5)], SoundDecision.KEEP, by=known)
    spoken.decide_sound([_span(1, 1.5)], SoundDecision.KEEP, by=known)


@pytest.mark.parametrize(("start", "end"), [(1.0, 1.0), (1.0, 0.5), (1.96, 3.0), (5.0, 6.0), (-1e12, 1.0), (0.0, 1e12)])
def test_a_stretch_outside_the_sound_is_refused_and_changes_nothing(spoken: Plan, start: float, end: float) -> None:
    with pytest.raises(VeilproofError, match="no sound lies between"):
        spoken.decide_sound([_span(0, 1), _span(start, end)], SoundDecision.SILENCE)
    assert spoken.stretches() == []
    assert spoken.undoable() is None


def test_a_film_without_sound_has_no_stretches(plan: Plan) -> None:
    plan.finish({})
    with pytest.raises(VeilproofError, match="no sound lies between"):
        plan.decide_sound([_span(0, 1)], SoundDecision.SILENCE)


def test_decisions_survive_a_scan_that_is_resumed(plan: Plan) -> None:
    plan.add_speech(SPEECH)
    plan.decide_sound([_span(0, 1)], SoundDecision.SILENCE, "a name")
    plan.decide_sound([_span(1, 1.5)], SoundDecision.BLEEP)
    plan.undo()
    plan.restart()
    plan.add({}, enumerate(PTS), [])
    plan.add_speech(SPEECH)
    plan.finish({})
    assert [s.decision for s in plan.stretches()] == [SoundDecision.SILENCE]


@settings(max_examples=40)
@given(
    st.sampled_from(["speech", "stretch"]),
    st.sampled_from(["start", "end", "decision", "gone", "added"]),
    st.integers(-(2**62), 2**62),
)
def test_sound_that_something_else_changed_is_refused(
    tmp_path_factory: pytest.TempPathFactory, table: str, what: str, number: int
) -> None:
    path = tmp_path_factory.mktemp("plan") / "march.veil"
    with Plan.create(path, FACTS) as plan:
        plan.add({}, enumerate(PTS), [])
        plan.add_speech(SPEECH)
        plan.finish({})
        plan.decide_sound([_span(0, 1)], SoundDecision.SILENCE)
        before = plan.sound_timeline(_DISGUISE)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        if what == "gone":
            db.execute(f"DELETE FROM {table}")
        elif what == "added":
            values = "?, ?" if table == "speech" else "NULL, NULL, 0, '', '', ?, ?, 'keep', ''"
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({values})", (number, number + 1))
        elif what == "decision":
            db.execute("UPDATE stretch SET decision = ?", (f"no {number}",))
        else:
            db.execute(f"UPDATE OR IGNORE {table} SET {what} = ?", (number,))
    with suppress(VeilproofError), Plan.snapshot(path) as opened:
        assert opened.sound_timeline(_DISGUISE) == before


def test_the_default_of_a_film_without_decisions_is_one_span_everywhere(spoken: Plan) -> None:
    assert spoken.sound_timeline(Treatment.SILENCE).is_silent
    assert spoken.sound_timeline(_KEEP).is_unchanged
    spoken.decide_sound([_span(0, 0.5)], SoundDecision.BLEEP)
    assert spoken.sound_timeline(_KEEP).spans == (Span(Fraction(1, 25), Fraction(27, 50), Treatment.BLEEP),)
