"""Where the results of a folder go: into a folder beside it, or, where that cannot be, into one in it."""

from __future__ import annotations

import os
from pathlib import Path

from veilproof.archive.database import holds_journal
from veilproof.archive.layout import Archive
from veilproof.archive.names import REDACTED_MARK, printable
from veilproof.language.message import LocalisedError

_INSIDE = "redacted"


def destination_of(folder: Path) -> Path:
    """The folder for the results of the originals in `folder`: `footage.redacted` of `footage`.

    The results of a home folder, of a whole disk, and of a folder beside which nothing can be written go into
    `redacted` in it.
    """
    beside, inside = folder.parent / f"{folder.name}{REDACTED_MARK}", folder / _INSIDE
    whole = not folder.name or folder == Path.home() or os.path.ismount(folder)
    if not whole and _has_results(beside):
        return beside
    return inside if whole or _has_results(inside) or not os.access(folder.parent, os.W_OK | os.X_OK) else beside


def original_of(results: Path) -> Path | None:
    """The folder whose results a folder of this name may hold; None if it has another name."""
    return results.with_name(results.name[: -len(REDACTED_MARK)]) if results.name.endswith(REDACTED_MARK) else None


def has_begun(folder: Path) -> bool:
    """Whether there are results of this folder, or work on them was begun."""
    return _has_results(destination_of(folder))


def create(destination: Path) -> None:
    """Create the folder.

    Raises:
        VeilproofError: it cannot be created.
    """
    try:
        destination.mkdir(exist_ok=True)
    except OSError as error:
        raise LocalisedError(
            "error-results-not-created", folder=printable(str(destination)), why=str(error.strerror)
        ) from None


def _has_results(destination: Path) -> bool:
    state = Archive.at(str(destination)).state
    try:
        return state.is_dir() and holds_journal(state)
    except OSError:
        return False
