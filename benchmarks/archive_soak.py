"""A run over short clips, killed without warning again and again, and its workers too: is anything lost?

`python -m benchmarks.archive_soak --model PATH` kills the run a hundred times, then its workers a hundred times, then,
where Ray is installed, nodes of a cluster of three on this machine, and after each says whether every item ended
exactly once, whether a result is under a final name that the journal does not know, whether a process or a temporary
file is left, and whether SQLite finds the journal intact.
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

_PATIENCE = 20.0


def clips(folder: Path, count: int) -> list[Path]:
    """So many clips of ten frames, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        path = folder / f"{number:05}.mp4"
        made.append(path)
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
    return made


def started(source: Path, destination: Path, model: Path, *more: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    words = ["archive", "run", str(source), str(destination), "--model", str(model), "--workers", "2", "--quiet"]
    return subprocess.Popen([sys.executable, "-m", "veilproof", *words, *more])


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The workers of a run, now."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


def kill_runs(source: Path, destination: Path, model: Path, times: int, chance: random.Random) -> list[str]:
    """Kill the run so often; gives what was wrong meanwhile."""
    wrong = []
    for number in range(times):
        run = started(source, destination, model)
        time.sleep(chance.uniform(0.3, 3.5))
        theirs = children(run)
        run.kill()
        run.wait()
        _, alive = psutil.wait_procs(theirs, timeout=_PATIENCE)
        wrong += [f"kill {number}: process {one.pid} is left" for one in alive]
        if not _intact(destination):
            wrong.append(f"kill {number}: the journal is damaged")
    return wrong + _to_the_end(started(source, destination, model))


def kill_workers(source: Path, destination: Path, model: Path, times: int, chance: random.Random) -> list[str]:
    """Kill a worker of one run so often; gives what was wrong meanwhile."""
    run = started(source, destination, model)
    killed = 0
    while killed < times and run.poll() is None:
        time.sleep(chance.uniform(0.2, 1.2))
        theirs = children(run)
        if theirs:
            chance.choice(theirs).send_signal(signal.SIGKILL)
            killed += 1
    wrong = [] if killed == times else [f"only {killed} workers were killed: more clips are needed"]
    return wrong + _to_the_end(run)


def kill_nodes(source: Path, destination: Path, model: Path, times: int, chance: random.Random) -> list[str]:
    """Kill a node of a Ray cluster at random moments, and start another in its place, until the run is over."""
    from veilproof.archive.cluster import RayEngine

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, ("src", ".")))}
    node = {"num_cpus": 1, "memory": 2 << 30, "object_store_memory": 80 << 20, "include_dashboard": False}
    cluster_utils: Any = importlib.import_module("ray.cluster_utils")
    nodes = cluster_utils.Cluster(initialize_head=True, head_node_args=dict(node))
    workers = [nodes.add_node(**node) for _ in range(2)]
    nodes.wait_for_nodes()
    destination.mkdir(parents=True)
    collection = Collection(str(source), Options(model=str(model.absolute())), destination)
    limits = Limits(memory=1 << 30, seconds=120.0)
    run = Run(Archive.at(str(destination)), collection, RayEngine(nodes.address, limits), lambda event: None)
    going, killed = threading.Thread(target=run.go), 0
    going.start()
    # Ray starts nodes in the main thread only, so the run has another.
    while going.is_alive() and killed < times:
        going.join(chance.uniform(0.1, 0.6))
        if going.is_alive():
            nodes.remove_node(workers.pop(chance.randrange(len(workers))), allow_graceful=False)
            workers.append(nodes.add_node(**node))
            killed += 1
    going.join()
    nodes.shutdown()
    return [] if killed == times else [f"the run was over when {killed} nodes had been killed: take more clips"]


def judged(source: Path, destination: Path) -> list[str]:
    """What is not as it must be once everything is done."""
    wrong = []
    hidden = destination / HIDDEN
    expected = len(list(source.iterdir()))
    with Journal(hidden) as journal:
        if not journal.intact():
            wrong.append("the journal is damaged")
        rows = list(
            journal.rows(
                "SELECT item.id, state, target, output_sha256, (SELECT count(*) FROM attempt WHERE item = item.id"
                " AND ended IN ('done', 'needs review', 'failed')) FROM item"
            )
        )
    if len(rows) != expected:
        wrong.append(f"{len(rows)} items for {expected} clips")
    known = set()
    for item, state, target, sha256, ends in rows:
        if state not in ("done", "needs review") or ends != 1:
            wrong.append(f"item {item}: {state}, ended {ends} times")
            continue
        result = destination / from_bytes(target)
        known.add(result)
        if not result.is_file() or hashlib.sha256(result.read_bytes()).hexdigest() != sha256:
            wrong.append(f"{result}: not what the journal says")
    wrong += [
        f"{path}: unknown to the journal" for path in destination.glob("*") if path.is_file() and path not in known
    ]
    wrong += [f"{path}: left behind" for path in (hidden / "work").rglob("*")]
    wrong += [f"{path}: left behind" for path in destination.rglob("*.partial*")]
    return wrong


def _intact(destination: Path) -> bool:
    hidden = destination / HIDDEN
    if not (hidden / "journal.sqlite").exists():
        return True
    with Journal(hidden) as journal:
        return journal.intact()


def _to_the_end(run: subprocess.Popen[bytes]) -> list[str]:
    code = run.wait()
    return [] if code in (0, 3) else [f"the last run ended with {code}"]


def main() -> None:
    """Soak and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="a small ONNX face detector, which saves time")
    parser.add_argument("--only", action="append", choices=("run", "worker", "node"))
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--clips", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/soak"))
    asked = parser.parse_args()
    source = asked.out / "clips"
    clips(source, asked.clips)
    chance = random.Random(asked.seed)
    said: dict[str, object] = {}
    ways = {"run": kill_runs, "worker": kill_workers}
    if importlib.util.find_spec("ray"):
        ways["node"] = kill_nodes
    for name in asked.only or ways:
        kill = ways[name]
        destination = asked.out / name
        shutil.rmtree(destination, ignore_errors=True)
        began = time.monotonic()
        wrong = kill(source, destination, asked.model, asked.times, chance) + judged(source, destination)
        said[name] = {"killed": asked.times, "seconds": round(time.monotonic() - began), "wrong": wrong}
        (asked.out / "soak.json").write_text(json.dumps(said, indent=1))
        print(json.dumps({name: said[name]}), flush=True)


if __name__ == "__main__":
    main()
