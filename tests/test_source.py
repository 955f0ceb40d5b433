"""What was hashed is what was read: a file that is replaced, written to or removed meanwhile is noticed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from veilproof.errors import VeilproofError
from veilproof.source import digest, unchanged

_CONTENT = b"the original " * 1000
_OTHER = b"another file " * 1000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "march.mp4"
    path.write_bytes(_CONTENT)
    return path


def _replaced(source: Path) -> None:
    other = source.with_name("other")
    other.write_bytes(_OTHER)
    other.replace(source)


def _replaced_and_put_back(source: Path) -> None:
    kept = source.rename(source.with_name("kept"))
    source.write_bytes(_OTHER)
    source.unlink()
    kept.rename(source)


def _written_into(source: Path) -> None:
    with source.open("r+b") as file:
        file.write(b"T")


def _written_into_and_restored(source: Path) -> None:
    _written_into(source)
    source.write_bytes(_CONTENT)


def _written_into_with_the_old_time(source: Path) -> None:
    status = source.stat()
    _written_into(source)
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))


def _grown(source: Path) -> None:
    with source.open("ab") as file:
        file.write(b"more")


def _truncated(source: Path) -> None:
    os.truncate(source, 10)


def _removed(source: Path) -> None:
    source.unlink()


def _copied_over(source: Path) -> None:
    copy = Path(shutil.copy2(source, source.with_name("copy")))
    copy.replace(source)


def _linked_to_another(source: Path) -> None:
    source.rename(source.with_name("kept"))
    source.symlink_to("kept")


_CHANGES = (
    _replaced,
    _replaced_and_put_back,
    _written_into,
    _written_into_and_restored,
    _written_into_with_the_old_time,
    _grown,
    _truncated,
    _removed,
    _copied_over,
    _linked_to_another,
)


@pytest.mark.parametrize("change", _CHANGES)
def test_a_change_is_one_line(source: Path, change: Callable[[Path], None]) -> None:
    with pytest.raises(VeilproofError, match=r"march\.mp4 changed while it was read.*run it again"), unchanged(source):
        change(source)


@pytest.mark.parametrize("change", _CHANGES)
def test_a_change_explains_an_error_that_it_caused(source: Path, change: Callable[[Path], None]) -> None:
    def read() -> None:
        change(source)
        raise VeilproofError("cannot be decoded")

    with pytest.raises(VeilproofError, match="changed while it was read"), unchanged(source):
        read()


def test_a_write_within_one_tick_of_the_clock_is_noticed(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # On such a file system, no time and no size tells the two contents apart.
    status = source.stat()
    monkeypatch.setattr("veilproof.source._version", lambda _: (1, 1, status.st_size, 1, 1))
    with pytest.raises(VeilproofError, match="changed while it was read"), unchanged(source):
        _written_into(source)


def test_a_link_that_leads_to_another_file_meanwhile_is_noticed(source: Path) -> None:
    link = source.with_name("link.mp4")
    link.symlink_to(source)
    other = source.with_name("other.mp4")
    other.write_bytes(_OTHER)

    def lead_elsewhere_for_a_while() -> None:
        for target in (other, source):
            link.unlink()
            link.symlink_to(target)

    with pytest.raises(VeilproofError, match="changed while it was read"), unchanged(link):
        lead_elsewhere_for_a_while()


def test_a_file_that_is_only_read_passes(source: Path) -> None:
    link = source.with_name("link.mp4")
    link.symlink_to(source)
    for path in (source, link):
        with unchanged(path) as sha256:
            assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest() == digest(path)


def test_an_error_of_the_body_stays_what_it_is(source: Path) -> None:
    with pytest.raises(VeilproofError, match=r"^cannot be decoded$"), unchanged(source):
        raise VeilproofError("cannot be decoded")
    with pytest.raises(KeyboardInterrupt), unchanged(source):
        raise KeyboardInterrupt


def test_what_cannot_be_read_twice_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(VeilproofError, match="not an ordinary file"):
            digest(path)
        with pytest.raises(VeilproofError, match="not an ordinary file"), unchanged(path):
            pass
    with pytest.raises(VeilproofError, match="cannot be read"):
        digest(tmp_path / "nothing.mp4")
