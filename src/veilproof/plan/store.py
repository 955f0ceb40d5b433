"""`Plan`, the class that other packages use: reading, edits, history, and here, the writes of a scan."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable

import numpy as np

from veilproof.detect import Detections
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.plan.check import SOUND_END_FACT, check_content, clamped
from veilproof.plan.digests import boxes_digest, frames_digest, packed
from veilproof.plan.explain import ExplainedPlan
from veilproof.plan.schema import MICROSECONDS
from veilproof.plan.types import Origin
from veilproof.sound.find import Speech
from veilproof.track.confirm import ConfirmedTrack

DetectionsByKind = dict[Kind, Detections]
"""What was detected in one frame, by kind; a kind that was not looked for there is missing."""


class Plan(ExplainedPlan):
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    def detections(self) -> dict[int, DetectionsByKind]:
        """By frame, the detections that an interrupted scan has stored; those that were changed since are left out."""
        found: dict[int, DetectionsByKind] = {}
        for frame, kind, boxes, digest in self._db.execute("SELECT frame, kind, boxes, digest FROM detection"):
            if digest == boxes_digest(frame, boxes):
                found.setdefault(frame, {})[Kind(kind)] = _decode(boxes)
        return found

    def add(
        self,
        detections: dict[int, DetectionsByKind],
        pts: Iterable[tuple[int, int]],
        tracks: Iterable[ConfirmedTrack],
        suspicions: Iterable[ConfirmedTrack] = (),
    ) -> None:
        """Store results of a scan in progress, in one transaction.

        Args:
            detections: new detections by frame, so that an interrupted scan can resume.
            pts: new frames, as number and time stamp.
            tracks: new tracks, to be covered.
            suspicions: what is too unlikely a face for that.

        Raises:
            VeilproofError: another scan has begun since `restart`, or the plan cannot be written.
        """
        encoded = [
            (frame, kind.value, _encode(found)) for frame, kinds in detections.items() for kind, found in kinds.items()
        ]
        size = self.picture_size
        with self._transaction():
            self._check_scan()
            self._db.executemany(
                "INSERT OR REPLACE INTO detection VALUES (?, ?, ?, ?)",
                ((frame, kind, boxes, boxes_digest(frame, boxes)) for frame, kind, boxes in encoded),
            )
            self._db.executemany("INSERT OR REPLACE INTO frame VALUES (?, ?)", pts)
            for track in tracks:
                boxes = clamped(track.boxes, *size)
                self._insert(
                    *(track.first, boxes, track.confidence, track.observations, Origin.DETECTED),
                    *(track.kind, track.angles),
                )
            self._db.executemany(
                "INSERT INTO suspicion (first, last, confidence, observations, boxes) VALUES (?, ?, ?, ?, ?)",
                (
                    (one.first, one.last, one.confidence, one.observations, packed(clamped(one.boxes, *size)))
                    for one in suspicions
                ),
            )

    def add_speech(self, speech: Speech) -> None:
        """Store where a scan in progress found speech, in place of what was stored before.

        Raises:
            VeilproofError: another scan has begun since `restart`, or the plan cannot be written.
        """
        start = self._start_time()
        rows = [
            (math.floor((begin - start) * MICROSECONDS), math.ceil((end - start) * MICROSECONDS))
            for begin, end in speech.spans
        ]
        with self._transaction():
            self._check_scan()
            self._db.execute("DELETE FROM speech")
            self._db.executemany("INSERT INTO speech VALUES (?, ?)", rows)
            if speech.end is not None:
                end = str(math.ceil((speech.end - start) * MICROSECONDS))
                self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (SOUND_END_FACT, end))

    def restart(self) -> None:
        """Begin a scan: `add` and `finish` fail from now on if another scan has begun with this file since.

        The tracks of an interrupted scan are dropped; it builds them again from the stored detections. Drawn tracks
        and stretches of sound stay. The edit history is dropped.

        Raises:
            VeilproofError: the scan of this plan was finished already, or the plan cannot be written.
        """
        self._scan = secrets.token_hex(16)
        with self._transaction():
            if self.complete:
                raise VeilproofError(f"{self.path}: another scan has finished this plan; nothing was changed")
            self._db.execute("INSERT OR REPLACE INTO fact VALUES ('scan', ?)", (self._scan,))
            self._db.execute("DELETE FROM frame")
            self._db.execute("DELETE FROM track WHERE origin = ?", (Origin.DETECTED.value,))
            self._db.execute("DELETE FROM suspicion")
            # The new tracks get new numbers, so edits of the old ones can no longer be undone.
            self._db.execute("DELETE FROM edit WHERE undone")
            self._db.execute("DELETE FROM reason WHERE subject = 'track' AND number NOT IN (SELECT id FROM track)")
            for table in ("stretch", "reason", "incident"):
                self._db.execute(f"UPDATE {table} SET edit = NULL")
            self._db.execute("DELETE FROM edit")
            # Numbers start again, so that the plan is the one of a scan that was never interrupted; but not with one
            # that a person has decided about.
            self._db.execute(
                "UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM"
                " (SELECT id FROM track UNION ALL SELECT track FROM decision)) WHERE name = 'track'"
            )

    def finish(self, facts: dict[str, str]) -> None:
        """Mark the scan as complete, add the `facts` that it collected, and drop the stored detections.

        Raises:
            VeilproofError: another scan has begun since `restart`, what was stored is not a whole plan, or it cannot be
                written.
        """
        with self._transaction():
            self._check_scan()
            stamps = frames_digest(self._db.execute("SELECT number, pts FROM frame ORDER BY number"))
            count = str(self._db.execute("SELECT count(*) FROM frame").fetchone()[0])
            finished = {"unreadable": "0", **facts, "frames": count, "state": "complete", "frames_digest": stamps}
            self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", finished.items())
            self._db.execute("DELETE FROM fact WHERE name = 'scan'")
            self._db.execute("DELETE FROM detection")
            self._seal()
            check_content(self._db, self.path)

    def _check_scan(self) -> None:
        row = self._db.execute("SELECT value FROM fact WHERE name = 'scan'").fetchone()
        if row is None or row[0] != self._scan:
            raise VeilproofError(f"{self.path}: another scan has taken this plan over; nothing more was written to it")


def _encode(found: Detections) -> bytes:
    angles = np.zeros(len(found), np.float32) if found.angles is None else found.angles
    return np.column_stack([found.boxes, found.scores, angles]).astype("<f4").tobytes()


def _decode(boxes: bytes) -> Detections:
    rows = np.frombuffer(boxes, "<f4").reshape(-1, 6).astype(np.float32)
    angles = rows[:, 5].copy()
    return Detections(rows[:, :4].copy(), rows[:, 4].copy(), angles if angles.any() else None)
