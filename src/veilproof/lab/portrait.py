"""A portrait: one photograph of one person, brought to a fixed frame, with the pose of the head and the light on it.

Coverings are drawn on portraits. The frame is that of the ArcFace template with room for a hood or a helmet around it.
A *head point* is a place on a model of a head. Its unit is a pixel of that template, in
which the eyes of a frontal face are 35 units apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.align import MARGIN, SIDE, TEMPLATE_SIDE, AlignedFace, Points, alignment_matrix, warp

SCALE = 1.5
"""Pixels of a portrait per unit: enough that photographs of press agencies lose nothing."""
ROOM = (44.0, 50.0)
"""Units to the left of and above the template that a portrait shows: room for a helmet."""
PORTRAIT_SIDE = 300
"""Pixels: width and height of a portrait; 200 units."""
FACE_BOX = np.array([75, 95, 225, 250], np.float32)
"""Pixels, x1 y1 x2 y2: where the face is in every portrait."""

_TO_ALIGNED = np.array([[1 / SCALE, 0, MARGIN - ROOM[0]], [0, 1 / SCALE, MARGIN - ROOM[1]]])
"""From pixels of a portrait to pixels of an aligned face."""

Picture = NDArray[np.uint8]
"""One portrait's pixels, uint8 [PORTRAIT_SIDE, PORTRAIT_SIDE, 3] RGB."""
HeadPoints = NDArray[np.float64]
"""float64 [n, 3]: x to the right of the picture, y down, z towards the viewer, in units; the eyes are at z = 0."""

_LANDMARKS: HeadPoints = np.array(
    [[-17.6, 51.6, 0.0], [17.6, 51.6, 0.0], [0.0, 71.7, 16.0], [-14.6, 92.3, 5.0], [14.6, 92.3, 5.0]]
)
"""The five landmarks in three dimensions: x and y of the ArcFace template; depth from the mean proportions of heads
(nose about 29 mm before the eyes at 63 mm between the pupils: Farkas 1994), rounded."""
_YAWS, _PITCHES = np.arange(-63.0, 64.0, 3.0), np.arange(-30.0, 31.0, 3.0)
"""Degrees: the poses that are tried."""
_YAW_COST, _PITCH_COST = 0.004, 0.02
"""Squared units of residual that one squared degree costs: noise of the landmarks must not turn a head, and the length
of a nose is not a nod. Chosen by eye on contact sheets."""
_PITCH_CENTRE = 56.0
"""Units: the height about which the head nods; a round number near the middle of the face."""

