"""A soak test: runs over short clips, and their workers, are killed at random; is anything lost?

`python -m benchmarks.archive_soak --model PATH` kills the run a hundred times, then its workers a hundred times, then,
if Ray is installed, nodes of a local cluster of three. After each it reports items that did not finish exactly once,
results that the journal does not know, processes and temporary files left behind, and damage to the journal.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil
from av.video.stream import VideoStream

from veilproof.archive.collection import Collection
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN, Archive
from veilproof.archive.names import from_bytes
from veilproof.archive.options import Limits, Options
from veilproof.archive.run import Run

_EXIT_SECONDS = 20.0
"""In which the workers of a killed run must exit; a round number."""


def clips(folder: Path, count: int) -> list[Path]:
    """`count` different clips of ten frames."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{number:05}.mp4"
        paths.append(path)
        if path.exists():
            continue
        with av.open(str(path), "w") as file:
            stream = file.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
            for at in range(10):
                picture = np.random.default_rng(number).integers(0, 90, (64, 96, 3)).astype(np.uint8)
                picture[16:24, 40 + at : 48 + at] = 255
                frame = av.VideoFrame.from_ndarray(picture, "rgb24")
                frame.pts, frame.time_base = at, Fraction(1, 25)
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    return paths


def start_run(source: Path, destination: Path, model: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a run in a process."""
    words = ["archive", "run", str(source), str(destination), "--model", str(model), "--workers", "2", "--quiet"]
    return subprocess.Popen([sys.executable, "-m", "veilproof", *words, *more])


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The current workers of a run."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


def kill_runs(source: Path, destination: Path, model: Path, times: int, rng: random.Random) -> list[str]:
    """Kill the run `times` times and let the last one finish; returns violations meanwhile."""
    problems = []
    for number in range(times):
        run = start_run(source, destination, model)
        time.sleep(rng.uniform(0.3, 3.5))
        workers = children(run)
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(workers, timeout=_EXIT_SECONDS)
        problems += [f"kill {number}: process {process.pid} is left" for process in alive]
        if not _is_intact(destination):
            problems.append(f"kill {number}: the journal is damaged")
    return problems + _finish(start_run(source, destination, model))


def kill_workers(source: Path, destination: Path, model: Path, times: int, rng: random.Random) -> list[str]:
    """Kill workers of one run `times` times; returns violations meanwhile."""
    run = start_run(source, destination, model)
    killed = 0
    while killed < times and run.poll() is None:
        time.sleep(rng.uniform(0.2, 1.2))
        workers = children(run)
        if workers:
            rng.choice(workers).send_signal(signal.SIGKILL)
            killed += 1
    problems = [] if killed == times else [f"only {killed} workers were killed: more clips are needed"]
    return problems + _finish(run)


def kill_nodes(source: Path, destination: Path, model: Path, times: int, rng: random.Random) -> list[str]:
    """Kill and replace nodes of a Ray cluster `times` times during one run; returns violations meanwhile."""
    from veilproof.archive.cluster import RayEngine

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, ("src", ".")))}
    node = {"num_cpus": 1, "memory": 2 << 30, "object_store_memory": 80 << 20, "include_dashboard": False}
    cluster_utils: Any = importlib.import_module("ray.cluster_utils")
    nodes = cluster_utils.Cluster(initialize_head=True, head_node_args=dict(node))
    workers = [nodes.add_node(**node) for _ in range(2)]
    nodes.wait_for_nodes()
    destination.mkdir(parents=True)
    archive = Archive.at(str(destination))
    collection = Collection(str(source), Options(model=str(model.absolute())), archive)
    limits = Limits(memory=1 << 30, seconds=120.0)
    run = Run(archive, collection, RayEngine(nodes.address, limits), lambda event: None)
    thread, killed = threading.Thread(target=run.execute), 0
    thread.start()
    # Ray starts nodes only in the main thread, so the run has another one.
    while thread.is_alive() and killed < times:
        thread.join(rng.uniform(0.1, 0.6))
        if thread.is_alive():
            nodes.remove_node(workers.pop(rng.randrange(len(workers))), allow_graceful=False)
            workers.append(nodes.add_node(**node))
            killed += 1
    thread.join()
    nodes.shutdown()
    return [] if killed == times else [f"the run was over when {killed} nodes had been killed: take more clips"]


def violations(source: Path, destination: Path, most: int = 1) -> list[str]:
    """Violations in the journal and the destination after the last run; items may finish `most` times at most."""
    problems = []
    hidden = destination / HIDDEN
    expected = len(list(source.iterdir()))
    with Journal(hidden) as journal:
        if not journal.is_intact():
            problems.append("the journal is damaged")
        rows = list(
            journal.query(
                "SELECT item.id, state, target, output_sha256, (SELECT count(*) FROM attempt WHERE item = item.id"
                " AND outcome IN ('done', 'needs review', 'failed')) FROM item"
            )
        )
    if len(rows) != expected:
        problems.append(f"{len(rows)} items for {expected} clips")
    known = set()
    for item, state, target, sha256, attempts in rows:
        if state not in ("done", "needs review") or not 1 <= attempts <= most:
            problems.append(f"item {item}: {state}, finished {attempts} times")
            continue
        result = destination / from_bytes(target)
        known.add(result)
        if not result.is_file() or hashlib.sha256(result.read_bytes()).hexdigest() != sha256:
            problems.append(f"{result}: differs from the journal")
    problems += [
        f"{path}: unknown to the journal" for path in destination.glob("*") if path.is_file() and path not in known
    ]
    problems += [f"{path}: left behind" for path in (hidden / "work").rglob("*")]
    problems += [f"{path}: left behind" for path in destination.rglob("*.partial*")]
    return problems


def _is_intact(destination: Path) -> bool:
    hidden = destination / HIDDEN
    if not (hidden / "journal.sqlite").exists():
        return True
    with Journal(hidden) as journal:
        return journal.is_intact()


def _finish(run: subprocess.Popen[bytes]) -> list[str]:
    code = run.wait()
    return [] if code in (0, 3) else [f"the last run ended with {code}"]


def main() -> None:
    """Soak and print the violations; see the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="a small ONNX face detector, which saves time")
    parser.add_argument("--only", action="append", choices=("run", "worker", "node"))
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--clips", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/soak"))
    arguments = parser.parse_args()
    source = arguments.out / "clips"
    clips(source, arguments.clips)
    rng = random.Random(arguments.seed)
    summary: dict[str, object] = {}
    tests = {"run": kill_runs, "worker": kill_workers}
    if importlib.util.find_spec("ray"):
        tests["node"] = kill_nodes
    for name in arguments.only or tests:
        kill = tests[name]
        destination = arguments.out / name
        shutil.rmtree(destination, ignore_errors=True)
        started = time.monotonic()
        problems = kill(source, destination, arguments.model, arguments.times, rng) + violations(source, destination)
        summary[name] = {
            "killed": arguments.times,
            "seconds": round(time.monotonic() - started),
            "violations": problems,
        }
        (arguments.out / "soak.json").write_text(json.dumps(summary, indent=1))
        print(json.dumps({name: summary[name]}), flush=True)


if __name__ == "__main__":
    main()
