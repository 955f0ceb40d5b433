"""Creating and opening plans: what is not a plan of this version is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.conftest import OnlyWrites
from tests.plan.samples import FACTS, PTS, face
from veilproof.errors import VeilproofError
from veilproof.plan import Plan


def test_a_new_plan_knows_its_facts_and_is_not_complete_until_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.veil"
    with Plan.create(path, FACTS) as plan:
        assert plan.facts == {**FACTS, "state": "scanning"}
        assert plan.time_base == Fraction(1, 1000)
        assert not plan.complete
        plan.add({}, enumerate(PTS), [])
        plan.finish({})
        assert plan.complete
    with Plan(path) as again:
        assert again.complete
        assert again.facts["frames"] == "6"


def test_a_plan_is_one_file_and_nothing_else(tmp_path: Path, only_writes: OnlyWrites) -> None:
    with only_writes(tmp_path, {"a.veil"}), Plan.create(tmp_path / "a.veil", FACTS) as plan:
        plan.add({}, enumerate(PTS), [face(0, 3)])
        plan.finish({})


def test_a_new_plan_never_replaces_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "a.veil"
    path.write_bytes(b"decisions of three days")
    with pytest.raises(VeilproofError, match=r"a\.veil.*exists already.*--force"):
        Plan.create(path, FACTS)
    assert path.read_bytes() == b"decisions of three days"


def test_a_plan_in_a_missing_folder_is_an_error_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="nowhere") as raised:
        Plan.create(tmp_path / "nowhere" / "a.veil", FACTS)
    assert "\n" not in str(raised.value)


def missing(path: Path) -> None:
    path.unlink()


def a_photo(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(5000))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE fact (name, value)")
    db.close()


def newer_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (missing, "no such plan"),
        (a_photo, "not a plan"),
        (empty, "not a plan"),
        (another_database, "not a plan"),
        (newer_version, "version 99"),
        (truncated, "not a plan|damaged|malformed"),
    ],
)
def test_a_file_that_is_not_a_plan_is_refused_in_one_line(
    tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "a.veil"
    Plan.create(path, FACTS).close()
    damage(path)
    with pytest.raises(VeilproofError, match=message) as raised:
        Plan(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
