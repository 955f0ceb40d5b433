"""Findings that a person answered: looked at, nothing that must be covered."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image, ImageDraw

from tests.conftest import Clip
from veilproof import VeilproofError
from veilproof.audit import Answer, Findings, LeakFinding, Tools, Verdict, answer_finding, audit, load_tools
from veilproof.audit.answers import given_answers
from veilproof.audit.leaks import LeakKind
from veilproof.audit.report import leak_name

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def report(people_clip: Clip, tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, Path]:
    """A photo in which every face but one is covered, and the folder with the photos and the report in it."""
    folder = tmp_path_factory.mktemp("answers")
    with av.open(str(people_clip.path)) as container:
        picture = Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24")).resize((1280, 720))
    picture.save(folder / "people.png")
    first = audit(folder / "people.png", _same(folder), folder / "audit", tools=tools)
    bare = [leak for leak in first.leaks if leak.counts]
    boxes = [leak.box for leak in sorted(bare, key=lambda leak: leak.size_px)]
    draw = ImageDraw.Draw(picture)
    for x1, y1, x2, y2 in boxes[:-1]:
        w, h = x2 - x1, y2 - y1
        draw.rectangle((x1 - w / 4, y1 - h / 4, x2 + w / 4, y2 + h / 4), fill=(0, 0, 0))
    picture.save(folder / "people.redacted.png")
    found = audit(folder / "people.png", folder / "people.redacted.png", folder / "audit", tools=tools)
    return found, folder


def _same(folder: Path) -> Path:
    copy = folder / "same.png"
    Image.open(folder / "people.png").save(copy)
    return copy


def _copy(report: tuple[Findings, Path], target: Path) -> Path:
    return Path(shutil.copytree(report[1], target / "copy"))


def _outcome_of(found: Findings, leak: LeakFinding) -> str:
    return next(track.outcome.value for track in found.tracks if track.track == leak.track)


def test_an_answered_finding_stays_struck_through_and_no_longer_counts(
    report: tuple[Findings, Path], tools: Tools, tmp_path: Path
) -> None:
    found, _ = report
    counted = [leak for leak in found.leaks if leak.counts]
    assert found.sentence == "Not safe: 1 face is bare."
    assert len(counted) == 1
    folder = _copy(report, tmp_path)
    target = folder / "people.redacted.png"
    answered = answer_finding(folder / "audit", target, counted[0].number, Answer("a poster of a fish", "AB"))
    assert answered.verdict is Verdict.PASSED
    assert answered.sentence == "Safe to publish, as far as could be tested."
    assert "a person looked at 1 finding" in answered.numbers.lower()
    page = (folder / "audit" / "audit.html").read_text("utf-8")
    assert re.search(r'class="answered".*looked at, no face: a poster of a fish \(AB\)', page)
    assert "Finding 1" not in page

    assert _outcome_of(answered, counted[0]) == "answered"

    again = audit(folder / "people.png", target, folder / "audit", tools=tools)
    assert again.verdict is Verdict.PASSED

    withdrawn = answer_finding(folder / "audit", target, counted[0].number, None)
    assert withdrawn.verdict is Verdict.FAILED
    assert _outcome_of(withdrawn, counted[0]) == "leaks"


def test_an_answer_is_for_one_finding_and_used_once(report: tuple[Findings, Path], tmp_path: Path) -> None:
    found, _ = report
    leak = next(leak for leak in found.leaks if leak.counts)
    folder = _copy(report, tmp_path)
    answer_finding(folder / "audit", folder / "people.redacted.png", leak.number, Answer("a poster", "AB"))
    given = given_answers(folder / "audit")
    box = (leak.box[0] + 2, leak.box[1], leak.box[2], leak.box[3])
    for other in (
        replace(leak, number=99, track=77, box=box),
        replace(leak, number=99, kind=LeakKind.SHAKEN),
        replace(leak, number=99, last_frame=1),
        replace(leak, number=99, box=(0, 0, 9, 9)),
        replace(leak, number=99, box=box),
    ):
        both = given.applied(replace(found, leaks=(leak, other)))
        assert [each.answer is not None for each in both.leaks] == [True, False]
        assert both.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("answers.json", "a poster", " ", "needs a reason"),
        ("answers.json", '"AB"', '"Alice"', "initials"),
        ("answers.json", "veilproof answers 2", "veilproof answers 9", "not answers of this version"),
        ("audit.json", "veilproof audit 5", "veilproof audit 9", "not a report of this version"),
    ],
)
def test_what_was_written_by_something_else_is_refused(
    report: tuple[Findings, Path], tools: Tools, tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    found, _ = report
    number = next(leak.number for leak in found.leaks if leak.counts)
    folder = _copy(report, tmp_path)
    target = folder / "people.redacted.png"
    answer_finding(folder / "audit", target, number, Answer("a poster", "AB"))
    path = folder / "audit" / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    if name == "answers.json":
        with pytest.raises(VeilproofError, match=message):
            audit(folder / "people.png", target, folder / "audit", tools=tools)
    else:
        with pytest.raises(VeilproofError, match=message):
            answer_finding(folder / "audit", target, number, Answer("a poster", "AB"))


def test_an_answer_excuses_no_other_file(report: tuple[Findings, Path], tools: Tools, tmp_path: Path) -> None:
    found, _ = report
    number = next(leak.number for leak in found.leaks if leak.counts)
    folder = _copy(report, tmp_path)
    answer_finding(folder / "audit", folder / "people.redacted.png", number, Answer("a poster", "AB"))
    Image.open(folder / "people.redacted.png").save(folder / "other.png", compress_level=1)
    with pytest.raises(VeilproofError, match="about another file"):
        answer_finding(folder / "audit", folder / "other.png", number, Answer("a poster", "AB"))
    other = audit(folder / "people.png", folder / "other.png", folder / "audit", tools=tools)
    assert other.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("answer", "number", "message"),
    [
        (Answer(" ", "AB"), 1, "needs a reason"),
        (Answer("a poster " * 30, "AB"), 1, "at most 200 characters"),
        (Answer("a poster", ""), 1, "initials"),
        (Answer("a poster", "Alice"), 1, "initials"),
        (Answer("a poster", "AB"), 999, "no finding 999"),
    ],
)
def test_an_answer_without_reason_initials_or_finding_is_refused(
    report: tuple[Findings, Path], answer: Answer, number: int, message: str
) -> None:
    _, folder = report
    with pytest.raises(VeilproofError, match=message):
        answer_finding(folder / "audit", folder / "people.redacted.png", number, answer)


def test_a_photo_has_no_times(report: tuple[Findings, Path]) -> None:
    found, folder = report
    page = (folder / "audit" / "audit.html").read_text("utf-8")
    assert not re.search(r"\d:\d\d:\d\d", page)
    assert leak_name(found.leaks[0], found) in page
