"""Whether what a plan says of itself is true: `python -m benchmarks.risk --set report --clips 40`.

Redacts clips with exact truth, counts the faces that are bare somewhere in the pixels, and holds against them what the
plan expects: the number and its interval, and the places to look at. Also how often a track is a face, by its
confidence: on a labelled face in most of its frames; tracks on unclear labels are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from benchmarks.calibrate import fitted
from benchmarks.clips import OUT, Clip, add_footage_options, clips, footage_of
from benchmarks.leak import planes
from benchmarks.scoring import Score, score
from benchmarks.stills import DATA, Split
from benchmarks.tools import run, tool
from veilproof.geometry import Boxes, iou
from veilproof.plan import Plan
from veilproof.risk import Place, Risk
from veilproof.risk.risk import risk_of_plan

_SAME = 0.3  # share of the union from which a track is on a face
_EDGES = np.array([0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0])


@dataclass(frozen=True, slots=True)
class Said:
    """What one plan says, and what is true.

    `bare`: faces that leak in some frame; `pointed`: those of them that a place of the plan lies on while they leak;
    `confidences` float64 [n] and `faces` bool [n]: of its tracks.
    """

    name: str
    bare: int
    pointed: int
    risk: Risk
    confidences: NDArray[np.float64]
    faces: NDArray[np.bool_]

    @property
    def within(self) -> bool:
        """Whether the number of bare faces lies in the interval that was said."""
        return self.risk.low <= self.bare <= self.risk.high


def said(clip: Clip, target: Path) -> Said:
    """Redact a clip, where that was not done yet, and hold its plan against the truth."""
    path = target.with_name(f"{target.name}.veil")
    if not (target.exists() and path.exists()):
        run(tool("veilproof", None), clip.path, target)
    scored = score(planes(clip.path), planes(target), clip.truth)
    with Plan(path) as plan:
        risk = risk_of_plan(plan)
        rows = [
            (track.confidence, face)
            for track in plan.tracks()
            if (face := _is_face(clip, track.first, plan.boxes_of(track.id))) is not None
        ]
    leaking = np.flatnonzero(scored.leaked.any(axis=0)).tolist()
    pointed = sum(any(_points_to(place, clip, scored, face) for place in risk.places) for face in leaking)
    columns = np.array(rows, np.float64).reshape(-1, 2)
    return Said(clip.name, len(leaking), pointed, risk, columns[:, 0], columns[:, 1] > 0)


def _is_face(clip: Clip, first: int, boxes: Boxes) -> bool | None:
    """Whether a track is a labelled face; None where the label is unclear."""
    frames = range(first, min(first + len(boxes), len(clip.truth.boxes)))
    shared = np.stack(
        [iou(boxes[at : at + 1], clip.truth.boxes[f].astype(np.float32))[0] for at, f in enumerate(frames)]
    )
    on = (shared >= _SAME).mean(axis=0)
    if on[~clip.truth.invalid].max(initial=0) >= 0.5:
        return True
    return None if on[clip.truth.invalid].max(initial=0) >= 0.5 else False


def _points_to(place: Place, clip: Clip, scored: Score, face: int) -> bool:
    """Whether a place lies on a face in a frame in which the face leaks, within a second of its span."""
    near = np.arange(max(0, place.first - 30), min(len(scored.leaked), place.last + 31))
    leaking = near[scored.leaked[near, face]]
    if not len(leaking):
        return False
    x1, y1, x2, y2 = clip.truth.boxes[leaking[np.argmin(np.abs(leaking - place.frame))], face].tolist()
    left, top, right, bottom = place.box
    return bool(left < (x1 + x2) / 2 < right and top < (y1 + y2) / 2 < bottom)


def summary(every: list[Said]) -> Iterator[str]:
    """The lines to print."""
    bare, expected = sum(one.bare for one in every), sum(one.risk.expected for one in every)
    places = [len(one.risk.places) for one in every]
    yield f"{len(every)} clips, {bare} faces bare somewhere, {expected:.1f} expected"
    yield f"within the interval: {sum(one.within for one in every)} of {len(every)} clips"
    yield f"places: {np.mean(places):.1f} a clip, at most {max(places)}"
    yield f"on the list: {sum(one.pointed for one in every)} of {bare} bare faces"
    confidences = np.concatenate([one.confidences for one in every])
    faces = np.concatenate([one.faces for one in every])
    for low, high in zip(_EDGES[:-1].tolist(), _EDGES[1:].tolist(), strict=True):
        these = (confidences > low) & (confidences <= high)
        if these.any():
            hits, of = int(faces[these].sum()), int(these.sum())
            ci = binomtest(hits, of).proportion_ci(method="wilson")
            yield f"confidence {low:4.2f} to {high:4.2f}: {hits:4} of {of:4} are faces ({ci.low:.2f} to {ci.high:.2f})"
    # Platt's line: 1 and 0 where what is said is honest.
    slope, shift = fitted(confidences, faces)
    yield f"honest log odds would be {slope:.2f} times what is said, plus {shift:.2f}"


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    add_footage_options(parser)
    asked = parser.parse_args()
    every = []
    for clip in clips(asked.set, asked.clips, asked.data, asked.out, footage_of(asked)):
        every.append(said(clip, asked.out / "results" / "veilproof" / f"{clip.name}.mp4"))
        one = every[-1]
        print(
            f"{one.name}: {one.bare} bare, expected {one.risk.expected:.1f} ({one.risk.low} to {one.risk.high}),"
            f" {len(one.risk.places)} places, {one.pointed} on a bare face",
            file=sys.stderr,
            flush=True,
        )
    print(*summary(every), sep="\n")


if __name__ == "__main__":
    main()
