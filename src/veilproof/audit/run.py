"""The audit: pair the files, compare them, attack the covers, judge by the policy, report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from veilproof.audit.attack import MIN_REPORTED_CONFIDENCE, AttackResult, attack_covers
from veilproof.audit.build_findings import leak_finding, track_finding
from veilproof.audit.comparison import Comparison, MediaKind
from veilproof.audit.contents import find_other_content
from veilproof.audit.file_pairs import FilePair, file_pair
from veilproof.audit.findings import SCHEMA, Findings, LeakFinding, Outcome, TrackFinding, Verdict
from veilproof.audit.heads_of_faces import merge_heads, numbered
from veilproof.audit.leaks import Leak, LeakKind
from veilproof.audit.photo import compare_photos
from veilproof.audit.plan_tracks import (
    KeptInPlan,
    KeptLines,
    PlanContents,
    PlanTrack,
    match_to_plan,
    plan_track_at,
    stands_in_plan,
)
from veilproof.audit.policy import load_policy
from veilproof.audit.sound_below import sound_below
from veilproof.audit.things import Asked
from veilproof.audit.tools import Tools, load_tools
from veilproof.audit.verdict import Evidence, judge
from veilproof.audit.video import compare_videos
from veilproof.audit.voices import attack_voices
from veilproof.kind import WORDS, Kind
from veilproof.progress import Progress, silent
from veilproof.version import __version__


def run_audit(
    original: Path,
    redacted: Path,
    plan: Path | None = None,
    *,
    policy: str = "strict",
    cover: Sequence[Kind] | None = None,
    tools: Tools | None = None,
    progress: Progress = silent,
) -> Findings:
    """Attack a redacted file and return the findings; nothing is written.

    Args:
        original: the original; read only.
        redacted: the redacted file, made by any tool; read only.
        plan: the plan of the original, so that kept faces are not reported as leaks; not trusted for anything else.
        policy: "strict", "standard" or the path of a TOML file.
        cover: the kinds to look for besides faces; by default those that the plan was asked for.
        tools: loaded once for many files; by default loaded here, with synthetic distractors.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: a file cannot be read or changed meanwhile, or the two do not show the same.
    """
    started = time.monotonic()
    rules = load_policy(policy)
    tools = tools or load_tools()

    with file_pair(original, redacted, plan) as pair:
        sought = pair.plan.cover if cover is None else cover
        asked = _asked(pair.plan, sought)
        comparison = _compare(pair, tools, asked, progress)
        attack = attack_covers(comparison, tools, progress)
        other_content = find_other_content(pair.original, pair.redacted, rules)
        other_content += sound_below(pair.original, pair.redacted, plan)
        voices = attack_voices(pair.original, pair.redacted) if pair.kind is MediaKind.VIDEO else None
    planned = match_to_plan(comparison.candidates, pair.plan.people)
    leaks = numbered(
        [
            leak_finding(
                replace(leak, stands=leak.stands or stands_in_plan(leak, pair.plan.people)),
                comparison.times,
                rules,
                _plan_track_of(leak, planned, pair.plan),
            )
            for leak in comparison.leaks
        ],
        comparison.leaks,
    )
    has_compared = bool(attack.findings or attack.kept)
    return judged(
        Findings(
            schema=SCHEMA,
            veilproof=__version__,
            verdict=Verdict.INCONCLUSIVE,
            sentence="",
            numbers="",
            reasons=(),
            limits=(),
            original=pair.files[0],
            redacted=pair.files[1],
            # The name only: the path of a file says who made the report.
            policy=Path(policy).name,
            rules=rules,
            kind=pair.kind,
            frames=comparison.frames,
            frames_not_compared=comparison.not_compared,
            begins_at_frame=comparison.first_frame,
            size=comparison.size,
            seconds=round(time.monotonic() - started, 2),
            detectors=tools.detectors.names,
            recognisers=tuple(recogniser.name for recogniser in tools.recognisers) if has_compared else (),
            distractors=len(tools.distractors) if has_compared else 0,
            mostly_covered=comparison.mostly_covered,
            faces=attack.faces,
            not_attacked=attack.faces.holding_picture - attack.faces.attacked,
            tracks=_reported_tracks(comparison, planned, attack, leaks),
            leaks=leaks,
            merged_heads=(),
            attacks=attack.findings,
            kept=attack.kept,
            other_content=other_content,
            reviewed=pair.plan.reviewed,
            voices=voices,
            kinds=comparison.kinds,
            not_searched=tuple(kind for kind in WORDS.values() if kind not in (Kind.FACE, *asked.kinds)),
            faces_asked=Kind.FACE in sought,
        )
    )


def judged(findings: Findings) -> Findings:
    """The findings with the verdict that follows from them, and from what a person answered."""
    leaks, merged_heads = merge_heads((*findings.leaks, *findings.merged_heads))
    findings = replace(findings, leaks=leaks, merged_heads=merged_heads)
    evidence = Evidence(
        is_original=findings.original.sha256 == findings.redacted.sha256,
        leaks=findings.leaks,
        attacks=findings.attacks,
        other_content=findings.other_content,
        faces=findings.faces,
        kinds=findings.kinds,
        not_searched=findings.not_searched,
        faces_asked=findings.faces_asked,
        frames=findings.frames,
        not_compared=findings.frames_not_compared,
        mostly_covered=findings.mostly_covered,
        kind=findings.kind,
    )
    judgement = judge(evidence, findings.rules)
    return replace(
        findings,
        tracks=tuple(_with_outcome(track, findings.leaks) for track in findings.tracks),
        verdict=judgement.verdict,
        sentence=judgement.sentence,
        sentences=judgement.sentences,
        numbers=judgement.numbers,
        reasons=judgement.reasons,
        limits=judgement.limits,
    )


def _with_outcome(track: TrackFinding, leaks: Sequence[LeakFinding]) -> TrackFinding:
    """The track with the outcome that follows from what a person answered to its leaks."""
    own = [leak for leak in leaks if leak.track == track.track and leak.would_count]
    if not own:
        return track
    return replace(track, outcome=Outcome.LEAKS if any(leak.counts for leak in own) else Outcome.ANSWERED)


def _asked(plan: PlanContents, cover: Sequence[Kind]) -> Asked:
    """What is looked for besides faces, which always are."""
    return Asked(
        kinds=tuple(kind for kind in cover if kind is not Kind.FACE),
        min_text_height=plan.min_text_height,
        kept_frames=KeptInPlan(plan.people),
        kept_lines=KeptLines(plan.lines),
    )


def _compare(pair: FilePair, tools: Tools, asked: Asked, progress: Progress) -> Comparison:
    """Search the original, and measure what the redacted file shows of what was found and the plan does not keep."""
    if pair.kind is MediaKind.PHOTO:
        return compare_photos(pair.original, pair.redacted, tools.detectors, asked)
    return compare_videos(pair.original, pair.redacted, tools.detectors, asked, progress)


def _plan_track_of(leak: Leak, planned: Sequence[PlanTrack | None], plan: PlanContents) -> PlanTrack | None:
    """The track of the plan on a leak: that on its track, or else the one in its place."""
    of_track = planned[leak.track] if leak.track is not None else None
    is_line = leak.kind in (LeakKind.TEXT, LeakKind.PLATE)
    return of_track or plan_track_at(leak.frame, leak.box, plan.lines if is_line else plan.people)


def _reported_tracks(
    comparison: Comparison,
    planned: Sequence[PlanTrack | None],
    attack: AttackResult,
    leaks: tuple[LeakFinding, ...],
) -> tuple[TrackFinding, ...]:
    leaking = {leak.track for leak in leaks}
    return tuple(
        replace(
            track_finding(number, candidate, track, leaks, comparison.times, attack.tracks.get(number)),
            behind_mask=number in attack.behind_mask,
        )
        for number, (candidate, track) in enumerate(zip(comparison.candidates, planned, strict=True))
        if candidate.confidence >= MIN_REPORTED_CONFIDENCE or number in leaking
    )
