"""A short clip of synthetic people walking along a street, with the ground truth of every face."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from demo.people import Figure, figure
from demo.street import barrier, street
from veilproof.geometry import Boxes

RATE = Fraction(25)
"""Frames/s of the clip."""

_MARGIN = 0.06
"""Extra scene on every side for camera movement, as a fraction of the picture's size."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces in one frame."""

    boxes: Boxes
    """float32 [n, 4]: forehead to chin and cheek to cheek, complete even if cut off or occluded."""
    people: NDArray[np.int64]
    """int64 [n]: identity, the same number in every frame."""
    visible: NDArray[np.float32]
    """float32 [n]: share of the face that is inside the picture and not occluded, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The ground truth of a clip."""

    width: int
    height: int
    frames: tuple[Faces, ...]
    masked: frozenset[int]
    """Identities of those who wear a mask."""


def make_clip(target: Path, *, seconds: float = 8, seed: int = 1, size: tuple[int, int] = (1280, 720)) -> Truth:
    """Write an H.264 clip of six people, one masked, who walk, cross, enter and leave; returns its ground truth.

    The same arguments give the same pictures.

    Args:
        target: The file to write; its suffix selects the container.
        seconds: Duration, at `RATE` frames/s.
        seed: Selects the street, the paths of the people and the camera shake.
        size: Width and height in pixels, both even.
    """
    rng = np.random.default_rng(seed)
    scene = _Scene(size, seconds, rng)
    width, height = size
    count = round(seconds * RATE)
    frames = []
    with av.open(target, "w") as container:
        stream = container.add_stream("libx264", RATE, options={"crf": "18", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(count):
            picture, faces = scene.frame(index / max(1, count - 1))
            picture += rng.standard_normal((height, width, 1), np.float32) * 2
            frames.append(faces)
            shown = av.VideoFrame.from_ndarray(np.clip(picture, 0, 255).astype(np.uint8), "rgb24")
            container.mux(stream.encode(shown))
        container.mux(stream.encode())
    return Truth(width, height, tuple(frames), scene.masked)


@dataclass(frozen=True, slots=True)
class _Walk:
    figure: Figure
    face_height: float  # in pixels
    start: tuple[float, float]  # the middle of the face in the first frame, in pixels of the picture
    end: tuple[float, float]  # and in the last one
    phase: float

    def transform(self, at: float, seconds: float) -> NDArray[np.float64]:
        """float64 [2, 3]: the affine map from pixels of the figure to pixels of the picture."""
        x1, y1, x2, y2 = self.figure.face
        step = (2 * math.pi * 1.8 * at * seconds + self.phase) / 2
        angle = math.radians(1.8) * math.sin(step)
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        turn *= self.face_height / (y2 - y1)
        middle = np.array(self.start) + at * (np.array(self.end) - self.start)
        middle[1] += 0.12 * self.face_height * abs(math.sin(step))
        return np.column_stack([turn, middle - turn @ np.array([(x1 + x2) / 2, (y1 + y2) / 2])])


class _Scene:
    def __init__(self, size: tuple[int, int], seconds: float, rng: np.random.Generator) -> None:
        self._size = size
        self._seconds = seconds
        self._edge = (round(size[0] * _MARGIN), round(size[1] * _MARGIN))
        drawn = (size[0] + 2 * self._edge[0], size[1] + 2 * self._edge[1])
        self._street = street(*drawn, rng)
        self._barrier = barrier(*drawn)
        self._walks = _cast(size, rng)
        self._sway = rng.uniform(0, 2 * math.pi, 4)
        self.masked = frozenset({_MASKED})

    def frame(self, at: float) -> tuple[NDArray[np.float32], Faces]:
        """The picture, float32 [h, w, 3] in RGB from 0 to 255, and its faces, `at` from 0 (first frame) to 1 (last)."""
        camera = self._camera(at)
        picture = self._through(self._street, camera)
        owner = np.full(picture.shape[:2], -1, np.int64)
        transforms = []
        for person, walk in enumerate(self._walks):
            if person == _NEAREST:
                front = self._through(self._barrier, camera)
                _blend(picture, front)
                owner[front[..., 3] > 0.5] = -1
            transform = walk.transform(at, self._seconds)
            transform[:, 2] -= camera
            _paint(picture, owner, person, walk.figure, transform)
            transforms.append(transform)
        boxes = np.array([_face_box(w.figure, t) for w, t in zip(self._walks, transforms, strict=True)], np.float32)
        areas = [_face_pixels(w.figure, t) for w, t in zip(self._walks, transforms, strict=True)]
        people = range(len(boxes))
        visible = np.array([min(1.0, _owned(owner, i, boxes[i]) / areas[i]) for i in people], np.float32)
        shown = np.flatnonzero(visible > 0)
        return picture, Faces(boxes[shown], shown, visible[shown])

    def _camera(self, at: float) -> NDArray[np.float64]:
        time, sway = at * self._seconds, self._sway
        x = 0.6 * (at - 0.5) + 0.12 * math.sin(2.1 * time + sway[0]) + 0.06 * math.sin(7.3 * time + sway[1])
        y = 0.15 * math.sin(1.7 * time + sway[2]) + 0.08 * math.sin(8.9 * time + sway[3])
        return np.array([self._edge[0] * x, self._edge[1] * y])

    def _through(self, drawn: NDArray[np.float32], camera: NDArray[np.float64]) -> NDArray[np.float32]:
        shift = np.array([[1, 0, -self._edge[0] - camera[0]], [0, 1, -self._edge[1] - camera[1]]])
        return np.asarray(cv2.warpAffine(drawn, shift, self._size, flags=cv2.INTER_LINEAR), np.float32)


_MASKED, _NEAREST = 3, 5


def _cast(size: tuple[int, int], rng: np.random.Generator) -> list[_Walk]:
    """The people from the farthest to the nearest, the order of painting."""
    walkers = [str(name) for name in rng.permutation(["P001", "P002", "P005", "P006", "P008", "P010"])]
    nearest = "P001" if walkers[4] != "P001" else "P002"
    roles = [  # person, shirt colour, face height, start and end x, y; lengths as fractions of the picture's size
        (walkers[0], (44, 62, 96), 0.075, 0.22, 0.34, 0.43),
        (walkers[1], (150, 44, 44), 0.085, 0.78, 0.30, 0.42),
        (walkers[2], (58, 104, 62), 0.10, -0.12, 0.62, 0.41),
        ("P004", (206, 172, 70), 0.12, 0.62, 0.48, 0.43),
        (walkers[4], (112, 60, 118), 0.14, 0.86, 1.15, 0.36),
        (nearest, (36, 36, 40), 0.36, -0.35, 0.3, 0.66),
    ]
    width, height = size
    walks = []
    for i, (who, shirt, face, start, end, y) in enumerate(roles):
        cut = figure(who, "studio_portrait" if i == _NEAREST else "studio_posture", shirt, i == _MASKED)
        cut = cut.reduced(face * height / (cut.face[3] - cut.face[1]))
        path = (start * width, y * height), (end * width, y * height)
        walks.append(_Walk(cut, face * height, *path, float(rng.uniform(0, 2 * math.pi))))
    return walks


def _paint(
    picture: NDArray[np.float32],
    owner: NDArray[np.int64],
    person: int,
    cut: Figure,
    transform: NDArray[np.float64],
) -> None:
    height, width = picture.shape[:2]
    x1, y1, x2, y2 = _bounds((0, 0, cut.pixels.shape[1], cut.pixels.shape[0]), transform)
    left, top = max(0, math.floor(x1)), max(0, math.floor(y1))
    right, bottom = min(width, math.ceil(x2)), min(height, math.ceil(y2))
    if left >= right or top >= bottom:
        return
    local = transform - np.array([[0, 0, left], [0, 0, top]])
    layer = np.asarray(cv2.warpAffine(cut.pixels, local, (right - left, bottom - top)), np.float32)
    _blend(picture[top:bottom, left:right], layer)
    owner[top:bottom, left:right][layer[..., 3] > 0.5] = person


def _blend(picture: NDArray[np.float32], layer: NDArray[np.float32]) -> None:
    picture *= 1 - layer[..., 3:]
    picture += layer[..., :3]


def _bounds(
    box: tuple[float, float, float, float], transform: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = box
    corners = np.array([(x1, y1, 1), (x2, y1, 1), (x2, y2, 1), (x1, y2, 1)]) @ transform.T
    (left, top), (right, bottom) = corners.min(0), corners.max(0)
    return float(left), float(top), float(right), float(bottom)


def _face_box(cut: Figure, transform: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """The box of the transformed face; it keeps the face's size, because rotation is negligible."""
    x1, y1, x2, y2 = _bounds(cut.face, transform)
    scale = math.sqrt(abs(float(np.linalg.det(transform[:, :2]))))
    half_x, half_y = (cut.face[2] - cut.face[0]) * scale / 2, (cut.face[3] - cut.face[1]) * scale / 2
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return x - half_x, y - half_y, x + half_x, y + half_y


def _face_pixels(cut: Figure, transform: NDArray[np.float64]) -> float:
    x1, y1, x2, y2 = (round(side) for side in cut.face)
    solid = np.count_nonzero(cut.pixels[y1:y2, x1:x2, 3] > 0.5)
    return solid * abs(float(np.linalg.det(transform[:, :2])))


def _owned(owner: NDArray[np.int64], person: int, box: NDArray[np.float32]) -> int:
    x1, y1, x2, y2 = (max(0, round(float(side))) for side in box)
    return int(np.count_nonzero(owner[y1:y2, x1:x2] == person))
