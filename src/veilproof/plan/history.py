"""The edit history of a plan: every edit can be undone and redone, also after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.language.message import LocalisedError
from veilproof.plan.check import boxes_possible, check_seal, stored_angles, stored_boxes
from veilproof.plan.digests import SEAL, boxes_digest, packed, seal_of
from veilproof.plan.intervals import runs
from veilproof.plan.read import ReadablePlan
from veilproof.plan.types import Area, Decision, Edit, Editor, Moves, Span, Strata

ANONYMOUS = Editor()
_MAX_ANGLE = 180.0
"""Degrees: a box is turned by no more, either way."""
_SAVED_COLUMNS = ("origin", "kind", "first", "last", "confidence", "observations", "size", "decision", "reason")


class StaleError(VeilproofError):
    """The edit is based on an outdated revision: somebody else has changed the same track since."""


class UndoablePlan(ReadablePlan):
    """A plan with an edit history."""

    def undo(self, by: Editor = ANONYMOUS) -> Edit:
        """Undo the newest edit.

        Returns:
            The edit that was undone.

        Raises:
            StaleError: the plan has changed since the revision that this person has seen.
            VeilproofError: there is nothing to undo, or the plan cannot be written.
        """
        return self._step(by, undo=True)

    def redo(self, by: Editor = ANONYMOUS) -> Edit:
        """Redo the edit that was undone last; returns and raises as `undo` does."""
        return self._step(by, undo=False)

    # -- internal

    @contextmanager
    def _open_edit(
        self, action: str, tracks: Iterable[int], by: Editor, reason: str, *, boxes: bool
    ) -> Iterator[_OpenEdit]:
        """One edit in one transaction. Yields the open edit, to which new tracks must be added.

        Args:
            action: what is done, in one or two words.
            tracks: the existing tracks that it changes.
            by: who does it.
            reason: why.
            boxes: whether regions or keyframes may change; False saves only the rows of the tracks.

        Raises:
            StaleError: somebody else has changed one of the tracks since.
            VeilproofError: a track does not exist, the reason is not one line, or the plan cannot be written.
        """
        # It is printed and handed over: a line break or an invisible character could hide what follows it.
        if not reason.isprintable():
            visible = "".join(letter if letter.isprintable() else "?" for letter in reason[:40])
            raise LocalisedError("error-reason-letters", reason=visible)
        with self._transaction():
            self._check_seal()
            edit = _OpenEdit(self._db, list(dict.fromkeys(tracks)))
            self._check_tracks(edit.tracks, by)
            self._db.execute("DELETE FROM edit WHERE undone")
            edit.id = self._insert_row(
                "INSERT INTO edit (at, by, action, reason) VALUES (?, ?, ?, ?)", (now(), by.initials, action, reason)
            )
            for track in edit.tracks:
                self._save_state(edit.id, track, after=False, boxes=boxes)
            yield edit
            for track in edit.tracks:
                self._save_state(edit.id, track, after=True, boxes=boxes)
            self._increment_revision(edit.tracks)
            self._seal()

    def _step(self, by: Editor, *, undo: bool) -> Edit:
        with self._transaction():
            self._check_seal()
            edit = self.undoable() if undo else self.redoable()
            if edit is None:
                key = "error-nothing-to-undo" if undo else "error-nothing-to-redo"
                english = f"{self.path}: there is nothing to {'undo' if undo else 'redo'}"
                raise LocalisedError(key, english=english)
            if by.revision is not None and by.revision != self.revision:
                raise StaleError(f"{self.path}: the plan was changed elsewhere in the meantime; review it again")
            rows = self._db.execute(
                "SELECT track, facts, boxes, angles FROM state WHERE edit = ? AND after = ?", (edit.id, not undo)
            ).fetchall()
            for track, facts, boxes, angles in rows:
                self._restore_state(track, facts, boxes, angles, by, "undone" if undo else "redone")
            self._db.execute("UPDATE edit SET undone = ? WHERE id = ?", (undo, edit.id))
            self._increment_revision([track for track, *_ in rows])
            self._seal()
        return edit

    def _check_tracks(self, tracks: Iterable[int], by: Editor) -> None:
        for track in tracks:
            row = self._db.execute("SELECT changed FROM track WHERE id = ?", (track,)).fetchone()
            if row is None:
                english = f"{self.path}: there is no track {track}; `veilproof plan show` lists them"
                raise LocalisedError("error-no-track", english=english, track=str(track))
            if by.revision is not None and row[0] > by.revision:
                raise StaleError(f"{self.path}: track {track} was changed elsewhere in the meantime; review it again")

    def _save_state(self, edit: int, track: int, *, after: bool, boxes: bool) -> None:
        row = self._db.execute(f"SELECT {', '.join(_SAVED_COLUMNS)} FROM track WHERE id = ?", (track,)).fetchone()
        facts = content = angles = None
        if row is not None:
            saved: dict[str, Any] = dict(zip(_SAVED_COLUMNS, row, strict=True))
            if area := self._db.execute("SELECT moves, all_but FROM area WHERE track = ?", (track,)).fetchone():
                saved["area"] = {"moves": area[0], "all_but": bool(area[1])}
            if asked := self._db.execute("SELECT first, last FROM asked WHERE track = ?", (track,)).fetchone():
                saved["asked"] = list(asked)
            if boxes:
                keyframes = self._db.execute("SELECT frame FROM keyframe WHERE track = ? ORDER BY frame", (track,))
                saved["keyframes"] = [frame for (frame,) in keyframes]
                content, angles = stored_boxes(self._db, track), stored_angles(self._db, track)
                if not after:
                    self._check_boxes(track, content, angles)
            facts = json.dumps(saved)
        self._db.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?)", (edit, track, after, facts, content, angles))

    def _restore_state(
        self, track: int, facts: str | None, content: bytes | None, angles: bytes | None, by: Editor, reason: str
    ) -> None:
        current = self._db.execute("SELECT decision FROM track WHERE id = ?", (track,)).fetchone()
        if facts is None:
            self._db.execute("DELETE FROM track WHERE id = ?", (track,))
            return
        saved = json.loads(facts)
        if not isinstance(saved, dict) or not {*_SAVED_COLUMNS} <= saved.keys():
            english = f"{self.path}: what the track was like before that edit is not known any more"
            raise LocalisedError("error-plan-altered", english=english, name=self.path.name)
        self._db.execute(
            f"INSERT INTO track (id, {', '.join(_SAVED_COLUMNS)}) VALUES (?{', ?' * len(_SAVED_COLUMNS)})"
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _SAVED_COLUMNS)}",
            (track, *(saved[name] for name in _SAVED_COLUMNS)),
        )
        self._db.execute("DELETE FROM area WHERE track = ?", (track,))
        if "area" in saved:
            self._set_area(track, Area(Moves(saved["area"]["moves"]), saved["area"]["all_but"]))
        self._set_asked(track, tuple(saved["asked"]) if "asked" in saved else None)
        if content is not None:
            boxes = np.frombuffer(content, "<f4").reshape(-1, 4).astype(np.float32)
            turned = np.frombuffer(angles or bytes(4 * len(boxes)), "<f4").astype(np.float32)
            self._set_boxes(track, saved["first"], boxes, turned)
            self._db.execute("DELETE FROM keyframe WHERE track = ?", (track,))
            self._mark_keyframes(track, saved["keyframes"])
        if current is not None and current[0] != saved["decision"]:
            self._log_decision(track, saved["decision"], reason, by)

    def _set_boxes(self, track: int, first: int, boxes: Boxes, angles: NDArray[np.float32] | None = None) -> None:
        """Replace the boxes of a track, and with them its range of frames; `boxes` are one a frame from `first` on.

        Without `angles`, float32 [n], each is turned as the box of the nearest frame was before.

        Raises:
            VeilproofError: a box is not finite, has no area, or is far from the picture.
        """
        if not len(boxes) or not boxes_possible(boxes, *self.picture_size):
            english = (
                f"{self.path}: a box needs a width and a height above 0 and must lie in the picture or close to it"
            )
            raise LocalisedError("error-box", english=english)
        if angles is None:
            angles = self._angles_before(track, np.arange(first, first + len(boxes)))
        if len(angles) != len(boxes) or not (np.abs(angles) <= _MAX_ANGLE).all():
            raise VeilproofError(f"{self.path}: a box is turned by an angle from -180 to 180 degrees")
        # SQLite knows no negative zero, of which the digest would be another one.
        boxes, angles = boxes + np.float32(0), angles + np.float32(0)
        self._db.execute("DELETE FROM region WHERE track = ?", (track,))
        self._db.executemany(
            f"INSERT INTO region VALUES (?, {int(track)}, ?, ?, ?, ?, ?)",
            (
                (frame, *box, angle)
                for frame, (box, angle) in enumerate(zip(boxes.tolist(), angles.tolist(), strict=True), first)
            ),
        )
        turned = angles.astype("<f4").tobytes() if angles.any() else None
        self._db.execute(
            "UPDATE track SET first = ?, last = ?, size = ?, digest = ? WHERE id = ?",
            (
                *(first, first + len(boxes) - 1, float((boxes[:, 2:] - boxes[:, :2]).max())),
                *(boxes_digest(first, packed(boxes), turned), track),
            ),
        )

    def _set_area(self, track: int, area: Area) -> None:
        self._db.execute("INSERT OR REPLACE INTO area VALUES (?, ?, ?)", (track, area.moves.value, area.all_but))

    def _set_asked(self, track: int, asked: Span | None) -> None:
        self._db.execute("DELETE FROM asked WHERE track = ?", (track,))
        if asked is not None:
            self._db.execute("INSERT INTO asked VALUES (?, ?, ?)", (track, *asked))

    def _angles_before(self, track: int, frames: NDArray[np.int64]) -> NDArray[np.float32]:
        """float32 [n]: how the box of the nearest frame is turned now; 0 for a track without boxes."""
        rows = self._db.execute("SELECT frame, angle FROM region WHERE track = ? ORDER BY frame", (track,)).fetchall()
        if not any(angle for _, angle in rows):
            return np.zeros(len(frames), np.float32)
        first, last = rows[0][0], rows[-1][0]
        before = np.array([angle for _, angle in rows], np.float32)
        return np.asarray(before[np.clip(frames, first, last) - first], np.float32)

    def _check_seal(self) -> None:
        """Refuse to edit what something else has changed: the edit would seal the change."""
        if self.complete:
            check_seal(self._db, self.path)

    def _check_boxes(self, track: int, content: bytes, angles: bytes | None) -> None:
        first, digest = self._db.execute("SELECT first, digest FROM track WHERE id = ?", (track,)).fetchone()
        if digest != boxes_digest(first, content, angles):
            english = f"{self.path}: the boxes of track {track} were changed by another program; scan again"
            raise LocalisedError("error-plan-altered", english=english, name=self.path.name)

    def _seal(self) -> None:
        if self.complete:
            self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (SEAL, seal_of(self._db)))

    def _mark_keyframes(self, track: int, frames: Iterable[int]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO keyframe VALUES (?, ?)", ((track, frame) for frame in frames))

    def _log_decision(self, track: int, decision: Decision | str, reason: str, by: Editor) -> None:
        self._db.execute(
            "INSERT INTO decision (at, track, decision, reason, by) VALUES (?, ?, ?, ?, ?)",
            (now(), track, str(decision), reason, by.initials),
        )

    def _increment_revision(self, tracks: Iterable[int]) -> None:
        """Raise the revision, and mark the tracks as changed in it."""
        revision = self.revision + 1
        self._db.execute("INSERT OR REPLACE INTO fact VALUES ('revision', ?)", (str(revision),))
        self._db.executemany("UPDATE track SET changed = ? WHERE id = ?", ((revision, track) for track in tracks))

    def _insert_row(self, statement: str, values: tuple[Any, ...]) -> int:
        row_id = self._db.execute(statement, values).lastrowid
        assert row_id is not None
        return row_id


class _OpenEdit:
    """An edit in progress, and the tracks that it changes."""

    def __init__(self, db: sqlite3.Connection, tracks: list[int]) -> None:
        self._db = db
        self.tracks = tracks
        self.id = 0

    def add_track(self, track: int) -> None:
        """Record a track that the edit creates."""
        self._db.execute("INSERT INTO state VALUES (?, ?, 0, NULL, NULL, NULL)", (self.id, track))
        self.tracks.append(track)

    def mark_reviewed(
        self, *, track: int | None = None, suspicion: int | None = None, frames: tuple[int, int] | None = None
    ) -> None:
        """Record that a person has reviewed a track, a suspicion, or frames (first and last, both included)."""
        self._db.execute(
            "INSERT INTO reviewed (edit, track, suspicion, first, last) VALUES (?, ?, ?, ?, ?)",
            (self.id, track, suspicion, *(frames or (None, None))),
        )

    def add_sample(self, frame: int, bare: bool) -> None:
        """Record what a person saw in a frame that was drawn."""
        self._db.execute("INSERT INTO sampled VALUES (?, ?, ?)", (self.id, frame, bare))

    def add_sampling(self, files: str, strata: Strata) -> None:
        """Record from what the frames of a check by sample are drawn."""
        self._db.execute("INSERT INTO sampling VALUES (?, ?)", (self.id, files))
        self._db.executemany(
            "INSERT INTO stratum VALUES (?, ?, ?, ?)",
            ((self.id, name.value, *span) for name, frames in strata.items() for span in runs(frames)),
        )


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
