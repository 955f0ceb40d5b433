"""Reading a plan."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.plan.file import PlanFile
from veilproof.plan.types import Cover, Decision, Edit, Origin, PlannedTrack, Reviewed

_LATEST = 2**63 - 1  # the largest time stamp there can be


class ReadablePlan(PlanFile):
    """What a plan says."""

    def tracks(self) -> list[PlannedTrack]:
        """All tracks, by number."""
        rows = self._db.execute(
            "SELECT id, origin, first, last, confidence, observations, size, decision, reason, changed FROM track"
            " ORDER BY id"
        )
        return [PlannedTrack(i, Origin(o), a, b, s, n, z, Decision(d), *more) for i, o, a, b, s, n, z, d, *more in rows]

    def boxes_of(self, track: int) -> Boxes:
        """float32 [n, 4]: the boxes of one track, one a frame from its first to its last."""
        rows = self._db.execute("SELECT x1, y1, x2, y2 FROM region WHERE track = ? ORDER BY frame", (track,))
        return np.array(rows.fetchall(), np.float32).reshape(-1, 4)

    def regions(self, first: int, last: int) -> NDArray[np.float64]:
        """float64 [n, 6]: frame, track, x1, y1, x2, y2 of all regions, covered or not, in these frames, in order."""
        rows = self._db.execute("SELECT * FROM region WHERE frame BETWEEN ? AND ? ORDER BY frame, track", (first, last))
        return np.array(rows.fetchall(), np.float64).reshape(-1, 6)

    def keyframes(self) -> dict[int, list[int]]:
        """The frames in which a person put the box of a track, by track."""
        rows = self._db.execute("SELECT track, frame FROM keyframe ORDER BY track, frame")
        return {track: [frame for _, frame in group] for track, group in groupby(rows, key=lambda row: int(row[0]))}

    def covers(self, first: int = 0, last: int = _LATEST) -> Iterator[Cover]:
        """What is covered from frame `first` to `last`, in order; frames in which nothing is covered are left out."""
        rows = self._db.execute(
            "SELECT frame, origin, x1, y1, x2, y2 FROM region JOIN track ON track.id = region.track"
            " WHERE decision = 'cover' AND frame BETWEEN ? AND ? ORDER BY frame",
            (first, last),
        )
        for frame, group in groupby(rows, key=lambda row: int(row[0])):
            regions = list(group)
            faces, drawn = (
                np.array([row[2:] for row in regions if row[1] == origin], np.float32).reshape(-1, 4)
                for origin in (Origin.DETECTED, Origin.DRAWN)
            )
            yield Cover(frame, faces, drawn)

    def pts(self) -> list[int]:
        """Time stamps of all frames, by number."""
        return [row[0] for row in self._db.execute("SELECT pts FROM frame ORDER BY number")]

    def times(self) -> list[Fraction]:
        """When each frame is shown, in seconds from the first one on."""
        zero, base = self._zero(), self.time_base
        return [pts * base - zero for pts in self.pts()]

    def decisions(self) -> list[tuple[str, int, str, str]]:
        """Every decision ever taken: when (UTC), track, decision, reason."""
        return self._db.execute("SELECT at, track, decision, reason FROM decision ORDER BY id").fetchall()

    def undoable(self) -> Edit | None:
        """What `undo` would take back."""
        return self._edit("WHERE NOT undone ORDER BY id DESC")

    def redoable(self) -> Edit | None:
        """What `redo` would do again."""
        return self._edit("WHERE undone ORDER BY id")

    def reviewed_tracks(self) -> set[int]:
        """The tracks that a person has looked at: marked one by one, or every frame of which was."""
        marked = {
            track
            for (track,) in self._db.execute(
                "SELECT track FROM reviewed JOIN edit ON edit.id = reviewed.edit WHERE NOT undone AND track IS NOT NULL"
            )
        }
        before = np.concatenate([[0], np.cumsum(self.reviewed_frames())])
        most = len(before) - 1
        return {
            track.id
            for track in self.tracks()
            if track.id in marked
            or before[min(track.last + 1, most)] - before[min(track.first, most)] == track.last - track.first + 1
        }

    def reviewed_frames(self) -> NDArray[np.bool_]:
        """Bool [n]: which frames a person has looked at."""
        count: int = self._db.execute("SELECT coalesce(max(number) + 1, 0) FROM frame").fetchone()[0]
        seen = np.zeros(count, np.bool_)
        rows = self._db.execute(
            "SELECT first, last FROM reviewed JOIN edit ON edit.id = reviewed.edit"
            " WHERE NOT undone AND first IS NOT NULL"
        )
        for first, last in rows:
            seen[first : last + 1] = True
        return seen

    def reviewed(self) -> Reviewed:
        """How much of what is in the plan a person has looked at, who, and when."""
        frames, seen = self.reviewed_frames(), self.reviewed_tracks()
        looked = self._db.execute(
            "SELECT by, at FROM edit WHERE NOT undone AND id IN (SELECT edit FROM reviewed) ORDER BY at"
        ).fetchall()
        return Reviewed(
            tracks=len(self.tracks()),
            tracks_reviewed=len(seen),
            frames=len(frames),
            frames_reviewed=int(frames.sum()),
            by=tuple(dict.fromkeys(by for by, _ in looked if by)),
            last=looked[-1][1] if looked else None,
        )

    # -- inside

    def _edit(self, which: str) -> Edit | None:
        row = self._db.execute(f"SELECT id, at, by, what, reason FROM edit {which} LIMIT 1").fetchone()
        return Edit(*row) if row else None

    def _shown(self, time: Fraction) -> int | None:
        """The frame on screen at that time (until the next one comes), or None before the first."""
        pts = min(math.floor(time / self.time_base), _LATEST)
        number: int | None = self._db.execute("SELECT max(number) FROM frame WHERE pts <= ?", (pts,)).fetchone()[0]
        return number

    def _zero(self) -> Fraction:
        """The time stamp of the first frame, in seconds."""
        pts = self._db.execute("SELECT pts FROM frame ORDER BY number LIMIT 1").fetchone()
        return pts[0] * self.time_base if pts else Fraction(0)

    def _over(self) -> Fraction:
        """When the last frame goes, in seconds; it is taken to stay as long as the one before it."""
        last = [pts for (pts,) in self._db.execute("SELECT pts FROM frame ORDER BY number DESC LIMIT 2")]
        return (2 * last[0] - last[1] if len(last) == 2 else _LATEST) * self.time_base
