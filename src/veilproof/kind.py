"""Kinds: what is found and covered, and the words with which a person asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from veilproof.errors import VeilproofError


class Kind(StrEnum):
    """What a track shows."""

    FACE = "face"
    HEAD = "head"
    """From any side: turned away, in a hood, a helmet or a balaclava."""
    TEXT = "text"
    """A line of it; found, never read."""
    PLATE = "plate"
    """The number plate of a vehicle."""
    AREA = "area"
    """What a person drew."""


WORDS = {"faces": Kind.FACE, "heads": Kind.HEAD, "text": Kind.TEXT, "plates": Kind.PLATE}
"""What a person can ask for, by the word for it."""
FACES = (Kind.FACE,)
"""What is looked for if nobody says."""
DEFAULT_COVER = "faces"
"""The same as a word."""
LINES = (Kind.TEXT, Kind.PLATE)
"""Kinds that lie in the picture as turned boxes."""


def kinds_of(text: str) -> tuple[Kind, ...]:
    """The kinds that a list of words names, such as `faces,plates`, each once, in the order of WORDS.

    Raises:
        VeilproofError: a word is unknown, or there is none.
    """
    words = [word.strip().lower() for word in text.split(",")]
    unknown = [word for word in words if word not in WORDS]
    if unknown:
        raise VeilproofError(
            f"cover {text[:80]!r}: no kind is called {unknown[0][:40]!r}; there are {', '.join(WORDS)}"
        )
    return tuple(kind for word, kind in WORDS.items() if word in words)


def absence_of(kinds: Iterable[Kind]) -> str:
    """What a search for these kinds says that found none: `no face`, or `nothing` if not only faces were asked for."""
    return "no face" if tuple(kinds) == FACES else "nothing"


def words_of(kinds: Iterable[Kind]) -> str:
    """The inverse of `kinds_of`."""
    chosen = set(kinds)
    return ",".join(word for word, kind in WORDS.items() if kind in chosen)
