"""Values of a manifest that are lists, as `silence 12.5-13.1; disguise 0:20-1:05`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Part = TypeVar("_Part")


def parsed_list(text: str, parse: Callable[[str], _Part], most: int, what: str) -> list[_Part]:
    """The parts of a value, in its order; empty ones are left out.

    Args:
        text: the value.
        parse: makes one part of its text, or raises a `ValueError`.
        most: how many there may be.
        what: they are, in the plural.

    Raises:
        ValueError: one is not written as it should be, or there are more.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > most:
        raise ValueError(f"there are more than {most} {what}")
    return [parse(part) for part in parts]
