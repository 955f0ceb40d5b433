"""The server on originals and plans: pictures, edits, rendering and audits."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import Clip, OnlyWrites
from tests.redacted import copied, faces, tracks_on
from tests.review.served import PATIENCE_SECONDS, Client, files_in, serving
from veilproof import Decision, Plan
from veilproof.geometry import Boxes, iou
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio
from veilproof.plan import Origin
from veilproof.review.footage import VideoFootage
from veilproof.review.results import Results
from veilproof.review.reviewed_file import ReviewedFile

pytestmark = pytest.mark.slow

_WALKER = 0
"""A person in the clip whose face is visible in every frame."""


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


@pytest.fixture
def client(source: Path) -> Iterator[Client]:
    with serving(source) as served:
        yield Client(served).authenticated()


def picture(client: Client, path: str) -> NDArray[np.int16]:
    code, headers, content = client.ask("GET", path)
    assert (code, headers["content-type"]) == (200, "image/jpeg"), content
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), np.int16)


def finished(client: Client, number: int = 0) -> dict[str, Any]:
    """Wait for the running job; gives its status."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        code, _, content = client.ask("GET", f"/api/{number}/plan")
        job: dict[str, Any] = json.loads(content)["job"]
        assert code == 200
        if job["state"] != "running":
            return job
        time.sleep(0.05)
    raise AssertionError("the job does not end")


# -- pictures


def test_a_frame_is_exactly_that_frame_and_covered_as_in_the_output(client: Client, source: Path) -> None:
    with VideoReader(source) as reader:
        frames = [frame.picture.to_ndarray(format="rgb24").astype(np.int16) for frame in reader]
    for number in (0, 59, 31, 30, 7):
        shown = picture(client, f"/api/0/frame/{number}")
        assert shown.shape == (360, 640, 3)
        differs = [float(np.abs(shown - frame).mean()) for frame in frames]
        assert differs.index(min(differs)) == number
        covered = picture(client, f"/api/0/frame/{number}?method=solid")
        with Plan(source.with_suffix(".veil")) as plan:
            boxes = next(plan.covers(number, number)).faces
        for x1, y1, x2, y2 in boxes.tolist():
            x, y = int(np.clip((x1 + x2) / 2, 2, 637)), int(np.clip((y1 + y2) / 2, 2, 357))
            assert covered[y, x].max() < 20
    assert picture(client, "/api/0/frame/3?width=320").shape == (180, 320, 3)


def test_every_track_has_a_strip_of_small_pictures_of_its_face(client: Client, source: Path) -> None:
    for track in client.json("/api/0/plan")["tracks"]:
        assert picture(client, f"/api/0/strip/{track['id']}").shape == (112, 6 * 112, 3)


def test_regions_are_those_of_the_plan(client: Client, source: Path) -> None:
    _, _, content = client.ask("GET", "/api/0/regions/0")
    rows = np.frombuffer(content, "<f4").reshape(-1, 7)
    with Plan(source.with_suffix(".veil")) as plan:
        for track in plan.tracks():
            mine = rows[rows[:, 1] == track.id]
            assert mine[:, 0].tolist() == list(range(track.first, track.last + 1))
            assert np.array_equal(mine[:, 2:6], plan.boxes_of(track.id))


# -- edits


def truth_of(clip: Clip, person: int) -> dict[int, NDArray[np.float32]]:
    return {face.frame: face.box for face in faces(clip.truth, 0.8) if face.person == person}


def overlaps(first: int, boxes: Boxes, truth: dict[int, NDArray[np.float32]]) -> list[float]:
    return [
        float(iou(boxes[at - first][None], box[None])[0, 0])
        for at, box in truth.items()
        if first <= at < first + len(boxes)
    ]


