"""What a manifest decides about one file: areas and stretches of sound. It is in no plan that is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from veilproof.archive.areas import draw_areas, manifest_areas
from veilproof.archive.options import Options
from veilproof.archive.stretches import decide_stretches
from veilproof.plan import Plan
from veilproof.scan.templates import DrawnArea, check_alone


def as_manifest_says(plan: Path, original: Path, options: Options, copy: Path) -> tuple[Path, list[DrawnArea]]:
    """A copy of a plan with what the manifest decides, too; the plan itself if that is nothing.

    So the manifest decides about it in every run.

    Returns:
        The path of the plan, and the areas of the manifest in it.

    Raises:
        VeilproofError: an area or a stretch is outside of the film, the plan cannot be read, or both it and the
            manifest have an *all but*.
    """
    if not options.areas.strip() and not options.sound.strip():
        return plan, []
    copy.unlink(missing_ok=True)
    # Of SQLite, which copies no half of an edit that somebody makes meanwhile.
    address = f"{plan.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)
    with Plan(copy) as opened:
        if any(each.area.all_but for each in manifest_areas(options.areas)):
            check_alone(opened)
        drawn = draw_areas(opened, original, options.areas)
        decide_stretches(opened, options.sound)
    return copy, drawn
