"""Helpers: run an archive with a tiny network, and query its journal."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray
from PIL import Image

from benchmarks.archive_soak import clips
from tests.synthetic_video import VideoSpec, video
from veilproof.archive.collection import Collection
from veilproof.archive.engine import Engine, Report
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN, Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.names import from_bytes
from veilproof.archive.options import Limits, Options
from veilproof.archive.outcome import RedactResult
from veilproof.archive.run import Run

PATIENCE_SECONDS = 300
"""How long a test waits for a run or a worker. A round number: nothing but a hang takes so long."""
LIMITS = Limits(memory=2 << 30, seconds=PATIENCE_SECONDS, stall=PATIENCE_SECONDS, output=1 << 30)


@dataclass
class RunLog:
    """The final counts and the events of a run."""

    counts: dict[State, int]
    events: list[Event] = field(default_factory=list)

    @property
    def finished(self) -> list[ItemFinished]:
        """Finished attempts in order."""
        return [event for event in self.events if isinstance(event, ItemFinished)]


class Killed(BaseException):
    """The end of a run, as far as its journal is concerned."""


class KillingEngine(LocalEngine):
    """Ends the run when a result has its name, before anybody hears of it."""

    def wait(self, seconds: float) -> list[Report]:
        """See `Engine.wait`."""
        reports = super().wait(seconds)
        if any(isinstance(report.content, RedactResult) for report in reports):
            raise Killed
        return reports


def run_archive(
    source: Path | str,
    destination: Path,
    model: Path,
    *,
    engine: Engine | None = None,
    options: dict[str, Any] | None = None,
    limits: Limits = LIMITS,
    workers: int = 1,
) -> RunLog:
    """Execute a run, on a local engine unless another is given."""
    destination.mkdir(exist_ok=True)
    events: list[Event] = []
    chosen = Options(model=str(model), **(options or {}))
    archive = Archive.at(str(destination))
    run = Run(
        archive,
        Collection(str(source), chosen, archive),
        engine or LocalEngine(workers, limits),
        events.append,
    )
    return RunLog(run.execute(), events)


def items(destination: Path, columns: str = "source, state, cause, message") -> list[tuple[Any, ...]]:
    """Columns of every item in the journal; paths as file names."""
    with Journal(destination / HIDDEN) as journal:
        rows = list(journal.query(f"SELECT {columns} FROM item ORDER BY id"))
    return [tuple(Path(from_bytes(v)).name if isinstance(v, bytes) else v for v in row) for row in rows]


def attempts(destination: Path) -> int:
    """The number of attempts in the journal."""
    with Journal(destination / HIDDEN) as journal:
        return int(next(journal.query("SELECT count(*) FROM attempt"))[0])


def results(destination: Path) -> dict[str, str]:
    """SHA-256 of every result by its name."""
    files = (path for path in destination.rglob("*") if path.is_file() and HIDDEN not in path.parts)
    return {str(path.relative_to(destination)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def left_over(destination: Path) -> list[Path]:
    """Temporary files that a run should have removed."""
    work = (destination / HIDDEN / "work").rglob("*")
    return [*work, *destination.rglob("*.partial*"), *(destination / HIDDEN / "runs").glob("[0-9]*")]


def photo(path: Path, seed: int = 0, size: tuple[int, int] = (96, 64)) -> Path:
    """A picture with one white block, which the tests' small network detects as a face."""
    pixels: NDArray[np.uint8] = np.random.default_rng(seed).integers(0, 90, (size[1], size[0], 3), np.uint8)
    pixels[16:24, 40:48] = 255
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def until(condition: Callable[[], bool]) -> None:
    """Wait until that is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "timed out"
        time.sleep(0.01)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of these have ended, or do so soon."""
    return not psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)[1]


def long_clip(path: Path, frames: int = 400) -> Path:
    """A clip that takes several seconds to redact."""
    return video(path, VideoSpec(width=320, height=240, times=tuple(Fraction(i, 25) for i in range(frames))))


__all__ = [
    "LIMITS",
    "PATIENCE_SECONDS",
    "Killed",
    "KillingEngine",
    "RunLog",
    "attempts",
    "clips",
    "gone",
    "items",
    "left_over",
    "long_clip",
    "photo",
    "results",
    "run_archive",
    "until",
]
