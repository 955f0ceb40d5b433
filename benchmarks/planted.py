"""Does the audit find a face that flashes through for one single frame, and does it leave what is covered in peace?

`python -m benchmarks.planted --set report --clips 40` covers every labelled face of every clip, and all that a scan
finds beside them, puts the original pixels of some faces back for one frame each, and audits the result.
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
from veilproof.media.pictures import own_copy
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan
from veilproof.render.covers import Style, cover
from veilproof.scan.run import scan

_PLANTS = 3
_SMALLEST = 24
_FOUND_WITHIN = 0.5


@dataclass(frozen=True, slots=True)
class Plant:
    """One face shown in one frame: `box` float64 [4] in pixels of the clip."""

    frame: int
    face: int
    box: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Result:
    """What the audit made of one clip."""

    clip: str
    frames: int
    planted: int
    found: int
    false: int
    missed: list[str]


def plants(clip: Clip) -> list[Plant]:
    """Which faces flash through, and when: never two of them in the same or in neighbouring frames."""
    rng = np.random.default_rng(digest("plant", clip.name))
    truth = clip.truth
    large = truth.scored & (truth.sides >= _SMALLEST) & (truth.inside >= 0.9)
    chosen: list[Plant] = []
    for frame in rng.permutation(np.arange(2, len(truth.boxes) - 2)).tolist():
        faces = [f for f in np.flatnonzero(large[frame]).tolist() if all(f != plant.face for plant in chosen)]
        if faces and all(abs(frame - plant.frame) > 3 for plant in chosen):
            face = int(rng.choice(faces))
            chosen.append(Plant(frame, face, truth.boxes[frame, face]))
        if len(chosen) == _PLANTS:
            break
    return chosen


def redacted(clip: Clip, planted: list[Plant], folder: Path) -> Path:
    """The clip with every face covered, and the planted ones shown in their frames."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clip.name}.mp4"
    if target.exists():
        return target
    plan = folder / f"{clip.name}.veil"
    scan(clip.path, plan, force=plan.exists())
    with Plan(plan) as found:
        scanned = {region.frame: region.faces for region in found.covers()}
    unfinished = target.with_suffix(".part.mp4")
    with VideoReader(clip.path) as reader, av.open(str(unfinished), "w") as out:
        stream = out.add_stream("libx264", 30, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = reader.info.width, reader.info.height, "yuv420p"
        for frame in reader:
            picture = own_copy(frame.picture)
            before = [plane.pixels.copy() for plane in planes(picture)]
            boxes = clip.truth.boxes[frame.index].astype(np.float32)
            surface = planes(picture)
            cover(surface, np.concatenate([boxes, scanned.get(frame.index, boxes[:0])]), Style())
            for plant in planted:
                if plant.frame == frame.index:
                    _put_back(surface, before, plant.box)
            out.mux(stream.encode(picture))
        out.mux(stream.encode())
    unfinished.replace(target)
    return target


def _put_back(surface: list[Plane], before: list[NDArray[np.uint8]], box: NDArray[np.float64]) -> None:
    for plane, original in zip(surface, before, strict=True):
        x1, x2 = (int(v) // plane.step_x for v in (max(0, box[0]), max(0, box[2])))
        y1, y2 = (int(v) // plane.step_y for v in (max(0, box[1]), max(0, box[3])))
        plane.pixels[y1:y2, x1:x2] = original[y1:y2, x1:x2]


def counted_leaks(original: Path, result: Path, detectors: Detectors) -> list[LeakFinding]:
    """The leaks that decide the verdict under the strict policy."""
    comparison = compare_videos(original, result, detectors)
    leaks = (leak_finding(leak, comparison.times, load_policy()) for leak in comparison.leaks)
    return [leak for leak in leaks if leak.counts]


def judged(clip: Clip, planted: list[Plant], leaks: list[LeakFinding]) -> Result:
    """Hold what the audit reports against what was planted."""
    explained: set[int] = set()
    missed = []
    for plant in planted:
        hits = [
            n for n, leak in enumerate(leaks) if leak.first_frame <= plant.frame <= leak.last_frame and _on(leak, plant)
        ]
        explained.update(hits)
        if not hits:
            missed.append(f"frame {plant.frame}, {plant.box.round().astype(int).tolist()}")
    false = len(leaks) - len(explained)
    return Result(clip.name, len(clip.truth.boxes), len(planted), len(planted) - len(missed), false, missed)


def _on(leak: LeakFinding, plant: Plant) -> bool:
    middle = (np.array(leak.box[:2]) + np.array(leak.box[2:])) / 2
    centre, half = (plant.box[:2] + plant.box[2:]) / 2, (plant.box[2:] - plant.box[:2]) / 2
    return bool((np.abs(middle - centre) <= 2 * _FOUND_WITHIN * half * 1.5).all())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    results = []
    detectors = load_detectors()
    for clip in clips(asked.set, asked.clips, asked.data, asked.out):
        planted = plants(clip)
        target = redacted(clip, planted, asked.out / "planted")
        results.append(judged(clip, planted, counted_leaks(clip.path, target, detectors)))
        print(results[-1], file=sys.stderr)
    planted_n, found = sum(r.planted for r in results), sum(r.found for r in results)
    frames, false = sum(r.frames for r in results), sum(r.false for r in results)
    print(f"planted {planted_n}, found {found} ({found / planted_n:.1%})")
    print(f"false leaks {false} in {frames} frames ({1000 * false / frames:.2f} per 1,000)")
    (asked.out / f"planted-{asked.set}.json").write_text(
        json.dumps({"planted": planted_n, "found": found, "frames": frames, "false": false}, indent=1)
    )


if __name__ == "__main__":
    main()
