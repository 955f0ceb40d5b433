"""Templates of the pages that are written for people: reports, logs, certificates."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape


@cache
def page_template(package: str, name: str, **filters: Callable[..., Any]) -> Template:
    """The template of a page, whose text is escaped and whose unknown names are errors.

    Args:
        package: the package in which it lies, with dots.
        name: its file there.
        filters: what it calls besides the filters of Jinja and `percent` and `count`.
    """
    environment = Environment(
        loader=PackageLoader(package, "."),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": lambda share: f"{share:.1%}", "count": lambda number: f"{number:,}"} | filters
    return environment.get_template(name)
