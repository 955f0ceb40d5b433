"""What an archive run costs over the plain command, what a second worker brings, and a journal with a million items.

`python -m benchmarks.archive clips --clips 200` redacts clips of two seconds with the plain command, with one worker
and with two, in turns, and compares the times and the results; `python -m benchmarks.archive film` does the same with
one long film, which two workers scan in parts; `python -m benchmarks.archive journal` fills a journal and asks it.
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
_SECONDS = 2.0
_STREET = 20.0
"""Seconds of each street in a long film."""
_BATCH = 1000


def compared(out: Path, clips: int, turns: int) -> dict[str, object]:
    """Seconds that each way takes over the same clips, in turns, and whether all come to the same files."""
    source = out / "clips"
    source.mkdir(parents=True, exist_ok=True)
    for number in range(clips):
        path = source / f"{number:04}.mp4"
        if not path.exists():
            make_clip(path, seconds=_SECONDS, seed=number, size=_SIZE)
    ways: dict[str, Callable[[Path], list[str]]] = {
        "plain": lambda to: ["redact", str(source), "--output", str(to), "--quiet"],
        "one worker": lambda to: ["archive", "run", str(source), str(to), "--workers", "1", "--quiet"],
        "two workers": lambda to: ["archive", "run", str(source), str(to), "--workers", "2", "--quiet"],
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    made: dict[str, dict[str, str]] = {}
    for _ in range(turns):
        for name, words in ways.items():
            to = out / name.replace(" ", "-")
            shutil.rmtree(to, ignore_errors=True)
            to.mkdir()
            for plan in source.glob("*.veil"):  # with which the plain command would scan nothing the second time
                plan.unlink()
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "veilproof", *words(to)], check=False)
            took[name].append(time.perf_counter() - began)
            made[name] = _results(to)
    seconds = {name: statistics.median(each) for name, each in took.items()}
    return {
        "clips": clips,
        "turns": turns,
        "seconds": {name: [round(one, 1) for one in each] for name, each in took.items()},
        "overhead": round(seconds["one worker"] / seconds["plain"] - 1, 3),
        "two workers against one": round(seconds["one worker"] / seconds["two workers"], 2),
        "results": {name: len(files) for name, files in made.items()},
        "identical": all(files == made["plain"] for files in made.values()),
    }


def film(out: Path, minutes: float, turns: int) -> dict[str, object]:
    """Seconds that one and two workers take over one long film, in turns, and whether both come to the same plan."""
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
            began = time.perf_counter()
            words = ["archive", "run", str(path), str(to), "--workers", str(workers), "--quiet"]
            subprocess.run([sys.executable, "-m", "veilproof", *words], check=False)
            took[workers].append(time.perf_counter() - began)
            plans[workers] = _content(next(to.rglob("*.veil")))
    seconds = {workers: statistics.median(each) for workers, each in took.items()}
    return {
        "minutes": minutes,
        "turns": turns,
        "parts": [[part.first, part.last] for part in split_at_cuts(path, 2)],
        "seconds": {f"{workers} workers": [round(one, 1) for one in each] for workers, each in took.items()},
        "two workers against one": round(seconds[1] / seconds[2], 2),
        "tracks": len(plans[1]) - 1,
        "same plan": plans[1] == plans[2],
    }


def _make_film(path: Path, minutes: float) -> None:
    """Streets of twenty seconds, one after another, in one video."""
    new = path.with_suffix(".new.mp4")
    with av.open(str(new), "w") as container:
        stream = container.add_stream("libx264", RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = *_SIZE, "yuv420p"
        for seed in range(round(minutes * 60 / _STREET)):
            street = path.with_name(f"{seed}.mp4")
            make_clip(street, seconds=_STREET, seed=seed, size=_SIZE)
            with av.open(str(street)) as one:
                for frame in one.decode(video=0):
                    picture = frame.to_ndarray(format="yuv420p")  # without the time it had
                    container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "yuv420p")))
            street.unlink()
        container.mux(stream.encode())
    new.rename(path)


def _content(path: Path) -> dict[str, object]:
    with Plan(path) as plan:
        boxes = {f"track {track.id}": (track, plan.boxes_of(track.id).tolist()) for track in plan.tracks()}
        return {"stamps": plan.pts(), **boxes}


def journal(out: Path, count: int, claims: int = 200) -> dict[str, object]:
    """Seconds that a journal with so many items takes to be filled, to say how it stands, and to give the next item."""
    folder = out / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    options = Options()
    with Journal.create(folder) as filled, filled.running("benchmark") as _:
        began = time.perf_counter()
        for first in range(0, count, _BATCH):
            filled.take_note(_found(range(first, min(first + _BATCH, count)), options), "benchmark")
        filling = time.perf_counter() - began
        for number in range(claims):
            item = filled.claim()
            assert item is not None
            filled.made(item, RedactResult(f"{number}", 1, ""), f"{number}", "benchmark")
        each = []
        for _ in range(claims):
            began = time.perf_counter()
            assert filled.claim() is not None
            each.append(time.perf_counter() - began)
        asked = []
        for _ in range(5):
            began = time.perf_counter()
            status(filled)
            asked.append(time.perf_counter() - began)
    return {
        "items": count,
        "seconds to fill": round(filling, 1),
        "status seconds": {"median": round(statistics.median(asked), 3), "worst": round(max(asked), 3)},
        "claim milliseconds": {
            "median": round(statistics.median(each) * 1000, 2),
            "worst": round(max(each) * 1000, 2),
        },
        "megabytes": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6),
    }


def _found(numbers: range, options: Options) -> Iterator[SourceFile]:
    for number in numbers:
        name = f"{number // 1000:04}/{number:07}.mp4"
        yield SourceFile(f"/archive/{name}", name, 1_000_000 + number, f"{number} {number}", options)


def _results(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*.redacted.*") if HIDDEN not in path.parts)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("clips", "film", "journal"))
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--turns", type=int, default=1)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/archive"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.what == "clips":
        said = compared(asked.out, asked.clips, asked.turns)
    elif asked.what == "film":
        said = film(asked.out, asked.minutes, asked.turns)
    else:
        said = journal(asked.out, asked.items)
    (asked.out / f"{asked.what}.json").write_text(json.dumps(said, indent=1))
    print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
