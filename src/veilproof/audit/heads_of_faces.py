"""A bare head and its bare face are told once, as a face, for as long as that face fails the file.

Whoever answers that there is no face has said nothing of the head: it is then a finding of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from veilproof.audit.findings import LeakFinding
from veilproof.audit.leaks import Leak, LeakKind


def numbered(findings: Sequence[LeakFinding], leaks: Sequence[Leak]) -> tuple[LeakFinding, ...]:
    """The findings with numbers from 1, and heads with those of the faces that tell them; these heads come last.

    Args:
        findings: of an audit.
        leaks: what each of them was made from, in the same order.
    """
    tellers = [
        [at for at, face in enumerate(findings) if _tells(face, head, leak)]
        for head, leak in zip(findings, leaks, strict=True)
    ]
    # So that those before them have no gaps, and no number changes when a head comes back.
    order = sorted(range(len(findings)), key=lambda at: bool(tellers[at]))
    numbers = {at: number for number, at in enumerate(order, 1)}
    return tuple(
        replace(findings[at], number=numbers[at], merged_into=tuple(numbers[face] for face in tellers[at]))
        for at in order
    )


def merge_heads(findings: Sequence[LeakFinding]) -> tuple[tuple[LeakFinding, ...], tuple[LeakFinding, ...]]:
    """The findings that stand by themselves, and the heads of faces that fail the file; both by number."""
    failing = {leak.number for leak in findings if leak.counts}
    own: list[LeakFinding] = []
    told: list[LeakFinding] = []
    for leak in sorted(findings, key=lambda leak: leak.number):
        (told if failing.intersection(leak.merged_into) else own).append(leak)
    return tuple(own), tuple(told)


def _tells(face: LeakFinding, head: LeakFinding, leak: Leak) -> bool:
    # In its other frames the head is bare without a face: what is said of the face does not hold for those.
    return (
        face.kind is LeakKind.FACE
        and face.counts
        and face.track in leak.faces
        and face.first_frame <= head.first_frame <= head.last_frame <= face.last_frame
    )
