"""Tables that are written for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Text that begins with one of these is executed by spreadsheets (OWASP, CSV injection)."""


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV. No text is a formula: what would be one begins with an apostrophe.

    A tuple of numbers is one cell. Numbers stay as they are.
    """
    out = io.StringIO()
    csv.writer(out).writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(str(float(each)) if isinstance(each, float) else str(int(each)) for each in value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
