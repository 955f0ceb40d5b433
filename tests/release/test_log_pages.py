"""The log for people: spreadsheets execute nothing of it, and no reason hides another."""

from __future__ import annotations

import csv
import io

from veilproof.kind import Kind
from veilproof.plan import Decision
from veilproof.release.log import FORMAT, Log, LoggedTrack, Why
from veilproof.release.log_pages import as_html, log_as_csv
from veilproof.render.covers import Method, Shape


def _log(*whys: Why) -> Log:
    tracks = tuple(
        LoggedTrack(number, Kind.FACE, False, Decision.KEEP, 0, 0, 0.0, 0.0, why, b"")
        for number, why in enumerate(whys)
    )
    return Log(FORMAT, False, "photo", 64, 64, 1, Method.SOLID, Shape.ELLIPSE, 1.5, 1.3, 0.3, tracks, (), (), ())


def test_a_note_that_begins_with_a_line_break_is_no_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(log_as_csv(_log(Why("child", "A child", "", "\n=1+1", "AB", "")))))
    assert row["note"].startswith("'")


def test_the_page_says_what_verify_cannot_tell() -> None:
    page = as_html(_log(Why("child", "A child", "", "", "AB", "")), "a")
    assert "proves it" not in page
    for limit in ("by more than encoding does", "not prove that the original is authentic", "hide the right things"):
        assert limit in " ".join(page.split())


def test_reasons_with_one_code_and_other_words_are_both_listed() -> None:
    page = as_html(_log(Why("x", "The first text", "", "", "", ""), Why("x", "The second text", "", "", "", "")), "a")
    assert "The first text" in page
    assert "The second text" in page
