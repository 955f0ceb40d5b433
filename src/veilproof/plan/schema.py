"""The plan file: one SQLite database that says which regions of which frames are covered, and why.

It holds no pixels and no embeddings. `docs/plan.md` describes the tables for people who read them with other tools.
"""

from __future__ import annotations

VERSION = 3
APPLICATION_ID = 0x5645494C  # "VEIL", so that `file` and other readers can tell

SCHEMA = """
CREATE TABLE fact (                 -- what the plan is of and how it was made
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE frame (                -- every frame that could be decoded
    number INTEGER PRIMARY KEY,     -- from 0
    pts INTEGER NOT NULL            -- in units of the fact time_base
) STRICT;

CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
    origin TEXT NOT NULL CHECK (origin IN ('detected', 'drawn')),
    first INTEGER NOT NULL,         -- frame numbers
    last INTEGER NOT NULL,
    confidence REAL NOT NULL,       -- probability that it is a face, 0 to 1; 1 for what a person drew
    observations INTEGER NOT NULL,  -- in how many frames a detector found it
    size REAL NOT NULL,             -- largest side it ever has, in pixels
    decision TEXT NOT NULL DEFAULT 'cover' CHECK (decision IN ('cover', 'keep')),
    reason TEXT NOT NULL DEFAULT '',  -- why that was decided, where somebody said
    changed INTEGER NOT NULL DEFAULT 0  -- the revision in which a person changed it last
) STRICT;

CREATE TABLE region (               -- one box of one track in one frame, in pixels of the upright picture
    frame INTEGER NOT NULL,
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    x1 REAL NOT NULL, y1 REAL NOT NULL, x2 REAL NOT NULL, y2 REAL NOT NULL,
    PRIMARY KEY (frame, track)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_of_track ON region (track, frame);

CREATE TABLE keyframe (             -- where a person put the box; between two of them it is interpolated
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    frame INTEGER NOT NULL,
    PRIMARY KEY (track, frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (             -- every decision a person took, oldest first; nothing is ever taken out
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    track INTEGER NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('cover', 'keep', 'draw')),
    reason TEXT NOT NULL,
    by TEXT NOT NULL DEFAULT ''     -- initials, where a person gave some
) STRICT;

CREATE TABLE edit (                 -- what a person did, so that it can be undone
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    by TEXT NOT NULL,               -- initials, where a person gave some
    what TEXT NOT NULL,
    reason TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE state (                -- a track before (0) and after (1) an edit
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    track INTEGER NOT NULL,
    after INTEGER NOT NULL CHECK (after IN (0, 1)),
    facts TEXT,                     -- JSON: its row and its keyframes; NULL where there was no such track
    boxes BLOB,                     -- little-endian float32, four a frame; NULL where the edit did not change them
    PRIMARY KEY (edit, track, after)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviewed (             -- what a person has looked at: a track, or frames
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    track INTEGER,
    first INTEGER, last INTEGER     -- frame numbers, both included
) STRICT;

CREATE TABLE detection (            -- the detections of a scan in progress, by frame; empty once it is complete
    frame INTEGER PRIMARY KEY,
    boxes BLOB NOT NULL             -- little-endian float32, five a face: x1 y1 x2 y2 probability
) STRICT;
"""
