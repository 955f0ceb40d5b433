"""The documentation describes every command, option, choice and exit code that exists, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from veilproof.cli.app import app
from veilproof.errors import ExitCode
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import signature_names

_ROOT = Path(__file__).parents[1]
_CLI_PAGE = (_ROOT / "docs" / "cli.md").read_text("utf-8")
_FILES_PAGE = (_ROOT / "docs" / "files.md").read_text("utf-8")
_README = (_ROOT / "README.md").read_text("utf-8")


Command = TyperCommand | TyperGroup


def _commands(command: object, name: str) -> Iterator[tuple[str, Command]]:
    assert isinstance(command, Command)
    yield name, command
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from _commands(inner, f"{name} {part}")


_COMMANDS = dict(_commands(typer.main.get_command(app), "veilproof"))
_OPTIONS = [
    (command, option)
    for command, each in _COMMANDS.items()
    for option in each.params
    if isinstance(option, TyperOption)
]


def _section(heading: str) -> str:
    """The text under a heading of docs/cli.md, up to the next heading of any level."""
    _, _, after = _CLI_PAGE.partition(f"\n{heading}\n")
    assert after, f"docs/cli.md has no heading {heading}"
    # A comment in an example begins with # as well.
    return re.split(r"^##+ ", after, maxsplit=1, flags=re.MULTILINE)[0]


def _section_of(command: str) -> str:
    level = "##" if len(command.split()) < 3 else "###"
    return _section(f"{level} {command}" if command != "veilproof" else "## veilproof --version")


def _words(text: str) -> set[str]:
    """What the text has in backquotes."""
    return set(re.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_a_section(command: str) -> None:
    assert _section_of(command)


@pytest.mark.parametrize(
    ("command", "option"), _OPTIONS, ids=[f"{command} {max(option.opts, key=len)}" for command, option in _OPTIONS]
)
def test_every_option_is_documented_with_its_command(command: str, option: TyperOption) -> None:
    section = _words(_section_of(command)) if command != "veilproof" else {"--version"}
    assert section >= {*option.opts, *option.secondary_opts}


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_documented_option_exists(command: str) -> None:
    known = {name for option in _COMMANDS[command].params for name in (*option.opts, *option.secondary_opts)}
    table = re.findall(r"^\| (`-.*?) \|", _section_of(command), re.MULTILINE)
    assert {name for cell in table for name in _words(cell)} <= known


def test_every_choice_and_default_is_documented() -> None:
    for command, option in _OPTIONS:
        default = option.default
        if default in (None, "") or isinstance(default, bool) or option.required:
            continue
        row = _row(command, max(option.opts, key=len))
        if isinstance(default, Enum):
            assert {choice.value for choice in type(default)} <= _words(row)
        shown = f"{default:g}" if isinstance(default, int | float) else str(default)
        assert f"`{shown}` (default)" in row


def _row(command: str, option: str) -> str:
    """The row of an option in its command's table, or in that of `redact`, to which other commands refer."""
    for section in (_section_of(command), _section_of("veilproof redact")):
        for line in section.splitlines():
            if line.startswith(f"| `{option}`"):
                return line
    raise AssertionError(f"{command} {option} is in no table")


def test_every_exit_code_is_documented() -> None:
    table = re.search(r"\| code \|.*?\n\n", _section("## Exit codes"), re.DOTALL)
    assert table
    assert re.findall(r"^\| (\d) \|", table[0], re.MULTILINE) == [str(code.value) for code in ExitCode]
    assert re.findall(r"(\d) ", str(app.info.epilog)) == [str(code.value) for code in ExitCode]


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


@pytest.mark.parametrize("name", signature_names())
def test_every_kind_of_file_is_on_the_page_of_files(name: str) -> None:
    rows = [line for line in _FILES_PAGE.splitlines() if line.startswith("|")]
    assert any(name.lower() in row.lower() for row in rows), f"docs/files.md has no row for {name}"


def test_every_suffix_of_a_video_is_on_the_page_of_files() -> None:
    assert {f"`{suffix}`" for suffix in VIDEO_SUFFIXES} <= {f"`{word}`" for word in _words(_FILES_PAGE)}
