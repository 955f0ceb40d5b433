"""`veilproof archive` as somebody uses it: run, status, retry, report, and new files that arrive meanwhile."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from tests.archive.archives import LIMITS, clips, items, results
from tests.cli.commands import Veilproof, in_this_process
from veilproof.archive import stability
from veilproof.archive.collection import Collection
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.layout import Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Options
from veilproof.archive.run import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    monkeypatch.setenv("COLUMNS", "300")
    return in_this_process(monkeypatch, capfd)


def test_a_run_tells_people_and_machines_and_what_failed_can_be_done_again(
    veilproof: Veilproof, tmp_path: Path, tiny: Path
) -> None:
    source, destination, metrics = tmp_path / "source", tmp_path / "redacted", tmp_path / "veilproof.prom"
    clips(source, 2)
    (source / "broken.mp4").write_bytes(b"not a video at all" * 100)
    ran = veilproof(
        *("archive", "run", source, destination, "--model", tiny, "--workers", 1, "--log-json", "--metrics", metrics)
    )
    assert ran.code == 1
    told = [json.loads(line) for line in ran.out.splitlines()]
    ended = {Path(each["source"]).name: each for each in told if each.get("state")}
    assert {name: each["state"] for name, each in ended.items()} == {
        "00000.mp4": "done", "00001.mp4": "done", "broken.mp4": "failed"
    }  # fmt: skip
    assert 'veilproof_archive_items{state="done"} 2.0' in metrics.read_text("utf-8")

    stands = veilproof("archive", "status", destination)
    assert stands.code == 1
    assert "unreadable" in stands.out
    known = json.loads(veilproof("archive", "status", destination, "--json").out)
    assert known["counts"]["done"] == 2
    assert known["counts"]["failed"] == 1

    page, data = tmp_path / "report.html", tmp_path / "report.json"
    assert veilproof("archive", "report", destination, "-o", page).code == 0
    assert "broken.mp4" in page.read_text("utf-8")
    assert veilproof("archive", "report", destination, "-o", data).code == 0
    assert json.loads(data.read_text("utf-8"))["status"]["counts"]["done"] == 2
    assert "exists" in veilproof("archive", "report", destination, "-o", page).error_line

    assert "0 items" in veilproof("archive", "retry", destination, "--cause", "memory limit").out
    assert "1 item " in veilproof("archive", "retry", destination).out
    (source / "broken.mp4").write_bytes(clips(tmp_path / "more", 3)[2].read_bytes())
    assert veilproof("archive", "run", source, destination, "--model", tiny, "--workers", 1, "--quiet").code == 0
    assert [row[1] for row in items(destination)] == ["done"] * 3


def test_status_of_a_folder_that_is_no_archive_is_one_line(veilproof: Veilproof, tmp_path: Path) -> None:
    assert str(tmp_path) in veilproof("archive", "status", tmp_path).error_line


def test_a_file_that_arrives_is_taken_when_it_has_stopped_growing(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stability, "SETTLES", 1.0)
    monkeypatch.setattr("veilproof.archive.run._LOOK_EVERY", 0.3)
    source, destination = tmp_path / "source", tmp_path / "redacted"
    source.mkdir()
    destination.mkdir()
    whole = clips(tmp_path / "made", 1)[0].read_bytes()
    ended: list[ItemFinished] = []

    def take_note(event: Event) -> None:
        if isinstance(event, ItemFinished):
            ended.append(event)

    collection = Collection(str(source), Options(model=str(tiny)), destination)
    run = Run(Archive.at(str(destination)), collection, LocalEngine(1, LIMITS), take_note)
    stopped = threading.Event()
    going = threading.Thread(target=run.go, kwargs={"watch": True, "stopped": stopped.is_set})
    going.start()
    try:
        with (source / "arriving.mp4").open("wb") as file:
            for part in range(5):
                file.write(whole[part * len(whole) // 5 : (part + 1) * len(whole) // 5])
                file.flush()
                stopped.wait(0.5)
        until = time.monotonic() + 60
        while not ended and time.monotonic() < until:
            stopped.wait(0.1)
    finally:
        stopped.set()
        going.join()
    assert [(Path(each.source).name, each.state.value) for each in ended] == [("arriving.mp4", "done")]
    assert len(results(destination)) == 1
