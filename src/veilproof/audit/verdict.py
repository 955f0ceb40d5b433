"""Judges the evidence by a policy: the verdict and its reasons, in sentences for readers outside the field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from veilproof.audit.attackers import AttackKind, Scope
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import AttackFinding, FaceCounts, FileFinding, LeakFinding, Verdict, Weight
from veilproof.audit.leaks import LeakKind
from veilproof.audit.policy import Policy
from veilproof.audit.sentences import Words, bare, contains, in_every_language, says, unknown
from veilproof.audit.things import KindCount
from veilproof.kind import LINES, Kind, words_of
from veilproof.language import text

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
        sentences: the verdict in one line of plain words, by language.
        numbers: what it rests on.
        reasons: every reason not to pass.
        limits: what the audit cannot say.
    """

    verdict: Verdict
    sentences: dict[str, str]
    numbers: str
    reasons: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The one line in English."""
        return self.sentences["en"]


@dataclass(frozen=True, slots=True)
class _Reason:
    """One reason not to pass: `brief` completes the one line, `full` has the numbers."""

    brief: Words
    full: str


def judge(evidence: Evidence, policy: Policy) -> Judgement:
    """Failed where something leaks, inconclusive where the audit could not determine it, passed otherwise."""
    failures, at_places, others = _failures(evidence), _doubts_at_places(evidence), _doubts(evidence, policy)
    reasons = (*(each.full for each in failures), *at_places, *(each.full for each in others))
    limits = _limits(evidence)
    if failures:
        why = failures[0].brief
        said = in_every_language(lambda language: text(language, "verdict-failed", why=why(language)))
        return Judgement(Verdict.FAILED, said, _numbers(reasons), reasons, limits)
    if at_places or others:
        places = sum(leak.needs_review for leak in evidence.leaks)
        said = in_every_language(lambda language: unknown(language, places, others[0].brief if others else None))
        return Judgement(Verdict.INCONCLUSIVE, said, _numbers(reasons), reasons, limits)
    said = in_every_language(lambda language: text(language, "verdict-passed"))
    return Judgement(Verdict.PASSED, said, _pass_numbers(evidence), (), limits)


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


def _failures(evidence: Evidence) -> list[_Reason]:
    failures = []
    if evidence.is_original:
        failures.append(_Reason(says("why-original"), "the redacted file is the original, byte by byte"))
    counted = [leak for leak in evidence.leaks if leak.counts]
    if counted:
        seen = bare(counted)
        frames = sum(leak.last_frame - leak.first_frame + 1 for leak in counted)
        where = "" if evidence.kind is MediaKind.PHOTO else f", in {count(frames, 'frame')} in all"
        failures.append(_Reason(seen, seen("en") + where))
    best = _strongest([attack for attack in evidence.attacks if attack.beats_chance and _decides(attack)])
    if best is not None:
        rate = best.rank_1
        failures.append(
            _Reason(
                says("why-matched", hits=rate.hits, n=rate.trials),
                f"{rate.hits} of {count(rate.trials, 'face')} could be matched through the cover by the {best.attacker}"
                f" attack with {best.recogniser} (95 % interval {rate.low:.1%} to {rate.high:.1%};"
                f" chance {rate.chance:.1%})",
            )
        )
    for extra in evidence.other_content:
        if not extra.allowed:
            also = contains(extra)
            failures.append(_Reason(also, also("en")))
    return failures


def _doubts_at_places(evidence: Evidence) -> list[str]:
    """What a person can settle who looks at the places; in full."""
    doubts = []
    look = [leak for leak in evidence.leaks if leak.needs_review]
    shaken = sum(leak.kind is LeakKind.SHAKEN for leak in look)
    if shaken:
        doubts.append(
            f"{count(shaken, 'place')} where a face must be {'is' if shaken == 1 else 'are'} not covered, in frames"
            " in which nobody can see sharply"
        )
    things = [leak for leak in look if leak.kind in _THINGS]
    if things:
        by_kind = Counter(leak.kind for leak in things)
        where = ", ".join(f"a {name_of(kind)} in {count(number, 'place')}" for kind, number in by_kind.items())
        doubts.append(f"perhaps bare, with less confidence than the policy counts: {where}")
    if missing := len(look) - shaken - len(things):
        gone = f"{count(missing, 'cover')} {'is' if missing == 1 else 'are'} missing for a moment"
        doubts.append(f"{gone}, and no detector sees a face there")
    return doubts


def _doubts(evidence: Evidence, policy: Policy) -> list[_Reason]:
    """What remains not known whoever looks."""
    doubts = []
    if evidence.not_compared:
        skipped = says("why-frames", n=evidence.not_compared)
        doubts.append(_Reason(skipped, skipped("en")))
    if evidence.mostly_covered:
        doubts.append(
            _Reason(
                says("why-different"),
                "most of the picture differs from the original: it is covered, or made from another file",
            )
        )
    faces = evidence.faces
    if not faces.detected and (evidence.faces_asked or not any(each.detected for each in evidence.kinds)):
        none = says("why-no-face" if evidence.faces_asked else "why-no-thing")
        doubts.append(_Reason(none, none("en")))
    if faces.unexplained > 0:
        lost = says("why-lost", n=faces.unexplained)
        doubts.append(
            _Reason(
                lost,
                f"{lost('en')}: the frames that show {'it' if faces.unexplained == 1 else 'them'} could not be"
                " compared",
            )
        )
    if faces.holding_picture:
        doubts += _doubts_about_pictures(evidence, policy)
    return doubts


def _doubts_about_pictures(evidence: Evidence, policy: Policy) -> list[_Reason]:
    """What cannot be determined about covers that hold a picture."""
    faces, doubts = evidence.faces, []
    brief = says("why-pictures", n=faces.holding_picture)
    pictures = brief("en")
    unattacked = faces.holding_picture - faces.attacked
    if unattacked:
        which = "it" if faces.holding_picture == 1 else f"{unattacked} of them"
        doubts.append(_Reason(brief, f"{pictures}, and {which} could not be attacked"))
    if not faces.attacked:
        return doubts
    if not faces.recognisable:
        return [*doubts, _Reason(brief, f"{pictures}, and the attackers recognise none of them even in the original")]
    if faces.recognisable < policy.min_control_rate * faces.attacked:
        few = f"the attackers recognise only {faces.recognisable} of {count(faces.attacked, 'face')} in the original"
        doubts.append(_Reason(brief, f"{pictures}, and {few}"))
    worst = max((attack.rank_1.upper_bound for attack in evidence.attacks if _decides(attack)), default=1.0)
    if worst > policy.max_upper_bound:
        few = ""
        if faces.recognisable < MIN_TRACKS_FOR_RATE:
            few = f", and {count(faces.recognisable, 'face')} cannot show it to be lower"
        doubts.append(
            _Reason(brief, f"{pictures}, and as many as {worst:.1%} of them may be matched (95 % upper bound){few}")
        )
    return doubts


def _pass_numbers(evidence: Evidence) -> str:
    faces = evidence.faces
    where = "" if evidence.kind is MediaKind.PHOTO else f" in {count(evidence.frames, 'frame')}"
    answered = [leak for leak in evidence.leaks if leak.answer is not None]
    other = " other" * any(leak.kind is LeakKind.FACE for leak in answered)
    numbers = [f"no{other} face that the detectors know was seen bare{where}"]
    # What would count was answered, or the file had not passed.
    answered_faces = {leak.track for leak in evidence.leaks if leak.would_count and leak.track is not None}
    less_sure = faces.leaking - len(answered_faces)
    if less_sure > 0:
        bare = "1 thing that may be a face is" if less_sure == 1 else f"{less_sure} things that may be faces are"
        numbers = [
            f"{bare} bare{where}, less likely a face or smaller than the policy counts; no other face that the"
            " detectors know was seen bare"
        ]
    numbers += [_pass_number(each, evidence) + _told(each, evidence) for each in evidence.kinds]
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
    if answered:
        # Of several kinds together only what is true of all is said.
        denials = {leak.denial for leak in answered}
        denial = denials.pop() if len(denials) == 1 else "nothing that must be covered"
        # First, because what follows is about the others.
        numbers.insert(0, f"a person looked at {count(len(answered), 'finding')} and saw {denial}")
    moved = sum(leak.kind is LeakKind.MOVED_COVER and leak.answer is None for leak in evidence.leaks)
    if moved:
        under = "it" if moved == 1 else "them"
        numbers.append(f"{count(moved, 'cover')} moved for a frame, and no face was seen under {under}")
    return _numbers(numbers)


def _pass_number(counted: KindCount, evidence: Evidence) -> str:
    """What is said of a kind none of which is bare where it would count."""
    kind = LeakKind(counted.kind.value)
    if not counted.detected:
        return f"no {name_of(kind)} was found in the original with confidence"
    answered = any(leak.kind is kind and leak.answer for leak in evidence.leaks)
    others = " other" if counted.kept or answered else ""
    kept = f", of which {counted.kept} {'stays' if counted.kept == 1 else 'stay'} visible by decision" * bool(
        counted.kept
    )
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
        " the original as in the redacted file. In 80 clips of crowds 9 of 308 labelled faces were bare somewhere after"
        " a scan, among them 1 of 36 that are mostly hidden and 2 of 26 in an unusual pose (docs/measured.md).",
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


def _numbers(sentences: tuple[str, ...] | list[str]) -> str:
    """The sentences one after another, each with a capital and a full stop."""
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)
