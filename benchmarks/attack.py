"""Measures how many faces the attackers of the audit match through common covers.

`python -m benchmarks.attack --set report --people 100`

A clip shows one labelled face after another, each for a second, moving, in changing light; every face is covered in one
way, and the result is audited. Prints the verdict, and rank 1 of n tracks for each attacker.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import OUT, encode
from benchmarks.stills import DATA, Split, Still, digest, stills
from veilproof.media.planes import Plane
from veilproof.render.covers import Method, Style, cover

_WIDTH, _HEIGHT = 640, 480
"""Pixels."""
_FRAME_RATE, _FRAMES = 25, 30
"""Frames per second, and frames per face."""
_MIN_SIDE, _MAX_SIDE = 100, 220
"""Pixels: side of the faces in the clip."""
_COVER_SCALE = 1.3
"""Axes of a cover's ellipse by those of the face box."""
_PERSON_SCALE = 1.9
"""Axes of the part of the photograph that is shown by those of the face box: head and shoulders."""
_WALL_GREY = 120
"""Grey level around the person."""

Picture = NDArray[np.uint8]
Cover = Callable[[Picture, NDArray[np.float64]], Picture]
"""(uint8 [h, w, 3] BGR, face box x1 y1 x2 y2) -> the picture with the face covered."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One face: a photograph, and the face box in it, float64 [4]."""

    still: Still
    box: NDArray[np.float64]


def choose_shots(split: Split, people: int, data: Path) -> list[Shot]:
    """Clear frontal faces, the largest of each photograph."""
    chosen = []
    for still in stills(split, data):
        sides = (still.boxes[:, 2:] - still.boxes[:, :2]).min(axis=1)
        good = ~still.invalid & (still.occlusion == 0) & (still.pose == 0) & (still.blur < 2) & (sides >= 80)
        if good.any():
            chosen.append(Shot(still, still.boxes[int(np.where(good, sides, 0).argmax())]))
        if len(chosen) == people:
            break
    return chosen


def film(chosen: list[Shot]) -> Iterator[tuple[Picture, NDArray[np.float64]]]:
    """Frames (uint8 [h, w, 3] BGR), and the box of the face in each."""
    for shot in chosen:
        picture = cv2.imread(str(shot.still.path), cv2.IMREAD_COLOR)
        if picture is None:
            raise FileNotFoundError(shot.still.path)
        rng = np.random.default_rng(digest("attack", shot.still.name))
        side = float(max(shot.box[2:] - shot.box[:2]))
        scale = float(rng.uniform(_MIN_SIDE, _MAX_SIDE)) / side
        middle = (shot.box[:2] + shot.box[2:]) / 2
        ends = [np.array([_WIDTH, _HEIGHT]) * rng.uniform(0.35, 0.65, 2) for _ in range(2)]
        zooms, rolls = scale * rng.uniform(0.92, 1.08, 2), rng.uniform(-5, 5, 2)
        gains, lifts = rng.uniform(0.8, 1.2, 2), rng.uniform(-15, 15, 2)
        for frame in range(_FRAMES):
            at = frame / (_FRAMES - 1)
            zoom, roll = zooms @ (1 - at, at), rolls @ (1 - at, at)
            turned = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), float(roll), float(zoom))
            matrix: NDArray[np.float64] = np.array(turned, np.float64)
            matrix[:, 2] += ends[0] * (1 - at) + ends[1] * at - middle
            way = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
            shown = cv2.warpAffine(picture, matrix, (_WIDTH, _HEIGHT), flags=way, borderMode=cv2.BORDER_REFLECT)
            half = (shot.box[2:] - shot.box[:2]) / 2 * zoom
            centre = ends[0] * (1 - at) + ends[1] * at
            isolated = _isolate(np.asarray(shown, np.uint8), centre, half)
            light = isolated * (gains @ (1 - at, at)) + lifts @ (1 - at, at) + rng.normal(0, 2.5, shown.shape)
            yield np.clip(light, 0, 255).astype(np.uint8), np.concatenate([centre - half, centre + half])


