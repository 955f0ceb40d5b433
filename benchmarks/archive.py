"""The overhead of an archive run over `redact`, the gain of a second worker, and a journal with a million items.

`python -m benchmarks.archive clips --clips 200` redacts clips of two seconds with `veilproof redact`, with one worker
and with two, alternating, and compares times and results; `python -m benchmarks.archive film` compares one and two
workers on one long film, which two scan in parts; `python -m benchmarks.archive journal` fills and queries a journal.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av

from demo.scene import RATE, make_clip
from veilproof.archive.collection import SourceFile
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN
from veilproof.archive.options import Options
from veilproof.archive.outcome import RedactResult
from veilproof.archive.status import status
from veilproof.plan import Plan
from veilproof.scan.parts import split_at_cuts

_SIZE = (640, 360)
"""Width and height of the clips, in pixels."""
_CLIP_SECONDS = 2.0
_SHOT_SECONDS = 20.0
"""Duration of each shot in the long film."""
_BATCH = 1000
"""Items registered in one transaction, as in a run."""


def clips(out: Path, count: int, turns: int) -> dict[str, object]:
    """Seconds of each command on the same clips, alternating, and whether all results are identical."""
    source = out / "clips"
    source.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = source / f"{number:04}.mp4"
        if not path.exists():
            make_clip(path, seconds=_CLIP_SECONDS, seed=number, size=_SIZE)
    commands: dict[str, Callable[[Path], list[str]]] = {
        "plain": lambda to: ["redact", str(source), "--output", str(to), "--quiet"],
        "one worker": lambda to: ["archive", "run", str(source), str(to), "--workers", "1", "--quiet"],
        "two workers": lambda to: ["archive", "run", str(source), str(to), "--workers", "2", "--quiet"],
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    results: dict[str, dict[str, str]] = {}
    for _ in range(turns):
        for name, words in commands.items():
            to = out / name.replace(" ", "-")
            shutil.rmtree(to, ignore_errors=True)
            to.mkdir()
            for plan in source.glob("*.veil"):  # or `redact` would not scan again
                plan.unlink()
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "veilproof", *words(to)], check=False)
            took[name].append(time.perf_counter() - started)
            results[name] = _digests(to)
    seconds = {name: statistics.median(values) for name, values in took.items()}
    return {
        "clips": count,
        "turns": turns,
        "seconds": {name: [round(value, 1) for value in values] for name, values in took.items()},
        "overhead": round(seconds["one worker"] / seconds["plain"] - 1, 3),
        "two workers against one": round(seconds["one worker"] / seconds["two workers"], 2),
        "results": {name: len(files) for name, files in results.items()},
        "identical": all(files == results["plain"] for files in results.values()),
    }


def film(out: Path, minutes: float, turns: int) -> dict[str, object]:
    """Seconds of one and two workers on one long film, alternating, and whether both plans are identical."""
    source = out / "film"
    source.mkdir(parents=True, exist_ok=True)
    path = source / f"{minutes:g}.mp4"
    if not path.exists():
        _make_film(path, minutes)
    took: dict[int, list[float]] = {1: [], 2: []}
    plans: dict[int, dict[str, object]] = {}
    for _ in range(turns):
        for workers in took:
            to = out / f"film-{workers}"
            shutil.rmtree(to, ignore_errors=True)
            started = time.perf_counter()
            words = ["archive", "run", str(path), str(to), "--workers", str(workers), "--quiet"]
            subprocess.run([sys.executable, "-m", "veilproof", *words], check=False)
            took[workers].append(time.perf_counter() - started)
            plans[workers] = _content(next(to.rglob("*.veil")))
    seconds = {workers: statistics.median(values) for workers, values in took.items()}
    return {
        "minutes": minutes,
        "turns": turns,
        "parts": [[part.first, part.last] for part in split_at_cuts(path, 2)],
        "seconds": {f"{workers} workers": [round(value, 1) for value in values] for workers, values in took.items()},
        "two workers against one": round(seconds[1] / seconds[2], 2),
        "tracks": len(plans[1]) - 1,
        "same plan": plans[1] == plans[2],
    }


def _make_film(path: Path, minutes: float) -> None:
    """Different synthetic shots, one after another, in one video."""
    new = path.with_suffix(".new.mp4")
    with av.open(str(new), "w") as container:
        stream = container.add_stream("libx264", RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = *_SIZE, "yuv420p"
        for seed in range(round(minutes * 60 / _SHOT_SECONDS)):
            shot = path.with_name(f"{seed}.mp4")
            make_clip(shot, seconds=_SHOT_SECONDS, seed=seed, size=_SIZE)
            with av.open(str(shot)) as source_video:
                for frame in source_video.decode(video=0):
                    picture = frame.to_ndarray(format="yuv420p")  # drops the timestamp of the shot
                    container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "yuv420p")))
            shot.unlink()
        container.mux(stream.encode())
    new.rename(path)


def _content(path: Path) -> dict[str, object]:
    with Plan(path) as plan:
        boxes = {f"track {track.id}": (track, plan.boxes_of(track.id).tolist()) for track in plan.tracks()}
        return {"stamps": plan.pts(), **boxes}


def journal(out: Path, count: int, claims: int = 200) -> dict[str, object]:
    """Seconds to fill a journal with `count` items, to query its status, and to claim an item."""
    folder = out / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    options = Options()
    with Journal.create(folder) as journal_, journal_.open_run("benchmark") as _:
        started = time.perf_counter()
        for first in range(0, count, _BATCH):
            journal_.register(_files(range(first, min(first + _BATCH, count)), options), "benchmark")
        filling = time.perf_counter() - started
        for number in range(claims):
            item = journal_.claim()
            assert item is not None
            journal_.record_result(item, RedactResult(f"{number}", 1, ""), f"{number}", "benchmark")
        claim_seconds = []
        for _ in range(claims):
            started = time.perf_counter()
            assert journal_.claim() is not None
            claim_seconds.append(time.perf_counter() - started)
        status_seconds = []
        for _ in range(5):
            started = time.perf_counter()
            status(journal_)
            status_seconds.append(time.perf_counter() - started)
    return {
        "items": count,
        "seconds to fill": round(filling, 1),
        "status seconds": {
            "median": round(statistics.median(status_seconds), 3),
            "worst": round(max(status_seconds), 3),
        },
        "claim milliseconds": {
            "median": round(statistics.median(claim_seconds) * 1000, 2),
            "worst": round(max(claim_seconds) * 1000, 2),
        },
        "megabytes": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6),
    }


def _files(numbers: range, options: Options) -> Iterator[SourceFile]:
    for number in numbers:
        name = f"{number // 1000:04}/{number:07}.mp4"
        yield SourceFile(f"/archive/{name}", name, 1_000_000 + number, f"{number} {number}", options)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*.redacted.*") if HIDDEN not in path.parts)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> None:
    """Measure and print; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("clips", "film", "journal"))
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/archive"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.what == "clips":
        summary = clips(arguments.out, arguments.clips, arguments.turns)
    elif arguments.what == "film":
        summary = film(arguments.out, arguments.minutes, arguments.turns)
    else:
        summary = journal(arguments.out, arguments.items)
    (arguments.out / f"{arguments.what}.json").write_text(json.dumps(summary, indent=1))
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()
