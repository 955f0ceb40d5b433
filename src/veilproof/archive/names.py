"""Names of files: as text that can be stored and shown, and what is called what in the destination."""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePosixPath

_MARK = ".redacted"
_LONGEST = 255 - 24
"""Bytes that a name may have: what is written bears a longer one until it is whole, and SQLite puts files beside it."""


def to_bytes(name: str) -> bytes:
    """A name as the journal keeps it: the bytes that the system has for it, which need not be text."""
    return os.fsencode(name)


def from_bytes(name: bytes) -> str:
    """What `to_bytes` was given."""
    return os.fsdecode(name)


def shown(name: str) -> str:
    """The name as one line of text, whatever is in it."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def output_name(relative: str, suffix: str, *, whole: bool = False) -> str:
    """Where in the destination the result of `relative` goes: `a/march.mp4` as `a/march.redacted.mp4`.

    Args:
        relative: where the original is in the collection, with `/` between folders.
        suffix: that of the result, which is not always that of the original.
        whole: keep the original's suffix in the name too, because `a/march.redacted.mp4` is another file's.
    """
    path = PurePosixPath(relative)
    stem = path.name if whole else path.stem
    return str(path.with_name(_fitted(stem, f"{_MARK}{suffix}", path.name)))


def plan_name(relative: str) -> str:
    """Where among the plans that of `relative` is: `a/march.mp4` has `a/march.mp4.veil`."""
    path = PurePosixPath(relative)
    return str(path.with_name(_fitted(path.name, ".veil", path.name)))


def audit_name(relative: str) -> str:
    """Where among the audits that of `relative` is: a folder."""
    path = PurePosixPath(relative)
    return str(path.with_name(_fitted(path.name, ".audit", path.name)))


def _fitted(stem: str, ending: str, whole: str) -> str:
    """`stem` and `ending`; what is too long for a file system is cut, and told apart by a digest of the whole name."""
    stored = os.fsencode(stem)
    room = _LONGEST - len(os.fsencode(ending))
    if len(stored) <= room:
        return stem + ending
    told = f"~{hashlib.sha256(os.fsencode(whole)).hexdigest()[:12]}"
    return stored[: room - len(told)].decode("utf-8", "ignore") + told + ending
