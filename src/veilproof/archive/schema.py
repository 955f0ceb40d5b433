"""The schema of the journal, an SQLite database in WAL mode. `docs/archive.md` describes it."""

from __future__ import annotations

VERSION = 5
APPLICATION_ID = 0x5645494A  # "VEIJ"

SCHEMA = """
CREATE TABLE run (                  -- one row for each start of `archive run`
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,          -- UTC, ISO 8601
    finished TEXT,                  -- NULL while it runs; equal to started if it was killed
    version TEXT NOT NULL
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    source BLOB NOT NULL UNIQUE,    -- path or URL: bytes, because a name need not be valid text
    relative BLOB NOT NULL,         -- path in the collection
    size INTEGER,                   -- of the original when it was last listed, in bytes
    stamp TEXT NOT NULL,            -- changes when the original changes
    options TEXT NOT NULL,          -- JSON
    decisions BLOB NOT NULL,        -- a reviewed plan given for it, or empty
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'needs review', 'failed')),
    due REAL NOT NULL DEFAULT 0,    -- earliest time of the next attempt, seconds since 1970
    attempts INTEGER NOT NULL DEFAULT 0,
    run INTEGER REFERENCES run (id),
    pending_key TEXT,               -- key of the result that is being written
    sha256 TEXT,                    -- of the original
    key TEXT,                       -- of the result: digest of original, options, decisions and version
    version TEXT,                   -- of veilproof, that wrote the result
    target BLOB UNIQUE,             -- path of the result in the destination
    output_sha256 TEXT,             -- of the result; a file that is different is not ours to replace
    output_size INTEGER,            -- bytes
    plan BLOB UNIQUE,               -- path of its plan in the folder of plans; given once, and kept
    plan_stamp TEXT,                -- changes when the plan changes; empty if there is none
    copy_of INTEGER REFERENCES item (id),
    cause TEXT,                     -- a short label, for counting
    message TEXT,                   -- one line, for people
    finished TEXT,                  -- UTC, ISO 8601
    seconds REAL,
    peak_bytes INTEGER,
    frames INTEGER,
    tracks INTEGER,
    low_confidence INTEGER,         -- tracks of low confidence
    places INTEGER,                 -- places where a face may be bare
    expected_bare REAL,             -- expected number of bare faces
    covered INTEGER,                -- frames with something covered
    unreadable INTEGER,             -- frames that could not be decoded
    verdict TEXT,                   -- of the audit; NULL if there was none
    leaks INTEGER
) STRICT;
CREATE INDEX item_next ON item (state, due, id);
CREATE INDEX item_result ON item (key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX item_pending ON item (pending_key) WHERE pending_key IS NOT NULL;
CREATE INDEX item_copy ON item (copy_of) WHERE copy_of IS NOT NULL;

CREATE TABLE attempt (              -- one row for each finished attempt at an item
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item (id),
    run INTEGER NOT NULL REFERENCES run (id),
    finished TEXT NOT NULL,         -- UTC, ISO 8601
    outcome TEXT NOT NULL,          -- 'done', 'needs review', 'failed' or 'retry'
    cause TEXT,
    message TEXT,
    seconds REAL NOT NULL
) STRICT;
CREATE INDEX attempt_of_item ON attempt (item);
"""

UPSERT_ITEM = """
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
"""Inserts a new file, or sets a changed one back to waiting. ?7 is the running version of veilproof."""
