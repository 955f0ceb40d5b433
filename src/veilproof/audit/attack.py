"""Who can still be matched: three attackers, each stronger than the last, and the control.

Every attacker compares a late view of a track (the probe) with early views of all tracks and with distractors (the
gallery). *Naive* knows clear pictures. *Parrot* redacts what it knows in the same way first (Newton
et al. 2005; McPherson et al. 2016). *Restored* undoes on both sides what can be undone. The *control* is the naive
attack on the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.operators import Kind, Mask, Operator, applied, recognised, restored
from veilproof.audit.views import Half, Target
from veilproof.recognise.align import Aligned
from veilproof.recognise.recognisers import Embeddings, Recogniser

_NEUTRAL = 127
_MOST_OPERATORS = 3
_NEARLY_ALL = 0.8
_FALSE_RATE = 1e-3


class Attacker(StrEnum):
    """Who attacks."""

    CONTROL = "control"
    NAIVE = "naive"
    PARROT = "parrot"
    RESTORED = "restored"


class Reading(StrEnum):
    """What the attacker may look at: only what the cover lets through, or hair, collar and background, too."""

    INSIDE = "inside"
    CONTEXT = "with context"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attacker's scores.

    Attributes:
        recogniser: what compared.
        attacker: who attacked.
        reading: what it looked at.
        scores: float64 [n, n]: how alike the probe of each track (row) is to the gallery of each (column).
        distractors: float64 [n, d]: the same to each distractor.
        counts: bool [n, n]: which columns stand for another person than the row, the row's own always; two tracks that
            may be one person, seen at two times, are neither a hit nor a miss for one another.
    """

    recogniser: str
    attacker: Attacker
    reading: Reading
    scores: NDArray[np.float64]
    distractors: NDArray[np.float64]
    counts: NDArray[np.bool_]

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Bool [n]: the tracks whose own gallery comes first (rank 1)."""
        own = np.diagonal(self.scores)
        others = np.where(self.counts & ~np.eye(len(own), dtype=np.bool_), self.scores, -np.inf)
        best = np.maximum(others.max(axis=1, initial=-np.inf), self.distractors.max(axis=1, initial=-np.inf))
        return np.asarray(own > best)

    @property
    def genuine(self) -> NDArray[np.float64]:
        """float64 [n]: the scores of mates."""
        return np.asarray(np.diagonal(self.scores), np.float64)

    def impostors(self, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """float64 [m]: the scores of others, to the probes of these rows (bool [n])."""
        others = self.counts & ~np.eye(len(self.scores), dtype=np.bool_)
        return np.concatenate([self.scores[rows][others[rows]], self.distractors[rows].ravel()])


def operators_of(targets: Sequence[Target]) -> list[Operator]:
    """How each track is covered, read off its probe."""
    return [recognised(t.probe.clear[0], t.probe.redacted[0], t.probe.covers[0]) for t in targets]


def compared(
    targets: Sequence[Target],
    operators: Sequence[Operator],
    cover: Mask,
    others: Sequence[Aligned],
    recogniser: Recogniser,
) -> list[Comparison]:
    """All attacks with one recogniser.

    Args:
        targets: the tracks, each with views at both ends.
        operators: how each is covered.
        cover: what covers cover of an aligned face; the rest is made neutral for the reading *inside*.
        others: clear distractors.
        recogniser: what compares.
    """
    groups, group_of = _grouped(operators)
    inside = _Inside(cover)

    def means(views: Sequence[Sequence[Aligned]]) -> Embeddings:
        return _means(recogniser, views)

    gallery = [target.gallery for target in targets]
    probe = [target.probe for target in targets]
    clear_gallery = means([inside.all(half.clear) for half in gallery])
    clear_probe = means([inside.all(half.clear) for half in probe])
    shown_gallery = means([inside.all(half.redacted) for half in gallery])
    shown_probe = means([inside.all(half.redacted) for half in probe])
    undone_gallery = means([[inside(_undone(op, half))] for op, half in zip(operators, gallery, strict=True)])
    undone_probe = means([[inside(_undone(op, half))] for op, half in zip(operators, probe, strict=True)])
    other_clear = means([[inside(face)] for face in others])
    other_shown, other_undone = [], []
    for op in groups:
        # Under a uniform cover all are alike: one stands for all.
        shown = [applied(op, face) for face in (others[:1] if op.kind is Kind.UNIFORM else others)]
        other_shown.append(means([[inside(face)] for face in shown]))
        other_undone.append(means([[inside(restored(op, [face]))] for face in shown]))
    counts = _different(targets, clear_probe, clear_gallery, other_clear)

    whole_gallery = means([half.clear[:1] for half in gallery])
    whole_probe = means([half.redacted[:1] for half in probe])

    def of(
        attacker: Attacker, reading: Reading, probes: Embeddings, mates: Embeddings, strangers: list[Embeddings]
    ) -> Comparison:
        chosen = [strangers[group if len(strangers) > 1 else 0] for group in group_of] if strangers else []
        against = [np.resize(row @ embeddings.T, len(others)) for row, embeddings in zip(probes, chosen, strict=False)]
        return Comparison(
            recogniser.name,
            attacker,
            reading,
            (probes @ mates.T).astype(np.float64),
            np.array(against, np.float64).reshape(len(probes), len(others) if against else 0),
            counts,
        )

    return [
        of(Attacker.CONTROL, Reading.INSIDE, clear_probe, clear_gallery, [other_clear]),
        of(Attacker.NAIVE, Reading.INSIDE, shown_probe, clear_gallery, [other_clear]),
        of(Attacker.PARROT, Reading.INSIDE, shown_probe, shown_gallery, other_shown),
        of(Attacker.RESTORED, Reading.INSIDE, undone_probe, undone_gallery, other_undone),
        of(Attacker.NAIVE, Reading.CONTEXT, whole_probe, whole_gallery, []),
    ]


class _Inside:
    """Makes everything neutral but what lies under the cover."""

    def __init__(self, cover: Mask) -> None:
        self._cover = cover

    def __call__(self, face: Aligned) -> Aligned:
        return np.where(self._cover[..., None], face, np.uint8(_NEUTRAL)).astype(np.uint8)

    def all(self, faces: Sequence[Aligned]) -> list[Aligned]:
        return [self(face) for face in faces]


def _undone(operator: Operator, half: Half) -> Aligned:
    return restored(operator, half.stack or half.redacted)


def _means(recogniser: Recogniser, views: Sequence[Sequence[Aligned]]) -> Embeddings:
    """One row for every list of views: the mean of their codes, of length 1."""
    embeddings = recogniser.embeddings([view for several in views for view in several])
    ends = np.cumsum([len(several) for several in views])
    rows = np.array([part.mean(axis=0) for part in np.split(embeddings, ends[:-1])], np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _grouped(operators: Sequence[Operator]) -> tuple[list[Operator], list[int]]:
    """The most frequent operators, and the number of the one nearest to each of those given."""
    known = sorted(set(operators), key=lambda op: -sum(other == op for other in operators))
    groups = known[:_MOST_OPERATORS]

    def distance(a: Operator, b: Operator) -> tuple[bool, float]:
        return a.kind != b.kind, abs(float(np.log((a.size + 1) / (b.size + 1))))

    return groups, [min(range(len(groups)), key=lambda at: distance(groups[at], op)) for op in operators]


def _different(
    targets: Sequence[Target], probe: Embeddings, gallery: Embeddings, others: Embeddings
) -> NDArray[np.bool_]:
    """Bool [n, n]: which pairs of tracks are taken for two people.

    Two faces in one frame are. Of the rest those are left aside that are more alike than pairs known to be different
    people are in one case of a thousand: one person who comes back would otherwise count as somebody else.
    """
    apart = np.array([[a.first <= b.last and b.first <= a.last for b in targets] for a in targets], np.bool_)
    own = np.eye(len(targets), dtype=np.bool_)
    alike = np.maximum(probe @ gallery.T, (probe @ gallery.T).T)
    known = np.concatenate([alike[apart & ~own], (probe @ others.T).ravel()])
    if not len(known):
        return np.ones_like(own)
    threshold = np.quantile(known, 1 - _FALSE_RATE, method="higher")
    return np.asarray(own | apart | (alike <= threshold))


def opaque(targets: Sequence[Target]) -> bool:
    """Whether the covers show the same all over: then they hold no picture that could be matched.

    A view in which something beside the cover got between two covers is not held against it, if most views of the track
    and nearly all of all tracks are uniform; what shows through in a frame is a leak and found as such.
    """
    uniform = [
        [
            recognised(clear, shown, cover).kind is Kind.UNIFORM
            for half in (target.gallery, target.probe)
            for clear, shown, cover in zip(half.clear, half.redacted, half.covers, strict=True)
        ]
        for target in targets
    ]
    every = [view for views in uniform for view in views]
    return bool(every) and all(np.mean(views) > 0.5 for views in uniform) and bool(np.mean(every) >= _NEARLY_ALL)


def as_they_are(
    visible: Sequence[Target], covered: Sequence[Target], others: Sequence[Aligned], recogniser: Recogniser
) -> Comparison:
    """How well faces that stay visible are matched, among all faces of the footage and the distractors.

    The first rows and columns are those of `visible`.
    """
    targets = [*visible, *covered]
    gallery = _means(recogniser, [target.gallery.clear for target in targets])
    probe = _means(recogniser, [target.probe.clear for target in targets])
    strangers = recogniser.embeddings(list(others))
    return Comparison(
        recogniser.name,
        Attacker.CONTROL,
        Reading.CONTEXT,
        (probe @ gallery.T).astype(np.float64),
        (probe @ strangers.T).astype(np.float64),
        _different(targets, probe, gallery, strangers),
    )
