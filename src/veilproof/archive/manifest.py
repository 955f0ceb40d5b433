"""Manifests: the files of a collection, one a line, as CSV or JSON. None is trusted; every line is checked."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veilproof.archive.names import is_storable, mirrored, shortened
from veilproof.archive.options import Options
from veilproof.archive.storage import scheme_of
from veilproof.errors import VeilproofError

MANIFEST_SUFFIXES = (".csv", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a manifest.

    Attributes:
        source: absolute path or URL of the original.
        relative: its path in the collection.
        options: how it is redacted.
        decisions: absolute path or URL of a reviewed plan given for it, or "".
    """

    source: str
    relative: str
    options: Options
    decisions: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest file.

    Attributes:
        path: of the file.
        options: of every file, unless its line has others.
        scheme: of the addresses that lines may name: that of the destination; "" allows paths of this machine only.
    """

    path: Path
    options: Options
    scheme: str = ""

    def entries(self) -> Iterator[Entry]:
        """Every line. The whole manifest is checked before the first one is returned.

        Raises:
            VeilproofError: a line is invalid, or names the same file as another.
        """
        seen: dict[bytes, int] = {}
        for number, entry in self._parsed():
            # A digest, because a million paths in memory would be several times as large.
            key = hashlib.blake2b(os.fsencode(entry.source), digest_size=12).digest()
            if key in seen:
                raise VeilproofError(
                    f"{self.path}, line {number}: names the same file as line {seen[key]}: remove one of them"
                )
            seen[key] = number
        for _, entry in self._parsed():
            yield entry

    def _parsed(self) -> Iterator[tuple[int, Entry]]:
        for number, row in _rows(self.path):
            try:
                yield number, self._entry(row)
            except VeilproofError as error:
                raise VeilproofError(f"{self.path}, line {number}: {error}") from None

    def _entry(self, row: object) -> Entry:
        path, decisions, values = _values(row)
        options = self.options.updated(values)
        source, relative = self._location(path)
        return Entry(source, relative, options, self._location(decisions)[0] if decisions else "")

    def _location(self, path: str) -> tuple[str, str]:
        """Absolute path or URL of a file, and its path in the collection."""
        if "://" in path:
            scheme, _, rest = path.partition("://")
            if not self.scheme or scheme != self.scheme or scheme_of(path) != self.scheme:
                asked = f"the destination is at {self.scheme}://" if self.scheme else "the destination is a folder"
                raise VeilproofError(
                    f"{shortened(path)} is an address, but {asked}: an address in a manifest must be of the same kind"
                )
            return f"{scheme}://{rest}", mirrored(rest)
        if sys.platform == "win32" and (":" in path or "\\" in path):
            raise VeilproofError(f"{shortened(path)}: write it relative to the manifest, with / between folders")
        relative = mirrored(path)
        folder = os.path.abspath(self.path.parent)  # noqa: PTH100 - links keep their names in a collection
        if not path.startswith("/"):
            return os.path.join(folder, relative), relative  # noqa: PTH118
        absolute = f"/{relative}"
        below = os.path.relpath(absolute, folder)
        return absolute, relative if below.split("/")[0] == ".." else mirrored(below)


def _rows(manifest: Path) -> Iterator[tuple[int, object]]:
    """Line number and content of each row."""
    number = 0
    try:
        with manifest.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            if manifest.suffix.lower() == ".csv":
                rows = csv.DictReader(file, strict=True)
                for row in rows:
                    number = rows.line_num
                    yield number, {name: value for name, value in row.items() if value}
                return
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except csv.Error as error:
        raise VeilproofError(f"{manifest}, after line {number}: not valid CSV ({error})") from None
    except (ValueError, RecursionError) as error:
        # ValueError: also a number of thousands of digits.
        reason = "nested too deeply" if isinstance(error, RecursionError) else shortened(str(error))
        raise VeilproofError(f"{manifest}, line {number}: not valid JSON ({reason})") from None


def _values(row: object) -> tuple[str, str, dict[str, Any]]:
    """The path, the decisions and the options of one line."""
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or None in row:
        raise VeilproofError("needs a path; docs/archive.md describes manifests")
    values = dict(row)
    path, decisions, options = values.pop("path"), values.pop("decisions", None), values.pop("options", None)
    decisions, options = "" if decisions is None else decisions, {} if options is None else options
    if not isinstance(options, dict) or not isinstance(decisions, str):
        raise VeilproofError("options are an object, decisions the path of a reviewed plan")
    for name in (path, decisions):
        if not is_storable(name):
            raise VeilproofError(f"{shortened(name)} cannot be the name of a file")
    return path, decisions, values | options
