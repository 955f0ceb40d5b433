"""The pages say nothing that the catalogues do not have; the catalogues say the same, and have every plural form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from veilproof.archive.auditing import NOT_DONE, PASSED
from veilproof.archive.outcome import Cause, ReviewReason
from veilproof.audit.findings import Verdict
from veilproof.language import LANGUAGES, RIGHT_TO_LEFT

_SOURCE = Path(__file__).parents[2] / "src" / "veilproof"
_PAGES = sorted(_SOURCE.glob("*/page/*.js"))
_COMMENTS = re.compile(r"/\*.*?\*/|(?<=[\s;,])//[^\n]*|^//[^\n]*", re.DOTALL | re.MULTILINE)
_CODE = {path.relative_to(_SOURCE).as_posix(): _COMMENTS.sub("", path.read_text("utf-8")) for path in _PAGES}
_NAMES_OF_KEYS = {"Enter", "Esc", "Escape", "Space", "Home", "End", "Arrow", "Shift", "Ctrl", "PgUp", "PgDn", "or"}
_OF_THE_SERVER = {"needs review", "moved cover", "no face found"}
"""States and kinds in its JSON, which are never shown."""
_NOT_SAID = re.compile(r"(\.on\(|className: |\.font = |Error\(|name: |cookie = |matchMedia\()$")
"""What stands before names of events, classes, fonts, languages, cookies, and before errors of programming."""
_STARTS = ("sound", "effort", "order", "filter", "method", "shape", "audio", "subtitles", "extra")
"""Keys of choices, which are put together from these words and the values."""


@cache
def _messages(language: str) -> dict[str, ast.Message]:
    resource = parse((_SOURCE / "language" / f"{language}.ftl").read_text("utf-8"))
    wrong = [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not wrong, [entry.content for entry in wrong]
    messages = [entry for entry in resource.body if isinstance(entry, ast.Message)]
    assert len({entry.id.name for entry in messages}) == len(messages), "a key stands twice"
    return {entry.id.name: entry for entry in messages}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.selections: list[ast.SelectExpression] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - named by the library
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - named by the library
        self.selections.append(node)
        self.generic_visit(node)


def _of(message: ast.Message) -> _Variables:
    found = _Variables()
    found.visit(message)
    return found


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    assert {path.stem for path in (_SOURCE / "language").glob("*.ftl")} == set(LANGUAGES)
    listed = re.findall(r'(\w+): \{ name: "([^"]+)", direction: "(ltr|rtl)"', _CODE["review/page/languages.js"])
    assert {code: name for code, name, _ in listed} == LANGUAGES
    assert {code for code, _, direction in listed if direction == "rtl"} == RIGHT_TO_LEFT


def test_every_text_that_is_asked_for_is_there_and_every_text_is_used() -> None:
    pages = "".join(_CODE.values())
    code = pages + "".join(path.read_text("utf-8") for path in _SOURCE.rglob("*.py"))
    asked = set(re.findall(r'\b(?:text|action|button)\(\s*"([a-z0-9-]+)"', pages))
    asked |= set(re.findall(r'\b(?:LocalisedError|BusyError|NotOpenError|message)\(\s*"([a-z0-9-]+)"', code))
    keys = set(_messages("en"))
    assert asked <= keys
    assert not re.findall(r'\btext\(["`][^"`]*_', pages), "keys have dashes"
    # Others stand in a table or a condition, or are put together, as in text(`mode-${mode}`).
    named = set(re.findall(r'"([a-z0-9-]+)"', code))
    templates = [
        re.sub(r"\$\{[^}]*\}", "*", found) for found in re.findall(r"`([a-z0-9-]*(?:\$\{[^}]*\}[a-z0-9-]*)+)`", code)
    ]
    put_together = [each.replace("*", "[a-z0-9-]+") for each in templates if len(each.strip("*-")) > 2]
    put_together += [f"{start}-[a-z-]+" for start in _STARTS] + [".+-(?:of|kind)"]
    unused = {key for key in keys - asked - named if not any(re.fullmatch(each, key) for each in put_together)}
    assert not unused


@pytest.mark.parametrize("module", sorted(_CODE))
def test_no_text_stands_in_the_code(module: str) -> None:
    code = _CODE[module]
    sentences = []
    for found in re.finditer(r'"([^"\n]*)"|`([^`]*)`', code):
        said = found[1] if found[1] is not None else re.sub(r"\$\{[^}]*\}", "", found[2])
        before = code[max(0, found.start() - 24) : found.start()]
        if _NOT_SAID.search(before) or said in _OF_THE_SERVER:
            continue
        words = re.findall(r"[A-Za-z]{2,}", said)
        is_said = (len(words) > 1 and " " in said) or re.fullmatch(r"[A-Z][a-z]+", said)
        if is_said and not all(word in _NAMES_OF_KEYS or word.startswith("Arrow") for word in words):
            sentences.append(said)
    # What batch.js keeps for itself.
    assert [each for each in sentences if each not in ("not at all", "in part")] == []


@pytest.mark.parametrize("page", sorted(_SOURCE.glob("*/page/index.html")), ids=lambda path: path.parent.parent.name)
def test_no_text_stands_in_the_pages(page: Path) -> None:
    html = re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)
    body = html[html.index("<body>") :]
    assert set(re.sub(r"<[^>]*>", " ", body).split()) <= {"veilproof"}
    assert not re.findall(r'(?:aria-label|title|alt|placeholder)="', body)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_says_the_same(language: str) -> None:
    english, own = _messages("en"), _messages(language)
    assert set(own) == set(english)
    assert {key: _of(own[key]).names for key in own} == {key: _of(english[key]).names for key in english}


_FORMS = {
    "en": {"one", "other"},
    "fr": {"one", "other"},
    "es": {"one", "other"},
    "be": {"one", "few", "other"},
    "ru": {"one", "few", "other"},
    "uk": {"one", "few", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}
"""Of whole numbers, by CLDR; "many" of the Slavic languages is what `other` says where the default is that form."""


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_plural_form_is_there(language: str) -> None:
    for key, message in _messages(language).items():
        for selection in _of(message).selections:
            names = {variant.key.name for variant in selection.variants if isinstance(variant.key, ast.Identifier)}
            exact = {variant.key.value for variant in selection.variants if isinstance(variant.key, ast.NumberLiteral)}
            wanted = _FORMS[language] - ({"zero"} if "0" in exact else set())
            assert names >= wanted, f"{language}, {key}: {names}"


def test_the_pages_say_why_an_archive_could_not_do_a_file_or_wants_it_reviewed() -> None:
    assert {f"audit {each}" for each in (*Verdict, NOT_DONE) if each != PASSED} <= {*ReviewReason}
    causes = {f"cause-{re.sub('[ /]', '-', each)}" for each in (*Cause, *ReviewReason)}
    assert causes == {key for key in _messages("en") if key.startswith("cause-")}
