"""How much of the picture a tool covers in videos without labels, judged from its pixels alone.

`python -m benchmarks.area FILE ... --tool veilproof --tool deface` prints a table. Whether everybody whom a person sees
is covered, only a person can tell: `--sheet FOLDER` writes pictures of every result to look at.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import OUT
from benchmarks.leak import planes
from benchmarks.scoring import Planes, replaced
from benchmarks.stills import DATA
from benchmarks.tools import run, tool

PICTURES, ACROSS, WIDTH = 12, 3, 640


def covered_area(original: Iterable[Planes], result: Iterable[Planes]) -> float:
    """The share of all pixels that were replaced, from 0 to 1.

    Raises:
        ValueError: the two do not have the same number of frames, or not the same size.
    """
    shares = []
    for ours, theirs in zip_longest(original, result):
        if ours is None or theirs is None or ours[0].shape != theirs[0].shape:
            raise ValueError("the result has other frames than the original")
        shares.append(float(replaced(ours, theirs).mean()))
    return float(np.mean(shares))


def sheet(result: Path) -> NDArray[np.uint8]:
    """PICTURES frames of a video, evenly spread over it: uint8 [h, w, 3] BGR."""
    with av.open(str(result)) as container:
        count = sum(1 for _ in container.decode(video=0))
    wanted = set(np.linspace(0, count - 1, PICTURES).astype(int).tolist())
    tiles = []
    with av.open(str(result)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                picture = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                size = WIDTH, round(WIDTH * picture.shape[0] / picture.shape[1])
                tiles.append(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % ACROSS)
    return np.vstack([np.hstack(tiles[first : first + ACROSS]) for first in range(0, len(tiles), ACROSS)])


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", help="without any, the real clips of the data")
    parser.add_argument("--tool", action="append", help="as for benchmarks.leak")
    parser.add_argument("--deface", type=Path, help="a deface program to use instead of an environment of its own")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--sheet", type=Path, help="write a contact sheet of every result into this folder")
    asked = parser.parse_args()
    files = asked.files or sorted((asked.data / "videos").glob("real-*.mp4"))
    for subject in [tool(name, asked.deface) for name in asked.tool or ["veilproof"]]:
        plain = "".join(c if c.isalnum() else "-" for c in subject.name)[:40]
        for source in files:
            target = asked.out / "results" / plain / f"{source.stem}.mp4"
            went = run(subject, source, target)
            share = covered_area(planes(source), planes(target))
            print(f"{subject.name:12} {source.stem:24} {100 * share:5.1f} % {went.seconds:6.1f} s", flush=True)
            if asked.sheet is not None:
                asked.sheet.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(asked.sheet / f"{plain}-{source.stem}.png"), sheet(target))


if __name__ == "__main__":
    main()
