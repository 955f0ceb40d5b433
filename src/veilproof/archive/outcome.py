"""How an attempt at an item ended."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

import av
import cv2

from veilproof.errors import VeilproofError


class Cause(StrEnum):
    """Why an item failed, for counting; its message says more."""

    UNREADABLE = "unreadable"
    """Not media, damaged, or of a kind that cannot be redacted."""
    GONE = "source gone"
    CHANGED = "source changed"
    """It was changed while it was worked on."""
    REFUSED = "no permission"
    MEMORY = "memory limit"
    TIME = "time limit"
    SILENT = "hung"
    OUTPUT = "output limit"
    CRASHED = "crashed"
    """A library that the work stands on ended the process."""
    LOST = "worker lost"
    """Its process or machine went away from outside."""
    FULL = "disk full"
    IO = "input/output"
    OPTIONS = "options"
    BUG = "internal error"

    @property
    def passes(self) -> bool:
        """Whether trying again can help."""
        return self in (Cause.LOST, Cause.FULL, Cause.IO, Cause.CHANGED)


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What is known of an item's content.

    Attributes:
        sha256: of it.
        suffix: that its result will have.
        parts: first and last frame of each part that it is worth scanning in; none if it is to be scanned as a whole.
    """

    sha256: str
    suffix: str
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ScanResult:
    """A part of an item was scanned."""


@dataclass(frozen=True, slots=True)
class RedactResult:
    """An item has a result.

    Attributes:
        output_sha256: of the result.
        output_size: in bytes.
        plan_stamp: tells when somebody has changed the plan.
        review_reason: why a person must look before it is published, in a few words; "" if there is nothing.
        message: the same in one line.
    """

    output_sha256: str
    output_size: int
    plan_stamp: str
    frames: int = 0
    tracks: int = 0
    low_confidence: int = 0
    covered: int = 0
    unreadable: int = 0
    verdict: str | None = None
    leaks: int | None = None
    review_reason: str = ""
    message: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """An item has no result: the cause, and one line about it."""

    cause: Cause
    message: str
    seconds: float = 0.0
    peak_bytes: int = 0


Outcome = ProbeResult | ScanResult | RedactResult | Failure

_BY_NUMBER = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EFBIG: Cause.OUTPUT,
    errno.EACCES: Cause.REFUSED,
    errno.EPERM: Cause.REFUSED,
    errno.EROFS: Cause.REFUSED,
    errno.ENOMEM: Cause.MEMORY,
    errno.EIO: Cause.IO,
    errno.ESTALE: Cause.IO,
    errno.ETIMEDOUT: Cause.IO,
    errno.ECONNRESET: Cause.IO,
}


_BY_SQLITE = {
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_IOERR: Cause.IO,
    sqlite3.SQLITE_READONLY: Cause.REFUSED,
    sqlite3.SQLITE_CANTOPEN: Cause.REFUSED,
}
_MISTAKEN = (Cause.IO, Cause.REFUSED)
"""What FFmpeg's readers say of a file that makes no sense. Where it is true, it was met when the file was hashed."""


def cause_of(error: BaseException) -> Cause:
    """Why something failed, from the errors it was caused by."""
    seen: BaseException | None = error
    while seen is not None:
        found = None
        if isinstance(seen, MemoryError) or (isinstance(seen, cv2.error) and seen.code == cv2.Error.StsNoMem):
            found = Cause.MEMORY
        elif isinstance(seen, OSError):
            found = _BY_NUMBER.get(seen.errno or 0)
        elif isinstance(seen, sqlite3.Error):
            found = _BY_SQLITE.get(getattr(seen, "sqlite_errorcode", 0) & 0xFF)
        if found is not None and not (found in _MISTAKEN and isinstance(seen, av.FFmpegError)):
            return found
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, VeilproofError):
        return Cause.UNREADABLE
    return Cause.IO if isinstance(error, OSError) else Cause.BUG
