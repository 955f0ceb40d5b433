"""What happens to an item once its content is known. All functions are called within a transaction of the journal."""

from __future__ import annotations

import sqlite3
import time

from veilproof.archive.item import Content, Disposition, Item, Result, State
from veilproof.archive.names import from_bytes, output_name, plan_name, to_bytes

_DEFERRED_SECONDS = 1.0
"""Until an item is claimed again whose content is being redacted for another item; a round number."""


def dispose(
    db: sqlite3.Connection, item: Item, content: Content, suffix: str, *, exists: bool, alone: bool
) -> Disposition:
    """See `Journal.decide`."""
    target, plan = _target_of(db, item, suffix), _plan_of(db, item)
    if exists and item.key == content.key and item.target == target:
        db.execute(
            "UPDATE item SET state = CASE WHEN cause IS NULL THEN 'done' ELSE 'needs review' END, run = NULL,"
            " sha256 = ? WHERE id = ?",
            (content.sha256, item.id),
        )
        state, cause, message = db.execute("SELECT state, cause, message FROM item WHERE id = ?", (item.id,)).fetchone()
        return Disposition(target, plan, unchanged=State(state), cause=str(cause or ""), message=str(message or ""))
    db.execute(
        # Under another name there is no result of ours yet.
        "UPDATE item SET sha256 = ?, plan = ?, target = ?,"
        " output_sha256 = CASE WHEN target = ? THEN output_sha256 END WHERE id = ?",
        (content.sha256, to_bytes(plan), to_bytes(target), to_bytes(target), item.id),
    )
    replaces = item.output_sha256 or "" if item.target == target else ""
    original = None if alone else _result_of(db, content.key, item)
    if original is not None:
        return Disposition(target, plan, replaces, copy_of=original)
    try:
        _reserve(db, item, content.key)
    except sqlite3.IntegrityError:
        reschedule(db, item, time.time() + _DEFERRED_SECONDS, counts=False)
        return Disposition(target, plan, deferred=True)
    return Disposition(target, plan, replaces)


def reschedule(db: sqlite3.Connection, item: Item, due: float, *, counts: bool) -> None:
    """Set an item back to waiting; `counts` is whether this attempt counts."""
    db.execute(
        "UPDATE item SET state = 'waiting', run = NULL, pending_key = NULL, due = ?, attempts = ? WHERE id = ?",
        (due, item.attempts if counts else item.attempts - 1, item.id),
    )


def _target_of(db: sqlite3.Connection, item: Item, suffix: str) -> str:
    for name in (output_name(item.relative, suffix), output_name(item.relative, suffix, keep_suffix=True)):
        owner = db.execute("SELECT id FROM item WHERE target = ?", (to_bytes(name),)).fetchone()
        if owner is None or owner[0] == item.id:
            return name
    # Two collections, or two lines of a manifest, may have files with the same relative path.
    return output_name(f"{item.relative}.{item.id}", suffix, keep_suffix=True)


def _plan_of(db: sqlite3.Connection, item: Item) -> str:
    """The path of its plan, which it keeps for good: a plan holds decisions, and belongs to one item alone."""
    if item.plan is not None:
        return item.plan
    name = plan_name(item.relative)
    taken = db.execute("SELECT 1 FROM item WHERE plan = ?", (to_bytes(name),)).fetchone()
    return plan_name(f"{item.relative}.{item.id}") if taken else name


def _result_of(db: sqlite3.Connection, key: str, item: Item) -> Result | None:
    """A result with this key of another item."""
    row = db.execute(
        "SELECT id, target, output_sha256 FROM item WHERE key = ? AND id != ? AND copy_of IS NULL"
        " AND state IN ('done', 'needs review') ORDER BY id",
        (key, item.id),
    ).fetchone()
    return Result(int(row[0]), from_bytes(row[1]), str(row[2])) if row else None


def _reserve(db: sqlite3.Connection, item: Item, key: str) -> None:
    # Only running items hold a key. In a damaged journal another one may, and waiting for it would never end.
    db.execute("UPDATE item SET pending_key = NULL WHERE pending_key = ? AND state != 'running'", (key,))
    db.execute("UPDATE item SET pending_key = ? WHERE id = ?", (key, item.id))
