"""Waiting until files that arrive during a watched run have stopped growing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from veilproof.archive.collection import SourceFile

STABLE_SECONDS = 5.0
"""Seconds for which a file must not have changed; a round number, one `run._LISTING_INTERVAL`."""


class StabilityCheck:
    """Compares files between listings. It ignores their modification times as times, because clocks differ."""

    def __init__(self) -> None:
        """Start without any file."""
        self._growing: dict[str, tuple[int | None, str, float]] = {}
        self._accepted: dict[str, tuple[int | None, str]] = {}

    def only_stable(self, files: Iterable[SourceFile]) -> Iterator[SourceFile]:
        """The new or changed files that have not changed for `STABLE_SECONDS`."""
        for file in files:
            now, version = time.monotonic(), (file.size, file.stamp)
            if self._accepted.get(file.source) == version:
                continue
            before = self._growing.get(file.source)
            if before is None or before[:2] != version:
                self._growing[file.source] = (*version, now)
            elif now - before[2] >= STABLE_SECONDS:
                del self._growing[file.source]
                self._accepted[file.source] = version
                yield file
