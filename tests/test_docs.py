"""The documentation speaks of everything there is, and of nothing there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from veilproof.cli.app import app

_ROOT = Path(__file__).parents[1]
_CLI_PAGE = (_ROOT / "docs" / "cli.md").read_text("utf-8")
_README = (_ROOT / "README.md").read_text("utf-8")


Command = TyperCommand | TyperGroup


def _commands(command: object, name: str) -> Iterator[tuple[str, Command]]:
    assert isinstance(command, Command)
    yield name, command
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from _commands(inner, f"{name} {part}")


_COMMANDS = dict(_commands(typer.main.get_command(app), "veilproof"))
_OPTIONS = sorted(
    {
        max(option.opts, key=len)
        for command in _COMMANDS.values()
        for option in command.params
        if isinstance(option, TyperOption)
    }
)


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert command in _CLI_PAGE


@pytest.mark.parametrize("option", _OPTIONS)
def test_every_option_is_documented(option: str) -> None:
    assert re.search(rf"{re.escape(option)}(?![\w-])", _CLI_PAGE + _README)


@pytest.mark.parametrize("page", ["README.md", "docs/cli.md"])
def test_every_command_line_shown_could_be_run(page: str) -> None:
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", (_ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    shown = re.findall(r"^\s*(?:\$ )?(veilproof [^\n#]+)", "\n".join(blocks), re.MULTILINE)
    assert shown
    for line in shown:
        words = line.split()
        name = max((c for c in _COMMANDS if line.startswith(c)), key=len)
        assert name != "veilproof" or words[1].startswith("-"), f"{line}: no such command"
        known = {o for p in _COMMANDS[name].params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        for word in words:
            if re.match(r"--?[a-z]", word):
                assert word.split("=")[0] in known, f"{line}: {name} has no {word}"


_PAGES = sorted(path.relative_to(_ROOT).as_posix() for path in [*_ROOT.glob("*.md"), *_ROOT.glob("docs/**/*.md")])


def _anchors(page: str) -> set[str]:
    """As GitHub makes them of headings, and those written out."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings} | set(
        re.findall(r'<a id="([^"]+)"', page)
    )


@pytest.mark.parametrize("page", _PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = (_ROOT / page).read_text("utf-8")
    for name, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
        target = (_ROOT / page).parent / name if name else _ROOT / page
        assert target.exists(), name
        assert not anchor or anchor in _anchors(target.read_text("utf-8")), f"{name}#{anchor}"
