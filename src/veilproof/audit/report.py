"""Writes the report: `audit.json` for programs, `audit.html` for people, and optionally the leaks as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from veilproof.audit import charts
from veilproof.audit.attackers import Scope
from veilproof.audit.findings import Findings, LeakFinding, as_json
from veilproof.audit.leak_pictures import leak_pictures
from veilproof.media.writing import atomic_write
from veilproof.timecode import timecode

_MAX_PICTURES = 10
"""Leaks that are shown as pictures and named on the command line: what a person can check at once. A round number."""
_MIN_TRACKS_FOR_CHART = 5
"""Attacked tracks: a chart of fewer scores shows nothing that the table does not."""


def write_report(findings: Findings, redacted: Path, folder: Path, *, as_csv: bool = False) -> None:
    """Write `audit.json`, `audit.html` and, with `as_csv`, `leaks.csv` into a folder, each atomically.

    The files of an earlier audit are replaced.

    Raises:
        VeilproofError: they cannot be written, or the redacted file cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "audit.json", as_json(findings))
    _write(folder / "audit.html", as_html(findings, redacted).encode())
    if as_csv:
        _write(folder / "leaks.csv", _csv(findings).encode())


def as_html(findings: Findings, redacted: Path) -> str:
    """The report as one page without external references.

    Raises:
        VeilproofError: the redacted file cannot be read.
    """
    worst = worst_leaks(findings)
    inside = [attack for attack in findings.attacks if attack.scope is Scope.INSIDE]
    charted = [attack for attack in inside if attack.rank_1.trials >= _MIN_TRACKS_FOR_CHART]
    by_recogniser = {name: [a for a in charted if a.recogniser == name] for name in findings.recognisers}
    pictures = leak_pictures(redacted, worst, findings.begins_at_frame, findings.size)
    return _template().render(
        findings=findings,
        worst=list(zip(worst, pictures, strict=True)),
        counted=[leak for leak in findings.leaks if leak.counts],
        doubtful=[leak for leak in findings.leaks if not leak.counts],
        timeline=charts.timeline(findings),
        curves={name: charts.det_curves(attacks) for name, attacks in by_recogniser.items() if attacks},
        histograms=[charts.score_histogram(attack) for attack in charted],
        scopes=Scope,
    )


def worst_leaks(findings: Findings) -> list[LeakFinding]:
    """The leaks to check first: large, and with much that survives; at most ten."""
    counted = [leak for leak in findings.leaks if leak.counts]
    return sorted(counted, key=lambda leak: leak.size_px * leak.survives, reverse=True)[:_MAX_PICTURES]


def track_name(track: int | None) -> str:
    """The name of a track in reports; a cover dropout may have no track."""
    return "a cover dropout" if track is None else f"track {track}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("veilproof.audit", "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{share:.1%}"
    environment.filters["timecode"] = timecode
    environment.filters["track"] = track_name
    return environment.get_template("report.html")


def _csv(findings: Findings) -> str:
    out = io.StringIO()
    names = [field.name for field in dataclasses.fields(LeakFinding)]
    writer = csv.writer(out)
    writer.writerow(names)
    for leak in findings.leaks:
        writer.writerow([" ".join(map(str, v)) if isinstance(v := getattr(leak, name), tuple) else v for name in names])
    return out.getvalue()


def _write(path: Path, content: bytes) -> None:
    with atomic_write(path, force=True) as temporary:
        temporary.write_bytes(content)
