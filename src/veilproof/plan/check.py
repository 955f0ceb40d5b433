"""Checks that a file is a plan, whole and as veilproof wrote it. Every plan passes them before it is used.

What a plan says stays bare, so it is believed only after it was checked: real tables of exactly this schema, known
words, finite boxes near the picture, every track without a gap, and the digests of `veilproof.plan.digests`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.language.message import LocalisedError
from veilproof.plan.digests import SEAL, boxes_digest, frames_digest, seal_of, unpacked
from veilproof.plan.schema import APPLICATION_ID, OLDEST_VERSION, VERSION, later_table, schema_of
from veilproof.plan.types import Moves, Origin, SoundDecision

MARGIN = 1.0
"""How far a box may reach beyond the picture, in widths and heights of it: a face that leaves the picture goes on being
tracked for a while. A round number."""

MAX_MICROSECONDS = 10**15
"""No sound lies further from the first frame: thirty years. A round number."""

_NUMBER = re.compile(r"[0-9]{1,9}")
_FACTS: dict[str, Callable[[str], object]] = {
    "state": re.compile(r"scanning|complete").fullmatch,
    "kind": re.compile(r"photo|video").fullmatch,
    "sha256": re.compile(r"[0-9a-f]{64}").fullmatch,
    "width": re.compile(r"[1-9][0-9]{0,5}").fullmatch,
    "height": re.compile(r"[1-9][0-9]{0,5}").fullmatch,
    "time_base": re.compile(r"[1-9][0-9]{0,11}(/[1-9][0-9]{0,11})?").fullmatch,
    "name": lambda value: True,
}
"""What every plan must say of its original, and which values are possible."""
_FACTS_OF_A_FINISHED_PLAN: dict[str, Callable[[str], object]] = {
    "frames": _NUMBER.fullmatch,
    "unreadable": _NUMBER.fullmatch,
    "frames_digest": re.compile(r"[0-9a-f]{64}").fullmatch,
    SEAL: re.compile(r"[0-9a-f]{64}").fullmatch,
}
PART_FACT = "part"
"""The fact in the plan of a part of a video that names its frames, as FIRST-LAST, both included."""
SOUND_END_FACT = "sound_end"
"""The fact that names the end of the sound, in microseconds since the first frame; only a film with sound has it."""
_POSSIBLE_SOUND_END = re.compile(r"-?[0-9]{1,15}")
_POSSIBLE_PART = re.compile(r"[0-9]{1,9}-[0-9]{1,9}")
_MAX_PTS = 2**62
"""As of `veilproof.media.video_read`: no time stamp is larger."""


def check_structure(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is not a plan of this version; takes the same short time for every plan.

    Args:
        db: the open file.
        path: its path, for error messages.

    Raises:
        VeilproofError: it is another kind of database, a plan of another version, or has other tables or views.
        sqlite3.Error: it cannot be read as a database.
    """
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    # The two pragmas read the header only. SQLite detects a truncated file when it reads a table.
    schema = db.execute(_SCHEMA_QUERY).fetchall()
    if application != APPLICATION_ID:
        raise VeilproofError(f"{path}: not a plan; give a .veil file")
    if version > VERSION:
        raise VeilproofError(
            f"{path}: a plan of version {version}, but this veilproof reads version {VERSION}; use a newer veilproof"
        )
    if version < OLDEST_VERSION:
        raise VeilproofError(
            f"{path}: a plan of version {version}, but this veilproof reads version {VERSION}; scan the original again"
        )
    # A view, trigger or generated column would run whatever its author likes, and for as long as they like.
    if schema != _schema(version):
        raise _altered(path, "its tables are not those of a plan")
    facts = dict(db.execute("SELECT name, value FROM fact"))
    expected = {**_FACTS, **(_FACTS_OF_A_FINISHED_PLAN if facts.get("state") == "complete" else {})}
    for name, possible in expected.items():
        if not isinstance(facts.get(name), str) or not possible(facts[name]):
            raise _altered(path, f"its fact {name} is missing or impossible")
    if PART_FACT in facts and not _POSSIBLE_PART.fullmatch(str(facts[PART_FACT])):
        raise _altered(path, f"its fact {PART_FACT} is impossible")
    if SOUND_END_FACT in facts and not _POSSIBLE_SOUND_END.fullmatch(str(facts[SOUND_END_FACT])):
        raise _altered(path, f"its fact {SOUND_END_FACT} is impossible")


