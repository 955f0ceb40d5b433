"""Areas as a person writes them, for one film or for many: the time stamp of a fixed camera, the name of a street."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.plan import Area, Decision, DrawnPath, Editor, Moves, Plan
from veilproof.plan.edit_areas import Box
from veilproof.scan.areas import DrawnBox, Film, drawn_path
from veilproof.source import digest
from veilproof.timecode import span_of, timecode

_SAME_SHAPE = 0.01
"""Pictures have one shape if width over height differs by no more than this share. A round number: 1920x1080 and
1920x1088, which is as codecs pad it, have."""
_DECIMALS = 3
"""Of pixels. Boxes are covered with every sample that they touch, so what arithmetic adds must not count."""
_WAYS = {"scene": Moves.SCENE, "follow": Moves.FOLLOWED}
_ALL_BUT, _WHOLE = "all-but", "whole"
_SIDES = 4


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An area on one film.

    Attributes:
        track: its number.
        path: its way.
        times: of the frames of the film, in seconds.
    """

    track: int
    path: DrawnPath
    times: Sequence[Fraction] = field(repr=False)

    @property
    def shortfall(self) -> str:
        """Where it does not reach although it was asked for there, in one line; empty if it reaches everywhere."""
        if not self.path.not_reached:
            return ""
        reach, bare = (
            " and ".join(
                f"from {timecode(float(self.times[one]))} to {timecode(float(self.times[last]))}" for one, last in spans
            )
            for spans in ([(self.path.first, self.path.last)], self.path.not_reached)
        )
        return f"what area {self.track} shows is lost: it covers {reach}, and what it should cover is bare {bare}"


@dataclass(frozen=True, slots=True)
class Template:
    """An area, before it is known on which film it is drawn.

    Attributes:
        box: left, top, width and height; None for the whole picture.
        in_parts: whether they are parts of the picture, 0 to 1; else they are pixels.
        start: seconds since the first frame; None from the beginning.
        end: the same; None to the end.
        at: when the box is where it is; None at the start.
        area: how it goes through the film, and on which side it covers.
    """

    box: tuple[float, float, float, float] | None
    in_parts: bool = False
    start: Fraction | None = None
    end: Fraction | None = None
    at: Fraction | None = None
    area: Area = field(default_factory=Area)

    def in_parts_of(self, width: int, height: int) -> Template:
        """The same as parts of a picture of that size in pixels, to be drawn on others of its shape."""
        if self.in_parts or self.box is None:
            return self
        x, y, w, h = self.box
        return replace(self, box=(x / width, y / height, w / width, h / height), in_parts=True)

    def placed(self, film: Film) -> Box:
        """The box on a film."""
        if self.box is None:
            return film.whole
        x, y, w, h = self.box
        wide, high = (film.width, film.height) if self.in_parts else (1, 1)
        left, top, right, bottom = x * wide, y * high, (x + w) * wide, (y + h) * high
        return round(left, _DECIMALS), round(top, _DECIMALS), round(right, _DECIMALS), round(bottom, _DECIMALS)

    def path(self, plan: Plan, source: Path | None = None) -> DrawnPath:
        """Its way through the film of a plan.

        Args:
            plan: the plan, complete.
            source: the original; needed if the box is not fixed in the picture. By default it is looked for beside
                the plan.

        Raises:
            VeilproofError: no frame lies there, or the original is needed and not there.
        """
        pts = plan.pts()
        film = Film(source or plan.path.with_name(plan.facts["name"]), pts, *plan.picture_size)
        if self.area.moves is not Moves.FIXED and len(pts) > 1:
            _check_original(plan, film.path)
        times = plan.times()
        begin, end = (0 if self.start is None else self.start), (times[-1] if self.end is None else self.end)
        first, last = plan.frames_between(Fraction(begin), Fraction(end))
        at = first if self.at is None else plan.frames_between(self.at, self.at)[1]
        if not first <= at <= last:
            raise VeilproofError(
                f"{plan.path}: the box is drawn at {float(self.at or 0):g} s, not between its begin and its end"
            )
        box = self.placed(film)
        plan.check_box(box)
        return drawn_path(film, DrawnBox(box, at, first, last, self.area))

    def draw(self, plan: Plan, source: Path | None = None, reason: str = "", by: Editor | None = None) -> DrawnArea:
        """Draw it in a plan; see `path`.

        Raises:
            VeilproofError: as of `path`.
        """
        if not plan.complete:
            raise VeilproofError(f"{plan.path}: the scan is not finished; run `veilproof scan` again to continue it")
        path = self.path(plan, source)
        return DrawnArea(plan.draw_path(path, reason, by or Editor()), path, plan.times())


def check_alone(plan: Plan) -> None:
    """Refuse a plan with an *all but*, in which nobody looks at what a second one beside it would bare.

    Raises:
        VeilproofError: it has one.
    """
    there = [track.id for track in plan.tracks() if track.all_but and track.decision is Decision.COVER]
    if there:
        raise LocalisedError("error-area-there", name=plan.facts["name"], track=str(there[0]))


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pictures, by width and height, have one shape, so that a template of one fits the other."""
    return abs(one[0] * other[1] / (one[1] * other[0]) - 1) <= _SAME_SHAPE


def box_of(text: str) -> tuple[tuple[float, float, float, float], bool]:
    """The box in `X,Y,W,H`, and whether it is in parts of the picture, as `2%,90%,30%,8%`.

    Raises:
        ValueError: it is none.
    """
    parts = [part.strip() for part in text.split(",")]
    in_parts = all(part.endswith("%") for part in parts)
    try:
        x, y, w, h = (_finite(part[:-1]) / 100 if in_parts else _finite(part) for part in parts)
    except ValueError:
        raise ValueError(f"{text[:60]!r} is no box: write X,Y,W,H in pixels, or all four in % of the picture") from None
    if len(parts) != _SIDES or w <= 0 or h <= 0:
        raise ValueError(f"{text[:60]!r} is no box: its width and height must be above 0")
    return (x, y, w, h), in_parts


def template_of(text: str) -> Template:
    """The template in `[all-but] [scene|follow] X,Y,W,H [FROM-TO]`, or `whole [FROM-TO]`.

    Raises:
        ValueError: it is not written as it should be.
    """
    words = text.split()
    all_but = words[:1] == [_ALL_BUT]
    words = words[all_but:]
    moves = _WAYS.get(words[0], Moves.FIXED) if words else Moves.FIXED
    words = words[moves is not Moves.FIXED :]
    if not words or len(words) > 2 or (words[0] == _WHOLE and (all_but or moves is not Moves.FIXED)):
        raise ValueError(
            f"{text[:60]!r} is no area: write [all-but] [scene|follow] X,Y,W,H [FROM-TO], or whole FROM-TO"
        )
    box, in_parts = (None, False) if words[0] == _WHOLE else box_of(words[0])
    start, end = span_of(words[1]) if len(words) > 1 else (None, None)
    return Template(box, in_parts, start, end, None, Area(moves, all_but))


def _finite(text: str) -> float:
    value = float(text)
    if not abs(value) < 1e9:  # also of nan; no picture is larger
        raise ValueError(text)
    return value


def _check_original(plan: Plan, source: Path) -> None:
    if not source.is_file():
        raise VeilproofError(
            f"{plan.path}: its original {source.name} is not beside it, and a box that moves needs it; give the"
            " original instead of the plan"
        )
    if digest(source) != plan.facts["sha256"]:
        raise VeilproofError(f"{plan.path}: this plan was made for another file than {source}; scan that file")
