"""Cameras: what distance, motion, darkness and compression leave of a covered face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from veilproof.lab.portrait import PORTRAIT_SIDE, SCALE, Picture

HEAD_WIDTH = 84.0
"""Units: width of the face of the template, ear to ear, by which the size of a face is given in pixels."""
_READ_NOISE = 4.0
"""Grey levels: noise of a dark sensor that does not depend on the light; a round number."""
_SHOT_NOISE = 0.9
"""Grey levels per square root of a grey level: noise that does; a round number."""


@dataclass(frozen=True, slots=True)
class Camera:
    """One way in which a probe is taken.

    Attributes:
        name: in findings.
        words: completes "seen ...".
        face_px: width of the face in pixels; None for that of the photograph.
        motion: length of motion blur as a share of the face's width.
        light: share of the light that reaches the sensor; what is missing is amplified, with its noise.
        quality: of JPEG, 1 to 100; None for none.
    """

    name: str
    words: str
    face_px: int | None = None
    motion: float = 0.0
    light: float = 1.0
    quality: int | None = None

    @property
    def is_sharp(self) -> bool:
        """Whether only the size of the face is reduced."""
        return not self.motion and self.light == 1 and self.quality is None


AS_TAKEN = Camera("as-taken", "as photographed")
"""The photograph as it is."""
CAMERAS = (
    Camera("80px", "from near, 80 pixels a face", 80),
    Camera("40px", "from afar, 40 pixels a face", 40),
    Camera("20px", "from very far, 20 pixels a face", 20),
    Camera("motion", "in motion, 80 pixels a face", 80, motion=0.12),
    Camera("low-light", "in low light, 80 pixels a face", 80, light=0.06),
    Camera("compressed", "in strong compression, 80 pixels a face", 80, quality=12),
)
"""Cameras besides the one of the photograph. Press photographs of research sets seldom have more than 100 pixels a
face, so none is larger."""


def taken(pixels: Picture, camera: Camera, rng: np.random.Generator) -> Picture:
    """A portrait as a camera would show it, brought back to its size.

    Args:
        pixels: the portrait.
        camera: what takes it.
        rng: decides noise and the direction of motion.
    """
    side = PORTRAIT_SIDE if camera.face_px is None else round(PORTRAIT_SIDE * camera.face_px / (HEAD_WIDTH * SCALE))
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    if camera.motion:
        small = cv2.filter2D(small, -1, _motion_kernel(camera.motion * side * HEAD_WIDTH * SCALE / PORTRAIT_SIDE, rng))
    if camera.light < 1:
        exposed = np.multiply(small, camera.light, dtype=np.float32)
        deviation = _SHOT_NOISE * np.sqrt(exposed) * np.sqrt(camera.light) + _READ_NOISE * camera.light
        noisy = exposed + rng.normal(0, 1, small.shape) * deviation
        small = np.clip(np.round(noisy) / camera.light * 0.6, 0, 255).astype(np.uint8)
    if camera.quality is not None:
        _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, camera.quality])
        small = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))
    if side == PORTRAIT_SIDE:
        return np.asarray(small, np.uint8)
    return np.asarray(cv2.resize(small, (PORTRAIT_SIDE, PORTRAIT_SIDE), interpolation=cv2.INTER_CUBIC), np.uint8)


def _motion_kernel(length: float, rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A line of this length in pixels, in any direction, that sums up to 1."""
    size = int(np.ceil(length)) | 1
    kernel = np.zeros((size + 2, size + 2), np.float32)
    angle, middle = rng.uniform(0, np.pi), (size + 1) / 2
    across, down = np.cos(angle) * length / 2, np.sin(angle) * length / 2
    ends = np.round(np.array([[middle - across, middle - down], [middle + across, middle + down]]) * 16).astype(int)
    cv2.line(kernel, ends[0].tolist(), ends[1].tolist(), 1.0, 1, cv2.LINE_AA, 4)
    return np.asarray(kernel / kernel.sum(), np.float32)
