"""The ways in which `benchmarks.forgeries` changes a film after the fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from benchmarks.forgery_films import Film
from veilproof.release.log import Log, LoggedTrack

Picture = NDArray[np.uint8]
"""uint8 [h, w, 3] RGB."""

_SIDE = 24
"""Pixels: width and height of what is painted over."""
_VISIBLE = 12.0
"""Grey levels (standard deviation): a patch with less shows no object. A round number."""
_CHANGED = 8.0
"""Grey levels: a patch that is painted over by so much on average has lost an object. A round number."""
_CUT_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Forged:
    """A forged film and log, and what was done."""

    film: Path
    log: Log
    what: str


Forgery = Callable[[Film, Film, np.random.Generator, Path], "Forged | None"]


def _pictures(film: Path) -> list[Picture]:
    with av.open(str(film)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def _encoded(pictures: list[Picture], film: Film, target: Path, what: str) -> Forged:
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"crf": "18", "preset": "veryfast"})
        assert isinstance(stream, VideoStream)
        stream.height, stream.width, stream.pix_fmt = *pictures[0].shape[:2], "yuv420p"
        for picture in pictures:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return Forged(target, film.log, what)


def _object(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """A patch with something in it is filled from its surroundings, in one frame."""
    pictures = _pictures(film.output)
    for _ in range(200):
        number = int(rng.integers(len(pictures)))
        picture = pictures[number]
        y, x = (int(rng.integers(8, size - _SIDE - 8)) for size in picture.shape[:2])
        part = picture[y : y + _SIDE, x : x + _SIDE]
        if part.mean(axis=2).std() < _VISIBLE or (part.max(axis=2) < 24).mean() > 0.2:
            continue
        mask = np.zeros(picture.shape[:2], np.uint8)
        mask[y : y + _SIDE, x : x + _SIDE] = 255
        filled = cv2.inpaint(np.ascontiguousarray(picture), mask, 3, cv2.INPAINT_TELEA)
        difference = cv2.absdiff(filled, picture)[y : y + _SIDE, x : x + _SIDE]
        if difference.mean() < _CHANGED:
            continue
        pictures[number] = np.asarray(filled, np.uint8)
        return _encoded(pictures, film, target, f"frame {number} at {x},{y}, by {difference.mean():.0f} levels")
    return None


def _cover_moved(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """A cover is drawn in another place for one frame, and its own shows the original."""
    pictures, originals = _pictures(film.output), _pictures(film.original)
    track = film.log.tracks[int(rng.integers(len(film.log.tracks)))]
    frame = int(rng.integers(track.first_frame, track.last_frame + 1))
    x1, y1, x2, y2 = (round(edge) for edge in track.region(frame))
    x1, y1 = max(0, x1), max(0, y1)
    pictures[frame][y1:y2, x1:x2] = originals[frame][y1:y2, x1:x2]
    return _encoded(pictures, film, target, f"track {track.track} in frame {frame}")


def _brightness(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """A quarter of one frame becomes darker or lighter by a tenth."""
    pictures = _pictures(film.output)
    number = int(rng.integers(len(pictures)))
    height, width = pictures[number].shape[:2]
    y, x = int(rng.integers(height // 2)), int(rng.integers(width // 2))
    part = pictures[number][y : y + height // 2, x : x + width // 2]
    part[...] = np.clip(part * (0.9 if rng.random() < 0.5 else 1.1), 0, 255)
    return _encoded(pictures, film, target, f"frame {number} at {x},{y}")


def _dropped(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    pictures = _pictures(film.output)
    number = int(rng.integers(1, len(pictures) - 1))
    return _encoded(pictures[:number] + pictures[number + 1 :], film, target, f"frame {number}")


def _doubled(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """A frame takes the place of the next one: number and times of the frames stay."""
    pictures = _pictures(film.output)
    number = int(rng.integers(1, len(pictures)))
    moved = float(cv2.absdiff(pictures[number], pictures[number - 1]).mean())
    pictures[number] = pictures[number - 1]
    return _encoded(pictures, film, target, f"frame {number}, which differed by {moved:.1f} levels")


def _swapped(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    pictures = _pictures(film.output)
    number = int(rng.integers(1, len(pictures)))
    moved = float(cv2.absdiff(pictures[number], pictures[number - 1]).mean())
    pictures[number], pictures[number - 1] = pictures[number - 1], pictures[number]
    return _encoded(pictures, film, target, f"frame {number}, which differed by {moved:.1f} levels")


def _cut(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """A stretch is taken out, and the last frame repeated, so that the film is as long as before."""
    pictures = _pictures(film.output)
    length = round(_CUT_SECONDS * 25)
    number = int(rng.integers(1, len(pictures) - length))
    shorter = pictures[:number] + pictures[number + length :]
    return _encoded(shorter + [shorter[-1]] * length, film, target, f"from frame {number}")


def _spliced(film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    """Some frames are those of another film."""
    pictures, others = _pictures(film.output), _pictures(other.output)
    number = int(rng.integers(1, len(pictures) - 6))
    height, width = pictures[0].shape[:2]
    for at in range(number, number + 5):
        pictures[at] = np.asarray(cv2.resize(others[at % len(others)], (width, height)), np.uint8)
    return _encoded(pictures, film, target, f"from frame {number}")


FORGERIES: dict[str, Forgery] = {
    "object": _object,
    "cover moved": _cover_moved,
    "brightness": _brightness,
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "cut": _cut,
    "spliced": _spliced,
}
"""By name, what is done to a film."""


def _row_removed(log: Log, rng: np.random.Generator) -> tuple[LoggedTrack, ...]:
    gone = int(rng.integers(len(log.tracks)))
    return tuple(track for number, track in enumerate(log.tracks) if number != gone)


def _row_widened(log: Log, rng: np.random.Generator) -> tuple[LoggedTrack, ...]:
    wide = int(rng.integers(len(log.tracks)))
    boxes = log.tracks[wide].regions + np.array([0, 0, 20, 0], "<f4")
    widened = replace(log.tracks[wide], boxes=boxes.astype("<f4").tobytes())
    return tuple(widened if number == wide else track for number, track in enumerate(log.tracks))


FORGED_LOGS: dict[str, Callable[[Log, np.random.Generator], tuple[LoggedTrack, ...]]] = {
    "row removed": _row_removed,
    "row widened": _row_widened,
}
"""By name, what is done to a log, and signed anew."""
