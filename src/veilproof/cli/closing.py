"""The line that ends a command over many files: how many were done, and what a person must look at."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from veilproof.cli import show
from veilproof.kind import Kind, absence_of
from veilproof.media.kinds import is_photo
from veilproof.plan import plan_beside


@dataclass(frozen=True, slots=True)
class Finished:
    """One file that was done.

    Attributes:
        source: the original.
        plan: its plan.
        tracks: the number of its tracks.
        cover: the kinds that were looked for.
        places: the number of places where a face may be bare.
    """

    source: Path
    plan: Path
    tracks: int
    cover: Sequence[Kind]
    places: int


def close(finished: Sequence[Finished], failed: int, paths: Iterable[Path], quiet: bool) -> None:
    """Print it: on standard output, or as a warning where there is something to look at.

    Args:
        finished: what was done.
        failed: the number of files that could not be processed.
        paths: the files and folders that a person gave.
        quiet: print nothing if there is nothing to look at.
    """
    parts = [f"{len(finished)} done" + (f", {failed} failed" if failed else "")]
    empty = [one for one in finished if not one.tracks]
    for none in dict.fromkeys(absence_of(one.cover) for one in empty):
        parts.append(f"{none} found in {sum(absence_of(one.cover) == none for one in empty)}")
    risky = [one for one in finished if one.places]
    if risky:
        places = show.count(sum(one.places for one in risky), "place")
        parts.append(f"{places} in {show.count(len(risky), _noun(risky))} to look at: {_command(risky, list(paths))}")
        show.warn("; ".join(parts))
    elif not quiet:
        show.say("; ".join(parts))


def _noun(files: Sequence[Finished]) -> str:
    photos = sum(is_photo(one.source) for one in files)
    return "photo" if photos == len(files) else "file" if photos else "clip"


def _command(risky: Sequence[Finished], paths: Sequence[Path]) -> str:
    """What to run to see these files."""
    if any(one.plan != plan_beside(one.source) for one in risky):
        # The review finds a plan beside its original only.
        return f"`veilproof plan show` with {', '.join(str(one.plan) for one in risky)}"
    folders = [path for path in paths if path.is_dir()]
    files = [one.source for one in risky if not any(one.source.is_relative_to(folder) for folder in folders)]
    with_places = [folder for folder in folders if any(one.source.is_relative_to(folder) for one in risky)]
    words = [f"{folder}/" for folder in with_places] + [str(file) for file in files]
    dashes = ["--"] if any(word.startswith("-") for word in words) else []
    return f"`veilproof review {shlex.join([*dashes, *words])}`"
