"""Files that arrive while a run watches: they are taken when they have stopped growing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from veilproof.archive.collection import SourceFile

STABLE_SECONDS = 5.0
"""Seconds for which a file must not have changed."""


class StabilityCheck:
    """Remembers files between listings, and goes by how they look, not by the time they bear: clocks differ."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._growing: dict[str, tuple[int | None, str, float]] = {}
        self._taken: dict[str, tuple[int | None, str]] = {}

    def only(self, listed: Iterable[SourceFile]) -> Iterator[SourceFile]:
        """Those that are new or changed and have been as they are now for long enough."""
        for one in listed:
            now, looks = time.monotonic(), (one.size, one.stamp)
            if self._taken.get(one.source) == looks:
                continue
            before = self._growing.get(one.source)
            if before is None or before[:2] != looks:
                self._growing[one.source] = (*looks, now)
            elif now - before[2] >= STABLE_SECONDS:
                del self._growing[one.source]
                self._taken[one.source] = looks
                yield one
