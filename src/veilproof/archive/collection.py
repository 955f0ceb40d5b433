"""The originals of an archive: the files of a folder tree, a pattern, a manifest or a URL, as an iterator."""

from __future__ import annotations

import fnmatch
import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from veilproof.archive.layout import Archive
from veilproof.archive.manifest import MANIFEST_SUFFIXES, Manifest
from veilproof.archive.names import REDACTED_MARK, is_storable, mirrored
from veilproof.archive.options import Options
from veilproof.archive.storage import check_address, is_url, open_filesystem, scheme_of
from veilproof.errors import VeilproofError
from veilproof.media.inputs import MEDIA_SUFFIXES
from veilproof.media.kinds import is_photo, is_video, unsupported_kind

_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to redact.

    Attributes:
        source: absolute path or URL.
        relative: path in the collection, with `/` between folders; also its path in the destination.
        size: in bytes; None if unknown.
        stamp: changes when the file changes: modification time and inode, or the ETag of remote storage.
        options: how it is redacted.
        decisions: a reviewed plan given for it, or "".
    """

    source: str
    relative: str
    size: int | None
    stamp: str
    options: Options
    decisions: str = ""


class Originals(Protocol):
    """The originals of a run: those of a collection, or those that a journal knows."""

    @property
    def skipped(self) -> int:
        """The number of other files that the last listing passed over."""
        ...

    @property
    def exists(self) -> bool:
        """Whether their place is still accessible."""
        ...

    def __iter__(self) -> Iterator[SourceFile]:
        """List them now."""
        ...


class Collection:
    """The files of a SOURCE argument; can be iterated any number of times."""

    def __init__(
        self,
        source: str,
        options: Options,
        archive: Archive | None = None,
        only: frozenset[str] = frozenset(),
    ) -> None:
        """A folder, a pattern, a manifest, a single file or a URL.

        Args:
            source: a path, a pattern or a URL.
            options: how files are redacted; a manifest may override them for each file.
            archive: where results go: its folders are skipped, for they may be inside the source, and the lines of a
                manifest may name addresses of its kind only.
            only: names in the folder that are taken; all if there are none.

        Raises:
            VeilproofError: the source does not exist, or is an address of a kind that cannot be read.
        """
        self._source = source
        self._options = options
        self._excluded = () if archive is None else archive.folders
        self._only = only
        self.skipped = 0
        self._remote = is_url(source)
        if self._remote:
            check_address(source)
        path = Path(source)
        self._manifest: Manifest | None = None
        if not self._remote and path.suffix.lower() in MANIFEST_SUFFIXES and path.is_file():
            self._manifest = Manifest(path, options, "" if archive is None else scheme_of(archive.destination))
        self._glob = not self._remote and not path.exists() and bool(_WILDCARDS & set(source))
        if not self._remote and not self._glob and not path.exists():
            raise VeilproofError(f"{source} does not exist: check the name")

    @property
    def exists(self) -> bool:
        """Whether a local source is still accessible; an unplugged disk is not."""
        return self._remote or self._glob or Path(self._source).exists()

    def __iter__(self) -> Iterator[SourceFile]:
        """List the files now; afterwards `skipped` is the number of other files.

        Raises:
            VeilproofError: a manifest is invalid, or the folder cannot be read.
        """
        self.skipped = 0
        if self._remote:
            yield from self._remote_files()
        elif self._manifest is not None:
            yield from self._manifest_files(self._manifest)
        elif self._glob:
            yield from self._glob_files()
        elif Path(self._source).is_dir():
            yield from self._tree_files(self._source, "")
        else:
            path = Path(self._source)
            yield self._source_file(str(path.absolute()), path.name, path.stat())

    def _source_file(self, source: str, relative: str, file_stat: os.stat_result | None) -> SourceFile:
        if file_stat is None:
            return SourceFile(source, relative, None, "", self._options)
        stamp = f"{file_stat.st_mtime_ns} {file_stat.st_ino}"
        return SourceFile(source, relative, file_stat.st_size, stamp, self._options)

    def _tree_files(self, folder: str, relative: str) -> Iterator[SourceFile]:
        try:
            with os.scandir(folder) as entries:
                # Sorted, so that a resumed run has the same order; one folder is in memory at a time.
                sorted_entries = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            if not relative:
                raise VeilproofError(f"{folder} may not be read ({error.strerror}): change its permissions") from None
            self.skipped += 1
            return
        for entry in sorted_entries:
            if entry.name.startswith(".") or (self._only and not relative and entry.name not in self._only):
                continue
            below = f"{relative}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if Path(entry.path).resolve() not in self._excluded:
                    yield from self._tree_files(entry.path, f"{below}/")
                continue
            file = self._media_file(entry.path, below)
            if file is None:
                self.skipped += 1
            else:
                yield file

    def _media_file(self, path: str, relative: str) -> SourceFile | None:
        name = PurePosixPath(relative)
        if name.stem.endswith(REDACTED_MARK):
            return None
        try:
            file_stat = Path(path).stat()
        except OSError:
            # A dangling or circular link.
            return None
        if not stat.S_ISREG(file_stat.st_mode):
            return None
        file = Path(path)
        # What has the suffix of media is listed unopened, and what is of a known kind that is not read is listed too:
        # the probe reports both.
        if name.suffix.lower() not in MEDIA_SUFFIXES and not (is_photo(file) or is_video(file)):
            kind = unsupported_kind(file)
            if kind is None or not kind.has_pictures:
                return None
        return self._source_file(str(Path(path).absolute()), relative, file_stat)

    def _glob_files(self) -> Iterator[SourceFile]:
        root = Path(*_literal_prefix(Path(self._source).parts))
        # A destination that is, or is above, the folder of the pattern excludes nothing; results have other names.
        excluded = [folder for folder in self._excluded if not root.resolve().is_relative_to(folder)]
        # Path.glob does not support absolute patterns.
        for name in sorted(glob.glob(self._source, recursive=True), key=os.fsencode):  # noqa: PTH207
            path = Path(name)
            if path.is_dir():
                continue
            if any(path.resolve().is_relative_to(folder) for folder in excluded):
                continue
            file = self._media_file(name, path.relative_to(root).as_posix())
            if file is None:
                self.skipped += 1
            else:
                yield file

    def _manifest_files(self, manifest: Manifest) -> Iterator[SourceFile]:
        for entry in manifest.entries():
            try:
                file_stat = None if is_url(entry.source) else Path(entry.source).stat()
            except OSError:
                file_stat = None  # its item fails, and says why
            file = self._source_file(entry.source, entry.relative, file_stat)
            yield replace(file, options=entry.options, decisions=entry.decisions)

    def _remote_files(self) -> Iterator[SourceFile]:
        filesystem, root = open_filesystem(self._source)
        scheme = self._source.partition("://")[0]
        pattern = ""
        if _WILDCARDS & set(root):
            parts = PurePosixPath(root).parts
            pattern, root = root, str(PurePosixPath(*_literal_prefix(parts)))
        for folder, _, entries in filesystem.walk(root, detail=True):
            for name in sorted(entries):
                info = entries[name]
                path = f"{folder}/{name}"
                below = PurePosixPath(path)
                if pattern and not fnmatch.fnmatchcase(path, pattern):
                    continue
                if below.stem.endswith(REDACTED_MARK) or below.suffix.lower() not in MEDIA_SUFFIXES:
                    self.skipped += 1
                    continue
                relative = path.removeprefix(root).lstrip("/")
                # Whoever may write to a bucket chooses its names, `..` among them; like all hidden files it is skipped.
                if any(part.startswith(".") for part in relative.split("/")) or not is_storable(relative):
                    self.skipped += 1
                    continue
                stamp = str(info.get("ETag") or info.get("LastModified") or info.get("mtime") or "")
                url = f"{scheme}://{path.lstrip('/')}"
                yield SourceFile(url, mirrored(relative), info.get("size"), stamp, self._options)


def _literal_prefix(parts: tuple[str, ...]) -> list[str]:
    """The folders of a pattern before the first wildcard."""
    prefix: list[str] = []
    for part in parts[:-1]:
        if _WILDCARDS & set(part):
            break
        prefix.append(part)
    return prefix
