"""Pictures of what leaked, so that a person can see why."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import Clip
from benchmarks.scoring import Score

SIDE = 160
MOST = 40
ACROSS = 5
AROUND = 2.5  # how much of the surroundings a crop shows, in face boxes


def leaks(clip: Clip, result: Path, score: Score) -> list[NDArray[np.uint8]]:
    """A tile, uint8 [SIDE, 2 SIDE, 3] BGR, for each leaked face: in the middle of its leaks, original beside result."""
    faces = np.flatnonzero(score.leaked.any(axis=0))
    frames_of = [np.flatnonzero(score.leaked[:, face]) for face in faces]
    wanted = [
        (int(those[len(those) // 2]), int(face), len(those)) for those, face in zip(frames_of, faces, strict=True)
    ]
    frames = {frame for frame, _, _ in wanted}
    before, after = _frames(clip.path, frames), _frames(result, frames)
    tiles = []
    for frame, face, count in wanted:
        box = clip.truth.boxes[frame, face]
        pair = np.hstack([_crop(before[frame], box), _crop(after[frame], box)])
        side, hidden = clip.truth.sides[frame, face], clip.truth.occlusion[face]
        name = clip.name.partition("-")[2].rpartition("-r")[0]
        for line, label in enumerate((name[-32:], f"#{face} f{frame} {side:.0f}px occ{hidden} {count}x")):
            at = (3, SIDE - 16 + 12 * line)
            cv2.putText(pair, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.33, (0, 0, 0), 3, cv2.LINE_AA)
            cv2.putText(pair, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.33, (0, 255, 255), 1, cv2.LINE_AA)
        tiles.append(pair)
    return tiles


def write_sheets(folder: Path, name: str, tiles: list[NDArray[np.uint8]]) -> list[Path]:
    """Write the tiles of all clips on as few PNGs as hold them, `NAME-1.png` and so on; no tiles, no file."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{name}-*.png"):
        old.unlink()
    written = []
    for start in range(0, len(tiles), MOST):
        page = tiles[start : start + MOST]
        page += [np.zeros_like(page[0])] * (-len(page) % ACROSS)
        rows = [np.hstack(page[first : first + ACROSS]) for first in range(0, len(page), ACROSS)]
        written.append(folder / f"{name}-{start // MOST + 1}.png")
        cv2.imwrite(str(written[-1]), np.vstack(rows))
    return written


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
