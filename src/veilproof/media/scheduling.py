"""Keeping encoders from putting themselves before everything else that the machine does."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_THREADS = Path("/proc/self/task")


@contextlib.contextmanager
def as_scheduled() -> Iterator[None]:
    """What is started inside runs as this thread does, and so does this thread afterwards.

    SVT-AV1, when root runs it, gives its threads and the one that opens it real-time priority, the highest there is:
    a few of them leave nothing of the machine to anybody else.
    """
    if not _THREADS.is_dir():
        yield
        return
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    known = _real_time()
    try:
        yield
    finally:
        for thread in _real_time() - known:
            # One that has ended meanwhile needs nothing.
            with contextlib.suppress(ProcessLookupError):
                os.sched_setscheduler(thread, *before)


def _real_time() -> set[int]:
    found = set()
    for thread in _THREADS.iterdir():
        with contextlib.suppress(ProcessLookupError):
            if os.sched_getscheduler(int(thread.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                found.add(int(thread.name))
    return found
