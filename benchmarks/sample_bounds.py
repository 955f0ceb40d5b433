"""Simulates checks by sample of archives in which it is known which frames show a bare face.

`python -m benchmarks.sample_bounds` prints for each archive in which share of the runs the bound held: that for a fixed
number of answers (`archive sample`), and all those together that the page states, so that a person may stop after any;
and how many answers stratified and plain sampling need until one is small enough.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from veilproof.risk.bound import INTERIM_ANALYSES, LEVEL, Floats, answer_shares, binomial_bound, gamma_bound

_FRAMES = 100_000
"""About an hour of video."""
_WEIGHTS, _RISKS = (0.05, 0.65, 0.30), (0.02, 0.005, 0.005)
"""Strata with a listed place, with covers, and with neither: their share of the frames, and `risk.sample`'s guesses."""
_AT_MOST = 3_200
"""Answers after which a run gives up."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Simulated frames.

    Attributes:
        share: of the frames that show a bare face.
        listed: the part of those that is in the stratum with listed places.
        target: the bound that a person wants.
    """

    share: float
    listed: float
    target: float


_ARCHIVES = (
    Archive(0.0, 0.0, 0.01),
    Archive(0.002, 0.95, 0.01),
    Archive(0.005, 0.5, 0.01),
    Archive(0.01, 0.95, 0.02),
    Archive(0.02, 0.05, 0.03),
    Archive(0.02, 0.5, 0.03),
    Archive(0.02, 0.95, 0.03),
    Archive(0.011, 0.05, 0.01),
    Archive(0.011, 0.95, 0.01),
)


def check(archive: Archive, rng: np.random.Generator, options: argparse.Namespace, *, stratified: bool) -> list[Floats]:
    """Check the archive in many runs.

    Returns:
        Three float64 [runs]: the bound for a fixed number of answers after that number, the number of answers after
        which a bound of the page was first at most the target, and the smallest that it ever was.
    """
    weights = np.array(_WEIGHTS if stratified else (1.0,))
    frames = np.round(_FRAMES * weights)
    bare = np.array(_bare(archive) if stratified else [round(_FRAMES * archive.share)], np.float64)
    rows = np.arange(options.runs)
    checked, found = np.zeros((2, options.runs, len(weights)))
    fixed, smallest = np.ones((2, options.runs))
    needed = np.full(options.runs, float(_AT_MOST))
    for answers in range(1, _AT_MOST + 1):
        shares = answer_shares(weights, checked, found, np.array(_RISKS)[: len(weights)])
        # As `next_stratum`, which begins with one answer of each stratum; after a hundred that makes no difference.
        at = (shares / (checked + 1)).argmax(axis=1)
        # Without replacement: what is left of the bare ones among what is left of the frames.
        likely = (bare[at] - found[rows, at]) / (frames[at] - checked[rows, at])
        found[rows, at] += rng.random(options.runs) < likely
        checked[rows, at] += 1
        if answers == options.fixed:
            fixed = _bounds(weights, checked, found, LEVEL)
        for look in INTERIM_ANALYSES:
            if look.answers == answers:
                stated = _bounds(weights, checked, found, look.level)
                needed = np.where((stated <= archive.target) & (needed == _AT_MOST), answers, needed)
                smallest = np.minimum(smallest, stated)
    return [fixed, needed, smallest]


def _bounds(weights: Floats, checked: Floats, found: Floats, level: float) -> Floats:
    if len(weights) == 1:
        return binomial_bound(found[:, 0], checked[:, 0], level)
    is_known = checked.all(axis=1)
    return np.where(is_known, gamma_bound(weights / np.maximum(checked, 1), found, level), 1.0)


def _bare(archive: Archive) -> list[int]:
    """The number of frames in each stratum that show a bare face."""
    total = round(_FRAMES * archive.share)
    listed = round(total * archive.listed)
    covered = round((total - listed) * 0.9)
    return [listed, covered, total - listed - covered]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fixed", type=int, default=400, help="answers of the runs of fixed length")
    options = parser.parse_args()
    print("share  listed  target | sampling    holds (fixed)  holds (ever)  median answers  90 % of runs")
    for archive in _ARCHIVES:
        for stratified in (False, True):
            rng = np.random.default_rng(options.seed)
            bounds, answers, smallest = check(archive, rng, options, stratified=stratified)
            print(
                f"{archive.share:5.1%}  {archive.listed:6.0%}  {archive.target:6.1%} | "
                f"{'stratified' if stratified else 'plain':10}  {(bounds >= archive.share).mean():13.1%}  "
                f"{(smallest >= archive.share).mean():13.1%}  {np.median(answers):14.0f}  "
                f"{np.quantile(answers, 0.9):12.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
