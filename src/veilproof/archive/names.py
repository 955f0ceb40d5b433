"""File names: stored in the journal, printed, and derived for results, plans and audits."""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePosixPath

from veilproof.errors import VeilproofError

HIDDEN = ".veilproof"
"""The folder of a destination that holds everything but results."""
REDACTED_MARK = ".redacted"
"""Ends the stem of every result."""
_MAX_NAME_BYTES = 255 - 24
"""The limit of common file systems, less room for the suffixes of temporary files and of SQLite's journal."""
_MAX_QUOTED_CHARACTERS = 80
"""Of an untrusted value in a message; chosen to leave room in one line."""


def to_bytes(name: str) -> bytes:
    """A name as the journal stores it: the system's bytes, which need not be valid text."""
    return os.fsencode(name)


def from_bytes(name: bytes) -> str:
    """The inverse of `to_bytes`."""
    return os.fsdecode(name)


def printable(name: str) -> str:
    """The name as one printable line; other characters are escaped."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def mirrored(path: str) -> str:
    """A path of a collection as it is mirrored below the destination, without empty and `.` parts.

    Raises:
        VeilproofError: it would lead out of the destination or into its hidden folder, or cannot be a file's name.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts:
        raise VeilproofError("the path is empty: name a file")
    if ".." in parts:
        raise VeilproofError(f"{shortened(path)} holds `..`: write the path without it")
    if parts[0] == HIDDEN:
        raise VeilproofError(f"{shortened(path)} is in {HIDDEN}, where an archive keeps its journal: name an original")
    if not is_storable(path):
        raise VeilproofError(f"{shortened(path)} cannot be the name of a file")
    return "/".join(parts)


def is_storable(name: str) -> bool:
    """Whether the system can have a file of this name: no NUL, and no half of a UTF-16 pair."""
    try:
        return b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:
        return False


def shortened(value: object) -> str:
    """A value that is not trusted, as part of one line of a message."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text[:_MAX_QUOTED_CHARACTERS])
    return text if len(text) < _MAX_QUOTED_CHARACTERS else f"{text[:_MAX_QUOTED_CHARACTERS]}..."


def output_name(relative: str, suffix: str, *, keep_suffix: bool = False) -> str:
    """Path of a result in the destination: `a/march.mp4` becomes `a/march.redacted.mp4`.

    Args:
        relative: path of the original in the collection, with `/` between folders.
        suffix: of the result, which may differ from the original's.
        keep_suffix: keep the original's suffix in the name too, because `a/march.redacted.mp4` is taken.
    """
    path = PurePosixPath(relative)
    stem = path.name if keep_suffix else path.stem
    return str(path.with_name(_truncate(stem, f"{REDACTED_MARK}{suffix}", path.name)))


def plan_name(relative: str) -> str:
    """Path of a plan in the plans folder: `a/march.mp4` becomes `a/march.mp4.veil`."""
    path = PurePosixPath(relative)
    return str(path.with_name(_truncate(path.name, ".veil", path.name)))


def _truncate(stem: str, ending: str, unique: str) -> str:
    """`stem` and `ending`; a stem too long for a file system is cut and made unique by a digest of `unique`."""
    stored = os.fsencode(stem)
    room = _MAX_NAME_BYTES - len(os.fsencode(ending))
    if len(stored) <= room:
        return stem + ending
    digest = f"~{hashlib.sha256(os.fsencode(unique)).hexdigest()[:12]}"
    return stored[: room - len(digest)].decode("utf-8", "ignore") + digest + ending
