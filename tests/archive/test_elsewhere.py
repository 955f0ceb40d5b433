"""Originals and results on S3, with a mock server on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.archives import clips, items, results, run_archive
from veilproof.archive.collection import Collection
from veilproof.archive.events import Event, ItemFinished
from veilproof.archive.layout import Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options
from veilproof.archive.run import Run

pytestmark = pytest.mark.slow


def test_an_archive_on_s3_has_the_same_results_as_a_local_one(
    tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
        # Workers read the environment; fsspec in this process has read it already.
        monkeypatch.setitem(settings, "s3", {"endpoint_url": address})
        files = s3fs.S3FileSystem(endpoint_url=address, skip_instance_cache=True)
        for bucket in ("footage", "redacted"):
            files.mkdir(bucket)
        source = tmp_path / "source"
        for path in clips(source, 2):
            files.put(str(path), f"footage/march/{path.name}")
        files.pipe("footage/notes.mp4", b"not media")
        finished: list[ItemFinished] = []

        def collect(event: Event) -> None:
            if isinstance(event, ItemFinished):
                finished.append(event)

        state = tmp_path / "state"
        collection = Collection("s3://footage", Options(model=str(tiny)), None)
        Run(Archive.at("s3://redacted", state), collection, LocalEngine(1, Limits()), collect).execute()
        assert sorted(each.state.value for each in finished) == ["done", "done", "failed"]
        assert [each.message for each in finished if each.message] == [
            "s3://footage/notes.mp4 is not a photo or video of a kind that can be read"
        ]
        files.invalidate_cache()
        names = [name for name in files.find("redacted") if "/.veilproof/" not in name]
        assert names == ["redacted/march/00000.redacted.mp4", "redacted/march/00001.redacted.mp4"]
        run_archive(source, tmp_path / "local", tiny)
        assert len(results(tmp_path / "local")) == 2
        for name in names:
            assert files.cat(name) == (tmp_path / "local" / Path(name).name).read_bytes()
        assert not list(state.rglob("*.mp4"))
    finally:
        mock.stop()
    assert len(items(tmp_path / "local")) == 2
