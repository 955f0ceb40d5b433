"""Takes the pictures of the pages for README and documentation: `python -m demo.page docs/images`."""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

import av
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo.scene import Truth, make_clip
from demo.serving import served
from veilproof import Plan, scan
from veilproof.geometry import iou

_SIZE = (1280, 720)
"""Pixels of the window."""
_START_SIZE = (1180, 460)
"""The same of the start page, which has no more to show."""
_PATIENCE_MS = 600_000
"""How long a page may work. A round number."""
_WEBP_QUALITY = 82
"""Chosen by eye: letters stay sharp, and a picture has some 100 kB."""
_FRAME = 62
"""The frame that is shown, counted from 0; chosen by eye."""
_OFFICER = 5
"""The person who stays visible."""
_MASKED = 3
"""The person around whose face a box is drawn, as if the scan had missed it."""


def main() -> None:
    """Draw clips, work on the pages as a person would, and take the pictures."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        home = Path(temporary)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _take_start_page(browser, home, target)
        _take_review_page(browser, home / "march.mp4", target)
        browser.close()


def _take_start_page(browser: Browser, home: Path, target: Path) -> None:
    folder = home / "Videos" / "march"
    folder.mkdir(parents=True)
    for seed, name in enumerate(("crossing", "square"), 1):
        make_clip(folder / f"{name}.mp4", seconds=2, seed=seed, size=(640, 360))
    with av.open(folder / "square.mp4") as film:
        Image.fromarray(next(film.decode(video=0)).to_ndarray(format="rgb24")).save(folder / "bridge.jpg")
    with served("desk", home=home) as (address, _):
        page = _opened(browser, address, _START_SIZE)
        page.get_by_role("button", name="Videos").click()
        page.get_by_role("button", name="Open march").click()
        page.get_by_role("button", name="Cover everybody in this folder").click()
        page.locator("[data-state=review-no]").nth(2).wait_for()
        page.get_by_role("button", name="Look at crossing.mp4").click()
        _begin(page)
        page.keyboard.press("n")
        page.keyboard.press("s")
        page.wait_for_selector(".saved[data-state=saved]")
        page.get_by_role("link", name="All files").click()
        page.get_by_role("button", name="Finish all").click()
        page.locator("td", has_text=re.compile("^passed$|leak|look at it")).nth(2).wait_for()
        page.get_by_role("button", name="Finish all", disabled=False).wait_for()
        # Whose folder it is, and not the one that is gone in a moment.
        page.evaluate(
            "home => { for (const each of document.querySelectorAll('bdi')) "
            "each.textContent = each.textContent.replace(home, '~'); }",
            str(home),
        )
        page.mouse.move(0, 0)
        _take(page, target / "desk.webp")
        page.close()


def _take_review_page(browser: Browser, clip: Path, target: Path) -> None:
    truth = make_clip(clip, seconds=4)
    plan = scan(clip).plan
    officer = _track_of(plan, truth, _OFFICER)
    faces = truth.frames[_FRAME]
    missed = faces.boxes[faces.people == _MASKED][0].tolist()
    with served("review", str(clip)) as (address, _):
        page = _opened(browser, address, _SIZE)
        _begin(page)
        _review(page, officer, missed, target)
        page.close()


def _review(page: Page, officer: int, missed: list[float], target: Path) -> None:
    for _ in range(_FRAME):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"film-view[data-frame='{_FRAME}']:not(.loading)")
    page.locator(f"track-card[aria-label^='Track {officer} ']").click()
    page.keyboard.press("k")
    page.wait_for_selector("track-card.focus.visible")
    page.keyboard.press("y")
    page.fill("#answer", "officer on duty")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer", state="hidden")
    page.keyboard.press("Shift+S")
    _wait_for_quiet(page)
    _take(page, target / "review.webp")
    page.keyboard.press("v")
    page.keyboard.press("b")
    _drag(page, missed)
    _wait_for_quiet(page)
    _take(page, target / "review-draw.webp")
    page.keyboard.press("Enter")
    page.wait_for_selector(".draft-bar", state="hidden")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("^Render march")).click()
    page.locator(".job-message", has_text="frames covered").wait_for()
    page.get_by_role("button", name="Run the audit").click()
    page.locator(".verdict:not(:empty)").wait_for()
    _take(page, target / "review-finish.webp")


def _opened(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def _begin(page: Page) -> None:
    """Answer the question for initials."""
    page.fill("#answer", "AB")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer", state="hidden")


def _wait_for_quiet(page: Page) -> None:
    """Wait until no message lies over the picture."""
    page.locator("#notification:not(.shown)").wait_for(state="attached")


def _drag(page: Page, box: list[float]) -> None:
    corners = page.evaluate(
        """box => {
            const film = document.querySelector('film-view');
            const { left, top } = film.getBoundingClientRect();
            const [x1, y1, x2, y2] = film.viewport.toScreen(box);
            return [x1 + left, y1 + top, x2 + left, y2 + top];
        }""",
        box,
    )
    page.mouse.move(*corners[:2])
    page.mouse.down()
    page.mouse.move(*corners[2:])
    page.mouse.up()


def _take(page: Page, path: Path) -> None:
    page.wait_for_function("() => [...document.querySelectorAll('track-card img')].every(each => each.naturalWidth)")
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(path, quality=_WEBP_QUALITY, method=6)


def _track_of(plan: Path, truth: Truth, person: int) -> int:
    """The track that lies on that person most often."""
    with Plan(plan) as opened:
        votes: dict[int, int] = {}
        for number, faces in enumerate(truth.frames):
            box = faces.boxes[faces.people == person]
            rows = opened.regions(number, number)
            if len(box) and len(rows):
                overlaps = iou(box, rows[:, 2:6].astype(np.float32))[0]
                best = int(rows[overlaps.argmax(), 1])
                votes[best] = votes.get(best, 0) + 1
    return max(votes, key=lambda track: votes[track])


if __name__ == "__main__":
    main()
