"""The catalogues of what the pages and the report of an audit say: one a language, in the syntax of Fluent.

The pages read them with `fluent.js`, which is @fluent/bundle, unmodified; what is said in Python with `text`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = {
    "en": "English",
    "be": "Беларуская",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "uk": "Українська",
    "ar": "العربية",
}
"""What each language that there is calls itself, by its code; the same as in review/page/languages.js."""
RIGHT_TO_LEFT = {"ar"}
"""The languages that are written so."""


def text(language: str, key: str, **values: str | float) -> str:
    """A sentence of a catalogue.

    Args:
        language: one of `LANGUAGES`.
        key: of the catalogue.
        values: in place of its variables.
    """
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    assert pattern is not None, f"{key} says nothing"
    said, errors = bundle.format_pattern(pattern, values)
    assert not errors, f"{language}, {key}: {errors}"
    return str(said)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=language in RIGHT_TO_LEFT)
    bundle.add_resource(FluentResource(files(__name__).joinpath(f"{language}.ftl").read_text("utf-8")))
    return bundle
