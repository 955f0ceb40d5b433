"""Photos on the page: the strip of files, decisions, rendering all; and the findings of an audit."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import answer, at_frame, card, notified, saved, serving, window
from tests.review.test_reviewed_file import FAKE_AUDIT
from veilproof import Decision, Plan, scan

pytestmark = pytest.mark.slow


def _audit(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Render people.redacted.mp4").click()
    page.locator(".job-message", has_text="frames covered").wait_for()
    page.get_by_role("button", name="Run the audit").click()


def test_photos_are_reviewed_one_after_the_other(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    with av.open(people_clip.path) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in (10, 40):
                Image.fromarray(frame.to_ndarray(format="rgb24")).save(tmp_path / f"{number}.png")
    for number in (10, 40):
        scan(tmp_path / f"{number}.png")
    with serving(tmp_path) as served, window(browser, served.address, "PH") as page:
        page.wait_for_selector("film-strip button[aria-current=true] >> text=10.png")
        page.keyboard.press("Shift+S")
        page.wait_for_selector("film-strip button.done:has-text('10.png') >> text=reviewed")
        page.wait_for_selector("film-strip .total >> text=Reviewed: 1 of 2 files")
        page.keyboard.press("PageDown")
        page.wait_for_selector("film-strip button[aria-current=true] >> text=40.png")
        page.keyboard.press("n")
        chosen = page.evaluate("document.querySelector('track-card.focus').number")
        page.keyboard.press("k")
        page.wait_for_selector(f"{card(page, chosen)}.visible")
        page.wait_for_selector("film-strip button:has-text('40.png') >> text=1 visible, begun")
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_selector("top-bar .counts >> text=1 drawn")
        saved(page)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Render 40.redacted.png").click()
        page.locator(".job-message", has_text="1 of 1 frame covered").wait_for()
    with Plan(tmp_path / "10.veil") as plan:
        assert plan.reviewed().complete
    with Plan(tmp_path / "40.veil") as plan:
        assert [track.id for track in plan.tracks() if track.decision is Decision.KEEP] == [chosen]
    assert (tmp_path / "40.redacted.png").is_file()
    assert not (tmp_path / "10.redacted.png").exists()


def test_all_photos_of_a_folder_are_rendered_at_once(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    with av.open(people_clip.path) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in (10, 25, 40):
                Image.fromarray(frame.to_ndarray(format="rgb24")).save(tmp_path / f"{number}.png")
    for number in (10, 25, 40):
        scan(tmp_path / f"{number}.png")
    with serving(tmp_path) as served, window(browser, served.address, "PH") as page:
        page.keyboard.press("Control+Enter")
        for hidden in ("Sound", "Subtitles", "Replace"):
            assert page.locator("finish-sheet").get_by_label(hidden).is_hidden()
        page.get_by_role("button", name="Render 10.redacted.png").click()
        page.locator(".job-message", has_text="1 of 1 frame covered").wait_for()
        before = (tmp_path / "10.redacted.png").stat().st_mtime_ns
        page.get_by_role("button", name="Render all 3").click()
        page.locator(".job-message", has_text="2 of 3 rendered; nobody has looked at 2 of them; 1 failed:").wait_for()
        assert (tmp_path / "10.redacted.png").stat().st_mtime_ns == before
        page.get_by_label("Replace").check()
        page.get_by_role("button", name="Render all 3").click()
        page.locator(".job-message", has_text="3 of 3 rendered; nobody has looked at 3 of them").wait_for()
        assert (tmp_path / "10.redacted.png").stat().st_mtime_ns > before
    assert {f"{number}.redacted.png" for number in (10, 25, 40)} <= {path.name for path in tmp_path.iterdir()}


def test_a_finding_of_the_audit_leads_to_its_frame_with_one_click(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source, before=FAKE_AUDIT) as served, window(browser, served.address) as page:
        _audit(page)
        page.locator(".verdict", has_text="1 face is bare").wait_for()
        page.get_by_role("button", name="1: a bare face, 0:01.20 to 0:01.32, track 1, 50 px, 80 % survives").click()
        at_frame(page, 30)
        page.wait_for_selector(f"{card(page, 1)}.focus")
        page.keyboard.press("Home")
        page.keyboard.press("d")
        moved = page.locator("film-view:not([data-frame='0'])")
        moved.wait_for()


def test_a_finding_is_answered_with_a_reason_no_longer_counts_and_the_answer_is_withdrawn(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source, before=FAKE_AUDIT) as served, window(browser, served.address, "AB") as page:
        _audit(page)
        page.get_by_role("button", name="No face").click()
        page.keyboard.press("Enter")
        assert page.locator("#answer").is_visible()
        answer(page, "a poster")
        page.locator(".leaks .answered", has_text="no face: a poster (AB)").wait_for()
        page.locator(".verdict", has_text="Safe to publish").wait_for()
        assert page.locator("track-card.found").count() == 0
        page.get_by_role("button", name="Withdraw").click()
        page.locator(".verdict", has_text="1 face is bare").wait_for()
        page.wait_for_selector(f"{card(page, 1)}.found >> text=finding 1")


def test_an_answer_to_a_finding_denies_only_what_it_is(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    plate = FAKE_AUDIT.replace('"kind": "face"', '"kind": "plate"')
    with serving(source, before=plate) as served, window(browser, served.address, "AB") as page:
        _audit(page)
        page.get_by_role("button", name="1: a bare number plate").wait_for()
        page.get_by_role("button", name="Nothing to cover").click()
        answer(page, "a sign of a shop")
        page.locator(".leaks .answered", has_text="nothing that must be covered: a sign of a shop (AB)").wait_for()


def test_the_page_says_why_an_action_is_not_possible(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address) as page:
        page.keyboard.press("u")
        notified(page, "nothing to undo")
        page.keyboard.press("k")
        notified(page, "Choose a track first")
        page.keyboard.press("n")
        page.keyboard.press("Home")
        page.keyboard.press("Control+a")
        page.keyboard.press("a")
        notified(page, "none would be covered")
