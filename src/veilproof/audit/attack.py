"""Attacks the covers with every recogniser, and matches the faces that stay visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veilproof.audit.attackers import (
    AttackedTrack,
    AttackKind,
    AttackScores,
    Scope,
    are_opaque,
    identify_operators,
    match_kept,
    run_attackers,
)
from veilproof.audit.build_findings import attack_finding, rate_finding
from veilproof.audit.comparison import Comparison
from veilproof.audit.findings import AttackFinding, RateFinding
from veilproof.audit.targets import Target, with_common_cover
from veilproof.audit.tools import Tools
from veilproof.progress import Progress, Step
from veilproof.recognise.statistics import measure_rate

_MIN_COVERED = 0.5
"""Share of its frames in which a track must be covered to be attacked as a covered one. A round number."""


@dataclass(frozen=True, slots=True)
class AttackResult:
    """The results of all attacks.

    Attributes:
        tracks: the attacked tracks, by index of the candidate.
        findings: one per recogniser, attacker and scope.
        opaque: whether every cover is uniform.
        kept_tracks: number of faces that stay visible by a decision in the plan and could be attacked.
        kept: how many of these are matched as they are; None if there are none.
    """

    tracks: dict[int, AttackedTrack]
    findings: tuple[AttackFinding, ...]
    opaque: bool
    kept_tracks: int
    kept: RateFinding | None

    @property
    def recognisable(self) -> int:
        """Number of attacked tracks that a control recognises."""
        return sum(track.is_recognisable for track in self.tracks.values())


def attack_covers(comparison: Comparison, tools: Tools, progress: Progress) -> AttackResult:
    """Attack every covered track with every recogniser, and match those that the plan keeps, if only in some frames."""
    candidates = comparison.candidates
    kept = [target for target in comparison.targets if candidates[target.track].is_kept]
    covered = [
        target
        for target in comparison.targets
        if not candidates[target.track].is_kept and candidates[target.track].covered >= _MIN_COVERED
    ]
    tracks, findings = _attack(covered, tools, progress)
    return AttackResult(tracks, findings, are_opaque(covered), len(kept), _kept_rate(kept, covered, tools))


def _attack(
    covered: Sequence[Target], tools: Tools, progress: Progress
) -> tuple[dict[int, AttackedTrack], tuple[AttackFinding, ...]]:
    targets, cover = with_common_cover(covered)
    if not targets:
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
