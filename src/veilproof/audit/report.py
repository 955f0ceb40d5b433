"""Writes the report: `audit.json` for programs, `audit.html` for people, and optionally the leaks as CSV."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from veilproof.audit.attackers import Scope
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import Answer, AttackFinding, Findings, LeakFinding, Outcome, Weight, as_json
from veilproof.audit.leak_pictures import leak_pictures
from veilproof.audit.leaks import LeakKind
from veilproof.audit.timeline import timeline
from veilproof.audit.verdict import count, count_of, name_of
from veilproof.errors import VeilproofError
from veilproof.html_page import page_template
from veilproof.kind import Kind, words_of
from veilproof.language import LANGUAGES, RIGHT_TO_LEFT
from veilproof.media.writing import atomic_write, check_output, make_folder
from veilproof.risk.matched_share import matched_shares
from veilproof.table import csv_of
from veilproof.timecode import timecode

_MAX_PICTURES = 10
"""Leaks that are shown as pictures and named on the command line: what a person can check at once. A round number."""
_MAX_LISTED = 60
"""Findings that the list has: those that do not count may be hundreds. A round number."""
_MIN_TRACKS_FOR_CHART = 5
"""Attacked tracks: a chart of fewer scores shows nothing that the table does not."""


_WEIGHTS = {Weight.COUNTS: "fails the file", Weight.REVIEW: "must be looked at", Weight.REPORTED: "only told"}
"""What a finding does to the verdict, in words."""

REPORT = "audit.json"
"""The name of the report for programs."""
_MARKS = {
    REPORT: b'"schema": "veilproof audit',
    "audit.html": b"<title>Audit of ",
    "leaks.csv": b"number,kind,",
}
"""By name, what stands at the beginning of each file of an earlier audit, which is replaced; nothing else is."""


def write_report(
    findings: Findings, redacted: Path, folder: Path, *, as_csv: bool = False, original: Path | None = None
) -> None:
    """Write `audit.json`, `audit.html` and, if asked for, `leaks.csv` into a folder, each whole or not at all.

    What an earlier audit wrote there is replaced. Nobody may read them who may not read the original.

    Args:
        findings: of the audit.
        redacted: the file after.
        folder: made where it is not there.
        as_csv: also write `leaks.csv`.
        original: the file before; the permissions are those of the redacted file if it is not given.

    Raises:
        VeilproofError: they cannot be written, or the redacted file cannot be read.
    """
    source = original or redacted
    make_folder(folder, source=source)
    _put(folder / REPORT, as_json(findings), source)
    _put(folder / "audit.html", as_html(findings, redacted).encode(), source)
    if as_csv:
        _put(folder / "leaks.csv", as_csv_text(findings).encode(), source)


def check_report(folder: Path) -> None:
    """Check, before the work, that a report can be written into a folder.

    Raises:
        VeilproofError: a file there has the name of a report and is none.
    """
    if folder.exists() and not folder.is_dir():
        raise VeilproofError(f"{folder} is not a folder: choose another name")
    for name, mark in _MARKS.items():
        check_output(folder / name, force=False, mark=mark)


def as_html(findings: Findings, redacted: Path) -> str:
    """The report as one page without external references.

    Raises:
        VeilproofError: the redacted file cannot be read.
    """
    worst = places_to_review(findings)
    inside = [attack for attack in findings.attacks if attack.scope is Scope.INSIDE]
    charted = [attack for attack in inside if attack.rank_1.trials >= _MIN_TRACKS_FOR_CHART]
    curves, histograms = _charts(charted, findings.recognisers)
    pictures = leak_pictures(redacted, worst, findings.begins_at_frame, findings.size)
    template = page_template(
        "veilproof.audit", "report.html", percent2=_percent2, timecode=timecode, count=count, count_of=_count_of
    )
    return template.render(
        leak_name=leak_name,
        track_name=track_name,
        findings=findings,
        worst=list(zip(worst, pictures, strict=True)),
        listed=sorted(findings.leaks, key=_importance, reverse=True)[:_MAX_LISTED],
        has_bare=any(leak.counts for leak in findings.leaks),
        visible=_visible_faces(findings),
        is_video=findings.kind is MediaKind.VIDEO,
        timeline=timeline(findings),
        curves=curves,
        histograms=histograms,
        scopes=Scope,
        languages={code: name for code, name in LANGUAGES.items() if code != "en" and code in findings.sentences},
        right_to_left=RIGHT_TO_LEFT,
        weights=_WEIGHTS,
        not_searched=words_of(findings.not_searched).replace(",", ", "),
    )


def _visible_faces(findings: Findings) -> str:
    """What the laboratory measured for the worst of the faces that stay visible by decision; empty without one."""
    kept = [track for track in findings.tracks if track.outcome is Outcome.KEPT]
    if not kept:
        return ""
    table = matched_shares()
    rows = [(table.of_visible_face(each.size_px, behind_mask=each.behind_mask), each.behind_mask) for each in kept]
    # A bare face says more than one behind a mask with the same number.
    row, behind_mask = max(rows, key=lambda each: (each[0].share, not each[1]))
    rate = f"{100 * row.share:.0f} ({100 * row.low:.0f} to {100 * row.high:.0f})"
    if behind_mask:
        return (
            f"What stays visible is behind a mask. In the laboratory an open recogniser finds up to {rate} of 100"
            f" people by a face of {row.face_px} pixels behind a mask among {table.gallery}."
        )
    return (
        f"In the laboratory an open recogniser finds {rate} of 100 people by a bare face of {row.face_px} pixels among"
        f" {table.gallery}, and a mask or a cap takes little off that."
    )


def _charts(attacks: Sequence[AttackFinding], recognisers: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The DET curves by recogniser, and the histograms, as SVG."""
    if not attacks:
        return {}, []
    # Matplotlib takes half a second to import, and most reports have no attack to draw.
    from veilproof.audit import charts

    by_recogniser = {name: [attack for attack in attacks if attack.recogniser == name] for name in recognisers}
    curves = {name: charts.det_curves(own) for name, own in by_recogniser.items() if own}
    return curves, [charts.score_histogram(attack) for attack in attacks]


