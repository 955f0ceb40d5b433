"""Takes the pictures of the review page for the documentation: `python -m demo.page docs/images`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from demo.scene import Truth, make_clip
from veilproof import Plan, scan
from veilproof.geometry import iou

_SIZE = (1280, 720)
"""Pixels of the window."""
_FRAME = 62
"""The frame that is shown, counted from 0; chosen by eye."""
_OFFICER = 5
"""The person who stays visible."""
_MASKED = 3
"""The person around whose face a box is drawn, as if the scan had missed it."""


def main() -> None:
    """Draw a clip, review it as a person would, and take the pictures."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        clip = Path(temporary) / "march.mp4"
        truth = make_clip(clip, seconds=4)
        plan = scan(clip).plan
        officer = _track_of(plan, truth, _OFFICER)
        with _served(clip) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": _SIZE[0], "height": _SIZE[1]})
            page.goto(address)
            page.fill("#answer", "AB")
            page.keyboard.press("Enter")
            faces = truth.frames[_FRAME]
            missed = faces.boxes[faces.people == _MASKED][0].tolist()
            _review(page, officer, missed, target)
            browser.close()


def _review(page: Page, officer: int, missed: list[float], target: Path) -> None:
    for _ in range(_FRAME):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"film-view[data-frame='{_FRAME}']:not(.loading)")
    page.locator(f"track-card[aria-label^='Track {officer} ']").click()
    page.keyboard.press("k")
    page.keyboard.press("y")
    page.fill("#answer", "officer on duty")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+S")
    page.wait_for_timeout(6000)  # until no message lies over the picture
    _take(page, target / "review.jpg")
    page.keyboard.press("v")
    page.keyboard.press("b")
    _drag(page, missed)
    page.wait_for_timeout(6000)
    _take(page, target / "review-draw.jpg")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=re.compile("^Render march")).click()
    page.locator(".job-message", has_text="frames covered").wait_for()
    _take(page, target / "review-finish.jpg")


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
    page.wait_for_function("[...document.querySelectorAll('track-card img')].every(each => each.naturalWidth)")
    page.screenshot(path=path, type="jpeg", quality=82)


def _track_of(plan: Path, truth: Truth, person: int) -> int:
    """The track that lies on that person most often."""
    with Plan(plan) as opened:
        votes: dict[int, int] = {}
        for number, faces in enumerate(truth.frames):
            box = faces.boxes[faces.people == person]
            rows = opened.regions(number, number)
            if len(box) and len(rows):
                overlaps = iou(box, rows[:, 2:].astype(np.float32))[0]
                best = int(rows[overlaps.argmax(), 1])
                votes[best] = votes.get(best, 0) + 1
    return max(votes, key=lambda track: votes[track])


@contextmanager
def _served(clip: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "veilproof", "review", str(clip), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
