"""Writes the report: `report.json` for programs, `report.html` for people."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from veilproof.errors import VeilproofError
from veilproof.lab import unfinished
from veilproof.lab.findings import Findings, as_json
from veilproof.lab.sentences import of_100
from veilproof.media.writing import atomic_write, check_output, make_folder

_MARKS = {
    "report.json": b'{\n "schema": "veilproof lab',
    "report.html": b'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>How much a covering hides',
    unfinished.NAME: unfinished.MARK,
}
"""By name, what stands at the beginning of each file of an earlier run, which is replaced; nothing else is."""


def check_report(folder: Path) -> None:
    """Check, before the work, that a report can be written into a folder.

    Raises:
        VeilproofError: a file there has the name of a report and is none.
    """
    if folder.exists() and not folder.is_dir():
        raise VeilproofError(f"{folder} is not a folder: choose another name")
    for name, mark in _MARKS.items():
        check_output(folder / name, force=False, mark=mark)


def write_report(findings: Findings, folder: Path, source: Path) -> None:
    """Write both files, each whole or not at all; nobody may read them who may not read the set.

    Raises:
        VeilproofError: they cannot be written.
    """
    make_folder(folder, source=source)
    contents = {"report.json": as_json(findings), "report.html": as_html(findings).encode()}
    for name, content in contents.items():
        with atomic_write(folder / name, force=False, source=source, mark=_MARKS[name]) as target:
            target.write_bytes(content)


def as_html(findings: Findings) -> str:
    """The report as one page without external references."""
    return _template().render(findings=findings)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("veilproof.lab", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["of_100"] = of_100
    return environment.get_template("report.html")
