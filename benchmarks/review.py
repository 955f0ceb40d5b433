"""Latency and frame rate of the review page in Chromium, on ten minutes of 720p video with 300 tracks.

    python -m benchmarks.review

Needs Chromium (`apt install chromium`). The film is the synthetic street of the demo, repeated.
"""

from __future__ import annotations

import argparse
import statistics
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from av.video.stream import VideoStream
from playwright.sync_api import Page

from benchmarks.browser import window
from demo.scene import make_clip
from demo.serving import served
from veilproof.plan import Plan
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack

_CLIP_SECONDS = 8
_KEYS = ["n", "k", "n", "c", "ArrowRight", "ArrowLeft", "d", "v", "v", "v", "u", "r", "s", "e", "e"]
_RECORD_KEY_LATENCY = """() => {
    window.latencies = [];
    new PerformanceObserver(list => {
        for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.latencies.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 });
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--tracks", type=int, default=300)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        film = Path(folder) / "long.mp4"
        frames = _make_video(film, options.minutes)
        _make_plan(film, frames, options.tracks)
        with served("review", str(film)) as (address, _):
            _measure(address)


def _measure(address: str) -> None:
    with window() as page:
        page.goto(address)
        _ready(page)
        print(f"first load, with the frame and all cards: {page.evaluate('performance.now()'):.0f} ms")
        page.keyboard.press("Enter")
        reloads = []
        for _ in range(5):
            page.reload()
            _ready(page)
            reloads.append(page.evaluate("performance.now()"))
        print(f"reload: {_summary(reloads)} ms")
        page.evaluate(_RECORD_KEY_LATENCY)
        for _ in range(4):
            for key in _KEYS:
                page.keyboard.press(key)
                page.wait_for_timeout(120)
        page.wait_for_timeout(500)
        latencies = page.evaluate("window.latencies")
        quick = [8.0] * (4 * len(_KEYS) - len(latencies))  # the browser reports none below 16 ms
        print(f"from a key press to the next paint: {_summary([*latencies, *quick])} ms")
        for mode in ("covered", "original"):
            rates = []
            for start in (1000, 7000, 12000):
                page.evaluate(f"document.querySelector('[role=radio][value={mode}]').click()")
                page.evaluate(f"document.querySelector('film-view').model.goTo({start})")
                page.wait_for_selector("film-view:not(.loading)")
                page.locator("select[aria-label=Speed]").select_option("2")
                page.keyboard.press("Space")
                page.wait_for_timeout(1500)
                before = page.evaluate("[document.querySelector('film-view').paintedCount, performance.now()]")
                page.wait_for_timeout(4000)
                after = page.evaluate("[document.querySelector('film-view').paintedCount, performance.now()]")
                page.keyboard.press("Space")
                rates.append(1000 * (after[0] - before[0]) / (after[1] - before[1]))
            print(f"frames a second displayed, {mode}, of 25 a second played at double speed: {_summary(rates)}")


def _ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")
    page.wait_for_selector("film-view[data-frame]:not(.loading)")


def _summary(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} (from {min(values):.0f} to {max(values):.0f})"


def _make_video(target: Path, minutes: int) -> int:
    """Repeat the synthetic clip without re-encoding it; returns the number of frames."""
    street = target.with_name("street.mp4")
    make_clip(street, seconds=_CLIP_SECONDS)
    repeats = minutes * 60 // _CLIP_SECONDS
    with av.open(target, "w") as out:
        stream: VideoStream | None = None
        for repeat in range(repeats):
            with av.open(street) as source:
                video = source.streams.video[0]
                stream = stream or out.add_stream_from_template(video)
                assert video.time_base is not None
                shift = round(repeat * _CLIP_SECONDS / video.time_base)
                for packet in source.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
                    packet.stream = stream
                    out.mux(packet)
    with av.open(target) as film:
        return film.streams.video[0].frames


def _make_plan(film: Path, frames: int, count: int) -> None:
    rng = np.random.default_rng(1)
    with av.open(film) as source:
        pts = sorted(p.pts for p in source.demux(video=0) if p.pts is not None)
        base = source.streams.video[0].time_base or Fraction(1)
    facts = {"name": film.name, "sha256": digest(film), "kind": "video", "width": "1280", "height": "720"}
    tracks = []
    for _ in range(count):
        length = int(rng.integers(5, 400))
        first = int(rng.integers(0, frames - length))
        corner, side = rng.uniform((0, 0), (1150, 600)), rng.uniform(15, 120)
        path = np.linspace(0, 1, length)[:, None] * rng.uniform(-100, 100, 2)
        boxes = np.concatenate([corner + path, corner + path + side], axis=1).astype(np.float32)
        tracks.append(ConfirmedTrack(first, boxes, float(rng.uniform(0.05, 1)), int(rng.integers(1, 30))))
    with Plan.create(
        film.with_suffix(".veil"), {**facts, "time_base": str(base), "scan_version": "0", "detector": "none"}
    ) as plan:
        plan.add({}, enumerate(pts), tracks)
        plan.finish({"frames": str(len(pts)), "unreadable": "0", "dropped": "[]"})


if __name__ == "__main__":
    main()