def check_content(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a finished plan that is not just what veilproof wrote; takes about a second for a million regions.

    Args:
        db: the open file, which has passed `check_structure`.
        path: its path, for error messages.

    Raises:
        VeilproofError: something in it was changed, is missing or impossible.
        sqlite3.Error: it cannot be read.
    """
    if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise _altered(path, "the file is damaged")
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise _altered(path, "it holds regions of tracks that do not exist")
    facts = dict(db.execute("SELECT name, value FROM fact"))
    # The plan of a part of a video begins where that part does.
    begins = int(facts[PART_FACT].partition("-")[0]) if PART_FACT in facts else 0
    frames = range(begins, begins + int(facts["frames"]))
    numbers = db.execute("SELECT count(*), min(number), max(number) FROM frame").fetchone()
    if not frames or numbers != (len(frames), frames[0], frames[-1]):
        raise _altered(path, f"it does not hold the {len(frames)} frames that it should")
    if db.execute("SELECT 1 FROM frame WHERE abs(pts) > ?", (_MAX_PTS,)).fetchone():
        raise _altered(path, "it holds impossible time stamps")
    check_tracks(db, path, frames)
    check_boxes(db, path)
    check_suspicions(db, path, frames)
    check_areas(db, path, frames)
    check_sound(db, path)
    check_samples(db, path, frames)
    if facts["frames_digest"] != frames_digest(db.execute("SELECT number, pts FROM frame ORDER BY number")):
        raise _altered(path, "its time stamps were changed")
    check_seal(db, path)


def check_tracks(db: sqlite3.Connection, path: Path, frames: range) -> None:
    """Refuse a plan in which a track has a gap, or reaches beyond the `frames` of the plan.

    Raises:
        VeilproofError: a track does.
    """
    broken = db.execute(
        "SELECT id FROM track LEFT JOIN"
        " (SELECT track, count(*) AS count, min(frame) AS low, max(frame) AS high FROM region GROUP BY track)"
        " ON track = id WHERE first < ? OR last > ? OR last < first OR confidence NOT BETWEEN 0 AND 1"
        " OR count IS NOT last - first + 1 OR low IS NOT first OR high IS NOT last",
        (frames[0], frames[-1]),
    ).fetchone()
    if broken is not None:
        raise _altered(path, f"track {broken[0]} is not whole")


def check_boxes(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a plan with boxes that are inside out or far from the picture, or that are not those of their track.

    Raises:
        VeilproofError: a box is.
    """
    width, height = _size(db)
    low, high = _bounds(width, height)
    broken = db.execute(
        "SELECT track, frame FROM region"
        " WHERE NOT (x1 < x2 AND y1 < y2 AND x1 >= ? AND y1 >= ? AND x2 <= ? AND y2 <= ?"
        " AND angle BETWEEN -180 AND 180)",
        (*low, *high),
    ).fetchone()
    if broken is not None:
        raise _altered(path, f"the box of track {broken[0]} in frame {broken[1]} is impossible")
    for track, first, digest in db.execute("SELECT id, first, digest FROM track").fetchall():
        if digest != boxes_digest(first, stored_boxes(db, track), stored_angles(db, track)):
            raise _altered(path, f"the boxes of track {track} were changed")


def check_suspicions(db: sqlite3.Connection, path: Path, frames: range) -> None:
    """Refuse a plan with a suspicion that is not in its frames, or whose boxes are impossible.

    Raises:
        VeilproofError: a suspicion is.
    """
    width, height = _size(db)
    for number, first, last, confidence, boxes in db.execute(
        "SELECT id, first, last, confidence, boxes FROM suspicion"
    ).fetchall():
        is_inside = frames[0] <= first <= last <= frames[-1] and 0 <= confidence <= 1
        whole = is_inside and len(boxes) == _BOX_BYTES * (last - first + 1)
        if not whole or not boxes_possible(unpacked(boxes), width, height):
            raise _altered(path, f"suspicion {number} is impossible")


def check_areas(db: sqlite3.Connection, path: Path, frames: range) -> None:
    """Refuse a plan with areas that are not what a person drew, or of which something unknown or impossible is said.

    Raises:
        VeilproofError: one is.
    """
    words = ", ".join(f"'{way}'" for way in Moves)
    broken = (
        db.execute(
            f"SELECT area.track FROM {later_table(db, 'area')} AS area LEFT JOIN track ON track.id = area.track"
            f" WHERE origin IS NOT ? OR moves NOT IN ({words}) OR all_but NOT IN (0, 1)",
            (Origin.DRAWN.value,),
        ).fetchone()
        or db.execute(
            f"SELECT track FROM {later_table(db, 'asked')} AS asked WHERE first < ? OR last > ? OR last < first",
            (frames[0], frames[-1]),
        ).fetchone()
    )
    if broken is not None:
        raise _altered(path, f"the area of track {broken[0]} is impossible")


def check_sound(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a plan with speech or stretches of sound that are inside out, far away or of no known decision.

    Raises:
        VeilproofError: one is.
    """
    for table in ("speech", "stretch"):
        broken = db.execute(
            f"SELECT start FROM {table} WHERE NOT (start < end AND start >= ? AND end <= ?)",
            (-MAX_MICROSECONDS, MAX_MICROSECONDS),
        ).fetchone()
        if broken is not None:
            raise _altered(path, f"the {table} at {broken[0]} microseconds is impossible")
    words = ", ".join(f"'{decision}'" for decision in SoundDecision)
    if db.execute(f"SELECT 1 FROM stretch WHERE decision NOT IN ({words})").fetchone():
        raise _altered(path, "it decides about sound in a way that is not known")


def check_samples(db: sqlite3.Connection, path: Path, frames: range) -> None:
    """Refuse a plan whose strata are not a partition of its frames, or with an answer about a frame outside of them.

    Raises:
        VeilproofError: one is.
    """
    if db.execute("SELECT 1 FROM sampled WHERE frame NOT BETWEEN ? AND ?", (frames[0], frames[-1])).fetchone():
        raise _altered(path, "it holds answers about frames that do not exist")
    end: dict[int, int] = {}
    for edit, first, last in db.execute("SELECT edit, first, last FROM stratum ORDER BY edit, first").fetchall():
        if first != end.get(edit, frames[0] - 1) + 1 or last < first:
            raise _altered(path, "its strata are no partition of its frames")
        end[edit] = last
    if any(last != frames[-1] for last in end.values()):
        raise _altered(path, "its strata are no partition of its frames")


def check_seal(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a finished plan whose tracks, decisions or facts are not as veilproof wrote them.

    Raises:
        VeilproofError: they are not.
    """
    stored = db.execute("SELECT value FROM fact WHERE name = ?", (SEAL,)).fetchone()
    if stored is None or stored[0] != seal_of(db):
        raise _altered(path, "its tracks, decisions or facts were changed")


def boxes_possible(boxes: Boxes, width: int, height: int) -> bool:
    """Whether all boxes (float32 [n, 4]) are finite, have an area, and lie in the picture or close to it."""
    low, high = _bounds(width, height)
    # Bytes that something else wrote may be a signalling NaN, at which NumPy would warn on standard error.
    with np.errstate(invalid="ignore"):
        corners = boxes.astype(np.float64)
    inside = (corners[:, :2] >= low).all() and (corners[:, 2:] <= high).all()
    return bool(np.isfinite(corners).all() and (corners[:, :2] < corners[:, 2:]).all() and inside)


def clamped(boxes: Boxes, width: int, height: int) -> Boxes:
    """Boxes (float32 [n, 4]) cut off where they reach further beyond the picture than a plan may hold."""
    low, high = _bounds(width, height)
    return np.asarray(np.clip(boxes, np.tile(low, 2), np.tile(high, 2)), np.float32)


def stored_boxes(db: sqlite3.Connection, track: int) -> bytes:
    """The boxes of a track as little-endian float32, four a frame, ordered by frame."""
    rows = db.execute("SELECT x1, y1, x2, y2 FROM region WHERE track = ? ORDER BY frame", (track,)).fetchall()
    return np.array(rows, "<f4").tobytes()


def stored_angles(db: sqlite3.Connection, track: int) -> bytes | None:
    """The angles of the boxes of a track as little-endian float32, one a frame; None if none is turned."""
    rows = db.execute("SELECT angle FROM region WHERE track = ? ORDER BY frame", (track,)).fetchall()
    return np.array(rows, "<f4").tobytes() if any(angle for (angle,) in rows) else None


_BOX_BYTES = 16
_SCHEMA_QUERY = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


def _size(db: sqlite3.Connection) -> tuple[int, int]:
    facts = dict(db.execute("SELECT name, value FROM fact WHERE name IN ('width', 'height')"))
    return int(facts["width"]), int(facts["height"])


def _bounds(width: int, height: int) -> tuple[tuple[float, float], tuple[float, float]]:
    return (-MARGIN * width, -MARGIN * height), ((1 + MARGIN) * width, (1 + MARGIN) * height)


@cache
def _schema(version: int) -> list[tuple[str, str, str, str | None]]:
    """What `sqlite_schema` holds in a plan of that version."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema_of(version))
        return db.execute(_SCHEMA_QUERY).fetchall()


def _altered(path: Path, what: str) -> VeilproofError:
    return LocalisedError(
        "error-plan-altered",
        english=f"{path}: not as veilproof wrote it ({what}), so it is not used; restore it from a copy, or scan the"
        " original again with --force",
        name=path.name,
    )
