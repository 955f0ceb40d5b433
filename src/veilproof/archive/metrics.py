"""The state of a run as a Prometheus text file, for a collector that reads files."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, generate_latest

from veilproof.archive.events import Event, ItemFinished, StateCounts
from veilproof.archive.item import State
from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write

_BEGINNING = b"# HELP veilproof_archive_"
"""Of every file that is written here."""


class Metrics:
    """Rewrites the file atomically whenever items were counted."""

    def __init__(self, path: Path) -> None:
        """Write to this file.

        Raises:
            VeilproofError: it cannot be written, or holds anything but earlier metrics.
        """
        self._path = path
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        self._items = Gauge("veilproof_archive_items", "Items in each state", ["state"], registry=registry)
        self._attempts = Counter(
            "veilproof_archive_attempts",
            "Finished attempts, by resulting state and cause",
            ["state", "cause"],
            registry=registry,
        )
        self._frames = Counter("veilproof_archive_frames", "Frames of the results", registry=registry)
        self._seconds = Counter("veilproof_archive_work_seconds", "Seconds of work on items", registry=registry)
        self._write()

    def __call__(self, event: Event) -> None:
        """See `Listener`."""
        if isinstance(event, ItemFinished):
            self._attempts.labels(event.state.value, event.cause).inc()
            self._frames.inc(event.frames)
            self._seconds.inc(event.seconds)
        elif isinstance(event, StateCounts):
            for state in State:
                self._items.labels(state.value).set(event.counts[state])
            self._write()

    def _write(self) -> None:
        self._check()
        try:
            with atomic_write(self._path, force=True) as temporary:
                temporary.write_bytes(generate_latest(self._registry))
        except OSError as error:
            raise VeilproofError(f"{self._path}: the metrics cannot be written ({error.strerror})") from None

    def _check(self) -> None:
        """Refuse to replace any file but earlier metrics."""
        try:
            with self._path.open("rb") as file:
                ours = file.read(len(_BEGINNING)) == _BEGINNING and not self._path.is_symlink()
        except FileNotFoundError:
            ours = not self._path.is_symlink()
        except OSError:
            ours = False  # a folder, or not readable
        if not ours:
            raise VeilproofError(
                f"{self._path} is not a file with the metrics of an archive: choose another name for --metrics"
            )
