"""A check by sample of an archive: frames are drawn from all results, and a person looks at them on the review page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.archive.names import from_bytes
from veilproof.archive.storage import is_url
from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write
from veilproof.plan import Plan
from veilproof.risk import file_sample
from veilproof.risk.bound import Sample, next_stratum
from veilproof.risk.drawn import Drawn, DrawnCheck, Moment, drawn_check

NAME = "sample.json"
"""In the state folder, where the report looks for it."""
_FORMAT = "veilproof archive sample 1"
_STRATA = ("places > 0", "places = 0 AND covered > 0", "places = 0 AND covered = 0")
"""Results with a listed place, with covers alone, and with neither, as conditions on the journal."""
_RISKS = (0.02, 0.005, 0.005)
"""The share of frames that shows a bare face in each, as `risk.sample` guesses it."""
_RESULTS = "state IN ('done', 'needs review') AND copy_of IS NULL AND frames > 0"


class _Item(msgspec.Struct, frozen=True):
    """An item that was drawn, with the number of a frame and the index of its stratum."""

    source: str
    plan: str
    frame: int
    stratum: int


class _List(msgspec.Struct, frozen=True):
    """What was drawn; `frames` are the numbers of frames in each stratum of the archive."""

    format: str
    seed: int
    frames: list[int]
    drawn: list[_Item]


def draw_sample(archive: Archive, journal: Journal, items: int, *, seed: int, force: bool) -> Path:
    """Draw items, each with one frame, and write the list of them for the review page.

    An item is drawn as often as it has frames, so every frame of a stratum is equally likely. How many are drawn is
    fixed with the list: the bound holds for just that number.

    Raises:
        VeilproofError: there are fewer frames, an original or a plan that was drawn is not on this machine, or a list
            was drawn before and `force` is not given.
    """
    strata = [[tuple(row) for row in journal.query(_query(condition))] for condition in _STRATA]
    frames = [sum(int(count) for *_, count in rows) for rows in strata]
    if items > sum(frames):
        raise VeilproofError(f"{journal.folder}: its results have {sum(frames)} frames; draw fewer items")
    rng = np.random.default_rng(seed)
    drawn = [
        _Item(source, plan, frame, at)
        for at, count in enumerate(_shared_out(frames, items))
        for source, plan, frame in _draw(archive, strata[at], count, rng)
    ]
    order = rng.permutation(len(drawn)).tolist()
    path = journal.folder / NAME
    with atomic_write(path, force=force) as unfinished:
        unfinished.write_bytes(msgspec.json.encode(_List(_FORMAT, seed, frames, [drawn[at] for at in order])))
    return path


def read_sample(path: Path) -> tuple[list[tuple[Path, Path]], Drawn]:
    """The originals and plans of a list, each once, and what was drawn from them.

    Raises:
        VeilproofError: it is no list of `draw_sample`.
    """
    try:
        content = path.read_bytes()
        given = msgspec.json.decode(content, type=_List)
    except (OSError, msgspec.DecodeError) as error:
        raise VeilproofError(f"{path}: no list of `veilproof archive sample` ({error})") from error
    if given.format != _FORMAT:
        raise VeilproofError(f"{path}: no list of `veilproof archive sample` of this version; draw again")
    files = list(dict.fromkeys((Path(item.source), Path(item.plan)) for item in given.drawn))
    numbers = {file: at for at, file in enumerate(files)}
    moments = tuple(
        Moment(numbers[Path(item.source), Path(item.plan)], item.frame, item.stratum) for item in given.drawn
    )
    if any(not 0 <= moment.stratum < len(given.frames) or moment.frame < 0 for moment in moments):
        raise VeilproofError(f"{path}: it names a frame or a stratum that does not exist; draw again")
    return files, Drawn(hashlib.sha256(content).hexdigest(), tuple(given.frames), moments)


def sample_of(folder: Path) -> DrawnCheck | None:
    """What the check by sample of the archive with this state folder says; None if nothing was drawn.

    Raises:
        VeilproofError: the list or a plan cannot be read.
    """
    path = folder / NAME
    if not path.exists():
        return None
    files, drawn = read_sample(path)
    samples = []
    for _, plan in files:
        with Plan(plan) as opened:
            samples.append(file_sample(opened, opened.tracks(), (), drawn.id))
    return drawn_check(drawn, samples)


def _query(condition: str) -> str:
    return f"SELECT source, plan, decisions, frames FROM item WHERE {_RESULTS} AND {condition} ORDER BY id"


def _shared_out(frames: Sequence[int], items: int) -> list[int]:
    """How many items are drawn from each stratum; more where bare faces are likelier, as on the page."""
    counts = [0] * len(frames)
    for _ in range(items):
        now = [Sample(total, count, 0, risk) for total, count, risk in zip(frames, counts, _RISKS, strict=True)]
        at = next_stratum(now)
        if at is not None:
            counts[at] += 1
    return counts


def _draw(
    archive: Archive, rows: Sequence[tuple[Any, ...]], count: int, rng: np.random.Generator
) -> list[tuple[str, str, int]]:
    if not count:
        return []
    ends = np.cumsum([int(frames) for *_, frames in rows])
    drawn = []
    for number in rng.choice(int(ends[-1]), count, replace=False).tolist():
        at = int(np.searchsorted(ends, number, "right"))
        source, plan, decisions, frames = rows[at]
        # A reviewed plan that was given for it is what was rendered.
        path = from_bytes(decisions) or archive.plan(from_bytes(plan))
        drawn.append((_local(from_bytes(source)), _local(path), number - int(ends[at] - frames)))
    return drawn


def _local(path: str) -> str:
    if is_url(path):
        raise VeilproofError(f"{path}: the page shows files of this machine only; copy the archive here first")
    return path
