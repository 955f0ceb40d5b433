"""One certificate over all results of an archive, under which each can be proved alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veilproof import VeilproofError
from veilproof.archive.certify import ArchiveRelease, certify, read_archive_release, verify_archive
from veilproof.archive.journal import Journal
from veilproof.release.signature import canonical
from veilproof.source import digest

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal of an archive with five results, one of them failed."""
    folder = tmp_path / "state"
    folder.mkdir()
    with Journal.create(folder):
        (path,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as db:
        for number in range(5):
            result = tmp_path / f"{number}.mp4"
            result.write_bytes(b"%d" % number)
            db.execute(
                "INSERT INTO item (source, relative, stamp, options, decisions, state, target, output_sha256,"
                " output_size, sha256) VALUES (?, ?, '', '{}', x'', ?, ?, ?, 1, ?)",
                (
                    *(b"/in/%d.mp4" % number, b"%d.mp4" % number, "failed" if number == 4 else "done"),
                    *(b"%d.mp4" % number, digest(result), "0" * 64),
                ),
            )
        db.commit()
    return folder


def _written(journal: Path, tmp_path: Path) -> ArchiveRelease:
    with Journal(journal) as opened:
        certify(opened, tmp_path / "all.json", KEY, force=False)
    return read_archive_release(tmp_path / "all.json")


def test_every_result_is_proved_and_nothing_else(journal: Path, tmp_path: Path) -> None:
    release = _written(journal, tmp_path)
    assert release.certificate.items == 4, "what failed has no result"
    assert not verify_archive(release, [tmp_path / "2.mp4"], KEY.public_key()).against
    assert verify_archive(release, [tmp_path / "4.mp4"], None).against
    assert str(tmp_path) not in (tmp_path / "all.json").read_text("utf-8")


def test_one_row_is_proved_without_the_others(journal: Path, tmp_path: Path) -> None:
    release = _written(journal, tmp_path)
    alone = replace(release, items=(release.items[2],))
    (tmp_path / "one.json").write_bytes(canonical(alone))
    assert not verify_archive(
        read_archive_release(tmp_path / "one.json"), [tmp_path / "2.mp4"], KEY.public_key()
    ).against


def test_a_changed_row_or_root_is_found(journal: Path, tmp_path: Path) -> None:
    release = _written(journal, tmp_path)
    row = replace(release.items[0], item=replace(release.items[0].item, verdict="passed"))
    assert verify_archive(replace(release, items=(row, *release.items[1:])), [], None).against
    assert verify_archive(replace(release, certificate=replace(release.certificate, items=3)), [], None).against
    garbage = replace(release.items[0], path=("zz",))
    assert verify_archive(replace(release, items=(garbage, *release.items[1:])), [], None).against
    assert verify_archive(release, [], Ed25519PrivateKey.generate().public_key()).against


def test_an_archive_without_results_has_no_certificate(tmp_path: Path) -> None:
    with Journal.create(tmp_path) as journal, pytest.raises(VeilproofError, match="no result yet"):
        certify(journal, tmp_path / "all.json", None, force=False)
