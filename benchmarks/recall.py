"""How many faces a detector finds in photographs, at a fixed number of false positives per image.

`python -m benchmarks.recall --set report --detector centerface` prints a table and writes JSON. A face is found when a
box shares at least 0.4 of their union with it; a box is false when it shares less than that with every labelled face,
those included that are too small or too unclear to count.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import kinds
from benchmarks.clips import OUT
from benchmarks.facemask import masked
from benchmarks.stills import DATA, Split, Still, stills
from veilproof.detect import Detector, load_detector
from veilproof.detect.verify import detect_verified, load_verifier
from veilproof.detect.views import View, detect_fused, detect_views, photo_views
from veilproof.geometry import iou
from veilproof.media.photo import read_photo

SAME = 0.4
SMALLEST = 16
FALSE_BOXES = (0.3, 1.0, 3.0, 10.0)
LEAST = 0.005


@dataclass(frozen=True, slots=True)
class Seen:
    """What a detector saw in one photograph.

    `best` float64 [faces]: the score of the best box on each labelled face, 0 where there is none; `false` float64 [k]:
    the scores of the boxes that are on none.
    """

    still: Still
    best: NDArray[np.float64]
    false: NDArray[np.float64]


def seen(
    detector: Detector, still: Still, views: tuple[View, ...] | None, same: float = SAME, once: bool = False
) -> Seen:
    """Look at one photograph, as veilproof looks at photographs unless views are given, of which the best counts.

    With `once`, there is no second look.
    """
    picture = read_photo(still.path).rgb()
    usual = photo_views(picture.shape[1], picture.shape[0])
    if views is None and once:
        found = detect_fused(detector, picture, usual, LEAST)
    elif views is None:
        found = detect_verified(detector, load_verifier(), picture, usual, LEAST)
    else:
        found = detect_views(detector, picture, views, LEAST)
    shared = iou(found.boxes, still.boxes.astype(np.float32)).reshape(len(found), len(still.boxes))
    on = shared >= same
    best = np.where(on, found.scores[:, None], 0.0).max(axis=0, initial=0.0)
    return Seen(still, np.asarray(best, np.float64), np.asarray(found.scores[~on.any(axis=1)], np.float64))


def least_score(looks: list[Seen], false_boxes: float) -> float:
    """The score above which there are that many false positives per image."""
    scores = np.sort(np.concatenate([one.false for one in looks]))[::-1]
    allowed = int(false_boxes * len(looks))
    return float(scores[allowed]) if allowed < len(scores) else 0.0


def recalls(looks: list[Seen], least: float) -> dict[str, tuple[int, int]]:
    """Found and all faces, by what the labels say of them; `least` is the score a box must be above."""
    sides = np.concatenate([(one.still.boxes[:, 2:] - one.still.boxes[:, :2]).min(axis=1) for one in looks])
    valid = ~np.concatenate([one.still.invalid for one in looks])
    found = np.concatenate([one.best for one in looks]) > least

    def flag(name: str) -> NDArray[np.int64]:
        return np.concatenate([getattr(one.still, name) for one in looks])

    usual = valid & (sides >= 24)
    groups = {
        "all sizes": valid,
        "16 px and more": valid & (sides >= SMALLEST),
        "24 px and more": usual,
        "16-24 px": valid & (sides >= 16) & (sides < 24),
        "24-48 px": usual & (sides < 48),
        "48-96 px": usual & (sides >= 48) & (sides < 96),
        "96 px and more": usual & (sides >= 96),
        "not occluded": usual & (flag("occlusion") == 0),
        "partly occluded": usual & (flag("occlusion") == 1),
        "partly occluded all sizes": valid & (flag("occlusion") == 1),
        "heavily occluded": usual & (flag("occlusion") == 2),
        "sharp": usual & (flag("blur") == 0),
        "blurred": usual & (flag("blur") == 1),
        "heavily blurred": usual & (flag("blur") == 2),
        "usual light": usual & (flag("illumination") == 0),
        "extreme light": usual & (flag("illumination") == 1),
        "usual pose": usual & (flag("pose") == 0),
        "unusual pose": usual & (flag("pose") == 1),
    }
    return {name: (int((found & group).sum()), int(group.sum())) for name, group in groups.items()}


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--kind", choices=("faces", "heads", "plates", "text"), default="faces")
    parser.add_argument("--pictures", choices=("stills", "facemask"), default="stills")
    parser.add_argument("--detector", default="centerface")
    parser.add_argument("--model", type=Path, help="an ONNX file instead")
    parser.add_argument("--views", help="sizes to look at, as 0.5,1,2; without it those veilproof takes")
    parser.add_argument("--once", action="store_true", help="without the verifier's second look")
    parser.add_argument("--most", type=int, help="only so many photographs")
    parser.add_argument("--same", type=float, default=SAME, help="the share of their union that makes two boxes one")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    if asked.kind != "faces":
        kinds.main(asked.kind, asked.data, report=asked.set is Split.REPORT, most=asked.most)
        return
    detector = load_detector(asked.detector, asked.model)
    views = tuple(View(float(scale)) for scale in asked.views.split(",")) if asked.views else None
    pictures = {"stills": stills, "facemask": masked}[asked.pictures](asked.set, asked.data)[: asked.most]
    looks = [seen(detector, still, views, asked.same, asked.once) for still in pictures]
    at = {count: recalls(looks, least_score(looks, count)) for count in FALSE_BOXES}
    print(f"{detector.name}, {len(looks)} photographs; recall at so many false positives per image")
    print("".ljust(20) + "".join(f"{count:>9g}" for count in FALSE_BOXES) + "    faces")
    for name, (_, count) in next(iter(at.values())).items():
        if count:
            shares = "".join(f"{found[name][0] / count:9.3f}" for found in at.values())
            print(f"{name:20}{shares}{count:9}")
    asked.out.mkdir(parents=True, exist_ok=True)
    written = asked.out / f"recall-{asked.pictures}-{asked.set}-{detector.name.replace(' ', '-')}.json"
    written.write_text(json.dumps({str(count): found for count, found in at.items()}, indent=1))
    print(written)


if __name__ == "__main__":
    main()
