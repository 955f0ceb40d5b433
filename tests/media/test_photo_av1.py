"""Deep AVIF through FFmpeg: what encoding one does to the process."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from veilproof.media.photo_av1 import ColourDescription, encode


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs a system that lists the threads of a process")
def test_no_thread_gets_real_time_priority() -> None:
    pq = ColourDescription(bits=10, primaries=9, transfer=16, matrix=9, range=2, is_subsampled=True)
    assert encode(np.zeros((64, 64, 3), np.uint16), pq)[4:12] == b"ftypavif"
    threads = [int(thread.name) for thread in Path("/proc/self/task").iterdir()]
    assert {os.sched_getscheduler(thread) for thread in threads} == {os.SCHED_OTHER}
