"""What a page is refused is said in its language: what a person can ask for, and what can happen to the files."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.panning_film import film
from tests.render.selfchecks import plan_of
from veilproof import render
from veilproof.errors import VeilproofError
from veilproof.language import LANGUAGES, text
from veilproof.language.message import LocalisedError, said
from veilproof.media.writing import atomic_write
from veilproof.plan import Moves, Plan
from veilproof.review import edits
from veilproof.review.reviewed_file import ReviewedFile

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ReviewedFile]:
    """A film with two tracks that were found; of the second, somebody says that it is a number plate."""
    source = film(tmp_path / "film.mp4", cut=25)
    plan_of(source, [np.tile(np.array([[at, 100, at + 40, 140]], np.float32), (21, 1)) for at in (100, 200)])
    with closing(ReviewedFile(source, source.with_suffix(".veil"))) as opened:
        yield opened


def change(file: ReviewedFile, edit: edits.Change) -> int:
    return file.change(edits.Request(edit, file.revision(), "AB")) or 0


def in_spanish(error: VeilproofError) -> str:
    """What a Spanish page says."""
    assert isinstance(error, LocalisedError), f"in English: {error}"
    for language in LANGUAGES:
        assert text(language, error.message.key, **error.message.values)  # type: ignore[arg-type]
    assert said(error)["messages"]
    return text("es", error.message.key, **error.message.values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (edits.Split(1, 0), "La pista 1 empieza en este fotograma"),
        (edits.Split(1, 40), "La pista 1 no está en el fotograma 41"),
        (edits.Join(1, 9), "No hay pista 9"),
        (edits.Move(1, 3, (5000.0, 5.0, 5020.0, 25.0)), "recuadro"),
        (edits.Follow(1, 3), "La pista 1 fue encontrada"),
        (edits.Undo(), "No hay nada que deshacer"),
        (edits.Redo(), "No hay nada que rehacer"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_in_the_language_of_the_page(
    edit: edits.Change, words: str, file: ReviewedFile
) -> None:
    with pytest.raises(VeilproofError) as refused:
        change(file, edit)
    assert words in in_spanish(refused.value)


def test_tracks_that_are_not_joined_are_left_two_in_the_language_of_the_page(file: ReviewedFile) -> None:
    light = change(file, edits.Draw(3, (50.0, 50.0, 90.0, 90.0), moves=Moves.FIXED, all_but=True))
    sign = change(file, edits.Draw(3, (50.0, 50.0, 90.0, 90.0), moves=Moves.FIXED))
    with pytest.raises(VeilproofError) as refused:
        change(file, edits.Join(light, sign))
    assert "tapa todo menos su recuadro" in in_spanish(refused.value)
    with closing(sqlite3.connect(file.plan)) as db:
        assert db.execute("SELECT count(*) FROM track").fetchone() == (4,)


def test_a_film_that_is_gone_or_another_one_is_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    source, other = film(tmp_path / "film.mp4", cut=25), film(tmp_path / "other.mp4", cut=30)
    plan_of(source, [])
    other.replace(source)
    with pytest.raises(VeilproofError) as refused:
        render(source, output=tmp_path / "out.mp4")
    assert "film.mp4 no es el archivo que se analizó" in in_spanish(refused.value)
    source.unlink()
    with pytest.raises(VeilproofError) as refused:
        render(source, output=tmp_path / "out.mp4")
    assert "film.mp4 ya no existe" in in_spanish(refused.value)


def test_a_plan_that_something_else_has_changed_is_said_in_the_language_of_the_page(file: ReviewedFile) -> None:
    with closing(sqlite3.connect(file.plan, isolation_level=None)) as db:
        db.execute("UPDATE track SET decision = 'keep' WHERE id = 1")
    for attempt in (lambda: change(file, edits.Split(2, 5)), lambda: Plan(file.plan).close()):
        with pytest.raises(VeilproofError) as refused:
            attempt()
        assert "film.veil: este plan no está como lo escribió veilproof" in in_spanish(refused.value)


@pytest.mark.parametrize("through_a_library", [False, True])
def test_a_full_disk_is_said_of_the_file_that_a_person_knows(through_a_library: bool, tmp_path: Path) -> None:
    def write() -> None:
        with atomic_write(tmp_path / "out.mp4", force=False) as temporary:
            if through_a_library:
                english = f"{temporary} cannot be written: the disk is full"
                raise LocalisedError("error-disk-full", english=english, name=temporary.name)
            raise OSError(errno.ENOSPC, "No space left on device", str(temporary))

    with pytest.raises(VeilproofError) as refused:
        write()
    assert in_spanish(refused.value).startswith("out.mp4 no se puede escribir: el disco está lleno")
    assert str(tmp_path / "out.mp4") in str(refused.value)
