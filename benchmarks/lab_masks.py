"""Drawn masks beside real ones: what detectors and a recogniser make of both.

`python -m benchmarks.lab_masks --chart docs/images/lab-masks.svg` compares, on photographs of a public set, faces in
real masks, bare faces, and those bare faces with a mask of the laboratory or a picture of a mask (MaskTheFace) on
them; and, on a recognition set, how many people are matched behind both. Rates and means only; embeddings stay in
memory.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.facemask import masked
from benchmarks.stills import DATA, Split
from veilproof.charts import as_svg, empty_axes
from veilproof.detect import load_detector
from veilproof.geometry import sizes
from veilproof.lab.attacks import Attacker, Scores
from veilproof.lab.coverings import COVERINGS, cover
from veilproof.lab.portrait import FACE_BOX, PORTRAIT_SIDE, SCALE, Picture, Portrait, make_portrait
from veilproof.lab.rates import PeopleTrial, Resamples
from veilproof.lab.sets import read_set
from veilproof.media.photo import read_photo
from veilproof.progress import silent
from veilproof.recognise.align import AlignedFace, LandmarkDetector, alignment_matrix, warp
from veilproof.recognise.recognisers import Embeddings, SFace

_MIN_WIDTH = 40.0
"""Pixels: smaller faces have no mask to speak of."""
_MOST_MASKED = 300
_DRAWN = tuple(c for c in COVERINGS if c.name in ("surgical-mask", "ffp2", "cloth-mask"))
_TEMPLATES = ("surgical", "surgical_blue", "surgical_green", "N95", "KN95", "cloth")
_REACH, _TOP, _BOTTOM, _LIFT = 58.0, 63.0, 122.0, 5.0
"""Where a template lies: azimuth of its sides, heights of its edges, distance from the skin; as drawn masks do."""
_EDGES = np.linspace(-0.2, 0.9, 56)
"""Bins of similarity."""
_SAME_PERSON = 0.5
"""Similarities above this are of one person in two pictures, as the set has some: there is a gap around it."""
_COLOURS = {"bare": "#1f6feb", "real mask": "#b3261e", "drawn mask": "#1a7f37", "picture of a mask": "#9a6700"}

Put = Callable[[Portrait, int], Picture]
"""Puts something on a portrait; the number chooses the variant."""


@dataclass(frozen=True, slots=True)
class Group:
    """Faces of one kind: confidence of YuNet and of the detector of a scan, 0 where they find none; embeddings."""

    yunet: NDArray[np.float64]
    detector: NDArray[np.float64]
    embeddings: Embeddings


def _bare(portrait: Portrait, _: int) -> Picture:
    return portrait.pixels


def _drawn(portrait: Portrait, number: int) -> Picture:
    return cover(portrait, _DRAWN[number % len(_DRAWN)], (1, number)).pixels


def _template(portrait: Portrait, number: int) -> Picture:
    file = DATA / "masktheface" / "templates" / f"{_TEMPLATES[number % len(_TEMPLATES)]}.png"
    mask = np.asarray(cv2.cvtColor(np.asarray(cv2.imread(str(file), cv2.IMREAD_UNCHANGED)), cv2.COLOR_BGRA2RGBA))
    rows, columns = (np.flatnonzero((mask[..., 3] > 128).any(axis=axis)) for axis in (1, 0))
    box = np.array([(columns[x], rows[y]) for y in (0, -1) for x in (0, -1)], np.float32)
    azimuth = np.array([-_REACH, _REACH] * 2)
    corners = portrait.on_head(azimuth, np.array([_TOP, _TOP, _BOTTOM, _BOTTOM]), _LIFT)
    matrix = cv2.getPerspectiveTransform(box, portrait.project(corners).astype(np.float32))
    # A template is several times larger than the face: sampled as it is, its print would be noise.
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.1, np.ptp(columns) / 200))
    laid = cv2.warpPerspective(soft, matrix, (PORTRAIT_SIDE, PORTRAIT_SIDE)).astype(np.float32)
    alpha = laid[..., 3:] / 255
    return np.asarray(portrait.pixels * (1 - alpha) + laid[..., :3] * alpha, np.uint8)


class Bench:
    """The networks."""

    def __init__(self) -> None:
        """Load them."""
        self.landmarks, self.detector, self.recogniser = LandmarkDetector(), load_detector(), SFace()

    def portraits(self, is_masked: bool, most: int) -> list[Portrait]:
        """Faces of the set with masks, or without, as portraits."""
        found: list[Portrait] = []
        for still in (*masked(Split.TUNE), *masked(Split.REPORT)):
            wanted = (still.occlusion == int(is_masked)) & (sizes(still.boxes.astype(np.float32)) >= _MIN_WIDTH)
            if not wanted.any() or len(found) >= most:
                continue
            photo = read_photo(still.path).rgb(1600)
            for box in still.boxes[wanted]:
                points = self.landmarks.detect(photo, box.astype(np.float32))
                if points is not None:
                    found.append(make_portrait(photo, points.points))
        return found[:most]

    def group(self, portraits: list[Portrait], put: Put) -> Group:
        """What the networks make of portraits with something on them, at the size of the photographs."""
        yunet, detector, faces = [], [], []
        for number, portrait in enumerate(portraits):
            pixels = _at_size_of_photo(put(portrait, number), portrait)
            found = self.landmarks.detect(pixels, FACE_BOX)
            yunet.append(found.score if found else 0.0)
            detections = self.detector.detect(pixels, 0.05)
            detector.append(float(detections.scores.max(initial=0.0)))
            faces.append(self._aligned(pixels, portrait))
        return Group(np.array(yunet), np.array(detector), self.recogniser.embed(faces))

    def _aligned(self, pixels: Picture, portrait: Portrait) -> AlignedFace:
        """Aligned by the landmarks found on these pixels, or, where none are, by those of the portrait."""
        found = self.landmarks.detect(pixels, FACE_BOX)
        return warp(pixels, alignment_matrix(portrait.points if found is None else found.points))

    def matched(self, gallery: list[Portrait], probes: list[Portrait], person: NDArray[np.int64], put: Put) -> str:
        """Rank 1 of the naive attack, with landmarks that are known and with those found on the covered picture."""
        bare = self.recogniser.embed([each.aligned() for each in gallery])
        covered = [put(portrait, number) for number, portrait in enumerate(probes)]
        known = [portrait.aligned(pixels) for portrait, pixels in zip(probes, covered, strict=True)]
        found = [self._aligned(pixels, portrait) for portrait, pixels in zip(probes, covered, strict=True)]
        cells = []
        for faces in (known, found):
            similarity = (self.recogniser.embed(faces) @ bare.T).astype(np.float64)
            scores = Scores(self.recogniser.name, Attacker.NAIVE, similarity, person)
            rate = PeopleTrial(scores, Resamples(len(gallery), 1)).rank_1(len(gallery))
            cells += [f"{rate.rate:.3f} ({rate.low:.3f} to {rate.high:.3f})", f"{scores.mated.mean():.3f}"]
        return " | ".join(cells)


def _at_size_of_photo(pixels: Picture, portrait: Portrait) -> Picture:
    """A portrait as sharp as the photograph: what is drawn on it is sharper."""
    side = min(PORTRAIT_SIDE, max(24, round(PORTRAIT_SIDE * portrait.face_px / (84.0 * SCALE))))
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (PORTRAIT_SIDE, PORTRAIT_SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


def _between(embeddings: Embeddings) -> NDArray[np.float32]:
    """The similarity of every two faces."""
    return np.asarray((embeddings @ embeddings.T)[np.triu_indices(len(embeddings), 1)])


def _shifts(groups: dict[str, Group]) -> list[str]:
    """How far each covering moves the mean embedding of bare faces, and how much in the direction of real masks."""
    mean = {name: group.embeddings.mean(axis=0) for name, group in groups.items()}
    real = mean["real mask"] - mean["bare"]
    lines = ["| | moves the mean embedding by | cosine with what real masks do |", "|---|---|---|"]
    for name in ("real mask", "drawn mask", "picture of a mask"):
        shift = mean[name] - mean["bare"]
        cosine = float(shift @ real / np.linalg.norm(shift) / np.linalg.norm(real))
        lines.append(f"| {name} | {np.linalg.norm(shift):.3f} | {cosine:.2f} |")
    return lines


def _typical(group: Group) -> float:
    """The median similarity of two people."""
    pairs = _between(group.embeddings)
    return float(np.median(pairs[pairs < _SAME_PERSON]))


def _histogram(group: Group) -> NDArray[np.float64]:
    """The share of pairs of faces in each bin of similarity."""
    pairs = _between(group.embeddings)
    return np.asarray(np.histogram(pairs, _EDGES)[0] / len(pairs))


def _chart(histograms: dict[str, NDArray[np.float64]]) -> str:
    axes = empty_axes(6.4, 3.0)
    for name, share in histograms.items():
        axes.plot((_EDGES[1:] + _EDGES[:-1]) / 2, share, color=_COLOURS[name], linewidth=1.4, label=name)
    axes.set_xlim(-0.2, 1.0)
    axes.set_xlabel("similarity of two faces that wear the same")
    axes.set_ylabel("share of pairs")
    axes.legend(frameon=False, fontsize=8)
    return as_svg(axes, "Similarities of bare faces, of faces in real masks and of faces in drawn ones")


def main() -> None:
    """Compare, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chart", type=Path, help="where the chart is written")
    options = parser.parse_args()
    bench = Bench()
    bare, real = bench.portraits(False, _MOST_MASKED), bench.portraits(True, _MOST_MASKED)
    puts: dict[str, Put] = {"bare": _bare, "drawn mask": _drawn, "picture of a mask": _template}
    groups = {name: bench.group(bare, put) for name, put in puts.items()} | {"real mask": bench.group(real, _bare)}
    print("| | faces | YuNet: mean, 10th percentile, not found | detector of a scan | similarity of two people |")
    print("|---|---|---|---|---|")
    for name, group in groups.items():
        cells = [
            f"{s.mean():.2f}, {np.quantile(s, 0.1):.2f}, {(s <= 0).mean():.2f}" for s in (group.yunet, group.detector)
        ]
        print(f"| {name} | {len(group.yunet)} | {' | '.join(cells)} | {_typical(group):.3f} |")
    print("\n".join(["", *_shifts(groups), ""]))
    people = read_set(DATA / "recognition", silent)
    print("| 300 people, naive | rank 1, landmarks known | similarity | rank 1, landmarks found | similarity |")
    print("|---|---|---|---|---|")
    for name, put in puts.items():
        print(
            f"| {name} | {bench.matched(list(people.gallery), list(people.probes), people.person, put)} |", flush=True
        )
    if options.chart:
        options.chart.write_text(_chart({name: _histogram(each) for name, each in groups.items()}) + "\n")


if __name__ == "__main__":
    main()
