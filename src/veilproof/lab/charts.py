"""The charts of the report, as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from veilproof.charts import as_svg, det_axes, empty_axes, log_axis
from veilproof.lab.attacks import Attacker
from veilproof.lab.findings import AttackFinding, CoveringFinding, GalleryRate

_COLOURS = {
    Attacker.NAIVE.value: "#1f6feb",
    Attacker.PARROT.value: "#b3261e",
    Attacker.CROPPED.value: "#9a6700",
    Attacker.FUSED.value: "#1a7f37",
}
"""Colour of each attacker."""
_DASHES = ("-", "--", ":", "-.")
"""One for each recogniser."""
_ROW_INCHES = 0.26
"""Height of one covering in the overview."""


def overview(coverings: Sequence[CoveringFinding]) -> str:
    """Rank 1 of every covering by its strongest attack, with its interval, and what guessing reaches."""
    axes = empty_axes(7.4, 0.7 + _ROW_INCHES * len(coverings), left=1.9)
    for row, covering in enumerate(reversed(coverings)):
        rate = covering.attacks[covering.strongest].in_whole_set.rate
        axes.plot([rate.low, rate.high], [row, row], color="#8a94a6", linewidth=3, solid_capstyle="butt")
        axes.plot([rate.rate], [row], "o", color="#b3261e", markersize=5)
        axes.axvline(rate.chance, color="#5b6472", linewidth=0.8, linestyle=":")
    axes.set_yticks(range(len(coverings)), [each.name for each in reversed(coverings)])
    axes.set_ylim(-0.7, len(coverings) - 0.3)
    axes.set_xlim(0, 1)
    axes.set_xlabel("share of people found in the gallery of the set (95 % interval; dotted: guessing)")
    return as_svg(axes, "Rank 1 of every covering")


def det_curves(attacks: Sequence[AttackFinding]) -> str:
    """FNMR against FMR (DET), a line for each attack."""
    axes = det_axes(4.4, 3.0, ((attack.det, _line(attack, attacks)) for attack in attacks))
    return as_svg(axes, "False non-match rate against false match rate for each attack")


def gallery_curves(attacks: Sequence[AttackFinding], strongest: AttackFinding) -> str:
    """Rank 1 against the size of the gallery, measured or (dashed) extrapolated; the interval is of the strongest."""
    axes = empty_axes(4.4, 3.0)
    for attack in attacks:
        measured = [each for each in attack.rank_1 if not each.extrapolated]
        beyond = [measured[-1], *(each for each in attack.rank_1 if each.extrapolated)]
        line = _line(attack, attacks)
        axes.plot(*_points(measured), **line)
        axes.plot(*_points(beyond), color=line["color"], linestyle=(0, (2, 2)), linewidth=1)
    sizes, _ = _points(strongest.rank_1)
    low, high = ([float(getattr(each.rate, end)) for each in strongest.rank_1] for end in ("low", "high"))
    axes.fill_between(sizes, low, high, color="#8a94a6", alpha=0.25, linewidth=0)
    axes.plot(sizes, [1 / size for size in sizes], ":", color="#5b6472", linewidth=0.8, label="guessing")
    log_axis(axes, [10.0**power for power in range(1, 8) if 10**power < max(sizes)])
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel("people in the gallery (dashed: extrapolated)")
    axes.set_ylabel("share found (rank 1)")
    return as_svg(axes, "Rank 1 against the number of people in the gallery")


def _points(rates: Sequence[GalleryRate]) -> tuple[list[int], list[float]]:
    return [each.people for each in rates], [each.rate.rate for each in rates]


def _line(attack: AttackFinding, attacks: Sequence[AttackFinding]) -> dict[str, Any]:
    names = list(dict.fromkeys(each.recogniser for each in attacks))
    dash = _DASHES[names.index(attack.recogniser) % len(_DASHES)]
    return {
        "color": _COLOURS[attack.attacker],
        "linestyle": dash,
        "label": f"{attack.attacker}, {attack.recogniser}",
    }
