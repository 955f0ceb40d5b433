"""Finds the photos and videos among named files and in folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo, is_video
from veilproof.media.names import is_output


def find_media(paths: Iterable[Path]) -> list[Path]:
    """The photos and videos among these files and in these folders, each once.

    Folders are searched recursively, in order of name, without hidden entries and without files that veilproof wrote.
    A file named explicitly is always included, so that an unreadable one is reported rather than skipped.

    Raises:
        VeilproofError: A file or folder does not exist or cannot be read, or there is no photo or video at all.
    """
    named = list(paths)
    media: dict[Path, None] = {}
    for path in named:
        if path.is_dir():
            media.update(dict.fromkeys(_media_below(path)))
        elif path.exists():
            media[path] = None
        else:
            raise VeilproofError(f"{path} does not exist: check the name")
    if not media:
        raise VeilproofError(f"no photo or video in {', '.join(map(str, named))}")
    return list(media)


def _media_below(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except PermissionError:
        raise VeilproofError(f"{folder} cannot be read: change its permissions") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _media_below(entry)
        elif not is_output(entry) and entry.is_file() and (is_photo(entry) or is_video(entry)):
            yield entry
