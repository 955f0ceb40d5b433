"""The review page in other languages: its direction, its layout, and its keys on keyboards with other letters."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.render.selfchecks import plan_of
from tests.review.served import Served, begin, closed, new_page, serving
from tests.synthetic_video import VideoSpec, video
from veilproof.language import LANGUAGES, text
from veilproof.language.message import message, said

pytestmark = pytest.mark.slow

_ARABIC = {"KeyN": "ى", "KeyK": "ن", "KeyU": "ع", "KeyB": "لا", "KeyG": "ل"}
_RUSSIAN = {"KeyN": "т", "KeyK": "л", "KeyU": "\u0433", "KeyB": "и", "KeyG": "п"}


@pytest.fixture(scope="module")
def served(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("languages")
    copied(people_clip.path, folder)
    with serving(folder / people_clip.path.name) as running:
        yield running


@contextlib.contextmanager
def _page(browser: Browser, served: Served, language: str) -> Iterator[Page]:
    """A window of somebody whose browser speaks this language."""
    with new_page(browser, locale=language) as page:
        page.goto(served.address)
        served.address = served.next_address()
        begin(page, "AB")
        yield page


def _press(page: Page, code: str, key: str, *, shift: bool = False) -> None:
    """Press the key in that place, which gives this letter on the keyboard of the person."""
    session = page.context.new_cdp_session(page)
    pressed = {"code": code, "key": key, "modifiers": 8 if shift else 0}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_nothing_is_wider_than_the_window(browser: Browser, served: Served, language: str) -> None:
    with _page(browser, served, language) as page:
        assert page.evaluate("document.documentElement.lang") == language
        assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
        page.get_by_role("button", name=text(language, "finish")).wait_for()
        page.keyboard.press("n")
        beyond = """() => [...document.querySelectorAll("button, select, .about, .total")]
            .filter((each) => each.checkVisibility() && !each.closest(".places"))
            .filter((each) => {
                const { left, right } = each.getBoundingClientRect();
                return left < -1 || right > innerWidth + 1;
            }).map((each) => each.textContent)"""
        assert page.evaluate(beyond) == []
        for key, name in (("?", "keys"), ("Control+Enter", "finish")):
            page.keyboard.press(key)
            dialog = page.get_by_role("dialog", name=text(language, name))
            dialog.wait_for()
            assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
            closed(page, text(language, name))


def test_what_the_server_says_is_in_the_language_of_the_page(browser: Browser, served: Served) -> None:
    with _page(browser, served, "fr") as page:
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Produire").first.click()
        said = page.locator(".job-message", has_text="60 images sur 60 avec des caches")
        said.wait_for()
        page.get_by_role("button", name="Produire").first.click()
        said.wait_for(state="hidden")
        closed(page, text("fr", "finish"))
        page.route("**/change", lambda route: route.continue_(post_data=_MANY))
        page.keyboard.press("n")
        page.keyboard.press("k")
        page.locator("#notification", has_text=text("fr", "error-several-visible", n=2)).wait_for()
        # Nobody has the key in a window of its own, so that no page could say it.
        with new_page(browser, locale="fr") as fresh:
            fresh.goto(f"http://127.0.0.1:{served.port}/")
            fresh.get_by_text(text("fr", "refused")).wait_for()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_sentence_that_begins_with_a_latin_name_has_the_direction_of_its_language(
    browser: Browser, served: Served, language: str, direction: str
) -> None:
    """Where a page shows what may be a name alone, the direction is that of the first letter."""
    with _page(browser, served, language) as page:
        page.route("**/change", lambda route: route.fulfill(status=422, json=_FAILED))
        page.keyboard.press("n")
        page.keyboard.press("c")
        notification = page.locator("#notification", has_text="march.mp4")
        notification.wait_for()
        notification.evaluate("each => { each.dir = 'auto'; }")
        assert notification.evaluate("each => getComputedStyle(each).direction") == direction
        words = notification.text_content() or ""
        assert ("\u200f" in words) == (language == "ar")
        assert words.lstrip("\u200f\u2068").startswith("march.mp4")


def test_what_was_left_out_is_named_in_the_language_of_the_page(browser: Browser, tmp_path: Path) -> None:
    spec = VideoSpec(cover=True, sound=("aac", "aac"), chapters=True, tags={"comment": "of whom"})
    plan_of(video(tmp_path / "film.mp4", spec), [])
    with serving(tmp_path / "film.mp4") as served, _page(browser, served, "fr") as page:
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Produire").first.click()
        done = page.locator(".job-message", has_text="laissé de côté")
        done.wait_for()
        words = (done.text_content() or "").partition("laissé de côté")[2].lstrip(" :")
        assert words.split(", ")[:2] == ["image de couverture", "1 chapitre"]
        assert "métadonnées (comment" in words
        assert words.count("son (aac, stereo)") == 2


_FAILED = said([message("error-not-rendered", name="march.mp4")])
_MANY = '{"change": {"do": "decide", "tracks": [1, 2], "decision": "keep"}, "revision": 0}'
"""What the page itself never asks for."""


@pytest.mark.parametrize(("language", "letters"), [("ar", _ARABIC), ("ru", _RUSSIAN)])
def test_shortcuts_work_on_keyboards_with_other_letters(
    browser: Browser, served: Served, language: str, letters: dict[str, str]
) -> None:
    with _page(browser, served, language) as page:
        _press(page, "KeyN", letters["KeyN"])
        page.wait_for_selector("track-card.focus")
        _press(page, "KeyK", letters["KeyK"])
        page.wait_for_selector("track-card.focus.visible")
        _press(page, "KeyU", letters["KeyU"])
        page.wait_for_selector("track-card.focus:not(.visible)")
        _press(page, "KeyB", letters["KeyB"])
        page.wait_for_function("document.querySelector('film-view').editor.drawing")


def test_a_letter_place_that_gives_a_bracket_is_still_the_letter(browser: Browser, served: Served) -> None:
    """On an Arabic keyboard, Shift and D give "]", which would set where the track ends."""
    with _page(browser, served, "ar") as page:
        _press(page, "KeyN", _ARABIC["KeyN"])
        page.wait_for_selector("track-card.focus")
        undo = page.get_by_role("button", name=text("ar", "undo"))
        before = undo.get_attribute("title")
        _press(page, "KeyD", "]", shift=True)
        page.wait_for_selector(".place[aria-selected=true], #notification:not(:empty)")
        assert page.locator(".saved").get_attribute("data-state") == "saved"
        assert undo.get_attribute("title") == before


def test_the_chosen_language_is_remembered(browser: Browser, served: Served) -> None:
    with _page(browser, served, "fr") as page:
        with page.expect_navigation():
            page.get_by_label(text("fr", "switch-language")).select_option("uk")
        page.get_by_role("button", name=text("uk", "finish")).wait_for()
        page.reload()
        page.get_by_role("button", name=text("uk", "finish")).wait_for()
