"""What there is to do: the files of a folder tree, a glob or a manifest, one after another."""

from __future__ import annotations

import csv
import fnmatch
import glob
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from veilproof.archive.options import Options
from veilproof.archive.storage import is_url, opened_filesystem
from veilproof.errors import VeilproofError
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_photo, is_video

_MARK = ".redacted"
_MANIFESTS = (".csv", ".jsonl", ".ndjson")
_WILD = frozenset("*?[")
_OTHER_SUFFIXES = (
    ".jpg .jpeg .jpe .png .webp .tif .tiff .heic .heif .hif .avif .mpg .mpeg .m2v .vob .flv .wmv .asf .ogv .ogg .3gp"
    " .3g2 .mxf .dv .ivf .obu .y4m .mk3d .qt .insv .lrv"
)
_MEDIA_SUFFIXES = VIDEO_SUFFIXES | frozenset(_OTHER_SUFFIXES.split(" "))
"""What is called so is taken for media without opening it, and reported when it turns out to be none."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be redacted.

    Attributes:
        source: its path or address.
        relative: where it is in the collection, with `/` between folders; where it goes in the destination.
        size: in bytes, None where it cannot be told now.
        stamp: what changes when the file does: the time of its last change, or its ETag.
        options: how it is redacted.
        decisions: a reviewed plan of it, or "".
    """

    source: str
    relative: str
    size: int | None
    stamp: str
    options: Options
    decisions: str = ""


