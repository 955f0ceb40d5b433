"""Groups of options: a dataclass whose fields are options, taken by a command as one parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def with_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take option groups as keyword parameters.

    Typer reads the signature of a command. It is shown one in which each group is replaced by its fields, in their
    order, with their types and defaults; the command is called with the dataclasses.

    Raises:
        ValueError: two parameters have the same name.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}
    parameters: list[Parameter] = []
    for parameter in signature(command).parameters.values():
        if parameter.name in groups:
            parameters += _options_of(groups[parameter.name])
        else:
            # Keyword-only, as Typer calls it, so that one with a default may precede one without.
            parameters.append(parameter.replace(annotation=hints[parameter.name], kind=Parameter.KEYWORD_ONLY))

    @wraps(command)
    def expanded(**values: Any) -> None:  # noqa: ANN401 - the values of any options
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    expanded.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # read by `inspect.signature`
    return expanded


def _options_of(group: type) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=_default_of(field), annotation=hints[field.name])
        for field in fields(group)
    ]


def _default_of(field: Field[Any]) -> object:
    return Parameter.empty if field.default is MISSING else field.default
