"""Outcomes of tasks, and the causes of failures."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

import av
import cv2

from veilproof.errors import VeilproofError


class Cause(StrEnum):
    """Why an item failed, for counting; the message has the details."""

    UNREADABLE = "unreadable"
    """Not media, damaged, or of an unsupported kind."""
    MISSING = "source missing"
    CHANGED = "source changed"
    """The original changed during the attempt."""
    DENIED = "no permission"
    MEMORY = "memory limit"
    TIME = "time limit"
    HUNG = "hung"
    OUTPUT = "output limit"
    CRASHED = "crashed"
    """A library ended the worker process."""
    LOST = "worker lost"
    """The worker's process or machine was ended from outside."""
    DISK_FULL = "disk full"
    IO = "input/output"
    OPTIONS = "options"
    PLAN = "plan"
    """Its plan is broken, of another file, or holds decisions that a new scan would lose."""
    TAKEN = "name taken"
    """Its result would replace a file that the archive did not write, or be written outside the destination."""
    BUG = "internal error"

    @property
    def is_transient(self) -> bool:
        """Whether a retry can succeed."""
        return self in (Cause.LOST, Cause.DISK_FULL, Cause.IO, Cause.CHANGED)


class ReviewReason(StrEnum):
    """Why a person must look at a result, for counting; the message has the details."""

    AUDIT_FAILED = "audit failed"
    AUDIT_INCONCLUSIVE = "audit inconclusive"
    AUDIT_NOT_DONE = "audit could not be done"
    DAMAGED = "damaged"
    """What could not be decoded is wrong or missing."""
    AREA_LOST = "area lost"
    """A cover ends before what a person asked for."""
    NO_FACE = "no face found"
    NOTHING_FOUND = "nothing found"
    NOTHING_COVERED = "nothing covered"
    """By decision."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The content of an original.

    Attributes:
        sha256: of the original.
        suffix: of its result.
        decisions: SHA-256 of the reviewed plan given for it; "" if none was given.
        parts: first and last frame, inclusive, of each part worth scanning separately; empty to scan it at once.
    """

    sha256: str
    suffix: str
    decisions: str = ""
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScanResult:
    """A part was scanned; its plan is where the task said."""


@dataclass(frozen=True, slots=True)
class RedactResult:
    """An original was redacted, or its result copied.

    Attributes:
        output_sha256: of the result.
        output_size: in bytes.
        plan_stamp: changes when the plan changes; "" if there is no plan.
        frames: number of frames of the result.
        tracks: number of tracks in the plan.
        low_confidence: how many of them have low confidence.
        places: number of places where a face may be bare.
        expected_bare: expected number of bare faces.
        covered: number of frames with something covered.
        unreadable: number of frames that could not be decoded and are missing from the result.
        verdict: of the audit; None if there was none.
        leaks: number of leaks that count; None if there was no audit.
        review_reason: why a person must review the result, a `ReviewReason`; "" if no one must.
        message: the same as one line.
        seconds: duration of the attempt.
        peak_bytes: largest resident memory of the worker.
    """

    output_sha256: str
    output_size: int
    plan_stamp: str
    frames: int = 0
    tracks: int = 0
    low_confidence: int = 0
    places: int = 0
    expected_bare: float = 0.0
    covered: int = 0
    unreadable: int = 0
    verdict: str | None = None
    leaks: int | None = None
    review_reason: str = ""
    message: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True, slots=True)
class CopyRefused:
    """No result was copied, because the item must be redacted by itself."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A task has no result: its cause, and one line about it."""

    cause: Cause
    message: str
    seconds: float = 0.0
    peak_bytes: int = 0


Outcome = ProbeResult | ScanResult | RedactResult | CopyRefused | Failure

_CAUSE_OF_ERRNO = {
    errno.ENOSPC: Cause.DISK_FULL,
    errno.EDQUOT: Cause.DISK_FULL,
    errno.EFBIG: Cause.OUTPUT,
    errno.EACCES: Cause.DENIED,
    errno.EPERM: Cause.DENIED,
    errno.EROFS: Cause.DENIED,
    errno.ENOMEM: Cause.MEMORY,
    errno.EIO: Cause.IO,
    errno.ESTALE: Cause.IO,
    errno.ETIMEDOUT: Cause.IO,
    errno.ECONNRESET: Cause.IO,
}
_CAUSE_OF_SQLITE_ERROR = {
    sqlite3.SQLITE_FULL: Cause.DISK_FULL,
    sqlite3.SQLITE_IOERR: Cause.IO,
    sqlite3.SQLITE_READONLY: Cause.DENIED,
    sqlite3.SQLITE_CANTOPEN: Cause.DENIED,
}
_MISLEADING_FROM_FFMPEG = (Cause.IO, Cause.DENIED)
"""FFmpeg's demuxers also report these for malformed files. A real one would have occurred when the file was hashed."""


def cause_of(error: BaseException) -> Cause:
    """The cause of an exception, from the chain of exceptions that led to it."""
    link: BaseException | None = error
    while link is not None:
        cause = None
        if isinstance(link, MemoryError) or (isinstance(link, cv2.error) and link.code == cv2.Error.StsNoMem):
            cause = Cause.MEMORY
        elif isinstance(link, OSError):
            cause = _CAUSE_OF_ERRNO.get(link.errno or 0)
        elif isinstance(link, sqlite3.Error):
            cause = _CAUSE_OF_SQLITE_ERROR.get(getattr(link, "sqlite_errorcode", 0) & 0xFF)
        if cause is not None and not (cause in _MISLEADING_FROM_FFMPEG and isinstance(link, av.FFmpegError)):
            return cause
        link = link.__cause__ or link.__context__
    if isinstance(error, VeilproofError):
        return Cause.UNREADABLE
    return Cause.IO if isinstance(error, OSError) else Cause.BUG
