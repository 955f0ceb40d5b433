"""Clips with exact truth, made from labelled photographs.

`python -m benchmarks.clips --set tune --clips 4` makes them and prints where they are. `--seconds 20` makes longer ones
over several ways of the camera, `--tripod` ones whose camera stands still, `--lines 360 --again` small ones that were
compressed twice, as messengers send them, `--empty` ones of streets without a labelled face, `--plates` ones of streets
with number plates, and `--shake run` ones whose holder runs (`benchmarks.shake`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import HEIGHT, LARGEST_SCALE, ROOM_TO_MOVE, WIDTH, Camera, aimed, joined, on_tripod
from benchmarks.shake import Shake, shaken
from benchmarks.shutter import Shutter
from benchmarks.stills import DATA, Split, Still, digest, plates, stills, streets

OUT = Path("benchmarks/out")
SECONDS, RATE = 2, 30
FRAMES = SECONDS * RATE
LEG_SECONDS = 4  # of a longer clip, on one way of the camera
CRF, CRF_AGAIN = 21, 30  # what cameras and messengers write
ROOM_TO_SHAKE = 1.4  # as ROOM_TO_MOVE: at its edge, the window would stand still
SHAKEN_SAMPLES = 16  # of an exposure: fewer would show as that many pictures
DARKER = 0.2  # share of a frame's time for which the shutter of a shaken camera is open longer, as in the evening
READOUT = (0.3, 0.8)  # of a frame's time, least and most: 10 to 27 ms, as the sensors of phones
SMALLEST_FACE, LOWEST_PLATE = 16, 12
LEAST_INSIDE = 0.6
SCAN_VERSION = 1  # raise it when the same seed would give another clip, so that cached ones are made again


@dataclass(frozen=True, slots=True)
class Truth:
    """Where every labelled face is in every frame.

    `boxes` is float64 [frames, faces, 4], x1 y1 x2 y2 in clip pixels, not cut at the picture's edge; `inside` float64
    [frames, faces] is the share of the box within the picture; the rest is one number a face. A box of less than
    `least` pixels, too far outside, or labelled invalid is not `scored`: neither a leak nor over-redaction.
    """

    boxes: NDArray[np.float64]
    inside: NDArray[np.float64]
    occlusion: NDArray[np.int64]
    blur: NDArray[np.int64]
    illumination: NDArray[np.int64]
    pose: NDArray[np.int64]
    invalid: NDArray[np.bool_]
    least: int = SMALLEST_FACE

    @property
    def sides(self) -> NDArray[np.float64]:
        """float64 [frames, faces]: the smaller side of each box, in pixels."""
        return np.asarray((self.boxes[..., 2:] - self.boxes[..., :2]).min(axis=-1), np.float64)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Bool [frames, faces]: which boxes count."""
        return (self.sides >= self.least) & (self.inside >= LEAST_INSIDE) & ~self.invalid


@dataclass(frozen=True, slots=True)
class Footage:
    """What clips are like: their length, whether the camera stands still, lines, and whether they are compressed twice.

    `empty` ones show streets in which nobody labelled a face, `plates` streets with labelled number plates; `shake`
    says what happens to the camera.
    """

    seconds: int = SECONDS
    tripod: bool = False
    lines: int = HEIGHT
    again: bool = False
    empty: bool = False
    shake: Shake | None = None
    plates: bool = False

    @property
    def least(self) -> int:
        """The smaller side, in pixels, from which a face or plate counts."""
        return LOWEST_PLATE if self.plates else SMALLEST_FACE

    @property
    def room(self) -> float:
        """How many times as large as what the camera sees the photograph must be."""
        return ROOM_TO_MOVE if self.shake is None else ROOM_TO_SHAKE

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return round(WIDTH * self.lines / HEIGHT / 2) * 2, self.lines

    @property
    def suffix(self) -> str:
        """What tells clips of this footage from others by name; empty for the default."""
        words = [f"{self.seconds}s"] if self.seconds != SECONDS else []
        words += ["plates"] if self.plates else []
        words += ["tripod"] if self.tripod else []
        words += [self.shake] if self.shake else []
        words += [f"{self.lines}p"] if self.lines != HEIGHT else []
        return "".join(f"-{word}" for word in [*words, *(["again"] if self.again else [])])


