"""Judges the evidence by a policy: the verdict and its reasons, in sentences for readers outside the field."""

from __future__ import annotations

from dataclasses import dataclass

from veilproof.audit.attackers import AttackKind, Scope
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import AttackFinding, FileFinding, LeakFinding, Verdict
from veilproof.audit.policy import Policy

MIN_TRACKS_FOR_RATE = 5
"""Fewer tracks do not support a rate: with four and no hit, the 95 % upper bound is above one half."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict rests on.

    Attributes:
        is_original: the redacted file is the original, byte by byte.
        leaks: the faces that survive.
        attacks: the results of the attackers.
        other_content: what the file contains besides the picture.
        faces: number of tracks that are faces with high confidence.
        attacked: number of covered tracks that were attacked.
        recognisable: number of them that the control recognised.
        opaque: every cover is uniform, so it holds no picture.
        not_compared: number of frames without a counterpart in the original, or that could not be decoded.
        mostly_covered: so much is covered that it is unclear whether both files show the same content.
        kind: what the files are.
    """

    is_original: bool
    leaks: tuple[LeakFinding, ...]
    attacks: tuple[AttackFinding, ...]
    other_content: tuple[FileFinding, ...]
    faces: int
    attacked: int
    recognisable: int
    opaque: bool
    not_compared: int
    mostly_covered: bool
    kind: MediaKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, one sentence for it, every reason, and the limits of the audit."""

    verdict: Verdict
    sentence: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]


def judge(evidence: Evidence, policy: Policy) -> Judgement:
    """Failed where something leaks, inconclusive where the audit could not determine it, passed otherwise."""
    failures, doubts = _failures(evidence), _doubts(evidence, policy)
    limits = _limits(evidence)
    if failures:
        return Judgement(Verdict.FAILED, f"Failed: {failures[0]}.", tuple(failures + doubts), limits)
    if doubts:
        return Judgement(Verdict.INCONCLUSIVE, f"Inconclusive: {doubts[0]}.", tuple(doubts), limits)
    return Judgement(Verdict.PASSED, f"Passed: {_pass_statement(evidence)}.", (), limits)


def _failures(evidence: Evidence) -> list[str]:
    failures = []
    if evidence.is_original:
        failures.append("the redacted file is the original, byte by byte")
    counted = [leak for leak in evidence.leaks if leak.counts]
    if counted:
        tracks = len({leak.track for leak in counted if leak.track is not None})
        tracks += sum(leak.track is None for leak in counted)
        frames = sum(leak.last_frame - leak.first_frame + 1 for leak in counted)
        failures.append(f"{_count(tracks, 'face')} can be seen, in {_count(frames, 'frame')} in all")
    best = _strongest([attack for attack in evidence.attacks if attack.beats_chance and _decides(attack)])
    if best is not None:
        rate = best.rank_1
        failures.append(
            f"{rate.hits} of {_count(rate.trials, 'covered face')} could be matched through the cover by the"
            f" {best.attacker} attack with {best.recogniser} (95 % interval {rate.low:.1%} to {rate.high:.1%};"
            f" chance {rate.chance:.1%})"
        )
    for extra in evidence.other_content:
        if not extra.allowed:
            failures.append(f"the file also contains {extra.kind}: {extra.what}")
    return failures


def _doubts(evidence: Evidence, policy: Policy) -> list[str]:
    doubts = []
    if evidence.not_compared:
        doubts.append(f"{_count(evidence.not_compared, 'frame')} could not be compared with the original")
    if evidence.mostly_covered:
        doubts.append("most of the picture differs from the original: it is covered, or made from another file")
    if not evidence.faces:
        doubts.append("no face was found in the original, so nothing could be attacked")
        return doubts
    if not evidence.attacked:
        doubts.append("no covered face is large and clear enough to be attacked")
        return doubts
    if not evidence.recognisable:
        doubts.append(
            "the attackers recognise none of these faces even in the original: the footage is too poor for them"
        )
        return doubts
    if evidence.recognisable < policy.min_control_rate * evidence.attacked and not evidence.opaque:
        doubts.append(
            f"the attackers recognise only {evidence.recognisable} of {_count(evidence.attacked, 'face')} in the"
            " original: the footage is too poor for them"
        )
    worst = max((attack.rank_1.upper_bound for attack in evidence.attacks if _decides(attack)), default=1.0)
    if not evidence.opaque and worst > policy.max_upper_bound:
        few = ""
        if evidence.recognisable < MIN_TRACKS_FOR_RATE:
            few = f", and {_count(evidence.recognisable, 'face')} cannot show it to be lower"
        doubts.append(
            f"the covers hold a picture, and as many as {worst:.1%} of the faces may be matched through them"
            f" (95 % upper bound){few}"
        )
    return doubts


def _pass_statement(evidence: Evidence) -> str:
    best = _strongest([attack for attack in evidence.attacks if _decides(attack)])
    assert best is not None
    rate = best.rank_1
    if evidence.opaque and evidence.recognisable < MIN_TRACKS_FOR_RATE:
        return (
            "no face was found uncovered, and every cover that was examined is uniform, so it holds no picture to match"
            f" ({_count(evidence.recognisable, 'face')} attacked, too few for a rate)"
        )
    opaque = "every cover that was examined is uniform, and " if evidence.opaque else ""
    matched = "none" if not rate.hits else f"{rate.hits}, no more than chance,"
    return (
        f"no face was found uncovered; {opaque}of {_count(rate.trials, 'face')} that can be recognised in the original"
        f" {matched} could be matched through the cover"
        f" (95 % upper bound {rate.upper_bound:.1%}; chance {rate.chance:.1%})"
    )


def _limits(evidence: Evidence) -> tuple[str, ...]:
    limits = [
        "Faces were detected by programs. Faces that they missed in the original were not checked.",
        "A face is not all that identifies: clothes, gait, tattoos, voices, number plates and locations do, too.",
        "Gallery and probe come from the same footage, the same day and light: other pictures of a person match less.",
        "Covers of faces too small, too brief or too unclear to be attacked were only searched for leaks.",
        "A stronger recogniser than those named here may do better.",
        "In the scope 'with context' hair, collar and background of the same footage help: it says whether"
        " wider covers are advisable, not what the covers let through.",
    ]
    if evidence.attacks and evidence.recognisable < MIN_TRACKS_FOR_RATE:
        limits.append(
            f"Only {_count(evidence.recognisable, 'face')} could be attacked, too few for a rate."
            " The audit can only say whether a face is uncovered, and whether the covers hold a picture at all."
        )
    if evidence.kind is MediaKind.PHOTO:
        limits.append(
            "A photo has one view of each face. The attacker was given the same view, mirrored;"
            " an attacker with another picture of the person matches less."
        )
    return tuple(limits)


def _decides(attack: AttackFinding) -> bool:
    """Whether the verdict depends on this attack: on what the cover lets through, not on hair and background."""
    return attack.scope is Scope.INSIDE and attack.attacker is not AttackKind.CONTROL


def _strongest(attacks: list[AttackFinding]) -> AttackFinding | None:
    return max(attacks, key=lambda attack: (attack.rank_1.low, attack.rank_1.hits), default=None)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
