"""Check by sample on the page: one key an answer, nothing counts that was not shown, and what is found is covered."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import at_frame, held, notified, sample_shown, saved, serving, window
from tests.synthetic_video import video
from veilproof import Plan, scan
from veilproof.plan import Sampled
from veilproof.risk import SampleCheck, drawn_together, file_sample, risk_of_plan, sample_check

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
        sample_shown(page)
        page.keyboard.press("s")
        _counted(page, "1 of 60 drawn frames were looked at, by AB; when all were, a bound follows.")
        saved(page)
        assert [(one.frame, one.bare, one.by) for one in _samples(source)] == [(first, False, "AB")]
        second = _drawn(source)
        at_frame(page, second)
        sample_shown(page)
        for key in ("b", "Enter", "Enter"):
            page.keyboard.press(key)
        _counted(page, "2 of 60 drawn frames were looked at, 1 of them with a bare face, by AB")
        saved(page)
        assert _samples(source)[1].frame == second
        assert (_samples(source)[1].bare, _track_count(source)) == (True, tracks + 1)
        at_frame(page, _drawn(source))
        page.keyboard.press("u")
        _counted(page, "1 of 60 drawn frames were looked at, by AB; when all were, a bound follows.")
        at_frame(page, second)
        assert _track_count(source) == tracks
        page.keyboard.press("Escape")
        page.locator("sample-panel .question").wait_for(state="hidden")


def test_an_answer_counts_only_while_the_drawn_frame_is_shown_as_covered(source: Path, browser: Browser) -> None:
    drawn = _drawn(source)
    away = "ArrowLeft" if drawn else "ArrowRight"
    with serving(source) as served, window(browser, served.address) as page:
        page.keyboard.press("g")
        sample_shown(page)
        at_frame(page, drawn)
        for key in (away, "v"):
            page.keyboard.press(key)
            page.keyboard.press("s")
            notified(page, "Not counted")
            at_frame(page, drawn)
            page.locator("#notification").evaluate("each => { each.textContent = ''; }")
        assert _samples(source) == []
        sample_shown(page)
        page.keyboard.press("s")
        _counted(page, "1 of 60 drawn frames")


def test_a_key_that_comes_before_the_drawn_frame_is_about_no_track(source: Path, browser: Browser) -> None:
    with serving(source) as served, window(browser, served.address) as page:
        page.keyboard.press("n")
        with held(page, "**/api/sample"):
            for key in ("g", "s", "k", "c"):
                page.keyboard.press(key)
            notified(page, "Choose a track first")
        at_frame(page, _drawn(source))
        page.locator("sample-panel .question", has_text="Is a face bare").wait_for()
        assert page.locator("track-card:is(.reviewed, .visible)").count() == 0
    assert _samples(source) == []


def test_frames_are_drawn_from_all_open_files_and_u_takes_back_the_last_answer_wherever_it_was(
    source: Path, tmp_path: Path, browser: Browser
) -> None:
    other = tmp_path / "square.mp4"
    video(other)
    scan(other)
    sources, names = (source, other), [source.name, other.name]
    with serving(*sources) as served, window(browser, served.address, "AB") as page:
        page.keyboard.press("g")
        seen: list[tuple[int | None, int | None]] = []
        while len({file for file, _ in seen}) < 2:
            check = _check(*sources)
            seen.append((check.file, check.frame))
            assert check.file is not None
            assert check.frame is not None
            page.wait_for_selector(f"top-bar h1 >> text={names[check.file]}")
            at_frame(page, check.frame)
            _counted(page, f"{len(seen) - 1} of" if len(seen) > 1 else "No frame")
            sample_shown(page)
            page.keyboard.press("s")
            _counted(page, f"{len(seen)} of")
        page.keyboard.press("u")
        _counted(page, f"{len(seen) - 1} of")
    assert sum(len(_samples(each)) for each in sources) == len(seen) - 1
    check = _check(*sources)
    assert (check.file, check.frame) == seen[-1]


def _counted(page: Page, text: str) -> None:
    page.locator("sample-panel .bound", has_text=text).wait_for()


def _drawn(source: Path) -> int:
    frame = _check(source).frame
    assert frame is not None
    return frame


def _check(*sources: Path) -> SampleCheck:
    with ExitStack() as opened:
        plans = [opened.enter_context(Plan(source.with_suffix(".veil"))) for source in sources]
        files = drawn_together([plan.facts["sha256"] for plan in plans])
        samples = [file_sample(plan, plan.tracks(), risk_of_plan(plan).places, files) for plan in plans]
    return sample_check(samples)


def _samples(source: Path) -> list[Sampled]:
    with Plan(source.with_suffix(".veil")) as plan:
        return plan.samples()


def _track_count(source: Path) -> int:
    with Plan(source.with_suffix(".veil")) as plan:
        return len(plan.tracks())
