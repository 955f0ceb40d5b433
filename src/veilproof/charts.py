"""Charts of reports, as inline SVG, by Matplotlib: which writes nothing and reads no settings of the user here."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

_FOLDER = "MPLCONFIGDIR"

# While it is imported, Matplotlib makes a folder for settings, and stores its list of fonts in it. It reads both then
# and never again, so that they can be in a folder that is removed at once.
_before = os.environ.get(_FOLDER)
with tempfile.TemporaryDirectory() as _folder:
    os.environ[_FOLDER] = _folder
    try:
        from matplotlib import rc_context
        from matplotlib.axes import Axes
        from matplotlib.figure import Figure
    finally:
        if _before is None:
            del os.environ[_FOLDER]
        else:
            os.environ[_FOLDER] = _before

__all__ = ["Axes", "Curve", "as_svg", "det_axes", "empty_axes", "log_axis"]

Curve = tuple[Sequence[tuple[float, float]], dict[str, Any]]
"""The points of a curve, and how Matplotlib draws it, with its `label`."""

_TICKS = "#5b6472"
_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "veilproof", "font.family": "sans-serif", "font.size": 9}


def empty_axes(width: float, height: float, left: float = 0.62) -> Axes:
    """An empty chart of this size, with this margin on its left, in inches.

    Its margins are fixed: fitting them doubles the cost of a chart.
    """
    right, below, above = 0.12, 0.45, 0.25
    return Figure(figsize=(width, height)).add_axes(
        (left / width, below / height, 1 - (left + right) / width, 1 - (below + above) / height)
    )


def log_axis(axes: Axes, ticks: Sequence[float]) -> None:
    """A logarithmic x axis with plain numbers: powers of ten are set as formulas, which takes most of the time."""
    axes.set_xscale("log")
    axes.set_xticks(ticks, [f"{tick:,.0f}" if tick >= 1 else f"{tick:.5f}".rstrip("0") for tick in ticks])
    axes.minorticks_off()


def det_axes(width: float, height: float, curves: Iterable[Curve]) -> Axes:
    """FNMR against FMR (DET), of this size in inches.

    Args:
        width: of the chart.
        height: of the chart.
        curves: with points (FMR, FNMR); one without any is left out.
    """
    axes = empty_axes(width, height)
    for points, line in curves:
        if points:
            fmr, fnmr = zip(*points, strict=True)
            axes.plot(fmr, fnmr, **line, drawstyle="steps-post")
    log_axis(axes, [10.0**-power for power in range(5, -1, -1)])
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlabel("false match rate (FMR)")
    axes.set_ylabel("false non-match rate (FNMR)")
    axes.legend(frameon=False, fontsize=7)
    return axes


def as_svg(axes: Axes, label: str) -> str:
    """The chart as an element of a page; `label` describes it to those who do not see it."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_TICKS)
    out, figure = io.StringIO(), axes.get_figure(root=True)
    assert figure is not None
    with rc_context(_STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    # XML declaration, DTD and metadata contain links and are not valid inside a page.
    chart = out.getvalue()[out.getvalue().index("<svg") :]
    chart = re.sub(r"<metadata>.*?</metadata>", "", chart, flags=re.DOTALL)
    return chart.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
