"""The review page as a person uses it: in a browser, with mouse and keyboard, judged by the plan and the output."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from demo.scene import Truth
from tests.conftest import Clip
from tests.decoded import black, frames_of
from tests.redacted import copied, faces, tracks_on
from tests.review.served import (
    answer,
    at_frame,
    begin,
    card,
    files_in,
    first_answered,
    lasting_port,
    new_page,
    notified,
    saved,
    serving,
    window,
)
from veilproof import Decision, Plan
from veilproof.plan import Origin
from veilproof.plan.digests import SEAL, seal_of

pytestmark = pytest.mark.slow

_MISSED, _OFFICER = 0, 5
"""People in the clip: one who is removed from the plan, one who stays visible."""
_MASKED = 3
_FRAME = 20


def remove(folder: Path, truth: Truth, person: int) -> None:
    """Remove the tracks of one person from the plan, as if the scan had missed them."""
    with Plan(folder / "people.veil") as plan:
        tracks = tracks_on(plan, truth, person)
    db = sqlite3.connect(folder / "people.veil")
    with db:
        db.execute("PRAGMA foreign_keys = ON")
        db.executemany("DELETE FROM track WHERE id = ?", [(track,) for track in tracks])
        db.execute("UPDATE fact SET value = ? WHERE name = ?", (seal_of(db), SEAL))
    db.close()


def go_to(page: Page, frame: int) -> None:
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Home")
    at_frame(page, 0)
    for _ in range(frame):
        page.keyboard.press("ArrowRight")
    at_frame(page, frame)


def drag(page: Page, box: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    """Drag from one corner of a box, float32 [4] in pixels of the picture, to the other."""
    corners = page.evaluate(
        """box => {
            const film = document.querySelector('film-view');
            const { left, top } = film.getBoundingClientRect();
            const [x1, y1, x2, y2] = film.viewport.toScreen(box);
            return [x1 + left, y1 + top, x2 + left, y2 + top];
        }""",
        box.tolist(),
    )
    page.mouse.move(*corners[:2])
    page.mouse.down()
    page.mouse.move((corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2)
    page.mouse.move(*corners[2:])
    page.mouse.up()


def test_a_missed_face_is_drawn_followed_and_covered_and_one_person_stays_visible(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source, truth = copied(people_clip.path, tmp_path), people_clip.truth
    remove(tmp_path, truth, _MISSED)
    missed = {face.frame: face for face in faces(truth) if face.person == _MISSED}
    with Plan(tmp_path / "people.veil") as plan:
        officer = tracks_on(plan, truth, _OFFICER)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        go_to(page, _FRAME)
        page.keyboard.press("b")
        drag(page, missed[_FRAME].box)
        page.keyboard.press("f")
        notified(page, "followed over")
        saved(page)
        page.locator(card(page, officer[0])).click()
        for other in officer[1:]:
            page.locator(card(page, other)).click(modifiers=["Control"])
        page.keyboard.press("a")
        answer(page, "officer on duty")
        notified(page, "All covered but")
        page.keyboard.press("n")
        page.keyboard.press("k")
        saved(page)
        page.keyboard.press("u")
        notified(page, "Undone: keep")
        page.reload()
        begin(page)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Render people.redacted.mp4").click()
        page.locator(".job-message", has_text="frames covered").wait_for()
    with Plan(tmp_path / "people.veil") as plan:
        kept = [track for track in plan.tracks() if track.decision is Decision.KEEP]
        drawn = next(track for track in plan.tracks() if track.origin is Origin.DRAWN)
    assert [track.id for track in kept] == officer
    assert {track.reason for track in kept} == {"officer on duty"}
    assert drawn.first < _FRAME < drawn.last
    assert drawn.last - drawn.first > 20
    shown = frames_of(tmp_path / "people.redacted.mp4")
    hidden = [black(shown[at], face.box) > 0.9 for at, face in missed.items() if drawn.first <= at <= drawn.last]
    assert np.mean(hidden) > 0.95
    bare = [
        black(shown[face.frame], face.box) for face in faces(truth) if face.person == _OFFICER and face.visible > 0.95
    ]
    assert np.median(bare) < 0.5
    assert files_in(tmp_path) == {"people.mp4", "people.veil", "people.redacted.mp4"}


def test_everything_can_be_done_with_the_keyboard_alone(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address, "KB") as page:
        page.keyboard.press("?")
        assert page.get_by_text("draw a box around what was missed").is_visible()
        page.keyboard.press("?")
        page.keyboard.press("n")
        first = page.evaluate("document.querySelector('track-card.focus').number")
        page.keyboard.press("k")
        page.keyboard.press("y")
        page.keyboard.type("the speaker")
        page.keyboard.press("Enter")
        page.wait_for_selector("#answer", state="hidden")
        page.keyboard.press("s")
        page.wait_for_function("first => document.querySelector('track-card.focus').number !== first", arg=first)
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Enter"):
            page.keyboard.press(key)
        page.wait_for_selector(".draft-bar", state="hidden")
        page.keyboard.press("End")
        at_frame(page, 59)
        page.keyboard.press("Shift+S")
        notified(page, "marked as reviewed")
        saved(page)
        page.keyboard.press("Control+Enter")
        for _ in range(20):
            if page.evaluate("document.activeElement.textContent.startsWith('Render ')"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator(".job-message", has_text="frames covered").wait_for()
    with Plan(tmp_path / "people.veil") as plan:
        tracks = {track.id: track for track in plan.tracks()}
        assert (tracks[first].decision, tracks[first].reason) == (Decision.KEEP, "the speaker")
        drawn = next(track for track in tracks.values() if track.origin is Origin.DRAWN)
        assert drawn.first == drawn.last
        reviewed = plan.reviewed()
    assert reviewed.by == ("KB",)
    assert 0 < reviewed.frames_reviewed < reviewed.frames
    assert (tmp_path / "people.redacted.mp4").is_file()


def test_a_box_is_dragged_and_the_frames_around_it_follow(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        number = tracks_on(plan, people_clip.truth, _MASKED)[0]
        track = next(each for each in plan.tracks() if each.id == number)
        before = plan.boxes_of(track.id)
    at = (track.first + track.last) // 2
    with serving(source) as served, window(browser, served.address) as page:
        go_to(page, at)
        page.locator(card(page, track.id)).click()
        x1, y1, x2, y2 = before[at - track.first].tolist()
        middle = np.array([(x1 + x2) / 2, (y1 + y2) / 2, (x1 + x2) / 2 + 40, (y1 + y2) / 2 + 20], np.float32)
        drag(page, middle)
        page.wait_for_selector("top-bar button[title^='Undo: move']")
    with Plan(tmp_path / "people.veil") as plan:
        after = plan.boxes_of(track.id)
        assert plan.keyframes() == {track.id: [at]}
    moved = (after - before)[:, :2]
    assert moved[at - track.first] == pytest.approx([40, 20], abs=1.5)
    assert (np.diff(moved[:, 0][: at - track.first + 1]) >= -1e-3).all()


@pytest.mark.parametrize("angle", [0, 30, 135, 250])
def test_the_edge_of_a_cover_is_grabbed_anywhere_and_follows_the_pointer(
    people_clip: Clip, tmp_path: Path, browser: Browser, angle: int
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        number = tracks_on(plan, people_clip.truth, _OFFICER)[0]
        track = next(each for each in plan.tracks() if each.id == number)
        at = (track.first + track.last) // 2
        before = plan.boxes_of(number)[at - track.first]
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))], np.float32)
    centre, radii = (before[:2] + before[2:]) / 2, (before[2:] - before[:2]) / 2 * 1.5
    edge = centre + radii * way
    with serving(source) as served, window(browser, served.address) as page:
        go_to(page, at)
        page.locator(card(page, number)).click()
        drag(page, np.concatenate([edge, edge + 24 * way]))
        page.wait_for_selector("top-bar button[title^='Undo: move']")
    with Plan(tmp_path / "people.veil") as plan:
        after = plan.boxes_of(number)[at - track.first]
    old, new = (
        np.array([*(box[:2] * 1.25 - box[2:] * 0.25), *(box[2:] * 1.25 - box[:2] * 0.25)]) for box in (before, after)
    )
    moves = np.where(np.abs(way) > 0.38, 24 * way, 0)
    # The sides that the pointer did not grip stay where they are.
    expected = old + np.array([*np.minimum(moves, 0), *np.maximum(moves, 0)])
    assert new == pytest.approx(expected, abs=2)


def test_a_click_on_the_edge_of_a_cover_moves_nothing(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        number = tracks_on(plan, people_clip.truth, _OFFICER)[0]
        track = next(each for each in plan.tracks() if each.id == number)
        x1, y1, x2, y2 = plan.boxes_of(number)[0].tolist()
    edge = [(x1 + x2) / 2 + (x2 - x1) * 0.75, (y1 + y2) / 2]
    with serving(source) as served, window(browser, served.address) as page:
        go_to(page, track.first)
        page.locator(card(page, number)).click()
        drag(page, np.array([*edge, edge[0] + 1, edge[1]], np.float32))
        page.keyboard.press("u")
        notified(page, "nothing to undo")


def test_two_windows_show_each_others_edits_and_none_is_lost(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address, "AA") as one:
        second = served.next_address()
        with window(browser, second, "BB") as other:
            one.locator(card(one, 1)).click()
            one.keyboard.press("k")
            saved(one)
            other.wait_for_selector(f"{card(other, 1)}.visible")
            other.locator(card(other, 2)).click()
            other.keyboard.press("k")
            saved(other)
            one.wait_for_selector(f"{card(one, 2)}.visible")
            with Plan(tmp_path / "people.veil") as plan:
                plan.decide([2], Decision.COVER)
            one.wait_for_selector(f"{card(one, 2)}:not(.visible)")
    with Plan(tmp_path / "people.veil") as plan:
        decided = [(track, decision) for _, track, decision, _ in plan.decisions()]
    assert decided == [(1, "keep"), (2, "keep"), (2, "cover")]


def test_an_answer_that_cannot_be_read_leaves_nothing_saving_for_ever(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, new_page(browser) as page:
        page.goto(served.address)
        begin(page)
        first_answered(page, "**/change", lambda route: route.fulfill(body="not JSON"))
        page.locator(card(page, 1)).click()
        page.keyboard.press("k")
        page.wait_for_selector(".saved[data-state=failed]")
        page.keyboard.press("c")
        saved(page)


def test_regions_are_requested_again_after_a_failed_request(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address, survives=True) as page:
        first_answered(page, "**/regions/*", lambda route: route.abort())
        with page.expect_response(lambda answer: "/regions/" in answer.url and answer.ok):
            page.reload()
            begin(page)
            page.keyboard.press("ArrowRight")


def test_saved_edits_survive_a_killed_server_and_can_be_undone_after_it(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    port = lasting_port()
    with serving(source, port=port) as served, window(browser, served.address, survives=True) as page:
        for track in (1, 2, 3):
            page.locator(card(page, track)).click()
            page.keyboard.press("k")
        saved(page)
        served.process.kill()
        served.process.wait()
        page.locator(card(page, 4)).click()
        page.keyboard.press("k")
        page.wait_for_selector(".saved[data-state=failed]")
        notified(page, "not running any more")
    with Plan(tmp_path / "people.veil") as plan:
        assert [track.id for track in plan.tracks() if track.decision is Decision.KEEP] == [1, 2, 3]
    with serving(source, port=port) as served, window(browser, served.address) as page:
        page.keyboard.press("u")
        page.wait_for_selector(f"{card(page, 3)}:not(.visible)")
        page.keyboard.press("u")
        page.wait_for_selector(f"{card(page, 2)}:not(.visible)")
        page.keyboard.press("r")
        page.wait_for_selector(f"{card(page, 2)}.visible")
        saved(page)
    with Plan(tmp_path / "people.veil") as plan:
        assert [track.id for track in plan.tracks() if track.decision is Decision.KEEP] == [1, 2]
