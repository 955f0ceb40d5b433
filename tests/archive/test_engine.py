"""The contract of `Engine`, on local processes and on a Ray cluster of three nodes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.archive_soak import violations
from tests.archive.archives import LIMITS, clips, photo, results, run_archive
from veilproof import VeilproofError
from veilproof.archive.collection import Collection
from veilproof.archive.engine import Engine
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.item import State
from veilproof.archive.layout import Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options
from veilproof.archive.outcome import Cause, CopyRefused, Failure, Outcome, ProbeResult, RedactResult
from veilproof.archive.placing import Place
from veilproof.archive.run import Run
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask
from veilproof.progress import Step

pytestmark = pytest.mark.slow

_NODE = {"num_cpus": 1, "memory": 4 << 30, "object_store_memory": 80 << 20, "include_dashboard": False}
_SMALL = replace(LIMITS, memory=1 << 30)

MakeEngine = Callable[[Limits], Engine]


@pytest.fixture(scope="module")
def unguarded() -> Iterator[None]:
    """Lift the ban on connections, because Ray's own processes look up addresses beyond this machine."""
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
    nodes: Any = importlib.import_module("ray.cluster_utils").Cluster(initialize_head=True, head_node_args=dict(_NODE))
    for _ in range(2):
        nodes.add_node(**_NODE)
    nodes.wait_for_nodes()
    yield nodes
    nodes.shutdown()


@pytest.fixture(params=["local", "ray"])
def engine(request: pytest.FixtureRequest) -> MakeEngine:
    if request.param == "local":
        return lambda limits: LocalEngine(2, limits)
    from veilproof.archive.cluster import RayEngine

    address = request.getfixturevalue("cluster").address
    return lambda limits: RayEngine(address, limits)


def _outcomes(engine: Engine, count: int) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}
    while len(outcomes) < count:
        for report in engine.wait(1.0):
            if not isinstance(report.content, Step):
                assert report.key not in outcomes
                outcomes[report.key] = report.content
    return outcomes


def test_every_task_gets_its_own_outcome(engine: MakeEngine, tmp_path: Path, tiny: Path) -> None:
    good, bad = photo(tmp_path / "good.png"), tmp_path / "bad.png"
    bad.write_bytes(b"nothing" * 100)
    with engine(_SMALL) as at:
        before = at.free_slots
        assert before >= 2
        for key, path in enumerate((good, bad)):
            at.submit(key, ProbeTask(str(path), str(tmp_path / f"work{key}")))
        assert at.free_slots == before - 2
        probes = _outcomes(at, 2)
        assert at.free_slots == before
        assert isinstance(probes[0], ProbeResult)
        assert isinstance(probes[1], Failure)
        assert probes[1].cause is Cause.UNREADABLE
        options = Options(model=str(tiny))
        out, plan = tmp_path / "out.png", tmp_path / "plan.veil"
        at.submit(
            7, RedactTask(str(good), str(tmp_path / "w"), probes[0].sha256, Place(str(out)), str(plan), "", "", options)
        )
        result = _outcomes(at, 1)[7]
        assert isinstance(result, RedactResult)
        assert result.covered == 1
        none, copy = str(tmp_path / "none.veil"), Place(str(tmp_path / "copy.png"))
        at.submit(8, CopyTask(str(good), str(tmp_path / "w"), str(out), result.output_sha256, copy, none))
        assert isinstance(_outcomes(at, 1)[8], RedactResult)
        at.submit(9, CopyTask(str(good), str(tmp_path / "w"), str(out), "of another file", copy, none))
        assert isinstance(_outcomes(at, 1)[9], CopyRefused)
    assert (tmp_path / "copy.png").read_bytes() == out.read_bytes()


def test_a_limit_fails_one_task_and_the_engine_continues(engine: MakeEngine, tmp_path: Path, tiny: Path) -> None:
    good = photo(tmp_path / "good.png")
    task = RedactTask(
        *(str(good), str(tmp_path / "w"), "?", Place(str(tmp_path / "o.png")), str(tmp_path / "p"), "", ""),
        Options(model=str(tiny)),
    )
    with engine(replace(_SMALL, memory=60 << 20)) as at:
        for key in (1, 2):
            at.submit(key, task)
            outcome = _outcomes(at, 1)[key]
            assert isinstance(outcome, Failure)
            assert outcome.cause is Cause.MEMORY


def test_a_killed_node_loses_no_item(cluster: object, tmp_path: Path, tiny: Path) -> None:
    from veilproof.archive.cluster import RayEngine

    nodes: Any = cluster
    source, destination = tmp_path / "source", tmp_path / "destination"
    clips(source, 16)
    destination.mkdir()
    victim = nodes.add_node(**_NODE)
    nodes.wait_for_nodes()
    finished: list[ItemFinished] = []

    def kill_node(event: Event) -> None:
        if isinstance(event, ItemFinished):
            finished.append(event)
            if len(finished) == 8:
                nodes.remove_node(victim, allow_graceful=False)

    collection = Collection(str(source), Options(model=str(tiny)), Archive.at(str(destination)))
    run = Run(Archive.at(str(destination)), collection, RayEngine(nodes.address, _SMALL), kill_node)
    assert run.execute()[State.DONE] == 16
    assert violations(source, destination) == []
    run_archive(source, tmp_path / "local", tiny)
    assert results(destination) == results(tmp_path / "local")


def test_a_missing_ray_fails_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from veilproof.archive.cluster import RayEngine

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(VeilproofError, match="extra cluster"):
        RayEngine("auto", _SMALL)
