"""What happens to which sample."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from veilproof.sound.timeline import Span, Timeline, Treatment, timeline

_TIMES = st.fractions(min_value=-2, max_value=10, max_denominator=1000)
_SPANS = st.lists(st.builds(Span, _TIMES, _TIMES, st.sampled_from(Treatment)), max_size=8)


def _at(made: Timeline, time: Fraction) -> Treatment:
    return next((span.treatment for span in made.spans if span.start <= time < span.end), made.rest)


@given(st.sampled_from(Treatment), st.lists(_SPANS, max_size=3), _TIMES)
def test_at_every_time_the_last_span_that_is_there_decides(
    rest: Treatment, layers: list[list[Span]], time: Fraction
) -> None:
    expected = rest
    for span in (span for layer in layers for span in layer):
        if span.start <= time < span.end:
            expected = span.treatment
    assert _at(timeline(rest, layers), time) is expected


@given(st.sampled_from(Treatment), st.lists(_SPANS, max_size=3))
def test_spans_are_in_order_and_none_overlaps_or_does_nothing(rest: Treatment, layers: list[list[Span]]) -> None:
    spans = timeline(rest, layers).spans
    assert all(span.start < span.end and span.treatment is not rest for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(_SPANS, st.sampled_from([8_000, 44_100]))
def test_no_part_of_a_sample_that_a_span_touches_is_treated_otherwise(spans: list[Span], rate: int) -> None:
    made = timeline(Treatment.KEEP, [spans])
    by_sample = dict(made.treatments(rate))
    edges = sorted(by_sample)
    for span in made.spans:
        middle = (span.start + span.end) / 2 * rate
        before = [edge for edge in edges if edge <= middle]
        assert before
        assert by_sample[before[-1]] is not Treatment.KEEP