class Collection:
    """The files that a SOURCE on the command line means; can be listed any number of times."""

    def __init__(self, source: str, options: Options, leave_out: Path | None = None) -> None:
        """A folder, a glob, a manifest or a single file.

        Args:
            source: a path, a pattern or an address.
            options: how files are redacted unless a manifest says otherwise.
            leave_out: a folder that is never looked into: the destination may be inside of the source.

        Raises:
            VeilproofError: there is no such thing.
        """
        self._source = source
        self._options = options
        self._leave_out = None if leave_out is None else leave_out.resolve()
        self.passed_over = 0
        self._remote = is_url(source)
        path = Path(source)
        self._manifest = not self._remote and path.suffix.lower() in _MANIFESTS and path.is_file()
        self._glob = not self._remote and not path.exists() and bool(_WILD & set(source))
        if not self._remote and not self._glob and not path.exists():
            raise VeilproofError(f"{source} does not exist: check the name")

    @property
    def exists(self) -> bool:
        """Whether the place itself can still be seen; a disk that was unplugged cannot."""
        return self._remote or self._glob or Path(self._source).exists()

    def __iter__(self) -> Iterator[SourceFile]:
        """The files as they are now; `passed_over` says how many others were seen.

        Raises:
            VeilproofError: a manifest cannot be understood.
        """
        self.passed_over = 0
        if self._remote:
            yield from self._remote_files()
        elif self._manifest:
            yield from self._listed(Path(self._source))
        elif self._glob:
            yield from self._matching()
        elif Path(self._source).is_dir():
            yield from self._tree(self._source, "")
        else:
            path = Path(self._source)
            yield self._found(str(path.absolute()), path.name, path.stat())

    def _found(self, source: str, relative: str, facts: os.stat_result | None) -> SourceFile:
        if facts is None:
            return SourceFile(source, relative, None, "", self._options)
        return SourceFile(source, relative, facts.st_size, f"{facts.st_mtime_ns} {facts.st_ino}", self._options)

    def _tree(self, folder: str, relative: str) -> Iterator[SourceFile]:
        try:
            with os.scandir(folder) as entries:
                # Sorted, so that a run that goes on goes on in the same order; one folder is in memory at a time.
                listed = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            if not relative:
                raise VeilproofError(f"{folder} may not be read ({error.strerror}): change its permissions") from None
            self.passed_over += 1
            return
        for entry in listed:
            if entry.name.startswith("."):
                continue
            below = f"{relative}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if self._leave_out is None or Path(entry.path).resolve() != self._leave_out:
                    yield from self._tree(entry.path, f"{below}/")
                continue
            found = self._file(entry.path, below)
            if found is None:
                self.passed_over += 1
            else:
                yield found

    def _file(self, path: str, relative: str) -> SourceFile | None:
        name = PurePosixPath(relative)
        if name.stem.endswith(_MARK):
            return None
        try:
            facts = Path(path).stat()
        except OSError:
            # A link into nothing, or round in a circle.
            return None
        if not stat.S_ISREG(facts.st_mode):
            return None
        if name.suffix.lower() not in _MEDIA_SUFFIXES and not (is_photo(Path(path)) or is_video(Path(path))):
            return None
        return self._found(str(Path(path).absolute()), relative, facts)

    def _matching(self) -> Iterator[SourceFile]:
        root = Path(*_before_wild(Path(self._source).parts))
        # Path.glob takes no pattern that begins at the root, and gives no names in order.
        for name in sorted(glob.glob(self._source, recursive=True), key=os.fsencode):  # noqa: PTH207
            path = Path(name)
            if path.is_dir():
                continue
            if self._leave_out is not None and path.resolve().is_relative_to(self._leave_out):
                continue
            found = self._file(name, path.relative_to(root).as_posix())
            if found is None:
                self.passed_over += 1
            else:
                yield found

    def _listed(self, manifest: Path) -> Iterator[SourceFile]:
        for line, row in _rows(manifest):
            where = f"{manifest}, line {line}"
            path, decisions, values = _row(where, row)
            try:
                options = self._options.changed(values)
            except VeilproofError as error:
                raise VeilproofError(f"{where}: {error}") from None
            if decisions and not is_url(decisions):
                decisions = str(_absolute(manifest.parent / decisions))
            if is_url(path):
                yield SourceFile(path, path.partition("://")[2].lstrip("/"), None, "", options, decisions)
                continue
            whole = _absolute(manifest.parent / path)
            root = _absolute(manifest.parent)
            relative = whole.relative_to(root if whole.is_relative_to(root) else whole.anchor).as_posix()
            try:
                facts: os.stat_result | None = whole.stat()
            except OSError:
                facts = None
            found = self._found(str(whole), relative, facts)
            yield SourceFile(found.source, relative, found.size, found.stamp, options, decisions)

    def _remote_files(self) -> Iterator[SourceFile]:
        files, root = opened_filesystem(self._source)
        scheme = self._source.partition("://")[0]
        pattern = ""
        if _WILD & set(root):
            parts = PurePosixPath(root).parts
            pattern, root = root, str(PurePosixPath(*_before_wild(parts)))
        for folder, _, inside in files.walk(root, detail=True):
            for name in sorted(inside):
                facts = inside[name]
                path = f"{folder}/{name}"
                below = PurePosixPath(path)
                if pattern and not fnmatch.fnmatchcase(path, pattern):
                    continue
                if below.stem.endswith(_MARK) or below.suffix.lower() not in _MEDIA_SUFFIXES:
                    self.passed_over += 1
                    continue
                stamp = str(facts.get("ETag") or facts.get("LastModified") or facts.get("mtime") or "")
                relative = path.removeprefix(root).lstrip("/")
                yield SourceFile(f"{scheme}://{path.lstrip('/')}", relative, facts.get("size"), stamp, self._options)


def _absolute(path: Path) -> Path:
    """Without `..`, and without following links: a name in the collection is what it is called there."""
    return Path(os.path.normpath(path.absolute()))


def _before_wild(parts: tuple[str, ...]) -> list[str]:
    fixed: list[str] = []
    for part in parts[:-1]:
        if _WILD & set(part):
            break
        fixed.append(part)
    return fixed


def _rows(manifest: Path) -> Iterator[tuple[int, Any]]:
    """The number of each line and what it says."""
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
        raise VeilproofError(f"{manifest} is not a manifest that can be read ({error})") from None


def _row(where: str, row: Any) -> tuple[str, str, dict[str, Any]]:  # noqa: ANN401 - whatever a manifest holds
    """The path, the decisions and the options of one line."""
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or None in row:
        raise VeilproofError(f"{where}: needs a path; docs/archive.md says what a manifest holds")
    values = dict(row)
    path, decisions = values.pop("path"), values.pop("decisions", None) or ""
    options = values.pop("options", None) or {}
    if not isinstance(options, dict) or not isinstance(decisions, str):
        raise VeilproofError(f"{where}: options are an object, decisions the path of a reviewed plan")
    return path, decisions, values | options
