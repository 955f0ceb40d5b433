"""Checks a page with axe-core, in the light and the dark theme; for every page that the program serves."""

from __future__ import annotations

import functools
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_COLOURS: dict[str, object] = {"runOnly": ["color-contrast"]}
"""What differs between the themes; everything else is checked once."""


def assert_accessible(page: Page, state: str) -> None:
    """Fail where axe-core finds a violation of any of its rules, in the state that the page is in.

    Args:
        page: an open page; it shows the dark theme afterwards.
        state: what it shows, for the message.
    """
    found: list[str] = []
    for theme in _THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        options = _COLOURS if found or theme != _THEMES[0] else {}
        found += [f"{state}, {theme}: {each}" for each in _violations(page, options)]
    assert not found, "\n".join(found)


def _violations(page: Page, options: dict[str, object]) -> list[str]:
    """One line for each element that breaks a rule: the rule, the element, and what is wrong."""
    result: dict[str, Any] = _axe().run(page, options={"resultTypes": ["violations"], **options}).response
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@functools.cache
def _axe() -> Axe:
    return Axe()
