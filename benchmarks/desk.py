"""The start page under the clock, and under kill -9.

    python -m benchmarks.desk newcomer   # clicks to a redacted folder of ten clips, and seconds from the last one
    python -m benchmarks.desk crowded    # 10,000 files in a folder, then in the list, while two cores work
    python -m benchmarks.desk kill       # 50 kills at random moments of a session of 40 files; --model saves time

The first two need Chromium (`apt install chromium`). Each makes a home folder of its own and leaves no other.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import random
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.archive_soak import clips, violations
from benchmarks.browser import window
from benchmarks.clips import OUT
from demo.scene import make_clip
from demo.serving import served
from veilproof.archive.collection import SourceFile
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN
from veilproof.archive.options import Options
from veilproof.archive.run import result_version
from veilproof.desk.destination import destination_of
from veilproof.desk.model import ENTRIES
from veilproof.desk.work import NICENESS

CLIPS, CLIP_SECONDS = 10, 10
FILES = 10_000
KILLS, KILLED_FILES = 50, 40
LONGEST = 3.0
"""Seconds between a start and a kill at most: long enough for a worker to load its networks on a busy machine."""
ROUNDS = 5

_CLICK = """async ([selector, done]) => {
    const isDone = new Function(`return ${done}`);
    const started = performance.now();
    document.querySelector(selector).click();
    while (!isDone()) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
}"""
"""Clicks, and says after how many milliseconds what the click is for was on the screen."""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """An empty home folder with `Videos/footage`; yields that."""
    with TemporaryDirectory() as folder:
        footage = Path(folder) / "Videos" / "footage"
        footage.mkdir(parents=True)
        yield footage


def newcomer(out: Path) -> dict[str, Any]:
    """Clicks from the start page to a folder of results, which a person then opens; seconds from the last click."""
    drawn = out / "clips"
    drawn.mkdir(parents=True, exist_ok=True)
    for seed in range(CLIPS):
        path = drawn / f"clip {seed}.mp4"
        if not path.exists():
            make_clip(path, seconds=CLIP_SECONDS, seed=seed)
    with home() as footage, served("desk", home=footage.parents[1]) as (address, _), window() as page:
        for path in drawn.iterdir():
            shutil.copy(path, footage)
        page.goto(address)
        clicked = ("Videos", "Open footage", "Cover everybody in this folder")
        for name in clicked:
            page.get_by_role("button", name=name).click()
        started = time.monotonic()
        page.wait_for_selector("[data-state^=review-]")
        first = time.monotonic() - started
        page.wait_for_function("n => document.querySelectorAll('[data-state^=review-]').length === n", arg=CLIPS)
        everything = time.monotonic() - started
        page.get_by_role("button", name="Open the results").wait_for()
        results = len(list(destination_of(footage).glob("*.redacted.mp4")))
        assert results == CLIPS, f"{results} results"
    return {
        "clicks to the results, opening their folder included": len(clicked) + 1,
        "first result on the screen, s": round(first, 1),
        f"all {CLIPS}, s": round(everything, 1),
    }


def crowded() -> dict[str, Any]:
    """Milliseconds to the first paint, and of every kind of click, with many files, while two processes are busy."""
    found: dict[str, list[float]] = {}
    busy = [multiprocessing.Process(target=_work, daemon=True) for _ in range(2)]
    with home() as footage, served("desk", home=footage.parents[1]) as (address, _), window() as page:
        for number in range(FILES):
            (footage / f"clip {number:05}.mp4").touch()
        (footage / "more").mkdir()
        for process in busy:
            process.start()

        def click(what: str, selector: str, done: str) -> None:
            found.setdefault(what, []).append(page.evaluate(_CLICK, [selector, done]))

        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        found["first paint"] = [page.evaluate(_PAINTED)]
        entries = "document.querySelectorAll('.entries li').length"
        heading = "document.querySelector('h1')?.textContent"
        full = f"{heading} === 'footage' && {entries} === {ENTRIES}"
        for _ in range(ROUNDS):
            click("open the videos", ".tile.location", f"{heading} === 'Videos'")
            click("open 10,000 files", ".is-folder .name", full)
            click("tick one", ".entries li:not(.is-folder) input", "document.querySelector('.entries input:checked')")
            click("show more", ".more", f"{entries} === {2 * ENTRIES}")
            click("open a folder", ".is-folder .name", f"{heading} === 'more'")
            click("up, to 10,000 files", ".where button:nth-of-type(2)", full)
            click("to the beginning", ".where button", "document.querySelector('.tile.location')")
        _begin(footage)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.locator(".tile.begun").click()
        page.wait_for_selector("tbody tr")
        page.reload()
        page.wait_for_selector("tbody tr")
        found["first paint of the list"] = [page.evaluate(_PAINTED)]
        first_row = "document.querySelector('tbody .name').textContent"
        for _ in range(ROUNDS):
            click("next hundred", ".pages button:nth-of-type(2)", f"{first_row} === 'clip 00100.mp4'")
            click("previous hundred", ".pages button", f"{first_row} === 'clip 00000.mp4'")
        for process in busy:
            process.kill()
    return {f"{what}, ms": _summary(values) for what, values in found.items()}


def _begin(footage: Path) -> None:
    """A journal of all the files, as if they had been chosen and had failed: nothing is left to do."""
    state = destination_of(footage) / HIDDEN
    state.mkdir(parents=True)
    options = Options()
    files = [
        SourceFile(str(path), path.name, 0, f"{path.stat().st_mtime_ns} {path.stat().st_ino}", options)
        for path in sorted(footage.glob("*.mp4"))
    ]
    with Journal.create(state) as journal:
        journal.register(files, result_version())
        with journal._transaction():
            journal._db.execute("UPDATE item SET state = 'failed', cause = 'unreadable', message = 'empty'")


def _work() -> None:
    os.nice(NICENESS)  # as the workers of the start page
    while True:
        pass


def _summary(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ({max(values):.0f} at most)"


def killed(model: Path | None, times: int, longest: float, seed: int) -> dict[str, Any]:
    """Kill the program again and again while a folder is covered and then audited; what was lost or done twice?"""
    before = ""
    if model is not None:
        before = "import functools, veilproof.desk.model as model\n"
        before += f"model.Options = functools.partial(model.Options, model={str(model.absolute())!r})"
    rng = random.Random(seed)
    problems: list[str] = []
    at_work, is_audited = 0, False
    started = time.monotonic()
    with home() as footage:
        clips(footage, KILLED_FILES)
        for number in range(times):
            with served("desk", home=footage.parents[1], before=before) as (address, process):
                desk = _Client(address)
                asked = desk.begin("footage", finish=is_audited)
                is_audited |= asked == "finish"
                time.sleep(rng.uniform(0.1, longest))
                at_work += bool(desk.json("/api/desk/work")["running"])
                workers = psutil.Process(process.pid).children(recursive=True)
                process.kill()
                process.wait()
                problems += [f"kill {number}: {each} is left" for each in psutil.wait_procs(workers, timeout=20)[1]]
        with served("desk", home=footage.parents[1], before=before) as (address, _):
            desk = _Client(address)
            desk.begin("footage", finish=True)
            rows = desk.finished()
        problems += [f"{row['name']}: {row['state']}" for row in rows if row["state"] not in ("done", "needs review")]
        problems += [f"{row['name']}: no audit" for row in rows if not row["verdict"]]
        problems += violations(footage, destination_of(footage), most=2)  # covered, then audited
    return {
        "killed": times,
        "of which at work": at_work,
        "seconds": round(time.monotonic() - started),
        "lost, doubled or left": problems or "nothing",
    }


class _Client:
    """The page's requests, without a browser."""

    def __init__(self, address: str) -> None:
        self._at = urlsplit(address)
        self._headers: dict[str, str] = {}
        headers, page = self._ask("GET", f"/?{self._at.query}")
        self._headers = {
            "Cookie": headers["set-cookie"].split(";")[0],
            "Veilproof-Key": page.partition(b'data-key="')[2].partition(b'"')[0].decode(),
        }

    def _ask(self, method: str, path: str, body: object = None) -> tuple[dict[str, str], bytes]:
        headers = {**self._headers, "Origin": f"http://{self._at.netloc}", "Content-Type": "application/json"}
        with contextlib.closing(http.client.HTTPConnection(self._at.netloc, timeout=60)) as connection:
            connection.request(method, path, None if method == "GET" else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
            return {name.lower(): value for name, value in answer.getheaders()}, content

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return json.loads(self._ask("GET", path)[1])

    def begin(self, name: str, *, finish: bool) -> str:
        """Go on with that folder of the videos, or start it; finish it once everything is covered. What was asked."""
        known = self.json("/api/desk/locations")
        begun = [each["id"] for each in known["begun"] if each["name"] == name]
        if not begun:
            videos = next(each["id"] for each in known["locations"] if each["kind"] == "videos")
            entries = self.json(f"/api/desk/folder/{videos}")["entries"]
            self._ask("POST", "/api/desk/start", {"folder": next(e["id"] for e in entries if e["name"] == name)})
            return "start"
        self._ask("POST", "/api/desk/begun", {"folder": begun[0]})
        if not finish and set(self.json("/api/desk/work")["counts"]) - {"done", "needs review"}:
            return "go on"
        self._ask("POST", "/api/desk/work", {"do": "finish"})
        return "finish"

    def finished(self) -> list[dict[str, Any]]:
        """The rows, once nothing is left to do."""
        while (work := self.json("/api/desk/work"))["running"]:
            time.sleep(0.2)
        rows: list[dict[str, Any]] = work["rows"]
        return rows


def main() -> None:
    """Measure and print; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("newcomer", "crowded", "kill"))
    parser.add_argument("--model", type=Path, help="for kill: a small ONNX face detector, which saves time")
    parser.add_argument("--times", type=int, default=KILLS)
    parser.add_argument("--longest", type=float, default=LONGEST, help="seconds from a start to a kill at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT / "desk")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    match asked.what:
        case "newcomer":
            found = newcomer(asked.out)
        case "crowded":
            found = crowded()
        case _:
            found = killed(asked.model, asked.times, asked.longest, asked.seed)
    print("\n".join(f"{name:56} {value}" for name, value in found.items()))
    (asked.out / f"{asked.what}.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
