"""Judges the evidence by a policy: the verdict and its reasons, in sentences for readers outside the field."""

from __future__ import annotations

from dataclasses import dataclass

from veilproof.audit.attackers import AttackKind, Scope
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import AttackFinding, FaceCounts, FileFinding, LeakFinding, Verdict, Weight
from veilproof.audit.leaks import LeakKind
from veilproof.audit.policy import Policy
from veilproof.audit.things import KindCount
from veilproof.kind import LINES, Kind, words_of

MIN_TRACKS_FOR_RATE = 5
"""Fewer tracks do not support a rate: with four and no hit, the 95 % upper bound is above one half."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict rests on.

    Attributes:
        is_original: the redacted file is the original, byte by byte.
        leaks: what survives.
        attacks: the results of the attackers.
        other_content: what the file contains besides the picture.
        faces: how many faces there are, and what their covers hold.
        frames: number of frames compared.
        not_compared: number of frames without a counterpart in the original, or that could not be decoded.
        mostly_covered: so much is covered that it is unclear whether both files show the same content.
        kind: what the files are.
        kinds: what was found of each other kind that was looked for.
        not_searched: the kinds that nobody asked for.
        faces_asked: somebody asked for faces, so that there must be some; they are looked for in any case.
    """

    is_original: bool
    leaks: tuple[LeakFinding, ...]
    attacks: tuple[AttackFinding, ...]
    other_content: tuple[FileFinding, ...]
    faces: FaceCounts
    frames: int
    not_compared: int
    mostly_covered: bool
    kind: MediaKind
    kinds: tuple[KindCount, ...] = ()
    not_searched: tuple[Kind, ...] = ()
    faces_asked: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict.

    Attributes:
        verdict: passed, failed or inconclusive.
        sentence: the verdict in one line of plain words.
        numbers: what it rests on.
        reasons: every reason not to pass.
        limits: what the audit cannot say.
    """

    verdict: Verdict
    sentence: str
    numbers: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    """One reason not to pass: `brief` completes the one line, `full` has the numbers."""

    brief: str
    full: str


def judge(evidence: Evidence, policy: Policy) -> Judgement:
    """Failed where something leaks, inconclusive where the audit could not determine it, passed otherwise."""
    failures, at_places, others = _failures(evidence), _doubts_at_places(evidence), _doubts(evidence, policy)
    reasons = tuple(reason.full for reason in failures + at_places + others)
    limits = _limits(evidence)
    if failures:
        return Judgement(Verdict.FAILED, f"Not safe: {failures[0].brief}.", _numbers(reasons), reasons, limits)
    if at_places or others:
        places = sum(leak.needs_review for leak in evidence.leaks)
        sentences = [_places(places)] if places else []
        if others:
            unknown = "Even then it is not known whether it is" if places else "Not known whether it is"
            sentences.append(f"{unknown} safe: {others[0].brief}.")
        sentence = " ".join(sentences)
        return Judgement(Verdict.INCONCLUSIVE, sentence, _numbers(reasons), reasons, limits)
    return Judgement(Verdict.PASSED, "Safe to publish, as far as could be tested.", _pass_numbers(evidence), (), limits)


def count(number: int, what: str) -> str:
    """A number of things, the noun in the plural where it must be."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


_NAMES = {
    LeakKind.FACE: ("face", "faces"),
    LeakKind.HEAD: ("head", "heads"),
    LeakKind.TEXT: ("line of text", "lines of text"),
    LeakKind.PLATE: ("number plate", "number plates"),
}
"""What is bare, one and many."""
_THINGS = (LeakKind.HEAD, LeakKind.TEXT, LeakKind.PLATE)
"""What is no face."""


def count_of(number: int, kind: LeakKind) -> str:
    """A number of what can be bare, in words."""
    return f"{number} {_NAMES[kind][number != 1]}"


def name_of(kind: LeakKind) -> str:
    """One of what can be bare, in words."""
    return _NAMES[kind][0]


def _bare(leaks: list[LeakFinding]) -> str:
    """What is bare, by kind: `2 faces and 1 line of text are bare`."""
    numbers = {}
    for kind in _NAMES:
        own = [leak for leak in leaks if leak.kind is kind]
        tracks = len({leak.track for leak in own if leak.track is not None})
        numbers[kind] = tracks + sum(leak.track is None for leak in own)
    parts = [count_of(number, kind) for kind, number in numbers.items() if number]
    words = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"{words} {'is' if sum(numbers.values()) == 1 else 'are'} bare"


