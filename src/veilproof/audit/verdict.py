"""From evidence and policy to a verdict, in sentences a lawyer can read."""

from __future__ import annotations

from dataclasses import dataclass

from veilproof.audit.attack import Attacker, Reading
from veilproof.audit.findings import AttackFinding, FileFinding, LeakFinding, Verdict
from veilproof.audit.policy import Policy

FEW = 5
"""From fewer tracks than this no rate can be read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict rests on.

    Attributes:
        same_file: the redacted file is the original, byte by byte.
        leaks: what survives.
        attacks: what the attackers got.
        in_file: what else is in the file.
        faces: how many tracks are surely faces.
        covered: how many covered tracks were attacked.
        able: how many of them the control recognised untouched.
        opaque: every cover shows the same all over, so it holds no picture.
        not_compared: frames of the redacted file without one of the original, or that could not be decoded.
        mostly_covered: so much of the picture is covered that it cannot be told from that of another film.
        kind: "video" or "photo".
    """

    same_file: bool
    leaks: tuple[LeakFinding, ...]
    attacks: tuple[AttackFinding, ...]
    in_file: tuple[FileFinding, ...]
    faces: int
    covered: int
    able: int
    opaque: bool
    not_compared: int
    mostly_covered: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, one sentence for it, every reason, and what this audit cannot say."""

    verdict: Verdict
    sentence: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]


def judged(evidence: Evidence, policy: Policy) -> Judgement:
    """Failed where something got through, inconclusive where that could not be found out, passed otherwise."""
    failures, doubts = _failures(evidence), _doubts(evidence, policy)
    limits = _limits(evidence)
    if failures:
        return Judgement(Verdict.FAILED, f"Failed: {failures[0]}.", tuple(failures + doubts), limits)
    if doubts:
        return Judgement(Verdict.INCONCLUSIVE, f"Inconclusive: {doubts[0]}.", tuple(doubts), limits)
    return Judgement(Verdict.PASSED, f"Passed: {_nothing(evidence)}.", (), limits)


def _failures(evidence: Evidence) -> list[str]:
    found = []
    if evidence.same_file:
        found.append("the redacted file is the original, byte by byte")
    counted = [leak for leak in evidence.leaks if leak.counts]
    if counted:
        tracks = len({leak.track for leak in counted if leak.track is not None})
        tracks += sum(leak.track is None for leak in counted)
        frames = sum(leak.last_frame - leak.first_frame + 1 for leak in counted)
        found.append(f"{_count(tracks, 'face')} can be seen, in {_count(frames, 'frame')} in all")
    best = _strongest([attack for attack in evidence.attacks if attack.beats_chance and _decides(attack)])
    if best is not None:
        rate = best.rank_1
        found.append(
            f"{rate.hits} of {_count(rate.of, 'covered face')} could be matched through the cover by the"
            f" {best.attacker} attack with {best.recogniser} (95 % interval {rate.low:.1%} to {rate.high:.1%};"
            f" chance {rate.chance:.1%})"
        )
    for extra in evidence.in_file:
        if not extra.allowed:
            found.append(f"the file also holds {extra.kind}: {extra.what}")
    return found


def _doubts(evidence: Evidence, policy: Policy) -> list[str]:
    found = []
    if evidence.not_compared:
        found.append(f"{_count(evidence.not_compared, 'frame')} could not be compared with the original")
    if evidence.mostly_covered:
        found.append("most of the picture differs from the original: it is covered, or made from something else")
    if not evidence.faces:
        found.append("no face was found in the original, so nothing could be attacked")
        return found
    if not evidence.covered:
        found.append("no covered face is large and clear enough to be attacked")
        return found
    if not evidence.able:
        found.append(
            "the attackers recognise none of these faces even in the original: the footage is too poor for them"
        )
        return found
    if evidence.able < policy.least_control * evidence.covered and not evidence.opaque:
        found.append(
            f"the attackers recognise only {evidence.able} of {_count(evidence.covered, 'face')} in the original:"
            " the footage is too poor for them"
        )
    worst = max((attack.rank_1.upper for attack in evidence.attacks if _decides(attack)), default=1.0)
    if not evidence.opaque and worst > policy.highest_upper_bound:
        few = f", and {_count(evidence.able, 'face')} cannot show it to be lower" if evidence.able < FEW else ""
        found.append(
            f"the covers hold a picture, and as many as {worst:.1%} of the faces may be matched through them"
            f" (95 % upper bound){few}"
        )
    return found


def _nothing(evidence: Evidence) -> str:
    best = _strongest([attack for attack in evidence.attacks if _decides(attack)])
    assert best is not None
    rate = best.rank_1
    if evidence.opaque and evidence.able < FEW:
        return (
            "no face was seen uncovered, and every cover looked into shows the same all over, so it holds no"
            " picture to match"
            f" ({_count(evidence.able, 'face')} attacked, too few for a rate)"
        )
    opaque = "every cover looked into shows the same all over, and " if evidence.opaque else ""
    matched = "none" if not rate.hits else f"{rate.hits}, no more than chance,"
    return (
        f"no face was seen uncovered; {opaque}of {_count(rate.of, 'face')} that can be recognised in the original"
        f" {matched} could be matched through the cover (95 % upper bound {rate.upper:.1%}; chance {rate.chance:.1%})"
    )


def _limits(evidence: Evidence) -> tuple[str, ...]:
    said = [
        "Faces were looked for by programs. What they did not find in the original was not checked.",
        "A face is not all that identifies: clothes, gait, tattoos, voices, number plates and places do, too.",
        "Attack and gallery come from one footage, the same day and light: other pictures of a person give less.",
        "Covers of faces too small, too brief or too unclear to be attacked were only searched for leaks.",
        "A stronger recogniser than those named here may do better.",
        "In the reading 'with context' hair, collar and background of the same footage help: it says whether"
        " wider covers are called for, not what the covers let through.",
    ]
    if evidence.attacks and evidence.able < FEW:
        said.append(
            f"Only {_count(evidence.able, 'face')} could be attacked: from so few no rate can be read."
            " What can be said is whether a face is seen uncovered, and whether the covers hold a picture at all."
        )
    if evidence.kind == "photo":
        said.append(
            "A photo holds one view of everybody. The attacker was given that same view, mirrored;"
            " somebody with another picture of the person gets less."
        )
    return tuple(said)


def _decides(attack: AttackFinding) -> bool:
    """Whether the verdict rests on it: on what the cover lets through, not on hair and background."""
    return attack.reading is Reading.INSIDE and attack.attacker is not Attacker.CONTROL


def _strongest(attacks: list[AttackFinding]) -> AttackFinding | None:
    return max(attacks, key=lambda attack: (attack.rank_1.low, attack.rank_1.hits), default=None)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