def _isolate(picture: Picture, centre: NDArray[np.float64], half: NDArray[np.float64]) -> Picture:
    """The person before a grey wall: other faces in the photograph would not be covered."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    axes = (half * _PERSON_SCALE).round().astype(int).tolist()
    cv2.ellipse(mask, centre.round().astype(int).tolist(), axes, 0, 0, 360, 255, -1)
    return np.where(mask[..., None] > 0, picture, np.uint8(_WALL_GREY)).astype(np.uint8)


def _inside_ellipse(picture: Picture, box: NDArray[np.float64], effect: Callable[[Picture], Picture]) -> Picture:
    """The picture with the effect applied inside the ellipse around the face."""
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * _COVER_SCALE
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.ellipse(mask, centre.round().astype(int).tolist(), half.round().astype(int).tolist(), 0, 0, 360, 255, -1)
    return np.where(mask[..., None] > 0, effect(picture), picture).astype(np.uint8)


def _gaussian(share: float) -> Cover:
    def apply(picture: Picture, box: NDArray[np.float64]) -> Picture:
        sigma = share * float(max(box[2:] - box[:2]))
        return _inside_ellipse(picture, box, lambda image: np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8))

    return apply


def _box_blur(share: float) -> Cover:
    def apply(picture: Picture, box: NDArray[np.float64]) -> Picture:
        width = max(1, round(share * float(max(box[2:] - box[:2]))))
        return _inside_ellipse(picture, box, lambda image: np.asarray(cv2.blur(image, (width, width)), np.uint8))

    return apply


def _mosaic(cell: int) -> Cover:
    def apply(picture: Picture, box: NDArray[np.float64]) -> Picture:
        def pixelate(shown: Picture) -> Picture:
            small = cv2.resize(shown, (_WIDTH // cell, _HEIGHT // cell), interpolation=cv2.INTER_AREA)
            return np.asarray(cv2.resize(small, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_NEAREST), np.uint8)

        return _inside_ellipse(picture, box, pixelate)

    return apply


def _veilproof(method: Method) -> Cover:
    def apply(picture: Picture, box: NDArray[np.float64]) -> Picture:
        out = picture.copy()
        cover([Plane(out, 1, 1, (0, 0, 0))], box[None].astype(np.float32), Style(method))
        return out

    return apply


COVERS: dict[str, Cover] = {
    "none": lambda picture, box: picture,
    "solid": _veilproof(Method.SOLID),
    "mosaic": _veilproof(Method.MOSAIC),
    "blur": _veilproof(Method.BLUR),
    "mosaic-20px": _mosaic(20),
    "mosaic-10px": _mosaic(10),
    "gauss-1/20": _gaussian(1 / 20),
    "gauss-1/8": _gaussian(1 / 8),
    "gauss-1/4": _gaussian(1 / 4),
    "box-1/2": _box_blur(1 / 2),
}
"""The covers of veilproof, and those of common tools: mosaics by cell width, blurs by their share of the face."""


def clip_of(name: str, chosen: list[Shot], folder: Path) -> Path:
    """The clip covered in that way; reused if it exists."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name.replace('/', '-')}-{digest(*(shot.still.name for shot in chosen))}.mp4"
    if not target.exists():
        temporary = target.with_suffix(".part.mp4")
        frames = (COVERS[name](picture, box) for picture, box in film(chosen))
        encode(temporary, frames, (_WIDTH, _HEIGHT), _FRAME_RATE)
        temporary.replace(target)
    return target


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--cover", action="append", choices=list(COVERS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    from veilproof.audit.findings import as_json
    from veilproof.audit.run import run_audit

    chosen = choose_shots(options.set, options.people, options.data)
    original = clip_of("none", chosen, options.out / "attack")
    report: dict[str, object] = {}
    for name in options.cover or [name for name in COVERS if name != "none"]:
        found = run_audit(original, clip_of(name, chosen, options.out / "attack"))
        report[name] = json.loads(as_json(found))
        print(f"{name}: {found.verdict}: {found.sentence}", file=sys.stderr)
        for attack in found.attacks:
            rank = attack.rank_1
            print(
                f"{name:12} {attack.recogniser:12} {attack.attacker:9} {attack.scope:13}"
                f" {rank.hits:3} of {rank.trials:3} [{rank.low:.3f}, {rank.high:.3f}] chance {rank.chance:.3f}"
            )
    (options.out / f"attack-{options.set}.json").write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
