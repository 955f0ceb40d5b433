"""A release is made, verified and forged: what a user sees of it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from tests.release.folder import CAMERA, FRAMES, film, planned
from veilproof import Decision, Plan, VeilproofError
from veilproof.audit import Tools, load_tools
from veilproof.plan import Editor, Reason, Subject
from veilproof.release.log import decoded
from veilproof.release.make import ReleaseOptions, release
from veilproof.release.policy import ReleasePolicy
from veilproof.release.verdict import Verdict
from veilproof.release.verify import verify

pytestmark = pytest.mark.slow

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
_LENIENT = ReleasePolicy(reviewed=False, audit_passed=False, no_open_finding=False, two_people=False)
Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A folder with `march.mp4`, its plan, and its release in `out`."""
    folder = tmp_path_factory.mktemp("release")
    source = film(folder / "march.mp4")
    with Plan(planned(source)) as plan:
        plan.give_reason(Subject.TRACK, [1], Reason("(b)(6)", "=privacy", "5 U.S.C. 552"), Editor("AB"))
        plan.describe((Fraction(0), Fraction(1)), "track 1 crosses", place="a square", by=Editor("AB"))
    release(
        source, folder / "out", ReleaseOptions(policy=_LENIENT, key=KEY, stills=(Fraction(1, 2),)), tools=load_tools()
    )
    return folder


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


def test_an_honest_release_is_verified(made: Path) -> None:
    found = verify(made / "out", made / "march.mp4", key=KEY.public_key())
    assert found.verdict is Verdict.VERIFIED, found.sentence
    assert any(f"every frame of {FRAMES}" in line for line in found.proved)
    assert "it says: its policy asks for nothing" in found.proved
    assert "it says: approved by nobody" in found.proved


def test_the_log_says_what_why_and_who(made: Path) -> None:
    log = decoded((made / "out" / "redactions.json").read_bytes())
    first, second = log.tracks
    assert (first.why.code, first.why.basis, first.why.by) == ("(b)(6)", "5 U.S.C. 552", "AB")
    assert (second.kind, second.why.code, second.drawn) == ("area", "identifier", True)
    rows = list(csv.DictReader(io.StringIO((made / "out" / "redactions.csv").read_text("utf-8"))))
    assert [row["text"][0] for row in rows if row["number"] == "1"] == ["'"], "a spreadsheet would execute it"
    page = (made / "out" / "redactions.html").read_text("utf-8")
    assert "(b)(6)" in page
    assert "track 1 crosses" in page


def test_nothing_says_where_it_was_made(made: Path) -> None:
    assert CAMERA.encode() in (made / "march.mp4").read_bytes()
    words = (str(made), str(Path.home()), socket.gethostname(), CAMERA)
    for path in (made / "out").iterdir():
        content = path.read_bytes()
        assert not [word for word in words if len(word) > 6 and word.encode() in content], path.name


def _edited_field(folder: Path) -> None:
    path = folder / "release.json"
    path.write_bytes(path.read_bytes().replace(b'"approver":""', b'"approver":"ZZ"'))


def _edited_by_hand(folder: Path) -> None:
    path = folder / "release.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1), "utf-8")


def _widened_row(folder: Path) -> None:
    path = folder / "redactions.json"
    path.write_bytes(path.read_bytes().replace(b'"to_seconds": 0.8', b'"to_seconds": 0.9'))


@pytest.mark.parametrize(
    "forge",
    [
        _edited_field,
        _edited_by_hand,
        _widened_row,
        lambda folder: (folder / "extra.txt").write_text("x", "utf-8"),
        lambda folder: (folder / "redactions.csv").unlink(),
        lambda folder: (folder / "sub").mkdir(),
        lambda folder: (folder / "loop").symlink_to(folder),
        lambda folder: ((folder / "still-1.png").unlink(), (folder / "still-1.png").symlink_to(folder / "audit.html")),
        lambda folder: (folder / "release.json").write_bytes(b"{" * 5000),
    ],
)
def test_a_folder_that_was_touched_is_not_verified(forge: Callable[[Path], object], out: Path) -> None:
    forge(out)
    assert verify(out).verdict is Verdict.NOT_VERIFIED


def test_another_key_is_not_the_makers(out: Path) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    assert verify(out, key=other.public_key()).verdict is Verdict.NOT_VERIFIED
    assert verify(out, key=KEY.public_key()).verdict is Verdict.VERIFIED


def test_a_release_of_another_version_cannot_be_told(out: Path) -> None:
    path = out / "release.json"
    path.write_bytes(path.read_bytes().replace(b'"veilproof release 2"', b'"veilproof release 9"'))
    assert verify(out).verdict is Verdict.INCONCLUSIVE


def test_another_original_is_refused(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes((made / "march.mp4").read_bytes() + b"\0")
    assert verify(made / "out", other).verdict is Verdict.NOT_VERIFIED


def _copy(source: Path, target: Path, change: Callable[[list[Picture]], list[Picture]], crf: int = 18) -> Path:
    """The film encoded again, with its frames (yuv420p, as PyAV has them in one array) changed."""
    with av.open(str(source)) as container:
        frames = [np.asarray(frame.to_ndarray(), np.uint8) for frame in container.decode(video=0)]
    with av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": str(crf)})
        stream.height, stream.width, stream.pix_fmt = frames[0].shape[0] * 2 // 3, frames[0].shape[1], "yuv420p"
        for picture in change(frames):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode(None))
    return target


