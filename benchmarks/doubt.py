"""How often a track that veilproof doubts is a face after all: `python -m benchmarks.doubt --set report --clips 40`.

Scans clips with exact truth and holds every track against it: it is a face when it lies on a labelled one in most of
its frames, unclear when the label is, and else none. Prints, for each doubt x, the share of the tracks with less doubt
that are no face, and how far from honest the numbers are; `--picture` draws both as curves.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from benchmarks.calibrate import fitted
from benchmarks.clips import OUT, Clip, clips
from benchmarks.stills import DATA, Split
from veilproof.geometry import iou
from veilproof.plan import Plan
from veilproof.scan.run import scan

SAME = 0.3
DOUBTS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def judged(clip: Clip) -> list[tuple[float, bool]]:
    """How sure each track of a clip is, and whether it is a face; not those on unclear labels."""
    truth, tracks = clip.truth, []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.veil"
        scan(clip.path, path)
        with Plan(path) as plan:
            for track in plan.tracks():
                boxes = plan.boxes_of(track.id)
                frames = range(track.first, min(track.last + 1, len(truth.boxes)))
                shared = np.stack(
                    [iou(boxes[i : i + 1], truth.boxes[f].astype(np.float32))[0] for i, f in enumerate(frames)]
                )
                on = (shared >= SAME).mean(axis=0)
                if on[truth.invalid].max(initial=0) < 0.5 or on[~truth.invalid].max(initial=0) >= 0.5:
                    tracks.append((track.confidence, bool(on[~truth.invalid].max(initial=0) >= 0.5)))
    return tracks


def no_face_below(confidence: NDArray[np.float64], face: NDArray[np.bool_]) -> list[tuple[float, int, int]]:
    """For each of DOUBTS: the doubt, how many tracks have less, and how many of those are no face."""
    doubt = 1 - confidence
    return [(x, int((doubt <= x).sum()), int((~face & (doubt <= x)).sum())) for x in DOUBTS]


def draw(picture: Path, confidence: NDArray[np.float64], face: NDArray[np.bool_]) -> None:
    """Both curves."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    edges = np.linspace(0, 1, 9)
    at = np.clip(np.digitize(confidence, edges) - 1, 0, len(edges) - 2)
    bins = [b for b in range(len(edges) - 1) if (at == b).any()]
    k, n = (np.array([each[at == b].sum() for b in bins], np.float64) for each in (face, np.ones_like(face)))
    share = k / n
    ranges = [binomtest(int(hits), int(of)).proportion_ci(method="wilson") for hits, of in zip(k, n, strict=True)]
    low = share - np.array([each.low for each in ranges])
    high = np.array([each.high for each in ranges]) - share
    said = [confidence[at == b].mean() for b in bins]
    left.errorbar(said, share, [np.clip(low, 0, None), np.clip(high, 0, None)], fmt="o", capsize=3)
    left.plot([0, 1], [0, 1], color="grey", linewidth=1)
    left.set(xlabel="sure, as said", ylabel="share that is a face", xlim=(0, 1), ylim=(0, 1.02))
    for x, y, count in zip(said, share, n, strict=True):
        left.annotate(f"{count:.0f}", (x, y), textcoords="offset points", xytext=(7, -10), fontsize=8)
    left.set_title("Is it as often a face as it says? (tracks, 95 % intervals)", fontsize=10)
    rows = no_face_below(confidence, face)
    right.plot([x for x, _, _ in rows], [100 * none / max(1, count) for _, count, none in rows], marker="o")
    for x, count, none in rows:
        right.annotate(
            f"{none}/{count}",
            (x, 100 * none / max(1, count)),
            fontsize=7,
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
        )
    right.set(xlabel="doubt below", ylabel="% of these tracks that are no face", xlim=(0, 1.05))
    right.set_title("What is covered for nothing, by doubt", fontsize=10)
    for axes in (left, right):
        axes.grid(alpha=0.3)
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, dpi=110)


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--picture", type=Path, help="draw the curves into this PNG")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    every = [judged(clip) for clip in clips(asked.set, asked.clips, asked.data, asked.out)]
    columns = np.array([row for each in every for row in each], np.float64).reshape(-1, 2)
    confidence, face = columns[:, 0], columns[:, 1] > 0
    print(
        f"{len(confidence)} tracks in {asked.clips} clips of the {asked.set} set, {int((~face).sum())} of them no face"
    )
    for x, count, none in no_face_below(confidence, face):
        print(f"doubt up to {x:4.2f}: {none:4} of {count:4} tracks are no face ({100 * none / max(1, count):.1f} %)")
    slope, shift = fitted(confidence, face)
    # Platt's line: 1 and 0 where what is said is honest.
    print(f"honest log odds would be {slope:.2f} times what is said, plus {shift:.2f}")
    if asked.picture:
        draw(asked.picture, confidence, face)


if __name__ == "__main__":
    main()
