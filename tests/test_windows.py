"""What Windows refuses, refused here too: writing, locking and placing results still work."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.archive.archives import clips, items, left_over, results, run_archive
from tests.archive.conftest import tiny
from veilproof.archive.engine import Report
from veilproof.archive.tasks import Task
from veilproof.archive.work import run_task
from veilproof.locks import temporary_lock
from veilproof.media import temporary
from veilproof.media.writing import atomic_write
from veilproof.progress import silent

__all__ = ["tiny"]

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs a system that lists open files")


@pytest.fixture
def as_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder is opened, nothing is synced that is not open for writing, and open files keep their names."""
    opened, synced = os.open, os.fsync
    unlinked, replaced, renamed = os.unlink, os.replace, os.rename

    def refuse_if_open(path: str | os.PathLike[str]) -> None:
        for descriptor in Path("/proc/self/fd").iterdir():
            if os.path.realpath(descriptor) == os.path.abspath(path):  # noqa: PTH100 - a link would be followed
                raise PermissionError(errno.EACCES, "the file is used by another process", str(path))

    def no_folders(path: str, flags: int, mode: int = 0o777, **more: int) -> int:
        if os.path.isdir(path):  # noqa: PTH112 - `path` may be bytes
            raise PermissionError(errno.EACCES, "a folder", str(path))
        return opened(path, flags, mode, **more)

    def written_only(descriptor: int) -> None:
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "not open for writing")
        synced(descriptor)

    def unlink(path: str, **more: int) -> None:
        refuse_if_open(path)
        unlinked(path, **more)

    def replace(path: str, target: str) -> None:
        refuse_if_open(path)
        replaced(path, target)

    def rename(path: str, target: str) -> None:
        refuse_if_open(path)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "it exists", target)
        renamed(path, target)

    monkeypatch.setattr(os, "open", no_folders)
    monkeypatch.setattr(os, "fsync", written_only)
    monkeypatch.setattr(os, "unlink", unlink)
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(os, "rename", rename)
    monkeypatch.setattr(temporary, "fcntl", None)


@pytest.mark.usefixtures("as_on_windows")
def test_a_file_gets_its_name_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for text in ("{}", "[]"):
        with atomic_write(path, force=True) as unfinished:
            unfinished.write_text(text)
        assert path.read_text() == text
    with pytest.raises(RuntimeError), atomic_write(path, force=True):
        raise RuntimeError
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.usefixtures("as_on_windows")
def test_a_file_gets_its_name_where_no_hard_links_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*names: object, **more: object) -> None:
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", link)
    with atomic_write(tmp_path / "report.json", force=False) as unfinished:
        unfinished.write_text("{}")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.usefixtures("as_on_windows")
def test_a_lock_and_its_file_go_together(tmp_path: Path) -> None:
    with temporary_lock(tmp_path / "lock"), pytest.raises(BlockingIOError), temporary_lock(tmp_path / "lock"):
        pass
    assert list(tmp_path.iterdir()) == []


class _InThisProcess:
    """An engine whose tasks see what this process sees."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self.free_slots = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def submit(self, key: int, task: Task) -> None:
        self._reports.append(Report(key, run_task(task, silent)))

    def wait(self, seconds: float) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports

    def close(self) -> None:
        pass


@pytest.mark.slow
@pytest.mark.usefixtures("as_on_windows")
def test_an_archive_places_its_results_and_leaves_no_lock(tmp_path: Path, tiny: Path) -> None:
    clips(tmp_path / "in", 2)
    log = run_archive(tmp_path / "in", tmp_path / "out", tiny, engine=_InThisProcess())
    assert [state for _, state, _, _ in items(tmp_path / "out")] == ["done", "done"], log.finished
    assert set(results(tmp_path / "out")) == {"00000.redacted.mp4", "00001.redacted.mp4"}
    # Folders are not removed: `rmtree` opens them, which it does not on Windows.
    assert not [path for path in left_over(tmp_path / "out") if path.is_file()]
