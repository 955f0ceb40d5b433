"""Pictures of what leaked, so that a person can see why."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import Clip
from benchmarks.scoring import Score

SIDE = 128
MOST = 40
AROUND = 2.5  # how much of the surroundings a crop shows, in face boxes


def write_sheet(path: Path, clip: Clip, result: Path, score: Score) -> None:
    """Write a PNG: each leaked face once, in the middle of its leaked frames, original beside result; none, no file."""
    faces = np.flatnonzero(score.leaked.any(axis=0))[:MOST]
    if not len(faces):
        return
    leaks = [np.flatnonzero(score.leaked[:, face]) for face in faces]
    wanted = [(int(those[len(those) // 2]), int(face), len(those)) for those, face in zip(leaks, faces, strict=True)]
    frames = {frame for frame, _, _ in wanted}
    before, after = _frames(clip.path, frames), _frames(result, frames)
    tiles = []
    for frame, face, count in wanted:
        box = clip.truth.boxes[frame, face]
        pair = np.hstack([_crop(before[frame], box), _crop(after[frame], box)])
        side, hidden = clip.truth.sides[frame, face], clip.truth.occlusion[face]
        label = f"#{face} f{frame} {side:.0f}px occ{hidden} {count}x"
        cv2.putText(pair, label, (3, SIDE - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 255, 255), 1, cv2.LINE_AA)
        tiles.append(pair)
    across = min(4, len(tiles))
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % across)
    rows = [np.hstack(tiles[start : start + across]) for start in range(0, len(tiles), across)]
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.vstack(rows))


def _frames(path: Path, wanted: set[int]) -> dict[int, NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        every = enumerate(container.decode(video=0))
        return {index: np.asarray(frame.to_ndarray(format="bgr24")) for index, frame in every if index in wanted}


def _crop(picture: NDArray[np.uint8], box: NDArray[np.float64]) -> NDArray[np.uint8]:
    centre, radius = (box[:2] + box[2:]) / 2, float((box[2:] - box[:2]).max()) / 2 * AROUND
    scale = SIDE / (2 * radius)
    shift = SIDE / 2 - scale * centre
    affine = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    tile = np.asarray(cv2.warpAffine(picture, affine, (SIDE, SIDE), flags=cv2.INTER_AREA), np.uint8)
    half = (box[2:] - box[:2]) / 2 * scale
    cv2.ellipse(tile, (SIDE // 2, SIDE // 2), (int(half[0]), int(half[1])), 0, 0, 360, (0, 255, 0), 1, cv2.LINE_AA)
    return tile