def _patched(
    number: int, rows: slice, columns: slice, by: Callable[[Picture], Picture]
) -> Callable[[list[Picture]], list[Picture]]:
    def change(frames: list[Picture]) -> list[Picture]:
        frames[number][rows, columns] = by(frames[number][rows, columns])
        return frames

    return change


@pytest.mark.parametrize("crf", [18, 23, 28])
def test_an_honest_copy_is_verified(crf: int, made: Path, tmp_path: Path) -> None:
    copy = _copy(made / "out" / "march.redacted.mp4", tmp_path / "copy.mp4", lambda frames: frames, crf)
    found = verify(made / "out", made / "march.mp4", copy=copy)
    assert found.verdict is Verdict.VERIFIED, found.sentence


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_patched(9, slice(16, 40), slice(130, 154), lambda part: np.full_like(part, part.mean())), "shown|differs"),
        (_patched(9, slice(0, 64), slice(96, 192), lambda part: (part * 0.92).astype(np.uint8)), "brightness|shown"),
        (lambda frames: frames[:12] + frames[13:], "missing|must show"),
        (lambda frames: [*frames[:12], frames[11], *frames[13:]], "before"),
        (lambda frames: [*frames[:12], frames[13], frames[12], *frames[14:]], "must show"),
        (lambda frames: [*frames[:12], *frames[20:]], "missing|must show"),
        (lambda frames: [*frames[:15], *frames[:15]], "must show|shown"),
        (_patched(9, slice(40, 70), slice(75, 95), lambda part: part + 40), "shown|differs"),
    ],
    ids=["object", "brightness", "dropped", "doubled", "swapped", "cut", "spliced", "cover"],
)
def test_what_was_changed_in_the_film_is_found(
    change: Callable[[list[Picture]], list[Picture]], words: str, made: Path, tmp_path: Path
) -> None:
    copy = _copy(made / "out" / "march.redacted.mp4", tmp_path / "copy.mp4", change)
    found = verify(made / "out", made / "march.mp4", copy=copy)
    assert found.verdict is Verdict.NOT_VERIFIED
    assert any(word in found.sentence for word in words.split("|")), found.sentence


def test_a_cover_that_the_log_does_not_name_is_found(made: Path, tools: Tools, tmp_path: Path) -> None:
    """The maker itself leaves out a row, and signs."""
    source = Path(shutil.copy(made / "march.mp4", tmp_path / "march.mp4"))
    shutil.copy(made / "march.veil", tmp_path / "march.veil")
    out = shutil.copytree(made / "out", tmp_path / "out")
    with Plan(tmp_path / "march.veil") as plan:
        plan.decide([2], Decision.KEEP)
    done = release(source, tmp_path / "less", ReleaseOptions(policy=_LENIENT, key=KEY), tools=tools)
    found = verify(done.folder, source, copy=Path(out) / "march.redacted.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED


def test_a_release_needs_two_people(made: Path, tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match=r"a look at everything.*initials of who reviewed.*--approver"):
        release(made / "march.mp4", tmp_path / "out", ReleaseOptions())
    assert not list(tmp_path.iterdir())


def test_who_reviewed_may_not_approve(made: Path, tools: Tools, tmp_path: Path) -> None:
    source = Path(shutil.copy(made / "march.mp4", tmp_path / "march.mp4"))
    with Plan(shutil.copy(made / "march.veil", tmp_path / "march.veil")) as plan:
        plan.mark_reviewed([1, 2], [(0, FRAMES - 1)], Editor("AB"))
    options = ReleaseOptions(policy=ReleasePolicy(audit_passed=False, no_open_finding=False), approver="ab")
    with pytest.raises(VeilproofError, match="somebody else who approves"):
        release(source, tmp_path / "out", options)
    done = release(source, tmp_path / "out", replace(options, approver="CD"), tools=tools)
    assert (done.certificate.reviewers, done.certificate.approver) == (("AB",), "CD")


def test_a_draft_is_marked_in_every_file(made: Path, tools: Tools, tmp_path: Path) -> None:
    release(made / "march.mp4", tmp_path / "out", ReleaseOptions(draft=True, stills=(Fraction(0),)), tools=tools)
    names = {path.name for path in (tmp_path / "out").iterdir()} - {"release.json"}
    assert names
    assert all(name.startswith("DRAFT-") for name in names)
    for name in ("redactions.csv", "redactions.html", "audit.json", "audit.html", "incident.csv"):
        assert "DRAFT" in (tmp_path / "out" / f"DRAFT-{name}").read_text("utf-8")
    found = verify(tmp_path / "out", made / "march.mp4")
    assert found.sentence.startswith("VERIFIED, A DRAFT: pictures and sound")
    assert any("DRAFT" in line for line in found.proved)


def test_an_unsigned_release_alone_cannot_be_told(made: Path, tools: Tools, tmp_path: Path) -> None:
    release(made / "march.mp4", tmp_path / "out", ReleaseOptions(policy=_LENIENT), tools=tools)
    assert verify(tmp_path / "out").verdict is Verdict.INCONCLUSIVE
    assert verify(tmp_path / "out", made / "march.mp4").verdict is Verdict.VERIFIED


def test_no_folder_is_replaced(made: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    with pytest.raises(VeilproofError, match="exists already"):
        release(made / "march.mp4", tmp_path / "out", ReleaseOptions(draft=True))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
