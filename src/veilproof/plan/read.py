"""Reading a plan."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.kind import Kind
from veilproof.plan.digests import unpacked
from veilproof.plan.file import PlanFile
from veilproof.plan.schema import MICROSECONDS
from veilproof.plan.types import (
    Area,
    Cover,
    Decision,
    Edit,
    Moves,
    Origin,
    PlannedTrack,
    Reviewed,
    Sampled,
    Sampling,
    SoundDecision,
    Stratum,
    Stretch,
    Suspicion,
    cover_of,
)
from veilproof.plan.uncovered import State, frames_uncovered
from veilproof.sound.timeline import Span, Timeline, Treatment, timeline

_MAX_PTS = 2**63 - 1  # the largest integer that SQLite stores


class ReadablePlan(PlanFile):
    """The queries that a plan answers."""

    def tracks(self) -> list[PlannedTrack]:
        """All tracks, by number."""
        rows = self._db.execute(
            "SELECT id, origin, track.first, track.last, confidence, observations, size, decision, reason, changed,"
            f" kind, moves, all_but, asked.first, asked.last FROM track"
            f" LEFT JOIN {self._table('area')} AS area ON area.track = track.id"
            f" LEFT JOIN {self._table('asked')} AS asked ON asked.track = track.id ORDER BY id"
        )
        return [_track(row) for row in rows]

    def boxes_of(self, track: int) -> Boxes:
        """float32 [n, 4]: the boxes of one track, one for each frame from its first to its last."""
        rows = self._db.execute("SELECT x1, y1, x2, y2 FROM region WHERE track = ? ORDER BY frame", (track,))
        return np.array(rows.fetchall(), np.float32).reshape(-1, 4)

    def angles_of(self, track: int) -> NDArray[np.float32]:
        """float32 [n]: degrees by which each of `boxes_of` is turned clockwise about its centre."""
        rows = self._db.execute("SELECT angle FROM region WHERE track = ? ORDER BY frame", (track,))
        return np.array(rows.fetchall(), np.float32).reshape(-1)

    def regions(self, first: int, last: int) -> NDArray[np.float64]:
        """float64 [n, 7]: frame, track, x1, y1, x2, y2, angle of all regions, covered or kept, in these frames.

        In order of frames and tracks.
        """
        rows = self._db.execute("SELECT * FROM region WHERE frame BETWEEN ? AND ? ORDER BY frame, track", (first, last))
        return np.array(rows.fetchall(), np.float64).reshape(-1, 7)

    def suspicions(self) -> list[Suspicion]:
        """What the scan found too unlikely a face to cover, by number."""
        rows = self._db.execute(
            "SELECT id, first, boxes, confidence, observations, id IN (SELECT suspicion FROM reviewed JOIN edit"
            " ON edit.id = reviewed.edit WHERE NOT undone AND suspicion IS NOT NULL) FROM suspicion ORDER BY id"
        )
        return [
            Suspicion(number, first, unpacked(boxes), confidence, observations, bool(reviewed))
            for number, first, boxes, confidence, observations, reviewed in rows
        ]

    def keyframes(self) -> dict[int, list[int]]:
        """By track, the frames in which a person set its box."""
        rows = self._db.execute("SELECT track, frame FROM keyframe ORDER BY track, frame")
        return {track: [frame for _, frame in group] for track, group in groupby(rows, key=lambda row: int(row[0]))}

    def covers(self, first: int = 0, last: int = _MAX_PTS) -> Iterator[Cover]:
        """The covers from frame `first` to `last`, in order; frames without any are omitted."""
        rows = self._db.execute(
            "SELECT frame, origin, kind, all_but, angle, x1, y1, x2, y2 FROM region"
            f" JOIN track ON track.id = region.track LEFT JOIN {self._table('area')} AS area"
            " ON area.track = region.track WHERE decision = 'cover' AND frame BETWEEN ? AND ? ORDER BY frame",
            (first, last),
        )
        for frame, group in groupby(rows, key=lambda row: int(row[0])):
            yield cover_of(
                frame,
                (
                    (bool(all_but), origin == Origin.DRAWN, Kind(kind), *rest)
                    for _, origin, kind, all_but, *rest in group
                ),
            )

    def pts(self) -> list[int]:
        """The time stamps of all frames, in units of `time_base`, ordered by frame number."""
        return [row[0] for row in self._db.execute("SELECT pts FROM frame ORDER BY number")]

    def times(self) -> list[Fraction]:
        """The presentation times of all frames, in seconds since the first one."""
        start, base = self._start_time(), self.time_base
        return [pts * base - start for pts in self.pts()]

    def speech(self) -> list[tuple[Fraction, Fraction]]:
        """Begin and end of the spans in which a scan found speech, in seconds since the first frame, in order."""
        rows = self._db.execute("SELECT start, end FROM speech ORDER BY start")
        return [(Fraction(start, MICROSECONDS), Fraction(end, MICROSECONDS)) for start, end in rows]

    def stretches(self) -> list[Stretch]:
        """What people decided about sound, oldest first: a later one hides an earlier one. Without what was undone."""
        rows = self._db.execute(
            "SELECT stretch.id, start, end, decision, stretch.reason, stretch.by, stretch.at FROM stretch"
            " LEFT JOIN edit ON edit.id = stretch.edit WHERE edit.id IS NULL OR NOT undone ORDER BY stretch.id"
        )
        return [
            Stretch(number, Fraction(start, MICROSECONDS), Fraction(end, MICROSECONDS), SoundDecision(decision), *rest)
            for number, start, end, decision, *rest in rows
        ]

    def sound_timeline(self, rest: Treatment) -> Timeline:
        """What happens to the sound, on the clock of `pts`.

        Args:
            rest: what happens to sound about which nobody decided; `Treatment.DISGUISE` disguises speech in it and
                keeps everything else.
        """
        offset = self._start_time()
        base = Treatment.KEEP if rest is Treatment.DISGUISE else rest
        spoken = self.speech() if rest is Treatment.DISGUISE else []
        speech = [Span(offset + start, offset + end, Treatment.DISGUISE) for start, end in spoken]
        decided: list[Span] = []
        for stretch in self.stretches():
            start, end = offset + stretch.start, offset + stretch.end
            if stretch.decision is not SoundDecision.DEFAULT:
                decided.append(Span(start, end, Treatment(stretch.decision.value)))
                continue
            decided.append(Span(start, end, base))
            decided += [
                Span(max(start, span.start), min(end, span.end), span.treatment)
                for span in speech
                if span.start < end and span.end > start
            ]
        return timeline(base, [speech, decided])

    def frames_between(self, start: Fraction, end: Fraction) -> tuple[int, int]:
        """The first and the last frame on screen between two times, in seconds since the first frame, both included.

        Raises:
            VeilproofError: no frame lies there.
        """
        offset = self._start_time()
        first, last = self._frame_at(offset + start), self._frame_at(offset + end)
        if last is None or end < start or offset + start >= self._end_time():
            raise VeilproofError(f"{self.path}: no frame lies between {float(start):g} s and {float(end):g} s")
        return first or 0, last

    def decisions(self) -> list[tuple[str, int, str, str]]:
        """Every decision ever taken, oldest first: time (UTC, ISO 8601), track, decision, reason."""
        return self._db.execute("SELECT at, track, decision, reason FROM decision ORDER BY id").fetchall()

    def undoable(self) -> Edit | None:
        """The edit that `undo` would undo, if any."""
        return self._find_edit("WHERE NOT undone ORDER BY id DESC")

    def redoable(self) -> Edit | None:
        """The edit that `redo` would redo, if any."""
        return self._find_edit("WHERE undone ORDER BY id")

    def reviewed_tracks(self) -> set[int]:
        """The tracks that a person has reviewed: marked as such, or with every frame reviewed.

        A mark that is older than an edit which took away or moved the cover of the track does not count.
        """
        rows = self._db.execute(
            "SELECT track, max(edit) FROM reviewed JOIN edit ON edit.id = reviewed.edit"
            " WHERE NOT undone AND track IS NOT NULL GROUP BY track"
        ).fetchall()
        uncovered: dict[int, int] = {}
        for edit, track, _, lost in self._uncoverings(min((edit for _, edit in rows), default=_MAX_PTS)):
            if lost.any():
                uncovered[track] = edit
        marked = {track for track, edit in rows if edit >= uncovered.get(track, 0)}
        # reviewed_before[n] counts the reviewed frames below n.
        reviewed_before = np.concatenate([[0], np.cumsum(self.reviewed_frames())])
        end = len(reviewed_before) - 1
        return {
            track.id
            for track in self.tracks()
            if track.id in marked
            or reviewed_before[min(track.last + 1, end)] - reviewed_before[min(track.first, end)]
            == track.last - track.first + 1
        }

    def reviewed_frames(self) -> NDArray[np.bool_]:
        """Bool [n]: whether a person has reviewed each frame, and no later edit took away or moved a cover in it."""
        return self._review_marks() > 0

    def frames_to_review_again(self) -> NDArray[np.bool_]:
        """Bool [n]: the frames that a person has reviewed, and in which a later edit took away or moved a cover."""
        return self._review_marks() < 0

    def reviewed(self) -> Reviewed:
        """How much of the plan people have reviewed, who, and when."""
        frames = self.reviewed_frames()
        edits = self._db.execute(
            "SELECT by, at FROM edit WHERE NOT undone AND id IN (SELECT edit FROM reviewed) ORDER BY at"
        ).fetchall()
        return Reviewed(
            tracks=len(self.tracks()),
            tracks_reviewed=len(self.reviewed_tracks()),
            frames=len(frames),
            frames_reviewed=int(frames.sum()),
            by=tuple(dict.fromkeys(by for by, _ in edits if by)),
            last=edits[-1][1] if edits else None,
        )

    def contributors(self) -> list[str]:
        """The initials of everybody who decided or edited anything, each once."""
        rows = self._db.execute("SELECT by FROM edit WHERE NOT undone UNION SELECT by FROM decision ORDER BY by")
        return [by for (by,) in rows if by]

    def samples(self) -> list[Sampled]:
        """The answers of the check by sample that has begun, oldest first."""
        begun = self.sampling()
        rows = self._db.execute(
            "SELECT edit, frame, bare, at, by FROM sampled JOIN edit ON edit.id = sampled.edit"
            " WHERE NOT undone AND edit > ? ORDER BY edit",
            (begun.edit if begun else _MAX_PTS,),
        )
        return [Sampled(edit, frame, bool(bare), at, by) for edit, frame, bare, at, by in rows]

    def sampling(self) -> Sampling | None:
        """The check by sample that has begun; None before the first answer."""
        begun = self._db.execute(
            "SELECT edit, files FROM sampling JOIN edit ON edit.id = sampling.edit WHERE NOT undone"
            " ORDER BY edit DESC LIMIT 1"
        ).fetchone()
        if begun is None:
            return None
        strata = {name: np.zeros(len(self.pts()), np.bool_) for name in Stratum}
        for name, first, last in self._db.execute("SELECT name, first, last FROM stratum WHERE edit = ?", begun[:1]):
            strata[Stratum(name)][first : last + 1] = True
        return Sampling(begun[0], begun[1], strata)

    def uncovered_since(self, edit: int) -> tuple[NDArray[np.bool_], int]:
        """Where edits after `edit` took covers away, or moved them.

        Returns:
            Bool [n], whether they did so in each frame, and the number of the last edit that did; 0 if none did.
        """
        uncovered, last = np.zeros(len(self.pts()), np.bool_), 0
        for number, _, first, lost in self._uncoverings(edit):
            uncovered[first : first + len(lost)] |= lost
            last = number if lost.any() else last
        return uncovered, last

    # -- internal

    def _review_marks(self) -> NDArray[np.int64]:
        """Int64 [n]: the last edit that marked each frame as reviewed, negative where a later one uncovered it."""
        count: int = self._db.execute("SELECT coalesce(max(number) + 1, 0) FROM frame").fetchone()[0]
        marks = np.zeros(count, np.int64)
        rows = self._db.execute(
            "SELECT edit, first, last FROM reviewed JOIN edit ON edit.id = reviewed.edit"
            " WHERE NOT undone AND first IS NOT NULL ORDER BY edit"
        ).fetchall()
        for edit, first, last in rows:
            marks[first : last + 1] = edit
        for edit, _, first, lost in self._uncoverings(rows[0][0] if rows else _MAX_PTS):
            part = marks[first : first + len(lost)]
            part[lost & (part > 0) & (part < edit)] *= -1
        return marks

    def _uncoverings(self, edit: int) -> Iterator[tuple[int, int, int, NDArray[np.bool_]]]:
        """What edits after `edit` uncovered: their number, the track, its first frame, and bool [n] from there."""
        rows = self._db.execute(
            "SELECT edit, track, after, facts, boxes, angles FROM state JOIN edit ON edit.id = state.edit"
            " WHERE NOT undone AND edit > ? ORDER BY edit",
            (edit,),
        ).fetchall()
        since = "SELECT track, min(edit) FROM state WHERE json_extract(facts, '$.area.all_but') GROUP BY track"
        spotlights = self._db.execute(since).fetchall()
        for number, states in groupby(rows, key=lambda row: int(row[0])):
            earlier = [track for track, begun in spotlights if begun < number]
            for track, first, lost in frames_uncovered([State(*state[1:]) for state in states], earlier):
                yield number, track, first, lost

    def _find_edit(self, condition: str) -> Edit | None:
        row = self._db.execute(f"SELECT id, at, by, action, reason FROM edit {condition} LIMIT 1").fetchone()
        return Edit(*row) if row else None

    def _frame_at(self, time: Fraction) -> int | None:
        """The frame on screen at a time, in seconds on the clock of `pts`; None before the first frame."""
        pts = min(math.floor(time / self.time_base), _MAX_PTS)
        number: int | None = self._db.execute("SELECT max(number) FROM frame WHERE pts <= ?", (pts,)).fetchone()[0]
        return number

    def _start_time(self) -> Fraction:
        """The time stamp of the first frame, in seconds."""
        pts = self._db.execute("SELECT pts FROM frame ORDER BY number LIMIT 1").fetchone()
        return pts[0] * self.time_base if pts else Fraction(0)

    def _end_time(self) -> Fraction:
        """The end of the last frame, in seconds; it is assumed to last as long as the one before it.

        A single frame, such as that of a photo, never ends.
        """
        last = [pts for (pts,) in self._db.execute("SELECT pts FROM frame ORDER BY number DESC LIMIT 2")]
        return (2 * last[0] - last[1] if len(last) == 2 else _MAX_PTS) * self.time_base


def _track(row: tuple[Any, ...]) -> PlannedTrack:
    number, origin, first, last, confidence, observations, size, decision, reason, changed, kind, *area = row
    moves, all_but, *asked = area
    return PlannedTrack(
        *(number, Origin(origin), first, last, confidence, observations, size, Decision(decision), reason, changed),
        kind=Kind(kind),
        area=Area(Moves(moves), bool(all_but)) if moves else None,
        asked=None if asked[0] is None else (asked[0], asked[1]),
    )
