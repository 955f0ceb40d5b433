"""The crops that the verifier learns from: faces, and what the detector takes for faces.

`python -m training.verifier.crops` cuts them out of the photographs that `training.verifier.places` looked at. A place
that shares .45 of the union with a labelled face is a face; one that shares less than .3 with every labelled face, and
whose centre is in no unclear one, is none; what lies between is left out of training. In photographs with heads
labelled, a place on no head is no face, and one on a head is one only where the detector is sure.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.stills import DATA, digest
from training.occluders import Sprites, drawn, paste, sprites
from training.verifier.places import VARIANTS, Kind, Picture, Places, part_of, pictures, read_places, shown
from veilproof.detect.verify import CONTEXT, CROP_SIDE, crops
from veilproof.geometry import Boxes, iou, sizes

SIDE = 128
"""Pixels along a side of a crop: more than the network sees, so that training can move and scale it."""
ROOM = CONTEXT * SIDE / CROP_SIDE
"""The side of a crop in sizes of its box, so that its middle CROP_SIDE pixels are what the verifier cuts."""
FACE, NO_FACE = 0.45, 0.3
COUNTED = 0.4
"""From this IoU on a place counts as the face, in `benchmarks.recall`."""
_SURE = 0.6
"""From this probability on a place on a labelled head is taken to show a face. Chosen by hand."""
_DOUBTFUL, _DOUBTFUL_WEIGHT = 0.6, 0.35
"""Two thirds of the surest places on no labelled face are faces that nobody labelled, or heads from behind
(docs/detection-history.md); from this probability on they count less."""
_MOST_PLACES = {Kind.EVENT: 36, Kind.MASK: 24, Kind.HEAD: 24}
_RANDOM_PLACES = 3
_HIDDEN = 0.3
"""This share of the faces is given once more with something drawn over them, and a twentieth of the other places."""
_SMALLEST_FACE = 6.0


@dataclass(frozen=True, slots=True)
class CropSet:
    """Crops with what is known of them; -1 where it is not known.

    Attributes:
        rgb: uint8 [n, SIDE, SIDE, 3].
        face: int8 [n], 1 a face, 0 none.
        head: int8 [n], 1 a head from any side, 0 none.
        weight: float32 [n], how much the crop counts.
        features: float64 [n, 5] of the detector; 0 where it saw nothing.
        picture: int64 [n], which photograph; negative ones are degraded.
        label: int64 [n], which labelled face of it (from COUNTED on), or -1.
        kind: int8 [n], `Kind`.
        size: float32 [n], of the box in pixels of the photograph as shown.
    """

    rgb: NDArray[np.uint8]
    face: NDArray[np.int8]
    head: NDArray[np.int8]
    weight: NDArray[np.float32]
    features: NDArray[np.float64]
    picture: NDArray[np.int64]
    label: NDArray[np.int64]
    kind: NDArray[np.int8]
    size: NDArray[np.float32]

    @staticmethod
    def joined(parts: list[CropSet]) -> CropSet:
        """All of them as one."""
        return CropSet(*(np.concatenate([getattr(part, name) for part in parts]) for name in CropSet.__slots__))

    def save(self, path: Path) -> None:
        """Write to an `.npz` file, uncompressed."""
        np.savez(path, **{name: getattr(self, name) for name in CropSet.__slots__})

    @staticmethod
    def read(path: Path) -> CropSet:
        """What `save` wrote."""
        with np.load(path) as kept:
            return CropSet(*(kept[name] for name in CropSet.__slots__))


def judged(picture: Picture, labels: Boxes, places: Places) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Int8 [n] twice: whether each place is a face, and whether it is a head; -1 where that is not known."""
    boxes, still = places.boxes, picture.still
    shared = iou(boxes, labels).reshape(len(boxes), len(labels))
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    after, before = centre[:, None] > labels[None, :, :2], centre[:, None] < labels[None, :, 2:]
    inside = np.asarray((after & before).all(axis=2), np.bool_)
    best = shared.max(axis=1, initial=0)
    face, head = np.full(len(boxes), -1, np.int8), np.full(len(boxes), -1, np.int8)
    if picture.kind is Kind.HEAD:
        nowhere = (best < 0.05) & ~inside.any(axis=1)
        face[nowhere], head[nowhere] = 0, 0
        on_head = best >= 0.3
        head[on_head] = 1
        face[on_head & (places.scores >= _SURE)] = 1
        return face, head
    unclear = still.invalid
    clear = shared[:, ~unclear].max(axis=1, initial=0)
    near_unclear = ((shared >= NO_FACE) | inside)[:, unclear].any(axis=1)
    face[(best < NO_FACE) & ~near_unclear] = 0
    face[clear >= FACE] = 1
    head[face == 1] = 1
    return face, head


