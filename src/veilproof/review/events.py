"""Events for all open windows: a plan changed, a job made progress."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from veilproof.errors import VeilproofError
from veilproof.review.reviewed_file import ReviewedFile

_POLL_SECONDS = 0.4
"""How often plans are checked for changes by other programs. A round number: people do not notice the delay."""
_HEARTBEAT_SECONDS = 15.0
"""An idle connection carries an empty line this often, so that a closed window is noticed. A round number."""
_MAX_QUEUED_EVENTS = 200
"""A window that lags further behind loses events; it reloads the plan with the next one. A round number."""


class Events:
    """Sends events to all open windows. `publish` may be called from any thread."""

    def __init__(self, files: Mapping[int, ReviewedFile]) -> None:
        """Watch the plans of these files, by their numbers; others may be opened and closed while the page is open."""
        self._files = files
        self._windows: set[asyncio.Queue[dict[str, Any]]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    def publish(self, **event: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Send an event to every window."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._broadcast, event)

    async def watch(self) -> None:
        """Publish an event whenever a plan file changes, until cancelled."""
        self._loop = asyncio.get_running_loop()
        known: dict[int, tuple[int, int]] = {}
        while True:
            files = dict(self._files)
            known = {
                number: known[number] if number in known else await asyncio.to_thread(_version, file)
                for number, file in files.items()
            }
            await asyncio.sleep(_POLL_SECONDS)
            for number, file in files.items():
                if _modified_ns(file) == known[number][0]:
                    continue
                before, known[number] = known[number], await asyncio.to_thread(_version, file)
                if known[number][1] != before[1]:
                    self._broadcast({"file": number, "revision": known[number][1]})

    async def stream(self) -> AsyncIterator[str]:
        """The events for one window: JSON, one a line; an empty line says that the connection is alive."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MAX_QUEUED_EVENTS)
        self._windows.add(queue)
        try:
            yield "\n"
            while not self.closing:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
                    yield f"{json.dumps(event)}\n"
                except TimeoutError:
                    yield "\n"
        finally:
            self._windows.discard(queue)

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        self._broadcast({"closing": True})

    def _broadcast(self, event: dict[str, Any]) -> None:
        for queue in self._windows:
            if not queue.full():
                queue.put_nowait(event)


def _modified_ns(file: ReviewedFile) -> int:
    try:
        return file.plan.stat().st_mtime_ns
    except OSError:
        return 0


def _version(file: ReviewedFile) -> tuple[int, int]:
    """When the plan file was modified (ns), and its revision; 0 and -1 where they cannot be read."""
    modified = _modified_ns(file)
    try:
        return modified, file.revision()
    except VeilproofError:
        return modified, -1
