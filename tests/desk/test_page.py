"""The start page as a person uses it, in a browser, judged by the files that lie there in the end."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.archive.archives import attempts, clips, results
from tests.desk.desks import Home
from tests.review.served import begin, new_page, saved
from veilproof.language import text

pytestmark = pytest.mark.slow

_FOCUSED = """() => {
    const at = document.activeElement;
    return at.ariaLabel || at.closest('label, button')?.textContent || '';
}"""


@contextlib.contextmanager
def start_page(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A window with the start page. Errors in the console fail the test."""
    errors: list[str] = []
    with new_page(browser, 1280, 800, **options) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        yield page
        assert not [line for line in errors if "status of 422" not in line], errors


def choose_footage(page: Page) -> None:
    page.get_by_role("button", name="Videos").click()
    page.get_by_role("button", name="Open footage").click()


def ready(page: Page, count: int) -> None:
    """Wait until so many files are ready to look at, or more: two may be ready at once."""
    page.wait_for_function("n => document.querySelectorAll('[data-state^=review-]').length >= n", arg=count)


def test_from_the_start_page_to_a_folder_of_results_and_through_the_review(home: Home, browser: Browser) -> None:
    with home.serving() as served, start_page(browser, served.address) as page:
        choose_footage(page)
        page.get_by_text(str(home.results)).wait_for()
        page.get_by_role("button", name="Cover everybody in this folder").click()
        ready(page, 2)
        assert set(results(home.results)) == {"00000.redacted.mp4", "00001.redacted.mp4"}
        page.get_by_role("button", name="Look at 00001.mp4").click()
        page.wait_for_url("**/review?file=0")
        begin(page, "AB")
        assert page.locator("top-bar h1").inner_text() == "00001.mp4"
        page.keyboard.press("n")
        page.keyboard.press("s")
        saved(page)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Render 00001.redacted.mp4").wait_for()
        assert not page.get_by_label("Shape").is_visible(), "the options are those of the start"
        page.keyboard.press("Escape")
        page.get_by_role("link", name="All files").click()
        row = page.locator("tr", has_text="00001.mp4")
        row.get_by_text("Partly looked at").or_(row.get_by_text("Looked at")).first.wait_for()
        row.get_by_text("changed").wait_for()
        page.get_by_role("button", name="Finish all").click()
        row.get_by_text("rendered", exact=True).wait_for()
        page.locator("tr", has_text="00000.mp4").get_by_text("not yet").wait_for(state="hidden")
        page.reload()
        ready(page, 2)
    assert attempts(home.results) == 4


def test_a_closed_page_and_an_ended_program_lose_nothing(home: Home, browser: Browser) -> None:
    clips(home.footage, 5)
    with home.serving() as served, start_page(browser, served.address) as page:
        choose_footage(page)
        page.get_by_role("button", name="Cover everybody in this folder").click()
        ready(page, 1)
        page.close()
        served.process.kill()
    with home.serving() as served, start_page(browser, served.address) as page:
        page.get_by_role("button", name="of 5 done").click()
        ready(page, 5)
    assert len(results(home.results)) == 5
    assert attempts(home.results) == 5


def test_everything_can_be_done_with_the_keyboard_alone(home: Home, browser: Browser) -> None:
    def press_on(page: Page, name: str, key: str = "Enter") -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            label = page.evaluate(_FOCUSED)
            if label.startswith(name):
                page.keyboard.press(key)
                return
        raise AssertionError(f"Tab never comes to {name}")

    with home.serving() as served, start_page(browser, served.address) as page:
        press_on(page, "Videos")
        page.get_by_role("button", name="Open footage").wait_for()
        press_on(page, "Open footage")
        page.get_by_role("heading", name="footage").wait_for()
        press_on(page, "Choose 00000.mp4", "Space")
        press_on(page, "Leave it out", "ArrowDown")
        press_on(page, "Cover everybody in 1 chosen")
        ready(page, 1)
        press_on(page, "Look at 00000.mp4")
        page.wait_for_url("**/review?file=0")
    assert set(results(home.results)) == {"00000.redacted.mp4"}


def test_what_cannot_be_done_says_why_and_can_be_tried_again(home: Home, browser: Browser) -> None:
    (home.footage / "00001.mp4").write_bytes(b"not a film")
    with home.serving() as served, start_page(browser, served.address) as page:
        choose_footage(page)
        page.get_by_role("button", name="Cover everybody in this folder").click()
        row = page.locator("tr", has_text="00001.mp4")
        row.get_by_text("Could not be done").wait_for()
        row.get_by_text("is not a photo or video of a kind that can be read").wait_for()
        shutil.copy(home.footage / "00000.mp4", home.footage / "00001.mp4")
        page.get_by_role("button", name="Try again what failed").click()
        ready(page, 2)


def test_why_a_file_could_not_be_done_is_said_in_the_language_of_the_page(home: Home, browser: Browser) -> None:
    (home.footage / "00001.mp4").write_bytes(b"not a film")
    with home.serving() as served, start_page(browser, served.address, locale="fr") as page:
        page.get_by_role("button", name=text("fr", "location-videos")).click()
        page.get_by_role("button", name="footage").click()
        page.get_by_role("button", name=text("fr", "start-all")).click()
        row = page.locator("tr", has_text="00001.mp4")
        row.get_by_text(text("fr", "cause-unreadable")).wait_for()
        assert "is not a photo or video" in (row.locator(".note").get_attribute("title") or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_on_a_narrow_screen_at_200_percent(home: Home, browser: Browser, scheme: str) -> None:
    with home.serving() as served, start_page(browser, served.address, color_scheme=scheme) as page:
        page.set_viewport_size({"width": 640, "height": 400})  # 1280 x 800 at 200 %
        assert fits(page)
        choose_footage(page)
        page.get_by_role("heading", name="footage").wait_for()
        assert fits(page)
        page.get_by_role("button", name="Cover everybody in this folder").click()
        ready(page, 2)
        assert fits(page)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
