"""Clips with exact truth, made from labelled photographs.

`python -m benchmarks.clips --set tune --clips 4` makes them and prints where they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import HEIGHT, LARGEST_SCALE, ROOM_TO_MOVE, WIDTH, Camera, aimed, seen
from benchmarks.stills import DATA, Split, Still, digest, stills

OUT = Path("benchmarks/out")
FRAMES, RATE = 60, 30
SUB_FRAMES = 5
SMALLEST_FACE = 16
LEAST_INSIDE = 0.6
SCAN_VERSION = 1  # raise it when the same seed would give another clip, so that cached ones are made again


@dataclass(frozen=True, slots=True)
class Truth:
    """Where every labelled face is in every frame.

    `boxes` is float64 [frames, faces, 4], x1 y1 x2 y2 in clip pixels, not cut at the picture's edge; `inside` float64
    [frames, faces] is the share of the box within the picture; the rest is one number a face. A box that is too small,
    too far outside, or labelled invalid is not `scored`: it counts neither as leak nor as over-redaction.
    """

    boxes: NDArray[np.float64]
    inside: NDArray[np.float64]
    occlusion: NDArray[np.int64]
    blur: NDArray[np.int64]
    illumination: NDArray[np.int64]
    pose: NDArray[np.int64]
    invalid: NDArray[np.bool_]

    @property
    def sides(self) -> NDArray[np.float64]:
        """float64 [frames, faces]: the smaller side of each box, in pixels."""
        return np.asarray((self.boxes[..., 2:] - self.boxes[..., :2]).min(axis=-1), np.float64)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Bool [frames, faces]: which boxes count."""
        return (self.sides >= SMALLEST_FACE) & (self.inside >= LEAST_INSIDE) & ~self.invalid


@dataclass(frozen=True, slots=True)
class Clip:
    """A video file and the truth about it."""

    name: str
    path: Path
    truth: Truth


def clips(split: Split, count: int, data: Path = DATA, out: Path = OUT) -> list[Clip]:
    """The first `count` clips of a set, made where they are not there yet; the same ones every time.

    Raises:
        ValueError: the set has fewer usable photographs.
    """
    folder = out / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Clip] = []
    for still in stills(split, data):
        if len(made) == count:
            return made
        clip = _clip(still, folder / f"{split}-{Path(still.name).stem}-r{SCAN_VERSION}.mp4")
        if clip is not None:
            made.append(clip)
    if len(made) < count:
        raise ValueError(f"the {split} set gives {len(made)} clips, not {count}")
    return made


def _clip(still: Still, path: Path) -> Clip | None:
    beside = path.with_suffix(".json")
    if path.exists() and beside.exists():
        return Clip(path.stem, path, _truth_of(json.loads(beside.read_text())))
    picture = cv2.imread(str(still.path), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileNotFoundError(still.path)
    size = (picture.shape[1], picture.shape[0])
    if max(WIDTH / size[0], HEIGHT / size[1]) * ROOM_TO_MOVE > LARGEST_SCALE:
        return None
    rng = np.random.default_rng(digest("clip", SCAN_VERSION, still.name))
    faces = np.flatnonzero(~still.invalid)
    target = still.boxes[rng.choice(faces)].reshape(2, 2).mean(axis=0)
    camera, exposure = aimed(rng, size, target, FRAMES / RATE), float(rng.uniform(0.1, 0.6))
    truth = _truth(still, camera, exposure)
    if not truth.scored.any():
        return None
    unfinished = path.with_suffix(".part.mp4")
    encode(unfinished, _filmed(np.asarray(picture, np.uint8), camera, exposure, rng), (WIDTH, HEIGHT), RATE)
    beside.write_text(json.dumps(_as_json(truth) | {"picture": still.name, "size": [WIDTH, HEIGHT], "rate": RATE}))
    unfinished.replace(path)
    return Clip(path.stem, path, _truth_of(json.loads(beside.read_text())))


def _filmed(
    picture: NDArray[np.uint8], camera: Camera, exposure: float, rng: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    # Drawing noise afresh for every frame would take longer than all the rest; a random window of a field does as well.
    field = rng.normal(0, rng.uniform(1.0, 3.5), (HEIGHT + 256, WIDTH + 256, 3)).astype(np.float32)
    for frame in range(FRAMES):
        light = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        for sub in range(SUB_FRAMES):
            affine = camera.at((frame + exposure * (sub + 0.5) / SUB_FRAMES) / FRAMES)
            warped = cv2.warpAffine(
                picture, affine, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
            )
            cv2.accumulate(warped, light)
        y, x = rng.integers(0, 256, 2)
        noisy = light / SUB_FRAMES + field[y : y + HEIGHT, x : x + WIDTH]
        yield np.clip(noisy + 0.5, 0, 255).astype(np.uint8)


def encode(path: Path, frames: Iterator[NDArray[np.uint8]], size: tuple[int, int], rate: int) -> None:
    """Write frames of `size` (width, height), uint8 [h, w, 3] BGR, as H.264 at CRF 21."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate, options={"crf": "21", "preset": "veryfast"})
        stream.pix_fmt = "yuv420p"
        # x264 gives other bits with another number of threads, and a clip must not depend on the machine.
        stream.thread_count = 2
        stream.width, stream.height = size
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode())


def _truth(still: Still, camera: Camera, exposure: float) -> Truth:
    boxes = np.stack([seen(still.boxes, camera.at((frame + exposure / 2) / FRAMES)) for frame in range(FRAMES)])
    within = np.clip(boxes, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])
    wh, wh_within = boxes[..., 2:] - boxes[..., :2], within[..., 2:] - within[..., :2]
    inside = wh_within.prod(axis=-1) / np.maximum(wh.prod(axis=-1), 1e-9)
    return Truth(boxes, inside, still.occlusion, still.blur, still.illumination, still.pose, still.invalid)


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


def _truth_of(record: dict[str, list[dict[str, int]]]) -> Truth:
    def of(flag: str) -> NDArray[np.int64]:
        return np.array([face[flag] for face in record["faces"]], np.int64)

    boxes, inside = np.array(record["boxes"], np.float64), np.array(record["inside"], np.float64)
    return Truth(boxes, inside, of("occlusion"), of("blur"), of("illumination"), of("pose"), of("invalid") != 0)


def main() -> None:
    """Make the clips of a set and print their paths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    for clip in clips(asked.set, asked.clips, asked.data, asked.out):
        print(f"{clip.path}  {int(clip.truth.scored.any(axis=0).sum())} faces")


if __name__ == "__main__":
    main()
