"""What every open window is told as it happens: that a plan changed, and how far work is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from veilproof.errors import VeilproofError
from veilproof.plan import Plan
from veilproof.review.subject import Subject

_LOOK_EVERY = 0.4  # seconds between two looks whether a plan was changed, by another program too
_BEAT_EVERY = 15.0  # seconds after which a silent connection shows that it is alive
_MOST_WAITING = 200


class Events:
    """Hands out events to the open windows. `tell` may be called from any thread."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        """About these subjects."""
        self._subjects = subjects
        self._windows: set[asyncio.Queue[dict[str, Any]]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    def tell(self, **event: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        """Tell every window."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, event)

    async def watch(self) -> None:
        """Tell when a plan changes, until cancelled."""
        self._loop = asyncio.get_running_loop()
        known = [await asyncio.to_thread(_state, subject) for subject in self._subjects]
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            for number, subject in enumerate(self._subjects):
                if _stamp(subject) == known[number][0]:
                    continue
                before, known[number] = known[number], await asyncio.to_thread(_state, subject)
                if known[number][1] != before[1]:
                    self._spread({"subject": number, "revision": known[number][1]})

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events for one window."""
        waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MOST_WAITING)
        self._windows.add(waiting)
        try:
            yield "retry: 500\n\n: hello\n\n"
            while not self.closing:
                try:
                    event = await asyncio.wait_for(waiting.get(), _BEAT_EVERY)
                    yield f"data: {json.dumps(event)}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._windows.discard(waiting)

    def close(self) -> None:
        """Let all windows go."""
        self.closing = True
        self._spread({"closing": True})

    def _spread(self, event: dict[str, Any]) -> None:
        for waiting in self._windows:
            if not waiting.full():
                waiting.put_nowait(event)


def _stamp(subject: Subject) -> int:
    try:
        return subject.plan.stat().st_mtime_ns
    except OSError:
        return 0


def _state(subject: Subject) -> tuple[int, int]:
    stamp = _stamp(subject)
    try:
        with Plan(subject.plan) as plan:
            return stamp, plan.revision
    except VeilproofError:
        return stamp, -1
