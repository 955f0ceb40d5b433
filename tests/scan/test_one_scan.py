"""Two scans of one plan: one does it, the other ends in one line, and neither takes tracks from the other."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Clip
from tests.plan.samples import FACTS, face
from veilproof.errors import VeilproofError
from veilproof.plan import Plan
from veilproof.progress import Step
from veilproof.scan.resume import open_plan
from veilproof.scan.run import scan

pytestmark = pytest.mark.slow


def test_a_second_scan_of_one_plan_is_refused_while_the_first_runs(people_clip: Clip, tmp_path: Path) -> None:
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))
    alone = scan(source, tmp_path / "alone.veil")
    refused: list[str] = []

    def meddle(step: Step) -> None:
        if step.done in (2, 30):
            for force in (False, True):
                with pytest.raises(VeilproofError, match=r"people\.veil: another scan is writing this plan") as error:
                    scan(source, force=force)
                refused.append(str(error.value))

    scanned = scan(source, progress=meddle)
    assert len(refused) == 4
    assert scanned.tracks == alone.tracks > 0
    with Plan(scanned.plan) as plan, Plan(alone.plan) as other:
        for track in other.tracks():
            assert np.array_equal(plan.boxes_of(track.id), other.boxes_of(track.id))
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_a_scan_writes_is_bound_to_it(tmp_path: Path) -> None:
    path = tmp_path / "march.veil"
    with Plan.create(path, FACTS) as first:
        first.add({}, [(0, 0)], [])
        with Plan(path) as second:
            second.restart()
            second.add({}, enumerate(range(9)), [face(0, 9)])
            with pytest.raises(VeilproofError, match="another scan has taken this plan over"):
                first.add({}, [], [face(0, 9)])
            with pytest.raises(VeilproofError, match="another scan has taken this plan over"):
                first.finish({})
            second.finish({})
        with pytest.raises(VeilproofError, match="another scan has finished this plan"):
            first.restart()
    with Plan(path) as plan:
        assert [(track.first, track.last) for track in plan.tracks()] == [(0, 8)]


def test_a_lock_that_a_killed_scan_left_is_no_obstacle(tmp_path: Path) -> None:
    path, source = tmp_path / "march.veil", tmp_path / "march.mp4"
    source.write_bytes(b"x")
    with open_plan(path, source, FACTS, force=False):
        (lock,) = (each for each in tmp_path.iterdir() if each.name.startswith("."))
    lock.touch()
    with open_plan(path, source, FACTS, force=False) as plan:
        assert not plan.complete
    assert not lock.exists()


def test_of_many_that_open_one_plan_at_a_time_one_gets_it(tmp_path: Path) -> None:
    path, source = tmp_path / "march.veil", tmp_path / "march.mp4"
    source.write_bytes(b"x")
    together, over = threading.Barrier(8), threading.Barrier(8)
    got: list[int] = []

    def take(number: int) -> None:
        together.wait()
        try:
            with open_plan(path, source, FACTS, force=False):
                got.append(number)
                over.wait()
        except VeilproofError:
            over.wait()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT value FROM fact WHERE name = 'state'").fetchone() == ("scanning",)
    db.close()
