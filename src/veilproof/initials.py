"""Initials of people: up to four letters, because more would be a name."""

from __future__ import annotations

import unicodedata

_MOST_LETTERS = 4
"""More would be a name, and no file of veilproof holds names."""


def are_initials(text: str) -> bool:
    """Whether a text is initials: one to four letters, and nothing else."""
    return text.isalpha() and len(text) <= _MOST_LETTERS


def compared(text: str) -> str:
    """Initials in a form in which those of one person are the same, however they typed them; empty without a letter."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalpha())
