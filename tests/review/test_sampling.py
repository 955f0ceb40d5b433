"""Check by sample on the page: one key an answer, nothing counts that was not shown, and what is found is covered."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import at_frame, notified, saved, serving, window
from veilproof import Plan
from veilproof.plan import Sampled
from veilproof.risk import risk_of_plan, sample_check

pytestmark = pytest.mark.slow


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


def test_s_says_that_nothing_is_bare_and_b_covers_what_is_which_counts_as_found(source: Path, browser: Browser) -> None:
    first, tracks = _drawn(source), _track_count(source)
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("g")
        at_frame(page, first)
        page.locator("sample-panel .question", has_text=f"Is a face bare in frame {first + 1}?").wait_for()
        page.keyboard.press("s")
        _counted(page, "after 1 look, by AB")
        saved(page)
        assert [(one.frame, one.bare, one.by) for one in _samples(source)] == [(first, False, "AB")]
        second = _drawn(source)
        at_frame(page, second)
        for key in ("b", "Enter", "Enter"):
            page.keyboard.press(key)
        _counted(page, "after 2 looks, 1 of them with a bare face, by AB")
        saved(page)
        assert _samples(source)[1].frame == second
        assert (_samples(source)[1].bare, _track_count(source)) == (True, tracks + 1)
        at_frame(page, _drawn(source))
        page.keyboard.press("u")
        _counted(page, "after 1 look, by AB")
        at_frame(page, second)
        assert _track_count(source) == tracks
        page.keyboard.press("Escape")
        page.locator("sample-panel .question").wait_for(state="hidden")


def test_an_answer_counts_only_while_the_drawn_frame_is_shown_as_covered(source: Path, browser: Browser) -> None:
    drawn = _drawn(source)
    away = "ArrowLeft" if drawn else "ArrowRight"
    with serving(source) as served, window(browser, served.address) as page:
        page.keyboard.press("g")
        at_frame(page, drawn)
        for key in (away, "v"):
            page.keyboard.press(key)
            page.keyboard.press("s")
            notified(page, "Not counted")
            at_frame(page, drawn)
            page.locator("#notification").evaluate("each => { each.textContent = ''; }")
        assert _samples(source) == []
        page.keyboard.press("s")
        _counted(page, "after 1 look")


def _counted(page: Page, text: str) -> None:
    page.locator("sample-panel .bound", has_text=text).wait_for()


def _drawn(source: Path) -> int:
    with Plan(source.with_suffix(".veil")) as plan:
        frame = sample_check(plan, plan.tracks(), risk_of_plan(plan).places).frame
    assert frame is not None
    return frame


def _samples(source: Path) -> list[Sampled]:
    with Plan(source.with_suffix(".veil")) as plan:
        return plan.samples()


def _track_count(source: Path) -> int:
    with Plan(source.with_suffix(".veil")) as plan:
        return len(plan.tracks())
