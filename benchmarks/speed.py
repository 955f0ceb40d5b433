"""What covering costs, against another tool and against plain transcoding, in turns in one run.

`python -m benchmarks.speed` takes a clip of five shots, 300 frames of 1280x720; `--clip PATH` another one. Every tool
is a process of its own, started from nothing. `--kinds` compares all kinds with faces instead of the other tool;
`--long` also asks whether memory grows with the length of a video.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av

from benchmarks.clips import OUT, clips
from benchmarks.stills import DATA, Split
from benchmarks.tools import Run, Tool, run, tool

SHOTS = 5
MINUTE = 30  # clips of two seconds
FINE = (0, 3)  # veilproof: done, and done but look


def joined(parts: list[Path], target: Path) -> Path:
    """The clips one after another as one file with a cut between each two, without encoding anything again."""
    with av.open(str(target), "w") as whole:
        stream = None
        start = Fraction(0)
        for part in parts:
            with av.open(str(part)) as source:
                video = source.streams.video[0]
                stream = stream or whole.add_stream_from_template(video)
                if video.time_base is None or video.average_rate is None:
                    raise ValueError(f"{part} has no time base or no frame rate")
                offset, tick = round(start / video.time_base), video.time_base
                for packet in source.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.dts, packet.pts = packet.dts + offset, packet.pts + offset
                    packet.time_base, packet.stream = tick, stream
                    whole.mux(packet)
                start += Fraction(video.frames) / video.average_rate
    return target


def frames_of(path: Path) -> int:
    """How many frames a video has, counted by decoding."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        return sum(1 for _ in container.decode(video=0))


def in_turns(subjects: list[Tool], clip: Path, folder: Path, repeat: int) -> dict[str, list[Run]]:
    """Run every tool on the clip `repeat` times, taking turns so that a slow moment hits all alike.

    Raises:
        RuntimeError: a tool failed.
    """
    runs: dict[str, list[Run]] = {subject.name: [] for subject in subjects}
    for turn in range(repeat):
        first = turn % len(subjects)
        for subject in subjects[first:] + subjects[:first]:
            went = run(subject, clip, folder / f"speed-{subject.name}.mp4")
            if went.code not in FINE:
                raise RuntimeError(f"{subject.name} ended with {went.code}: {went.said}")
            print(f"{subject.name}: {went.seconds:.1f} s, {went.peak_bytes / 1e6:.0f} MB", file=sys.stderr)
            runs[subject.name].append(went)
    return runs


def ratios(over: list[Run], under: list[Run], seconds: Callable[[Run], float]) -> dict[str, float]:
    """The time of one tool over another's, turn by turn."""
    each = [seconds(a) / seconds(b) for a, b in zip(over, under, strict=True)]
    return {"median": statistics.median(each), "min": min(each), "max": max(each)}


def compared(subjects: list[Tool], clip: Path, folder: Path, repeat: int) -> dict[str, object]:
    """All tools on one clip: seconds, frames a second, peak memory, and the ratios to veilproof."""
    frames = frames_of(clip)
    runs = in_turns(subjects, clip, folder, repeat)
    tools = {
        name: {
            "seconds": [round(one.seconds, 2) for one in those],
            "frames_per_second": round(frames / statistics.median(one.seconds for one in those), 1),
            "peak_megabytes": round(max(one.peak_bytes for one in those) / 1e6),
        }
        for name, those in runs.items()
    }
    ours = runs["veilproof"]
    against: dict[str, dict[str, float]] = {}
    for what, seconds in (("", lambda run: run.seconds), (", processor time", lambda run: run.processor_seconds)):
        others = (name for name in runs if name not in ("veilproof", "none"))
        against |= {f"{name} / veilproof{what}": ratios(runs[name], ours, seconds) for name in others}
        against[f"veilproof / plain transcoding{what}"] = ratios(ours, runs["none"], seconds)
    return {"clip": clip.name, "frames": frames, "processors": os.cpu_count(), "tools": tools, "ratios": against}


def growth(parts: list[Path], folder: Path) -> dict[str, float]:
    """Veilproof's peak memory on ten minutes of video against one minute."""
    many = [parts[index % len(parts)] for index in range(10 * MINUTE)]
    short, long = joined(many[:MINUTE], folder / "minute.mp4"), joined(many, folder / "ten-minutes.mp4")
    peaks = [in_turns([tool("veilproof")], clip, folder, 1)["veilproof"][0].peak_bytes / 1e6 for clip in (short, long)]
    return {"1 minute, MB": round(peaks[0]), "10 minutes, MB": round(peaks[1]), "ratio": round(peaks[1] / peaks[0], 3)}


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--kinds", action="store_true", help="only compare faces, heads, text and plates with faces")
    parser.add_argument("--long", action="store_true", help="only measure memory, on ten minutes against one")
    parser.add_argument("--deface", type=Path, help="a deface program to use instead of an environment of its own")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    folder: Path = asked.out / "speed"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, object]
    if asked.long:
        shots = [clip.path for clip in clips(Split.TUNE, SHOTS, asked.data, asked.out)]
        found, written = dict(growth(shots, folder)), asked.out / "memory.json"
        print("\n".join(f"{name:16} {value:g}" for name, value in found.items()))
    else:
        other = tool("veilproof-kinds") if asked.kinds else tool("deface", asked.deface)
        subjects = [tool("veilproof"), other, tool("none")]
        clip = asked.clip
        if clip is None:
            shots = [clip.path for clip in clips(Split.TUNE, SHOTS, asked.data, asked.out)]
            clip = joined(shots, folder / "five-shots.mp4")
        found, written = compared(subjects, clip, folder, asked.repeat), asked.out / "speed.json"
        print(_table(found))
    written.write_text(json.dumps(found, indent=1))
    print(f"\n{written}")


def _table(found: dict[str, object]) -> str:
    lines = [f"{found['clip']}, {found['frames']} frames, {found['processors']} processors"]
    tools, against = found["tools"], found["ratios"]
    if isinstance(tools, dict) and isinstance(against, dict):
        for name, each in tools.items():
            lines.append(f"{name:32} {each['frames_per_second']:8.1f} frames/s {each['peak_megabytes']:6} MB at most")
        for name, ratio in against.items():
            lines.append(f"{name:46} {ratio['median']:8.2f} times ({ratio['min']:.2f} to {ratio['max']:.2f})")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
