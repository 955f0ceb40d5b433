"""The attackers: who can still be matched through a cover, with one recogniser.

Every attacker compares a late view of a track (the probe) with early views of all tracks and with distractors (the
gallery). *Naive* has unredacted pictures in the gallery. *Parrot* redacts its gallery in the same way first (Newton
et al. 2005; McPherson et al. 2016). *Restored* inverts the covers in both. The *control* is the naive attack on the
original.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.operators import (
    CoverKind,
    Mask,
    Operator,
    apply_operator,
    identify_operator,
    restore_face,
)
from veilproof.audit.targets import Samples, Target
from veilproof.recognise.align import AlignedFace
from veilproof.recognise.recognisers import Embeddings, Recogniser

_NEUTRAL_GREY = 127
"""Grey level of the pixels that an attack in the scope *inside* may not use."""
_MAX_OPERATORS = 3
"""Operators applied to the distractors; rarer ones use the most similar of these. Bounds the cost. A round number."""
_SAME_PERSON_FMR = 1e-3
"""Two tracks may be one person when their similarity exceeds the threshold of this false match rate."""


class AttackKind(StrEnum):
    """The kind of an attack; the control is the same comparison without a cover, and no attack (see the module)."""

    CONTROL = "control"
    NAIVE = "naive"
    PARROT = "parrot"
    RESTORED = "restored"


class Scope(StrEnum):
    """What the attacker may use: only what lies under the covers, or hair, collar and background as well."""

    INSIDE = "inside"
    CONTEXT = "with context"


@dataclass(frozen=True, slots=True)
class AttackScores:
    """The similarity scores of one attack.

    Attributes:
        recogniser: name of the recogniser.
        attacker: the kind of the attack.
        scope: what the attacker used.
        similarity: float64 [n, n]: probe of each track (row) against the gallery of each (column).
        distractors: float64 [n, d]: probe of each track against each distractor.
        counts: bool [n, n]: the columns that count for a row: its own, and those of other people. Two tracks that may
            be one person at two times are neither hit nor miss for one another.
    """

    recogniser: str
    attacker: AttackKind
    scope: Scope
    similarity: NDArray[np.float64]
    distractors: NDArray[np.float64]
    counts: NDArray[np.bool_]

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Bool [n]: the tracks whose own gallery ranks first."""
        others = np.where(self._non_mated_columns, self.similarity, -np.inf)
        best = np.maximum(others.max(axis=1, initial=-np.inf), self.distractors.max(axis=1, initial=-np.inf))
        return np.asarray(self.mated > best)

    @property
    def mated(self) -> NDArray[np.float64]:
        """float64 [n]: the mated scores, one per track."""
        return np.asarray(np.diagonal(self.similarity), np.float64)

    def non_mated(self, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """float64 [m]: the non-mated scores of the probes in `rows` (bool [n]), distractors included."""
        return np.concatenate([self.similarity[rows][self._non_mated_columns[rows]], self.distractors[rows].ravel()])

    @property
    def _non_mated_columns(self) -> NDArray[np.bool_]:
        return np.asarray(self.counts & ~np.eye(len(self.similarity), dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class AttackedTrack:
    """The results of the attack on one track.

    Attributes:
        cover: how it is covered.
        is_recognisable: whether a control recognises it in the original.
        matched_by: the attackers, with their recognisers, that matched it through the cover.
    """

    cover: CoverKind
    is_recognisable: bool
    matched_by: tuple[str, ...]


def identify_operators(targets: Sequence[Target]) -> list[Operator]:
    """The cover operator of each target, identified from its probe."""
    return [identify_operator(t.probe.original[0], t.probe.redacted[0], t.probe.covers[0]) for t in targets]


def run_attackers(
    targets: Sequence[Target],
    operators: Sequence[Operator],
    cover: Mask,
    distractors: Sequence[AlignedFace],
    recogniser: Recogniser,
) -> list[AttackScores]:
    """Run every attacker with one recogniser.

    Args:
        targets: at least one track with gallery and probe.
        operators: how each of them is covered.
        cover: the pixels under all covers; the scope *inside* is limited to them.
        distractors: unredacted faces of other people.
        recogniser: what compares faces.
    """
    groups, group_of = _group_operators(operators)
    inside = _InsideCover(cover)

    def embed(views: Sequence[Sequence[AlignedFace]]) -> Embeddings:
        return _mean_embeddings(recogniser, views)

    gallery = [target.gallery for target in targets]
    probe = [target.probe for target in targets]
    original_gallery = embed([inside.all(samples.original) for samples in gallery])
    original_probe = embed([inside.all(samples.original) for samples in probe])
    redacted_gallery = embed([inside.all(samples.redacted) for samples in gallery])
    redacted_probe = embed([inside.all(samples.redacted) for samples in probe])
    restored_gallery = embed([[inside(_restored(op, each))] for op, each in zip(operators, gallery, strict=True)])
    restored_probe = embed([[inside(_restored(op, each))] for op, each in zip(operators, probe, strict=True)])
    original_distractors = embed([[inside(face)] for face in distractors])
    redacted_distractors, restored_distractors = [], []
    for op in groups:
        # Under a uniform cover all distractors are equal, so one stands for all.
        used = distractors[:1] if op.kind is CoverKind.UNIFORM else distractors
        redacted = [apply_operator(op, face) for face in used]
        redacted_distractors.append(embed([[inside(face)] for face in redacted]))
        restored_distractors.append(embed([[inside(restore_face(op, [face]))] for face in redacted]))
    counts = _different_people(targets, original_probe, original_gallery, original_distractors)

    context_gallery = embed([samples.original[:1] for samples in gallery])
    context_probe = embed([samples.redacted[:1] for samples in probe])

    def attack(
        attacker: AttackKind,
        scope: Scope,
        probes: Embeddings,
        galleries: Embeddings,
        distractor_groups: list[Embeddings],
    ) -> AttackScores:
        """`distractor_groups`: embeddings for each group of operators, one for all of them, or none."""
        chosen = (
            [distractor_groups[group if len(distractor_groups) > 1 else 0] for group in group_of]
            if distractor_groups
            else []
        )
        against = [
            np.resize(row @ embeddings.T, len(distractors)) for row, embeddings in zip(probes, chosen, strict=False)
        ]
        return AttackScores(
            recogniser.name,
            attacker,
            scope,
            (probes @ galleries.T).astype(np.float64),
            np.array(against, np.float64).reshape(len(probes), len(distractors) if against else 0),
            counts,
        )

    return [
        attack(AttackKind.CONTROL, Scope.INSIDE, original_probe, original_gallery, [original_distractors]),
        attack(AttackKind.NAIVE, Scope.INSIDE, redacted_probe, original_gallery, [original_distractors]),
        attack(AttackKind.PARROT, Scope.INSIDE, redacted_probe, redacted_gallery, redacted_distractors),
        attack(AttackKind.RESTORED, Scope.INSIDE, restored_probe, restored_gallery, restored_distractors),
        attack(AttackKind.NAIVE, Scope.CONTEXT, context_probe, context_gallery, []),
    ]


class _InsideCover:
    """Replaces everything outside the cover with a neutral grey."""

    def __init__(self, cover: Mask) -> None:
        self._cover = cover

    def __call__(self, face: AlignedFace) -> AlignedFace:
        return np.where(self._cover[..., None], face, np.uint8(_NEUTRAL_GREY)).astype(np.uint8)

    def all(self, faces: Sequence[AlignedFace]) -> list[AlignedFace]:
        return [self(face) for face in faces]


def _restored(operator: Operator, samples: Samples) -> AlignedFace:
    return restore_face(operator, samples.stack or samples.redacted)


def _mean_embeddings(recogniser: Recogniser, views: Sequence[Sequence[AlignedFace]]) -> Embeddings:
    """One row of length 1 for each list of views: the mean of their embeddings."""
    embeddings = recogniser.embed([view for several in views for view in several])
    ends = np.cumsum([len(several) for several in views])
    rows = np.array([part.mean(axis=0) for part in np.split(embeddings, ends[:-1])], np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _group_operators(operators: Sequence[Operator]) -> tuple[list[Operator], list[int]]:
    """The most frequent operators, and for each of those given the index of the most similar one among them."""
    # Not a set: its order, and with it the choice among equally frequent ones, would differ from run to run.
    known = sorted(dict.fromkeys(operators), key=lambda op: -sum(other == op for other in operators))
    groups = known[:_MAX_OPERATORS]

    def distance(a: Operator, b: Operator) -> tuple[bool, float]:
        return a.kind != b.kind, abs(float(np.log((a.size + 1) / (b.size + 1))))

    return groups, [min(range(len(groups)), key=lambda index: distance(groups[index], op)) for op in operators]


def _different_people(
    targets: Sequence[Target], probe: Embeddings, gallery: Embeddings, distractors: Embeddings
) -> NDArray[np.bool_]:
    """Bool [n, n]: the pairs of tracks that count as different people, and each track with itself.

    Two faces in one frame are different people. Other pairs are left out when they are more similar than one in a
    thousand pairs of people known to be different: a person who returns would otherwise count as somebody else.
    """
    concurrent = np.array([[a.first <= b.last and b.first <= a.last for b in targets] for a in targets], np.bool_)
    own = np.eye(len(targets), dtype=np.bool_)
    similarity = np.maximum(probe @ gallery.T, (probe @ gallery.T).T)
    non_mated = np.concatenate([similarity[concurrent & ~own], (probe @ distractors.T).ravel()])
    if not len(non_mated):
        return np.ones_like(own)
    threshold = np.quantile(non_mated, 1 - _SAME_PERSON_FMR, method="higher")
    return np.asarray(own | concurrent | (similarity <= threshold))


def match_kept(
    kept: Sequence[Target], covered: Sequence[Target], distractors: Sequence[AlignedFace], recogniser: Recogniser
) -> AttackScores:
    """Match the faces that stay visible, uncovered as they are, among all faces of the footage and the distractors.

    The first rows and columns are those of `kept`.
    """
    targets = [*kept, *covered]
    gallery = _mean_embeddings(recogniser, [target.gallery.original for target in targets])
    probe = _mean_embeddings(recogniser, [target.probe.original for target in targets])
    distractor_embeddings = recogniser.embed(list(distractors))
    return AttackScores(
        recogniser.name,
        AttackKind.CONTROL,
        Scope.CONTEXT,
        (probe @ gallery.T).astype(np.float64),
        (probe @ distractor_embeddings.T).astype(np.float64),
        _different_people(targets, probe, gallery, distractor_embeddings),
    )
