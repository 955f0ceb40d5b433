"""Whether the audit's verdict agrees with the pixels, on clips and photographs with labelled faces, rendered solid.

`python -m benchmarks.verdicts --set report --clips 40 --photos 100` scans, renders and audits each, and compares the
verdict with the labelled faces that are bare by the pixels alone (`benchmarks.scoring`). Right is *passed* where no
labelled face is bare, and *failed* where one of 24 px and more is. Where only smaller ones are bare, or one is covered
in part, any verdict is; these files are counted by themselves. Renderings are kept in `--out`; delete them after a
change of the scan.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.clips import OUT, clips
from benchmarks.leak import planes
from benchmarks.scoring import COVERED_SHARE, Planes, covered_shares
from benchmarks.stills import DATA, Split, stills
from veilproof import redact
from veilproof.audit import Findings, Tools, load_tools, run_audit

BARE_SHARE = 0.5
"""A face is bare where less than this share of it is covered. A round number."""
SMALLEST, LARGE = 16, 24
"""Pixels, the smaller side of a labelled face: smaller ones do not count; bare ones of the second must fail."""


class Truth(StrEnum):
    """What the pixels say of a file: every labelled face is covered, a large one is bare, or something in between."""

    COVERED = "no labelled face is bare"
    BARE = "one of 24 px and more is bare"
    BETWEEN = "only smaller ones are bare, or one in part"


_RIGHT = {Truth.COVERED: "passed", Truth.BARE: "failed"}


@dataclass(frozen=True, slots=True)
class Result:
    """One file: what the pixels say, and what the audit says.

    `bare` and `partly` are the largest faces, in pixels, that are bare and that are covered in part; 0 for none.
    """

    name: str
    bare: float
    partly: float
    faces: int
    verdict: str
    sentence: str
    numbers: str
    counted: int
    seconds: float

    @property
    def truth(self) -> Truth:
        """What the pixels say."""
        if self.bare >= LARGE:
            return Truth.BARE
        return Truth.BETWEEN if self.bare or self.partly else Truth.COVERED

    @property
    def right(self) -> bool:
        """Whether the verdict agrees with the pixels; in between, none can contradict them."""
        return self.truth is Truth.BETWEEN or self.verdict == _RIGHT[self.truth]


def judged(name: str, sizes: NDArray[np.float64], shares: NDArray[np.float64], found: Findings, took: float) -> Result:
    """The result of one file: sizes and covered shares of the labelled faces that count, float64 [n]."""
    bare, partly = shares < BARE_SHARE, (shares >= BARE_SHARE) & (shares < COVERED_SHARE)
    return Result(
        name,
        float(sizes[bare].max(initial=0)),
        float(sizes[partly].max(initial=0)),
        len(sizes),
        found.verdict.value,
        found.sentence,
        found.numbers,
        sum(leak.counts for leak in found.leaks),
        round(took, 1),
    )


def of_clips(split: Split, count: int, data: Path, out: Path, tools: Tools) -> Iterator[Result]:
    """The results of the first clips of a set."""
    for clip in clips(split, count, data, out):
        target = _redacted(clip.path, out / "verdicts" / f"{clip.name}.mp4")
        sizes, shares = [], []
        for frame, (ours, theirs) in enumerate(zip(planes(clip.path), planes(target), strict=True)):
            scored = clip.truth.scored[frame]
            if scored.any():
                sizes.append(clip.truth.sides[frame][scored])
                shares.append(covered_shares(ours, theirs, clip.truth.boxes[frame][scored]))
        started = time.monotonic()
        found = run_audit(clip.path, target, tools=tools)
        yield judged(clip.name, np.concatenate(sizes), np.concatenate(shares), found, time.monotonic() - started)


def of_photos(split: Split, count: int, data: Path, out: Path, tools: Tools) -> Iterator[Result]:
    """The results of the first photographs of a set."""
    for still in stills(split, data)[:count]:
        name = f"{split}-{still.path.stem}"
        target = _redacted(still.path, out / "verdicts" / f"{name}{still.path.suffix}")
        sides = (still.boxes[:, 2:] - still.boxes[:, :2]).min(axis=1)
        scored = (sides >= SMALLEST) & ~still.invalid
        ours, theirs = _planes_of(still.path), _planes_of(target)
        shares = covered_shares(ours, theirs, still.boxes[scored]) if scored.any() else np.empty(0)
        started = time.monotonic()
        found = run_audit(still.path, target, tools=tools)
        yield judged(name, sides[scored], shares, found, time.monotonic() - started)


def _redacted(source: Path, target: Path) -> Path:
    """The solid rendering of a file, made where it is not there yet; the plan is not kept."""
    if not target.exists():
        folder = target.parent / f"{target.stem}.part"
        folder.mkdir(parents=True, exist_ok=True)
        redact(source, folder / target.name, plan=folder / "plan.veil")
        (folder / target.name).replace(target)
        shutil.rmtree(folder)
    return target


def _planes_of(photo: Path) -> Planes:
    """A photograph as yuv420p planes, cut to even sides."""
    with Image.open(photo) as opened:
        picture = np.asarray(opened.convert("YCbCr"))
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    luma, blue, red = (np.ascontiguousarray(picture[:height, :width, channel]) for channel in range(3))

    def halved(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.asarray(plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)).round(), np.uint8)

    return luma, halved(blue), halved(red)


def summary(results: Sequence[Result]) -> Iterator[str]:
    """The verdicts by what the pixels say, and how many of those that can be wrong are."""
    for truth in Truth:
        own = Counter(result.verdict for result in results if result.truth is truth)
        yield f"{truth}: {own.total()} files, " + ", ".join(
            f"{own[verdict]} {verdict}" for verdict in ("passed", "failed", "inconclusive")
        )
    telling = [result for result in results if result.truth is not Truth.BETWEEN]
    yield f"wrong: {sum(not result.right for result in telling)} of {len(telling)}"


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=8)
    parser.add_argument("--photos", type=int, default=30)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    tools = load_tools()
    results: list[Result] = []
    for made in (of_photos, of_clips):
        count = asked.photos if made is of_photos else asked.clips
        found: list[Result] = []
        for result in made(asked.set, count, asked.data, asked.out, tools):
            found.append(result)
            mark = "     " if result.right else "WRONG"
            print(
                f"{mark} {result.name}: bare {result.bare:.0f} px, partly {result.partly:.0f} px of {result.faces}:"
                f" {result.verdict}, {result.counted} counted ({result.seconds} s): {result.numbers}",
                file=sys.stderr,
                flush=True,
            )
        if found:
            print("photographs" if made is of_photos else "clips")
            print(*summary(found), sep="\n")
        results += found
    written = asked.out / f"verdicts-{asked.set}.json"
    written.write_text(json.dumps([asdict(result) for result in results], indent=1))


if __name__ == "__main__":
    main()
