"""Reasons and notes of the incident on the review page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import answer, at_frame, card, notified, saved, serving, window
from veilproof import Plan
from veilproof.plan import Subject

pytestmark = pytest.mark.slow

_OFFICE = '[[reason]]\ncode = "(b)(6)"\ntext = "Personal privacy"\n\n[[reason]]\ncode = "(b)(7)(C)"\ntext = "Records"\n'


def test_one_key_gives_a_reason_and_the_last_one_comes_first(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    (tmp_path / "office.toml").write_text(_OFFICE, "utf-8")
    with (
        serving(source, "--reasons", tmp_path / "office.toml") as served,
        window(browser, served.address, "AB") as page,
    ):
        page.locator(card(page, 1)).click()
        page.keyboard.press("i")
        page.keyboard.press("2")
        notified(page, "Track 1: (b)(7)(C).")
        saved(page)
        page.locator(card(page, 2)).click()
        page.keyboard.press("i")
        page.keyboard.press("1")
        notified(page, "Track 2: (b)(7)(C).")
        saved(page)
        page.locator(card(page, 2), has_text="(b)(7)(C)").wait_for()
        page.keyboard.press("u")
        notified(page, "Undone: reason")
    with Plan(tmp_path / "people.veil") as plan:
        reasons = plan.reasons()
    assert {key: (given.reason.code, given.by) for key, given in reasons.items()} == {
        (Subject.TRACK, 1): ("(b)(7)(C)", "AB")
    }


def test_what_happens_is_written_about_the_frames_just_played(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("Home")
        at_frame(page, 0)
        for frame in range(1, 6):
            page.keyboard.press("ArrowRight")
            at_frame(page, frame)
        page.keyboard.press("l")
        assert page.get_by_text("There is no field for a name").is_visible()
        answer(page, "track 1 crosses the street")
        notified(page, "Written down")
        saved(page)
    with Plan(tmp_path / "people.veil") as plan:
        (incident,) = plan.incidents()
    assert (incident.first, incident.last, incident.what, incident.by) == (0, 5, "track 1 crosses the street", "AB")


def test_what_happens_is_marked_on_the_time_line_and_a_click_goes_there(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        times = plan.times()
        plan.describe((times[20], times[30]), "track 1 stumbles")
    with serving(source) as served, window(browser, served.address, "AB") as page:
        line = page.get_by_role("slider").first
        box = line.bounding_box()
        assert box
        share = float(times[20]) / float(times[-1] + times[1])
        page.mouse.click(box["x"] + 10 + (box["width"] - 20) * share, box["y"] + 18 + 8 + 4)
        at_frame(page, 20)
        notified(page, "track 1 stumbles")
        page.wait_for_selector("[role=slider][aria-valuetext*='track 1 stumbles']")
