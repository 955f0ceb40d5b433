"""Digests that tell whether anything but veilproof has changed a plan.

A plan decides what stays bare, so a changed number in it must not go unnoticed. Each track carries the digest of its
boxes, and the plan the digest of all that it decides. They are no signature: whoever can run veilproof can edit a plan.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from typing import Any

import numpy as np

from veilproof.geometry import Boxes
from veilproof.plan.schema import later_table

SEAL = "seal"
"""The fact that holds the digest of the plan as a whole; only finished plans have one."""

_SEALED = (
    f"SELECT * FROM fact WHERE name <> '{SEAL}' ORDER BY name",
    "SELECT * FROM track ORDER BY id",
    "SELECT * FROM suspicion ORDER BY id",
    "SELECT * FROM keyframe ORDER BY track, frame",
    "SELECT * FROM decision ORDER BY id",
    "SELECT * FROM edit ORDER BY id",
    "SELECT * FROM reviewed ORDER BY rowid",
    "SELECT * FROM speech ORDER BY start",
    "SELECT * FROM stretch ORDER BY id",
    "SELECT * FROM sampling ORDER BY edit",
    "SELECT * FROM stratum ORDER BY rowid",
    "SELECT * FROM sampled ORDER BY rowid",
    "SELECT * FROM reason ORDER BY id",
    "SELECT * FROM incident ORDER BY id",
)
"""Regions are in the digests of their tracks, and time stamps in the fact `frames_digest`: hashing millions of rows at
every edit would take seconds. The table `state` is checked when an edit is undone."""
_SEALED_LATER = ("area", "asked")
"""Likewise; plans of older versions lack them."""


def boxes_digest(first: int, content: bytes, angles: bytes | None = None) -> str:
    """SHA-256, in hexadecimal, of little-endian float32 boxes that belong to frame `first` and those after it.

    With their angles, little-endian float32, if any is turned.
    """
    return hashlib.sha256(b"%d:" % first + content + (b"" if angles is None else b"turned" + angles)).hexdigest()


def frames_digest(rows: Iterable[tuple[int, int]]) -> str:
    """SHA-256, in hexadecimal, of frame numbers and time stamps."""
    return _digest(rows)


def seal_of(db: sqlite3.Connection) -> str:
    """SHA-256, in hexadecimal, of everything that a plan decides."""
    later = (f"SELECT * FROM {later_table(db, name)} ORDER BY track" for name in _SEALED_LATER)
    return _digest(row for query in (*_SEALED, *later) for row in db.execute(query))


def packed(boxes: Boxes) -> bytes:
    """Boxes (float32 [n, 4]) as little-endian float32."""
    return boxes.astype("<f4").tobytes()


def unpacked(content: bytes) -> Boxes:
    """Boxes, float32 [n, 4], from little-endian float32."""
    return np.frombuffer(content, "<f4").reshape(-1, 4).astype(np.float32)


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    content = hashlib.sha256()
    for row in rows:
        # repr tells apart what is joined: ('a', 'b') is not ('ab',), and 1 is not 1.0.
        content.update(repr(row).encode())
    return content.hexdigest()
