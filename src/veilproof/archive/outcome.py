"""How an attempt at an item ended."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum

import av

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
class Identified:
    """What is known of an item's content: its SHA-256, and the suffix that its result will have."""

    sha256: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Made:
    """An item has a result.

    Attributes:
        output_sha256: of the result.
        output_size: in bytes.
        plan_stamp: tells when somebody has changed the plan.
        look: why a person must look before it is published, in a few words; "" if there is nothing.
        message: the same in one line.
    """

    output_sha256: str
    output_size: int
    plan_stamp: str
    frames: int = 0
    tracks: int = 0
    weak: int = 0
    covered: int = 0
    unreadable: int = 0
    verdict: str | None = None
    leaks: int | None = None
    look: str = ""
    message: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """An item has no result: the cause, and one line about it."""

    cause: Cause
    message: str
    seconds: float = 0.0
    peak_bytes: int = 0


Outcome = Identified | Made | Failed

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


def cause_of(error: BaseException) -> Cause:
    """Why something failed, from the errors it was caused by."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError):
            return Cause.MEMORY
        if isinstance(seen, OSError) and seen.errno in _BY_NUMBER and not _says_damaged(seen):
            return _BY_NUMBER[seen.errno]
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, VeilproofError):
        return Cause.UNREADABLE
    return Cause.IO if isinstance(error, OSError) else Cause.BUG


def _says_damaged(error: OSError) -> bool:
    # FFmpeg's readers call a file that makes no sense an input/output error, or one that is not permitted. Where it was
    # one, it was met before, when the file was hashed.
    return isinstance(error, av.FFmpegError) and _BY_NUMBER[error.errno] in (Cause.IO, Cause.REFUSED)
