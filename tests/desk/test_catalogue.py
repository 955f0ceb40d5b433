"""The page says nothing that the catalogue does not have, and the catalogue has nothing that the page never says."""

from __future__ import annotations

import re
from pathlib import Path

from veilproof import desk

_PAGE = Path(desk.__file__).parent / "page"
_CODE = "".join(path.read_text("utf-8") for path in sorted(_PAGE.glob("*.js")) if path.name != "catalogue-en.js")
_KEYS = set(re.findall(r"^  (\w+):", (_PAGE / "catalogue-en.js").read_text("utf-8"), re.MULTILINE))


def test_every_key_is_in_the_catalogue_and_every_text_is_used() -> None:
    asked = set(re.findall(r'text\("(\w+)"', _CODE))
    assert asked <= _KEYS
    # The rest is put together from the words of the server, as in `location_home`, or named in a table.
    starts = (*re.findall(r"`(\w+_)\$\{", _CODE), "sound_", "effort_")
    named = set(re.findall(r'"(\w+)"', _CODE))
    assert {key for key in _KEYS - asked - named if not key.startswith(starts)} == set()


def test_no_text_stands_in_the_code() -> None:
    sentences = re.findall(r'"([A-Z][a-z]+ [^"]*)"', re.sub(r"//.*|/\*.*?\*/", "", _CODE))
    assert sentences == []
