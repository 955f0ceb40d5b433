"""How much of heads, plates and text is covered in photographs: `python -m benchmarks.recall --kind KIND`.

Heads are found when a box shares at least .4 of their union with them, at a fixed number of false boxes a picture.
Plates and lines are covered when at least .9 of their area lies under covers, margins included. Over-redaction is the
share of all pixels that are covered outside of every labelled line grown by its height.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.stills import plates_held_back
from benchmarks.text_scenes import Scene, scene
from training.heads.photographs import photographs
from veilproof.detect import load_detector
from veilproof.detect.branches import load_branches
from veilproof.detect.views import View, detect_kinds, photo_views
from veilproof.geometry import hulls, iou
from veilproof.kind import Kind
from veilproof.media.photo import read_photo
from veilproof.media.planes import Plane
from veilproof.render.covers import Style, cover_lines
from veilproof.scan.photo import confirmed_in_photo
from veilproof.scan.profile import ScanSettings
from veilproof.track.confirm import ConfirmedTrack

_SAME = 0.4
_LEAST = 0.01
_FALSE_BOXES = (0.5, 1.0, 4.5)
_LEAST_SIDE = 16
"""Pixels: smaller heads do not count as missed, and, in the second count, smaller boxes not as false."""
_COVERED = 0.9


@dataclass(frozen=True, slots=True)
class Covered:
    """What the covers of one picture hide.

    Attributes:
        shares: float64 [n], the share of the area of each labelled thing.
        heights: float64 [n], of each, in pixels.
        names: of each, the group that it is in.
        in_vain: pixels covered where nothing is labelled.
        beside: pixels covered outside of every labelled line, however near.
        upright: the same if the boxes were not turned.
        false: covers that lie on nothing that is labelled.
        pixels: of the picture.
    """

    shares: NDArray[np.float64]
    heights: NDArray[np.float64]
    names: Sequence[str]
    in_vain: int
    beside: int
    upright: int
    false: int
    pixels: int


def main(kind: str, data: Path, *, report: bool, most: int | None) -> None:
    """Measure one kind and print."""
    if kind == "heads":
        _heads(data / "heads", report, most)
    elif kind == "plates":
        _print("plates", _plates(data / "plates", report, most))
    else:
        _print("lines", _text(data, report, most))


def _heads(data: Path, report: bool, most: int | None) -> None:
    held_back = sorted(
        photographs(data, back=report).items(), key=lambda item: hashlib.sha256(item[0].name.encode()).digest()
    )[:most]
    branch = load_branches((Kind.HEAD,), load_detector())
    assert branch is not None
    for name, views_of in (("one view", lambda w, h: (View(),)), ("as photos", photo_views)):
        best, false, small, sides = [], [], [], []
        for path, boxes in held_back:
            picture = read_photo(path).rgb()
            views = views_of(picture.shape[1], picture.shape[0])
            _, heads = detect_kinds(branch.detect_all, picture, views, _LEAST, fuse=len(views) > 1)
            on = iou(heads.boxes, boxes) >= _SAME
            best.append(np.where(on, heads.scores[:, None], 0).max(axis=0, initial=0))
            false.append(heads.scores[~on.any(axis=1)])
            small.append((heads.boxes[:, 2:] - heads.boxes[:, :2]).min(axis=1)[~on.any(axis=1)] < _LEAST_SIDE)
            sides.append((boxes[:, 2:] - boxes[:, :2]).min(axis=1))
        scores, found = np.concatenate(best), np.concatenate(false)
        large = np.concatenate(sides) >= _LEAST_SIDE
        print(f"{name}: {len(held_back)} photographs, {large.sum()} heads of 16 px and more")
        for what, counted in (("false", found), ("false of 16 px and more", found[~np.concatenate(small)])):
            wrong = np.sort(counted)[::-1]
            for allowed in _FALSE_BOXES:
                at = int(allowed * len(held_back))
                least = float(wrong[at]) if at < len(wrong) else 0.0
                print(
                    f"  {allowed:4g} {what} a picture: recall {(scores[large] > least).mean():.3f}, from {least:.3f} on"
                )


def _plates(data: Path, report: bool, most: int | None) -> Iterable[Covered]:
    labels = json.loads((data / "boxes.json").read_text("utf-8"))
    names = [name for name in sorted(labels) if plates_held_back(name) is report][:most]
    for name in names:
        boxes = np.array(labels[name], np.float64).reshape(-1, 4)
        quads = np.stack([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]], axis=1)
        picture = read_photo(data / "images" / name).rgb()
        night = ["night" if "night" in name else "day"] * len(boxes)
        yield _covered(picture, quads, boxes[:, 3] - boxes[:, 1], night, (Kind.PLATE,))


def _text(data: Path, report: bool, most: int | None) -> Iterable[Covered]:
    files = sorted((data / "heads" / "images").glob("PartB*"))[: 40 if report else 20]
    # Blurred until nothing in them can be read: they hold text that nobody labelled.
    blurred = [np.asarray(cv2.GaussianBlur(read_photo(file).rgb(), (0, 0), 8), np.uint8) for file in files]
    backgrounds = blurred or [np.full((720, 1280, 3), 128, np.uint8)]
    for number in range(most or 60):
        made: Scene = scene(number + (100_000 if report else 0), backgrounds)
        yield _covered(
            made.picture, made.lines.astype(np.float64), made.heights.astype(np.float64), made.scripts, (Kind.TEXT,)
        )


def _covered(
    picture: NDArray[np.uint8],
    quads: NDArray[np.float64],
    heights: NDArray[np.float64],
    names: Sequence[str],
    cover: tuple[Kind, ...],
) -> Covered:
    size = picture.shape[:2]
    tracks = confirmed_in_photo(picture, load_detector(), ScanSettings(cover=cover)).cover
    mask, upright = _mask(tracks, size), _mask([_upright(track) for track in tracks], size)
    near: NDArray[Any] = np.zeros(size, np.uint8)
    shares = []
    for quad, height in zip(quads, heights, strict=True):
        own = cv2.fillConvexPoly(np.zeros(size, np.uint8), np.round(quad).astype(np.int32), 1).astype(bool)
        shares.append(float(mask[own].mean()) if own.any() else 1.0)
        around = max(3, 2 * round(float(height)) + 1)
        near = np.maximum(near, cv2.dilate(own.astype(np.uint8), np.ones((around, around), np.uint8)))
    labelled = cv2.fillPoly(np.zeros(size, np.uint8), list(np.round(quads).astype(np.int32)), 1)
    false = sum(not (_mask([track], size) & (labelled > 0)).any() for track in tracks)
    return Covered(
        np.array(shares),
        heights,
        names,
        int((mask & (near == 0)).sum()),
        int((mask & (labelled == 0)).sum()),
        int((upright & (labelled == 0)).sum()),
        false,
        mask.size,
    )


def _upright(track: ConfirmedTrack) -> ConfirmedTrack:
    assert track.angles is not None
    return replace(track, boxes=hulls(track.boxes, track.angles), angles=np.zeros_like(track.angles))


def _mask(tracks: Sequence[ConfirmedTrack], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Bool [h, w]: what covers of these lines hide."""
    plane = np.zeros((*size, 1), np.uint8)
    for track in tracks:
        angles = track.angles if track.angles is not None else np.zeros(1, np.float32)
        cover_lines([Plane(plane, 1, 1, (1,))], track.boxes, angles, Style().scale)
    return plane[..., 0] > 0