def _failures(evidence: Evidence) -> list[_Reason]:
    failures = []
    if evidence.is_original:
        failures.append(
            _Reason("this is the original, byte by byte", "the redacted file is the original, byte by byte")
        )
    counted = [leak for leak in evidence.leaks if leak.counts]
    if counted:
        bare = _bare(counted)
        frames = sum(leak.last_frame - leak.first_frame + 1 for leak in counted)
        where = "" if evidence.kind is MediaKind.PHOTO else f", in {count(frames, 'frame')} in all"
        failures.append(_Reason(bare, bare + where))
    best = _strongest([attack for attack in evidence.attacks if attack.beats_chance and _decides(attack)])
    if best is not None:
        rate = best.rank_1
        failures.append(
            _Reason(
                f"{rate.hits} of {count(rate.trials, 'face')} could be matched through the cover",
                f"{rate.hits} of {count(rate.trials, 'face')} could be matched through the cover by the {best.attacker}"
                f" attack with {best.recogniser} (95 % interval {rate.low:.1%} to {rate.high:.1%};"
                f" chance {rate.chance:.1%})",
            )
        )
    for extra in evidence.other_content:
        if not extra.allowed:
            also = f"the file also contains {extra.kind}: {extra.what}"
            failures.append(_Reason(also, also))
    return failures


def _doubts_at_places(evidence: Evidence) -> list[_Reason]:
    """What a person can settle who looks at the places."""
    doubts = []
    look = [leak for leak in evidence.leaks if leak.needs_review]
    shaken = sum(leak.kind is LeakKind.SHAKEN for leak in look)
    if shaken:
        doubts.append(
            _Reason(
                "nobody can see sharply in some frames",
                f"{count(shaken, 'place')} where a face must be {'is' if shaken == 1 else 'are'} not covered, in frames"
                " in which nobody can see sharply",
            )
        )
    things = [leak for leak in look if leak.kind in _THINGS]
    if things:
        bare = _bare(things)
        doubts.append(
            _Reason(bare, f"{bare}, less surely {'one' if len(things) == 1 else 'such'} than the policy counts")
        )
    if missing := len(look) - shaken - len(things):
        gone = f"{count(missing, 'cover')} {'is' if missing == 1 else 'are'} missing for a moment"
        doubts.append(_Reason(gone, f"{gone}, and no detector sees a face there"))
    return doubts


def _doubts(evidence: Evidence, policy: Policy) -> list[_Reason]:
    """What remains not known whoever looks."""
    doubts = []
    if evidence.not_compared:
        skipped = f"{count(evidence.not_compared, 'frame')} could not be compared with the original"
        doubts.append(_Reason(skipped, skipped))
    if evidence.mostly_covered:
        doubts.append(
            _Reason(
                "most of the picture differs from the original",
                "most of the picture differs from the original: it is covered, or made from another file",
            )
        )
    faces = evidence.faces
    if not faces.detected and (evidence.faces_asked or not any(each.detected for each in evidence.kinds)):
        looked_for = "face" if evidence.faces_asked else "thing that was looked for"
        none = f"no {looked_for} was found in the original with confidence, so there was nothing to look for"
        doubts.append(_Reason(none, none))
    if faces.unexplained > 0:
        lost = f"what became of {count(faces.unexplained, 'face')} is not known"
        doubts.append(
            _Reason(
                lost, f"{lost}: the frames that show {'it' if faces.unexplained == 1 else 'them'} could not be compared"
            )
        )
    if faces.holding_picture:
        doubts += _doubts_about_pictures(evidence, policy)
    return doubts


def _doubts_about_pictures(evidence: Evidence, policy: Policy) -> list[_Reason]:
    """What cannot be determined about covers that hold a picture."""
    faces, doubts = evidence.faces, []
    brief = (
        "the cover of 1 face holds a picture"
        if faces.holding_picture == 1
        else f"the covers of {faces.holding_picture} faces hold a picture"
    )
    unattacked = faces.holding_picture - faces.attacked
    if unattacked:
        which = "it" if faces.holding_picture == 1 else f"{unattacked} of them"
        doubts.append(_Reason(brief, f"{brief}, and {which} could not be attacked"))
    if not faces.attacked:
        return doubts
    if not faces.recognisable:
        return [*doubts, _Reason(brief, f"{brief}, and the attackers recognise none of them even in the original")]
    if faces.recognisable < policy.min_control_rate * faces.attacked:
        few = f"the attackers recognise only {faces.recognisable} of {count(faces.attacked, 'face')} in the original"
        doubts.append(_Reason(brief, f"{brief}, and {few}"))
    worst = max((attack.rank_1.upper_bound for attack in evidence.attacks if _decides(attack)), default=1.0)
    if worst > policy.max_upper_bound:
        few = ""
        if faces.recognisable < MIN_TRACKS_FOR_RATE:
            few = f", and {count(faces.recognisable, 'face')} cannot show it to be lower"
        doubts.append(
            _Reason(brief, f"{brief}, and as many as {worst:.1%} of them may be matched (95 % upper bound){few}")
        )
    return doubts


