"""What may be bare comes first: the list of places, and what one key does there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.conftest import Clip
from tests.panning_film import film
from tests.redacted import copied
from tests.render.selfchecks import plan_of
from tests.review.served import at_frame, card, held, notified, saved, serving, window
from veilproof import Plan
from veilproof.plan import Decision, PlannedTrack
from veilproof.risk import Place, PlaceKind, risk_of_plan
from veilproof.scan.templates import template_of
from veilproof.track.confirm import ConfirmedTrack

pytestmark = pytest.mark.slow


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    """A clip whose scan suspects the faces of two people without covering them."""
    source = copied(people_clip.path, tmp_path)
    with Plan(source.with_suffix(".veil")) as plan:
        facts, pts, tracks = plan.facts, plan.pts(), plan.tracks()
        found = [ConfirmedTrack(t.first, plan.boxes_of(t.id), t.confidence, t.observations) for t in tracks]
    source.with_suffix(".veil").unlink()
    weak = [ConfirmedTrack(t.first, t.boxes, 0.05 * at, 1) for at, t in enumerate(found[:2], 1)]
    with closing(Plan.create(source.with_suffix(".veil"), facts)) as plan:
        plan.add({}, enumerate(pts), found[2:], weak)
        plan.finish(facts)
    return source


def test_the_most_dangerous_place_comes_first_c_covers_it_and_s_says_that_nothing_is_bare(
    source: Path, browser: Browser
) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        places, before = len(risk_of_plan(plan).places), len(plan.tracks())
    assert places > 1
    with serving(source) as served, window(browser, served.address, "AB") as page:
        title = page.locator("place-list h2")
        title.filter(has_text=f"May be bare: {places} places").wait_for()
        page.keyboard.press("d")
        page.wait_for_selector(".place[aria-selected=true]")
        page.locator("track-tools h2", has_text="May be bare").wait_for()
        page.keyboard.press("k")
        notified(page, "Nothing is covered here")
        page.keyboard.press("c")
        notified(page, f"Covered as track {before + 1}")
        saved(page)
        covered = _tracks(source)[-1]
        assert (covered.id, covered.decision, round(covered.confidence, 2)) == (before + 1, Decision.COVER, 0.1)
        # What is on the screen is what the next key is about.
        for at, place in enumerate(_places(source)):
            page.wait_for_selector(f".place:nth-child({at + 1})[aria-selected=true]")
            at_frame(page, place.frame)
            page.keyboard.press("s")
            if place.kind is PlaceKind.SUSPECTED:
                break
            notified(page, "Play these frames")
            page.keyboard.press("d")
        notified(page, "Nothing is bare there")
        saved(page)
        assert len(_tracks(source)) == before + 1
        with Plan(source.with_suffix(".veil")) as plan:
            assert [one.reviewed for one in plan.suspicions()] == [True, True]
        page.keyboard.press("u")
        title.filter(has_text=f"May be bare: {places - 1} place").wait_for()


def test_a_click_on_a_place_goes_to_its_frame(source: Path, browser: Browser) -> None:
    with Plan(source.with_suffix(".veil")) as plan:
        first = risk_of_plan(plan).places[0]
    with serving(source) as served, window(browser, served.address) as page:
        page.locator(".place").first.click()
        at_frame(page, first.frame)


def test_an_area_that_ends_before_its_end_is_listed_and_c_says_what_can_be_done(
    tmp_path: Path, browser: Browser
) -> None:
    source = film(tmp_path / "cut.mp4", cut=25)
    plan_of(source, [])
    with Plan(source.with_suffix(".veil")) as plan:
        template_of("scene 150,100,40,20 0-1.2").draw(plan, source)
    with serving(source) as served, window(browser, served.address) as page:
        page.locator(".place", has_text="a cover ends early").click()
        at_frame(page, 25)
        page.wait_for_selector(".place[aria-selected=true]")
        page.keyboard.press("c")
        notified(page, "what track 1 shows is lost")


def test_a_track_that_is_lengthened_over_a_cut_ends_there_and_stands_still_if_it_is_asked_for_again(
    tmp_path: Path, browser: Browser
) -> None:
    source = film(tmp_path / "cut.mp4", cut=25)
    plan_of(source, [np.tile(np.array([[150, 100, 190, 140]], np.float32), (21, 1))])

    def last() -> int:
        with Plan(source.with_suffix(".veil")) as plan:
            return plan.tracks()[0].last

    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.click(card(page, 1))
        for _ in range(30):
            page.keyboard.press("ArrowRight")
        at_frame(page, 30)
        with held(page, "**/change"):
            # Whoever presses it twice, because nothing is to be seen yet, has not read that it is lost.
            page.keyboard.press("]")
            page.keyboard.press("]")
        notified(page, "is lost after frame 25, and its cover ends there")
        saved(page)
        assert last() == 24
        page.locator(".place", has_text="a cover ends early").wait_for()
        page.keyboard.press("]")
        page.locator(".place", has_text="a cover ends early").wait_for(state="detached")
        saved(page)
        assert last() == 30


def test_an_end_that_is_set_while_the_other_is_being_saved_leaves_the_other(tmp_path: Path, browser: Browser) -> None:
    """Following a face to a later end takes seconds, in which a person goes to the other end."""
    source = film(tmp_path / "in.mp4")
    plan_of(source, [np.tile(np.array([[150, 100, 190, 140]], np.float32), (21, 1))])
    with serving(source) as served, window(browser, served.address, "AB") as page:
        page.click(card(page, 1))
        with held(page, "**/change"):
            for _ in range(5):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("[")
            for _ in range(10):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("]")
        saved(page)
    with Plan(source.with_suffix(".veil")) as plan:
        (track,) = plan.tracks()
        assert (track.first, track.last) == (5, 15)


def _places(source: Path) -> tuple[Place, ...]:
    with Plan(source.with_suffix(".veil")) as plan:
        return risk_of_plan(plan).places


def _tracks(source: Path) -> list[PlannedTrack]:
    with Plan(source.with_suffix(".veil")) as plan:
        return plan.tracks()


def test_the_covers_below_a_confidence_are_listed_with_the_number_of_faces_among_them(
    people_clip: Clip, tmp_path: Path, browser: Browser
) -> None:
    source = copied(people_clip.path, tmp_path)
    below = [track.confidence for track in _tracks(source) if track.confidence < 0.35]
    assert below
    with serving(source) as served, window(browser, served.address) as page:
        page.locator("select[aria-label=Show]").select_option("below")
        page.get_by_label("Least confidence in percent").fill("35")
        expected = f"35 %: {len(below)} of {len(_tracks(source))} tracks, about {sum(below):.1f} faces"
        page.locator(".grid-bar .total", has_text=expected).wait_for()
        page.wait_for_function("n => document.querySelectorAll('track-card').length === n", arg=len(below))
