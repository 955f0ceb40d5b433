"""Attacks the covers with every recogniser, and matches the faces that stay visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from veilproof.audit.attackers import (
    AttackedTrack,
    AttackKind,
    AttackScores,
    Scope,
    identify_operators,
    match_kept,
    run_attackers,
)
from veilproof.audit.behind_mask import is_behind_mask
from veilproof.audit.build_findings import attack_finding, rate_finding
from veilproof.audit.comparison import Comparison
from veilproof.audit.cover_contents import Contents
from veilproof.audit.findings import AttackFinding, FaceCounts, RateFinding
from veilproof.audit.leaks import Candidate
from veilproof.audit.targets import MIN_CONFIDENCE, Target, with_common_cover
from veilproof.audit.tools import Tools
from veilproof.progress import Progress, Step
from veilproof.recognise.statistics import measure_rate

MIN_REPORTED_CONFIDENCE = 0.25
"""Tracks below this probability are listed only if they leak: there are hundreds, most of them no faces."""
_MIN_COVER_SHARE = 0.05
"""Share of an aligned face that must lie under the covers for an attack on what is under them. A round number."""
_MIN_COVERED = 0.5
"""Share of its frames in which a track must be covered to be attacked as a covered one. A round number."""


@dataclass(frozen=True, slots=True)
class AttackResult:
    """The results of all attacks.

    Attributes:
        tracks: the attacked tracks, by index of the candidate.
        findings: one per recogniser, attacker and scope.
        faces: what became of each face.
        kept: how many of the faces that the plan keeps are matched as they are; None if there are none.
        behind_mask: those of them that every view shows behind a mask, by index of the candidate.
    """

    tracks: dict[int, AttackedTrack]
    findings: tuple[AttackFinding, ...]
    faces: FaceCounts
    kept: RateFinding | None
    behind_mask: frozenset[int]


def attack_covers(comparison: Comparison, tools: Tools, progress: Progress) -> AttackResult:
    """Attack every cover that holds a picture with every recogniser, and match the faces that the plan keeps."""
    candidates = comparison.candidates
    kept = [target for target in comparison.targets if candidates[target.track].is_kept]
    fates = {
        number: _fate(candidate)
        for number, candidate in enumerate(candidates)
        if candidate.confidence >= MIN_CONFIDENCE
    }
    covered = [target for target in comparison.targets if fates.get(target.track) is _Fate.HOLDING_PICTURE]
    tracks, findings = _attack(covered, tools, progress)
    counted = Counter(fates.values())
    faces = FaceCounts(
        detected=len(fates),
        leaking=counted[_Fate.LEAKING],
        kept=counted[_Fate.KEPT],
        holding_nothing=counted[_Fate.HOLDING_NOTHING],
        holding_picture=counted[_Fate.HOLDING_PICTURE],
        attacked=len(tracks),
        recognisable=sum(track.is_recognisable for track in tracks.values()),
    )
    behind_mask = frozenset(
        target.track for target in kept if is_behind_mask([*target.gallery.original, *target.probe.original])
    )
    return AttackResult(tracks, findings, faces, _kept_rate(kept, covered, tools), behind_mask)


class _Fate(Enum):
    """What became of a face; `UNKNOWN` where it was compared in no frame."""

    KEPT = auto()
    LEAKING = auto()
    HOLDING_NOTHING = auto()
    HOLDING_PICTURE = auto()
    UNKNOWN = auto()


def _fate(candidate: Candidate) -> _Fate:
    if candidate.is_kept:
        return _Fate.KEPT
    if len(candidate.leaking) and candidate.covered < _MIN_COVERED:
        return _Fate.LEAKING
    held = {Contents.NOTHING: _Fate.HOLDING_NOTHING, Contents.PICTURE: _Fate.HOLDING_PICTURE}
    return held.get(candidate.holds, _Fate.UNKNOWN)


def _attack(
    covered: Sequence[Target], tools: Tools, progress: Progress
) -> tuple[dict[int, AttackedTrack], tuple[AttackFinding, ...]]:
    targets, cover = with_common_cover(covered)
    if not targets or cover.mean() < _MIN_COVER_SHARE:
        return {}, ()
    operators = identify_operators(targets)
    is_recognisable = np.zeros(len(targets), np.bool_)
    everybody = np.ones(len(targets), np.bool_)
    attacks: list[AttackScores] = []
    findings: list[AttackFinding] = []
    for number, recogniser in enumerate(tools.recognisers):
        progress(Step("attack", number, len(tools.recognisers)))
        results = run_attackers(targets, operators, cover, tools.distractors, recogniser)
        # A face that is not recognised even in the original cannot show that a cover holds.
        recognised = next(each.hits for each in results if each.attacker is AttackKind.CONTROL)
        tests = len(tools.recognisers) * (len(results) - 1)
        findings += [
            attack_finding(each, everybody if each.attacker is AttackKind.CONTROL else recognised, tests)
            for each in results
        ]
        attacks += results
        is_recognisable |= recognised
    tracks = {
        target.track: AttackedTrack(operator.kind, bool(is_recognisable[row]), _matched_by(attacks, row))
        for row, (target, operator) in enumerate(zip(targets, operators, strict=True))
    }
    return tracks, tuple(findings)


def _matched_by(attacks: Sequence[AttackScores], row: int) -> tuple[str, ...]:
    """The attackers that matched the target of this row through its cover."""
    matched = {
        f"{attack.attacker} ({attack.recogniser})"
        for attack in attacks
        if attack.attacker is not AttackKind.CONTROL and attack.scope is Scope.INSIDE and attack.hits[row]
    }
    return tuple(sorted(matched))


def _kept_rate(kept: Sequence[Target], covered: Sequence[Target], tools: Tools) -> RateFinding | None:
    """How many of the kept faces are matched as they are, by the recogniser that matches most."""
    if not kept:
        return None
    results = [match_kept(kept, covered, tools.distractors, recogniser) for recogniser in tools.recognisers]
    hits = max(int(each.hits[: len(kept)].sum()) for each in results)
    competitors = len(kept) + len(covered) + len(tools.distractors)
    return rate_finding(measure_rate(hits, len(kept), 1 / competitors))
