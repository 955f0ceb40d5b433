"""What an existing file holds, as far as that decides whether it may be replaced."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo, is_video

_BEGINNING = 8192
"""Bytes that are read to tell text from other files; a round number."""


class Content(Enum):
    """What is being written, in words."""

    PHOTO = "a photo"
    VIDEO = "a video"
    TEXT = "text"


def kind_against(path: Path, content: Content) -> str | None:
    """What a file holds, in words, if that is another kind of thing than `content`; None if it may be replaced.

    Photos and videos replace only their own kind, and files whose kind is not known; text replaces only text.

    Raises:
        VeilproofError: the file cannot be read, so that nobody knows what would be lost.
    """
    beginning = _beginning(path)
    found = Content.PHOTO if is_photo(path) else Content.VIDEO if is_video(path) else None
    if found is not None:
        return None if found is content else found.value
    if content is Content.TEXT and not _is_text(beginning):
        return "no text"
    return None


def has_mark(path: Path, mark: bytes) -> bool:
    """Whether `mark` is given and stands at the beginning of a file."""
    return bool(mark) and mark in _beginning(path)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING)
    except FileNotFoundError:
        return b""  # a link that leads nowhere
    except OSError as error:
        reason = error.strerror or error
        raise VeilproofError(f"{path} cannot be read ({reason}), so it is not replaced: choose another name") from None


def _is_text(beginning: bytes) -> bool:
    if b"\0" in beginning:
        return False
    try:
        # The last character may be cut off.
        beginning.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(beginning) - 4 and len(beginning) == _BEGINNING
    return True
