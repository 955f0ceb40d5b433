"""A small film with a plan made by hand, and its release."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import Plan
from veilproof.media.video_read import VideoReader
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack

FRAMES, WIDTH, HEIGHT = 30, 192, 128
CAMERA = "PLANTED-CAMERA 9000"
"""In the metadata of the film."""
BOX = np.array([60, 40, 90, 75], np.float32)
"""x1 y1 x2 y2 in pixels of the face in the first frame; it moves one pixel to the right in each."""


def picture(number: int) -> NDArray[np.uint8]:
    """uint8 [h, w, 3] RGB: a textured ground that moves, and a brighter patch on it that moves faster."""
    ground = np.random.default_rng(1).integers(40, 200, (HEIGHT // 8 + 1, WIDTH // 8 + 12, 3), np.uint8)
    large = cv2.resize(ground, None, fx=8, fy=8, interpolation=cv2.INTER_CUBIC)
    seen = large[:HEIGHT, 2 * number : 2 * number + WIDTH].copy()
    x = int(BOX[0]) + number
    seen[40:75, x : x + 30] = np.clip(seen[40:75, x : x + 30].astype(int) // 4 + 150, 0, 255)
    return np.asarray(seen, np.uint8)


def film(path: Path, *, sound: bool = False, replaced: slice | None = None, mixed: slice | None = None) -> Path:
    """Write the film, with noise as its sound if there is any.

    `replaced` are samples that are other noise; to those in `mixed` other noise is added, as loud as they are.
    """
    with av.open(str(path), "w") as container:
        container.metadata.update({"comment": CAMERA, "artist": CAMERA})
        stream = container.add_stream("libx264", rate=25, options={"crf": "20", "x264-params": "mbtree=0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        voice = container.add_stream("aac", rate=16000) if sound else None
        for number in range(FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(number), format="rgb24")))
        container.mux(stream.encode(None))
        if voice is not None:
            noise = np.random.default_rng(2).normal(0, 0.1, (1, 1024 * 20)).astype(np.float32)
            if replaced is not None:
                noise[:, replaced] = np.random.default_rng(3).normal(0, 0.1, noise[:, replaced].shape)
            if mixed is not None:
                noise[:, mixed] += np.random.default_rng(4).normal(0, 0.1, noise[:, mixed].shape)
            for start in range(0, noise.shape[1], 1024):
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(noise[:, start : start + 1024]), "fltp", "mono")
                frame.sample_rate, frame.pts, frame.time_base = 16000, start, Fraction(1, 16000)
                container.mux(voice.encode(frame))
            container.mux(voice.encode(None))
    return path


def planned(source: Path, others: Sequence[ConfirmedTrack] = ()) -> Path:
    """A finished plan beside the film: one face in all frames, what else was found, and a box drawn in some frames."""
    path = source.with_suffix(".veil")
    with VideoReader(source) as reader:
        info = reader.info
        pts = [frame.pts for frame in reader]
    facts = {
        **{"name": source.name, "sha256": digest(source), "kind": "video"},
        **{"width": str(WIDTH), "height": str(HEIGHT), "time_base": str(info.time_base)},
    }
    moves = np.arange(len(pts), dtype=np.float32)[:, None] * np.array([1, 0, 1, 0], np.float32)
    with Plan.create(path, facts) as plan:
        plan.add({}, enumerate(pts), [ConfirmedTrack(0, BOX + moves, 0.9, 5), *others])
        plan.finish({"sound_end": "1200000"} if info.sound else {})
        plan.draw((10, 80, 40, 110), Fraction("0.2"), Fraction("0.8"))
    return path