DEFAULT_FOOTAGE = Footage()


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file and the truth about it."""

    name: str
    path: Path
    truth: Truth


def clips(
    split: Split, count: int, data: Path = DATA, out: Path = OUT, footage: Footage = DEFAULT_FOOTAGE
) -> list[Clip]:
    """The first `count` clips of a set, made where they are not there yet; the same ones every time.

    Raises:
        ValueError: the set has fewer usable photographs.
    """
    folder = out / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Clip] = []
    pictures = streets if footage.empty else plates if footage.plates else stills
    for still in pictures(split, data):
        if len(made) == count:
            return made
        name = f"{split}-{Path(still.name).stem}{footage.suffix}-r{SCAN_VERSION}.mp4"
        clip = _clip(still, footage, folder / name)
        if clip is not None:
            made.append(clip)
    if len(made) < count:
        raise ValueError(f"the {split} set gives {len(made)} clips, not {count}")
    return made


def _clip(still: Still, footage: Footage, path: Path) -> Clip | None:
    beside = path.with_suffix(".json")
    if path.exists() and beside.exists():
        return Clip(path.stem, path, _truth_of(json.loads(beside.read_text()), footage.least))
    picture = cv2.imread(str(still.path), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileNotFoundError(still.path)
    if footage.empty or footage.plates:
        # A street fills the picture; without this the camera would have no room to move.
        picture = cv2.resize(picture, None, fx=footage.room, fy=footage.room, interpolation=cv2.INTER_CUBIC)
        still = replace(still, boxes=still.boxes * footage.room)
    size = (picture.shape[1], picture.shape[0])
    if max(WIDTH / size[0], HEIGHT / size[1]) * footage.room > LARGEST_SCALE:
        return None
    rng = np.random.default_rng(digest("clip", SCAN_VERSION, still.name))
    camera, shutter = _camera(rng, still, size, footage)
    truth = _truth(still, camera, shutter, footage)
    if not footage.empty and not truth.scored.any():
        return None
    unfinished = path.with_suffix(".part.mp4")
    frames = _filmed(np.asarray(picture, np.uint8), camera, shutter, footage, rng)
    encode(unfinished, frames, footage.size, RATE)
    if footage.again:
        once = unfinished.replace(path.with_suffix(".once.mp4"))
        encode(unfinished, _decoded(once), footage.size, RATE, CRF_AGAIN)
        once.unlink()
    record = _as_json(truth) | {"picture": still.name, "size": list(footage.size), "rate": RATE}
    beside.write_text(json.dumps(record))
    unfinished.replace(path)
    return Clip(path.stem, path, _truth_of(json.loads(beside.read_text()), footage.least))


def _camera(rng: np.random.Generator, still: Still, size: tuple[int, int], footage: Footage) -> tuple[Camera, Shutter]:
    """A camera for the clip, and its shutter."""

    def way() -> Camera:
        faces = np.flatnonzero(~still.invalid)
        target = still.boxes[rng.choice(faces)].reshape(2, 2).mean(axis=0) if len(faces) else np.array(size) / 2
        return aimed(rng, size, target, footage.seconds / legs, footage.room)

    legs = max(1, footage.seconds // LEG_SECONDS)
    first = way()
    opened = float(rng.uniform(0.1, 0.6))
    camera = on_tripod(first) if footage.tripod else joined([first, *(way() for _ in range(legs - 1))])
    if footage.shake is None:
        return camera, Shutter(opened)
    shutter = Shutter(opened + DARKER, float(rng.uniform(*READOUT)), SHAKEN_SAMPLES)
    return shaken(camera, rng, footage.shake, footage.seconds), shutter


def _filmed(
    picture: NDArray[np.uint8], camera: Camera, shutter: Shutter, footage: Footage, rng: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    # Drawing noise afresh for every frame would take longer than all the rest; a random window of a field does as well.
    field = rng.normal(0, rng.uniform(1.0, 3.5), (HEIGHT + 256, WIDTH + 256, 3)).astype(np.float32)
    frames = footage.seconds * RATE
    for frame in range(frames):
        light = shutter.light(picture, camera, frame, frames)
        y, x = rng.integers(0, 256, 2)
        noisy = light + field[y : y + HEIGHT, x : x + WIDTH]
        if footage.lines != HEIGHT:
            noisy = np.asarray(cv2.resize(noisy, footage.size, interpolation=cv2.INTER_AREA), np.float64)
        yield np.clip(noisy + 0.5, 0, 255).astype(np.uint8)


def _decoded(path: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def encode(path: Path, frames: Iterator[NDArray[np.uint8]], size: tuple[int, int], rate: int, crf: int = CRF) -> None:
    """Write frames of `size` (width, height), uint8 [h, w, 3] BGR, as H.264."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate, options={"crf": str(crf), "preset": "veryfast"})
        stream.pix_fmt = "yuv420p"
        # x264 gives other bits with another number of threads, and a clip must not depend on the machine.
        stream.thread_count = 2
        stream.width, stream.height = size
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode())


