"""The path of the plan of an original."""

from __future__ import annotations

from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.names import plan_for
from veilproof.plan.store import Plan
from veilproof.source import digest, name_of


def plan_beside(source: Path, folder: Path | None = None) -> Path:
    """The plan beside the original: `march.veil`, or `march.mp4.veil` where that name belongs to, say, `march.mov`.

    A plan that was made for a file of this name is its plan even if the content has changed since. Rendering then fails
    with a message, which is better than a new plan without the decisions of the old one.

    Args:
        source: the original.
        folder: where its plan is, if not beside it.

    Raises:
        VeilproofError: the original cannot be read.
    """
    default = plan_for(source) if folder is None else folder / plan_for(source).name
    if not default.is_file() or not source.is_file():
        return default
    try:
        with Plan(default, check=False) as plan:
            facts = plan.facts
    except VeilproofError:
        return default  # the caller opens it and gets the error
    if facts.get("name") == name_of(source) or facts.get("sha256") == digest(source):
        return default
    return default.with_name(f"{source.name}.veil")
