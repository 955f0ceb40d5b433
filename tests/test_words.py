"""Public names use the words of the field (docs/glossary.md), so that an expert need not learn ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from veilproof.archive import schema as journal_schema
from veilproof.audit.findings import json_schema
from veilproof.audit.policy import Policy
from veilproof.cli.app import app
from veilproof.plan.schema import VERSION, schema_of

SOURCE = Path(__file__).parent.parent / "src" / "veilproof"

HOMELY = frozenset(
    """
    assault began blink blinks care carry enough eyes fate found here home homes likeness look looked looking looks
    made noted reach seen settled steadied steady suspect suspects sure sureness tell telling there told turns usual
    weak
    """.split()  # noqa: SIM905 - forty quotes and commas would hide the words
)
"""Each has a term in docs/glossary.md: confidence, threshold, detection, view, effort, smoothed, propagate ..."""

_OTHER_SENSE = frozenset({"connection_made", "isLargeEnough", "left_out", "no_face_found", "nothing_found"})


def words(name: str) -> list[str]:
    """`FoundLeak` and `found_leak` as their words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def homely(names: Iterator[str]) -> list[str]:
    return sorted({name for name in names if HOMELY & set(words(name)) and name not in _OTHER_SENSE})


def public_names(tree: ast.Module) -> Iterator[str]:
    """Functions with their parameters, classes with their methods and fields, and constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
            yield from _public(at.target for at in node.body if isinstance(at, ast.AnnAssign))
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield from _signature(method)
    for top in tree.body:
        if isinstance(top, ast.FunctionDef) and not top.name.startswith("_"):
            yield from _signature(top)
        if isinstance(top, ast.Assign):
            yield from _public(top.targets)


def _public(targets: Iterable[ast.expr]) -> Iterator[str]:
    yield from (each.id for each in targets if isinstance(each, ast.Name) and not each.id.startswith("_"))


def _signature(function: ast.FunctionDef) -> Iterator[str]:
    yield function.name
    yield from (each.arg for each in (*function.args.args, *function.args.kwonlyargs))


def enum_values(tree: ast.Module) -> Iterator[str]:
    """The strings that enums put into plans, journals, findings and options."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
            for member in node.body:
                if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant):
                    yield re.sub(r"\W+", "_", str(member.value.value))


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_public_names_are_terms_of_the_field(module: Path) -> None:
    assert not homely(public_names(ast.parse(module.read_text("utf-8"))))
    assert not homely(iter([module.stem]))


def test_values_of_enums_are_terms_of_the_field() -> None:
    values = [value for module in SOURCE.rglob("*.py") for value in enum_values(ast.parse(module.read_text("utf-8")))]
    assert {"solid", "keep", "memory_limit"} <= set(values)
    assert not homely(iter(values))


_PAGE = sorted(SOURCE.glob("*/page/*.js"))
_EXPORTED = re.compile(
    r"^export (?:async )?(?:class|function|const|let) (\w+)|^  (?:static |async |get |set )*(\w+)\(.*\{$", re.MULTILINE
)


@pytest.mark.parametrize("module", _PAGE, ids=lambda path: path.name)
def test_what_the_page_exports_has_names_of_the_field(module: Path) -> None:
    """Exported names, and the methods of exported classes."""
    names = ["".join(each) for each in _EXPORTED.findall(module.read_text("utf-8"))]
    assert names or module.name in {"main.js", "types.js"}
    assert not homely(iter(names))


def test_options_are_terms_of_the_field() -> None:
    def options(command: object, path: str = "") -> Iterator[str]:
        for parameter in getattr(command, "params", []):
            yield from (option.lstrip("-").replace("-", "_") for option in (*parameter.opts, parameter.name))
        for name, inner in getattr(command, "commands", {}).items():
            yield name
            yield from options(inner, f"{path} {name}")

    assert not homely(options(get_command(app)))


@pytest.mark.parametrize("schema", [schema_of(VERSION), journal_schema.SCHEMA], ids=["plan", "journal"])
def test_tables_and_columns_are_terms_of_the_field(schema: str) -> None:
    statements = re.sub(r"--.*", "", schema)
    assert not homely(iter(re.findall(r"[a-z_]+", statements)))


def test_the_fields_of_an_audit_are_terms_of_the_field() -> None:
    def fields(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from node.get("properties", {})
            for inner in node.values():
                yield from fields(inner)

    assert not homely(fields(json_schema()))


def test_the_keys_of_a_policy_are_terms_of_the_field() -> None:
    assert not homely(iter(Policy.__struct_fields__))
