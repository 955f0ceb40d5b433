"""What a tool leaks, on clips with exact truth, judged from its pixels alone.

`python -m benchmarks.leak --set report --clips 20 --tool veilproof --tool deface` prints a table and writes JSON.
Look at `--set tune` while developing; `--set report` is for what is reported and shares no event with it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from benchmarks.clips import OUT, Clip, add_footage_options, clips, footage_of
from benchmarks.report import ClipScore, summary, table
from benchmarks.scoring import Planes, Score, score
from benchmarks.sheet import leaks, write_sheets
from benchmarks.stills import DATA, Split
from benchmarks.tools import Tool, run, tool


def planes(path: Path) -> Iterator[Planes]:
    """Every frame of a video as yuv420p planes, in the order of decoding."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            whole = np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
            height, width = frame.height, frame.width
            chroma = whole[height:].reshape(2, height // 2, width // 2)
            yield whole[:height], chroma[0], chroma[1]


def measure(subject: Tool, clip: Clip, target: Path) -> ClipScore:
    """Run a tool on a clip and score what it wrote; a result that cannot be scored counts as leaking every box."""
    went = run(subject, clip.path, target)
    try:
        scored = score(planes(clip.path), planes(target), clip.truth)
    except (FFmpegError, ValueError) as error:
        said = f"{error}; exit code {went.code}; {went.said}"
        scored = Score(~clip.truth.scored, clip.truth.scored, 0, 0)
        return ClipScore(clip, scored, went.seconds, said)
    return ClipScore(clip, scored, went.seconds, None)


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Split, choices=list(Split), default=Split.TUNE)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument(
        "--tool", action="append", help="veilproof, veilproof-high, deface, none, or a command with {input} {output}"
    )
    parser.add_argument("--deface", type=Path, help="a deface program to use instead of an environment of its own")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--sheet", type=Path, help="write contact sheets of all leaked faces into this folder")
    add_footage_options(parser)
    asked = parser.parse_args()
    subjects = [tool(name, asked.deface) for name in asked.tool or ["veilproof"]]
    chosen = clips(asked.set, asked.clips, asked.data, asked.out, footage_of(asked))
    reports: dict[str, dict[str, object]] = {}
    for subject in subjects:
        plain = "".join(c if c.isalnum() else "-" for c in subject.name)[:40]
        scores: list[ClipScore] = []
        tiles: list[NDArray[np.uint8]] = []
        for clip in chosen:
            target = asked.out / "results" / plain / f"{clip.name}.mp4"
            scores.append(measure(subject, clip, target))
            if asked.sheet is not None and scores[-1].error is None:
                tiles += leaks(clip, target, scores[-1].score)
            print(f"{subject.name}: {clip.name}: {scores[-1].line()}", file=sys.stderr)
        reports[subject.name] = summary(scores)
        if asked.sheet is not None:
            for sheet in write_sheets(asked.sheet, plain, tiles):
                print(sheet, file=sys.stderr)
    print(table(reports))
    written = asked.out / f"leak-{asked.set}.json"
    written.write_text(json.dumps({"set": asked.set, "clips": asked.clips, "tools": reports}, indent=1))
    print(f"\n{written}")


if __name__ == "__main__":
    main()
