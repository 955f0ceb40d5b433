"""The drawings of the report, as SVG that stands in the page itself."""

from __future__ import annotations

import io
import re
from typing import Any

from veilproof.audit.findings import AttackFinding, Findings
from veilproof.audit.matplotlib_unstored import Axes, Figure, rc_context

_MATES, _OTHERS, _LEAK, _COVERED, _QUIET = "#b3261e", "#8a94a6", "#b3261e", "#c9d1dc", "#5b6472"
_LINES = {
    "control": ("#5b6472", ":"),
    "naive": ("#1f6feb", "-"),
    "parrot": ("#b3261e", "-"),
    "restored": ("#9a6700", "-"),
}
_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "veilproof", "font.family": "sans-serif", "font.size": 9}
_MOST_LANES = 40


def timeline(findings: Findings) -> str:
    """When each track is there, and where something of it survives; empty where there is nothing to draw."""
    leaking = {leak.track for leak in findings.leaks if leak.counts}
    tracks = sorted(findings.tracks, key=lambda track: (track.track not in leaking, -track.confidence))[:_MOST_LANES]
    if findings.kind != "video" or not tracks:
        return ""
    axes = _axes(8.6, 0.7 + 0.17 * len(tracks))
    for lane, track in enumerate(tracks):
        length = max(track.to_seconds - track.from_seconds, 0.02)
        axes.barh(lane, length, left=track.from_seconds, height=0.6, color=_COVERED)
        for leak in findings.leaks:
            if leak.track == track.track and leak.counts:
                # One frame of a long film would be thinner than a line.
                axes.barh(lane, leak.to_seconds - leak.from_seconds, left=leak.from_seconds, height=0.8, color=_LEAK)
                axes.plot([leak.from_seconds], [lane], marker="|", color=_LEAK, markersize=8)
    axes.set_yticks(range(len(tracks)), [f"track {track.track}" for track in tracks], fontsize=7)
    axes.invert_yaxis()
    axes.set_xlabel("seconds from the first frame")
    _plain(axes)
    return _svg(axes, "Timeline: grey where a track is covered, red where something of it can be seen")


def scores(attack: AttackFinding) -> str:
    """How alike mates are, and how alike others."""
    edges = attack.scores.edges
    axes = _axes(4.2, 2.2)
    for counts, colour, label in (
        (attack.scores.others, _OTHERS, "others"),
        (attack.scores.mates, _MATES, "same track"),
    ):
        total = max(1, sum(counts))
        axes.stairs([count / total for count in counts], edges, color=colour, fill=True, alpha=0.55, label=label)
    used = [e for e, a, b in zip(edges, attack.scores.mates, attack.scores.others, strict=False) if a or b]
    if used:
        axes.set_xlim(min(used) - 0.05, max(used) + 0.1)
    axes.set_xlabel("how alike")
    axes.set_ylabel("share")
    axes.set_title(f"{attack.attacker}, {attack.recogniser}", fontsize=9, loc="left")
    axes.legend(frameon=False, fontsize=8)
    _plain(axes)
    return _svg(axes, f"Scores of the {attack.attacker} attack with {attack.recogniser}")


def errors(attacks: list[AttackFinding]) -> str:
    """False matches against missed matches, one line an attacker (DET)."""
    axes = _axes(4.6, 3.2)
    for attack in attacks:
        if attack.det:
            colour, line = _LINES[attack.attacker]
            fmr, fnmr = zip(*attack.det, strict=True)
            axes.plot(fmr, fnmr, line, color=colour, label=f"{attack.attacker}", drawstyle="steps-post")
    axes.set_xscale("log")
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel("others taken for the same (FMR)")
    axes.set_ylabel("same not recognised (FNMR)")
    axes.legend(frameon=False, fontsize=8)
    _plain(axes)
    return _svg(axes, "Missed against false matches for each attacker")


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_QUIET)


def _axes(wide: float, high: float) -> Axes:
    """One chart of this size, in inches. Fixed margins: having them found by trial doubles what a chart costs."""
    left, right, below, above = 0.62, 0.12, 0.45, 0.25
    return Figure(figsize=(wide, high)).add_axes(
        (left / wide, below / high, 1 - (left + right) / wide, 1 - (below + above) / high)
    )


def _svg(axes: Axes, label: str) -> str:
    out, figure = io.StringIO(), axes.get_figure(root=True)
    assert figure is not None
    with rc_context(_STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    # The declarations before it, and the links in them, belong to a file of its own, not into a page.
    drawing = out.getvalue()[out.getvalue().index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
