"""Areas on the page: one key and a small sheet choose how a box goes through the film, and put it on all files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.render.selfchecks import plan_of
from tests.review.served import answer, card, notified, saved, serving, window
from tests.synthetic_video import VideoSpec, video
from veilproof.plan import Area, Moves, Plan, PlannedTrack
from veilproof.scan.templates import template_of

pytestmark = pytest.mark.slow


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


def newest(source: Path) -> PlannedTrack:
    with Plan(source.with_suffix(".veil")) as plan:
        return plan.tracks()[-1]


def draft(page: Page) -> None:
    """A box in the middle of the picture, by keys alone."""
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.locator(".draft-bar").wait_for()


def choose(page: Page, *keys: str) -> None:
    page.keyboard.press("o")
    page.locator("area-sheet dialog[open]").wait_for()
    for key in keys:
        page.keyboard.press(key)
    page.locator("area-sheet dialog[open]").wait_for(state="detached")
    saved(page)


def test_one_key_and_one_number_say_how_a_box_goes_through_the_film_and_the_card_shows_it(
    source: Path, browser: Browser
) -> None:
    with serving(source) as served, window(browser, served.address, "AB") as page:
        for keys, area, words in (
            (["2"], Area(Moves.FIXED), "fixed"),
            (["3"], Area(Moves.SCENE), "with the camera"),
            (["a", "1"], Area(Moves.FOLLOWED, all_but=True), "covered all but"),
        ):
            draft(page)
            choose(page, *keys)
            notified(page, "[ and ] move its ends")
            track = newest(source)
            assert (track.area, track.first, track.last) == (area, 0, 59)
            page.locator(card(page, track.id), has_text=words).wait_for()
        # The frame is shown as it will be: all black but for the box.
        page.wait_for_function(
            """() => {
                const canvas = document.querySelector("film-view canvas");
                const context = canvas.getContext("2d");
                const [r, g, b] = context.getImageData(canvas.width * 0.2, canvas.height * 0.3, 1, 1).data;
                return Math.max(r, g, b) < 24;
            }"""
        )


def test_a_drawn_track_is_changed_by_the_same_key_and_undone(source: Path, browser: Browser) -> None:
    with serving(source) as served, window(browser, served.address, "AB") as page:
        draft(page)
        page.keyboard.press("w")
        saved(page)
        track = newest(source)
        assert track.area == Area(Moves.FIXED)
        page.locator(card(page, track.id)).click()
        choose(page, "a", "2")
        assert newest(source).area == Area(Moves.FIXED, all_but=True)
        page.locator(card(page, track.id), has_text="covered all but").wait_for()
        page.keyboard.press("u")
        page.locator(card(page, track.id), has_text="covered area").wait_for()
        assert newest(source).area == Area(Moves.FIXED)


def test_who_shortens_all_but_is_told_that_everything_is_bare_there(source: Path, browser: Browser) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        light = template_of("all-but 25%,25%,50%,50%").draw(plan).track
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.locator(card(page, light)).click()
        page.keyboard.press("]")
        notified(page, f"Outside of these frames nothing is covered by track {light} any more")
        saved(page)
        assert newest(source).last == 0


def test_with_nothing_drawn_the_key_covers_the_whole_frame(source: Path, browser: Browser) -> None:
    with serving(source) as served, window(browser, served.address, "AB") as page:
        choose(page, "1")
        track = newest(source)
        assert (track.first, track.last, track.size) == (0, 59, 640)
        page.locator(card(page, track.id), has_text="whole frame").wait_for()


def test_an_area_is_put_on_all_open_files_after_it_was_asked(source: Path, tmp_path: Path, browser: Browser) -> None:
    others = []
    for name, (width, height) in (("b.mp4", (320, 180)), ("tall.mp4", (180, 320))):
        others.append(tmp_path / name)
        spec = VideoSpec(width=width, height=height, times=tuple(Fraction(i, 10) for i in range(12)))
        video(others[-1], spec)
        plan_of(others[-1], [])
    with serving(source, *others) as served, window(browser, served.address, "AB") as page:
        draft(page)
        choose(page, "2")
        choose(page, "4")
        page.get_by_text("is put on 2 other open files").wait_for()
        answer(page, "a time stamp")
        notified(page, "It was put on 1 file")
        notified(page, "another shape: tall.mp4")
    with Plan(tmp_path / "b.veil") as plan:
        assert [(track.area, track.reason) for track in plan.tracks()] == [(Area(), "a time stamp")]
    with Plan(tmp_path / "tall.veil") as plan:
        assert plan.tracks() == []
