"""Originals that the journal of a folder knows already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from veilproof.archive.collection import SourceFile
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.listing import known_files


class KnownOriginals:
    """What was chosen before, each with the options it was chosen with. To go on, and to finish."""

    def __init__(self, archive: Archive, folder: Path, *, audit: bool = False) -> None:
        """The originals that the journal of this archive knows.

        Args:
            archive: where results go.
            folder: where the originals are.
            audit: have every result audited.
        """
        self._archive = archive
        self._folder = folder
        self._audit = audit

    @property
    def skipped(self) -> int:
        """None is passed over."""
        return 0

    @property
    def exists(self) -> bool:
        """Whether their folder is still there; that of an unplugged disk is not."""
        return self._folder.is_dir()

    def __iter__(self) -> Iterator[SourceFile]:
        """List them as they are now; one that is gone fails, and says why."""
        with Journal(self._archive.state) as journal:
            known = known_files(journal)
        return (self._now(file) for file in known)

    def _now(self, file: SourceFile) -> SourceFile:
        file = with_audit(file) if self._audit else file
        try:
            status = Path(file.source).stat()
        except OSError:
            return file
        return replace(file, size=status.st_size, stamp=f"{status.st_mtime_ns} {status.st_ino}")


def with_audit(file: SourceFile) -> SourceFile:
    """The same original, whose result is audited."""
    return replace(file, options=replace(file.options, audit=True))
