"""Long films scanned in parts: the plan equals that of one scan."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tests.archive.archives import LIMITS, results, run_archive
from tests.conftest import Clip
from veilproof import Plan, VeilproofError, scan
from veilproof.archive import work
from veilproof.archive.engine import Report
from veilproof.archive.outcome import Cause, Failure
from veilproof.archive.tasks import (
    RedactTask,
    ScanTask,
    Task,
    outcome_from_json,
    outcome_to_json,
    task_from_json,
    task_to_json,
)
from veilproof.archive.work import run_task
from veilproof.detect import load_detector
from veilproof.media.seek import time_stamps
from veilproof.progress import silent
from veilproof.scan.parts import join_parts, scan_part, split_at_cuts

pytestmark = pytest.mark.slow

_SHOT = 20


@pytest.fixture(scope="module")
def film(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shots of 20 frames of walking people, every other one upside down in other colours."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(people_clip.path)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", 25, options={"crf": "18", "preset": "veryfast", "g": "12"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        pictures = [np.asarray(f.to_ndarray(format="rgb24"), np.uint8) for f in source.decode(video=0)][:_SHOT]
        for shot in range(4):
            for picture in pictures:
                shown = picture if shot % 2 == 0 else np.asarray(255 - picture[::-1, ::-1], np.uint8, order="C")
                out.mux(stream.encode(av.VideoFrame.from_ndarray(shown, "rgb24")))
        out.mux(stream.encode())
    return path


def test_parts_start_at_cuts_and_cover_every_frame(film: Path) -> None:
    parts = split_at_cuts(film, 3)
    assert len(parts) == 3
    assert [part.first % _SHOT for part in parts] == [0, 0, 0]
    assert [part.first for part in parts[1:]] == [part.last + 1 for part in parts[:-1]]
    assert (parts[0].first, parts[-1].last) == (0, 4 * _SHOT - 1)


def test_a_film_without_a_cut_is_one_part(people_clip: Clip) -> None:
    assert len(split_at_cuts(people_clip.path, 4)) == 1


def test_the_joined_plan_equals_that_of_one_scan(film: Path, tmp_path: Path) -> None:
    detector = load_detector()
    scan(film, tmp_path / "single.veil", detector=detector)
    paths = [tmp_path / f"{number}.veil" for number in range(3)]
    for part, path in zip(split_at_cuts(film, 3), paths, strict=True):
        scan_part(film, part, path, detector=detector)
    join_parts(film, paths, tmp_path / "joined.veil")
    with Plan(tmp_path / "single.veil") as single, Plan(tmp_path / "joined.veil") as joined_plan:
        assert joined_plan.facts == single.facts
        assert joined_plan.complete
        assert joined_plan.pts() == single.pts()
        assert joined_plan.tracks() == single.tracks()
        assert len(joined_plan.tracks()) >= 6
        for track in single.tracks():
            assert (joined_plan.boxes_of(track.id) == single.boxes_of(track.id)).all()
    with pytest.raises(VeilproofError, match="not the part"):
        join_parts(film, [paths[0], paths[2]], tmp_path / "wrong.veil")


def test_time_stamps_without_decoding_are_those_of_the_frames(film: Path, tmp_path: Path) -> None:
    scan(film, tmp_path / "film.veil")
    with Plan(tmp_path / "film.veil") as plan:
        assert time_stamps(film) == plan.pts()
    old = tmp_path / "old.avi"
    with av.open(str(old), "w") as out:
        stream = out.add_stream("mpeg4", 25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            out.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(stream.encode())
    assert time_stamps(old) == []


class _InlineEngine:
    """An engine that runs tasks in this process and records them; the worker of part `lost_part` is lost."""

    def __init__(self, lost_part: int = -1) -> None:
        self.tasks: list[Task] = []
        self._reports: list[Report] = []
        self._lost_part = lost_part

    def __enter__(self) -> _InlineEngine:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def free_slots(self) -> int:
        return max(0, 4 - len(self._reports))

    def submit(self, key: int, task: Task) -> None:
        task = task_from_json(task_to_json(task))
        self.tasks.append(task)
        if isinstance(task, ScanTask) and sum(isinstance(each, ScanTask) for each in self.tasks) == self._lost_part:
            self._reports.append(Report(key, Failure(Cause.LOST, "its worker was lost")))
        else:
            self._reports.append(Report(key, outcome_from_json(outcome_to_json(run_task(task, silent)))))

    def wait(self, seconds: float) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports

    def close(self) -> None:
        self._reports = []


@pytest.mark.parametrize("lost_part", [-1, 2])
def test_an_archive_scans_a_long_film_in_parts(
    film: Path, tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, lost_part: int
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "film.mp4").write_bytes(film.read_bytes())
    run_archive(source, tmp_path / "single", tiny, limits=LIMITS)
    monkeypatch.setattr(work, "MIN_PART_SECONDS", 0.8)
    engine = _InlineEngine(lost_part)
    run_archive(source, tmp_path / "parts", tiny, engine=engine)
    assert sum(isinstance(task, ScanTask) for task in engine.tasks) == 4
    redact = next(task for task in engine.tasks if isinstance(task, RedactTask))
    assert len(redact.parts) == (4 if lost_part < 0 else 0)
    assert results(tmp_path / "parts") == results(tmp_path / "single")
