"""What a person did to a plan, in pieces that can be undone and done again, also after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.plan.read import ReadablePlan
from veilproof.plan.types import By, Decision, Edit

NOBODY = By()
_FACTS = ("origin", "first", "last", "confidence", "observations", "size", "decision", "reason")


class StaleError(VeilproofError):
    """What is to be changed was changed by somebody else in the meantime."""


class UndoablePlan(ReadablePlan):
    """A plan that remembers what was done to it."""

    def undo(self, by: By = NOBODY) -> Edit:
        """Take back the newest edit.

        Returns:
            What was taken back.

        Raises:
            StaleError: the plan is not as this person last saw it.
            VeilproofError: there is nothing to undo, or the plan could not be written.
        """
        return self._turn(by, undone=True)

    def redo(self, by: By = NOBODY) -> Edit:
        """Do again what was undone last; as `undo`."""
        return self._turn(by, undone=False)

    # -- inside

    @contextmanager
    def _editing(self, what: str, tracks: Iterable[int], by: By, reason: str, *, boxes: bool) -> Iterator[_Touched]:
        """One edit of these tracks, in one transaction; tracks that are made are added to what it gives.

        Args:
            what: what is done, in one word.
            tracks: the tracks that change.
            by: who does it.
            reason: why.
            boxes: whether regions or keyframes change, or decisions only.

        Raises:
            StaleError: somebody else has changed one of the tracks in the meantime.
            VeilproofError: there is no such track, or the plan could not be written.
        """
        with self._change():
            touched = _Touched(self._db, list(dict.fromkeys(tracks)))
            self._check(touched.tracks, by)
            self._db.execute("DELETE FROM edit WHERE undone")
            touched.edit = self._inserted(
                "INSERT INTO edit (at, by, what, reason) VALUES (?, ?, ?, ?)", (_now(), by.initials, what, reason)
            )
            for track in touched.tracks:
                self._save(touched.edit, track, after=False, boxes=boxes)
            yield touched
            for track in touched.tracks:
                self._save(touched.edit, track, after=True, boxes=boxes)
            self._raise_revision(touched.tracks)

    def _turn(self, by: By, *, undone: bool) -> Edit:
        with self._change():
            edit = self.undoable() if undone else self.redoable()
            if edit is None:
                raise VeilproofError(f"{self.path}: there is nothing to {'undo' if undone else 'do again'}")
            if by.revision is not None and by.revision != self.revision:
                raise StaleError(f"{self.path}: the plan was changed elsewhere in the meantime; look at it again")
            rows = self._db.execute(
                "SELECT track, facts, boxes FROM state WHERE edit = ? AND after = ?", (edit.id, not undone)
            ).fetchall()
            for track, facts, boxes in rows:
                self._restore(track, facts, boxes, by, "undone" if undone else "done again")
            self._db.execute("UPDATE edit SET undone = ? WHERE id = ?", (undone, edit.id))
            self._raise_revision([track for track, *_ in rows])
        return edit

    def _check(self, tracks: Iterable[int], by: By) -> None:
        for track in tracks:
            row = self._db.execute("SELECT changed FROM track WHERE id = ?", (track,)).fetchone()
            if row is None:
                raise VeilproofError(f"{self.path}: there is no track {track}; `veilproof plan show` lists them")
            if by.revision is not None and row[0] > by.revision:
                raise StaleError(f"{self.path}: track {track} was changed elsewhere in the meantime; look at it again")

    def _save(self, edit: int, track: int, *, after: bool, boxes: bool) -> None:
        row = self._db.execute(f"SELECT {', '.join(_FACTS)} FROM track WHERE id = ?", (track,)).fetchone()
        facts = content = None
        if row is not None:
            known: dict[str, Any] = dict(zip(_FACTS, row, strict=True))
            if boxes:
                keys = self._db.execute("SELECT frame FROM keyframe WHERE track = ? ORDER BY frame", (track,))
                known["keyframes"] = [frame for (frame,) in keys]
                content = self.boxes_of(track).astype("<f4").tobytes()
            facts = json.dumps(known)
        self._db.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?)", (edit, track, after, facts, content))

    def _restore(self, track: int, facts: str | None, content: bytes | None, by: By, why: str) -> None:
        was = self._db.execute("SELECT decision FROM track WHERE id = ?", (track,)).fetchone()
        if facts is None:
            self._db.execute("DELETE FROM track WHERE id = ?", (track,))
            return
        known = json.loads(facts)
        self._db.execute(
            f"INSERT INTO track (id, {', '.join(_FACTS)}) VALUES (?{', ?' * len(_FACTS)}) ON CONFLICT (id) DO UPDATE"
            f" SET {', '.join(f'{name} = excluded.{name}' for name in _FACTS)}",
            (track, *(known[name] for name in _FACTS)),
        )
        if content is not None:
            self._put(track, known["first"], np.frombuffer(content, "<f4").reshape(-1, 4).astype(np.float32))
            self._db.execute("DELETE FROM keyframe WHERE track = ?", (track,))
            self._mark_keyframes(track, known["keyframes"])
        if was is not None and was[0] != known["decision"]:
            self._remember(track, known["decision"], why, by)

    def _put(self, track: int, first: int, boxes: Boxes) -> None:
        """Give a track these boxes, one a frame from `first` on, instead of those it has."""
        self._db.execute("DELETE FROM region WHERE track = ?", (track,))
        self._db.executemany(
            f"INSERT INTO region VALUES (?, {int(track)}, ?, ?, ?, ?)",
            ((frame, *box) for frame, box in enumerate(boxes.tolist(), first)),
        )
        self._db.execute(
            "UPDATE track SET first = ?, last = ?, size = ? WHERE id = ?",
            (first, first + len(boxes) - 1, float((boxes[:, 2:] - boxes[:, :2]).max()), track),
        )

    def _mark_keyframes(self, track: int, frames: Iterable[int]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO keyframe VALUES (?, ?)", ((track, frame) for frame in frames))

    def _remember(self, track: int, decision: Decision | str, reason: str, by: By) -> None:
        self._db.execute(
            "INSERT INTO decision (at, track, decision, reason, by) VALUES (?, ?, ?, ?, ?)",
            (_now(), track, str(decision), reason, by.initials),
        )

    def _raise_revision(self, tracks: Iterable[int]) -> None:
        revision = self.revision + 1
        self._db.execute("INSERT OR REPLACE INTO fact VALUES ('revision', ?)", (str(revision),))
        self._db.executemany("UPDATE track SET changed = ? WHERE id = ?", ((revision, track) for track in tracks))

    def _inserted(self, statement: str, values: tuple[Any, ...]) -> int:
        number = self._db.execute(statement, values).lastrowid
        assert number is not None
        return number


class _Touched:
    """What an edit under way has touched."""

    def __init__(self, db: sqlite3.Connection, tracks: list[int]) -> None:
        self._db = db
        self.tracks = tracks
        self.edit = 0

    def made(self, track: int) -> None:
        """Note a track that was not there before."""
        self._db.execute("INSERT INTO state VALUES (?, ?, 0, NULL, NULL)", (self.edit, track))
        self.tracks.append(track)

    def saw(self, *, track: int | None = None, frames: tuple[int, int] | None = None) -> None:
        """Note that a person has looked at a track, or at frames from the first to the last."""
        self._db.execute("INSERT INTO reviewed VALUES (?, ?, ?, ?)", (self.edit, track, *(frames or (None, None))))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