def _print(what: str, found: Iterable[Covered]) -> None:
    pictures = list(found)
    shares = np.concatenate([one.shares for one in pictures])
    counts = np.concatenate([one.heights for one in pictures]) >= 12
    names = [name for one in pictures for name in one.names]
    pixels = sum(one.pixels for one in pictures)
    print(f"{len(pictures)} pictures, {counts.sum()} {what} of 12 px and more")
    print(f"  covered in .9 of their area: {(shares[counts] >= _COVERED).mean():.3f}")
    print(f"  in half of it: {(shares[counts] >= 0.5).mean():.3f}")
    print(f"  over-redaction: {sum(one.in_vain for one in pictures) / pixels:.4f}")
    beside, upright = sum(one.beside for one in pictures), sum(one.upright for one in pictures)
    print(f"  covered beside what is labelled: {beside / pixels:.4f}, with upright boxes {upright / pixels:.4f}")
    print(f"  covers on nothing that is labelled: {sum(one.false for one in pictures) / len(pictures):.2f} a picture")
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for name, share, count in zip(names, shares.tolist(), counts.tolist(), strict=True):
        if count:
            groups[name].append(share >= _COVERED)
    for name, each in sorted(groups.items()):
        print(f"  {name:12} {np.mean(each):.3f} of {len(each)}")
