"""What a scan of photographs covers, and for nothing.

`python -m benchmarks.photos --set report` prints, for photographs of events and with masks: covers a picture, wrong
ones, and the faces that stay bare. A cover is wrong where its box shares less than `SAME` of the union with every
labelled face, a face is bare where less than `COVERED_SHARE` of its inner ellipse lies under covers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.facemask import masked
from benchmarks.recall import SAME, SMALLEST
from benchmarks.scoring import COVERED_SHARE, INNER
from benchmarks.stills import DATA, Split, Still, stills
from veilproof.detect import load_detector
from veilproof.geometry import Boxes, iou
from veilproof.media.photo import read_photo
from veilproof.render.covers import Style
from veilproof.scan.photo import faces_in_photo
from veilproof.scan.profile import ScanSettings

_CELLS = 32  # across a face, as in benchmarks.scoring


def bare_faces(faces: NDArray[np.float64], covers: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: which faces the ellipses of the covers, float32 [k, 4] boxes without margin, leave bare."""
    if not len(covers):
        return np.ones(len(faces), np.bool_)
    at = (np.arange(_CELLS) + 0.5) / _CELLS * 2 - 1
    disc = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    disc = disc[(disc**2).sum(axis=1) <= 1] * INNER
    centres, radii = (faces[:, :2] + faces[:, 2:]) / 2, (faces[:, 2:] - faces[:, :2]) / 2
    points = centres[:, None] + disc[None] * radii[:, None]
    middles, reach = (covers[:, :2] + covers[:, 2:]) / 2, (covers[:, 2:] - covers[:, :2]) / 2 * Style().scale
    far = (((points[:, :, None] - middles) / np.maximum(reach, 1e-3)) ** 2).sum(axis=-1)
    return np.asarray((far <= 1).any(axis=-1).mean(axis=1) < COVERED_SHARE, np.bool_)


def measure(pictures: Sequence[Still], settings: ScanSettings) -> str:
    """One line of the table."""
    detector = load_detector("centerface")
    covers = wrong = faces = bare = 0
    for still in pictures:
        found = faces_in_photo(read_photo(still.path).rgb(), detector, settings).cover
        boxes = np.concatenate([np.empty((0, 4), np.float32), *(one.boxes for one in found)])
        shared = iou(boxes, still.boxes.astype(np.float32)).reshape(len(boxes), len(still.boxes))
        counted = ~still.invalid & ((still.boxes[:, 2:] - still.boxes[:, :2]).min(axis=1) >= SMALLEST)
        covers += len(boxes)
        wrong += int((shared.max(axis=1, initial=0.0) < SAME).sum())
        faces += int(counted.sum())
        bare += int(bare_faces(still.boxes[counted], boxes).sum())
    count = len(pictures)
    return f"{count:11} {covers / count:9.2f} {wrong / count:9.2f} {bare:6} of {faces} ({bare / max(1, faces):.1%})"


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--most", type=int, help="only so many photographs of each kind")
    parser.add_argument("--min-confidence", type=float)
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    settings = ScanSettings(min_confidence=asked.min_confidence)
    print(f"{'':8} photographs    covers     wrong   bare, 16 px and more")
    for name, source in (("events", stills), ("masks", masked)):
        print(f"{name:8} {measure(source(asked.set, asked.data)[: asked.most], settings)}", flush=True)


if __name__ == "__main__":
    main()
