"""Measures `veilproof verify --original`: forged films it finds, and honest ones it takes for forged.

`python -m benchmarks.forgeries CLIP...` makes short films of ten kinds from the clips in turn, covers moving boxes in
them, and compares each output, and copies of it encoded again at CRF 18, 23 and 28, with its original: every difference
is a false alarm. Then it changes outputs after the fact, each in one way, and encodes them again: what is not found was
missed. Digests are left out of it: they find every change of a file, and say nothing of a copy that was encoded again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.forgery_films import KINDS, Film, encoded_again, film_of
from benchmarks.forgery_kinds import FORGED_LOGS, FORGERIES, Forged
from veilproof.errors import VeilproofError
from veilproof.release.unchanged import compare_pictures

_CRFS = (18, 23, 28)


def main() -> None:
    """Run the benchmark and print its table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="+", type=Path, help="videos, of which the first frames are used")
    parser.add_argument("--frames", type=int, default=48, help="frames of each film")
    parser.add_argument("--films", type=int, default=60, help="honest films in all")
    parser.add_argument("--forgeries", type=int, default=300, help="forged films in all")
    parser.add_argument("--kinds", default=",".join(KINDS), help="kinds of honest films, separated by commas")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wanted = list(_in_turn(given.clips, given.kinds.split(","), given.films))
        honest = _honest(wanted, given.frames, Path(folder))
        forged = _forged(given.clips, given.frames, given.forgeries, Path(folder))
    print(json.dumps({"honest": honest, "forged": forged}, indent=1))


def _in_turn(clips: list[Path], kinds: list[str], count: int) -> Iterator[tuple[Path, str]]:
    """So many clips and kinds: every clip as often as every other, each time as another kind."""
    for number in range(count):
        turn, clip = divmod(number, len(clips))
        yield clips[clip], kinds[(clip + turn) % len(kinds)]


def _honest(wanted: list[tuple[Path, str]], frames: int, folder: Path) -> dict[str, object]:
    compared = 0
    alarms: list[str] = []
    undecided: list[str] = []
    for number, (clip, kind) in enumerate(wanted):
        film = film_of(clip, kind, frames, folder / f"honest-{number}", seed=number)
        for crf in (None, *_CRFS):
            compared += 1
            name = "output" if crf is None else f"CRF {crf}"
            copy = film.output if crf is None else encoded_again(film.output, folder / "copy.mp4", crf)
            try:
                proof = compare_pictures(film.original, copy, film.log)
            except VeilproofError as error:
                undecided.append(f"{clip.stem} {kind} {name}: {error}")
                continue
            if proof.differences:
                alarms.append(f"{clip.stem} {kind} {name}: {proof.differences[0]}")
            elif proof.limits:
                undecided.append(f"{clip.stem} {kind} {name}: {proof.limits[0]}")
        print(f"{number + 1}/{len(wanted)} {clip.stem} {kind}: {len(alarms)} alarms", file=sys.stderr)
    return {"films": len(wanted), "compared": compared, "false alarms": alarms, "cannot tell": undecided}


def _forged(clips: list[Path], frames: int, count: int, folder: Path) -> dict[str, object]:
    used = clips[: -(-count // len({*FORGERIES, *FORGED_LOGS})) + 1]
    films = [film_of(clip, "plain", frames, folder / f"forged-{number}", number) for number, clip in enumerate(used)]
    found, made = Counter[str](), Counter[str]()
    missed: list[str] = []
    names = [*FORGERIES, *FORGED_LOGS]
    for number in range(count):
        film, other = films[number // len(names) % len(films)], films[(number // len(names) + 1) % len(films)]
        name, rng = names[number % len(names)], np.random.default_rng(number)
        forged = _forge(name, film, other, rng, folder / "forged.mp4")
        if forged is None:
            continue
        made[name] += 1
        proof = compare_pictures(film.original, forged.film, forged.log)
        if proof.differences:
            found[name] += 1
        else:
            missed.append(f"{film.original.parent.name} {name} {number}: {forged.what}")
        print(f"{number + 1}/{count} {name}: {sum(found.values())} of {sum(made.values())}", file=sys.stderr)
    table = {name: f"{found[name]} of {made[name]}" for name in names}
    return {"found": f"{sum(found.values())} of {sum(made.values())}", "by kind": table, "missed": missed}


def _forge(name: str, film: Film, other: Film, rng: np.random.Generator, target: Path) -> Forged | None:
    if name in FORGED_LOGS:
        log = FORGED_LOGS[name](film.log, rng)
        return Forged(film.output, replace(film.log, tracks=log), name)
    return FORGERIES[name](film, other, rng, target)


if __name__ == "__main__":
    main()
