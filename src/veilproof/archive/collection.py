"""The originals of an archive: the files of a folder tree, a pattern, a manifest or a URL, as an iterator."""

from __future__ import annotations

import csv
import fnmatch
import glob
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from veilproof.archive.names import REDACTED_MARK
from veilproof.archive.options import Options
from veilproof.archive.storage import is_url, open_filesystem
from veilproof.errors import VeilproofError
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_photo, is_video

_MANIFEST_SUFFIXES = (".csv", ".jsonl", ".ndjson")
_WILDCARDS = frozenset("*?[")
_OTHER_SUFFIXES = (
    ".jpg .jpeg .jpe .png .webp .tif .tiff .heic .heif .hif .avif .mpg .mpeg .m2v .vob .flv .wmv .asf .ogv .ogg .3gp"
    " .3g2 .mxf .dv .ivf .obu .y4m .mk3d .qt .insv .lrv"
)
_MEDIA_SUFFIXES = VIDEO_SUFFIXES | frozenset(_OTHER_SUFFIXES.split(" "))
"""Files with these suffixes are listed without opening them; the probe reports those that are not media."""


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


class Collection:
    """The files of a SOURCE argument; can be iterated any number of times."""

    def __init__(self, source: str, options: Options, exclude: Path | None = None) -> None:
        """A folder, a pattern, a manifest, a single file or a URL.

        Args:
            source: a path, a pattern or a URL.
            options: how files are redacted; a manifest may override them for each file.
            exclude: a folder to skip: the destination may be inside the source.

        Raises:
            VeilproofError: the source does not exist.
        """
        self._source = source
        self._options = options
        self._exclude = None if exclude is None else exclude.resolve()
        self.skipped = 0
        self._remote = is_url(source)
        path = Path(source)
        self._manifest = not self._remote and path.suffix.lower() in _MANIFEST_SUFFIXES and path.is_file()
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
        elif self._manifest:
            yield from self._manifest_files(Path(self._source))
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
            if entry.name.startswith("."):
                continue
            below = f"{relative}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if self._exclude is None or Path(entry.path).resolve() != self._exclude:
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
        if name.suffix.lower() not in _MEDIA_SUFFIXES and not (is_photo(Path(path)) or is_video(Path(path))):
            return None
        return self._source_file(str(Path(path).absolute()), relative, file_stat)

    def _glob_files(self) -> Iterator[SourceFile]:
        root = Path(*_literal_prefix(Path(self._source).parts))
        # Path.glob does not support absolute patterns.
        for name in sorted(glob.glob(self._source, recursive=True), key=os.fsencode):  # noqa: PTH207
            path = Path(name)
            if path.is_dir():
                continue
            if self._exclude is not None and path.resolve().is_relative_to(self._exclude):
                continue
            file = self._media_file(name, path.relative_to(root).as_posix())
            if file is None:
                self.skipped += 1
            else:
                yield file

    def _manifest_files(self, manifest: Path) -> Iterator[SourceFile]:
        for line, row in _manifest_rows(manifest):
            where = f"{manifest}, line {line}"
            path, decisions, values = _parse_row(where, row)
            try:
                options = self._options.updated(values)
            except VeilproofError as error:
                raise VeilproofError(f"{where}: {error}") from None
            if decisions and not is_url(decisions):
                decisions = str(_absolute(manifest.parent / decisions))
            if is_url(path):
                yield SourceFile(path, path.partition("://")[2].lstrip("/"), None, "", options, decisions)
                continue
            absolute = _absolute(manifest.parent / path)
            root = _absolute(manifest.parent)
            relative = absolute.relative_to(root if absolute.is_relative_to(root) else absolute.anchor).as_posix()
            try:
                file_stat: os.stat_result | None = absolute.stat()
            except OSError:
                file_stat = None
            file = self._source_file(str(absolute), relative, file_stat)
            yield replace(file, options=options, decisions=decisions)

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
                if below.stem.endswith(REDACTED_MARK) or below.suffix.lower() not in _MEDIA_SUFFIXES:
                    self.skipped += 1
                    continue
                stamp = str(info.get("ETag") or info.get("LastModified") or info.get("mtime") or "")
                relative = path.removeprefix(root).lstrip("/")
                yield SourceFile(f"{scheme}://{path.lstrip('/')}", relative, info.get("size"), stamp, self._options)


def _absolute(path: Path) -> Path:
    """The normalised path without resolving links, because a collection uses the names of the links."""
    return Path(os.path.normpath(path.absolute()))


def _literal_prefix(parts: tuple[str, ...]) -> list[str]:
    """The folders of a pattern before the first wildcard."""
    prefix: list[str] = []
    for part in parts[:-1]:
        if _WILDCARDS & set(part):
            break
        prefix.append(part)
    return prefix


def _manifest_rows(manifest: Path) -> Iterator[tuple[int, Any]]:
    """Line number and content of each row."""
    try:
        with manifest.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            if manifest.suffix.lower() == ".csv":
                rows = csv.DictReader(file, strict=True)
                for row in rows:
                    yield rows.line_num, {name: value for name, value in row.items() if value}
                return
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except (csv.Error, json.JSONDecodeError) as error:
        raise VeilproofError(f"{manifest} is not a valid manifest ({error})") from None


def _parse_row(where: str, row: Any) -> tuple[str, str, dict[str, Any]]:  # noqa: ANN401 - whatever a manifest holds
    """The path, the decisions and the options of one line."""
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or None in row:
        raise VeilproofError(f"{where}: needs a path; docs/archive.md describes manifests")
    values = dict(row)
    path, decisions = values.pop("path"), values.pop("decisions", None) or ""
    options = values.pop("options", None) or {}
    if not isinstance(options, dict) or not isinstance(decisions, str):
        raise VeilproofError(f"{where}: options are an object, decisions the path of a reviewed plan")
    return path, decisions, values | options
