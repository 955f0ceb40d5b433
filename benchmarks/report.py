"""Scores summed over clips, and the table that shows them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import Clip
from benchmarks.scoring import Score

SIZES = {"16-24": (16, 24), "24-48": (24, 48), "48-96": (48, 96), "96+": (96, np.inf), "24+": (24, np.inf)}
FLAGS = {
    "occlusion": {"none": 0, "partial": 1, "heavy": 2},
    "blur": {"clear": 0, "normal": 1, "heavy": 2},
    "illumination": {"normal": 0, "extreme": 1},
    "pose": {"typical": 0, "atypical": 1},
}
"""What the labels say of a face, and the words for it."""


@dataclass(frozen=True, slots=True)
class ClipScore:
    """One tool on one clip. `error` says why the result could not be scored; then every box counts as leaked."""

    clip: Clip
    score: Score
    seconds: float
    error: str | None

    def line(self) -> str:
        """One line for a person who watches."""
        leaked, scored = int(self.score.leaked.sum()), int(self.score.scored.sum())
        said = f" ({self.error})" if self.error else ""
        return f"{leaked} of {scored} boxes leaked, {self.seconds:.1f} s{said}"


def summary(scores: list[ClipScore]) -> dict[str, object]:
    """Everything that is reported about one tool, ready for JSON; each share is {share, k, n}."""
    frames = sum(len(one.score.scored) for one in scores)
    seconds = sum(one.seconds for one in scores)
    every = [np.ones_like(one.score.scored) for one in scores]
    of_size = {name: [_between(one, *bounds) for one in scores] for name, bounds in SIZES.items()}
    of_flag = {
        flag: {name: [_labelled(one, flag, level) for one in scores] for name, level in levels.items()}
        for flag, levels in FLAGS.items()
    }
    # A face grows and shrinks; as a face it belongs to the bin of its median size, as a box to the bin of that frame.
    face_of_size = {name: [_face_between(one, *bounds) for one in scores] for name, bounds in SIZES.items()}
    return {
        "leaked_boxes": _boxes(scores, every),
        "exposed_faces": _faces(scores, every),
        "over_redaction": _share(sum(one.score.changed for one in scores), sum(one.score.pixels for one in scores)),
        "leaked_boxes_by_size": {name: _boxes(scores, chosen) for name, chosen in of_size.items()},
        "exposed_faces_by_size": {name: _faces(scores, chosen) for name, chosen in face_of_size.items()},
        **{
            f"{what}_by_{flag}": {name: count(scores, chosen) for name, chosen in levels.items()}
            for flag, levels in of_flag.items()
            for what, count in (("leaked_boxes", _boxes), ("exposed_faces", _faces))
        },
        "frames": frames,
        "seconds": round(seconds, 2),
        "frames_per_second": round(frames / max(seconds, 1e-9), 2),
        "errors": {one.clip.name: one.error for one in scores if one.error},
    }


def table(reports: dict[str, dict[str, object]]) -> str:
    """The same for reading: one row a figure, one column a tool."""
    columns = {name: _cells(report) for name, report in reports.items()}
    rows = list(next(iter(columns.values())))
    first = max(map(len, rows))
    heads = [name if len(name) <= 28 else name[:25] + "..." for name in columns]
    widths = [
        max(len(head), *(len(cells[row]) for row in rows)) for head, cells in zip(heads, columns.values(), strict=True)
    ]
    lines = ["".ljust(first) + "".join("  " + head.rjust(width) for head, width in zip(heads, widths, strict=True))]
    for row in rows:
        cells = (cells[row].rjust(width) for cells, width in zip(columns.values(), widths, strict=True))
        lines.append("  ".join([row.ljust(first), *cells]))
    return "\n".join(lines)


def _cells(report: dict[str, object]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in report.items():
        name = key.replace("_", " ")
        if key == "errors":
            cells["clips that could not be scored"] = str(len(value)) if isinstance(value, dict) else ""
        elif not isinstance(value, dict):
            cells[name] = f"{value}"
        elif "share" in value:
            cells[name] = _said(value)
        else:
            head, _, by = name.partition(" by ")
            cells |= {f"  {head}, {by} {bin_}": _said(share) for bin_, share in value.items()}
    return cells


def _said(share: dict[str, float]) -> str:
    if not share["n"]:
        return "none to count"
    return f"{100 * share['share']:.1f} % ({share['k']:.0f} of {share['n']:.0f})"


def _share(k: int, n: int) -> dict[str, float]:
    return {"share": round(k / n, 5) if n else 0.0, "k": k, "n": n}


def _boxes(scores: list[ClipScore], chosen: list[NDArray[np.bool_]]) -> dict[str, float]:
    k = sum(int((one.score.leaked & these).sum()) for one, these in zip(scores, chosen, strict=True))
    n = sum(int((one.score.scored & these).sum()) for one, these in zip(scores, chosen, strict=True))
    return _share(k, n)


def _faces(scores: list[ClipScore], chosen: list[NDArray[np.bool_]]) -> dict[str, float]:
    k = sum(int((one.score.leaked & these).any(axis=0).sum()) for one, these in zip(scores, chosen, strict=True))
    n = sum(int((one.score.scored & these).any(axis=0).sum()) for one, these in zip(scores, chosen, strict=True))
    return _share(k, n)


def _labelled(one: ClipScore, flag: str, level: int) -> NDArray[np.bool_]:
    return np.broadcast_to(getattr(one.clip.truth, flag) == level, one.score.scored.shape)


def _between(one: ClipScore, low: float, high: float) -> NDArray[np.bool_]:
    return np.asarray((one.clip.truth.sides >= low) & (one.clip.truth.sides < high))


def _face_between(one: ClipScore, low: float, high: float) -> NDArray[np.bool_]:
    sides, scored = one.clip.truth.sides, one.score.scored
    medians = np.array([np.median(sides[seen, face]) if seen.any() else 0 for face, seen in enumerate(scored.T)])
    return np.broadcast_to((medians >= low) & (medians < high), scored.shape)
