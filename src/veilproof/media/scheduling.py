"""Keeps encoders from running at real-time priority."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_THREADS = Path("/proc/self/task")


@contextlib.contextmanager
def as_scheduled() -> Iterator[None]:
    """Give this thread, and threads started inside, the scheduling policy that this thread has now.

    SVT-AV1, run by root, gives its threads and the one that opens it real-time priority, which starves every other
    process on the machine. Does nothing where there is no /proc.
    """
    if not _THREADS.is_dir():
        yield
        return
    policy = os.sched_getscheduler(0), os.sched_getparam(0)
    earlier = _real_time_threads()
    try:
        yield
    finally:
        for thread in _real_time_threads() - earlier:
            # The thread may have ended in the meantime.
            with contextlib.suppress(ProcessLookupError):
                os.sched_setscheduler(thread, *policy)


def _real_time_threads() -> set[int]:
    threads = set()
    for thread in _THREADS.iterdir():
        with contextlib.suppress(ProcessLookupError):
            if os.sched_getscheduler(int(thread.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                threads.add(int(thread.name))
    return threads
