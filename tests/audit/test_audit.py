"""An audit from end to end: two files in, a verdict and a report out."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from demo.scene import Truth
from tests.audit.rewritten import Picture, rewritten
from tests.conftest import Clip, OnlyWrites
from tests.redacted import redacted_folder, tracks_on
from veilproof import Decision, Delivery, Method, Plan, Style, VeilproofError, redact, render
from veilproof.audit import Findings, Tools, Verdict, audit, load_tools, places_to_review, run_audit
from veilproof.audit.findings import as_json, from_json, json_schema
from veilproof.audit.report import as_html
from veilproof.recognise.align import SIDE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@cache
def _passed(clip: Path) -> tuple[Findings, Path]:
    """The audit of the default redaction of a clip, and the folder of its report."""
    folder = redacted_folder(clip)
    out = clip.parent / "audit"
    return audit(folder / "people.mp4", folder / "people.redacted.mp4", out, as_csv=True), out


def _flash(truth: Truth) -> tuple[int, tuple[int, int, int, int]]:
    """A frame, and the box of a large unoccluded face in it."""
    best = max(
        (float(box[3] - box[1]) * (seen > 0.95), -abs(index - 30), index, at)
        for index, frame in enumerate(truth.frames)
        if 15 <= index <= 45
        for at, (box, seen) in enumerate(zip(frame.boxes, frame.visible, strict=True))
        if box[0] >= 0 and box[1] >= 0
    )
    x1, y1, x2, y2 = truth.frames[best[2]].boxes[best[3]].round().astype(int).tolist()
    return best[2], (x1, y1, x2, y2)


def test_a_solid_redaction_passes(people_clip: Clip) -> None:
    found, _ = _passed(people_clip.path)
    assert found.verdict is Verdict.PASSED, found.reasons
    assert found.sentence == "Safe to publish, as far as could be tested."
    assert found.numbers.startswith("No face that the detectors know was seen bare in ")
    assert {track.cover for track in found.tracks if track.outcome == "covered"} == {"uniform"}
    assert not [leak for leak in found.leaks if leak.counts]
    assert not found.other_content
    assert found.frames == len(people_clip.truth.frames)
    assert sum(track.outcome == "covered" for track in found.tracks) >= 4


def test_the_report_is_one_page_without_references(people_clip: Clip) -> None:
    found, out = _passed(people_clip.path)
    page = (out / "audit.html").read_text("utf-8")
    assert found.sentence in page
    for language, sentence in found.sentences.items():
        assert sentence in page, language
    assert '<p lang="ar" dir="rtl">' in page
    assert not re.search(r'(?:src|href)\s*=\s*"(?!data:|#)', page)
    assert "//" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    assert from_json((out / "audit.json").read_bytes()).sentence == found.sentence
    assert (out / "leaks.csv").read_text("utf-8").startswith("number,kind,track,")


def test_the_findings_follow_their_schema(people_clip: Clip) -> None:
    found, _ = _passed(people_clip.path)
    assert from_json(as_json(found)) == found
    fields = msgspec.to_builtins(json_schema())["$defs"]["Findings"]["properties"]
    documented = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")
    assert not [name for name in fields if f"`{name}`" not in documented]
    with pytest.raises(msgspec.ValidationError):
        from_json(b'{"verdict": "passed"}')


def test_no_embedding_leaves_the_audit(people_clip: Clip) -> None:
    """No list of numbers in the findings is as long as an embedding."""
    _, out = _passed(people_clip.path)

    def longest(value: object) -> int:
        if isinstance(value, list):
            numbers = len(value) if value and all(isinstance(each, float) for each in value) else 0
            return max([numbers, *map(longest, value)])
        return max(map(longest, value.values()), default=0) if isinstance(value, dict) else 0

    assert longest(json.loads((out / "audit.json").read_text("utf-8"))) < 64


def test_one_frame_of_one_face_is_found(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    folder = redacted_folder(people_clip.path)
    frame, (x1, y1, x2, y2) = _flash(people_clip.truth)
    original = [picture for picture, _ in rewritten(folder / "people.mp4")]

    def shown(index: int, picture: Picture) -> Picture:
        if index == frame:
            picture[y1:y2, x1:x2] = original[index][y1:y2, x1:x2]
        return picture

    target = tmp_path / "flash.mp4"
    list(rewritten(folder / "people.redacted.mp4", target, shown))
    found = run_audit(folder / "people.mp4", target, tools=tools)
    assert found.verdict is Verdict.FAILED
    counted = [leak for leak in found.leaks if leak.counts]
    assert len(counted) == 1
    assert counted[0].first_frame <= frame <= counted[0].last_frame
    assert counted[0].last_frame - counted[0].first_frame <= 2
    assert x1 < (counted[0].box[0] + counted[0].box[2]) / 2 < x2


def test_the_original_itself_fails(people_clip: Clip, tools: Tools) -> None:
    found = run_audit(people_clip.path, people_clip.path, tools=tools)
    assert found.verdict is Verdict.FAILED
    assert "is the original, byte by byte" in found.sentence
    assert any("bare" in reason for reason in found.reasons)


def test_covers_that_hold_a_picture_do_not_pass(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))
    shutil.copy(redacted_folder(people_clip.path) / "people.veil", tmp_path / "people.veil")
    target = tmp_path / "mosaic.mp4"
    render(source, output=target, delivery=Delivery(Style(Method.MOSAIC)))
    found = run_audit(source, target, tools=tools)
    assert found.verdict is not Verdict.PASSED
    assert {track.cover for track in found.tracks if track.attacked} - {"uniform"}


@pytest.mark.parametrize(("grain", "cover"), [(24, "blur"), (36, "mosaic")])
def test_a_picture_under_the_covers_of_a_grainy_photo_does_not_pass(
    people_clip: Clip, tools: Tools, tmp_path: Path, grain: int, cover: str
) -> None:
    """Where the redactor took the grain, the noise of the picture is as great as what a mosaic or a blur changes."""
    with av.open(str(people_clip.path)) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")
    picture = np.asarray(cv2.resize(picture, (1280, 720), interpolation=cv2.INTER_CUBIC), np.uint8)
    noise = np.random.default_rng(5).normal(0, grain, picture.shape)
    grainy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    shown = cv2.GaussianBlur(grainy, (0, 0), 1.2)
    rough = cv2.resize(shown, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA)
    rough = cv2.resize(rough, (1280, 720), interpolation=cv2.INTER_NEAREST)
    held = cv2.GaussianBlur(shown, (0, 0), 9) if cover == "blur" else rough
    for box in people_clip.truth.frames[0].boxes * 2:
        w, h = box[2:] - box[:2]
        x1, y1, x2, y2 = np.maximum(box + np.array([-w, -h, w, h]) / 4, 0).round().astype(int).tolist()
        shown[y1:y2, x1:x2] = held[y1:y2, x1:x2]
    Image.fromarray(grainy).save(tmp_path / "people.png")
    Image.fromarray(shown).save(tmp_path / "people.jpg", quality=60)
    found = run_audit(tmp_path / "people.png", tmp_path / "people.jpg", tools=tools)
    assert found.verdict is not Verdict.PASSED
    assert found.faces.holding_picture == found.faces.detected > 0


def test_distractors_may_come_from_a_folder(people_clip: Clip, tmp_path: Path) -> None:
    for at, (picture, index) in enumerate(rewritten(people_clip.path)):
        if at % 20 == 10:
            Image.fromarray(picture).save(tmp_path / f"{index}.png")
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    found = load_tools(tmp_path).distractors
    assert len(found) == 3
    assert all(face.shape == (SIDE, SIDE, 3) for face in found)
    (nobody := tmp_path / "nobody").mkdir()
    Image.new("RGB", (200, 200)).save(nobody / "black.png")
    with pytest.raises(VeilproofError, match="no face was found in any photo"):
        load_tools(nobody)


def test_a_kept_face_is_no_leak_and_is_matched_as_it_is(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))
    plan_path = Path(shutil.copy(redacted_folder(people_clip.path) / "people.veil", tmp_path / "people.veil"))
    with Plan(plan_path) as plan:
        numbers = [track.id for track in plan.tracks()]
        plan.decide(numbers, Decision.KEEP)
        (masked,) = (set(tracks_on(plan, people_clip.truth, person)) for person in people_clip.truth.masked)
    target = tmp_path / "kept.mp4"
    render(source, output=target)
    without = run_audit(source, target, tools=tools)
    assert any(leak.counts for leak in without.leaks)
    found = run_audit(source, target, plan_path, tools=tools)
    kept = [track for track in found.tracks if track.outcome == "kept"]
    assert len({track.plan_track for track in kept}) >= 4
    assert found.kept is not None
    assert found.kept.hits >= 1
    assert not any(leak.counts for leak in found.leaks)
    assert not {leak.track for leak in found.leaks} & {track.track for track in kept if track.confidence >= 0.5}
    behind_mask = {track.plan_track for track in found.tracks if track.behind_mask}
    assert behind_mask
    assert behind_mask <= masked
    assert "In the laboratory an open recogniser finds" in as_html(found, target)
    assert "In the laboratory" not in as_html(without, target)
    assert "by a bare face of" in as_html(found, target)
    only_masked = tuple(track for track in found.tracks if track.behind_mask)
    assert "What stays visible is behind a mask" in as_html(replace(found, tracks=only_masked), target)


def test_a_face_kept_in_some_frames_leaks_in_the_others(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    """A decision excuses a face in the frames it was taken for, not wherever else that face can be seen."""
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))
    plan_path = Path(shutil.copy(redacted_folder(people_clip.path) / "people.veil", tmp_path / "people.veil"))
    kept_until, bare = 30, range(40, 46)
    person, boxes = _unoccluded(people_clip.truth)
    with Plan(plan_path) as plan:
        of_person = tracks_on(plan, people_clip.truth, person)
        for track in [each for each in plan.tracks() if each.id in of_person and each.first < kept_until]:
            if track.last >= kept_until:
                plan.split(track.id, kept_until)
            plan.decide([track.id], Decision.KEEP)
    honest = tmp_path / "honest.mp4"
    render(source, output=honest)
    found = run_audit(source, honest, plan_path, tools=tools)
    assert not [leak for leak in found.leaks if leak.counts]
    assert any(track.outcome == "kept" for track in found.tracks)

    original = [picture for picture, _ in rewritten(source)]

    def shown(index: int, picture: Picture) -> Picture:
        if index in bare:
            x1, y1, x2, y2 = boxes[index].round().astype(int).tolist()
            picture[y1:y2, x1:x2] = original[index][y1:y2, x1:x2]
        return picture

    target = tmp_path / "bare.mp4"
    list(rewritten(honest, target, shown))
    found = run_audit(source, target, plan_path, tools=tools)
    assert found.verdict is Verdict.FAILED
    counted = [leak for leak in found.leaks if leak.counts]
    assert len(counted) == 1
    assert abs(counted[0].first_frame - bare[0]) <= 1
    assert abs(counted[0].last_frame - bare[-1]) <= 1
    assert next(track.outcome for track in found.tracks if track.track == counted[0].track) == "leaks"


def _unoccluded(truth: Truth) -> tuple[int, list[NDArray[np.float32]]]:
    """The person who is least occluded in any frame, and the box of their face in each."""
    worst: dict[int, float] = {}
    boxes: dict[int, list[NDArray[np.float32]]] = {}
    for frame in truth.frames:
        for box, person, visible in zip(frame.boxes, frame.people, frame.visible, strict=True):
            worst[int(person)] = min(worst.get(int(person), 1.0), float(visible))
            boxes.setdefault(int(person), []).append(box)
    everywhere = [person for person in worst if len(boxes[person]) == len(truth.frames)]
    best = max(everywhere, key=lambda person: worst[person])
    return best, boxes[best]


def test_a_file_that_begins_later_is_compared_where_it_begins(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    folder = redacted_folder(people_clip.path)
    target = tmp_path / "later.mp4"
    list(rewritten(folder / "people.redacted.mp4", target, first=12))
    found = run_audit(folder / "people.mp4", target, tools=tools)
    assert found.begins_at_frame == 12
    assert found.frames == len(people_clip.truth.frames) - 12
    assert not any(leak.counts for leak in found.leaks)


def test_another_size_of_the_same_video_is_compared(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    target = tmp_path / "small.mp4"
    list(rewritten(people_clip.path, target, lambda _, picture: np.asarray(cv2.resize(picture, (480, 270)), np.uint8)))
    found = run_audit(people_clip.path, target, tools=tools)
    assert found.verdict is Verdict.FAILED
    assert any(leak.counts for leak in found.leaks)


def test_another_frame_rate_is_an_error(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    target = tmp_path / "slow.mp4"
    list(rewritten(people_clip.path, target, rate=Fraction(19)))
    with pytest.raises(VeilproofError, match="have times at which"):
        run_audit(people_clip.path, target, tools=tools)


def test_another_video_is_an_error(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    target = tmp_path / "other.mp4"
    list(rewritten(people_clip.path, target, lambda _, picture: np.ascontiguousarray(picture[::-1, ::-1])))
    with pytest.raises(VeilproofError, match="does not show what"):
        run_audit(people_clip.path, target, tools=tools)


def test_a_cropped_video_is_an_error(people_clip: Clip, tools: Tools, tmp_path: Path) -> None:
    target = tmp_path / "cropped.mp4"
    list(rewritten(people_clip.path, target, lambda _, picture: np.ascontiguousarray(picture[:, :400])))
    with pytest.raises(VeilproofError, match="cropped or rotated"):
        run_audit(people_clip.path, target, tools=tools)


def test_without_a_face_other_content_is_still_reported(tools: Tools, tmp_path: Path) -> None:
    source, target = tmp_path / "wall.mp4", tmp_path / "wall.redacted.mp4"
    for path, tags in ((source, {}), (target, {"title": "the wall"})):
        with av.open(str(path), "w") as out:
            out.metadata.update(tags)
            stream = out.add_stream("libx264", 25)
            stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
            ramp = np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1))
            for _ in range(10):
                out.mux(stream.encode(av.VideoFrame.from_ndarray(np.dstack([ramp] * 3), "rgb24")))
            out.mux(stream.encode())
    found = run_audit(source, target, tools=tools)
    assert found.verdict is Verdict.FAILED
    assert "metadata: title" in found.sentence
    assert any("no face was found" in reason for reason in found.reasons)


def test_a_photo_that_still_holds_its_metadata_does_not_pass(tools: Tools, tmp_path: Path) -> None:
    photo, exif = tmp_path / "march.jpg", Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", (320, 240), (90, 120, 60)).save(photo, exif=exif)
    found = audit(photo, photo, tmp_path / "out", tools=tools)
    assert found.verdict is Verdict.FAILED
    written = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert [content["kind"] for content in written["other_content"]] == ["metadata"]


def test_a_photo_and_its_redaction(tools: Tools, people_clip: Clip, tmp_path: Path) -> None:
    photo = tmp_path / "people.png"
    with av.open(str(people_clip.path)) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")
    Image.fromarray(picture).resize((1280, 720)).save(photo)
    redacted = tmp_path / "people.redacted.png"
    redact(photo, redacted)
    found = audit(photo, redacted, tmp_path / "covered", tools=tools)
    assert found.kind == "photo"
    assert found.sentence in (tmp_path / "covered" / "audit.html").read_text("utf-8")
    assert not any(leak.counts for leak in found.leaks)
    assert found.verdict is Verdict.PASSED, found.reasons


def test_the_report_shows_where_a_smaller_copy_leaks(tools: Tools, people_clip: Clip, tmp_path: Path) -> None:
    photo, smaller = tmp_path / "people.png", tmp_path / "smaller.png"
    with av.open(str(people_clip.path)) as container:
        picture = Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24")).resize((1280, 720))
    picture.save(photo)
    picture.resize((640, 360)).save(smaller)
    found = audit(photo, smaller, tmp_path / "out", tools=tools)
    worst = places_to_review(found)[0]
    page = (tmp_path / "out" / "audit.html").read_text("utf-8")
    encoded = re.search(r"data:image/jpeg;base64,([^\"]+)", page)
    assert encoded is not None
    shown = Image.open(io.BytesIO(base64.b64decode(encoded[1]))).convert("L")
    # In the middle of the picture, three times as large as the leak, is the leak.
    middle = shown.crop((80, 80, 140, 140))
    x, y = (worst.box[0] + worst.box[2]) / 2, (worst.box[1] + worst.box[3]) / 2
    half = max(worst.box[2] - worst.box[0], worst.box[3] - worst.box[1]) / 2 * 3 * 60 / 220
    expected = picture.convert("L").crop((round(x - half), round(y - half), round(x + half), round(y + half)))
    correlation = np.corrcoef(np.asarray(middle).ravel(), np.asarray(expected.resize((60, 60))).ravel())[0, 1]
    assert correlation > 0.8


def test_it_writes_nothing_but_the_report(
    people_clip: Clip, tools: Tools, only_writes: OnlyWrites, tmp_path: Path
) -> None:
    folder = redacted_folder(people_clip.path)
    for name in ("people.mp4", "people.redacted.mp4"):
        shutil.copy(folder / name, tmp_path / name)
    (tmp_path / "out").mkdir()
    with only_writes(tmp_path, {"out/audit.json", "out/audit.html"}):
        audit(tmp_path / "people.mp4", tmp_path / "people.redacted.mp4", tmp_path / "out", tools=tools)
