"""What the look of a render at its own output costs. `python -m benchmarks.selfcheck CLIP...`.

Renders every clip with and without the look, in turns, each in a process of its own, and scans it once. Processor time,
because the look decodes in as many threads as the render encodes; on a machine that does nothing else, wall time has
the same shares.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from veilproof import render, scan


def scanned(clip: Path, plan: Path) -> float:
    """Processor seconds of a scan."""
    started = time.process_time()
    scan(clip, plan)
    return time.process_time() - started


def rendered(clip: Path, plan: Path, looks: bool) -> tuple[float, float, int]:
    """Processor seconds, peak megabytes and frames of a render that looks at its output or does not."""
    if not looks:
        vars(import_module("veilproof.render.apply"))["SelfCheck"] = _NoCheck
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        done = render(clip, plan, Path(folder) / clip.name)
        seconds = time.process_time() - started
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, done.frames


class _NoCheck(contextlib.AbstractContextManager["_NoCheck"]):
    def __init__(self, *_: object) -> None:
        """Takes what `SelfCheck` takes."""

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    @contextlib.contextmanager
    def drawing(self, *_: object) -> Iterator[None]:
        """Notes nothing."""
        yield

    def check_video(self, *_: object) -> None:
        """Looks at nothing."""

    def check_photo(self, *_: object) -> None:
        """Looks at nothing."""


def compared(clip: Path, repeat: int) -> str:
    """One line about one clip."""
    fresh = multiprocessing.get_context("spawn")
    found: dict[bool, list[tuple[float, float, int]]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder, fresh.Pool(1, maxtasksperchild=1) as pool:
        plan = Path(folder) / "clip.veil"
        scanning = pool.apply(scanned, (clip, plan))
        for turn in range(repeat):
            for looks in (True, False) if turn % 2 else (False, True):
                found[looks].append(pool.apply(rendered, (clip, plan, looks)))
    extra = statistics.median(a[0] - b[0] for a, b in zip(found[True], found[False], strict=True))
    plain = statistics.median(one[0] for one in found[False])
    frames = found[True][0][2]
    memory = [max(one[1] for one in found[looks]) for looks in (True, False)]
    return (
        f"{clip.name}: {1e3 * extra / frames:.2f} ms a frame, {extra / plain:.1%} of render,"
        f" {extra / (plain + scanning):.1%} of redact ({1e3 * (plain + scanning) / frames:.1f} ms a frame);"
        f" peak {memory[0]:.0f} MB, without {memory[1]:.0f} MB"
    )


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    for clip in asked.clips:
        print(compared(clip, asked.repeat), flush=True)


if __name__ == "__main__":
    main()
