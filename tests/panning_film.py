"""A synthetic film of a scene over which a camera moves in a way that is known."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.media.video_read import VideoReader

SIZE = (320, 240)
FRAMES = 40


def scene(seed: int) -> NDArray[np.uint8]:
    """A large picture with structure everywhere."""
    noise = np.random.default_rng(seed).integers(0, 256, (60, 80, 3), np.uint8)
    return np.asarray(cv2.resize(noise, (800, 600), interpolation=cv2.INTER_CUBIC), np.uint8)


def camera(frame: int) -> NDArray[np.float64]:
    """From the large picture to what the camera shows in a frame: it pans, turns and comes closer, and pans back."""
    way = cv2.getRotationMatrix2D((400, 300), 0.4 * frame, 1 + 0.006 * frame)
    shift = np.array([SIZE[0] / 2 - 400 - 90 * np.sin(frame / 12), SIZE[1] / 2 - 300 + frame])
    way[:, 2] += shift
    return np.asarray(way, np.float64)


def film(path: Path, walker: bool = False, cut: int = FRAMES) -> Path:
    """Write a film; somebody may walk through it, and the scene is another one from the frame `cut` on."""
    pictures = scene(1), scene(2)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.time_base = Fraction(1, 25)
        for frame in range(FRAMES):
            picture = cv2.warpAffine(pictures[frame >= cut], camera(frame), SIZE, borderMode=cv2.BORDER_REFLECT)
            if walker:
                # Somebody large walks through the picture: what moves by itself is not the camera.
                cv2.rectangle(picture, (6 * frame - 60, 40), (6 * frame + 30, 240), (30, 60, 200), -1)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture, np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    return path


def pts_of(path: Path) -> list[int]:
    with VideoReader(path) as reader:
        return [frame.pts for frame in reader]
