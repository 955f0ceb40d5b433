"""Stretches of sound as they are seen and dragged: none overlaps another, and none loses what it hides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veilproof.errors import VeilproofError
from veilproof.plan import Editor, Plan, SoundDecision, StaleError, Stretch
from veilproof.plan.sound_spans import decided_spans, moved_span

_SILENCE, _BLEEP, _KEEP, _DEFAULT = (
    SoundDecision.SILENCE,
    SoundDecision.BLEEP,
    SoundDecision.KEEP,
    SoundDecision.DEFAULT,
)


def _span(start: float, end: float) -> tuple[Fraction, Fraction]:
    return Fraction(str(start)), Fraction(str(end))


def _seen(plan: Plan) -> list[tuple[float, float, str, str]]:
    spans = decided_spans(plan.stretches())
    return [(float(span.start), float(span.end), span.decision.value, span.reason) for span in spans]


def test_a_stretch_that_is_dragged_shows_again_what_it_had_hidden(spoken: Plan) -> None:
    spoken.decide_sound([_span(0, 1)], _SILENCE, "a name")
    spoken.decide_sound([_span(0.5, 1.5)], _KEEP)
    spoken.move_sound(_span(0.5, 1.5), _span(0.8, 1.6))
    assert _seen(spoken) == [(0, 0.8, "silence", "a name"), (0.8, 1.6, "keep", "")]
    spoken.move_sound(_span(0.8, 1.6), _span(1.7, 1.9))
    assert _seen(spoken) == [(0, 1, "silence", "a name"), (1.7, 1.9, "keep", "")]


def test_dragging_is_one_edit_that_can_be_undone(spoken: Plan) -> None:
    spoken.decide_sound([_span(0, 1)], _SILENCE)
    spoken.move_sound(_span(0, 1), _span(0.5, 1.5))
    spoken.undo()
    assert _seen(spoken) == [(0, 1, "silence", "")]
    spoken.redo()
    assert _seen(spoken) == [(0.5, 1.5, "silence", "")]


def test_what_somebody_else_has_changed_is_not_dragged(spoken: Plan) -> None:
    spoken.decide_sound([_span(0, 1)], _SILENCE)
    known = Editor("AB", spoken.revision)
    spoken.decide_sound([_span(0.5, 1)], _BLEEP)
    with pytest.raises(StaleError, match="changed elsewhere"):
        spoken.move_sound(_span(0, 1), _span(0, 0.3), known)
    with pytest.raises(StaleError, match="changed elsewhere"):
        spoken.move_sound(_span(0, 0.5), _span(0, 0.7), known)
    assert _seen(spoken) == [(0, 0.5, "silence", ""), (0.5, 1, "bleep", "")]


@pytest.mark.parametrize("new", [(0.5, 0.5), (0.7, 0.5), (5.0, 6.0)])
def test_a_stretch_is_not_dragged_out_of_the_sound(spoken: Plan, new: tuple[float, float]) -> None:
    spoken.decide_sound([_span(0, 1)], _SILENCE)
    with pytest.raises(VeilproofError, match="no sound lies between"):
        spoken.move_sound(_span(0, 1), _span(*new))
    assert _seen(spoken) == [(0, 1, "silence", "")]


_TIMES = st.tuples(st.integers(0, 11), st.integers(1, 12)).filter(lambda span: span[0] < span[1])


def _stretches(decided: list[tuple[tuple[int, int], SoundDecision]]) -> list[Stretch]:
    return [
        Stretch(number, Fraction(start), Fraction(end), decision, "", "", "")
        for number, ((start, end), decision) in enumerate(decided)
    ]


def _second_by_second(stretches: list[Stretch]) -> list[SoundDecision]:
    """What holds in each second, by looking at every stretch."""
    held = [_DEFAULT] * 12
    for stretch in stretches:
        held[int(stretch.start) : int(stretch.end)] = [stretch.decision] * int(stretch.end - stretch.start)
    return held


@settings(max_examples=200)
@given(st.lists(st.tuples(_TIMES, st.sampled_from(list(SoundDecision))), min_size=1, max_size=6), st.data())
def test_a_dragged_stretch_leaves_all_other_sound_as_it_was(
    decided: list[tuple[tuple[int, int], SoundDecision]], data: st.DataObject
) -> None:
    stretches = _stretches(decided)
    spans = decided_spans(stretches)
    before = _second_by_second(stretches)
    assert sum(int(span.end - span.start) for span in spans) == sum(each is not _DEFAULT for each in before)
    if not spans:
        return
    old, new = data.draw(st.sampled_from(spans)), data.draw(_TIMES)
    pieces = moved_span(stretches, old.span, (Fraction(new[0]), Fraction(new[1])))
    assert pieces is not None
    appended = [(int(piece.start), int(piece.end)) for piece in pieces]
    after = _second_by_second(
        [*stretches, *_stretches([(span, piece.decision) for span, piece in zip(appended, pieces, strict=True)])]
    )
    below = _second_by_second([each for each in stretches if each.decision is not old.decision])
    for second in range(12):
        if new[0] <= second < new[1]:
            assert after[second] is old.decision
        elif old.start <= second < old.end:
            assert after[second] is below[second]
        else:
            assert after[second] is before[second]
