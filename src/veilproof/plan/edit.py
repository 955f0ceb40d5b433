"""Everything a person can change in a plan. Each is one transaction that can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.plan.history import NOBODY, UndoablePlan
from veilproof.plan.paths import corrected, joined, weights
from veilproof.plan.types import By, Decision, Origin, PlannedTrack

Box = tuple[float, float, float, float]
"""x1 y1 x2 y2 in pixels of the upright picture."""

_FADE_SECONDS = 1
"""A found path is believed again this long before and after the place where a person corrected it."""


class EditablePlan(UndoablePlan):
    """A plan that a person goes through.

    Every method takes who does it. What is wrong with an edit is said as a `VeilproofError`, and then nothing changed;
    a `StaleError` says that somebody else changed the same track in the meantime.
    """

    def decide(self, tracks: Iterable[int], decision: Decision, reason: str = "", by: By = NOBODY) -> None:
        """Cover or keep some tracks; nothing is changed if one of them does not exist.

        Who decides about a track has looked at it, if initials were given or a revision was seen.
        """
        with self._editing(decision.value, tracks, by, reason, boxes=False) as touched:
            for track in touched.tracks:
                self._decide(track, decision, reason, by)
                if by.revision is not None:
                    touched.saw(track=track)

    def keep_only(self, tracks: Iterable[int], reason: str = "", by: By = NOBODY) -> None:
        """Keep these tracks and cover all others."""
        kept = set(tracks)
        now = {track.id: track for track in self.tracks()}
        wanted = {number: Decision.KEEP if number in kept else Decision.COVER for number in now}
        changed = [number for number, decision in wanted.items() if now[number].decision is not decision]
        with self._editing("keep only", [*changed, *kept], by, reason, boxes=False):
            for track in dict.fromkeys([*changed, *kept]):
                self._decide(track, wanted[track], reason if track in kept else "", by)

    def draw(self, box: Box, start: Fraction, end: Fraction, reason: str = "", by: By = NOBODY) -> int:
        """Cover a box from `start` to `end`, in seconds from the first frame on, both included.

        Returns:
            The number of the new track.
        """
        self._check_box(box)
        zero = self._zero()
        first, last = self._shown(zero + start), self._shown(zero + end)
        if last is None or end < start or zero + start >= self._over():
            raise VeilproofError(f"{self.path}: no frame lies between {float(start):g} s and {float(end):g} s")
        first = 0 if first is None else first
        boxes = np.repeat(np.array([box], np.float32), last - first + 1, axis=0)
        return self.draw_path(first, boxes, None, reason, by)

    def draw_path(self, first: int, boxes: Boxes, drawn_at: int | None, reason: str = "", by: By = NOBODY) -> int:
        """Cover boxes (float32 [n, 4], one a frame from `first` on); a person drew the one in frame `drawn_at`.

        Returns:
            The number of the new track.
        """
        self._check_frames(first, first + len(boxes) - 1)
        self._check_box(tuple(boxes[0 if drawn_at is None else drawn_at - first].tolist()))
        with self._editing("draw", [], by, reason, boxes=True) as touched:
            track = self._insert(first, boxes, 1.0, 0, Origin.DRAWN)
            if drawn_at is not None:
                self._mark_keyframes(track, [drawn_at])
            self._db.execute("UPDATE track SET reason = ? WHERE id = ?", (reason, track))
            self._remember(track, "draw", reason, by)
            touched.made(track)
            touched.saw(track=track)
        return track

    def move(self, track: int, frame: int, box: Box, by: By = NOBODY) -> None:
        """Put the box of a track in one frame; the frames between that and the next keyframes follow.

        Where there is no other keyframe, what was drawn moves as a whole, and a path that was found is believed again
        a second away.
        """
        self._check_box(box)
        with self._editing("move", [track], by, "", boxes=True):
            now = self._track(track, frame)
            others = [at - now.first for at in self.keyframes().get(track, []) if at != frame]
            fade = self._frames_in(_FADE_SECONDS) if now.origin is Origin.DETECTED else None
            boxes = self.boxes_of(track)
            at = frame - now.first
            self._put(track, now.first, corrected(boxes, at, box, weights(len(boxes), at, others, fade)))
            self._mark_keyframes(track, [frame])

    def replace(self, track: int, first: int, boxes: Boxes, keyframe: int, by: By = NOBODY) -> None:
        """Give a track another path, float32 [n, 4] one a frame from `first` on, drawn in frame `keyframe`."""
        self._check_frames(first, first + len(boxes) - 1)
        with self._editing("follow", [track], by, "", boxes=True):
            self._put(track, first, boxes)
            self._db.execute(
                "DELETE FROM keyframe WHERE track = ? AND frame NOT BETWEEN ? AND ?",
                (track, first, first + len(boxes) - 1),
            )
            self._mark_keyframes(track, [keyframe])

    def set_ends(self, track: int, first: int, last: int, path: Boxes | None = None, by: By = NOBODY) -> None:
        """Let a track begin and end elsewhere.

        Args:
            track: the track.
            first: its new first frame.
            last: its new last frame.
            path: float32 [last - first + 1, 4], where its box goes; if not given, it stays where the track had ended.
            by: who does it.
        """
        self._check_frames(first, last)
        with self._editing("ends", [track], by, "", boxes=True):
            now = self._track(track)
            if path is None:
                inside = np.clip(np.arange(first, last + 1), now.first, now.last) - now.first
                path = self.boxes_of(track)[inside]
            self._put(track, first, path)
            self._db.execute("DELETE FROM keyframe WHERE track = ? AND frame NOT BETWEEN ? AND ?", (track, first, last))

    def split(self, track: int, frame: int, by: By = NOBODY) -> int:
        """End a track before `frame`; what follows is a track of its own, which is covered whatever the first one is.

        Returns:
            The number of the new track.
        """
        with self._editing("split", [track], by, "", boxes=True) as touched:
            now = self._track(track, frame)
            if frame == now.first:
                raise VeilproofError(f"{self.path}: track {track} begins with frame {frame}; there is nothing to split")
            boxes, cut = self.boxes_of(track), frame - now.first
            rest = self._insert(frame, boxes[cut:], now.confidence, now.observations, now.origin)
            self._mark_keyframes(rest, [at for at in self.keyframes().get(track, []) if at >= frame])
            self._put(track, now.first, boxes[:cut])
            self._drop_keyframes_outside(track, now.first, frame - 1)
            touched.made(rest)
        return rest

    def join(self, one: int, other: int, by: By = NOBODY) -> int:
        """Make two tracks one. It stays visible only if both did.

        Returns:
            The number it goes by: the lower one.
        """
        if one == other:
            raise VeilproofError(f"{self.path}: track {one} cannot be joined to itself; choose another one")
        with self._editing("join", [one, other], by, "", boxes=True):
            a, b = self._track(min(one, other)), self._track(max(one, other))
            first, boxes = joined(a.first, self.boxes_of(a.id), b.first, self.boxes_of(b.id))
            keyframes = [frame for track in (a, b) for frame in self.keyframes().get(track.id, [])]
            self._db.execute("DELETE FROM track WHERE id = ?", (b.id,))
            self._put(a.id, first, boxes)
            self._mark_keyframes(a.id, keyframes)
            # The margin that a found face gets covers what was drawn as well.
            origin = Origin.DETECTED if Origin.DETECTED in (a.origin, b.origin) else Origin.DRAWN
            self._db.execute(
                "UPDATE track SET origin = ?, confidence = ?, observations = ? WHERE id = ?",
                (origin.value, max(a.confidence, b.confidence), a.observations + b.observations, a.id),
            )
            if a.decision is not b.decision:
                self._decide(a.id, Decision.COVER, "", by)
        return a.id

    def mark_reviewed(
        self, tracks: Iterable[int] = (), frames: Iterable[tuple[int, int]] = (), by: By = NOBODY
    ) -> None:
        """Remember that a person has looked at these tracks, and at these frames (first and last of each stretch)."""
        stretches = list(frames)
        for first, last in stretches:
            self._check_frames(first, last)
        with self._editing("reviewed", tracks, By(by.initials), "", boxes=False) as touched:
            for track in touched.tracks:
                touched.saw(track=track)
            for stretch in stretches:
                touched.saw(frames=stretch)

    # -- inside

    def _insert(self, first: int, boxes: Boxes, confidence: float, observations: int, origin: Origin) -> int:
        track = self._inserted(
            "INSERT INTO track (origin, first, last, confidence, observations, size) VALUES (?, ?, ?, ?, ?, 0)",
            (origin.value, first, first, confidence, observations),
        )
        self._put(track, first, boxes)
        return track

    def _decide(self, track: int, decision: Decision, reason: str, by: By) -> None:
        self._db.execute("UPDATE track SET decision = ?, reason = ? WHERE id = ?", (decision.value, reason, track))
        self._remember(track, decision, reason, by)

    def _drop_keyframes_outside(self, track: int, first: int, last: int) -> None:
        self._db.execute("DELETE FROM keyframe WHERE track = ? AND frame NOT BETWEEN ? AND ?", (track, first, last))

    def _track(self, number: int, frame: int | None = None) -> PlannedTrack:
        """That track, which must reach over that frame."""
        found = next(track for track in self.tracks() if track.id == number)
        if frame is not None and not found.first <= frame <= found.last:
            raise VeilproofError(f"{self.path}: track {number} is not in frame {frame}; change its end points first")
        return found

    def _check_box(self, box: Iterable[float]) -> None:
        x1, y1, x2, y2 = box
        if not (np.isfinite([x1, y1, x2, y2]).all() and x2 > x1 and y2 > y1):
            raise VeilproofError(f"{self.path}: a box needs a width and a height above 0")
        facts = self.facts
        if x2 <= 0 or y2 <= 0 or x1 >= int(facts["width"]) or y1 >= int(facts["height"]):
            raise VeilproofError(
                f"{self.path}: that box is outside the picture, which is {facts['width']} by {facts['height']} pixels"
            )

    def _check_frames(self, first: int, last: int) -> None:
        count: int = self._db.execute("SELECT coalesce(max(number) + 1, 0) FROM frame").fetchone()[0]
        if not 0 <= first <= last < count:
            raise VeilproofError(f"{self.path}: there are no frames {first} to {last}; it has {count}, from 0 on")

    def _frames_in(self, seconds: int) -> int:
        pts = self.pts()
        if len(pts) < 2:
            return 1
        return max(1, round(seconds * (len(pts) - 1) / float((pts[-1] - pts[0]) * self.time_base)))
