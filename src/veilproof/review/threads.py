"""The threads in which requests do their work, so that a slow file does not keep the others waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from veilproof.review.connections import MAX_CONNECTIONS
from veilproof.review.plan_access import BusyError

_THREADS = 4
"""For one kind of work on one file. A window asks for three frames and two strips at once (page/frame-cache.js)."""
_POOL = ThreadPoolExecutor(MAX_CONNECTIONS, thread_name_prefix="request")
"""A connection carries one request at a time, so there is a thread for each."""

_PLAN_WAIT_SECONDS = 5.0
"""How long a request may wait for others that use the same plan. A round number: people give up after that."""
_PICTURE_WAIT_SECONDS = 20.0
"""The same for pictures and sound: a film that is decoded from its start takes its time. A round number."""

_T = TypeVar("_T")


class Threads:
    """Runs one kind of work on one file in at most four threads at once."""

    def __init__(self, name: str, max_wait_seconds: float) -> None:
        """Name the file, for messages, and say how long a request may wait until its work begins."""
        self._name = name
        self._max_wait_seconds = max_wait_seconds
        self._free = asyncio.Semaphore(_THREADS)

    async def run(self, work: Callable[[], _T]) -> _T:
        """What `work` returns.

        Raises:
            BusyError: all threads stay busy with other requests.
        """
        try:
            await asyncio.wait_for(self._free.acquire(), self._max_wait_seconds)
        except TimeoutError:
            raise BusyError("error-too-many", name=self._name) from None
        try:
            return await asyncio.get_running_loop().run_in_executor(_POOL, work)
        finally:
            self._free.release()


class FileThreads:
    """The threads of one file, by kind of work.

    An edit must not wait until a film was decoded from its start, nor reading until another program lets edits in.
    """

    def __init__(self, name: str) -> None:
        """Name the file, for messages."""
        self.reads = Threads(name, _PLAN_WAIT_SECONDS)
        self.edits = Threads(name, _PLAN_WAIT_SECONDS)
        self.pictures = Threads(name, _PICTURE_WAIT_SECONDS)
        self.sounds = Threads(name, _PICTURE_WAIT_SECONDS)
