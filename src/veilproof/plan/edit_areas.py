"""The edits of what a person draws: areas, and the way of each through the film."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.kind import Kind
from veilproof.language.message import LocalisedError
from veilproof.plan.edit_sound import SoundPlan
from veilproof.plan.history import ANONYMOUS, StaleError
from veilproof.plan.labels import ALL_BUT_LABEL, LabelledTrack
from veilproof.plan.lost import is_lost
from veilproof.plan.new_labels import as_tracks, new_labels
from veilproof.plan.types import Area, Decision, DrawnPath, Editor, Moves, Origin

Box = tuple[float, float, float, float]
"""x1 y1 x2 y2 in pixels of the upright picture."""


class AreaPlan(SoundPlan):
    """A plan in which a person can draw."""

    def draw(self, box: Box, start: Fraction, end: Fraction, reason: str = "", by: Editor = ANONYMOUS) -> int:
        """Draw a track: a box that is covered from `start` to `end`, in seconds since the first frame, both included.

        Returns:
            The number of the new track.
        """
        self.check_box(box)
        first, last = self.frames_between(start, end)
        boxes = np.repeat(np.array([box], np.float32), last - first + 1, axis=0)
        return self.draw_path(DrawnPath(first, boxes), reason, by)

    def draw_path(self, path: DrawnPath, reason: str = "", by: Editor = ANONYMOUS, sampled: bool = False) -> int:
        """Draw a track with a path.

        Args:
            path: its way through the film.
            reason: why it is covered.
            by: who does it.
            sampled: whether `path.drawn_at` was drawn in a check by sample, so that a face was found bare in it.

        Returns:
            The number of the new track.
        """
        at = path.drawn_at
        self._check_spans(path)
        self.check_box(tuple(path.boxes[0 if at is None else at - path.first].tolist()))
        with self._open_edit("draw", [], by, reason, boxes=True) as edit:
            track = self._insert(path.first, path.boxes, 1.0, 0, Origin.DRAWN, Kind.AREA, path.angles)
            self._set_area(track, path.area)
            self._set_asked(track, path.asked)
            if at is not None:
                self._mark_keyframes(track, [at])
            self._db.execute("UPDATE track SET reason = ? WHERE id = ?", (reason, track))
            self._log_decision(track, "draw", reason, by)
            edit.add_track(track)
            edit.mark_reviewed(track=track)
            if sampled and at is not None:
                self._check_unchanged(by)
                edit.add_sample(at, True)
        return track

    def replace(self, track: int, path: DrawnPath, by: Editor = ANONYMOUS) -> None:
        """Give a track that a person drew another way through the film.

        Args:
            track: its number.
            path: the new way; older keyframes outside of it are dropped.
            by: who does it.

        Raises:
            StaleError: somebody else has changed the track since.
            VeilproofError: no person drew it, or the path is impossible.
        """
        self._check_spans(path)
        action = "follow" if path.area.moves is Moves.FOLLOWED else "area"
        with self._open_edit(action, [track], by, "", boxes=True):
            self._check_drawn(track)
            self._set_boxes(track, path.first, path.boxes, path.angles)
            self._set_area(track, path.area)
            self._set_asked(track, path.asked)
            self._drop_keyframes_outside(track, path.first, path.last)
            if path.drawn_at is not None:
                self._mark_keyframes(track, [path.drawn_at])

    def add_labels(self, labels: Sequence[LabelledTrack], by: Editor = ANONYMOUS) -> list[int]:
        """Cover what was labelled elsewhere, in one edit.

        What is labelled as a face, a head, text or a plate is covered as if a scan had found it: with the margin of its
        kind. An area is covered as it is. An *all but* covers everything in the frames in which it was not labelled;
        those that share no frame become one track.

        Args:
            labels: the tracks.
            by: who does it.

        Returns:
            The numbers of the new tracks. What the plan has already, box by box, is left out.

        Raises:
            VeilproofError: the scan is not finished, a box or frame is impossible, or an *all but* would bare what is
                in it.
        """
        if not self.complete:
            raise VeilproofError(f"{self.path}: the scan is not finished; run `veilproof scan` again to continue it")
        for each in labels:
            self._check_frames(each.first, each.first + len(each.boxes) - 1)
        new = self.new_labels(labels)
        if not new:
            return []
        # Not the name of the file, which can name somebody: reasons stand in what is published.
        reason = "labels made elsewhere"
        tracks = as_tracks(new, int(self.facts["frames"]))
        with self._open_edit("labels", [], by, reason, boxes=True) as edit:
            self._check_bares_nothing(new)
            for each in tracks:
                is_area = each.kind is Kind.AREA
                origin = Origin.DRAWN if is_area else Origin.DETECTED
                labelled = 0 if is_area else each.labelled
                track = self._insert(
                    *(each.first, each.boxes, each.confidence, labelled, origin, each.kind, each.angles),
                )
                if is_area:
                    self._set_area(track, Area(Moves.FOLLOWED, each.label == ALL_BUT_LABEL))
                self._db.execute("UPDATE track SET reason = ? WHERE id = ?", (reason, track))
                self._log_decision(track, Decision.COVER, reason, by)
                edit.add_track(track)
            return list(edit.tracks)

    def new_labels(self, labels: Iterable[LabelledTrack]) -> list[LabelledTrack]:
        """The labels that this plan does not have already, box by box."""
        known = ((track, self.boxes_of(track.id), self.angles_of(track.id)) for track in self.tracks())
        return new_labels(labels, known, int(self.facts["frames"]))

    def check_box(self, box: Iterable[float]) -> None:
        """Refuse a box, x1 y1 x2 y2 in pixels, that cannot be drawn.

        Raises:
            VeilproofError: it is not finite, has no area, or lies outside of the picture.
        """
        # As it will be stored: 1e39 is a number, but not in 32 bits.
        with np.errstate(over="ignore"):
            x1, y1, x2, y2 = np.asarray(tuple(box), np.float32).tolist()
        if not (np.isfinite([x1, y1, x2, y2]).all() and x2 > x1 and y2 > y1):
            english = f"{self.path}: a box needs finite coordinates, and a width and a height above 0"
            raise LocalisedError("error-box", english=english)
        width, height = self.picture_size
        if x2 <= 0 or y2 <= 0 or x1 >= width or y1 >= height:
            english = f"{self.path}: the box is outside the picture, which is {width} by {height} pixels"
            raise LocalisedError("error-box", english=english)

    # -- internal

    def _check_drawn(self, track: int) -> None:
        origin = self._db.execute("SELECT origin FROM track WHERE id = ?", (track,)).fetchone()
        if origin is None or origin[0] != Origin.DRAWN:
            english = f"{self.path}: track {track} was found, not drawn; draw a box over it instead"
            raise LocalisedError("error-not-drawn", english=english, track=str(track))

    def _check_bares_nothing(self, labels: Iterable[LabelledTrack]) -> None:
        """Refuse an *all but* that nobody drew here in a frame that has another: it bares what that one covers."""
        shown = np.zeros(int(self.facts["frames"]), np.int64)
        there = np.zeros(len(shown), np.bool_)
        for each in labels:
            if each.label == ALL_BUT_LABEL:
                lost = is_lost(each.boxes, each.angles, self.picture_size)
                shown[each.first : each.first + len(lost)] += ~lost
        for track in self.tracks():
            if track.all_but and track.decision is Decision.COVER:
                there[track.first : track.last + 1] = True
        bared = np.flatnonzero((shown > 1) | ((shown > 0) & there))
        if len(bared):
            raise VeilproofError(
                f"{self.path}: two areas of {ALL_BUT_LABEL!r} in frames {bared[0]} to {bared[-1]} would bare more than"
                " one does, and a file makes nobody visible; leave one out of the labels, and draw it here"
            )

    def _check_unchanged(self, by: Editor) -> None:
        """What was seen in a frame is true of the plan as it was then."""
        if by.revision is not None and by.revision != self.revision:
            raise StaleError(f"{self.path}: the plan was changed elsewhere in the meantime; look at the frame again")

    def _insert(
        self,
        first: int,
        boxes: Boxes,
        confidence: float,
        observations: int,
        origin: Origin,
        kind: Kind,
        angles: NDArray[np.float32] | None = None,
    ) -> int:
        track = self._insert_row(
            "INSERT INTO track (origin, kind, first, last, confidence, observations, size)"
            " VALUES (?, ?, ?, ?, ?, ?, 0)",
            (origin.value, kind.value, first, first, confidence, observations),
        )
        self._set_boxes(track, first, boxes, np.zeros(len(boxes), np.float32) if angles is None else angles)
        return track

    def _drop_keyframes_outside(self, track: int, first: int, last: int) -> None:
        self._db.execute("DELETE FROM keyframe WHERE track = ? AND frame NOT BETWEEN ? AND ?", (track, first, last))

    def _check_spans(self, path: DrawnPath) -> None:
        for first, last in ((path.first, path.last), path.asked or (path.first, path.last)):
            self._check_frames(first, last)

    def _check_frames(self, first: int, last: int) -> None:
        count: int = self._db.execute("SELECT coalesce(max(number) + 1, 0) FROM frame").fetchone()[0]
        if not 0 <= first <= last < count:
            raise VeilproofError(
                f"{self.path}: there are no frames {first} to {last}; the plan has {count} frames, numbered from 0"
            )
