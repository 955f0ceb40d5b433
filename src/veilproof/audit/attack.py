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
    identify_operators,
    match_kept,
    run_attackers,
)
from veilproof.audit.build_findings import attack_finding, rate_finding
from veilproof.audit.comparison import Comparison
from veilproof.audit.cover_contents import Contents
from veilproof.audit.findings import AttackFinding, RateFinding
from veilproof.audit.targets import MIN_CONFIDENCE, Target, with_common_cover
from veilproof.audit.tools import Tools
from veilproof.progress import Progress, Step
from veilproof.recognise.statistics import measure_rate

MIN_REPORTED_CONFIDENCE = 0.25
"""Tracks below this probability are listed only if they leak: there are hundreds, most of them no faces."""
_MIN_COVERED = 0.5
"""Share of its frames in which a track must be covered to be attacked as a covered one. A round number."""


@dataclass(frozen=True, slots=True)
class AttackResult:
    """The results of all attacks.

    Attributes:
        tracks: the attacked tracks, by index of the candidate.
        findings: one per recogniser, attacker and scope.
        holding_nothing: number of covered tracks whose covers hold nothing, so that nothing can be attacked.
        holding_picture: number of covered faces whose covers hold a picture.
        kept_tracks: number of faces that stay visible by a decision in the plan and could be attacked.
        kept: how many of these are matched as they are; None if there are none.
    """

    tracks: dict[int, AttackedTrack]
    findings: tuple[AttackFinding, ...]
    holding_nothing: int
    holding_picture: int
    kept_tracks: int
    kept: RateFinding | None

    @property
    def recognisable(self) -> int:
        """Number of attacked tracks that a control recognises."""
        return sum(track.is_recognisable for track in self.tracks.values())


def attack_covers(comparison: Comparison, tools: Tools, progress: Progress) -> AttackResult:
    """Attack every cover that holds a picture with every recogniser, and match the faces that the plan keeps."""
    candidates = comparison.candidates
    kept = [target for target in comparison.targets if candidates[target.track].is_kept]
    held = {
        number: candidate.holds
        for number, candidate in enumerate(candidates)
        if candidate.confidence >= MIN_REPORTED_CONFIDENCE
        and candidate.covered >= _MIN_COVERED
        and not candidate.is_kept
    }
    covered = [target for target in comparison.targets if held.get(target.track) is Contents.PICTURE]
    tracks, findings = _attack(covered, tools, progress)
    pictures = sum(
        holds is Contents.PICTURE and candidates[number].confidence >= MIN_CONFIDENCE for number, holds in held.items()
    )
    return AttackResult(
        tracks,
        findings,
        sum(holds is Contents.NOTHING for holds in held.values()),
        pictures,
        len(kept),
        _kept_rate(kept, covered, tools),
    )


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
