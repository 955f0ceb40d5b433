"""Reading and changing a plan file."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from types import TracebackType

import numpy as np

from veilproof.detect import Detections
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.media.files import replacing
from veilproof.plan.schema import APPLICATION_ID, SCHEMA, VERSION
from veilproof.track.confirm import Found

_PATIENCE = 30.0  # seconds that another program's change is waited for
_LATEST = 2**63 - 1  # the largest time stamp there can be


class Decision(StrEnum):
    """What happens to a track."""

    COVER = "cover"
    KEEP = "keep"


class Origin(StrEnum):
    """Where a track comes from: found by a scan, or drawn by a person."""

    FOUND = "found"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class PlannedTrack:
    """One track as the plan knows it; `first` and `last` are frame numbers, `size` is in pixels."""

    id: int
    origin: Origin
    first: int
    last: int
    sure: float
    seen: int
    size: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Cover:
    """What is covered in one frame: boxes of faces (they get a margin), and boxes a person drew (they do not)."""

    frame: int
    faces: Boxes
    drawn: Boxes


class Plan:
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    def __init__(self, path: Path) -> None:
        """Open a plan.

        Raises:
            VeilproofError: there is no such plan, it is not a plan, or a newer veilproof wrote it.
        """
        if not path.is_file():
            raise VeilproofError(f"{path}: no such plan; make one with `veilproof scan`")
        self.path = path
        self._db = sqlite3.connect(path.absolute(), isolation_level=None, timeout=_PATIENCE)
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            application = self._db.execute("PRAGMA application_id").fetchone()[0]
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            # Reading anything at all makes SQLite notice a file that was cut off.
            self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            self._db.close()
            raise VeilproofError(f"{path}: not a plan ({error}); give a .veil file") from error
        if application != APPLICATION_ID:
            self._db.close()
            raise VeilproofError(f"{path}: not a plan; give a .veil file")
        if version != VERSION:
            self._db.close()
            raise VeilproofError(
                f"{path}: a plan of version {version}, this veilproof reads version {VERSION}; scan the original again"
            )

    @classmethod
    def create(cls, path: Path, facts: dict[str, str]) -> Plan:
        """Begin a new plan of which `facts` are known (see docs/plan.md for their names).

        Raises:
            VeilproofError: something is there already, or nothing can be written there.
        """
        # Made in memory and put there whole: a run killed at any moment leaves no file that is not yet a plan.
        try:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as new, replacing(path, force=False) as to:
                new.executescript(
                    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA}"
                )
                new.executemany("INSERT INTO fact VALUES (?, ?)", {**facts, "state": "scanning"}.items())
                to.write_bytes(new.serialize())
        except OSError as error:
            raise VeilproofError(f"{path}: cannot write the plan there ({error.strerror})") from error
        return cls(path)

    def __enter__(self) -> Plan:
        """The plan itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close the plan."""
        self.close()

    def close(self) -> None:
        """Close the file; what was not part of a finished change is forgotten."""
        self._db.close()

    @property
    def facts(self) -> dict[str, str]:
        """What is known of the original and of the scan."""
        return dict(self._db.execute("SELECT name, value FROM fact"))

    @property
    def complete(self) -> bool:
        """Whether the scan that made this plan ran to its end."""
        return self.facts.get("state") == "complete"

    @property
    def time_base(self) -> Fraction:
        """Seconds of one unit of a frame's pts."""
        return Fraction(self.facts["time_base"])

    # -- what the scan writes

    def looks(self) -> dict[int, Detections]:
        """What an interrupted scan had seen, by frame."""
        return {frame: _detections(found) for frame, found in self._db.execute("SELECT frame, found FROM look")}

    def add(self, looks: dict[int, Detections], pts: Iterable[tuple[int, int]], tracks: Iterable[Found]) -> None:
        """What the scan has learned since the last time, in one transaction.

        Args:
            looks: what was seen in which frame, so that an interrupted scan can go on.
            pts: frame numbers and their time stamps.
            tracks: faces to cover.
        """
        rows = [(frame, np.column_stack([d.boxes, d.scores]).astype("<f4").tobytes()) for frame, d in looks.items()]
        with self._change():
            self._db.executemany("INSERT OR REPLACE INTO look VALUES (?, ?)", rows)
            self._db.executemany("INSERT OR REPLACE INTO frame VALUES (?, ?)", pts)
            for track in tracks:
                self._insert(track, Origin.FOUND)

    def restart(self) -> None:
        """Drop the tracks that an interrupted scan had found: it finds them again from its looks."""
        with self._change():
            self._db.execute("DELETE FROM track WHERE origin = ?", (Origin.FOUND.value,))

    def finish(self, facts: dict[str, str]) -> None:
        """The scan is complete; `facts` are what it learned on its way."""
        with self._change():
            self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", {**facts, "state": "complete"}.items())
            self._db.execute("DELETE FROM look")

    # -- what a person changes

    def decide(self, tracks: Iterable[int], decision: Decision, reason: str = "") -> None:
        """Cover or keep some tracks; nothing is changed if one of them does not exist.

        Raises:
            VeilproofError: there is no such track.
        """
        with self._change():
            for track in tracks:
                changed = self._db.execute("UPDATE track SET decision = ? WHERE id = ?", (decision.value, track))
                if not changed.rowcount:
                    raise VeilproofError(f"{self.path}: there is no track {track}; `veilproof plan show` lists them")
                self._remember(track, decision.value, reason)

    def draw(self, box: tuple[float, float, float, float], start: Fraction, end: Fraction, reason: str = "") -> int:
        """Cover the box x1 y1 x2 y2 (pixels of the upright picture) from `start` to `end`, both included.

        Times are in seconds from the first frame on.

        Returns:
            The number of the new track.

        Raises:
            VeilproofError: the box is empty or outside the picture, or no frame lies between the two times.
        """
        if not (np.isfinite(box).all() and box[2] > box[0] and box[3] > box[1]):
            raise VeilproofError(f"{self.path}: a box needs a width and a height above 0")
        facts = self.facts
        if box[2] <= 0 or box[3] <= 0 or box[0] >= int(facts["width"]) or box[1] >= int(facts["height"]):
            raise VeilproofError(
                f"{self.path}: that box is outside the picture, which is {facts['width']} by {facts['height']} pixels"
            )
        zero = self._zero()
        first, last = self._shown(zero + start), self._shown(zero + end)
        if last is None or end < start or zero + start >= self._over():
            raise VeilproofError(f"{self.path}: no frame lies between {float(start):g} s and {float(end):g} s")
        first = 0 if first is None else first
        boxes = np.repeat(np.array([box], np.float32), last - first + 1, axis=0)
        with self._change():
            track = self._insert(Found(first, boxes, 1.0, 0), Origin.DRAWN)
            self._remember(track, "draw", reason)
        return track

    # -- what others read

    def tracks(self) -> list[PlannedTrack]:
        """All tracks, by number."""
        rows = self._db.execute("SELECT id, origin, first, last, sure, seen, size, decision FROM track ORDER BY id")
        return [PlannedTrack(i, Origin(o), a, b, s, n, z, Decision(d)) for i, o, a, b, s, n, z, d in rows]

    def boxes_of(self, track: int) -> Boxes:
        """float32 [n, 4]: the boxes of one track, one a frame from its first to its last."""
        rows = self._db.execute("SELECT x1, y1, x2, y2 FROM region WHERE track = ? ORDER BY frame", (track,))
        return np.array(rows.fetchall(), np.float32).reshape(-1, 4)

    def covers(self) -> Iterator[Cover]:
        """What is covered, frame by frame in order; frames in which nothing is covered are left out."""
        rows = self._db.execute(
            "SELECT frame, origin, x1, y1, x2, y2 FROM region JOIN track ON track.id = region.track"
            " WHERE decision = 'cover' ORDER BY frame"
        )
        for frame, group in groupby(rows, key=lambda row: int(row[0])):
            regions = list(group)
            faces, drawn = (
                np.array([row[2:] for row in regions if row[1] == origin], np.float32).reshape(-1, 4)
                for origin in (Origin.FOUND, Origin.DRAWN)
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

    # -- inside

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

    def _insert(self, track: Found, origin: Origin) -> int:
        size = float((track.boxes[:, 2:] - track.boxes[:, :2]).max())
        row = self._db.execute(
            "INSERT INTO track (origin, first, last, sure, seen, size) VALUES (?, ?, ?, ?, ?, ?)",
            (origin.value, track.first, track.first + len(track.boxes) - 1, track.sure, track.seen, size),
        )
        number = row.lastrowid
        assert number is not None
        self._db.executemany(
            f"INSERT INTO region VALUES (?, {number}, ?, ?, ?, ?)",
            ((frame, *box) for frame, box in enumerate(track.boxes.tolist(), track.first)),
        )
        return number

    def _remember(self, track: int, decision: str, reason: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._db.execute(
            "INSERT INTO decision (at, track, decision, reason) VALUES (?, ?, ?, ?)", (now, track, decision, reason)
        )

    @contextmanager
    def _change(self) -> Iterator[None]:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise VeilproofError(f"{self.path}: the plan could not be written ({error})") from error


def _detections(found: bytes) -> Detections:
    rows = np.frombuffer(found, "<f4").reshape(-1, 5).astype(np.float32)
    return Detections(rows[:, :4].copy(), rows[:, 4].copy())
