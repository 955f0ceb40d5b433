"""What every engine does, on this machine's processes and on a Ray cluster of three nodes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.archive_soak import judged
from tests.archive.archives import LIMITS, clips, photo, ran, results
from veilproof import VeilproofError
from veilproof.archive.collection import Collection
from veilproof.archive.engine import Engine
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.item import State
from veilproof.archive.layout import Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult
from veilproof.archive.run import Run
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask
from veilproof.progress import Step

pytestmark = pytest.mark.slow

_NODE = {"num_cpus": 1, "memory": 4 << 30, "object_store_memory": 80 << 20, "include_dashboard": False}
_SMALL = replace(LIMITS, memory=1 << 30)

MakeEngine = Callable[[Limits], Engine]


@pytest.fixture(scope="module")
def unguarded() -> Iterator[None]:
    """Ray's own processes ask for addresses beyond this machine; it is an extra, and only runs when it is asked for."""
    before = dict(os.environ)
    os.environ.pop("VEILPROOF_TEST_CONNECTIONS", None)
    os.environ |= {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
    yield
    os.environ.clear()
    os.environ |= before


@pytest.fixture(scope="module")
def cluster(unguarded: None) -> Iterator[object]:
    """Three nodes on this machine, each with one core."""
    pytest.importorskip("ray", reason="needs Ray, the extra cluster")
    made: Any = importlib.import_module("ray.cluster_utils").Cluster(initialize_head=True, head_node_args=dict(_NODE))
    for _ in range(2):
        made.add_node(**_NODE)
    made.wait_for_nodes()
    yield made
    made.shutdown()


@pytest.fixture(params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> MakeEngine:
    if request.param == "local":
        return lambda limits: LocalEngine(2, limits)
    from veilproof.archive.cluster import RayEngine

    address = request.getfixturevalue("cluster").address
    return lambda limits: RayEngine(address, limits)


def _all(engine: Engine, count: int) -> dict[int, Outcome]:
    ended: dict[int, Outcome] = {}
    while len(ended) < count:
        for told in engine.wait(1.0):
            if not isinstance(told.what, Step):
                assert told.key not in ended
                ended[told.key] = told.what
    return ended


def test_every_task_has_the_outcome_that_is_its_own(engine: MakeEngine, tmp_path: Path, tiny: Path) -> None:
    good, bad = photo(tmp_path / "good.png"), tmp_path / "bad.png"
    bad.write_bytes(b"nothing" * 100)
    with engine(_SMALL) as at:
        before = at.free
        assert before >= 2
        for key, path in enumerate((good, bad)):
            at.give(key, ProbeTask(str(path), str(tmp_path / f"work{key}")))
        assert at.free == before - 2
        known = _all(at, 2)
        assert at.free == before
        assert isinstance(known[0], ProbeResult)
        assert isinstance(known[1], Failure)
        assert known[1].cause is Cause.UNREADABLE
        options = Options(model=str(tiny))
        out, plan = tmp_path / "out.png", tmp_path / "plan.veil"
        at.give(7, RedactTask(str(good), str(tmp_path / "w"), known[0].sha256, str(out), str(plan), "", "", options))
        made = _all(at, 1)[7]
        assert isinstance(made, RedactResult)
        assert made.covered == 1
        at.give(8, CopyTask(str(out), str(tmp_path / "copy.png"), str(tmp_path / "w")))
        assert isinstance(_all(at, 1)[8], RedactResult)
    assert (tmp_path / "copy.png").read_bytes() == out.read_bytes()


def test_a_limit_ends_one_task_and_the_engine_goes_on(engine: MakeEngine, tmp_path: Path, tiny: Path) -> None:
    good = photo(tmp_path / "good.png")
    make = RedactTask(
        *(str(good), str(tmp_path / "w"), "?", str(tmp_path / "o.png"), str(tmp_path / "p"), "", ""),
        Options(model=str(tiny)),
    )
    with engine(replace(_SMALL, memory=60 << 20)) as at:
        for key in (1, 2):
            at.give(key, make)
            outcome = _all(at, 1)[key]
            assert isinstance(outcome, Failure)
            assert outcome.cause is Cause.MEMORY


def test_a_node_that_is_killed_half_way_loses_nothing(cluster: object, tmp_path: Path, tiny: Path) -> None:
    from veilproof.archive.cluster import RayEngine

    nodes: Any = cluster
    source, destination = tmp_path / "source", tmp_path / "destination"
    clips(source, 16)
    destination.mkdir()
    victim = nodes.add_node(**_NODE)
    nodes.wait_for_nodes()
    ended: list[ItemFinished] = []

    def kill_half_way(event: Event) -> None:
        if isinstance(event, ItemFinished):
            ended.append(event)
            if len(ended) == 8:
                nodes.remove_node(victim, allow_graceful=False)

    collection = Collection(str(source), Options(model=str(tiny)), destination)
    run = Run(Archive.at(str(destination)), collection, RayEngine(nodes.address, _SMALL), kill_half_way)
    assert run.go()[State.DONE] == 16
    assert judged(source, destination) == []
    ran(source, tmp_path / "here", tiny)
    assert results(destination) == results(tmp_path / "here")


def test_without_ray_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from veilproof.archive.cluster import RayEngine

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(VeilproofError, match="extra cluster"):
        RayEngine("auto", _SMALL)
