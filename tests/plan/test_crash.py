"""Crashes and locks: no transaction is ever stored in part."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from veilproof.errors import VeilproofError
from veilproof.plan import Decision, Plan, file

pytestmark = pytest.mark.slow

_CHANGES = """
import sys
from pathlib import Path
import numpy as np
from veilproof.plan import Decision, Plan
from veilproof.track.confirm import ConfirmedTrack
boxes = np.tile(np.array([[1, 2, 3, 4]], np.float32), (40, 1))
with Plan(Path(sys.argv[1])) as plan:
    plan.restart()
    plan.add({}, enumerate(range(40)), [])
    while True:
        plan.add({}, [], [ConfirmedTrack(0, boxes, 0.5, 1), ConfirmedTrack(0, boxes, 0.5, 1)])
        newest = plan.tracks()[-2:]
        plan.decide([track.id for track in newest], Decision.KEEP)
        print("go", flush=True)
"""

_CREATES = """
import sys
from pathlib import Path
from tests.plan.samples import FACTS
from veilproof.plan import Plan
for number in range(10**6):
    Plan.create(Path(sys.argv[1]) / f"{number}.veil", {**FACTS, "name": "n" * 2000}).close()
    print("go", flush=True)
"""


def kill_while_running(program: str, argument: Path, after: float) -> None:
    running = subprocess.Popen([sys.executable, "-c", program, str(argument)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"go\n"
    try:
        running.wait(after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert running.returncode == -signal.SIGKILL


def test_a_kill_during_a_transaction_leaves_the_state_before_or_after_it(plan: Plan) -> None:
    moments = random.Random(4)
    for _ in range(4):
        kill_while_running(_CHANGES, plan.path, moments.uniform(0.05, 0.3))
        with Plan(plan.path) as left:
            tracks = left.tracks()
            assert len(tracks) % 2 == 0
            assert all(len(left.boxes_of(track.id)) == track.last - track.first + 1 for track in tracks)
            kept = [track.id for track in tracks if track.decision is Decision.KEEP]
            assert len(kept) % 2 == 0
            # Numbers of tracks that a scan dropped when it began again are not used again.
            last_dropped = min(track.id for track in tracks) - 1
            assert kept == [track for _, track, _, _ in left.decisions() if track > last_dropped]
        with sqlite3.connect(plan.path) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        db.close()
    assert plan.tracks()


def test_a_kill_while_plans_are_created_leaves_complete_files_only(tmp_path: Path) -> None:
    kill_while_running(_CREATES, tmp_path, 0.3)
    plans = [path for path in tmp_path.glob("*.veil") if not path.name.startswith(".")]
    assert plans
    for path in plans:
        with Plan(path) as plan:
            assert plan.facts["name"] == "n" * 2000


def test_a_lock_of_another_program_is_waited_for_and_then_an_error_in_one_line(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(plan.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(file, "_LOCK_TIMEOUT_SECONDS", 0.05)
    with Plan(plan.path) as second:
        with pytest.raises(VeilproofError, match=r"march\.veil: another program is changing this plan"):
            second.decide([1], Decision.KEEP)
        other.execute("ROLLBACK")
        other.close()
        second.decide([1], Decision.KEEP)
    assert plan.tracks()[0].decision is Decision.KEEP