def _importance(leak: LeakFinding) -> tuple[bool, bool, bool, bool, float]:
    """What comes first in the list of all findings: what counts, what must be looked at, what was answered."""
    is_moved = leak.kind is LeakKind.MOVED_COVER
    return leak.counts, leak.needs_review, leak.answer is not None, is_moved, leak.confidence


def places_to_review(findings: Findings) -> list[LeakFinding]:
    """The findings to check first: those that count before others, large ones of which much survives; at most ten."""
    places = [leak for leak in findings.leaks if leak.counts or leak.needs_review]
    places.sort(key=lambda leak: (leak.counts, leak.size_px * leak.survives), reverse=True)
    return places[:_MAX_PICTURES]


def leak_name(leak: LeakFinding, findings: Findings) -> str:
    """What a finding is called: by the number of the plan's track, if a plan was given."""
    if leak.kind in (LeakKind.HEAD, LeakKind.TEXT, LeakKind.PLATE):
        return name_of(leak.kind) if leak.plan_track is None else f"{name_of(leak.kind)}, track {leak.plan_track}"
    what = "a cover that moved" if leak.kind is LeakKind.MOVED_COVER and not leak.needs_review else "a missing cover"
    if leak.track is not None:
        return track_name(leak.track, leak.plan_track, findings)
    return what if leak.plan_track is None else f"{what}, track {leak.plan_track}"


def track_name(track: int, plan_track: int | None, findings: Findings) -> str:
    """What a track is called: by its number in the plan, if a plan was given."""
    if findings.reviewed is None:
        return f"face {track}"
    return "not in the plan" if plan_track is None else f"track {plan_track}"


def _count_of(number: int, kind: Kind) -> str:
    return count_of(number, LeakKind(kind.value))


def _percent2(share: float) -> str:
    return f"{share:.2%}"


def as_csv_text(findings: Findings) -> str:
    """The leaks, one a row; no cell is a formula."""
    names = [field.name for field in dataclasses.fields(LeakFinding)]
    return csv_of([names, *([_cell(leak, name) for name in names] for leak in findings.leaks)])


def _cell(leak: LeakFinding, name: str) -> object:
    value = getattr(leak, name)
    return f"{leak.denial}, {value.by}: {value.reason}" if isinstance(value, Answer) else value


def _put(path: Path, content: bytes, source: Path) -> None:
    with atomic_write(path, force=False, source=source, mark=_MARKS[path.name]) as unfinished:
        unfinished.write_bytes(content)
