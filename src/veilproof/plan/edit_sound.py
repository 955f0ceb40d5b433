"""The edits of sound that a person can make in a plan."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.plan.check import MAX_MICROSECONDS, SOUND_END_FACT
from veilproof.plan.history import ANONYMOUS, StaleError, UndoablePlan, now
from veilproof.plan.schema import MICROSECONDS
from veilproof.plan.sound_spans import moved_span
from veilproof.plan.types import Editor, SoundDecision


class SoundPlan(UndoablePlan):
    """A plan in which a person can decide about sound."""

    def decide_sound(
        self,
        spans: Iterable[tuple[Fraction, Fraction]],
        decision: SoundDecision,
        reason: str = "",
        by: Editor = ANONYMOUS,
    ) -> None:
        """Decide what happens to spans of sound: begin and end in seconds since the first frame, the end not included.

        It hides what was decided about them before. They are rounded outwards to microseconds.
        """
        with self._open_edit(decision.value, [], by, reason, boxes=False) as edit:
            for start, end in spans:
                self._add_stretch(edit.id, start, end, decision, reason, by)

    def move_sound(
        self, old: tuple[Fraction, Fraction], new: tuple[Fraction, Fraction], by: Editor = ANONYMOUS
    ) -> None:
        """Give a decided span of sound another begin and end. In what it leaves, what it had hidden holds again.

        Args:
            old: begin and end, in seconds since the first frame, of one of `decided_spans`.
            new: the same; rounded outwards to microseconds.
            by: who does it.

        Raises:
            StaleError: there is no such span any more.
        """
        first, last = math.floor(new[0] * MICROSECONDS), math.ceil(new[1] * MICROSECONDS)
        if not first < last or not self._holds_sound(first, last):
            raise self._no_sound(*new)
        with self._open_edit("move sound", [], by, "", boxes=False) as edit:
            pieces = moved_span(self.stretches(), old, (Fraction(first, MICROSECONDS), Fraction(last, MICROSECONDS)))
            if pieces is None:
                raise StaleError(f"{self.path}: this sound was changed elsewhere in the meantime; review it again")
            for piece in pieces:
                if self._holds_sound(math.floor(piece.start * MICROSECONDS), math.ceil(piece.end * MICROSECONDS)):
                    self._add_stretch(edit.id, piece.start, piece.end, piece.decision, piece.reason, by)

    def _no_sound(self, start: Fraction, end: Fraction) -> VeilproofError:
        english = f"{self.path}: no sound lies between {float(start):g} s and {float(end):g} s"
        return LocalisedError("error-no-sound-here", english=english)

    def _add_stretch(
        self, edit: int, start: Fraction, end: Fraction, decision: SoundDecision, reason: str, by: Editor
    ) -> None:
        first, last = math.floor(start * MICROSECONDS), math.ceil(end * MICROSECONDS)
        if not first < last or not self._holds_sound(first, last):
            raise self._no_sound(start, end)
        newer = self._db.execute(
            "SELECT 1 FROM stretch WHERE start < ? AND end > ? AND revision > ?",
            (last, first, self.revision if by.revision is None else by.revision),
        ).fetchone()
        if newer:
            raise StaleError(f"{self.path}: this sound was changed elsewhere in the meantime; review it again")
        self._db.execute(
            "INSERT INTO stretch (edit, revision, at, by, start, end, decision, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (edit, self.revision + 1, now(), by.initials, first, last, decision.value, reason),
        )

    def _holds_sound(self, first: int, last: int) -> bool:
        """Whether a span, in microseconds since the first frame, reaches into the sound of the film."""
        sound_end = self.facts.get(SOUND_END_FACT)
        return sound_end is not None and -MAX_MICROSECONDS <= first < int(sound_end) and last <= MAX_MICROSECONDS
