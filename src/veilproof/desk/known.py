"""Originals that the journal of a folder knows already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from veilproof.archive.collection import Originals, SourceFile
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.listing import known_files


class KnownOriginals:
    """What was chosen before, each with the options it was chosen with. To go on, and to finish."""

    def __init__(self, archive: Archive, folder: Path, *, audit: bool = False, only: str | None = None) -> None:
        """The originals that the journal of this archive knows.

        Args:
            archive: where results go.
            folder: where the originals are.
            audit: have every result audited.
            only: the path of the one that is taken; all if it is None.
        """
        self._archive = archive
        self._folder = folder
        self._audit = audit
        self._only = only

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
        return (self._now(file) for file in known if self._only in (None, file.source))

    def _now(self, file: SourceFile) -> SourceFile:
        file = with_audit(file) if self._audit else file
        try:
            status = Path(file.source).stat()
        except OSError:
            return file
        return replace(file, size=status.st_size, stamp=f"{status.st_mtime_ns} {status.st_ino}")


class ChosenAgain:
    """Originals as they were chosen; those whose results were audited before stay so."""

    def __init__(self, chosen: Originals, archive: Archive) -> None:
        """These originals, in this archive."""
        self._chosen = chosen
        self._archive = archive

    @property
    def skipped(self) -> int:
        """See `Originals.skipped`."""
        return self._chosen.skipped

    @property
    def exists(self) -> bool:
        """See `Originals.exists`."""
        return self._chosen.exists

    def __iter__(self) -> Iterator[SourceFile]:
        """List them as they are now."""
        with Journal(self._archive.state) as journal:
            audited = {file.source for file in known_files(journal) if file.options.audit}
        return (with_audit(file) if file.source in audited else file for file in self._chosen)


def with_audit(file: SourceFile) -> SourceFile:
    """The same original, whose result is audited."""
    return replace(file, options=replace(file.options, audit=True))
