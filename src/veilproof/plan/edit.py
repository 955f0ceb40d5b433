"""The edits that a person can make in a plan. Each is one transaction that can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, hulls
from veilproof.kind import LINES, Kind
from veilproof.language.message import LocalisedError
from veilproof.plan.edit_areas import AreaPlan, Box
from veilproof.plan.history import ANONYMOUS
from veilproof.plan.lost import is_lost
from veilproof.plan.paths import correct_path, correction_weights, join_paths
from veilproof.plan.types import Area, Decision, Editor, Moves, Origin, PlannedTrack, Span, Strata, Suspicion

_FADE_SECONDS = 1
"""A correction of a detected path fades out over this time before and after the corrected frame; a round number."""


class EditablePlan(AreaPlan):
    """A plan that a person can edit.

    Every edit takes `by`, the person who makes it. An edit that fails raises a `VeilproofError` and changes nothing;
    a `StaleError` means that somebody else has changed the same track since. Frames are numbered from 0, and boxes are
    in pixels of the upright picture.
    """

    def decide(self, tracks: Iterable[int], decision: Decision, reason: str = "", by: Editor = ANONYMOUS) -> None:
        """Cover or keep tracks; changes nothing if one of them does not exist.

        A single track counts as reviewed if `by` has seen a revision. Several do not: nobody looks at each of them.
        For the same reason, covering things of several sorts leaves a kept *all but* as it is: beside another one it
        would bare what is in it.
        """
        tracks = list(dict.fromkeys(tracks))
        if decision is Decision.COVER:
            kept = {each.id for each in self.tracks() if each.all_but and each.decision is Decision.KEEP}
            tracks = [each for each in tracks if each not in kept] or tracks
        with self._open_edit(decision.value, tracks, by, reason, boxes=False) as edit:
            for track in edit.tracks:
                self._decide(track, decision, reason, by)
                if by.revision is not None and len(edit.tracks) == 1:
                    edit.mark_reviewed(track=track)

    def keep_only(self, tracks: Iterable[int], reason: str = "", by: Editor = ANONYMOUS) -> None:
        """Keep these tracks and cover all others, but for an *all but* that is kept: it could bare something."""
        kept = dict.fromkeys(tracks)
        # Generated inside the transaction: a track that somebody keeps at this moment must not stay visible.
        kept_before = (track.id for track in self.tracks() if track.decision is Decision.KEEP and not track.all_but)
        with self._open_edit("keep only", chain(kept, kept_before), by, reason, boxes=False) as edit:
            for track in edit.tracks:
                decision = Decision.KEEP if track in kept else Decision.COVER
                self._decide(track, decision, reason if track in kept else "", by)

    def cover_suspicion(self, suspicion: int, reason: str = "", by: Editor = ANONYMOUS) -> int:
        """Cover what the scan found too unlikely a face.

        Returns:
            The number of the new track.

        Raises:
            VeilproofError: there is no such suspicion.
        """
        found = self._suspicion(suspicion)
        with self._open_edit("cover", [], by, reason, boxes=True) as edit:
            track = self._insert(
                found.first, found.boxes, found.confidence, found.observations, Origin.DETECTED, Kind.FACE
            )
            self._db.execute("UPDATE track SET reason = ? WHERE id = ?", (reason, track))
            self._log_decision(track, Decision.COVER, reason, by)
            edit.add_track(track)
            edit.mark_reviewed(track=track)
            edit.mark_reviewed(suspicion=suspicion)
        return track

    def dismiss(self, suspicions: Iterable[int], reason: str = "", by: Editor = ANONYMOUS) -> None:
        """Mark suspicions as reviewed: a person has looked, and nothing there has to be covered.

        Raises:
            VeilproofError: there is no such suspicion.
        """
        numbers = [self._suspicion(number).id for number in dict.fromkeys(suspicions)]
        with self._open_edit("no face", [], Editor(by.initials), reason, boxes=False) as edit:
            for number in numbers:
                edit.mark_reviewed(suspicion=number)

    def move(self, track: int, frame: int, box: Box, by: Editor = ANONYMOUS) -> None:
        """Set the box of a track in one frame, which becomes a keyframe, and adapt the path up to the next keyframes.

        On a side without another keyframe, a drawn track moves as a whole, and the correction of a detected track fades
        out within a second. An *all but* moves up to the frames in which it is lost.

        Raises:
            VeilproofError: the box is impossible, or an *all but* is lost in that frame.
        """
        self.check_box(box)
        with self._open_edit("move", [track], by, "", boxes=True):
            current = self._track(track, frame)
            others = [at - current.first for at in self.keyframes().get(track, []) if at != frame]
            fade = self._frames_in(_FADE_SECONDS) if current.origin is Origin.DETECTED else None
            boxes, at = self.boxes_of(track), frame - current.first
            share = correction_weights(len(boxes), at, others, fade)
            if current.all_but:
                share = np.where(self._shows(current, boxes, at), share, 0).astype(np.float32)
            self._set_boxes(track, current.first, correct_path(boxes, at, box, share))
            self._mark_keyframes(track, [frame])

    def set_ends(
        self,
        track: int,
        first: int,
        last: int,
        path: Boxes | None = None,
        angles: NDArray[np.float32] | None = None,
        by: Editor = ANONYMOUS,
        asked: Span | None = None,
    ) -> None:
        """Shorten or lengthen a track.

        A new end is what a person wants on that side, whatever was asked for before, unless it only comes nearer.

        Args:
            track: its number.
            first: its new first frame.
            last: its new last frame.
            path: float32 [last - first + 1, 4], its new boxes. If not given, the boxes at its old ends are repeated.
            angles: float32 [last - first + 1], their angles; if not given, each is turned as the nearest one was.
            by: who does it.
            asked: the first and the last frame for which it is asked, if it is lost before; otherwise its new ends.
        """
        self._check_frames(first, last)
        if asked is not None:
            self._check_frames(*asked)
        with self._open_edit("ends", [track], by, "", boxes=True):
            current = self._track(track)
            if path is None:
                nearest = np.clip(np.arange(first, last + 1), current.first, current.last) - current.first
                path = self.boxes_of(track)[nearest]
            self._set_boxes(track, first, path, angles)
            if current.asked is not None or asked is not None:
                self._set_asked(track, _still_asked(current, asked or (first, last)))
            self._drop_keyframes_outside(track, first, last)

    def split(self, track: int, frame: int, by: Editor = ANONYMOUS) -> int:
        """End a track before `frame`. The rest becomes a new track, which is covered even if the first one is kept.

        The rest of an *all but* that is kept is kept as well: beside another one it would bare what is in it.

        Returns:
            The number of the new track.
        """
        with self._open_edit("split", [track], by, "", boxes=True) as edit:
            current = self._track(track, frame)
            if frame == current.first:
                english = f"{self.path}: track {track} begins with frame {frame}; there is nothing to split"
                raise LocalisedError("error-split-first", english=english, track=str(track))
            boxes, cut = self.boxes_of(track), frame - current.first
            angles = self.angles_of(track)
            rest = self._insert(
                *(frame, boxes[cut:], current.confidence, current.observations, current.origin),
                *(current.kind, angles[cut:]),
            )
            if current.area is not None:
                self._set_area(rest, current.area)
            if current.all_but and current.decision is Decision.KEEP:
                self._decide(rest, Decision.KEEP, current.reason, by)
            if current.asked is not None:
                self._set_asked(track, (min(current.asked[0], frame - 1), frame - 1))
                self._set_asked(rest, (frame, max(current.asked[1], frame)))
            self._mark_keyframes(rest, [at for at in self.keyframes().get(track, []) if at >= frame])
            self._set_boxes(track, current.first, boxes[:cut], angles[:cut])
            self._drop_keyframes_outside(track, current.first, frame - 1)
            edit.add_track(rest)
        return rest

    def join(self, one: int, other: int, by: Editor = ANONYMOUS) -> int:
        """Join two tracks into one, which stays visible only if both did.

        Returns:
            Its number: the lower of the two.
        """
        if one == other:
            raise VeilproofError(f"{self.path}: track {one} cannot be joined to itself; choose another one")
        with self._open_edit("join", [one, other], by, "", boxes=True):
            a, b = self._track(min(one, other)), self._track(max(one, other))
            kind = _joined_kind(a.kind, b.kind)
            if kind is None:
                raise LocalisedError(
                    "error-join-kinds",
                    english=f"{self.path}: track {a.id} is of the kind {a.kind} and {b.id} of {b.kind}, which are"
                    " covered in other shapes; leave them two",
                    one=str(a.id),
                    other=str(b.id),
                )
            if a.all_but or b.all_but:
                raise LocalisedError(
                    "error-join-all-but",
                    english=f"{self.path}: of tracks {a.id} and {b.id} one covers what is outside of it, so that one"
                    " box around both would show more than both; leave them two",
                    one=str(a.id),
                    other=str(b.id),
                )
            a_boxes, b_boxes = (hulls(self.boxes_of(each), self.angles_of(each)) for each in (a.id, b.id))
            first, boxes = join_paths(a.first, a_boxes, b.first, b_boxes)
            keyframes = [frame for track in (a, b) for frame in self.keyframes().get(track.id, [])]
            self._db.execute("DELETE FROM track WHERE id = ?", (b.id,))
            self._set_boxes(a.id, first, boxes, np.zeros(len(boxes), np.float32))
            self._mark_keyframes(a.id, keyframes)
            # A detected face gets a margin when it is rendered, so the joined track covers the drawn boxes as well.
            origin = Origin.DETECTED if Origin.DETECTED in (a.origin, b.origin) else Origin.DRAWN
            self._db.execute(
                "UPDATE track SET origin = ?, kind = ?, confidence = ?, observations = ? WHERE id = ?",
                (origin.value, kind.value, max(a.confidence, b.confidence), a.observations + b.observations, a.id),
            )
            self._join_areas(a, b, origin)
            asked = [each.asked or (each.first, each.last) for each in (a, b)]
            spans = min(first for first, _ in asked), max(last for _, last in asked)
            self._set_asked(a.id, spans if a.asked or b.asked else None)
            if a.decision is not b.decision:
                self._decide(a.id, Decision.COVER, "", by)
        return a.id

    def mark_reviewed(
        self, tracks: Iterable[int] = (), frames: Iterable[tuple[int, int]] = (), by: Editor = ANONYMOUS
    ) -> None:
        """Mark tracks and ranges of frames (first and last, both included) as reviewed."""
        ranges = list(frames)
        for first, last in ranges:
            self._check_frames(first, last)
        with self._open_edit("reviewed", tracks, Editor(by.initials), "", boxes=False) as edit:
            for track in edit.tracks:
                edit.mark_reviewed(track=track)
            for span in ranges:
                edit.mark_reviewed(frames=span)

    def begin_sampling(self, files: str, strata: Strata, by: Editor = ANONYMOUS) -> int:
        """Begin a check by sample, from which earlier answers do not count.

        Args:
            files: from which frames are drawn together: a digest of all originals.
            strata: of this plan. Later edits move no frame to another one.
            by: who begins.

        Returns:
            The revision of the plan with it.

        Raises:
            StaleError: the plan has changed since the revision that this person has seen.
        """
        with self._open_edit("check by sample", [], by, "", boxes=False) as edit:
            self._check_unchanged(by)
            edit.add_sampling(files, strata)
        return self.revision

    def record_sample(self, frame: int, by: Editor = ANONYMOUS) -> None:
        """Record that a person saw nothing bare in a frame that was drawn in the check by sample that has begun.

        Raises:
            StaleError: the plan has changed since the revision that this person has seen.
        """
        self._check_frames(frame, frame)
        with self._open_edit("nothing bare", [], by, "", boxes=False) as edit:
            self._check_unchanged(by)
            edit.add_sample(frame, False)

    # -- internal

    def _join_areas(self, a: PlannedTrack, b: PlannedTrack, origin: Origin) -> None:
        self._db.execute("DELETE FROM area WHERE track = ?", (a.id,))
        if origin is Origin.DRAWN and (a.area or b.area):
            self._set_area(a.id, a.area if a.area == b.area and a.area else Area(Moves.FOLLOWED))

    def _shows(self, track: PlannedTrack, boxes: Boxes, at: int) -> NDArray[np.bool_]:
        """Bool [n]: the frames around `at`, both counted from the first one, up to those in which a spotlight is lost.

        Its boxes there are no way of anything: moved or scaled with the others, they would show somebody.
        """
        lost = is_lost(boxes, self.angles_of(track.id), self.picture_size)
        if lost[at]:
            raise LocalisedError(
                "error-area-lost",
                english=f"{self.path}: track {track.id} is lost in frame {track.first + at} and shows nothing there;"
                " draw another one",
                track=str(track.id),
                frame=str(track.first + at + 1),
            )
        gaps = np.cumsum(lost)
        return np.asarray(~lost & (gaps == gaps[at]), np.bool_)

    def _decide(self, track: int, decision: Decision, reason: str, by: Editor) -> None:
        self._db.execute("UPDATE track SET decision = ?, reason = ? WHERE id = ?", (decision.value, reason, track))
        self._log_decision(track, decision, reason, by)

    def _track(self, number: int, frame: int | None = None) -> PlannedTrack:
        """One track; fails if a frame is given that is not in it."""
        track = next(track for track in self.tracks() if track.id == number)
        if frame is not None and not track.first <= frame <= track.last:
            english = f"{self.path}: track {number} is not in frame {frame}; change its ends first"
            raise LocalisedError("error-track-not-here", english=english, track=str(number), frame=str(frame + 1))
        return track

    def _suspicion(self, number: int) -> Suspicion:
        found = next((one for one in self.suspicions() if one.id == number), None)
        if found is None:
            raise VeilproofError(f"{self.path}: there is no suspicion {number}")
        return found

    def _frames_in(self, seconds: int) -> int:
        pts = self.pts()
        if len(pts) < 2:
            return 1
        return max(1, round(seconds * (len(pts) - 1) / float((pts[-1] - pts[0]) * self.time_base)))


def _still_asked(track: PlannedTrack, ends: Span) -> Span:
    """For which frames a track is asked once other ends are asked for.

    An end that stays says nothing of the frames beyond, and neither does one that still does not reach as far as was
    asked for: nobody has looked there.
    """
    first, last = ends
    before = track.asked or (track.first, track.last)
    return (
        first if first > track.first else min(before[0], first),
        last if last < track.last else max(before[1], last),
    )


def _joined_kind(one: Kind, other: Kind) -> Kind | None:
    """The kind whose cover hides what those of both hid; None if there is none.

    The cover of a face reaches beyond that of a head, and beyond the corners of a drawn box; that of a head does not.
    """
    if one is other:
        return one
    return Kind.FACE if Kind.FACE in (one, other) and not {one, other} & {*LINES} else None
