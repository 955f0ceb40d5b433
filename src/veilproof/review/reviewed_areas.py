"""What a person draws on the page, and how it goes through the film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.language.message import LocalisedError
from veilproof.plan import Area, DrawnPath, Editor, Moves, Plan, PlannedTrack
from veilproof.plan.edit_areas import Box
from veilproof.plan.lost import is_lost, padded, without_lost_ends
from veilproof.review import edits
from veilproof.scan.areas import DrawnBox, Film, drawn_path
from veilproof.scan.templates import Template, check_alone, same_shape
from veilproof.track.clock import ROUNDING
from veilproof.track.confirm import MAX_EXTRAPOLATION

_SCENE_SECONDS = 10.0
"""How far a box that is fixed to the scene is moved each way if nobody says: a person waits for it. A round number."""


class ReviewedAreas:
    """Draws in one film. All methods may be called from several threads."""

    def __init__(self, film: Film, times: Sequence[float]) -> None:
        """For a film, with the times of its frames in seconds."""
        self._film = film
        self._times = np.array(times, np.float64)

    def checked(self, box: Box) -> Box:
        """A box from a request, as the plan stores it.

        Raises:
            VeilproofError: it is none, or lies far from the picture.
        """
        return edits.checked_box(box, self._film.width, self._film.height)

    def draw(self, plan: Plan, asked: edits.Draw, by: Editor) -> int:
        """Draw a new area.

        Returns:
            The number of its track.

        Raises:
            VeilproofError: it is impossible.
        """
        is_span = asked.first is not None and asked.last is not None
        area = Area(asked.moves or (Moves.FIXED if is_span else Moves.FOLLOWED), asked.all_but)
        first, last = self._reach(area, asked.frame)
        first, last = asked.first if asked.first is not None else first, asked.last if asked.last is not None else last
        if not first <= asked.frame <= last < len(self._times):
            raise VeilproofError(
                f"{plan.path}: a box drawn in frame {asked.frame} cannot cover frames {first} to {last}; include that"
                " frame"
            )
        drawn = DrawnBox(self.checked(asked.box), asked.frame, first, last, area)
        path = drawn_path(self._film, drawn)
        if asked.first is None or asked.last is None:
            path = replace(path, asked=None)
        return plan.draw_path(path, asked.reason, by, asked.sampled)

    def follow(self, plan: Plan, number: int, frame: int, by: Editor) -> None:
        """Follow what is in the box of a track again, both ways from a frame.

        Raises:
            VeilproofError: the track is not in that frame, or was not drawn.
        """
        track = _track(plan, number, frame)
        area = Area(Moves.FOLLOWED, track.all_but)
        span = (track.first, track.last) if track.all_but else self._reach(area, frame)
        plan.replace(number, replace(self._again(plan, track, frame, span, area), asked=track.asked), by)

    def change(self, plan: Plan, asked: edits.SetArea, by: Editor) -> None:
        """Let an area that was drawn go through the film in another way, or cover on its other side.

        *All but* goes over the whole film, and shows nothing where the area was not: elsewhere all would be bare.

        Raises:
            VeilproofError: the track is not in that frame, or was not drawn.
        """
        track = _track(plan, asked.track, asked.frame)
        area = Area(asked.moves, asked.all_but)
        if track.area is not None and track.area.moves is asked.moves:
            boxes, angles = plan.boxes_of(track.id), plan.angles_of(track.id)
            path = DrawnPath(track.first, boxes, None, area, angles, track.asked)
        else:
            path = self._again(plan, track, asked.frame, (track.first, track.last), area)
            # A cover that a person has seen in all these frames is asked for in them; an *all but* goes over all.
            path = replace(path, asked=track.asked or (None if track.all_but else path.asked))
        plan.replace(track.id, self._turned_over(plan, track, path), by)

    def set_ends(self, plan: Plan, ends: edits.SetEnds, by: Editor) -> None:
        """Shorten or lengthen a track.

        In added frames its box goes on as it does: it is followed from the old end, moves with the camera, or stays
        where it is. Where what it shows is lost, it ends: see `PlannedTrack.not_reached`. Only if that is asked for
        does its box stay where it was last seen. A spotlight that is lost shows nothing.

        Raises:
            VeilproofError: there is no such track, there are no such frames, or it is lost before the first of them.
        """
        track = _track(plan, ends.track)
        first = track.first if ends.first is None else ends.first
        last = track.last if ends.last is None else ends.last
        if last < first:
            english = f"{plan.path}: a track cannot end before it begins; choose a later last frame"
            raise LocalisedError("ends-before", english=english)
        if not 0 <= first <= last < len(self._times):
            raise VeilproofError(f"{plan.path}: there are no frames {first} to {last}; it has {len(self._times)}")
        boxes, angles = plan.boxes_of(track.id), plan.angles_of(track.id)
        kept = np.clip(np.arange(first, last + 1), track.first, track.last) - track.first
        path, turned = boxes[kept], angles[kept]
        begin, stop = first, last
        for edge, start, end in ((track.last, track.last + 1, last), (track.first, first, track.first - 1)):
            start, end = max(start, first), min(end, last)
            if start <= end and not self._is_lost(plan, track, edge):
                span = min(edge, start), max(edge, end)
                added = self._again(plan, track, edge, span, track.area or Area(Moves.FOLLOWED))
                at = np.clip(np.arange(start, end + 1) - added.first, 0, len(added.boxes) - 1)
                path[start - first : end + 1 - first] = added.boxes[at]
                if added.angles is not None:
                    turned[start - first : end + 1 - first] = added.angles[at]
                if edge < start and not ends.still:
                    stop = min(last, added.last)
                if edge > end and not ends.still:
                    begin = max(first, added.first)
        if stop < first or begin > last:
            lost = first if stop < first else last
            raise LocalisedError("error-area-lost", track=str(track.id), frame=str(lost + 1))
        shown = slice(begin - first, stop + 1 - first)
        ends_early = (begin, stop) != (first, last)
        plan.set_ends(track.id, begin, stop, path[shown], turned[shown], by, (first, last) if ends_early else None)

    def template(self, plan: Plan, number: int) -> Template:
        """An area that was drawn, to be put on other films.

        Raises:
            VeilproofError: it moves, or was not drawn: what it shows is somewhere else in another film.
        """
        track = _track(plan, number)
        boxes, angles = plan.boxes_of(number), plan.angles_of(number)
        if track.area is None or track.area.moves is not Moves.FIXED or np.ptp(boxes, axis=0).any() or angles.any():
            raise LocalisedError("error-area-moves", track=str(number))
        x1, y1, x2, y2 = _box(boxes, 0)
        drawn = Template((x1, y1, x2 - x1, y2 - y1), area=track.area)
        return drawn.in_parts_of(self._film.width, self._film.height)

    def put(self, plan: Plan, template: Template, shape: tuple[int, int], reason: str, by: Editor) -> bool:
        """Draw a template of a picture with that width and height in the whole film.

        Returns:
            Whether it was; not if this picture has another shape.

        Raises:
            VeilproofError: it is an *all but*, and the film has another.
        """
        if not same_shape(shape, self.size):
            return False
        if template.area.all_but:
            check_alone(plan)
        template.draw(plan, self._film.path, reason, by)
        return True

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture, in pixels."""
        return self._film.width, self._film.height

    # -- internals

    def _again(self, plan: Plan, track: PlannedTrack, frame: int, span: tuple[int, int], area: Area) -> DrawnPath:
        """The way of a track from its box in one frame, in the frames of a span."""
        if self._is_lost(plan, track, frame):
            raise LocalisedError("error-area-lost", track=str(track.id), frame=str(frame + 1))
        at = frame - track.first
        box, angle = _box(plan.boxes_of(track.id), at), float(plan.angles_of(track.id)[at])
        return drawn_path(self._film, DrawnBox(box, frame, *span, area, angle))

    def _turned_over(self, plan: Plan, track: PlannedTrack, path: DrawnPath) -> DrawnPath:
        """A new way of a track in the frames in which it has to be, if it covers on its other side from now on."""
        if path.area.all_but and not track.all_but:
            return padded(path, 0, len(self._times) - 1)
        if path.area.all_but or not track.all_but:
            return path
        shown = without_lost_ends(path, self.size)
        if shown is None:
            raise LocalisedError("error-area-all-lost", track=str(track.id))
        return shown

    def _is_lost(self, plan: Plan, track: PlannedTrack, frame: int) -> bool:
        """Whether a spotlight is outside of the picture in a frame, so that its box there is no way of anything."""
        at = slice(frame - track.first, frame - track.first + 1)
        boxes, angles = plan.boxes_of(track.id)[at], plan.angles_of(track.id)[at]
        return track.all_but and bool(is_lost(boxes, angles, self.size).all())

    def _reach(self, area: Area, frame: int) -> tuple[int, int]:
        """The frames over which an area goes if nobody says."""
        if not 0 <= frame < len(self._times):
            raise VeilproofError(f"{self._film.path}: there is no frame {frame}; it has {len(self._times)}, from 0 on")
        if area.all_but or area.moves is Moves.FIXED:
            return 0, len(self._times) - 1
        seconds = _SCENE_SECONDS if area.moves is Moves.SCENE else MAX_EXTRAPOLATION.seconds
        near: NDArray[np.intp] = np.flatnonzero(abs(self._times - self._times[frame]) <= seconds + ROUNDING)
        most = len(near) if area.moves is Moves.SCENE else MAX_EXTRAPOLATION.frames
        return max(int(near[0]), frame - most), min(int(near[-1]), frame + most)


def _track(plan: Plan, number: int, frame: int | None = None) -> PlannedTrack:
    track = next((each for each in plan.tracks() if each.id == number), None)
    if track is None:
        raise LocalisedError("error-no-track", track=str(number))
    if frame is not None and not track.first <= frame <= track.last:
        raise LocalisedError("error-track-not-here", track=str(number), frame=str(frame + 1))
    return track


def _box(boxes: Boxes, at: int) -> Box:
    x1, y1, x2, y2 = boxes[at].tolist()
    return x1, y1, x2, y2
