"""The plan file: one SQLite database that says which regions of which frames are covered, and why.

It holds no pixels and no embeddings. `docs/plan.md` describes the tables for people who read them with other tools.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x5645494C
"""The `application_id` of a plan, "VEIL" in ASCII; `file` and other tools identify plans by it."""

MICROSECONDS = 1_000_000
"""In a second: the unit of the times of sound."""

_AREA = """
CREATE TABLE area (                 -- what is special about an area that a person drew
    track INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    moves TEXT NOT NULL CHECK (moves IN ('fixed', 'scene', 'followed')),  -- how it goes through the film
    all_but INTEGER NOT NULL CHECK (all_but IN (0, 1))  -- 1: everything outside of it is covered
) STRICT;
"""

_ASKED = """
CREATE TABLE asked (                -- for which frames a person asked for an area that moves; it may end before
    track INTEGER PRIMARY KEY REFERENCES track (id) ON DELETE CASCADE,
    first INTEGER NOT NULL, last INTEGER NOT NULL  -- frame numbers, both included
) STRICT;
"""

_OLDEST = """
CREATE TABLE fact (                 -- about the original and the scan; docs/plan.md lists the names
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE frame (                -- every decoded frame
    number INTEGER PRIMARY KEY,     -- from 0
    pts INTEGER NOT NULL            -- in units of the fact time_base
) STRICT;

CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never used twice
    origin TEXT NOT NULL CHECK (origin IN ('detected', 'drawn')),
    kind TEXT NOT NULL DEFAULT 'face' CHECK (kind IN ('face', 'head', 'text', 'plate', 'area')),
    first INTEGER NOT NULL,         -- number of its first frame
    last INTEGER NOT NULL,          -- and of its last one
    confidence REAL NOT NULL,       -- probability that it is of its kind, 0 to 1; 1 for a drawn track
    observations INTEGER NOT NULL,  -- number of frames in which a detector detected it
    size REAL NOT NULL,             -- longest side of its largest box, in pixels
    decision TEXT NOT NULL DEFAULT 'cover' CHECK (decision IN ('cover', 'keep')),
    reason TEXT NOT NULL DEFAULT '',  -- why that was decided; may be empty
    changed INTEGER NOT NULL DEFAULT 0,  -- the revision in which a person last changed it; 0 if nobody has
    digest TEXT NOT NULL DEFAULT ''  -- SHA-256 of its first frame, its boxes and, if any is turned, its angles
) STRICT;

