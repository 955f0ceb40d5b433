"""Only media/writing.py and its parts write to disk; every other call that could is listed here with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_SOURCE = Path(__file__).parents[1] / "src" / "veilproof"

_METHODS = frozenset(
    """
    write_text write_bytes touch unlink rmdir mkdir rename symlink_to hardlink_to chmod savefig save put_file
    """.split()  # noqa: SIM905 - quotes and commas would hide the words
)
_OF_MODULES = {
    "os": re.compile("f?open|link|symlink|remove|unlink|rename|replace|renames|rmdir|mkdir|makedirs|mkfifo|truncate"),
    "shutil": re.compile("copy.*|move|rmtree"),
    "tempfile": re.compile("TemporaryDirectory|.*TemporaryFile|mkstemp|mkdtemp"),
    "sqlite3": re.compile("connect"),
}
"""Functions of modules that write; as methods of other things their names mean other things."""

_ALLOWED = {
    "media/writing.py": "decides what may be written",
    "media/temporary.py": "its temporary files",
    "media/protected.py": "reads plans: `mode=ro&immutable=1`",
    "media/photo.py": "into a temporary file of `atomic_write`",
    "media/photo_av1.py": "into memory",
    "media/photo_codecs.py": "reads from memory",
    "media/photo_damage.py": "reads from memory",
    "media/photo_encoding.py": "into memory",
    "media/keeping.py": "into memory",
    "media/video_write.py": "into a temporary file of `atomic_write`",
    "media/matroska_display.py": "into a temporary file of `atomic_write`",
    "media/chroma_location.py": "into memory",
    "render/sheet.py": "into a temporary file of `atomic_write`",
    "audit/leak_pictures.py": "into memory",
    "audit/answers.py": "into a temporary file of `atomic_write`",
    "audit/report.py": "into a temporary file of `atomic_write`",
    "charts.py": "into memory; a folder that is removed at once",
    "lab/report.py": "into a temporary file of `atomic_write`",
    "lab/unfinished.py": "into a temporary file of `atomic_write`; removes its own file",
    "cli/archive.py": "the destination",
    "desk/destination.py": "the destination",
    "desk/icon.py": "into a temporary file of `atomic_write`; the folder of the entry",
    "release/make.py": "its new folder, under a temporary name; files of it through `atomic_write`",
    "release/crops.py": "into memory",
    "release/seal.py": "into memory",
    "release/unseal.py": "into a temporary file of `atomic_write`",
    "release/stills.py": "into a temporary file of `atomic_write`",
    "release/difference_pictures.py": "into a temporary file of `atomic_write`",
    "cli/plan.py": "into a temporary file of `atomic_write`",
    "cli/show.py": "/dev/null, for a standard output that fails",
    "cli/outputs.py": "folders that mirror those of the input",
    "process.py": "/dev/null, and a setting of the process in /proc",
    "source.py": "opens originals, read-only",
    "release/reading.py": "opens files of a release, read-only",
    "locks.py": "lock files",
    "plan/check.py": "a database in memory",
    "render/selfcheck.py": "what the output shows, too, in a file without a name",
    "review/opening.py": "the file of mode 0600 that leads a browser to the page",
    "review/film_sound.py": "into memory",
    "review/plan_access.py": "reads the identity of a plan",
    "plan/file.py": "plans, and into a temporary file of `atomic_write`",
    "scan/resume.py": "removes a plan that is replaced",
    "scan/video.py": "a method called `save`, of its own",
}
"""Modules that may call what writes, and what they write."""
_ARCHIVE = "archive/"
"""Writes into its own folders, as docs/archive.md says, and gives results their names under rules of its own."""


def _writes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id == "open":
            if _writing_mode(node, 1):
                yield f"line {node.lineno}: open"
        elif isinstance(function, ast.Attribute):
            owner = function.value.id if isinstance(function.value, ast.Name) else ""
            if (owner, function.attr) == ("os", "open"):
                found = not any(isinstance(part, ast.Attribute) and part.attr == "O_RDONLY" for part in ast.walk(node))
            elif owner in _OF_MODULES:
                found = bool(_OF_MODULES[owner].fullmatch(function.attr))
            elif function.attr == "open" and owner != "webbrowser":
                found = _writing_mode(node, 1 if owner == "av" else 0)
            elif function.attr == "replace":
                # `Path.replace`; strings take two arguments, dataclasses and times take keywords.
                found = len(node.args) == 1 and not node.keywords
            else:
                found = function.attr in _METHODS
            if found:
                yield f"line {node.lineno}: {owner or '...'}.{function.attr}"


def _writing_mode(call: ast.Call, position: int) -> bool:
    mode = next((word.value for word in call.keywords if word.arg == "mode"), None)
    if mode is None and len(call.args) > position:
        mode = call.args[position]
    if mode is None:
        return False
    # What is not written out may be anything.
    return not (isinstance(mode, ast.Constant) and isinstance(mode.value, str)) or bool(set("wax+") & set(mode.value))


def _modules() -> dict[str, list[str]]:
    return {
        str(path.relative_to(_SOURCE)): list(_writes(ast.parse(path.read_text("utf-8"))))
        for path in sorted(_SOURCE.rglob("*.py"))
    }


def test_no_other_module_writes() -> None:
    unlisted = {name: calls for name, calls in _modules().items() if calls and name not in _ALLOWED}
    assert {name: calls for name, calls in unlisted.items() if not name.startswith(_ARCHIVE)} == {}


@pytest.mark.parametrize(
    "code",
    [
        "open('a', 'w')",
        "open('a', mode)",
        "path.open('r+')",
        "path.open(mode='xb')",
        "av.open(path, 'w')",
        "path.replace(target)",
        "os.replace(a, b)",
        "os.open(path, os.O_CREAT | os.O_RDWR)",
        "shutil.move(a, b)",
        "path.write_bytes(b'')",
        "sqlite3.connect(path)",
    ],
)
def test_a_call_that_writes_is_seen(code: str) -> None:
    assert list(_writes(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "open('a')",
        "os.open(path, os.O_RDONLY)",
        "path.open('rb')",
        "av.open(path)",
        "text.replace('a', 'b')",
        "open_media(x)",
    ],
)
def test_a_call_that_reads_is_not(code: str) -> None:
    assert not list(_writes(ast.parse(code)))
