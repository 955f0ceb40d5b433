"""Areas that a manifest draws: `2%,92%,30%,6%; whole 0:00-0:03; all-but 10%,10%,80%,80% 0:20-1:05`."""

from __future__ import annotations

from pathlib import Path

from veilproof.archive.lists import parsed_list
from veilproof.plan import Plan
from veilproof.scan.templates import DrawnArea, Template, template_of

_REASON = "manifest"
_MOST = 1000
"""Of one file; a round number."""


def manifest_areas(text: str) -> list[Template]:
    """The areas that a value of a manifest names.

    Raises:
        ValueError: it is not written as it should be.
    """
    return parsed_list(text, template_of, _MOST, "areas")


def draw_areas(plan: Plan, original: Path, text: str) -> list[DrawnArea]:
    """Draw the areas that a value of a manifest names.

    Raises:
        VeilproofError: one lies outside of the picture or of the film.
    """
    return [template.draw(plan, original, _REASON) for template in manifest_areas(text)]
