"""The plan as everything else uses it: what a person changes, and here, what a scan writes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from veilproof.detect import Detections
from veilproof.plan.edit import EditablePlan
from veilproof.plan.types import Origin
from veilproof.track.confirm import ConfirmedTrack


class Plan(EditablePlan):
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    def detections(self) -> dict[int, Detections]:
        """What an interrupted scan had seen, by frame."""
        return {frame: _detections(found) for frame, found in self._db.execute("SELECT frame, boxes FROM detection")}

    def add(
        self, detections: dict[int, Detections], pts: Iterable[tuple[int, int]], tracks: Iterable[ConfirmedTrack]
    ) -> None:
        """What the scan has learned since the last time, in one transaction.

        Args:
            detections: what was seen in which frame, so that an interrupted scan can go on.
            pts: frame numbers and their time stamps.
            tracks: faces to cover.
        """
        rows = [
            (frame, np.column_stack([d.boxes, d.scores]).astype("<f4").tobytes()) for frame, d in detections.items()
        ]
        with self._change():
            self._db.executemany("INSERT OR REPLACE INTO detection VALUES (?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO frame VALUES (?, ?)", pts)
            for track in tracks:
                self._insert(track.first, track.boxes, track.confidence, track.observations, Origin.DETECTED)

    def restart(self) -> None:
        """Drop the tracks that an interrupted scan had found: it finds them again from its looks."""
        with self._change():
            self._db.execute("DELETE FROM track WHERE origin = ?", (Origin.DETECTED.value,))
            # What was found before is numbered anew, so what was done to it cannot be undone any more.
            self._db.execute("DELETE FROM edit")
            self._db.execute("UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM track)")

    def finish(self, facts: dict[str, str]) -> None:
        """The scan is complete; `facts` are what it learned on its way."""
        with self._change():
            self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", {**facts, "state": "complete"}.items())
            self._db.execute("DELETE FROM detection")


def _detections(found: bytes) -> Detections:
    rows = np.frombuffer(found, "<f4").reshape(-1, 5).astype(np.float32)
    return Detections(rows[:, :4].copy(), rows[:, 4].copy())