def for_training(picture: Picture, variant: int, places: Places, known: Sprites) -> CropSet:
    """The crops of one variant of a photograph."""
    rng = np.random.default_rng([variant, digest("crops", picture.still.name)])
    rgb, scale = shown(picture, variant)
    labels = np.asarray(picture.still.boxes * scale, np.float32)
    places = _with_others(picture, labels, places, rgb.shape[1::-1], rng)
    face, head = judged(picture, labels, places)
    kept = _chosen(picture.kind, face, head, places.scores, rng)
    boxes, face, head, scores = places.boxes[kept], face[kept], head[kept], places.scores[kept]
    cut = crops(rgb, boxes, SIDE, ROOM)
    weight = np.where((face == 0) & (scores > _DOUBTFUL), _DOUBTFUL_WEIGHT, 1.0).astype(np.float32)
    # What hides a face hides it in the middle of the crop; the same things are put where no face is, or their edges
    # would come to mean one.
    hide = np.flatnonzero(rng.random(len(boxes)) < np.where(face == 1, _HIDDEN, np.where(face == 0, 0.05, 0)))
    middle = np.array([0.5 - 0.5 / ROOM, 0.5 - 0.5 / ROOM, 0.5 + 0.5 / ROOM, 0.5 + 0.5 / ROOM]) * SIDE
    hidden = cut[hide].copy()
    for one in hidden:
        x1, y1, x2, y2 = middle.round().astype(int)
        donor = cut[int(rng.integers(len(cut)))]
        paste(one, drawn(rng, known, one[y1:y2, x1:x2].copy(), donor), middle, rng)
    every = np.concatenate([np.arange(len(boxes)), hide])
    number = digest("picture", picture.still.name) % 2**40
    return CropSet(
        np.concatenate([cut, hidden]), face[every], head[every], weight[every], places.features[kept][every],
        np.full(len(every), -number if variant else number, np.int64), np.full(len(every), -1, np.int64),
        np.full(len(every), picture.kind, np.int8), sizes(boxes)[every],
    )  # fmt: skip


def for_choosing(picture: Picture, variant: int, places: Places) -> CropSet:
    """Every place that the detector saw in one variant, none left out."""
    rgb, scale = shown(picture, variant)
    labels = np.asarray(picture.still.boxes * scale, np.float32)
    face, head = judged(picture, labels, places)
    shared = iou(places.boxes, labels).reshape(len(places.boxes), len(labels))
    on = shared.max(axis=1, initial=0) >= COUNTED
    label = np.where(on, shared.argmax(axis=1), -1) if len(labels) else np.full(len(on), -1)
    if len(labels):
        # A place on an unclear face counts neither for nor against.
        face = np.where(on & picture.still.invalid[label], -1, face).astype(np.int8)
    number = digest("picture", picture.still.name) % 2**40
    count = len(places.boxes)
    return CropSet(
        crops(rgb, places.boxes, SIDE, ROOM), face, head, np.ones(count, np.float32), places.features,
        np.full(count, -number if variant else number, np.int64), label.astype(np.int64),
        np.full(count, picture.kind, np.int8), sizes(places.boxes),
    )  # fmt: skip


def _with_others(
    picture: Picture, labels: Boxes, places: Places, size: tuple[int, ...], rng: np.random.Generator
) -> Places:
    """The places, the labelled faces moved a little, and a few boxes anywhere."""
    others = [places.boxes]
    if picture.kind is not Kind.HEAD:
        faces = labels[~picture.still.invalid]
        faces = faces[sizes(faces) >= _SMALLEST_FACE]
        moved = faces + np.tile(rng.normal(0, 0.07, (len(faces), 2)), 2) * sizes(faces)[:, None]
        others.append(np.asarray(moved, np.float32))
    side = np.exp(rng.uniform(np.log(8), np.log(max(size) / 3), _RANDOM_PLACES))[:, None]
    corner = rng.uniform(0, 1, (_RANDOM_PLACES, 2)) * np.array(size[:2]) - side / 2
    others.append(np.asarray(np.concatenate([corner, corner + side], axis=1), np.float32))
    boxes = np.concatenate(others)
    extra = len(boxes) - len(places.boxes)
    return Places(
        boxes,
        np.concatenate([places.features, np.zeros((extra, places.features.shape[1]))]),
        np.concatenate([places.scores, np.zeros(extra)]),
    )


def _chosen(
    kind: Kind, face: NDArray[np.int8], head: NDArray[np.int8], scores: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.intp]:
    """Every face, and of the other places those that the detector was surest of, with some of the rest."""
    others = np.flatnonzero((face != 1) & ((face == 0) | (head >= 0)))
    order = others[np.argsort(-scores[others] * rng.uniform(0.2, 1, len(others)))]
    return np.sort(np.concatenate([np.flatnonzero(face == 1), order[: _MOST_PLACES[kind]]]))


def main() -> None:
    """Cut the crops; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--places", type=Path, default=Path("training/out/places"))
    parser.add_argument("--out", type=Path, default=Path("training/out/crops"))
    parser.add_argument("--part", default="0/1")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known = sprites(asked.data)
    learned, held_back = [], []
    for picture in part_of(pictures(asked.data), asked.part):
        for variant in range(2 if picture.held_back else VARIANTS):
            places = read_places(asked.places, picture, variant)
            if picture.held_back:
                held_back.append(for_choosing(picture, variant, places))
            else:
                learned.append(for_training(picture, variant, places, known))
    name = asked.part.replace("/", "-of-")
    for folder, sets in (("train", learned), ("choose", held_back)):
        (asked.out / folder).mkdir(exist_ok=True)
        joined = CropSet.joined(sets)
        joined.save(asked.out / folder / f"{name}.npz")
        print(f"{folder} {name}: {len(joined.face)} crops, {int((joined.face == 1).sum())} faces", flush=True)


if __name__ == "__main__":
    main()
