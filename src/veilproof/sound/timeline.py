"""What happens to sound when: spans with a decision, resolved into one that covers all time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise


class Treatment(StrEnum):
    """What happens to a span of sound."""

    KEEP = "keep"
    SILENCE = "silence"
    BLEEP = "bleep"
    DISGUISE = "disguise"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of sound, in seconds on the file's clock, and what happens to it; `end` is not part of it."""

    start: Fraction
    end: Fraction
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happens to all sound of a file.

    Attributes:
        rest: to what is in no span.
        spans: in ascending order; none overlaps another, none has the treatment `rest`.
    """

    rest: Treatment
    spans: tuple[Span, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard at all."""
        return self.rest is Treatment.SILENCE and not self.spans

    @property
    def is_unchanged(self) -> bool:
        """Whether all sound stays as it is."""
        return self.rest is Treatment.KEEP and not self.spans

    def treatments(self, rate: int) -> Iterator[tuple[int, Treatment]]:
        """Where each treatment begins, in samples at this rate, from the first change on; before it, `rest` applies.

        A sample belongs to a span if any of its duration does.
        """
        last: int | None = None
        for span in self.spans:
            start, end = _floor(span.start * rate), -_floor(-span.end * rate)
            if last is not None and start > last:
                yield last, self.rest
            yield start if last is None else max(start, last), span.treatment
            last = end
        if last is not None:
            yield last, self.rest


def timeline(rest: Treatment, layers: Iterable[Sequence[Span]]) -> Timeline:
    """Resolve spans: each layer hides those before it, and within a layer, each span those before it."""
    spans = [span for layer in layers for span in layer]
    resolved: list[Span] = []
    for left, right, numbers in overlaps([(span.start, span.end) for span in spans]):
        treatment = spans[numbers[-1]].treatment
        if treatment is rest:
            continue
        if resolved and resolved[-1].end == left and resolved[-1].treatment is treatment:
            resolved[-1] = Span(resolved[-1].start, right, treatment)
        else:
            resolved.append(Span(left, right, treatment))
    return Timeline(rest, tuple(resolved))


def overlaps(spans: Sequence[tuple[Fraction, Fraction]]) -> Iterator[tuple[Fraction, Fraction, list[int]]]:
    """What lies between each two edges of spans: begin, end, and the numbers of the spans there, ascending.

    Where there is none, nothing is yielded. A span (begin, end) that is empty or inside out has no numbers.
    """
    starts, ends = _by_edge(spans, 0), _by_edge(spans, 1)
    there: dict[int, None] = {}
    for left, right in pairwise(sorted({*starts, *ends})):
        for number in ends.get(left, ()):
            del there[number]
        there |= dict.fromkeys(starts.get(left, ()))
        if there:
            yield left, right, sorted(there)


def _by_edge(spans: Sequence[tuple[Fraction, Fraction]], side: int) -> dict[Fraction, list[int]]:
    found: dict[Fraction, list[int]] = {}
    for number, span in enumerate(spans):
        if span[0] < span[1]:
            found.setdefault(span[side], []).append(number)
    return found


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator
