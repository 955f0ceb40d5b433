"""The picture in docs/architecture.md is the rule: a package imports only from packages drawn below it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_SOURCE = _ROOT / "src"
_PAGE = (_ROOT / "docs" / "architecture.md").read_text("utf-8")
_MOST_LINES = 400
_NOT_OURS = {"fluent.js"}
"""Kept as their authors publish them."""
_CODE_FOLDERS = ("src", "tests", "benchmarks", "training", "demo")


def _name_of(path: Path) -> str:
    return ".".join(path.relative_to(_SOURCE).with_suffix("").parts)


_MODULES = {_name_of(path): path for path in sorted(_SOURCE.rglob("*.py"))}
_PACKAGES = sorted({name.split(".")[1] for name in _MODULES})
"""Packages and modules directly below `veilproof`; `__init__` is the public Python API."""


def _layers() -> dict[str, int]:
    """Each package with the line of the picture it stands in; names in brackets are planned."""
    picture = re.search(r"^```text\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL)
    assert picture, "docs/architecture.md has no picture in a ```text block"
    return {
        word: number
        for number, line in enumerate(picture[1].splitlines())
        for word in re.findall(r"\w+", re.sub(r"\(.*?\)", "", line))
    }


_LAYERS = _layers()


def _imported(module: str) -> Iterator[str]:
    """Modules of veilproof that a module imports.

    Imports inside functions and under TYPE_CHECKING count too: postponing a dependency does not remove it.
    """
    for node in ast.walk(ast.parse(_MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (known for alias in node.names if (known := _module(alias.name)))
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: write relative imports out"
            whole = str(node.module)
            names = {_module(f"{whole}.{alias.name}") or _module(whole) for alias in node.names}
            yield from (name for name in names if name)


def _module(name: str) -> str | None:
    """The module that is imported by this name; a package is its `__init__`."""
    return next((known for known in (name, f"{name}.__init__") if known in _MODULES), None)


_IMPORTS = {module: set(_imported(module)) for module in _MODULES}


def test_no_import_cycle() -> None:
    try:
        TopologicalSorter(_IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("package", _PACKAGES)
def test_packages_import_only_from_packages_drawn_below(package: str) -> None:
    assert package in _LAYERS, f"{package} is not in the picture of docs/architecture.md"
    against = sorted(
        f"{module} imports {name}"
        for module, names in _IMPORTS.items()
        for name in names
        if module.split(".")[1] == package
        and (other := name.split(".")[1]) != package
        and _LAYERS.get(other, -1) <= _LAYERS[package]
    )
    assert not against, f"not drawn below {package}: {against}"


def test_only_audit_and_lab_use_recognisers() -> None:
    users = {module for module, names in _IMPORTS.items() if any(name.split(".")[1] == "recognise" for name in names)}
    assert {user.split(".")[1] for user in users} <= {"audit", "lab", "recognise"}


@pytest.mark.parametrize("package", _PACKAGES)
def test_every_package_has_its_sentence(package: str) -> None:
    written = f"{package}/" if (_SOURCE / "veilproof" / package).is_dir() else f"{package}.py"
    assert re.search(rf"^\| `{re.escape(written)}` \| \S", _PAGE, re.MULTILINE)


_MAPS = _PAGE[_PAGE.index("## The life of one frame") : _PAGE.index("## What holds everywhere")]
_FILE = r"[\w/]+\.(?:py|js|html|css)"


@pytest.mark.parametrize("cell", sorted(set(re.findall(rf"[^|\n]*`{_FILE}`[^|\n]*", _MAPS))))
def test_names_on_the_page_are_in_the_file_before_them(cell: str) -> None:
    """As in: `plan/edit.py` `EditablePlan.split`, `join`."""
    code = ""
    for name in re.findall(r"`([\w/.]+)`", cell):
        if re.fullmatch(_FILE, name):
            files = [folder / name for folder in (_SOURCE / "veilproof", _ROOT) if (folder / name).is_file()]
            assert files, f"there is no {name}"
            code = files[0].read_text("utf-8")
        elif code:
            assert all(re.search(rf"\b{part}\b", code) for part in name.split(".")), f"{name} is not in that file"


@pytest.mark.parametrize("folder", _CODE_FOLDERS)
def test_no_file_is_too_long(folder: str) -> None:
    files = chain((_ROOT / folder).rglob("*.py"), (_ROOT / folder).rglob("*.js"))
    own = [path for path in files if path.name not in _NOT_OURS]
    long = {str(path.relative_to(_ROOT)): lines for path in own if (lines := _lines(path)) > _MOST_LINES}
    assert not long, f"over {_MOST_LINES} lines; split by subject: {long}"


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
