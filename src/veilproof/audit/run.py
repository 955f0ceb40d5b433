"""The audit: pair the files, compare them, attack the covers, judge by the policy, report."""

from __future__ import annotations

import time
from pathlib import Path

from veilproof.audit.attack import AttackResult, attack_covers
from veilproof.audit.build_findings import leak_finding, track_finding
from veilproof.audit.comparison import Comparison, MediaKind
from veilproof.audit.contents import find_other_content
from veilproof.audit.file_pairs import FilePair, file_pair
from veilproof.audit.findings import SCHEMA, Findings, TrackFinding
from veilproof.audit.photo import compare_photos
from veilproof.audit.plan_tracks import KeptInPlan, match_to_plan
from veilproof.audit.policy import Policy, load_policy
from veilproof.audit.targets import MIN_CONFIDENCE
from veilproof.audit.tools import Tools, load_tools
from veilproof.audit.verdict import Evidence, judge
from veilproof.audit.video import compare_videos
from veilproof.progress import Progress, silent
from veilproof.version import __version__

_MIN_REPORTED_CONFIDENCE = 0.25
"""Tracks below this probability are listed only if they leak: there are hundreds, most of them no faces."""


def run_audit(
    original: Path,
    redacted: Path,
    plan: Path | None = None,
    *,
    policy: str = "strict",
    tools: Tools | None = None,
    progress: Progress = silent,
) -> Findings:
    """Attack a redacted file and return the findings; nothing is written.

    Args:
        original: the original; read only.
        redacted: the redacted file, made by any tool; read only.
        plan: the plan of the original, so that kept faces are not reported as leaks; not trusted for anything else.
        policy: "strict", "standard" or the path of a TOML file.
        tools: loaded once for many files; by default loaded here, with synthetic distractors.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: a file cannot be read or changed meanwhile, or the two do not show the same.
    """
    started = time.monotonic()
    rules = load_policy(policy)
    tools = tools or load_tools()

    with file_pair(original, redacted, plan) as pair:
        comparison = _compare(pair, tools, progress)
        attack = attack_covers(comparison, tools, progress)
        evidence = _evidence(pair, comparison, attack, rules)
    judgement = judge(evidence, rules)

    return Findings(
        schema=SCHEMA,
        veilproof=__version__,
        verdict=judgement.verdict,
        sentence=judgement.sentence,
        reasons=judgement.reasons,
        limits=judgement.limits,
        original=pair.files[0],
        redacted=pair.files[1],
        # The name only: the path of a file says who made the report.
        policy=Path(policy).name,
        kind=pair.kind,
        frames=comparison.frames,
        frames_not_compared=comparison.not_compared,
        begins_at_frame=comparison.first_frame,
        size=comparison.size,
        seconds=round(time.monotonic() - started, 2),
        detectors=tools.detectors.names,
        recognisers=tuple(recogniser.name for recogniser in tools.recognisers),
        distractors=len(tools.distractors),
        not_attacked=max(0, evidence.faces - evidence.attacked - attack.kept_tracks),
        tracks=_reported_tracks(pair, comparison, attack, evidence),
        leaks=evidence.leaks,
        attacks=evidence.attacks,
        kept=attack.kept,
        other_content=evidence.other_content,
        reviewed=pair.reviewed,
    )


def _compare(pair: FilePair, tools: Tools, progress: Progress) -> Comparison:
    """Search the original for faces, and measure what the redacted file shows of them where the plan keeps nothing."""
    kept = KeptInPlan(pair.plan_tracks)
    if pair.kind is MediaKind.PHOTO:
        return compare_photos(pair.original, pair.redacted, tools.detectors, kept)
    return compare_videos(pair.original, pair.redacted, tools.detectors, kept, progress)


def _evidence(pair: FilePair, comparison: Comparison, attack: AttackResult, rules: Policy) -> Evidence:
    """What the verdict rests on."""
    return Evidence(
        is_original=pair.files[0].sha256 == pair.files[1].sha256,
        leaks=tuple(leak_finding(leak, comparison.times, rules) for leak in comparison.leaks),
        attacks=attack.findings,
        other_content=find_other_content(pair.original, pair.redacted, rules),
        faces=sum(candidate.confidence >= MIN_CONFIDENCE for candidate in comparison.candidates),
        attacked=len(attack.tracks),
        recognisable=attack.recognisable,
        opaque=attack.opaque,
        not_compared=comparison.not_compared,
        mostly_covered=comparison.mostly_covered,
        kind=pair.kind,
    )


def _reported_tracks(
    pair: FilePair, comparison: Comparison, attack: AttackResult, evidence: Evidence
) -> tuple[TrackFinding, ...]:
    planned = match_to_plan(comparison.candidates, pair.plan_tracks)
    leaking = {leak.track for leak in evidence.leaks}
    return tuple(
        track_finding(number, candidate, track, evidence.leaks, comparison.times, attack.tracks.get(number))
        for number, (candidate, track) in enumerate(zip(comparison.candidates, planned, strict=True))
        if candidate.confidence >= _MIN_REPORTED_CONFIDENCE or number in leaking
    )
