"""Plans broken at random: a plan must render with every cover in its place, or be refused in one line.

`python -m benchmarks.broken_plans --count 5000` breaks a plan that many times, each time by another seed (schema,
types, numbers, missing and additional rows, views, triggers, flipped bytes), and opens it as `render` does. It counts
plans that were refused, plans that still say exactly what they said, and, which must not happen, everything else:
another error, other covers, or more than ten seconds.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.plan import Area, Cover, DrawnPath, Moves, Plan, SoundDecision
from veilproof.sound.find import Speech
from veilproof.sound.timeline import Treatment
from veilproof.track.confirm import ConfirmedTrack

MAX_SECONDS = 10.0
"""No broken plan may take longer than this; from the issue that asked for it."""

_TABLES = (
    "fact",
    "frame",
    "track",
    "region",
    "suspicion",
    "keyframe",
    "decision",
    "edit",
    "state",
    "reviewed",
    "detection",
    "speech",
    "stretch",
    "area",
)
_NUMBERS = (
    *("1e999", "-1e999", "1e308", "-1e308", "0", "-1", "NULL", "1e39", "9223372036854775807", "0.5", "'x'", "x'00'"),
)
_WORDS = ("'keep'", "'cover'", "'drawn'", "'detected'", "'unknown'", "''", "NULL", "1", "'complete'", "'scanning'")
_VALUES = (
    *("'0'", "'-1'", "'nan'", "'1/0'", "'" + "9" * 5000 + "'", "'" + "0" * 64 + "'", "x'ff'", "'video'", "''", "NULL"),
)

Breaker = Callable[[random.Random, sqlite3.Connection], None]


def make_plan(path: Path) -> Path:
    """A finished plan of 20 frames with three tracks, a drawn one and some edits; needs no video."""
    facts = {"name": "march.mp4", "sha256": "0" * 64, "kind": "video", "width": "640", "height": "360"}
    paths = [np.array([[x + i, 50, x + 40 + i, 100] for i in range(20)], np.float32) for x in (20, 200, 400)]
    suspicions = [ConfirmedTrack(5, paths[0][:10] + 100, 0.04, 1), ConfirmedTrack(0, paths[1] + 100, 0.02, 1)]
    with Plan.create(path, facts | {"time_base": "1/25"}) as plan:
        plan.add({}, enumerate(range(20)), [ConfirmedTrack(0, boxes, 0.9, 5) for boxes in paths], suspicions)
        plan.add_speech(Speech(((Fraction(0), Fraction(1, 5)), (Fraction(2, 5), Fraction(3, 5))), Fraction(4, 5)))
        plan.finish({})
        plan.decide_sound([(Fraction(1, 10), Fraction(1, 2))], SoundDecision.BLEEP, "a name")
        plan.draw_path(DrawnPath(5, paths[0][:10], 7, Area(Moves.SCENE)), "somebody")
        spared = DrawnPath(2, paths[2][:9], 4, Area(Moves.FOLLOWED, all_but=True), np.full(9, 12, np.float32))
        plan.draw_path(spared)
        plan.move(2, 3, (210, 60, 260, 110))
        plan.mark_reviewed([1], [(0, 10)])
    return path


def said_by(path: Path) -> list[tuple[int, bytes, bytes]] | None:
    """Every cover of a plan, as `render` reads it; None if it would not render, because the plan is unfinished.

    Raises:
        VeilproofError: the plan is refused.
    """
    with Plan.snapshot(path) as plan:
        if not plan.complete:
            return None
        covers = [
            (cover.frame, cover.faces.tobytes(), b"".join(part.tobytes() for part in _drawn(cover)))
            for cover in plan.covers()
        ]
        suspicions = [(one.first, one.boxes.tobytes(), one.confidence) for one in plan.suspicions()]
        sound = [plan.sound_timeline(rest) for rest in Treatment]
        return [*covers, (-1, repr((plan.pts(), plan.facts, suspicions, sound)).encode(), b"")]


def _drawn(cover: Cover) -> tuple[NDArray[np.float32], ...]:
    return cover.drawn, cover.drawn_angles, cover.spotlights, cover.spotlight_angles


def break_plan(path: Path, seed: int) -> str:
    """Break a plan in place, in a way that depends on the seed alone.

    Returns:
        The name of what was done.
    """
    chance = random.Random(seed)
    if chance.random() < 0.15:
        return _break_bytes(chance, path)
    breaker = chance.choice(_BREAKERS)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("PRAGMA writable_schema = ON")
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            try:
                breaker(chance, db)
            except sqlite3.Error:
                continue  # SQLite itself does not allow it
    return breaker.__name__.strip("_")


def _region_numbers(chance: random.Random, db: sqlite3.Connection) -> None:
    column, other = chance.sample(("x1", "y1", "x2", "y2", "frame", "track"), 2)
    value = chance.choice((*_NUMBERS, f"{other} + 5", f"-{column}", f"{column} + {chance.choice((1, 40, 500))}", other))
    where = chance.choice(("1", f"track = {chance.randint(0, 5)}", f"frame = {chance.randint(0, 21)}"))
    db.execute(f"UPDATE OR IGNORE region SET {column} = {value} WHERE {where}")


def _track_values(chance: random.Random, db: sqlite3.Connection) -> None:
    column = chance.choice(
        ("id", "origin", "first", "last", "confidence", "observations", "size", "decision", "changed", "digest")
    )
    value = chance.choice((*_NUMBERS, *_WORDS, f"{column} + 1", "'" + "f" * 64 + "'"))
    db.execute(f"UPDATE track SET {column} = {value} WHERE id = {chance.randint(1, 5)}")


def _suspicion_values(chance: random.Random, db: sqlite3.Connection) -> None:
    column = chance.choice(("id", "first", "last", "confidence", "observations", "boxes"))
    value = chance.choice((*_NUMBERS, f"{column} + 1", "zeroblob(160)", "zeroblob(17)", "randomblob(160)"))
    db.execute(f"UPDATE suspicion SET {column} = {value} WHERE id = {chance.randint(1, 2)}")


def _area_values(chance: random.Random, db: sqlite3.Connection) -> None:
    column = chance.choice(("track", "moves", "all_but"))
    value = chance.choice((*_NUMBERS, *_WORDS, "'fixed'", "'followed'", "1 - all_but", "track - 2"))
    db.execute(f"UPDATE area SET {column} = {value} WHERE track = {chance.randint(4, 5)}")


def _facts(chance: random.Random, db: sqlite3.Connection) -> None:
    names = [name for (name,) in db.execute("SELECT name FROM fact ORDER BY name")]
    db.execute(f"UPDATE fact SET value = {chance.choice(_VALUES)} WHERE name = ?", (chance.choice(names),))


def _rows_gone(chance: random.Random, db: sqlite3.Connection) -> None:
    table = chance.choice(_TABLES)
    db.execute(f"DELETE FROM {table} WHERE abs(random()) % {chance.randint(1, 20)} = 0")


def _tracks_gone(chance: random.Random, db: sqlite3.Connection) -> None:
    track = chance.randint(1, 5)
    tables = chance.choice((("region",), ("track",), ("region", "track")))
    for table in tables:
        db.execute(f"DELETE FROM {table} WHERE {'id' if table == 'track' else 'track'} = {track}")


def _frames_shifted(chance: random.Random, db: sqlite3.Connection) -> None:
    column, value = chance.choice(("pts", "number")), chance.choice(("number + 1", "pts * 2", "-pts"))
    db.execute(f"UPDATE frame SET {column} = {value}")


def _rows_added(chance: random.Random, db: sqlite3.Connection) -> None:
    table = chance.choice(_TABLES)
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(chance.choice((*_NUMBERS, *_WORDS)) for _ in columns)
    db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({values})")


def _view_instead(chance: random.Random, db: sqlite3.Connection) -> None:
    table = chance.choice(_TABLES)
    db.execute(f"ALTER TABLE {table} RENAME TO was_{table}")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i, i, i, i FROM n"
    db.execute(f"CREATE VIEW {table} AS {chance.choice((endless, f'SELECT * FROM was_{table} WHERE random() > 0'))}")


def _trigger(chance: random.Random, db: sqlite3.Connection) -> None:
    on = chance.choice(("INSERT", "UPDATE", "DELETE"))
    db.execute(f"CREATE TRIGGER t AFTER {on} ON {chance.choice(_TABLES)} BEGIN DELETE FROM region; END")


def _schema_changed(chance: random.Random, db: sqlite3.Connection) -> None:
    table = chance.choice(_TABLES)
    statements = (
        f"DROP TABLE {table}",
        f"ALTER TABLE {table} ADD COLUMN more TEXT",
        f"ALTER TABLE {table} ADD COLUMN made AS (1)",
        f"CREATE TABLE other_{table} AS SELECT * FROM {table}",
        f"CREATE INDEX more ON {table} (rowid)",
        "DROP INDEX region_of_track",
        "DELETE FROM sqlite_schema WHERE type = 'index'",
        "UPDATE sqlite_schema SET sql = replace(sql, 'REAL NOT NULL', 'REAL')",
        "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '')",
        f"PRAGMA user_version = {chance.randint(0, 9)}",
        f"PRAGMA application_id = {chance.randint(0, 9)}",
        "PRAGMA journal_mode = WAL",
        "VACUUM",
        "ANALYZE",
    )
    db.execute(chance.choice(statements))


def _break_bytes(chance: random.Random, path: Path) -> str:
    content = bytearray(path.read_bytes())
    kind = chance.choice(("bytes flipped", "truncated", "page zeroed", "appended", "journal beside"))
    if kind == "bytes flipped":
        for _ in range(chance.choice((1, 3, 30))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == "truncated":
        del content[chance.randrange(len(content)) :]
    elif kind == "page zeroed":
        at = chance.randrange(len(content) // 4096) * 4096
        content[at : at + 4096] = bytes(4096)
    elif kind == "appended":
        content += chance.randbytes(chance.choice((1, 4096, 10000)))
    else:
        path.with_name(f"{path.name}-{chance.choice(('journal', 'wal'))}").write_bytes(chance.randbytes(5000))
    path.write_bytes(content)
    return kind


_BREAKERS: tuple[Breaker, ...] = (
    *(
        _region_numbers,
        _region_numbers,
        _track_values,
        _suspicion_values,
        _area_values,
        _facts,
        _rows_gone,
        _tracks_gone,
        _frames_shifted,
    ),
    *(_rows_added, _view_instead, _trigger, _schema_changed),
)


def outcome_of(good: Path, folder: Path, seed: int) -> tuple[str, str]:
    """What was done to a copy of a good plan, and how opening it ended: "refused", "as it was", or what went wrong."""
    path = folder / "broken.veil"
    for left in folder.glob("broken.veil*"):
        left.unlink()
    shutil.copy(good, path)
    done = break_plan(path, seed)
    started = time.monotonic()
    try:
        said = said_by(path)
        outcome = "refused" if said is None else "as it was" if said == said_by(good) else "OTHER COVERS"
    except VeilproofError as error:
        outcome = "refused" if "\n" not in str(error) and str(path) in str(error) else f"NOT ONE LINE: {error}"
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"
    return done, "TOO SLOW" if time.monotonic() - started > MAX_SECONDS else outcome


def main() -> None:
    """Break, open, count and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many plans are broken")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first one")
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        good = make_plan(folder / "good.veil")
        for seed in range(asked.seed, asked.seed + asked.count):
            done, outcome = outcome_of(good, folder, seed)
            counts[done, outcome] += 1
            if outcome not in ("refused", "as it was"):
                print(f"seed {seed}: {done}: {outcome}")
    for (done, outcome), count in sorted(counts.items()):
        print(f"{count:6} {done}: {outcome}")


if __name__ == "__main__":
    main()