def test_a_drawn_box_follows_a_face_both_ways(client: Client, source: Path, people_clip: Clip) -> None:
    truth = truth_of(people_clip, _WALKER)
    at = sorted(truth)[len(truth) // 2]
    code, state = client.change({"do": "draw", "frame": at, "box": truth[at].tolist()})
    assert code == 200
    with Plan(source.with_suffix(".veil")) as plan:
        track = next(each for each in plan.tracks() if each.id == state["new_track"])
        boxes = plan.boxes_of(track.id)
        assert plan.keyframes()[track.id] == [at]
    assert track.origin is Origin.DRAWN
    assert track.first < at - 5
    assert track.last > at + 5
    assert boxes[at - track.first] == pytest.approx(truth[at])
    assert np.median(overlaps(track.first, boxes, truth)) > 0.6


def test_a_track_that_is_extended_is_followed(client: Client, source: Path, people_clip: Clip) -> None:
    truth = truth_of(people_clip, _WALKER)
    at = sorted(truth)[len(truth) // 2]
    _, state = client.change({"do": "draw", "frame": at, "first": at, "last": at, "box": truth[at].tolist()})
    track = state["new_track"]
    first, last = at - 10, min(at + 10, max(truth))
    assert client.change({"do": "set_ends", "track": track, "first": first, "last": last})[0] == 200
    with Plan(source.with_suffix(".veil")) as plan:
        boxes = plan.boxes_of(track)
    assert len(boxes) == last - first + 1
    assert np.median(overlaps(first, boxes, truth)) > 0.6
    client.change({"do": "set_ends", "track": track, "first": at, "last": at + 2})
    with Plan(source.with_suffix(".veil")) as plan:
        assert np.array_equal(plan.boxes_of(track), boxes[at - first : at - first + 3])


def test_a_drawn_box_that_was_moved_is_followed_again(client: Client, source: Path, people_clip: Clip) -> None:
    truth = truth_of(people_clip, _WALKER)
    at = sorted(truth)[len(truth) // 2]
    astray = (truth[at] + np.array([90, 60, 90, 60], np.float32)).tolist()
    _, state = client.change({"do": "draw", "frame": at, "box": astray})
    track = state["new_track"]
    client.change({"do": "move", "track": track, "frame": at, "box": truth[at].tolist()})
    assert client.change({"do": "follow", "track": track, "frame": at})[0] == 200
    with Plan(source.with_suffix(".veil")) as plan:
        first = next(each.first for each in plan.tracks() if each.id == track)
        assert np.median(overlaps(first, plan.boxes_of(track), truth)) > 0.6


def test_an_edit_of_a_track_that_was_changed_elsewhere_is_a_conflict(client: Client, source: Path) -> None:
    before = client.json("/api/0/plan")["revision"]
    with Plan(source.with_suffix(".veil")) as plan:
        plan.decide([1], Decision.KEEP, "elsewhere")
    keep = {"do": "decide", "tracks": [1], "decision": "cover"}
    code, refusal = client.change(keep, before)
    assert code == 409
    assert "track 1 was changed elsewhere" in refusal["message"]
    assert client.change({**keep, "tracks": [2]}, before)[0] == 200
    assert client.change({"do": "undo"}, before)[0] == 409
    assert client.change(keep)[0] == 200


def test_places_that_may_be_bare_are_given_with_their_frames(client: Client, source: Path, people_clip: Clip) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        number = tracks_on(plan, people_clip.truth, 3)[0]
    _, state = client.change({"do": "split", "track": number, "frame": 20})
    _, state = client.change({"do": "set_ends", "track": number, "first": 0, "last": 14})
    gap = next(place for place in state["places"] if place["kind"] == "gap" and place["number"] == number)
    assert (gap["first"], gap["last"]) == (15, 19)
    assert state["risk"]["low"] <= state["risk"]["expected"] <= state["risk"]["high"]
    at = state["places"].index(gap)
    code, _, strip = client.ask("GET", f"/api/0/place/{state['revision']}/{at}")
    assert code == 200
    assert strip.startswith(b"\xff\xd8")
    assert client.ask("GET", f"/api/0/place/{state['revision'] - 1}/{at}")[0] == 422
    _, state = client.change({"do": "mark_reviewed", "frames": [[15, 19]]})
    assert gap not in state["places"]


# -- files


def test_viewing_and_editing_write_only_the_plan(people_clip: Clip, tmp_path: Path, only_writes: OnlyWrites) -> None:
    source = copied(people_clip.path, tmp_path)
    with only_writes(tmp_path, {"people.veil"}), serving(source) as served:
        client = Client(served).authenticated()
        for path in ("about", "plan", "regions/0", "frame/3", "frame/9?method=blur", "strip/1", "findings"):
            assert client.ask("GET", f"/api/0/{path}")[0] == 200
        client.change({"do": "decide", "tracks": [1], "decision": "keep"})


def test_a_video_that_was_not_scanned_is_scanned_first_and_a_plan_leads_to_its_original(
    people_clip: Clip, tmp_path: Path
) -> None:
    shutil.copy(people_clip.path, tmp_path / "people.mp4")
    with serving(tmp_path / "people.mp4") as served:
        assert Client(served).authenticated().json("/api/0/plan")["tracks"]
    with serving(tmp_path / "people.veil") as served:
        assert Client(served).authenticated().json("/api/0/about")["name"] == "people.mp4"


# -- render and audit


def test_rendering_can_be_stopped_and_does_not_replace_files_unasked(client: Client, source: Path) -> None:
    assert client.ask("POST", "/api/0/render", b"{}")[0] == 200
    client.ask("POST", "/api/0/stop", b"{}")
    job = finished(client)
    if job["state"] == "failed":
        assert "stopped" in job["message"]
        assert files_in(source.parent) == {"people.mp4", "people.veil"}
        client.ask("POST", "/api/0/render", b'{"method": "mosaic", "shape": "box"}')
        job = finished(client)
    assert job["state"] == "done"
    first = source.with_name("people.redacted.mp4").read_bytes()
    client.ask("POST", "/api/0/render", b"{}")
    assert "exists already" in finished(client)["message"]
    assert source.with_name("people.redacted.mp4").read_bytes() == first
    client.ask("POST", "/api/0/render", b'{"replace": true, "method": "mosaic"}')
    assert finished(client)["state"] == "done"


FAKE_AUDIT = """
import json, sys, types
def write(out, answer):
    counts = answer is None
    leak = {"number": 1, "kind": "face", "track": 7, "plan_track": 1, "first_frame": 30, "last_frame": 33,
            "box": [10, 20, 60, 90], "size_px": 50.0, "survives": 0.8, "weight": "counts", "answer": answer}
    moved = {**leak, "number": 2, "weight": "reported", "answer": None}
    found = {"verdict": "failed" if counts else "passed", "sentence": "Not safe: 1 face is bare." if counts else
             "Safe to publish, as far as could be tested.", "leaks": [leak, moved]}
    (out / "audit.json").write_text(json.dumps(found))
    (out / "audit.html").write_text("<script>alert(1)</script><p>the report</p>")
def audit(original, redacted, out, *, plan=None, policy=None, progress=None):
    out.mkdir(exist_ok=True)
    write(out, None)
def answer_finding(folder, redacted, number, answer):
    assert number == 1
    write(folder, answer and {"reason": answer[0], "by": answer[1]})
fake = types.SimpleNamespace(audit=audit, answer_finding=answer_finding, Answer=lambda *given: given)
sys.modules["veilproof.audit"] = fake
"""


def test_findings_are_shown_until_the_next_render(source: Path) -> None:
    with serving(source, before=FAKE_AUDIT) as served:
        client = Client(served).authenticated()
        code, _, refusal = client.ask("POST", "/api/0/audit", b"{}")
        assert code == 422
        assert b"render first" in refusal
        assert client.ask("GET", "/api/0/report")[0] == 404
        client.ask("POST", "/api/0/render", b"{}")
        finished(client)
        assert client.json("/api/0/findings") is None
        client.ask("POST", "/api/0/audit", b"{}")
        assert finished(client)["state"] == "done"
        findings = client.json("/api/0/findings")
        assert (findings["verdict"], findings["leaks"][0]["first_frame"]) == ("failed", 30)
        code, headers, page = client.ask("GET", "/api/0/report")
        assert code == 200
        assert b"the report" in page
        assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        client.ask("POST", "/api/0/render", b'{"replace": true}')
        finished(client)
        assert client.json("/api/0/findings") is None


def test_the_audit_itself_runs_beside_the_page(source: Path) -> None:
    with serving(source) as served:
        client = Client(served).authenticated()
        client.ask("POST", "/api/0/render", b"{}")
        finished(client)
        client.ask("POST", "/api/0/audit", b"{}")
        assert finished(client) == {
            "task": "audit", "state": "done", "message": "audited; the report is in people.redacted.mp4.audit",
            "messages": [{"key": "job-audited", "values": {"folder": "people.redacted.mp4.audit"}}],
        }  # fmt: skip
        findings = client.json("/api/0/findings")
        assert findings["verdict"] == "passed"
        assert findings["sentences"]["es"] == "Se puede publicar, hasta donde se pudo comprobar."
        assert not findings["leaks"]
        assert b"What was tried" in client.ask("GET", "/api/0/report")[2]
    assert {"audit.json", "audit.html"} == {
        path.name for path in source.with_name("people.redacted.mp4.audit").iterdir()
    }


def test_all_other_sound_of_a_file_of_the_start_page_is_what_was_chosen_there(source: Path) -> None:
    results = Results(source.with_name("out.mp4"), source.with_name("audit"), Audio.KEEP)
    for given, audio in ((results, "keep"), (None, None)):
        file = ReviewedFile(source, source.with_suffix(".veil"), results=given)
        try:
            assert file.about()["audio"] == audio
        finally:
            file.close()


_UNREADABLE_AFTER_THE_EDIT = """
from veilproof.review.plan_access import BusyError
from veilproof.review.reviewed_file import ReviewedFile
change, state, edited = ReviewedFile.change, ReviewedFile.state, []
def then_busy(file, request):
    edited.append(change(file, request))
    return edited[-1]
def busy_once(file):
    if edited:
        edited.clear()
        raise BusyError("error-too-many", name="people.mp4")
    return state(file)
ReviewedFile.change, ReviewedFile.state = then_busy, busy_once
"""


def test_an_edit_that_is_saved_is_not_said_to_have_changed_nothing(source: Path) -> None:
    with serving(source, before=_UNREADABLE_AFTER_THE_EDIT) as served:
        client = Client(served).authenticated()
        before = client.json("/api/0/plan")
        drawn = {"do": "draw", "frame": 0, "box": [10, 10, 60, 60], "moves": "fixed"}
        code, said = client.change(drawn, before["revision"])
        assert (code, said["messages"]) == (503, [{"key": "error-saved", "values": {}}])
        assert len(client.json("/api/0/plan")["tracks"]) == len(before["tracks"]) + 1


@pytest.mark.parametrize("asked", ["picture", "strip"])
def test_what_is_asked_for_is_shown_though_the_original_is_closed_meanwhile(
    source: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        track = plan.tracks()[0].id

    def shown(file: ReviewedFile) -> bytes:
        return file.picture(5, None, None) if asked == "picture" else file.strip(track)

    expected = shown(ReviewedFile(source, source.with_suffix(".veil")))
    file, answer = ReviewedFile(source, source.with_suffix(".veil")), getattr(VideoFootage, asked)

    def closed_first(footage: VideoFootage, *given: object) -> object:
        monkeypatch.setattr(VideoFootage, asked, answer)
        file.close()
        return answer(footage, *given)

    monkeypatch.setattr(VideoFootage, asked, closed_first)
    assert shown(file) == expected
    file.close()