_HEIGHTS = (-26.0, -20.0, -5.0, 15.0, 35.0, 52.0, 72.0, 92.0, 106.0, 116.0, 122.0, 160.0)
_HALF_WIDTHS = (1.0, 17.0, 30.0, 37.0, 39.5, 40.0, 38.5, 34.0, 28.0, 20.0, 17.0, 17.0)
_DEPTHS = (1.0, 17.0, 32.0, 41.0, 43.0, 42.5, 43.0, 43.0, 41.0, 36.0, 17.0, 17.0)
"""The head at some heights, in units: half its width and its depth before the ears (proportions of Farkas 1994,
rounded); below 122 the neck."""
_EAR_DEPTH = -38.0
"""Units: z of the ears, and of the axis about which a head turns."""
_MAX_AZIMUTH = 86.0
"""Degrees from the viewer at which a surface is taken for its silhouette."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """One photograph of one person.

    Attributes:
        pixels: the photograph, in the frame described above.
        points: the five landmarks, in pixels of the portrait.
        yaw: degrees; positive where the nose points to the right of the picture.
        pitch: degrees; positive where the nose points down.
        matrix: float64 [2, 3], from the x and y of a turned head to pixels of the portrait.
        light: float64 [3]: brightness of the face, 0 to 255, as a plane: at the middle, and its change per unit to
            the right and down.
        face_px: width of the face in the photograph it comes from, in pixels.
    """

    pixels: Picture
    points: Points
    yaw: float
    pitch: float
    matrix: NDArray[np.float64]
    light: NDArray[np.float64]
    face_px: float

    def project(self, head: HeadPoints) -> NDArray[np.float64]:
        """Head points (float64 [n, 3]) in pixels of the portrait, float64 [n, 2]."""
        flat = _turned(head, np.array(self.yaw), np.array(self.pitch))
        return np.asarray(flat @ self.matrix[:, :2].T + self.matrix[:, 2])

    def around_head(self, outline: NDArray[np.float64]) -> NDArray[np.float64]:
        """An outline (float64 [n, 2], x y in units of a frontal head) of something round about the head, in pixels.

        A head is about as deep as it is wide: its outline moves with its axis and keeps its width when it turns.
        """
        axis = np.array([[0.0, _PITCH_CENTRE, _EAR_DEPTH]])
        shift = _turned(axis, np.array(self.yaw), np.array(self.pitch))[0] - axis[0, :2]
        return np.asarray((outline + shift) @ self.matrix[:, :2].T + self.matrix[:, 2])

    def on_head(self, azimuth: NDArray[np.float64], height: NDArray[np.float64], lift: float = 0.0) -> HeadPoints:
        """Points on the surface of the head.

        Args:
            azimuth: float64 [n], degrees around the head, 0 at the nose, positive to the right of the picture. What is
                behind the silhouette of the turned head is moved to it.
            height: float64 [n], units, downwards.
            lift: units that they lie above the surface.
        """
        seen = np.clip(azimuth, -_MAX_AZIMUTH - self.yaw, _MAX_AZIMUTH - self.yaw)
        angle = np.deg2rad(np.clip(seen, -_MAX_AZIMUTH - 40, _MAX_AZIMUTH + 40))
        across = np.interp(height, _HEIGHTS, _HALF_WIDTHS) + lift
        deep = np.interp(height, _HEIGHTS, _DEPTHS) + lift
        return np.stack([across * np.sin(angle), height, deep * np.cos(angle) + _EAR_DEPTH], axis=1)

    def aligned(self, pixels: Picture | None = None) -> AlignedFace:
        """The portrait, or other pixels in its frame, as recognisers get it."""
        return warp(self.pixels if pixels is None else pixels, _TO_ALIGNED)


def aligned_layer(layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """A layer of a portrait (float32 [PORTRAIT_SIDE, PORTRAIT_SIDE]) in the frame of an aligned face."""
    return np.asarray(cv2.warpAffine(layer, _TO_ALIGNED, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.float32)


def make_portrait(photo: NDArray[np.uint8], points: Points) -> Portrait:
    """The portrait of one face.

    Args:
        photo: uint8 [h, w, 3] RGB.
        points: its five landmarks, in pixels of the photo.
    """
    to_aligned = alignment_matrix(points)
    matrix = to_aligned * SCALE
    matrix[:, 2] += SCALE * (np.array(ROOM) - MARGIN)
    pixels = warp(photo, matrix, PORTRAIT_SIDE)
    own = points @ matrix[:, :2].T + matrix[:, 2]
    yaw, pitch, fitted = _pose(own)
    # The head of the template is 84 units wide, and the transform has one scale.
    face_px = 84.0 / float(np.hypot(to_aligned[0, 0], to_aligned[1, 0]))
    return Portrait(pixels, own, yaw, pitch, fitted, _light(pixels), face_px)


def _turned(head: HeadPoints, yaw: NDArray[np.float64], pitch: NDArray[np.float64]) -> NDArray[np.float64]:
    """X and y of head points after yaw and pitch, in degrees; the angles may have leading axes."""
    cos_y, sin_y = np.cos(np.deg2rad(yaw))[..., None], np.sin(np.deg2rad(yaw))[..., None]
    cos_p, sin_p = np.cos(np.deg2rad(pitch))[..., None], np.sin(np.deg2rad(pitch))[..., None]
    x, y, z = head[:, 0], head[:, 1] - _PITCH_CENTRE, head[:, 2]
    across, towards = x * cos_y + z * sin_y, z * cos_y - x * sin_y
    return np.stack([across, y * cos_p + towards * sin_p + _PITCH_CENTRE], axis=-1)


def _pose(points: Points) -> tuple[float, float, NDArray[np.float64]]:
    """Yaw and pitch of the head with these landmarks, and the similarity transform from the turned head to them.

    Weak perspective: of all poses the one whose landmarks a similarity transform brings closest to the given ones.
    """
    yaw, pitch = (angles.ravel() for angles in np.meshgrid(_YAWS, _PITCHES))
    model = _turned(_LANDMARKS, yaw, pitch)
    source = model[..., 0] + 1j * model[..., 1]
    target = (points[:, 0] + 1j * points[:, 1])[None]
    source_mean, target_mean = source.mean(axis=1, keepdims=True), target.mean(axis=1, keepdims=True)
    centred, wanted = source - source_mean, target - target_mean
    factor = (centred.conj() * wanted).sum(axis=1) / (abs(centred) ** 2).sum(axis=1)
    residual = (abs(factor[:, None] * centred - wanted) ** 2).sum(axis=1) / SCALE**2
    best = int(np.argmin(residual + _YAW_COST * yaw**2 + _PITCH_COST * pitch**2))
    shift = target_mean[0, 0] - factor[best] * source_mean[best, 0]
    a, b = factor[best].real, factor[best].imag
    return float(yaw[best]), float(pitch[best]), np.array([[a, -b, shift.real], [b, a, shift.imag]])


def _light(pixels: Picture) -> NDArray[np.float64]:
    """The plane fitted to the brightness of the face: it has the direction of the light and nothing of a face."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float64)
    step = 3
    y, x = np.mgrid[0:PORTRAIT_SIDE:step, 0:PORTRAIT_SIDE:step] / SCALE
    x, y = x - ROOM[0] - TEMPLATE_SIDE / 2, y - ROOM[1] - 70
    inside = (x / 30) ** 2 + (y / 40) ** 2 < 1
    design = np.stack([np.ones(int(inside.sum())), x[inside], y[inside]], axis=1)
    plane, *_ = np.linalg.lstsq(design, grey[::step, ::step][inside], rcond=None)
    return np.asarray(plane)
