"""Nobody is uncovered by accident: what one key may make visible on the review page, and what must be said."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.conftest import Clip
from tests.redacted import copied, of_kind
from tests.review.served import Client, answer, at_frame, card, closed, held, notified, saved, serving, window
from veilproof import Decision, Plan
from veilproof.kind import Kind
from veilproof.plan import Area, DrawnPath, Moves, Origin, PlannedTrack
from veilproof.review.overlap import TrackPath, covered_by

pytestmark = pytest.mark.slow

_MATCHED = re.compile(r"about 9\d in 100 such faces are matched by open recognisers")
_KEEP, _COVER = Decision.KEEP, Decision.COVER


def _visible(folder: Path) -> dict[int, str]:
    with Plan(folder / "people.veil") as plan:
        return {track.id: track.reason for track in plan.tracks() if track.decision is _KEEP}


def test_keeping_several_tracks_asks_wants_a_reason_and_marks_nothing_as_reviewed(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        tracks = [track.id for track in plan.tracks()]
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("Control+a")
        page.keyboard.press("k")
        page.get_by_text(f"{len(tracks)} tracks will be visible").wait_for()
        page.keyboard.press("Enter")
        assert page.locator("#answer").is_visible()
        page.keyboard.press("Escape")
        page.wait_for_selector("#answer", state="hidden")
        saved(page)
        assert not _visible(tmp_path)
        page.keyboard.press("k")
        answer(page, "the choir")
        notified(page, "not marked as reviewed")
        saved(page)
        page.keyboard.press("Control+Enter")
        page.get_by_role("dialog", name="Finish").get_by_text(_MATCHED).wait_for()
        closed(page, "Finish")
        page.locator(card(page, tracks[0])).click()
        page.locator("track-tools").get_by_text(_MATCHED).wait_for()
        page.keyboard.press("c")
        saved(page)
        page.locator("track-tools").get_by_text(_MATCHED).wait_for(state="hidden")
        page.keyboard.press("u")
        saved(page)
        assert page.locator("track-card.reviewed").count() == 0
    assert _visible(tmp_path) == dict.fromkeys(tracks, "the choir")
    with Plan(tmp_path / "people.veil") as plan:
        assert plan.reviewed().tracks_reviewed == 0


def test_a_decision_is_about_the_file_that_was_shown_however_fast_another_is_opened(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    other = tmp_path / "other.mp4"
    shutil.copy(source, other)
    shutil.copy(source.with_suffix(".veil"), other.with_suffix(".veil"))
    with serving(source, other) as served, window(browser, served.address) as page:
        with held(page, "**/change"):
            for track in (1, 2):
                page.locator(card(page, track)).click()
                page.keyboard.press("k")
            page.keyboard.press("PageDown")
        page.wait_for_selector("top-bar h1 >> text=other.mp4")
        saved(page)
    assert _visible(tmp_path) == {1: "", 2: ""}
    with Plan(other.with_suffix(".veil")) as plan:
        assert plan.revision == 0


def test_a_plan_that_comes_after_another_file_was_opened_is_not_shown_as_that_of_the_other(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    other = tmp_path / "other.mp4"
    shutil.copy(source, other)
    shutil.copy(source.with_suffix(".veil"), other.with_suffix(".veil"))
    with serving(source, other) as served, window(browser, served.address) as page:
        with page.expect_response("**/api/0/plan") as late, held(page, "**/api/0/plan"):
            with page.expect_request("**/api/0/plan"), Plan(source.with_suffix(".veil")) as plan:
                plan.decide([1], _KEEP)
            page.keyboard.press("PageDown")
            page.wait_for_selector("top-bar h1 >> text=other.mp4")
        late.value.finished()
        page.locator(card(page, 2)).click()
        page.locator("track-tools h2", has_text="2").wait_for()
        assert page.locator("track-card.visible").count() == 0


def test_a_request_that_bares_several_without_a_reason_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served:
        client = Client(served).authenticated()
        for change in (
            {"do": "decide", "tracks": [1, 2], "decision": "keep", "reason": " "},
            {"do": "keep_only", "tracks": [1, 2]},
        ):
            code, said = client.change(change)
            assert code == 422
            assert said["messages"] == [{"key": "error-several-visible", "values": {"n": 2}}]
    assert not _visible(tmp_path)


def test_the_reason_for_a_cover_is_recorded_and_the_cover_stays(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, 2)).click()
        page.keyboard.press("y")
        page.get_by_text("Why does track 2 stay covered?").wait_for()
        answer(page, "bystander")
        saved(page)
        page.wait_for_selector(f"{card(page, 2)}:not(.visible) >> text=bystander")
    assert not _visible(tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        assert {track.id: track.reason for track in plan.tracks()}[2] == "bystander"


def test_a_kept_face_that_other_covers_hide_is_said_and_these_are_kept_with_a_reason(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        track = next(each for each in plan.tracks() if each.id == 1)
        double = plan.draw_path(DrawnPath(track.first, plan.boxes_of(1)))
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, 1)).click()
        page.keyboard.press("k")
        notified(page, "still covered by track")
        page.keyboard.press("Shift+K")
        page.get_by_text("tracks will be visible").wait_for()
        answer(page, "the speaker")
        saved(page)
    visible = _visible(tmp_path)
    assert {1, double} <= visible.keys() < set(range(1, double + 1))
    assert set(visible.values()) == {"the speaker"}


def test_who_stays_visible_outside_of_a_spotlight_does_not_uncover_the_others_there(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    spotlight = _spotlight(tmp_path)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, 1)).click()
        page.keyboard.press("k")
        notified(page, f"It stays covered: track {spotlight} covers everything outside of it.")
        page.locator("track-tools", has_text=f"because everything outside of {spotlight} is").wait_for()
        page.keyboard.press("Shift+K")
        answer(page, "the speaker")
        notified(page, "not marked as reviewed")
        # Only the spotlight is left.
        page.keyboard.press("Shift+K")
        page.locator("#notification.error", has_text="It stays covered").wait_for()
        assert page.locator("#answer").is_hidden()
        assert "Shift K" not in page.locator("track-tools .about").inner_text()
        saved(page)
    visible = _visible(tmp_path)
    assert 1 in visible
    assert spotlight not in visible


def test_keeping_a_spotlight_asks_and_says_that_all_that_is_outside_becomes_visible(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    spotlight = _spotlight(tmp_path)
    question = f"Track {spotlight} covers everything outside of it. Without it, all of that is visible"
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("Control+a")
        for key in ("k", "a"):
            if key == "a":
                page.locator(card(page, spotlight)).click()
            page.keyboard.press(key)
            page.get_by_text(question).wait_for()
            page.keyboard.press("Escape")
            page.wait_for_selector("#answer", state="hidden")
        page.keyboard.press("k")
        page.get_by_text(question).wait_for()
        page.keyboard.press("Enter")
        assert page.locator("#answer").is_visible()
        assert not _visible(tmp_path)
        answer(page, "each face has its own cover")
        notified(page, f"Track {spotlight} covers nothing outside of it any more.")
        saved(page)
    assert _visible(tmp_path) == {spotlight: "each face has its own cover"}


def test_a_request_that_bares_all_outside_of_a_spotlight_without_a_reason_is_refused(
    people_clip: Clip, tmp_path: Path
) -> None:
    source = copied(people_clip.path, tmp_path)
    spotlight = _spotlight(tmp_path)
    with serving(source) as served:
        client = Client(served).authenticated()
        for change in (
            {"do": "decide", "tracks": [spotlight], "decision": "keep"},
            {"do": "keep_only", "tracks": [spotlight], "reason": " "},
        ):
            code, said = client.change(change)
            assert code == 422
            assert f"outside of track {spotlight} would become visible" in said["message"]
    assert not _visible(tmp_path)


def test_heads_are_not_said_to_be_no_faces(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    of_kind(source, Kind.HEAD)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("Control+a")
        page.keyboard.press("k")
        page.get_by_text("of them faces that can be recognised").wait_for()


def _spotlight(folder: Path) -> int:
    """The number of a track that covers everything outside of a corner in which nobody is."""
    with Plan(folder / "people.veil") as plan:
        boxes = np.repeat(np.array([[0, 0, 20, 20]], np.float32), len(plan.pts()), axis=0)
        return plan.draw_path(DrawnPath(0, boxes, area=Area(Moves.FIXED, all_but=True)))


def test_frames_that_were_played_before_a_face_was_uncovered_are_not_marked_as_seen(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        track = next(track for track in plan.tracks() if track.first == 0)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, track.id)).click()
        page.evaluate("document.activeElement?.blur()")
        page.keyboard.press("Home")
        page.locator("film-view[data-frame='0']:not(.loading)").wait_for()
        for frame in range(1, 4):
            page.keyboard.press("ArrowRight")
            page.locator(f"film-view[data-frame='{frame}']:not(.loading)").wait_for()
        page.keyboard.press("k")
        saved(page)
        page.keyboard.press("Shift+S")
        saved(page)
    with Plan(tmp_path / "people.veil") as plan:
        assert plan.reviewed().frames_reviewed <= 1


@pytest.mark.parametrize("keys", [["m", *["ArrowRight"] * 12, "Enter"], ["["]], ids=["moved", "shortened"])
def test_frames_that_were_played_before_a_reviewed_cover_left_a_face_are_not_marked_as_seen(
    people_clip: Clip, tmp_path: Path, browser: Browser, keys: list[str]
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        track = next(track for track in plan.tracks() if track.first == 0)
        plan.mark_reviewed([track.id])
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, track.id)).click()
        page.evaluate("document.activeElement?.blur()")
        page.keyboard.press("Home")
        at_frame(page, 0)
        for frame in range(1, 4):
            page.keyboard.press("ArrowRight")
            at_frame(page, frame)
        for key in keys:
            page.keyboard.press(key)
            if key == "m":
                page.locator(".draft-bar").wait_for()
        saved(page)
        page.locator(f"{card(page, track.id)}:not(.reviewed)").wait_for()
        page.keyboard.press("Shift+S")
        saved(page)
    with Plan(tmp_path / "people.veil") as plan:
        assert plan.reviewed().frames_reviewed <= 1


def test_what_was_uncovered_after_somebody_looked_is_played_again_with_one_key(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        plan.mark_reviewed([track.id for track in plan.tracks()], [(0, len(plan.pts()) - 1)])
        kept = min(plan.tracks(), key=lambda track: track.last - track.first)
        frames = kept.last - kept.first + 1
    with serving(source) as served, window(browser, served.address, "AB") as page:
        again = page.locator("top-bar .again")
        page.locator("top-bar .reviewed", has_text="all reviewed").wait_for()
        assert again.is_hidden()
        page.locator(card(page, kept.id)).click()
        page.keyboard.press("Home")
        page.keyboard.press("k")
        notified(page, "Look again at")
        again.wait_for()
        page.keyboard.press("q")
        # It stops where nothing more is to be looked at.
        page.locator(f"film-view[data-frame='{kept.last}']:not(.loading)").wait_for()
        page.keyboard.press("q")
        notified(page, "All that is to be looked at again was played")
        page.keyboard.press("Shift+S")
        notified(page, "marked as reviewed")
        again.wait_for(state="hidden")
        saved(page)
        page.locator("top-bar .reviewed", has_text="all reviewed").wait_for()
    with Plan(tmp_path / "people.veil") as plan:
        assert plan.reviewed().complete
        assert not plan.frames_to_review_again().any()
    assert 1 < frames < 40


def _track(number: int, decision: Decision, first: int, last: int, origin: Origin = Origin.DETECTED) -> PlannedTrack:
    return PlannedTrack(number, origin, first, last, 1.0, 3, 40.0, decision)


def _path(x: float, y: float, frames: int, angle: float = 0) -> TrackPath:
    boxes = np.tile(np.array([[x, y, x + 40, y + 40]], np.float32), (frames, 1))
    return TrackPath(boxes, np.full(frames, angle, np.float32))


def test_covers_over_a_kept_face_are_those_that_hide_some_of_it_at_the_same_time() -> None:
    tracks = [
        _track(1, _KEEP, 10, 19),
        _track(2, _COVER, 19, 40),  # beside it, for one frame
        _track(3, _COVER, 20, 40),  # later
        _track(4, _COVER, 0, 40),  # elsewhere
        _track(5, _KEEP, 0, 40),  # kept as well
        _track(6, _COVER, 0, 40, Origin.DRAWN),  # drawn, and only beside it
    ]
    starts = [(100, 100, 10), (130, 100, 22), (100, 100, 21), (300, 100, 41), (100, 100, 41), (135, 100, 41)]
    paths = [_path(*start) for start in starts]
    assert covered_by(tracks, paths) == {1: [2], 5: [2, 3]}


def test_a_cover_reaches_as_far_as_that_of_its_kind() -> None:
    # The cover of a face is 1.5 times the face, that of a head 1.3 times the head; a line is higher by .3 of itself.
    kept = _track(1, _KEEP, 0, 9)
    for kind, reach in ((Kind.FACE, 10), (Kind.HEAD, 6), (Kind.TEXT, 12)):
        for apart, named in ((39 - 10 + reach, [2]), (41 - 10 + reach, [])):
            other = replace(_track(2, _COVER, 0, 9), kind=kind)
            assert covered_by([kept, other], [_path(100, 100, 10), _path(100 + apart, 100, 10)])[1] == named


def test_who_is_outside_of_all_spotlights_is_covered_by_them() -> None:
    spotlight = replace(_track(2, _COVER, 0, 9, Origin.DRAWN), kind=Kind.AREA, area=Area(Moves.FIXED, all_but=True))
    other = replace(spotlight, id=3, first=5)
    outside, inside = _track(1, _KEEP, 0, 9), _track(4, _KEEP, 0, 4)
    paths = [_path(300, 100, 10), _path(100, 100, 10), _path(300, 100, 5), _path(100, 100, 5)]
    assert covered_by([outside, spotlight, other, inside], paths) == {1: [2], 4: []}
    later = replace(outside, first=5)
    assert covered_by([later, spotlight, other], [_path(300, 100, 5), *paths[1:3]]) == {1: []}
