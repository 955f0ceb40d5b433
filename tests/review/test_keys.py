"""No key is lost on the page, however quickly it follows on another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import held, serving, window

pytestmark = pytest.mark.slow

_CLOSE_AND_PRESS = """key => {
    document.querySelector("dialog[open]").close();
    const press = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(press);
}"""
"""What the dialog had in focus has it until the next paint; no browser waits for that before it hands on a key."""


def _close_and_press(page: Page, key: str) -> None:
    page.evaluate(_CLOSE_AND_PRESS, key)


def test_a_key_right_after_a_dialog_was_closed_is_not_lost(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    with serving(copied(people_clip.path, tmp_path)) as served, window(browser, served.address, "AB") as page:
        finish, keys = (page.get_by_role("dialog", name=name) for name in ("Finish", "Keys"))
        page.keyboard.press("Control+Enter")
        finish.wait_for()
        _close_and_press(page, "?")
        keys.wait_for()
        _close_and_press(page, "n")
        page.wait_for_selector("track-card.focus")
        page.keyboard.press("y")
        page.locator("#answer").wait_for()
        _close_and_press(page, "?")
        keys.wait_for()


def test_a_box_is_moved_by_a_key_that_comes_before_the_boxes_are_there(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    with serving(copied(people_clip.path, tmp_path)) as served, window(browser, served.address, "AB") as page:
        with held(page, "**/regions/*"):
            page.reload()
            page.wait_for_selector("html[data-ready]")
            page.keyboard.press("n")
            page.keyboard.press("m")
        page.locator(".draft-bar").wait_for()
