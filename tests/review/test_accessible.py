"""What axe-core says of the review page in the states below, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.accessible import assert_accessible
from tests.conftest import Clip
from tests.redacted import copied, of_kind
from tests.review.served import answer, card, closed, new_page, notified, sample_shown, saved, serving
from tests.review.test_reviewed_file import FAKE_AUDIT
from tests.sound.spoken import RATE, film, spoken
from veilproof import Plan, scan
from veilproof.kind import Kind

pytestmark = pytest.mark.slow

_OFFICE = '[[reason]]\ncode = "(b)(6)"\ntext = "Personal privacy"\n\n[[reason]]\ncode = "(b)(7)(C)"\ntext = "Records"\n'


@pytest.fixture
def folder(people_clip: Clip, tmp_path: Path) -> Path:
    """A clip with two kinds of tracks, a photo, and a film in which somebody speaks."""
    folder = tmp_path / "files"
    folder.mkdir()
    of_kind(copied(people_clip.path, folder), Kind.HEAD, 2)
    with Plan(folder / "people.veil") as plan:
        plan.mark_reviewed(frames=[(0, len(plan.pts()) - 1)])
    with av.open(people_clip.path) as container:
        Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24")).save(folder / "photo.png")
    pause = np.zeros(RATE, np.float32)
    film(folder / "talk.mp4", np.concatenate([pause, spoken()])[None], codec="aac")
    for name in ("photo.png", "talk.mp4"):
        scan(folder / name)
    (tmp_path / "office.toml").write_text(_OFFICE, "utf-8")
    return folder


def test_no_state_of_the_page_breaks_a_rule(folder: Path, browser: Browser) -> None:
    reasons = folder.parent / "office.toml"
    with serving(folder, "--reasons", reasons, before=FAKE_AUDIT) as served, new_page(browser, 1440, 900) as page:
        page.goto(served.address)
        for state in states(page):
            assert_accessible(page, state)


def states(page: Page) -> Iterator[str]:
    """Lead the page from one state to the next, as a person would."""
    page.wait_for_selector("html[data-ready]")
    page.locator("#answer").wait_for()
    yield "the question for initials"
    answer(page, "AB")
    yield "the lists, and several kinds"
    page.keyboard.press("Shift+E")
    page.locator(".kind[aria-pressed=false]").wait_for()
    yield "a kind that is hidden"
    page.keyboard.press("Shift+E")
    page.keyboard.press("n")
    page.keyboard.press("k")
    saved(page)
    page.locator("top-bar .again").wait_for()
    yield "a track that stays visible, and is to be looked at again"
    page.keyboard.press("q")
    notified(page, "Is nobody else bare here")
    yield "what is to be looked at again"
    page.keyboard.press("y")
    page.locator("#answer").wait_for()
    yield "the question why"
    answer(page, "officer on duty")
    page.keyboard.press("i")
    page.get_by_role("dialog", name="Reason").wait_for()
    yield "the reasons of an office"
    closed(page, "Reason")
    page.keyboard.press("Control+a")
    page.keyboard.press("k")
    page.locator("#answer").wait_for()
    yield "the question before many are kept"
    page.keyboard.press("Escape")
    page.locator("#answer").wait_for(state="hidden")
    page.keyboard.press("Shift+S")
    page.keyboard.press("Home")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.locator(".draft-bar:not([hidden])").wait_for()
    yield "a box that is drawn"
    page.keyboard.press("o")
    page.get_by_role("dialog", name="What is covered").wait_for()
    yield "what is covered by a box that is drawn"
    page.keyboard.press("2")
    page.locator("track-card.focus", has_text="fixed").wait_for()
    saved(page)
    page.keyboard.press("o")
    page.get_by_role("dialog", name="What is covered").wait_for()
    yield "what is covered by a track that was drawn"
    page.get_by_role("button", name="Put it on all").click()
    page.locator("#answer").wait_for()
    yield "the question before it is put on other files"
    page.keyboard.press("Escape")
    page.locator("#answer").wait_for(state="hidden")
    page.keyboard.press("u")
    page.locator("track-card", has_text="fixed").wait_for(state="detached")
    saved(page)
    page.keyboard.press("g")
    page.locator("sample-panel .question", has_text="bare in frame").wait_for()
    yield "the check by sample"
    sample_shown(page)
    page.keyboard.press("s")
    page.locator("sample-panel .bound", has_text="drawn frames were looked at").wait_for()
    yield "the bound after a look"
    page.keyboard.press("g")
    # The frame that is drawn next may be one of another file.
    page.locator("film-strip button", has_text="people.mp4").click()
    page.wait_for_selector("film-strip button[aria-current=true] >> text=people.mp4")
    page.keyboard.press("d")
    yield "a place that is chosen"
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    yield "the help"
    closed(page, "Keys")
    page.keyboard.press("Control+Enter")
    page.get_by_role("dialog", name="Finish").wait_for()
    yield "the finish sheet"
    page.locator("finish-sheet select").first.select_option("blur")
    yield "the warning for blur"
    page.locator("finish-sheet select").first.select_option("solid")
    page.get_by_role("button", name="Render people.redacted.mp4").click()
    page.locator(".job-message", has_text="frames covered").wait_for()
    yield "what was rendered"
    page.get_by_role("button", name="Run the audit").click()
    page.locator(".verdict", has_text="1 face is bare").wait_for()
    yield "the findings"
    page.get_by_role("button", name="No face").click()
    answer(page, "a poster")
    page.locator(".leaks .answered").wait_for()
    yield "a finding that is answered"
    page.get_by_role("button", name="Withdraw").click()
    page.locator(".leaks .answered").wait_for(state="detached")
    closed(page, "Finish")
    page.wait_for_selector(f"{card(page, 1)}.found")
    yield "findings in the lists"
    page.keyboard.press("r")
    notified(page, "nothing to redo")
    yield "a message about what is not possible"
    page.keyboard.press("PageDown")
    page.wait_for_selector("film-strip button[aria-current=true] >> text=photo.png")
    yield "a photo"
    page.keyboard.press("PageDown")
    page.wait_for_selector("sound-lane:not([data-wave=''])")
    yield "the sound"
    page.keyboard.press("t")
    page.keyboard.press("4")
    saved(page)
    yield "a voice that is disguised"
