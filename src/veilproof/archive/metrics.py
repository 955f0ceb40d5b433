"""The state of a run as a Prometheus text file, for a collector that reads files."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, write_to_textfile

from veilproof.archive.events import Event, ItemFinished, StateCounts
from veilproof.archive.item import State
from veilproof.errors import VeilproofError


class Metrics:
    """Rewrites the file atomically whenever items were counted."""

    def __init__(self, path: Path) -> None:
        """Write to this file.

        Raises:
            VeilproofError: it cannot be written.
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
        try:
            write_to_textfile(str(self._path), self._registry)
        except OSError as error:
            raise VeilproofError(f"{self._path}: the metrics cannot be written ({error.strerror})") from None
