"""The log of a release for people: a table for spreadsheets, and a page that prints."""

from __future__ import annotations

from veilproof.html_page import page_template
from veilproof.kind import LINES
from veilproof.plan import Decision
from veilproof.release.log import Log, Why
from veilproof.table import csv_of
from veilproof.timecode import timecode

_COLUMNS = (
    "item",
    "number",
    "kind",
    "decision",
    "from",
    "to",
    *("reason", "text", "basis", "note", "by", "at", "decided_by", "decided_at"),
)
_DESCRIBED = ("what", "place", "local_time", "known", "by", "at")
"""What the table says of what happens, besides the times."""


def log_as_csv(log: Log) -> str:
    """The log as a table, one thing a row; times are H:MM:SS.mmm since the first frame."""
    return csv_of([*_draft_line(log), _COLUMNS, *_rows(log)])


def as_html(log: Log, output: str) -> str:
    """The log as a page without external references, for print.

    Args:
        log: the log.
        output: name of the redacted file.
    """
    # Two people may give one code different words.
    whys = [track.why for track in log.tracks] + [each.why for each in log.sound] + [each.why for each in log.left_out]
    reasons = {(why.code, why.text, why.basis): why for why in whys}
    template = page_template("veilproof.release", "redactions.html", timecode=timecode, day=_day)
    return template.render(
        log=log,
        output=output,
        covered=sum(track.decision is Decision.COVER for track in log.tracks),
        has_lines=any(track.kind in LINES and track.decision is Decision.COVER for track in log.tracks),
        kept=sum(track.decision is Decision.KEEP for track in log.tracks),
        reasons=[reasons[key] for key in sorted(reasons)],
    )


def incidents_as_csv(log: Log) -> str:
    """What happens in the film, as people described it, one stretch a row."""
    rows = (
        [timecode(each.from_seconds), timecode(each.to_seconds), *(getattr(each, name) for name in _DESCRIBED)]
        for each in log.incidents
    )
    return csv_of([*_draft_line(log), ["from", "to", *_DESCRIBED], *rows])


def _draft_line(log: Log) -> list[list[str]]:
    return [["DRAFT, not released"]] if log.draft else []


def _rows(log: Log) -> list[tuple[str, ...]]:
    rows = []
    for track in log.tracks:
        span = timecode(track.from_seconds), timecode(track.to_seconds)
        rows.append(
            (
                "track",
                str(track.track),
                track.what,
                str(track.decision),
                *span,
                *_why(track.why),
                track.decided_by,
                track.decided_at,
            )
        )
    for sound in log.sound:
        ends = [timecode(each) if each is not None else "" for each in (sound.from_seconds, sound.to_seconds)]
        rows.append(
            (
                "sound",
                str(sound.number),
                "sound",
                str(sound.treatment),
                *ends,
                *_why(sound.why),
                sound.decided_by,
                sound.decided_at,
            )
        )
    rows += [("content", "", content.what, "left out", "", "", *_why(content.why), "", "") for content in log.left_out]
    return rows


def _why(why: Why) -> tuple[str, ...]:
    return why.code, why.text, why.basis, why.note, why.by, why.at


def _day(at: str) -> str:
    return at[:16].replace("T", " ")