CREATE TABLE region (               -- one box of one track in one frame, in pixels of the upright picture
    frame INTEGER NOT NULL,
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    x1 REAL NOT NULL, y1 REAL NOT NULL, x2 REAL NOT NULL, y2 REAL NOT NULL,
    angle REAL NOT NULL DEFAULT 0,  -- degrees by which the box is turned clockwise about its centre
    PRIMARY KEY (frame, track)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_of_track ON region (track, frame);

CREATE TABLE suspicion (            -- what the scan found too unlikely a face to cover
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,         -- number of its first frame
    last INTEGER NOT NULL,          -- and of its last one
    confidence REAL NOT NULL,       -- probability that it is a face, 0 to 1
    observations INTEGER NOT NULL,  -- number of frames in which a detector detected it
    boxes BLOB NOT NULL             -- little-endian float32, four a frame
) STRICT;

CREATE TABLE keyframe (             -- a frame in which a person set the box of a track
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    frame INTEGER NOT NULL,
    PRIMARY KEY (track, frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (             -- every decision of a person, oldest first; rows are never deleted
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    track INTEGER NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('cover', 'keep', 'draw')),
    reason TEXT NOT NULL,
    by TEXT NOT NULL DEFAULT ''     -- initials; may be empty
) STRICT;

CREATE TABLE edit (                 -- one edit of a person, which can be undone
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    by TEXT NOT NULL,               -- initials; may be empty
    action TEXT NOT NULL,           -- what was done, in one or two words
    reason TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE state (                -- a track before (0) and after (1) an edit
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    track INTEGER NOT NULL,
    after INTEGER NOT NULL CHECK (after IN (0, 1)),
    facts TEXT,                     -- JSON: its row and its keyframes; NULL if the track did not exist
    boxes BLOB,                     -- little-endian float32, four a frame; NULL if the edit cannot change them
    angles BLOB,                    -- little-endian float32, one a frame; NULL likewise, or if none is turned
    PRIMARY KEY (edit, track, after)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviewed (             -- what a person has reviewed: a track, a suspicion, or a range of frames
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    track INTEGER,
    suspicion INTEGER,
    first INTEGER, last INTEGER     -- frame numbers, both included
) STRICT;

CREATE TABLE speech (               -- where a scan found speech
    start INTEGER PRIMARY KEY,      -- in microseconds since the first frame
    end INTEGER NOT NULL            -- not part of it
) STRICT;

CREATE TABLE stretch (              -- what a person decided about a span of sound; a later one hides an earlier one
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edit INTEGER REFERENCES edit (id) ON DELETE CASCADE,  -- does not count if that is undone; NULL: it always counts
    revision INTEGER NOT NULL,      -- of the plan, in which it was decided
    at TEXT NOT NULL,               -- UTC, ISO 8601
    by TEXT NOT NULL,               -- initials; may be empty
    start INTEGER NOT NULL,         -- in microseconds since the first frame
    end INTEGER NOT NULL,           -- not part of it
    decision TEXT NOT NULL CHECK (decision IN ('keep', 'silence', 'bleep', 'disguise', 'default')),
    reason TEXT NOT NULL            -- may be empty
) STRICT;

CREATE TABLE sampling (             -- a check by sample begins; only the latest goes on
    edit INTEGER PRIMARY KEY REFERENCES edit (id) ON DELETE CASCADE,
    files TEXT NOT NULL             -- from which files frames are drawn: SHA-256 over those of all originals
) STRICT;

CREATE TABLE stratum (              -- frames of like risk, fixed when a check by sample begins
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name IN ('listed', 'covered', 'empty')),
    first INTEGER NOT NULL, last INTEGER NOT NULL  -- frame numbers, both included
) STRICT;

CREATE TABLE sampled (              -- a frame that was drawn in a check by sample, and what a person saw in it
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    frame INTEGER NOT NULL,
    bare INTEGER NOT NULL CHECK (bare IN (0, 1))  -- whether a face was bare
) STRICT;

CREATE TABLE reason (               -- why something is covered, kept or changed; a later one of the same thing hides it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edit INTEGER REFERENCES edit (id) ON DELETE CASCADE,  -- does not count if that is undone; NULL: it always counts
    at TEXT NOT NULL,               -- UTC, ISO 8601
    by TEXT NOT NULL,               -- initials; may be empty
    subject TEXT NOT NULL CHECK (subject IN ('track', 'stretch', 'metadata')),
    number INTEGER NOT NULL,        -- of the track or stretch; 0 for metadata
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    basis TEXT NOT NULL             -- in law; may be empty
) STRICT;

CREATE TABLE incident (             -- what happens in some frames, as a person describes it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edit INTEGER REFERENCES edit (id) ON DELETE CASCADE,  -- does not count if that is undone; NULL: it always counts
    at TEXT NOT NULL,               -- UTC, ISO 8601
    by TEXT NOT NULL,               -- initials; may be empty
    first INTEGER NOT NULL, last INTEGER NOT NULL,  -- frame numbers, both included
    what TEXT NOT NULL,
    place TEXT NOT NULL,            -- may be empty, and so may the next two
    local_time TEXT NOT NULL,
    known TEXT NOT NULL             -- how place and time are known
) STRICT;

CREATE TABLE detection (            -- the detections of a scan in progress; empty once it is complete
    frame INTEGER NOT NULL,
    kind TEXT NOT NULL,
    boxes BLOB NOT NULL,            -- little-endian float32, six a detection: x1 y1 x2 y2 score angle
    digest TEXT NOT NULL,           -- SHA-256 of the frame and the boxes
    PRIMARY KEY (frame, kind)
) STRICT, WITHOUT ROWID;
"""

OLDEST_VERSION = 5
"""A plan of this version, and of those up to `VERSION`, is read, and becomes one of `VERSION` with its next edit."""

UPGRADES = {6: _AREA, 7: _ASKED}
"""By version, the table that plans of those before it lack."""

VERSION = max(UPGRADES)
"""The `user_version` of a plan; raise it with every change of the schema."""

_LATER = {
    "area": (6, "(SELECT NULL AS track, NULL AS moves, NULL AS all_but WHERE 0)"),
    "asked": (7, "(SELECT NULL AS track, NULL AS first, NULL AS last WHERE 0)"),
}
"""The tables of `UPGRADES` by name: since when there are any, and what queries of older plans see in their place."""


def schema_of(version: int) -> str:
    """The statements that make the tables of a plan of this version."""
    return _OLDEST + "".join(table for since, table in UPGRADES.items() if since <= version)


def later_table(db: sqlite3.Connection, name: str) -> str:
    """What a query of an open plan selects from for a table that older plans lack: it, or an empty one."""
    since, empty = _LATER[name]
    return name if db.execute("PRAGMA user_version").fetchone()[0] >= since else empty
