"""The commands of `veilproof archive`: run, status, retry, report, and watching for new files."""

from __future__ import annotations

import json
import threading
from functools import partial
from pathlib import Path

import pytest

from tests.archive.archives import LIMITS, clips, items, results, until
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


def test_a_run_reports_to_people_and_machines_and_failures_can_be_retried(
    veilproof: Veilproof, tmp_path: Path, tiny: Path
) -> None:
    source, destination, metrics = tmp_path / "source", tmp_path / "redacted", tmp_path / "veilproof.prom"
    clips(source, 2)
    (source / "broken.mp4").write_bytes(b"not a video at all" * 100)
    run = veilproof(
        *("archive", "run", source, destination, "--model", tiny, "--workers", 1, "--log-json", "--metrics", metrics)
    )
    assert run.code == 1
    events = [json.loads(line) for line in run.out.splitlines()]
    assert {event["event"] for event in events} <= {
        "files_listed", "item_started", "item_progress", "item_finished", "state_counts"
    }  # fmt: skip
    assert {Path(event["source"]).name: event["state"] for event in events if event["event"] == "item_finished"} == {
        "00000.mp4": "done", "00001.mp4": "done", "broken.mp4": "failed"
    }  # fmt: skip
    assert 'veilproof_archive_items{state="done"} 2.0' in metrics.read_text("utf-8")

    status = veilproof("archive", "status", destination)
    assert status.code == 1
    assert "unreadable" in status.out
    status_json = json.loads(veilproof("archive", "status", destination, "--json").out)
    assert status_json["counts"]["done"] == 2
    assert status_json["counts"]["failed"] == 1

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


def test_status_of_a_folder_without_a_journal_fails_with_one_line(veilproof: Veilproof, tmp_path: Path) -> None:
    assert str(tmp_path) in veilproof("archive", "status", tmp_path).error_line


class _Clock:
    """Stands still until it is set; it is read whenever a file that arrives is looked at."""

    seconds = 0.0
    reads = 0

    def monotonic(self) -> float:
        self.reads += 1
        return self.seconds

    def is_read_after(self, reads: int) -> bool:
        return self.reads > reads


def test_an_arriving_file_is_redacted_once_it_has_stopped_growing(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = _Clock()
    monkeypatch.setattr(stability, "time", clock)
    monkeypatch.setattr("veilproof.archive.run._LISTING_INTERVAL", 0.1)
    source, destination = tmp_path / "source", tmp_path / "redacted"
    source.mkdir()
    destination.mkdir()
    content = clips(tmp_path / "complete", 1)[0].read_bytes()
    finished: list[ItemFinished] = []

    def collect(event: Event) -> None:
        if isinstance(event, ItemFinished):
            finished.append(event)

    collection = Collection(str(source), Options(model=str(tiny)), Archive.at(str(destination)))
    run = Run(Archive.at(str(destination)), collection, LocalEngine(1, LIMITS), collect)
    stopped = threading.Event()
    thread = threading.Thread(target=run.execute, kwargs={"watch": True, "stopped": stopped.is_set})
    thread.start()
    try:
        with (source / "arriving.mp4").open("wb") as file:
            for part in range(5):
                file.write(content[part * len(content) // 5 : (part + 1) * len(content) // 5])
                file.flush()
                until(partial(clock.is_read_after, clock.reads))
                clock.seconds += 0.9 * stability.STABLE_SECONDS
        clock.seconds += stability.STABLE_SECONDS
        until(lambda: bool(finished))
    finally:
        stopped.set()
        thread.join()
    assert [(Path(each.source).name, each.state.value) for each in finished] == [("arriving.mp4", "done")]
    assert len(results(destination)) == 1
