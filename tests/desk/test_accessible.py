"""What axe-core says of the start page in every state, in both themes and both directions of writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.accessible import assert_accessible
from tests.archive.archives import clips
from tests.desk.desks import Home
from tests.desk.test_page import fits
from tests.review.served import Served, new_page
from veilproof.language import text

pytestmark = pytest.mark.slow

_ROW = {
    "cause": "", "message": "", "places": None, "verdict": "", "leaks": 0, "ready": False, "review": "no",
    "changed": False,
}  # fmt: skip
_READY = {**_ROW, "state": "done", "ready": True, "places": 0}
_ROWS: list[dict[str, Any]] = [
    {**_ROW, "state": "waiting"},
    {**_ROW, "state": "waiting", "ready": True, "places": 1},
    {**_ROW, "state": "running"},
    {**_ROW, "state": "running", "stage": "scan", "seconds_left": 300, "share": 0.4},
    _READY,
    {**_READY, "places": 12, "review": "begun", "changed": True},
    {**_READY, "review": "complete", "verdict": "passed"},
    {**_READY, "review": "complete", "verdict": "failed", "leaks": 3},
    {**_READY, "review": "complete", "verdict": "inconclusive"},
    {**_READY, "state": "needs review", "cause": "no face found"},
    {**_ROW, "state": "failed", "message": "clip-10.mp4: is not a photo or video of a kind that can be read"},
]
"""A row in every state, as the server sends it."""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_state_of_the_start_page_breaks_a_rule(home: Home, browser: Browser, language: str) -> None:
    clips(home.footage, 2)
    with home.serving() as served, new_page(browser, 1280, 800, locale=language) as page:
        for state in _states(page, served, language):
            assert_accessible(page, state)
            page.set_viewport_size({"width": 640, "height": 400})  # at 200 %
            assert fits(page), f"{state}: wider than the window at 200 %"
            page.set_viewport_size({"width": 1280, "height": 800})


def _states(page: Page, served: Served, language: str) -> Iterator[str]:
    """Lead the page from one state to the next; what a list shows is the answer of a server in that state."""
    page.goto(served.address)
    page.wait_for_selector("html[data-ready]")
    yield "choosing a place"
    page.get_by_role("button", name=text(language, "location-videos")).click()
    page.get_by_role("button", name="footage").click()
    page.get_by_role("heading", name="footage").wait_for()
    yield "a folder and its options"
    page.get_by_role("checkbox").first.check()
    page.get_by_role("radio").nth(1).check()
    yield "a ticked file"
    page.route("**/api/desk/start", lambda route: route.fulfill(status=422, json={"message": "footage: is not there"}))
    page.locator(".start").click()
    page.locator("#notice:not(:empty)").wait_for()
    yield "a refusal"
    _lists(page, running=True, rows=[])
    page.locator("progress").first.wait_for()
    yield "files are looked for"
    _lists(page, running=True, seconds_left=5400)
    page.locator("[data-state=running] progress").first.wait_for()
    yield "a running list"
    _lists(page, running=True, stopping=True)
    yield "a list that is stopped"
    _lists(page, running=False, total=300)
    yield "a stopped list, one page of three"
    _lists(page, running=False, error="march.redacted: no space is left on the disk")
    yield "an error"
    finished = [row for row in _ROWS if row["ready"] and row["state"] != "waiting"]
    _lists(page, running=False, rows=finished)
    yield "a finished list"
    _lists(page, running=False, rows=[])
    yield "nothing was found"
    page.route("**/api/desk/quit", lambda route: route.fulfill(json={}))
    page.locator(".quit").click()
    page.locator(".quit").wait_for(state="detached")
    yield "the end"


def _lists(page: Page, *, rows: list[dict[str, Any]] = _ROWS, total: int = 0, **state: object) -> None:
    """Open the page as it is while the work is in that state."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["state"]] = counts.get(row["state"], 0) + 1
    counts["waiting"] = counts.get("waiting", 0) + max(0, total - len(rows))
    work = {
        "folder": "footage", "destination": "/media/disk/footage.redacted", "running": False, "stopping": False,
        "message": "", "counts": counts, "total": sum(counts.values()), "seconds_left": None, "first": 0,
        "rows": [{"item": number, "name": f"clip-{number}.mp4", **row} for number, row in enumerate(rows)],
    } | state  # fmt: skip

    def answer(route: Route) -> None:
        route.fulfill(content_type="application/json", body=json.dumps(work))

    page.route("**/api/desk/work?*", answer)
    page.reload()
    page.wait_for_selector("html[data-ready]")
