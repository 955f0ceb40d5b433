"""Makes docs/python.md of the docstrings of the public API: `python -m docs.python_page`."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path

import veilproof

PAGE = Path(__file__).with_name("python.md")

_START = """# The Python API

Made of the docstrings by `python -m docs.python_page`; a test fails when it is not up to date.

`import veilproof` gives the same as the command line. Names of files are text or `pathlib.Path` (`StrPath`). What a
caller can act on is raised as `VeilproofError`. Boxes are x1 y1 x2 y2 in pixels of the upright picture, with 0 0 in its
top left corner.
"""
_SECTIONS = ("Args", "Attributes", "Returns", "Raises", "Yields")


def page() -> str:
    """The whole page."""
    names = [name for name in veilproof.__all__ if name != "__version__"]
    functions = [name for name in names if inspect.isfunction(getattr(veilproof, name))]
    parts = [_START, "## Functions\n", *(_entry(name) for name in functions)]
    parts += ["## Types\n", *(_entry(name) for name in names if name not in functions)]
    return "\n".join(parts)


def _entry(name: str) -> str:
    thing = getattr(veilproof, name)
    lines = [f"### {name}\n"]
    if inspect.isfunction(thing):
        lines += [_signature(name, thing), *_prose(thing)]
    elif issubclass(thing, Enum):
        lines += [*_prose(thing), *(f"- `{name}.{each.name}`: `{each.value!r}`" for each in thing), ""]
    else:
        lines += _prose(thing)
        if "__init__" in vars(thing) and not (is_dataclass(thing) or getattr(thing, "_is_protocol", False)):
            lines += [_signature(name, thing.__init__), *_prose(thing.__init__)]
        for member, value in _members(thing):
            function = value.fget if isinstance(value, property) else value
            called = [] if isinstance(value, property) else [_signature(member, function)]
            lines += [f"#### {name}.{member}\n", *called, *_prose(function)]
    return "\n".join(lines)


def _members(thing: type) -> Iterator[tuple[str, object]]:
    """Public methods and properties, those of base classes first."""
    found: dict[str, object] = {}
    for owner in reversed(thing.__mro__[:-1]):
        if owner.__module__.startswith("veilproof."):
            for name, value in vars(owner).items():
                member = getattr(value, "__func__", value)
                if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
                    found[name] = member
    yield from found.items()


def _signature(name: str, function: object) -> str:
    assert callable(function)
    known = inspect.signature(function)
    lines = []
    for each in known.parameters.values():
        if each.name in ("self", "cls"):
            continue
        if each.kind is inspect.Parameter.KEYWORD_ONLY and "    *," not in lines:
            lines.append("    *,")
        default = "" if each.default is inspect.Parameter.empty else f" = {_value(each.default)}"
        annotated = str(each.replace(default=inspect.Parameter.empty)).replace("'", "")
        lines.append(f"    {annotated}{default},")
    result = known.return_annotation
    ending = "" if result in (inspect.Signature.empty, None, "None") else f" -> {result}"
    opened = "\n".join([f"{name}(", *lines, ")"]) if lines else f"{name}()"
    return f"```python\n{opened}{ending}\n```\n"


def _value(default: object) -> str:
    if isinstance(default, Enum):
        return f"{type(default).__name__}.{default.name}"
    return default.__name__ if inspect.isfunction(default) else repr(default)


def _prose(thing: object) -> Iterator[str]:
    """A docstring in Google style as Markdown."""
    text = inspect.cleandoc(getattr(thing, "__doc__", None) or "")
    for number, part in enumerate(re.split(rf"^({'|'.join(_SECTIONS)}):\n", text, flags=re.MULTILINE)):
        if part in _SECTIONS and number % 2:
            yield f"**{part}**\n"
        elif part.startswith("    "):
            items = re.split(r"\n(?=\S)", textwrap.dedent(part).strip())
            yield "\n".join(re.sub(r"^(\w+): ", r"- `\1`: ", " ".join(item.split())) for item in items) + "\n"
        elif part.strip():
            yield part.strip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
