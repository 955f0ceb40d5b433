"""What the speed benchmark stands on: the joined clip, the memory it sees, and the settings it compares at."""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.clips import encode
from benchmarks.leak import planes
from benchmarks.speed import frames_of, in_turns, joined, ratios
from benchmarks.tools import Run, Tool, run
from benchmarks.transcode import SETTINGS, transcode
from veilproof.media.encoders import encoding_for
from veilproof.media.video_read import VideoReader


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Two clips of seven frames, a dark one and a bright one."""
    made = []
    for name, light in (("dark", 40), ("bright", 200)):
        frames = (np.full((64, 96, 3), light + index, np.uint8) for index in range(7))
        encode(tmp_path / f"{name}.mp4", frames, (96, 64), 30)
        made.append(tmp_path / f"{name}.mp4")
    return made


def test_joining_keeps_every_frame_and_the_rhythm(parts: list[Path], tmp_path: Path) -> None:
    whole = joined([*parts, parts[0]], tmp_path / "whole.mp4")
    assert frames_of(whole) == 21
    light = [luma.mean() for luma, _, _ in planes(whole)]
    assert max(light[:7]) < min(light[7:14]) > max(light[14:])
    with av.open(str(whole)) as container:
        times = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert np.diff(times) == pytest.approx(1 / 30, abs=1e-4)


def test_plain_transcoding_keeps_every_frame_and_uses_veilproofs_own_settings(
    parts: list[Path], tmp_path: Path
) -> None:
    again = tmp_path / "again.mp4"
    transcode(parts[0], again)
    assert frames_of(again) == 7
    with VideoReader(parts[0]) as reader:
        assert encoding_for(again, reader.info).options.items() >= SETTINGS.items()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_the_memory_of_a_process_and_its_children_is_seen(parts: list[Path], tmp_path: Path) -> None:
    # The child takes 200 MB and holds it while the parent, which takes 100 MB of its own, is busy.
    child = "held = b'1' * 200_000_000; print('held', flush=True); input()"
    parent = f"""
import subprocess, sys
mine = b'1' * 100_000_000
child = subprocess.Popen([sys.executable, '-c', {child!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
sum(range(10**7))
child.communicate(b'\\n')
"""
    went = run(Tool("hungry", (sys.executable, "-c", parent)), parts[0], tmp_path / "out.mp4")
    assert went.code == 0
    assert 300e6 < went.peak_bytes < 380e6


def test_a_plan_of_an_earlier_run_is_not_there_for_the_next(parts: list[Path], tmp_path: Path) -> None:
    plan = tmp_path / "out.mp4.veil"
    plan.write_text("old")
    run(Tool("idle", (sys.executable, "-c", "")), parts[0], tmp_path / "out.mp4")
    assert not plan.exists()


def test_a_tool_that_fails_stops_the_comparison(parts: list[Path], tmp_path: Path) -> None:
    broken = Tool("broken", (sys.executable, "-c", "exit('no such model')"))
    with pytest.raises(RuntimeError, match="broken ended with 1: no such model"):
        in_turns([broken], parts[0], tmp_path, 1)


def test_ratios_are_taken_turn_by_turn() -> None:
    over, under = [
        [Run(seconds, 2 * seconds, 0, 0, "") for seconds in those] for those in ((8.0, 30.0, 12.0), (2.0, 10.0, 2.0))
    ]
    assert ratios(over, under, lambda run: run.seconds) == {"median": 4.0, "min": 3.0, "max": 6.0}