def _pass_numbers(evidence: Evidence) -> str:
    faces = evidence.faces
    where = "" if evidence.kind is MediaKind.PHOTO else f" in {count(evidence.frames, 'frame')}"
    numbers = [f"no face that the detectors know was seen bare{where}"]
    # What would count was answered, or the file had not passed.
    less_sure = faces.leaking - len({leak.track for leak in evidence.leaks if leak.would_count})
    if less_sure > 0:
        bare = "1 thing that may be a face is" if less_sure == 1 else f"{less_sure} things that may be faces are"
        numbers = [
            f"{bare} bare{where}, less likely a face or smaller than the policy counts; no other face that the"
            " detectors know was seen bare"
        ]
    numbers += [_pass_number(each) + _told(each, evidence) for each in evidence.kinds]
    if faces.holding_nothing:
        whose = (
            "the cover of 1 face holds"
            if faces.holding_nothing == 1
            else f"the covers of {faces.holding_nothing} faces hold"
        )
        numbers.append(f"{whose} nothing, so there was nothing to attack")
    best = _strongest([attack for attack in evidence.attacks if _decides(attack)])
    if best is not None:
        rate = best.rank_1
        matched = "none" if not rate.hits else f"{rate.hits}, no more than chance,"
        numbers.append(
            f"of {count(rate.trials, 'face')} under covers that hold a picture {matched} could be matched"
            f" (95 % upper bound {rate.upper_bound:.1%}; chance {rate.chance:.1%})"
        )
    answered = sum(leak.answer is not None for leak in evidence.leaks)
    if answered:
        numbers.append(f"a person looked at {count(answered, 'finding')} and saw no face")
    moved = sum(leak.kind is LeakKind.MOVED_COVER and leak.answer is None for leak in evidence.leaks)
    if moved:
        under = "it" if moved == 1 else "them"
        numbers.append(f"{count(moved, 'cover')} moved for a frame, and no face was seen under {under}")
    return _numbers(numbers)


def _pass_number(counted: KindCount) -> str:
    """What is said of a kind none of which is bare where it would count."""
    kind = LeakKind(counted.kind.value)
    if not counted.detected:
        return f"no {name_of(kind)} was found in the original with confidence"
    others = " other" if counted.kept else ""
    kept = f", of which {counted.kept} {'stays' if counted.kept == 1 else 'stay'} visible by decision" * bool(others)
    were = "was" if counted.detected == 1 else "were"
    found = f"{count_of(counted.detected, kind)} {were} found{kept}"
    return f"{found}; no{others} {name_of(kind)} was seen bare where it would count"


def _told(counted: KindCount, evidence: Evidence) -> str:
    """What is bare of a kind without counting, in words; empty if nothing is."""
    kind = LeakKind(counted.kind.value)
    places = sum(leak.kind is kind and leak.weight is Weight.REPORTED and not leak.answer for leak in evidence.leaks)
    if not places:
        return ""
    where = "in 1 place" if places == 1 else f"in {places} places"
    return f"; {where} what may be a {name_of(kind)} is bare, less likely one or smaller than the policy counts"


def _limits(evidence: Evidence) -> tuple[str, ...]:
    limits = [
        "Faces were detected by programs. What they do not know, like a face upside down or mostly hidden, they miss in"
        " the original as in the redacted file. In 40 clips of crowds 4 of 181 labelled faces were bare somewhere after"
        " a scan, among them 1 of 25 that are mostly hidden and 2 of 18 in an unusual pose (docs/measured.md).",
        "A face is not all that identifies: clothes, gait, tattoos, voices, number plates and locations do, too.",
    ]
    if evidence.not_searched:
        words = ", ".join(words_of(evidence.not_searched).split(","))
        limits.append(f"Not looked for: {words}. Nobody asked for them, so whether they are bare is not known.")
    if {*LINES} & {each.kind for each in evidence.kinds}:
        limits.append(
            "Text was found by a program, not read. It misses letters that reach out of the picture, single ones and"
            " those that are blurred as words; and a line of which less than a fifth is bare passes."
        )
    if evidence.kind is MediaKind.VIDEO:
        limits.append(
            "A cover that moves fast while the camera stands still and is missing for a moment is noticed only where a"
            " detector knows the face under it."
        )
    if evidence.attacks:
        limits += [
            "Gallery and probe come from the same footage, the same day and light: other pictures of a person match"
            " less.",
            "A stronger recogniser than those named here may do better.",
            "In the scope 'with context' hair, collar and background of the same footage help: it says whether"
            " wider covers are advisable, not what the covers let through.",
        ]
        if evidence.faces.recognisable < MIN_TRACKS_FOR_RATE:
            limits.append(f"Only {count(evidence.faces.recognisable, 'face')} could be attacked, too few for a rate.")
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


def _places(number: int) -> str:
    return "Look at this place." if number == 1 else f"Look at these {number} places."


def _numbers(sentences: tuple[str, ...] | list[str]) -> str:
    """The sentences one after another, each with a capital and a full stop."""
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)
