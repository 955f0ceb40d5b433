"""The charts of the report, as inline SVG."""

from __future__ import annotations

from veilproof.audit.attackers import AttackKind
from veilproof.audit.findings import AttackFinding
from veilproof.charts import as_svg, det_axes, empty_axes

_MATED, _NON_MATED = "#b3261e", "#8a94a6"
_LINES = {
    AttackKind.CONTROL: {"color": "#5b6472", "linestyle": ":"},
    AttackKind.NAIVE: {"color": "#1f6feb"},
    AttackKind.PARROT: {"color": "#b3261e"},
    AttackKind.RESTORED: {"color": "#9a6700"},
}
"""Colour and dashes of each attack in a chart."""


def score_histogram(attack: AttackFinding) -> str:
    """The distributions of mated and non-mated scores."""
    edges = attack.scores.edges
    axes = empty_axes(4.2, 2.2)
    for counts, colour, label in (
        (attack.scores.non_mated, _NON_MATED, "non-mated (others)"),
        (attack.scores.mated, _MATED, "mated (same track)"),
    ):
        total = max(1, sum(counts))
        axes.stairs([count / total for count in counts], edges, color=colour, fill=True, alpha=0.55, label=label)
    used = [e for e, a, b in zip(edges, attack.scores.mated, attack.scores.non_mated, strict=False) if a or b]
    if used:
        axes.set_xlim(min(used) - 0.05, max(used) + 0.1)
    axes.set_xlabel("similarity")
    axes.set_ylabel("share")
    axes.set_title(f"{attack.attacker}, {attack.recogniser}", fontsize=9, loc="left")
    axes.legend(frameon=False, fontsize=8)
    return as_svg(axes, f"Scores of the {attack.attacker} attack with {attack.recogniser}")


def det_curves(attacks: list[AttackFinding]) -> str:
    """FNMR against FMR (DET), one line per attacker."""
    curves = ((attack.det, {**_LINES[attack.attacker], "label": f"{attack.attacker}"}) for attack in attacks)
    return as_svg(det_axes(4.6, 3.2, curves), "False non-match rate against false match rate for each attacker")