def _truth(still: Still, camera: Camera, shutter: Shutter, footage: Footage) -> Truth:
    frames = footage.seconds * RATE
    boxes = np.stack([shutter.seen(still.boxes, camera, frame, frames) for frame in range(frames)])
    boxes = np.asarray(boxes * (footage.lines / HEIGHT), np.float64)
    within = np.clip(boxes, 0, [*footage.size, *footage.size])
    wh, wh_within = boxes[..., 2:] - boxes[..., :2], within[..., 2:] - within[..., :2]
    inside = wh_within.prod(axis=-1) / np.maximum(wh.prod(axis=-1), 1e-9)
    return Truth(
        boxes, inside, still.occlusion, still.blur, still.illumination, still.pose, still.invalid, footage.least
    )


def _as_json(truth: Truth) -> dict[str, object]:
    return {
        "boxes": truth.boxes.round(2).tolist(),
        "inside": truth.inside.round(3).tolist(),
        "faces": [
            {"occlusion": int(o), "blur": int(b), "illumination": int(i), "pose": int(p), "invalid": bool(v)}
            for o, b, i, p, v in zip(
                truth.occlusion, truth.blur, truth.illumination, truth.pose, truth.invalid, strict=True
            )
        ],
    }


def _truth_of(record: dict[str, list[dict[str, int]]], least: int) -> Truth:
    def of(flag: str) -> NDArray[np.int64]:
        return np.array([face[flag] for face in record["faces"]], np.int64)

    boxes, inside = np.array(record["boxes"], np.float64), np.array(record["inside"], np.float64)
    boxes = boxes.reshape(len(boxes), -1, 4)
    return Truth(boxes, inside, of("occlusion"), of("blur"), of("illumination"), of("pose"), of("invalid") != 0, least)


def add_footage_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose what the clips are like."""
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--tripod", action="store_true", help="the camera stands still")
    parser.add_argument("--lines", type=int, default=HEIGHT, help="the height of the picture, at most 720")
    parser.add_argument("--again", action="store_true", help="compressed a second time, as messengers do")
    parser.add_argument("--empty", action="store_true", help="streets in which nobody labelled a face")
    parser.add_argument("--plates", action="store_true", help="streets with labelled number plates")
    parser.add_argument("--shake", type=Shake, choices=list(Shake), help="what happens to the camera")


def footage_of(asked: argparse.Namespace) -> Footage:
    """The footage that those options choose."""
    return Footage(asked.seconds, asked.tripod, asked.lines, asked.again, asked.empty, asked.shake, asked.plates)


def main() -> None:
    """Make the clips of a set and print their paths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    add_footage_options(parser)
    asked = parser.parse_args()
    for clip in clips(asked.set, asked.clips, asked.data, asked.out, footage_of(asked)):
        print(f"{clip.path}  {int(clip.truth.scored.any(axis=0).sum())} faces")


if __name__ == "__main__":
    main()
