"""The one line of a verdict, and the clauses of which it consists, in every language that has a catalogue."""

from __future__ import annotations

from collections.abc import Callable

from veilproof.audit.findings import FileFinding, LeakFinding
from veilproof.audit.leaks import LeakKind
from veilproof.language import LANGUAGES, text

Words = Callable[[str], str]
"""Says something in the language of that code."""


def in_every_language(say: Words) -> dict[str, str]:
    """The sentence by the code of its language."""
    return {language: say(language) for language in LANGUAGES}


def unknown(language: str, places: int, why: Words | None) -> str:
    """Where a person must look, and what is not known even then."""
    parts = [text(language, "verdict-look", n=places)] if places else []
    if why is not None:
        key = "verdict-unknown-then" if places else "verdict-unknown"
        parts.append(text(language, key, why=why(language)))
    return " ".join(parts)


_BARE = {
    LeakKind.FACE: "why-bare",
    LeakKind.HEAD: "why-bare-head",
    LeakKind.TEXT: "why-bare-text",
    LeakKind.PLATE: "why-bare-plate",
}
"""What says so in the catalogues."""


def bare(leaks: list[LeakFinding]) -> Words:
    """What is bare, by kind: `2 faces are bare, 1 line of text is bare`."""
    numbers = {}
    for kind in _BARE:
        # A place where a face must be, though nobody can see it sharply, is one of a face.
        own = [leak for leak in leaks if (leak.kind if leak.kind in _BARE else LeakKind.FACE) is kind]
        tracks = len({leak.track for leak in own if leak.track is not None})
        numbers[kind] = tracks + sum(leak.track is None for leak in own)

    def say(language: str) -> str:
        parts = [text(language, _BARE[kind], n=number) for kind, number in numbers.items() if number]
        return f"{text(language, 'comma')} ".join(parts)

    return say


def says(key: str, **values: int) -> Words:
    """A clause of the catalogues."""
    return lambda language: text(language, key, **values)


def contains(extra: FileFinding) -> Words:
    """What else is in the file; what exactly is told in English."""
    key = f"extra-{extra.kind.replace(' ', '-')}"
    return lambda language: text(language, "why-contains", kind=text(language, key), what=extra.what)
