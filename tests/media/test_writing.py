"""What a write may replace, never an original, plan, journal or other kind of file; and who may read the result."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.plan.samples import FACTS
from tests.synthetic_video import video
from veilproof.archive import schema as journal_schema
from veilproof.errors import VeilproofError
from veilproof.media import temporary as temporary_files
from veilproof.media.writing import (
    Content,
    atomic_write,
    check_output,
    give_name,
    is_journal_file,
    is_plan_file,
    make_folder,
)
from veilproof.plan import Plan


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _plan(path: Path, name: str = "", sha256: str = "") -> Path:
    facts = FACTS | {key: value for key, value in (("name", name), ("sha256", sha256)) if value}
    Plan.create(path, facts).close()
    return path


def _journal(path: Path) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(f"PRAGMA application_id = {journal_schema.APPLICATION_ID}; CREATE TABLE run (id)")
    return path


def _database(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE a (b)")
    return path


def _rollback_journal(path: Path) -> Path:
    _plan(path.with_name("any.sqlite"))
    path = path.with_name("any.sqlite-journal")
    path.write_bytes(b"")
    return path


def _photo(path: Path) -> Path:
    Image.new("RGB", (8, 8), "red").save(path, "JPEG")
    return path


def _sound(path: Path) -> Path:
    path.write_bytes(b"ID3\x04\0\0\0\0\0\x23" + bytes(100))
    return path


_PRECIOUS: dict[str, Callable[[Path], Path]] = {
    "plan": _plan,
    "journal": _journal,
    "database": _database,
    "rollback journal": _rollback_journal,
    "photo": _photo,
    "video": lambda path: video(path.with_suffix(".mp4")).rename(path),
    "sound": _sound,
}


@pytest.mark.parametrize("make", _PRECIOUS.values(), ids=_PRECIOUS)
@pytest.mark.parametrize("link", [False, True])
def test_text_replaces_nothing_but_text_even_with_force(
    make: Callable[[Path], Path], link: bool, tmp_path: Path
) -> None:
    precious = make(tmp_path / "x.json")
    before = precious.read_bytes()
    target = precious
    if link:
        target = tmp_path / "link.json"
        target.symlink_to(precious)
    if link and "journal" in precious.name:
        pytest.skip("SQLite follows names, not links")
    with pytest.raises(VeilproofError, match=re.escape(target.name)) as raised, atomic_write(target, force=True) as new:
        new.write_text("{}")
    assert "\n" not in str(raised.value)
    assert precious.read_bytes() == before


@pytest.mark.parametrize("kind", [Content.PHOTO, Content.VIDEO])
@pytest.mark.parametrize("make", list(_PRECIOUS)[:4])
def test_a_picture_never_replaces_a_database(kind: Content, make: str, tmp_path: Path) -> None:
    precious = _PRECIOUS[make](tmp_path / "x.jpg")
    with pytest.raises(VeilproofError, match="choose another name"):
        check_output(precious, force=True, content=kind)


def test_photos_and_videos_replace_their_own_kind_only(tmp_path: Path) -> None:
    photo, film = _photo(tmp_path / "a.jpg"), video(tmp_path / "b.mp4")
    check_output(photo, force=True, content=Content.PHOTO)
    check_output(film, force=True, content=Content.VIDEO)
    for path, content in ((photo, Content.VIDEO), (film, Content.PHOTO)):
        with pytest.raises(VeilproofError, match="never replaced by"):
            check_output(path, force=True, content=content)


@pytest.mark.parametrize("how", ["name", "long name", "other plan", "digest", "plan that cannot be read", "link"])
def test_what_a_plan_beside_it_names_as_its_original_is_never_replaced(how: str, tmp_path: Path) -> None:
    original = target = video(tmp_path / "march.mp4")
    if how == "digest":
        from veilproof.source import digest

        _plan(tmp_path / "march.veil", "name before.mp4", digest(original))
    elif how == "plan that cannot be read":
        _plan(tmp_path / "march.veil", "march.mp4")
        data = bytearray((tmp_path / "march.veil").read_bytes())
        data[4096:] = bytes(len(data) - 4096)
        (tmp_path / "march.veil").write_bytes(data)
    else:
        name = {"long name": "march.mp4.veil", "other plan": "elsewhere.jpg"}.get(how, "march.veil")
        _plan(tmp_path / name, "march.mp4")
    if how == "link":
        (tmp_path / "folder").mkdir()
        target = tmp_path / "folder" / "link.mp4"
        target.symlink_to(original)
    with pytest.raises(VeilproofError, match="is the original of"):
        check_output(target, force=True, content=Content.VIDEO)
    other = video(tmp_path / "other.mp4")
    check_output(other, force=True, content=Content.VIDEO)


def test_a_hostile_plan_beside_a_file_does_not_hang_the_check(tmp_path: Path) -> None:
    film, plan = video(tmp_path / "march.mp4"), _plan(tmp_path / "march.veil")
    with closing(sqlite3.connect(plan, isolation_level=None)) as db:
        db.execute("DROP TABLE fact")
        db.execute(
            "CREATE VIEW fact AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i AS name, i AS value FROM n"
        )
    with pytest.raises(VeilproofError, match=r"is the original of march\.veil"):
        check_output(film, force=True, content=Content.VIDEO)


def test_plans_and_journals_are_told_by_their_header(tmp_path: Path) -> None:
    plan, journal, other = _plan(tmp_path / "a.jpg"), _journal(tmp_path / "b.veil"), _database(tmp_path / "c.veil")
    assert [is_plan_file(path) for path in (plan, journal, other, tmp_path, tmp_path / "none")] == [True] + [False] * 4
    assert [is_journal_file(path) for path in (plan, journal, other)] == [False, True, False]


def test_devices_and_pipes_are_no_outputs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(VeilproofError, match="device or a pipe"):
            check_output(path, force=True)


def test_a_mark_lets_earlier_files_of_the_same_purpose_be_replaced_and_no_other(tmp_path: Path) -> None:
    ours, other = tmp_path / "ours.txt", tmp_path / "other.txt"
    ours.write_text("# HELP veilproof_x\nold")
    other.write_text("Dear Sir")
    with atomic_write(ours, force=False, mark=b"# HELP veilproof") as new:
        new.write_text("# HELP veilproof_x\nnew")
    assert ours.read_text().endswith("new")
    with pytest.raises(VeilproofError, match=r"other\.txt exists already"):
        check_output(other, force=False, mark=b"# HELP veilproof")


@given(original=st.integers(0, 0o777), umask=st.sampled_from([0o000, 0o002, 0o022, 0o027, 0o077]))
def test_nobody_may_read_what_is_made_from_a_file_who_may_not_read_that(
    original: int, umask: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("modes")
    source, target = folder / "in.mp4", folder / "out.mp4"
    source.write_bytes(b"original")
    source.chmod(original)
    before = os.umask(umask)
    try:
        with atomic_write(target, force=False, source=source) as new:
            assert stat.S_IMODE(new.stat().st_mode) == 0o600
            new.write_bytes(b"redacted")
        make_folder(folder / "audit", source=source)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    mode, folder_mode = (stat.S_IMODE(path.stat().st_mode) for path in (target, folder / "audit"))
    assert mode == 0o600 | (original & 0o066 & ~umask)
    assert folder_mode & 0o700 == 0o700
    assert folder_mode & 0o044 & ~original == 0
    assert folder_mode & 0o011 == (folder_mode & 0o044) >> 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another group")
def test_the_members_of_another_group_are_strangers_to_the_original(tmp_path: Path) -> None:
    source, target = tmp_path / "in.mp4", tmp_path / "out.mp4"
    source.write_bytes(b"original")
    os.chown(source, -1, 12345)
    for mode, expected in ((0o640, 0o600), (0o644, 0o644)):
        source.chmod(mode)
        with atomic_write(target, force=True, source=source) as new:
            new.write_bytes(b"redacted")
        assert stat.S_IMODE(target.stat().st_mode) == expected


def test_a_file_that_appears_during_the_work_is_never_replaced_without_force(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"

    def write() -> None:
        with atomic_write(target, force=False) as new:
            new.write_bytes(b"ours")
            target.write_bytes(b"theirs")

    with pytest.raises(VeilproofError, match="exists already"):
        write()
    assert target.read_bytes() == b"theirs"
    assert _names(tmp_path) == ["out.mp4"]


def test_an_original_that_appears_during_the_work_is_not_replaced_even_with_force(tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"

    def write() -> None:
        with atomic_write(target, force=True, content=Content.VIDEO) as new:
            new.write_bytes(b"ours")
            video(target)
            _plan(tmp_path / "out.veil", "out.mp4")

    with pytest.raises(VeilproofError, match="is the original of"):
        write()
    assert target.read_bytes() != b"ours"


@pytest.mark.parametrize("hard_links", [True, False])
def test_of_many_writers_without_force_one_wins(
    hard_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hard_links:

        def no_link(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_link)
    target, barrier = tmp_path / "out.bin", threading.Barrier(8)
    lost: list[str] = []
    won: list[int] = []

    def write(number: int) -> None:
        try:
            with atomic_write(target, force=False) as new:
                new.write_text(str(number) * 1000, encoding="ascii")
                barrier.wait()
            won.append(number)
        except VeilproofError as error:
            lost.append(str(error))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert target.read_text() == str(won[0]) * 1000
    assert all("exists already" in line for line in lost)
    assert _names(tmp_path) == ["out.bin"]


def test_a_new_temporary_file_is_never_taken_for_an_abandoned_one(tmp_path: Path) -> None:
    target, stop = tmp_path / "out.bin", threading.Event()

    def remove() -> None:
        while not stop.is_set():
            temporary_files.remove_abandoned(target)

    remover = threading.Thread(target=remove)
    remover.start()
    try:
        for number in range(300):
            with atomic_write(target, force=True) as new:
                assert stat.S_IMODE(new.stat().st_mode) == 0o600
                with new.open("r+b") as file:
                    file.write(b"%d" % number)
            assert target.read_bytes() == b"%d" % number
    finally:
        stop.set()
        remover.join()


def test_a_trap_in_the_place_of_an_abandoned_file_is_left_alone(tmp_path: Path) -> None:
    target, treasure = tmp_path / "out.bin", tmp_path / "treasure"
    treasure.write_bytes(b"precious")
    (tmp_path / ".out.00000000.partial.bin").symlink_to(treasure)
    os.mkfifo(tmp_path / ".out.11111111.partial.bin")
    (tmp_path / ".out.notes.partial.bin").write_bytes(b"somebody's")
    with atomic_write(target, force=False) as new:
        new.write_bytes(b"whole")
    assert treasure.read_bytes() == b"precious"
    assert (tmp_path / ".out.notes.partial.bin").read_bytes() == b"somebody's"


def test_a_folder_that_a_killed_process_left_is_removed_and_one_in_use_is_not(tmp_path: Path) -> None:
    left = tmp_path / ".out.00000000.partial"
    left.mkdir()
    (left / "march.redacted.mp4").write_bytes(b"half")
    (tmp_path / ".out.notes.partial").mkdir()
    with temporary_files.temporary_folder(tmp_path / "out") as used:
        assert not left.exists()
        (used / "file").write_bytes(b"whole")
        temporary_files.remove_abandoned(tmp_path / "out")
        assert (used / "file").exists()
    assert _names(tmp_path) == [".out.notes.partial"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS])
def test_an_error_of_writing_names_the_output_and_no_other_file(number: int, tmp_path: Path) -> None:
    def fail(error: OSError) -> None:
        with atomic_write(tmp_path / "out.mp4", force=False):
            raise error

    with pytest.raises(VeilproofError, match=r"out\.mp4 cannot be written: ") as raised:
        fail(OSError(number, os.strerror(number)))
    assert "partial" not in str(raised.value)
    with pytest.raises(OSError, match=r"in\.mp4"):
        fail(OSError(errno.EIO, "Input/output error", "in.mp4"))
    assert _names(tmp_path) == []


def test_a_finished_file_is_moved_to_its_name_under_the_same_rules(tmp_path: Path) -> None:
    finished, target = tmp_path / "work", tmp_path / "out.txt"
    finished.write_text("new")
    target.write_text("old")
    with pytest.raises(VeilproofError, match="exists already"):
        give_name(finished, target, force=False)
    assert finished.exists()
    give_name(finished, target, force=True)
    assert target.read_text() == "new"
    assert _names(tmp_path) == ["out.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_at_any_moment_of_a_write_leaves_no_temporary_file(number: str, tmp_path: Path) -> None:
    program = (
        "import os, random, signal, sys, threading, time\n"
        "from pathlib import Path\n"
        "from veilproof.media.writing import atomic_write\n"
        "from veilproof.process import stoppable\n"
        "target = Path(sys.argv[1])\n"
        "def stop():\n"
        "    time.sleep(random.random() * 0.003)\n"
        f"    os.kill(os.getpid(), signal.{number})\n"
        "for moment in range(300):\n"
        "    thread = threading.Thread(target=stop)\n"
        "    try:\n"
        "        with stoppable():\n"
        "            thread.start()\n"
        "            for _ in range(20):\n"
        "                with atomic_write(target, force=False) as new:\n"
        "                    new.write_bytes(b'whole')\n"
        "                target.unlink()\n"
        "            thread.join()\n"
        "            time.sleep(0.001)\n"
        "    except KeyboardInterrupt:\n"
        "        pass\n"
        "    thread.join()\n"
        "    left = set(os.listdir(target.parent)) - {target.name}\n"
        "    assert not left, left\n"
        "    target.unlink(missing_ok=True)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out.bin")], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
