"""What an NVIDIA card gains, and whether it finds and writes the same: 1080p, against the processor of this machine.

`python -m benchmarks.gpu` takes the people of the demo at 1920x1080; `--clip PATH` another clip. It scans on the card
and on the processor and says how far the boxes agree; it renders with NVENC and with x264 and says how large the files
are and how near to the original. What this machine cannot do is said to be not measured. It takes about two minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.clips import OUT
from demo.scene import make_clip
from veilproof import Delivery, Encoder, Plan, render, scan
from veilproof.detect import load_detector, network
from veilproof.geometry import iou
from veilproof.media.nvenc import NVENC, opens
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.weights import path as weights_path

SECONDS = 20
SIZE = 1920, 1080
SAME = 0.9  # intersection over union from which two boxes are one


def scanned(clip: Path, plan: Path) -> float:
    """Scan a clip; frames a second, after the networks were loaded once."""
    load_detector()
    started = time.monotonic()
    done = scan(clip, plan, force=True)
    return round(done.frames / (time.monotonic() - started), 1)


def agreement(one: Path, other: Path) -> dict[str, float]:
    """How far the boxes of two plans of one clip agree, frame by frame."""
    with Plan(one) as plan:
        first = {cover.frame: cover.faces for cover in plan.covers()}
    with Plan(other) as plan:
        second = {cover.frame: cover.faces for cover in plan.covers()}
    empty = np.zeros((0, 4), np.float32)
    best: list[float] = []
    for ours, theirs in ((first, second), (second, first)):
        for frame, boxes in ours.items():
            against = theirs.get(frame, empty)
            best += iou(boxes, against).max(axis=1).tolist() if len(against) else [0.0] * len(boxes)
    return {"boxes": len(best), "same": round(float(np.mean(np.array(best) >= SAME)), 4), "least": round(min(best), 3)}


def rendered(clip: Path, plan: Path, output: Path, encoder: Encoder) -> dict[str, float]:
    """Render a clip: frames a second, size, and how near the luma is to the original where nothing is covered."""
    done = render(clip, plan, output, delivery=Delivery(encoder=encoder), force=True)
    errors = []
    with VideoReader(clip) as before, VideoReader(output) as after, Plan(plan) as opened:
        covered = {cover.frame for cover in opened.covers()}
        for original, result in zip(before, after, strict=True):
            if original.index not in covered or original.index % 10 == 0:
                ours, theirs = (planes(frame.picture)[0].pixels.astype(np.int16) for frame in (original, result))
                # The median is that of what nobody covered: covers are a small part of the picture.
                errors.append(float(np.median(np.abs(ours - theirs))))
    return {
        "frames_per_second": round(done.frames / done.seconds, 1),
        "megabytes": round(output.stat().st_size / 1e6, 2),
        "median_error_of_255": round(float(np.mean(errors)), 2),
    }


def measured(clip: Path, folder: Path) -> dict[str, object]:
    """Everything that this machine can measure."""
    found: dict[str, object] = {}
    on_processor, on_card = folder / "processor.veil", folder / "card.veil"
    with mock.patch.object(network, "cuda_offered", return_value=False):
        found["scan on the processor, frames/s"] = scanned(clip, on_processor)
    card = network.load_network(weights_path("centerface"), 0.0, 1.0)
    if card.batch_pixels:
        found["scan on the card, frames/s"] = scanned(clip, on_card)
        found["boxes"] = agreement(on_processor, on_card)
    else:
        found["scan on the card, frames/s"] = f"not measured: no CUDA ({card.device})"
    found["x264"] = rendered(clip, on_processor, folder / "x264.mp4", Encoder.X264)
    if opens(NVENC["h264"], *SIZE):
        found["nvenc"] = rendered(clip, on_processor, folder / "nvenc.mp4", Encoder.NVENC)
    else:
        found["nvenc"] = "not measured: no card opens it"
    return found


def main() -> None:
    """Measure and print; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the clip that is drawn")
    parser.add_argument("--out", type=Path, default=OUT / "gpu")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    clip: Path = asked.clip or asked.out / f"people-{asked.seconds:g}.mp4"
    if asked.clip is None and not clip.exists():
        make_clip(clip, seconds=asked.seconds, size=SIZE)
    found = measured(clip, asked.out)
    print("\n".join(f"{name:34} {value}" for name, value in found.items()))
    (asked.out / "gpu.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
