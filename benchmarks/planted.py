"""Measures the audit on planted leaks: its recall of faces uncovered for one single frame, and its false leaks.

`python -m benchmarks.planted --set report --clips 40` covers every labelled face of every clip and everything
a scan finds, restores the original pixels of some faces for one frame each, and audits the result.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import OUT, Clip, clips
from benchmarks.stills import DATA, Split, digest
from veilproof.audit.build_findings import leak_finding
from veilproof.audit.findings import LeakFinding
from veilproof.audit.policy import load_policy
from veilproof.audit.search import Detectors, load_detectors
from veilproof.audit.video import compare_videos
from veilproof.media.pictures import writable_copy
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan
from veilproof.render.covers import Style, cover
from veilproof.scan.run import scan

_LEAKS_PER_CLIP = 3
_MIN_SIDE = 24
"""Pixels: smaller faces are not planted."""
_MIN_INSIDE = 0.9
"""Share of a planted face that must lie inside the frame."""
_MIN_FRAMES_APART = 3
"""Frames that must lie between two planted leaks, so that they cannot be reported as one."""
_MAX_OFF_CENTRE = 1.5
"""Half sides of a planted face within which the centre of a reported leak must lie."""


@dataclass(frozen=True, slots=True)
class PlantedLeak:
    """One face uncovered in one frame: `box` float64 [4] in pixels of the clip."""

    frame: int
    face: int
    box: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one clip; `missed` describes the planted leaks that the audit missed."""

    clip: str
    frames: int
    planted: int
    found: int
    false: int
    missed: list[str]


def choose_leaks(clip: Clip) -> list[PlantedLeak]:
    """Choose faces and frames at random: never two in the same frame or in frames close to one another."""
    rng = np.random.default_rng(digest("plant", clip.name))
    truth = clip.truth
    large = truth.scored & (truth.sides >= _MIN_SIDE) & (truth.inside >= _MIN_INSIDE)
    chosen: list[PlantedLeak] = []
    for frame in rng.permutation(np.arange(2, len(truth.boxes) - 2)).tolist():
        faces = [f for f in np.flatnonzero(large[frame]).tolist() if all(f != plant.face for plant in chosen)]
        if faces and all(abs(frame - plant.frame) > _MIN_FRAMES_APART for plant in chosen):
            face = int(rng.choice(faces))
            chosen.append(PlantedLeak(frame, face, truth.boxes[frame, face]))
        if len(chosen) == _LEAKS_PER_CLIP:
            break
    return chosen


def redact_clip(clip: Clip, planted: list[PlantedLeak], folder: Path) -> Path:
    """The clip with every face covered, except the planted ones in their frames; reused if it exists."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clip.name}.mp4"
    if target.exists():
        return target
    plan = folder / f"{clip.name}.veil"
    scan(clip.path, plan, force=plan.exists())
    with Plan(plan) as opened:
        scanned = {region.frame: region.faces for region in opened.covers()}
    temporary = target.with_suffix(".part.mp4")
    with VideoReader(clip.path) as reader, av.open(str(temporary), "w") as out:
        stream = out.add_stream("libx264", 30, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = reader.info.width, reader.info.height, "yuv420p"
        for frame in reader:
            picture = writable_copy(frame.picture)
            before = [plane.pixels.copy() for plane in planes(picture)]
            boxes = clip.truth.boxes[frame.index].astype(np.float32)
            surface = planes(picture)
            cover(surface, np.concatenate([boxes, scanned.get(frame.index, boxes[:0])]), Style())
            for plant in planted:
                if plant.frame == frame.index:
                    _restore_pixels(surface, before, plant.box)
            out.mux(stream.encode(picture))
        out.mux(stream.encode())
    temporary.replace(target)
    return target


def _restore_pixels(surface: list[Plane], before: list[NDArray[np.uint8]], box: NDArray[np.float64]) -> None:
    for plane, original in zip(surface, before, strict=True):
        x1, x2 = (int(v) // plane.step_x for v in (max(0, box[0]), max(0, box[2])))
        y1, y2 = (int(v) // plane.step_y for v in (max(0, box[1]), max(0, box[3])))
        plane.pixels[y1:y2, x1:x2] = original[y1:y2, x1:x2]


def counted_leaks(original: Path, result: Path, detectors: Detectors) -> list[LeakFinding]:
    """The leaks that decide the verdict under the strict policy."""
    comparison = compare_videos(original, result, detectors)
    leaks = (leak_finding(leak, comparison.times, load_policy()) for leak in comparison.leaks)
    return [leak for leak in leaks if leak.counts]


def evaluate(clip: Clip, planted: list[PlantedLeak], leaks: list[LeakFinding]) -> Result:
    """Compare the reported leaks with the planted ones."""
    explained: set[int] = set()
    missed = []
    for plant in planted:
        hits = [
            n
            for n, leak in enumerate(leaks)
            if leak.first_frame <= plant.frame <= leak.last_frame and _is_on(leak, plant)
        ]
        explained.update(hits)
        if not hits:
            missed.append(f"frame {plant.frame}, {plant.box.round().astype(int).tolist()}")
    false = len(leaks) - len(explained)
    return Result(clip.name, len(clip.truth.boxes), len(planted), len(planted) - len(missed), false, missed)


def _is_on(leak: LeakFinding, plant: PlantedLeak) -> bool:
    middle = (np.array(leak.box[:2]) + np.array(leak.box[2:])) / 2
    centre, half = (plant.box[:2] + plant.box[2:]) / 2, (plant.box[2:] - plant.box[:2]) / 2
    return bool((np.abs(middle - centre) <= _MAX_OFF_CENTRE * half).all())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    results = []
    detectors = load_detectors()
    for clip in clips(options.set, options.clips, options.data, options.out):
        planted = choose_leaks(clip)
        target = redact_clip(clip, planted, options.out / "planted")
        results.append(evaluate(clip, planted, counted_leaks(clip.path, target, detectors)))
        print(results[-1], file=sys.stderr)
    planted_n, found = sum(r.planted for r in results), sum(r.found for r in results)
    frames, false = sum(r.frames for r in results), sum(r.false for r in results)
    print(f"planted {planted_n}, found {found} ({found / planted_n:.1%})")
    print(f"false leaks {false} in {frames} frames ({1000 * false / frames:.2f} per 1,000)")
    (options.out / f"planted-{options.set}.json").write_text(
        json.dumps({"planted": planted_n, "found": found, "frames": frames, "false": false}, indent=1)
    )


if __name__ == "__main__":
    main()
