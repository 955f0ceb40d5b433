"""The journal: one SQLite database (WAL) that knows what happened to every item. `docs/archive.md` describes it."""

from __future__ import annotations

VERSION = 2
APPLICATION_ID = 0x5645494A  # "VEIJ"

SCHEMA = """
CREATE TABLE run (                  -- every time somebody started one
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,          -- UTC, ISO 8601
    ended TEXT,                     -- NULL while it runs, and for ever if it was killed
    version TEXT NOT NULL
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    source BLOB NOT NULL UNIQUE,    -- path or address: bytes, because a name need not be text
    relative BLOB NOT NULL,         -- where it is in the collection
    size INTEGER,                   -- of the input when it was last listed
    stamp TEXT NOT NULL,            -- what tells that it changed
    options TEXT NOT NULL,          -- JSON
    decisions BLOB NOT NULL,        -- a reviewed plan that came with it, or empty
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'needs review', 'failed')),
    due REAL NOT NULL DEFAULT 0,    -- not before this time (seconds since 1970) is it tried again
    attempts INTEGER NOT NULL DEFAULT 0,
    run INTEGER REFERENCES run (id),
    doing TEXT,                     -- key of the result that is being made
    sha256 TEXT,                    -- of the input
    key TEXT,                       -- of the result: digest of input, options, decisions and version
    version TEXT,                   -- the veilproof that made it
    target BLOB UNIQUE,             -- where the result is in the destination
    output_sha256 TEXT,
    output_size INTEGER,
    plan_stamp TEXT,                -- tells when a person has changed the plan
    same_as INTEGER REFERENCES item (id),
    cause TEXT,                     -- in one word or two, for counting
    message TEXT,                   -- in one line, for people
    ended TEXT,                     -- UTC, ISO 8601
    seconds REAL,
    peak_bytes INTEGER,
    frames INTEGER,
    tracks INTEGER,
    low_confidence INTEGER,
    covered INTEGER,
    unreadable INTEGER,
    verdict TEXT,                   -- of the audit, NULL where there was none
    leaks INTEGER
) STRICT;
CREATE INDEX item_next ON item (state, due, id);
CREATE INDEX item_result ON item (key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX item_doing ON item (doing) WHERE doing IS NOT NULL;
CREATE INDEX item_same ON item (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE attempt (              -- every time an item was tried, and how that ended
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    run INTEGER NOT NULL REFERENCES run (id),
    at TEXT NOT NULL,
    ended TEXT NOT NULL,            -- 'done', 'needs review', 'failed', 'again' (put back), 'unchanged'
    cause TEXT,
    message TEXT,
    seconds REAL NOT NULL
) STRICT;
CREATE INDEX attempt_of_item ON attempt (item);
"""

TAKE_NOTE = """
INSERT INTO item (source, relative, size, stamp, options, decisions, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting')
ON CONFLICT (source) DO UPDATE SET
    relative = excluded.relative, size = excluded.size, stamp = excluded.stamp, options = excluded.options,
    decisions = excluded.decisions, state = 'waiting', due = 0, attempts = 0
WHERE state != 'running' AND (
    size IS NOT excluded.size OR stamp != excluded.stamp OR options != excluded.options
    OR decisions != excluded.decisions OR relative != excluded.relative
    OR (state IN ('done', 'needs review', 'failed') AND version IS NOT NULL AND version != ?7)
)
"""
"""A file as it is now: new ones wait, those that changed wait again. ?7 is the version that runs."""
