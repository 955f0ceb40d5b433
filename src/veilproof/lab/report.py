"""Writes the report: `report.json` for programs, `report.html` for people."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np

from veilproof.errors import VeilproofError
from veilproof.html_page import page_template
from veilproof.lab import unfinished
from veilproof.lab.cameras import AS_TAKEN
from veilproof.lab.coverings import COVERINGS, cover
from veilproof.lab.findings import DifferenceFinding, Findings, as_json
from veilproof.lab.sentences import of_100
from veilproof.lab.synthetic import synthetic_people
from veilproof.media.writing import atomic_write, check_output, make_folder

_MARKS = {
    "report.json": b'{\n "schema": "veilproof lab',
    "report.html": b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>How much a covering',
    unfinished.NAME: unfinished.MARK,
}
"""By name, what stands at the beginning of each file of an earlier run, which is replaced; nothing else is."""

_PICTURE_SCALE = 0.75
"""Size of a portrait in the report."""
_JPEG_QUALITY = 82


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
    # Matplotlib takes half a second to import.
    from veilproof.lab import charts

    shown = []
    for covering in findings.coverings:
        attacks = [attack for attack in covering.attacks if attack.camera == AS_TAKEN.name]
        strongest = covering.attacks[covering.strongest]
        curves = charts.det_curves(attacks), charts.gallery_curves(attacks, strongest)
        shown.append((covering, _picture(covering.name, findings.seed), *curves))
    template = page_template("veilproof.lab", "report.html", of_100=of_100, points=_points)
    return template.render(findings=findings, shown=shown, overview=charts.overview(findings.coverings))


def _picture(name: str, seed: int) -> str:
    """Synthetic people with a covering, as the address of an image."""
    covering = next(each for each in COVERINGS if each.name == name)
    drawn = [cover(person, covering, (seed, index)).pixels for index, person in enumerate(synthetic_people())]
    bgr = cv2.cvtColor(np.concatenate(drawn, axis=1), cv2.COLOR_RGB2BGR)
    small = cv2.resize(bgr, None, fx=_PICTURE_SCALE, fy=_PICTURE_SCALE, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg.tobytes()).decode()}"


def _points(difference: DifferenceFinding) -> str:
    """A difference of rates, of 100 people: -21 (-27 to -15)."""
    value, low, high = (round(100 * each) for each in (difference.difference, difference.low, difference.high))
    return f"{value:+d} ({low:+d} to {high:+d})"
