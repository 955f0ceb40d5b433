"""The plan file: one SQLite database that says which regions of which frames are covered, and why.

It holds no pixels and no embeddings. `docs/plan.md` describes the tables for people who read them with other tools.
"""

from __future__ import annotations

VERSION = 1
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
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('found', 'drawn')),
    first INTEGER NOT NULL,         -- frame numbers
    last INTEGER NOT NULL,
    sure REAL NOT NULL,             -- probability that it is a face, 0 to 1; 1 for what a person drew
    seen INTEGER NOT NULL,          -- in how many frames a detector saw it
    size REAL NOT NULL,             -- largest side it ever has, in pixels
    decision TEXT NOT NULL DEFAULT 'cover' CHECK (decision IN ('cover', 'keep'))
) STRICT;

CREATE TABLE region (               -- one box of one track in one frame, in pixels of the upright picture
    frame INTEGER NOT NULL,
    track INTEGER NOT NULL REFERENCES track (id) ON DELETE CASCADE,
    x1 REAL NOT NULL, y1 REAL NOT NULL, x2 REAL NOT NULL, y2 REAL NOT NULL,
    PRIMARY KEY (frame, track)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_of_track ON region (track, frame);

CREATE TABLE decision (             -- every decision a person took, oldest first
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    track INTEGER NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('cover', 'keep', 'draw')),
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE look (                 -- what a scan in progress has seen so far; empty once it is complete
    frame INTEGER PRIMARY KEY,
    found BLOB NOT NULL             -- little-endian float32, five a face: x1 y1 x2 y2 probability
) STRICT;
"""
