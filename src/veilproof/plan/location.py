"""Where the plan of a file is, or goes."""

from __future__ import annotations

from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.names import plan_for
from veilproof.plan.store import Plan
from veilproof.source import digest, name_of


def plan_beside(source: Path) -> Path:
    """The plan beside the original: `march.veil`, or `march.mp4.veil` where that name belongs to, say, `march.mov`.

    A plan made under the name of this very file is its plan even if its content has changed since: whoever applies it
    is told so, rather than given a new one without the decisions in it.

    Raises:
        VeilproofError: the original cannot be read.
    """
    usual = plan_for(source)
    if not usual.is_file() or not source.is_file():
        return usual
    try:
        with Plan(usual) as plan:
            facts = plan.facts
    except VeilproofError:
        return usual  # what it is not will be said where it is to be used
    if facts.get("name") == name_of(source) or facts.get("sha256") == digest(source):
        return usual
    return source.with_name(f"{source.name}.veil")
