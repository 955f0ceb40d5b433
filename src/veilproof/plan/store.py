"""`Plan`, the class that other packages use: reading, edits, history, and here, the writes of a scan."""

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
        """By frame, the detections that an interrupted scan has stored."""
        return {frame: _decode(boxes) for frame, boxes in self._db.execute("SELECT frame, boxes FROM detection")}

    def add(
        self, detections: dict[int, Detections], pts: Iterable[tuple[int, int]], tracks: Iterable[ConfirmedTrack]
    ) -> None:
        """Store results of a scan in progress, in one transaction.

        Args:
            detections: new detections by frame, so that an interrupted scan can resume.
            pts: new frames, as number and time stamp.
            tracks: new tracks, to be covered.
        """
        rows = [
            (frame, np.column_stack([d.boxes, d.scores]).astype("<f4").tobytes()) for frame, d in detections.items()
        ]
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO detection VALUES (?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO frame VALUES (?, ?)", pts)
            for track in tracks:
                self._insert(track.first, track.boxes, track.confidence, track.observations, Origin.DETECTED)

    def restart(self) -> None:
        """Drop the tracks of an interrupted scan, which builds them again from the stored detections.

        Drawn tracks stay. The edit history is dropped.
        """
        with self._transaction():
            self._db.execute("DELETE FROM track WHERE origin = ?", (Origin.DETECTED.value,))
            # The new tracks get new numbers, so edits of the old ones can no longer be undone.
            self._db.execute("DELETE FROM edit")
            self._db.execute("UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM track)")

    def finish(self, facts: dict[str, str]) -> None:
        """Mark the scan as complete, add the `facts` that it collected, and drop the stored detections."""
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", {**facts, "state": "complete"}.items())
            self._db.execute("DELETE FROM detection")


def _decode(boxes: bytes) -> Detections:
    rows = np.frombuffer(boxes, "<f4").reshape(-1, 5).astype(np.float32)
    return Detections(rows[:, :4].copy(), rows[:, 4].copy())
