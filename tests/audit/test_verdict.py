"""Three answers, each in one line of plain words, and sentences that say no more than was done."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from veilproof.audit.attackers import AttackKind, Scope
from veilproof.audit.build_findings import leak_finding
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import (
    Answer,
    AttackFinding,
    FaceCounts,
    FileFinding,
    Histogram,
    LeakFinding,
    RateFinding,
    Verdict,
    Weight,
)
from veilproof.audit.leaks import Leak, LeakKind
from veilproof.audit.policy import Extra, Policy, load_policy
from veilproof.audit.things import KindCount
from veilproof.audit.verdict import Evidence, Judgement, judge
from veilproof.kind import Kind
from veilproof.language import LANGUAGES

_CLEAN = Evidence(False, (), (), (), FaceCounts(4, 0, 0, 4, 0, 0, 0), 60, 0, False, MediaKind.VIDEO)
_LEAK = LeakFinding(
    1, LeakKind.FACE, 0, 7, 10, 12, 0.4, 0.52, 11, (0, 0, 40, 40), 40, 0.9, 0.95, False, Weight.COUNTS, True
)
_SHAKEN = replace(_LEAK, number=2, kind=LeakKind.SHAKEN, weight=Weight.REVIEW, counts=False)


def _judged(**changed: Any) -> Judgement:  # noqa: ANN401 - each a field of Evidence
    return judge(replace(_CLEAN, **changed), Policy())


def _attack(hits: int, trials: int, upper_bound: float, beats_chance: bool) -> AttackFinding:
    rate = RateFinding(hits, trials, 0.0, upper_bound, upper_bound, 0.1)
    return AttackFinding(
        "SFace", AttackKind.PARROT, Scope.INSIDE, rate, None, (), beats_chance, Histogram((), (), ()), ()
    )


def test_covers_that_hold_nothing_pass_though_nothing_could_be_attacked() -> None:
    found = _judged()
    assert found.verdict is Verdict.PASSED
    assert found.sentence == "Safe to publish, as far as could be tested."
    assert found.numbers.startswith("No face that the detectors know was seen bare in 60 frames.")
    assert "The covers of 4 faces hold nothing" in found.numbers


def test_without_a_confident_face_nothing_is_known() -> None:
    """Whatever is covered: there was nothing of which the detectors are sure that it is a face."""
    found = _judged(faces=FaceCounts(0, 0, 0, 0, 0, 0, 0))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.sentence.startswith("Not known whether it is safe: no face was found in the original")


def test_a_plate_that_was_found_does_not_stand_for_the_faces_that_were_not() -> None:
    """Of a film by night with a sign of a shop nothing is known of faces, unless nobody asked for any."""
    none, plates = FaceCounts(0, 0, 0, 0, 0, 0, 0), (KindCount(Kind.PLATE, 1, 0, 0),)
    found = _judged(faces=none, kinds=plates)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.sentence.startswith("Not known whether it is safe: no face was found in the original")
    assert _judged(faces=none, kinds=plates, faces_asked=False).verdict is Verdict.PASSED
    nothing = _judged(faces=none, kinds=(KindCount(Kind.PLATE, 0, 0, 0),), faces_asked=False)
    assert nothing.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize(
    ("kind", "confidence", "frames", "weight"),
    [
        (LeakKind.PLATE, 0.65, 9, Weight.REVIEW),
        (LeakKind.TEXT, 0.4, 9, Weight.REVIEW),
        (LeakKind.HEAD, 0.39, 9, Weight.REPORTED),
        (LeakKind.HEAD, 0.4, 9, Weight.REVIEW),
        (LeakKind.HEAD, 0.3, 1, Weight.REVIEW),
        (LeakKind.HEAD, 0.2, 1, Weight.REPORTED),
        (LeakKind.HEAD, 0.08, 9, Weight.REPORTED),
        (LeakKind.PLATE, 0.9, 9, Weight.COUNTS),
        (LeakKind.FACE, 0.65, 9, Weight.REPORTED),
    ],
)
def test_what_a_scan_would_cover_is_looked_at_where_it_is_bare(
    kind: LeakKind, confidence: float, frames: int, weight: Weight
) -> None:
    """Scores of heads and lines are no probabilities of being a face."""
    leak = Leak(None, 0, 0, (0, 0, 40, 40), 40.0, 0.9, 0, confidence, False, kind)
    assert leak_finding(leak, [Fraction(n, 25) for n in range(frames)], Policy()).weight is weight


def test_a_small_plate_is_no_small_face() -> None:
    plate = Leak(None, 0, 0, (0, 0, 40, 12), 12.0, 0.9, 0, 0.9, False, LeakKind.PLATE)
    times = [Fraction(0), Fraction(1, 25)]
    assert leak_finding(plate, times, load_policy("standard")).weight is Weight.COUNTS
    assert leak_finding(replace(plate, kind=LeakKind.FACE), times, load_policy("standard")).weight is Weight.REPORTED


def test_bare_things_that_do_not_count_are_named() -> None:
    plate = replace(_SHAKEN, kind=LeakKind.PLATE, track=None, confidence=0.65)
    found = _judged(leaks=(plate,), kinds=(KindCount(Kind.PLATE, 1, 1, 0),))
    assert found.sentence == "Look at this place."
    assert found.numbers == "Perhaps bare, with less confidence than the policy counts: a number plate in 1 place."
    head = replace(_LEAK, kind=LeakKind.HEAD, track=None, weight=Weight.REPORTED, counts=False)
    told = _judged(leaks=(head,), kinds=(KindCount(Kind.HEAD, 1, 0, 0),))
    assert told.verdict is Verdict.PASSED
    assert "in 1 place what may be a head is bare, less likely one or smaller than the policy counts" in told.numbers


def test_every_face_that_was_detected_must_be_explained() -> None:
    assert _judged(faces=FaceCounts(9, 1, 2, 6, 0, 0, 0)).verdict is Verdict.PASSED
    found = _judged(faces=FaceCounts(9, 1, 2, 5, 0, 0, 0))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.sentence == "Not known whether it is safe: what became of 1 face is not known."


def test_a_bare_face_of_which_the_policy_is_not_sure_enough_is_said() -> None:
    found = _judged(faces=FaceCounts(4, 1, 0, 3, 0, 0, 0))
    assert found.numbers.startswith(
        "1 thing that may be a face is bare in 60 frames, less likely a face or smaller than the policy counts;"
    )


@pytest.mark.parametrize("kind", [LeakKind.PLATE, LeakKind.HEAD, LeakKind.FACE])
def test_an_answer_to_something_else_hides_no_bare_face(kind: LeakKind) -> None:
    """A plate, a head or a missing cover has no track of a face."""
    answered = replace(_LEAK, kind=kind, track=None, answer=Answer("a poster", "AB"), counts=False)
    found = _judged(leaks=(answered,), faces=FaceCounts(4, 1, 0, 3, 0, 0, 0))
    assert found.verdict is Verdict.PASSED
    assert ". 1 thing that may be a face is bare in 60 frames" in found.numbers


@pytest.mark.parametrize(
    ("leaks", "sentence"),
    [
        ((_LEAK,), "Not safe: 1 face is bare."),
        ((_LEAK, replace(_LEAK, number=2, track=3)), "Not safe: 2 faces are bare."),
        ((_LEAK, replace(_LEAK, number=2)), "Not safe: 1 face is bare."),
        ((_SHAKEN,), "Look at this place."),
        ((_SHAKEN, replace(_SHAKEN, number=3, track=4)), "Look at these 2 places."),
        ((_LEAK, _SHAKEN), "Not safe: 1 face is bare."),
    ],
)
def test_the_one_line_says_what_to_do(leaks: tuple[LeakFinding, ...], sentence: str) -> None:
    assert _judged(leaks=leaks).sentence == sentence


def test_the_one_line_is_said_in_every_language() -> None:
    assert _judged().sentences["es"] == "Se puede publicar, hasta donde se pudo comprobar."
    line = replace(_LEAK, number=3, kind=LeakKind.TEXT, track=None)
    bare = _judged(leaks=(_LEAK, replace(_LEAK, number=2, track=3), line))
    assert bare.sentence == "Not safe: 2 faces are bare, 1 line of text is bare."
    assert bare.sentences["ru"] == "Небезопасно: открыты 2 лица, открыта 1 строка текста."
    places = _judged(leaks=(_SHAKEN,) * 5, faces=FaceCounts(4, 0, 0, 1, 3, 0, 0)).sentences
    assert places["be"].startswith("Паглядзіце на 5 месцаў. Але ")
    assert "5" in places["ar"]
    assert set(places) == set(LANGUAGES)
    for kind in Extra:
        contains = _judged(other_content=(FileFinding(kind.value, "aac", False),))
        assert contains.sentence == f"Not safe: the file also contains {kind}: aac."
        assert all("aac" in each for each in contains.sentences.values())


def test_what_no_person_can_settle_is_said_beside_the_places() -> None:
    faces = FaceCounts(4, 0, 0, 1, 3, 0, 0)
    found = _judged(leaks=(_SHAKEN,), faces=faces)
    assert found.verdict is Verdict.INCONCLUSIVE
    assert (
        found.sentence
        == "Look at this place. Even then it is not known whether it is safe: the covers of 3 faces hold a picture."
    )
    answered = replace(_SHAKEN, answer=Answer("a poster", "AB"))
    after = _judged(leaks=(answered,), faces=faces)
    assert after.sentence == "Not known whether it is safe: the covers of 3 faces hold a picture."


def test_what_a_person_answered_no_longer_counts_and_is_said() -> None:
    answer = Answer("a poster", "AB")
    answered = (replace(_LEAK, answer=answer, counts=False), replace(_SHAKEN, answer=answer))
    found = _judged(leaks=answered)
    assert found.verdict is Verdict.PASSED
    assert found.numbers.startswith(
        "A person looked at 2 findings and saw no face. No other face that the detectors know was seen bare"
    )
    plate = replace(answered[0], number=3, kind=LeakKind.PLATE, track=None)
    for leaks, said in (
        ((plate,), "A person looked at 1 finding and saw nothing that must be covered."),
        ((*answered, plate), "A person looked at 3 findings and saw nothing that must be covered."),
    ):
        assert said in _judged(leaks=leaks).numbers


def test_a_cover_that_moved_is_told_and_does_not_count() -> None:
    moved = replace(_LEAK, kind=LeakKind.MOVED_COVER, weight=Weight.REPORTED, counts=False)
    found = _judged(leaks=(moved,))
    assert found.verdict is Verdict.PASSED
    assert "1 cover moved for a frame, and no face was seen under it." in found.numbers


def test_covers_that_hold_a_picture_must_withstand_an_attack() -> None:
    unattacked = _judged(faces=FaceCounts(4, 0, 0, 1, 3, 0, 0))
    assert unattacked.verdict is Verdict.INCONCLUSIVE
    assert unattacked.sentence == "Not known whether it is safe: the covers of 3 faces hold a picture."
    matched = _judged(faces=FaceCounts(9, 0, 0, 0, 9, 9, 9), attacks=(_attack(9, 9, 1.0, True),))
    assert matched.verdict is Verdict.FAILED
    assert matched.sentence == "Not safe: 9 of 9 faces could be matched through the cover."
    few = _judged(faces=FaceCounts(9, 0, 0, 0, 9, 9, 9), attacks=(_attack(0, 9, 0.28, False),))
    assert few.verdict is Verdict.INCONCLUSIVE
    many = _judged(faces=FaceCounts(41, 0, 0, 0, 41, 41, 41), attacks=(_attack(0, 41, 0.07, False),))
    assert many.verdict is Verdict.PASSED
    assert "41 faces under covers that hold a picture none could be matched" in many.numbers


def test_what_the_file_must_not_contain_fails_it() -> None:
    found = _judged(other_content=(FileFinding("sound", "one stream", False),))
    assert found.sentence == "Not safe: the file also contains sound: one stream."


def test_the_measured_figures_in_the_report_are_those_of_the_documentation() -> None:
    limits = " ".join(_judged().limits)
    measured = (Path(__file__).parents[2] / "docs" / "measured.md").read_text("utf-8")
    leaks = measured[measured.index("## What leaks\n") : measured.index("### Real clips")]
    assert "In 80 clips of crowds 9 of 308 labelled faces" in limits
    assert "--clips 80 --tool veilproof`" in leaks
    assert re.search(r"\| exposed faces .*\| \*\*[\d.]+ %\*\* \(9 of 308\)", leaks)
    for which, label in (("mostly hidden", "heavily occluded"), ("in an unusual pose", "atypical pose")):
        row = re.search(rf"\| {label} \|.*\| (\d+ of \d+) \|", leaks)
        assert row is not None
        assert f"{row[1]} {'that are ' if 'hidden' in which else ''}{which}" in limits


def test_a_photo_has_no_frames() -> None:
    found = _judged(kind=MediaKind.PHOTO, frames=1)
    assert found.numbers.startswith("No face that the detectors know was seen bare. ")
    assert _judged(kind=MediaKind.PHOTO, leaks=(_LEAK,)).numbers == "1 face is bare."
