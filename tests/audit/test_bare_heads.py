"""A bare head is told by its own face only, and only for as long as that face fails the file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from veilproof.audit import Answer, Findings, Verdict, answer_finding
from veilproof.audit.answers import given_answers
from veilproof.audit.build_findings import leak_finding
from veilproof.audit.comparison import MediaKind
from veilproof.audit.cover_contents import Contents
from veilproof.audit.findings import SCHEMA, FaceCounts, File, LeakFinding, as_json
from veilproof.audit.heads_of_faces import merge_heads, numbered
from veilproof.audit.leaks import Candidate, LeakKind, leaks_of, never_kept
from veilproof.audit.policy import Policy
from veilproof.audit.run import judged
from veilproof.audit.things import KindCount, Thing, thing_leaks
from veilproof.kind import Kind
from veilproof.source import digest
from veilproof.track.track import Track

_FRAMES = 200
_STEP = 5.0
"""Pixels that the person walks in a frame."""
_HEAD = (-20, -20, 60, 60)
_FACE = (0, 0, 40, 40)


def _walking(at: tuple[int, int, int, int], bare: range, confidence: float, step: float = _STEP) -> Candidate:
    """Something that walks to the right and is bare in these frames."""
    to_right = step * np.arange(_FRAMES)[:, None] * np.array([1, 0, 1, 0])
    boxes = np.asarray(np.array(at) + to_right, np.float32)
    track = Track(0, boxes, np.arange(_FRAMES) / 25, np.arange(0, _FRAMES, 5), np.full(40, confidence, np.float32))
    shares = np.isin(np.arange(_FRAMES), bare).astype(np.float32)
    return Candidate(track, 0, shares, np.full(_FRAMES, Contents.OPEN, np.int8), never_kept(0, boxes))


def _face(bare: range, confidence: float = 0.95) -> Candidate:
    return _walking(_FACE, bare, confidence)


def _head(
    bare: range, at: tuple[int, int, int, int] = _HEAD, step: float = _STEP, confidence: float = 0.95
) -> tuple[Thing, Candidate]:
    found = _walking(at, bare, confidence, step)
    return Thing(Kind.HEAD, found.track, 0, found.track.boxes, np.zeros(_FRAMES, np.float32), confidence), found


def _all(faces: list[Candidate], heads: list[tuple[Thing, Candidate]]) -> tuple[LeakFinding, ...]:
    times = [Fraction(n, 25) for n in range(_FRAMES)]
    leaks = [leak for number, face in enumerate(faces) for leak in leaks_of(number, face)]
    leaks = thing_leaks(heads, faces) + leaks
    return numbered([leak_finding(leak, times, Policy()) for leak in leaks], leaks)


def _told(*found: Candidate | tuple[Thing, Candidate]) -> list[tuple[int, LeakKind, bool]]:
    faces = [each for each in found if isinstance(each, Candidate)]
    heads = [each for each in found if not isinstance(each, Candidate)]
    return [(leak.number, leak.kind, leak.counts) for leak in merge_heads(_all(faces, heads))[0]]


@pytest.mark.parametrize(
    ("bare", "confidence"),
    [(range(200), 0.3), (range(100, 102), 0.3), (range(100, 102), 0.95), (range(1, 200), 0.95)],
)
def test_a_head_stays_a_finding_where_no_face_fails_the_file(bare: range, confidence: float) -> None:
    """A face that does not count, or only in some of the frames, says nothing of the head in the others."""
    assert _told(_face(bare, confidence), _head(range(200))) == [
        (1, LeakKind.HEAD, True),
        (2, LeakKind.FACE, confidence > 0.7),
    ]


def test_a_head_is_told_as_its_face_in_the_same_frames_though_it_walks() -> None:
    assert _told(_face(range(200)), _head(range(40, 161))) == [(1, LeakKind.FACE, True)]


@pytest.mark.parametrize(
    ("at", "step"),
    [
        ((200, -20, 280, 60), 0.0),  # Stands still; the face walks past.
        ((-70, -70, 90, 250), _STEP),  # Much larger, and nearer to the camera: too large for this face.
        ((18, -40, 98, 40), _STEP),  # Beside: it holds the centre of the face, and little more than half of it.
    ],
)
def test_the_head_of_another_person_is_no_part_of_a_face(at: tuple[int, int, int, int], step: float) -> None:
    assert [kind for _, kind, _ in _told(_face(range(200)), _head(range(40, 161), at, step))] == [
        LeakKind.HEAD,
        LeakKind.FACE,
    ]


def test_of_two_heads_that_hold_a_face_only_its_own_is_merged_into_it() -> None:
    """The other is bare only while it holds the face, which its own head does in every frame."""
    passing = _head(range(40, 61), (-20, -20, 60, 60), _STEP - 0.5)
    own = _head(range(200))
    kinds = [kind for _, kind, _ in _told(_face(range(200)), own, passing)]
    assert kinds == [LeakKind.HEAD, LeakKind.FACE]


def _report(folder: Path) -> tuple[Findings, Path]:
    """A report of a photo in which a face and the head around it are bare, and the photo after."""
    folder.mkdir()
    redacted = folder / "people.redacted.png"
    Image.new("RGB", (320, 180), (90, 120, 80)).save(redacted)
    leaks = _all([_face(range(1))], [_head(range(1))])
    found = judged(
        Findings(
            schema=SCHEMA,
            veilproof="0",
            verdict=Verdict.INCONCLUSIVE,
            sentence="",
            numbers="",
            reasons=(),
            limits=(),
            original=File("people.png", "0" * 64),
            redacted=File(redacted.name, digest(redacted)),
            policy="strict",
            rules=Policy(),
            kind=MediaKind.PHOTO,
            frames=1,
            frames_not_compared=0,
            begins_at_frame=0,
            size=(320, 180),
            seconds=1.0,
            detectors=(),
            recognisers=(),
            distractors=0,
            mostly_covered=False,
            faces=FaceCounts(2, 1, 0, 1, 0, 0, 0),
            not_attacked=0,
            tracks=(),
            leaks=leaks,
            merged_heads=(),
            attacks=(),
            kept=None,
            other_content=(),
            kinds=(KindCount(Kind.HEAD, 1, 1, 0),),
        )
    )
    (folder / "audit").mkdir()
    (folder / "audit" / "audit.json").write_bytes(as_json(found))
    return found, redacted


def _kinds(found: Findings) -> list[tuple[int, LeakKind]]:
    return [(leak.number, leak.kind) for leak in found.leaks]


def test_a_head_comes_back_when_its_face_is_answered(tmp_path: Path) -> None:
    """Of the back of a head it is true that there is no face; the head is bare all the same."""
    found, redacted = _report(tmp_path / "first")
    folder = redacted.parent / "audit"
    assert _kinds(found) == [(1, LeakKind.FACE)]
    assert found.sentence == "Not safe: 1 face is bare."

    answered = answer_finding(folder, redacted, 1, Answer("the back of a head", "AB"))
    assert _kinds(answered) == [(1, LeakKind.FACE), (2, LeakKind.HEAD)]
    assert answered.verdict is Verdict.FAILED
    assert answered.sentence == "Not safe: 1 head is bare."

    withdrawn = answer_finding(folder, redacted, 1, None)
    assert _kinds(withdrawn) == [(1, LeakKind.FACE)]


def test_answers_to_a_face_and_its_head_hold_in_a_later_audit(tmp_path: Path) -> None:
    found, redacted = _report(tmp_path / "first")
    folder = redacted.parent / "audit"
    answer_finding(folder, redacted, 1, Answer("the back of a head", "AB"))
    after_the_face = given_answers(folder).applied(found)
    assert after_the_face.sentence == "Not safe: 1 head is bare."

    passed = answer_finding(folder, redacted, 2, Answer("a statue", "AB"))
    for each in (passed, given_answers(folder).applied(found)):
        assert each.verdict is Verdict.PASSED
        assert each.numbers.startswith(
            "A person looked at 2 findings and saw nothing that must be covered. No other face that the detectors know"
            " was seen bare. 1 head was found; no other head was seen bare where it would count."
        )

    failed = answer_finding(folder, redacted, 1, None)
    assert failed.sentence == "Not safe: 1 face is bare."
    again = answer_finding(folder, redacted, 1, Answer("the back of a head", "AB"))
    assert again.verdict is Verdict.PASSED, "the answer to the head is kept with it"
