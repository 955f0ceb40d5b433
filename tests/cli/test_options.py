"""Shared options: defined once, with the defaults of the library, and the same in every command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from inspect import signature
from typing import Annotated

import pytest
import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.testing import CliRunner

import veilproof
from veilproof.archive.options import Options
from veilproof.cli.app import app
from veilproof.cli.groups import with_groups
from veilproof.cli.options import DeliveryOptions, DetectorOptions, ScanOptions
from veilproof.detect import load_detector

_OF_THEIR_OWN = {
    ("audit", "--plan"): "optional there, and never looked for beside the original",
    ("audit", "--cover"): "what the plan was asked for if not given",
    ("scan", "--force"): "replaces the plan",
    ("lab run", "--model"): "of a recogniser, beside others",
    ("plan export", "--output"): "the terminal if not given",
    ("archive report", "--output"): "required",
    ("plan export", "--json"): "a format",
    ("archive status", "--json"): "a format",
    ("answer", "--reason"): "what is there, in at most 200 characters",
    ("answer", "--initials"): "of who looked",
    ("release", "--output"): "a folder",
    ("unseal", "--output"): "required",
    ("archive release", "--output"): "required",
    ("release", "--policy"): "of a release, not of an audit",
    ("unseal", "--sound"): "one span of the log",
    ("plan area", "--from"): "the beginning if not given",
    ("plan area", "--to"): "the end if not given",
    ("plan reason", "--sound"): "several stretches of the plan",
}
"""Options that mean something else in one command than in the others, and what."""


def _options(command: object, path: str = "") -> Iterator[tuple[str, TyperOption]]:
    assert isinstance(command, TyperCommand | TyperGroup)
    for option in command.params:
        if isinstance(option, TyperOption):
            yield path, option
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _options(inner, f"{path} {name}".strip())


def test_an_option_is_the_same_in_every_command() -> None:
    definitions = defaultdict(set)
    for command, option in _options(typer.main.get_command(app)):
        name = max(option.opts, key=len)
        if (command, name) not in _OF_THEIR_OWN:
            definitions[name].add((option.name, tuple(option.opts), option.help, option.default))
    assert {name: len(each) for name, each in definitions.items() if len(each) > 1} == {}


def test_defaults_are_those_of_the_library() -> None:
    assert DeliveryOptions().delivery() == veilproof.Delivery() == Options().delivery()
    assert DetectorOptions().detector == signature(load_detector).parameters["name"].default == Options().detector
    for function in (veilproof.scan, veilproof.redact):
        assert ScanOptions().effort is signature(function).parameters["effort"].default


def test_an_archive_takes_every_option_of_a_delivery() -> None:
    assert Options(**asdict(DeliveryOptions())) == Options()


@dataclass(frozen=True, slots=True)
class _Size:
    width: Annotated[int, typer.Option("--width", "-w", min=1)]
    height: Annotated[int, typer.Option("--height")] = 2


def test_a_group_is_expanded_in_place_and_passed_as_one_value() -> None:
    received: list[object] = []
    program = typer.Typer()

    @program.command()
    @with_groups
    def draw(name: Annotated[str, typer.Argument()], *, depth: Annotated[int, typer.Option()] = 3, size: _Size) -> None:
        """Draw something."""
        received.extend([name, depth, size])

    ran = CliRunner().invoke(program, ["a", "-w", "5"])
    assert ran.exit_code == 0, ran.output
    assert received == ["a", 3, _Size(5, 2)]
    assert CliRunner().invoke(program, ["a"]).exit_code == 2
    assert CliRunner().invoke(program, ["a", "-w", "0"]).exit_code == 2
    command = typer.main.get_command(program)
    assert [option.name for option in command.params][:4] == ["name", "depth", "width", "height"]


def test_two_options_of_one_name_are_refused() -> None:
    def draw(*, width: int, size: _Size) -> None: ...

    with pytest.raises(ValueError, match="width"):
        with_groups(draw)
