"""In a small window, and with text at 200 %, everything can be reached, and nothing lies over what is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import begin, closed, new_page, notified, serving
from veilproof import scan

pytestmark = pytest.mark.slow

_OUT_OF_REACH = """() => {
  const dialog = document.querySelector("dialog[open]");
  const controls = "button, select, input, track-card";
  const read = ".saved, .reviewed, .about, .bound, .total, #notification";
  const shown = (dialog ?? document).querySelectorAll(`${controls}, ${read}`);
  const wrong = [];
  for (const each of shown) {
    if ((!dialog && each.closest("dialog")) || each.closest("[hidden]")) continue;
    if (!each.matches(controls) && !each.textContent) continue;
    each.scrollIntoView({ block: "nearest", inline: "nearest" });
    const { left, right, top, bottom, width } = each.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const reached = width > 0 && at && (each.contains(at) || at.contains(each) && at.matches("label"));
    if (!reached || left < -1 || right > innerWidth + 1) {
      wrong.push([each.tagName, each.className, each.textContent, left, right, top, bottom, at?.tagName].join(" "));
    }
  }
  return wrong;
}"""
"""What cannot be scrolled to, is cut, or lies under something else."""


@pytest.fixture(scope="module")
def folder(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    copied(people_clip.path, folder)
    with av.open(people_clip.path) as container:
        Image.fromarray(next(container.decode(video=0)).to_ndarray(format="rgb24")).save(folder / "photo.png")
    scan(folder / "photo.png")
    return folder


@pytest.mark.parametrize(("width", "height", "zoom"), [(900, 700, 1), (640, 360, 2)], ids=["900 px", "200 % of 1280"])
def test_everything_can_be_reached(
    folder: Path, tmp_path: Path, browser: Browser, width: int, height: int, zoom: int
) -> None:
    files = shutil.copytree(folder, tmp_path / "files")
    with serving(files) as served, new_page(browser, width, height, device_scale_factor=zoom) as page:
        page.goto(served.address)
        begin(page, "AB")
        assert page.evaluate(_OUT_OF_REACH) == []
        page.keyboard.press("n")
        page.keyboard.press("k")
        notified(page, "stays visible")
        assert page.evaluate(_OUT_OF_REACH) == []
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.wait_for_selector(".draft-bar:not([hidden])")
        assert page.evaluate(_OUT_OF_REACH) == []
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.locator("sample-panel .question").wait_for()
        assert page.evaluate(_OUT_OF_REACH) == []
        page.keyboard.press("g")
        for key, sheet in (("Control+Enter", "Finish"), ("?", "Keys")):
            page.keyboard.press(key)
            page.get_by_role("dialog", name=sheet).wait_for()
            assert page.evaluate(_OUT_OF_REACH) == []
            closed(page, sheet)
