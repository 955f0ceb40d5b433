"""Originals and results on S3, with a mock server on this machine."""

from __future__ import annotations

import stat
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.archives import Killed, KillingEngine, clips, results, run_archive
from veilproof import Decision, Plan
from veilproof.archive.collection import Collection
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.item import State
from veilproof.archive.layout import Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options
from veilproof.archive.run import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The files of a mock S3 server with two buckets, `footage` and `redacted`."""
    server = pytest.importorskip("moto.server", reason="needs a mock S3 server: pip install 'moto[server]' s3fs")
    s3fs = pytest.importorskip("s3fs", reason="needs the extra s3")
    settings = pytest.importorskip("fsspec.config").conf
    mock = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    mock.start()
    try:
        address = "http://{}:{}".format(*mock.get_host_and_port())
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("FSSPEC_S3_ENDPOINT_URL", address)
        ):  # fmt: skip
            monkeypatch.setenv(name, value)
        # The server keeps its buckets for the whole process.
        urllib.request.urlopen(urllib.request.Request(f"{address}/moto-api/reset", method="POST")).close()
        # Workers read the environment; fsspec in this process has read it already.
        monkeypatch.setitem(settings, "s3", {"endpoint_url": address})
        files = s3fs.S3FileSystem(endpoint_url=address, skip_instance_cache=True, use_listings_cache=False)
        for name in ("footage", "redacted"):
            files.mkdir(name)
        yield files
    finally:
        mock.stop()


def _run(
    state: Path, model: Path, *, scale: float = 1.5, engine: type[LocalEngine] = LocalEngine
) -> list[ItemFinished]:
    finished: list[ItemFinished] = []

    def collect(event: Event) -> None:
        if isinstance(event, ItemFinished):
            finished.append(event)

    archive = Archive.at("s3://redacted", state)
    collection = Collection("s3://footage", Options(model=str(model), scale=scale), archive)
    Run(archive, collection, engine(1, Limits()), collect).execute()
    return finished


class _Watch:
    """Notes the mode of everything in a folder that others than the user may read, and which originals were there."""

    def __init__(self, folder: Path) -> None:
        self.open: set[str] = set()
        self.staged: set[str] = set()
        self._folder = folder
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.005):
            for path in self._folder.rglob("*"):
                try:
                    mode = path.lstat().st_mode
                except OSError:
                    continue
                if stat.S_IMODE(mode) & 0o077:
                    self.open.add(f"{path} {stat.S_IMODE(mode):o}")
                if path.name == "in.mp4":
                    self.staged.add(path.parent.name)


def test_an_archive_on_s3_has_the_same_results_as_a_local_one(
    bucket: Any,  # noqa: ANN401 - s3fs has no types
    tmp_path: Path,
    tiny: Path,
) -> None:
    source, state = tmp_path / "source", tmp_path / "state"
    for path in clips(source, 2):
        bucket.put(str(path), f"footage/march/{path.name}")
    bucket.pipe("footage/notes.mp4", b"not media")
    bucket.pipe("footage/../../escaped.mp4", b"not media")
    with _Watch(state) as watched:
        finished = _run(state, tiny)
    assert sorted(each.state.value for each in finished) == ["done", "done", "failed"]
    assert [each.message for each in finished if each.message] == [
        "s3://footage/notes.mp4 is not a photo or video of a kind that can be read"
    ]
    names = [name for name in bucket.find("redacted") if "/.veilproof/" not in name]
    assert names == ["redacted/march/00000.redacted.mp4", "redacted/march/00001.redacted.mp4"]
    run_archive(source, tmp_path / "local", tiny)
    assert len(results(tmp_path / "local")) == 2
    for name in names:
        assert bucket.cat(name) == (tmp_path / "local" / Path(name).name).read_bytes()
    assert watched.staged
    assert not watched.open
    assert not list((state / "work").iterdir())


def test_an_object_of_somebody_else_is_not_replaced_and_an_edited_plan_is_rendered(
    bucket: Any,  # noqa: ANN401 - s3fs has no types
    tmp_path: Path,
    tiny: Path,
) -> None:
    state = tmp_path / "state"
    for path in clips(tmp_path / "source", 2):
        bucket.put(str(path), f"footage/{path.name}")
    bucket.pipe("redacted/00000.redacted.mp4", b"mine")
    finished = _run(state, tiny)
    assert {each.cause for each in finished} == {"name taken", ""}
    assert bucket.cat("redacted/00000.redacted.mp4") == b"mine"
    before = bucket.cat("redacted/00001.redacted.mp4")
    assert not _run(state, tiny)

    name = "redacted/.veilproof/plans/00001.mp4.veil"
    bucket.get(name, str(tmp_path / "plan.veil"))
    with Plan(tmp_path / "plan.veil") as plan:
        plan.decide([track.id for track in plan.tracks()], Decision.KEEP)
    bucket.put(str(tmp_path / "plan.veil"), name)
    assert [each.cause for each in _run(state, tiny)] == ["nothing covered"]
    assert bucket.cat("redacted/00001.redacted.mp4") != before
    assert bucket.cat(name) == (tmp_path / "plan.veil").read_bytes()


def test_a_result_on_s3_that_a_killed_run_placed_is_its_own_whatever_was_asked_for_since(
    bucket: Any,  # noqa: ANN401 - s3fs has no types
    tmp_path: Path,
    tiny: Path,
) -> None:
    (clip,) = clips(tmp_path / "source", 1)
    bucket.put(str(clip), "footage/march.mp4")
    with pytest.raises(Killed):
        _run(tmp_path / "state", tiny, engine=KillingEngine)
    before = bucket.cat("redacted/march.redacted.mp4")
    (finished,) = _run(tmp_path / "state", tiny, scale=2.0)
    assert (finished.state, finished.outcome) == (State.DONE, "redacted")
    assert bucket.cat("redacted/march.redacted.mp4") != before
    bucket.pipe("redacted/march.redacted.mp4", b"mine")
    (finished,) = _run(tmp_path / "state", tiny)
    assert finished.cause == "name taken"
    assert bucket.cat("redacted/march.redacted.mp4") == b"mine"
