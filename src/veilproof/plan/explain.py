"""Why each thing in a plan is as it is, and what happens in the film: reasons and notes of the incident.

Neither has a field for the name of a person, and neither decides what is covered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.plan.edit import EditablePlan
from veilproof.plan.history import ANONYMOUS, now
from veilproof.plan.types import Editor

_MOST_LETTERS = 400
"""In one field: enough for a sentence of law, or what happens in a stretch of film. A round number."""


class Subject(StrEnum):
    """What has a reason."""

    TRACK = "track"
    STRETCH = "stretch"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is covered, kept, changed or left out.

    Attributes:
        code: what an office calls it, such as `child` or `(b)(6)`.
        text: the same in words.
        basis: the law it rests on; may be empty.
    """

    code: str
    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class GivenReason:
    """A reason that a person gave.

    Attributes:
        reason: the reason.
        by: initials of the person; may be empty.
        at: when, in UTC, ISO 8601.
    """

    reason: Reason
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Incident:
    """What happens in some frames. It describes the event, with the numbers of tracks of this film, and names nobody.

    Attributes:
        first: number of its first frame.
        last: number of its last frame.
        what: what happens.
        place: where; may be empty.
        local_time: when, on the clocks of that place; may be empty.
        known: how place and time are known; may be empty.
        by: initials of who wrote it; may be empty.
        at: when it was written, in UTC, ISO 8601.
    """

    first: int
    last: int
    what: str
    place: str
    local_time: str
    known: str
    by: str
    at: str


class ExplainedPlan(EditablePlan):
    """A plan that says why."""

    def reasons(self) -> dict[tuple[Subject, int], GivenReason]:
        """The reason that counts, by subject and number. What nobody gave a reason for is not among them."""
        rows = self._db.execute(
            "SELECT subject, number, code, text, basis, reason.by, reason.at FROM reason LEFT JOIN edit"
            " ON edit.id = reason.edit WHERE edit.id IS NULL OR NOT undone ORDER BY reason.id"
        )
        return {
            (Subject(subject), number): GivenReason(Reason(code, text, basis), by, at)
            for subject, number, code, text, basis, by, at in rows
        }

    def give_reason(self, subject: Subject, numbers: Iterable[int], reason: Reason, by: Editor = ANONYMOUS) -> None:
        """Give tracks, stretches of sound or the metadata a reason.

        Args:
            subject: what has the reason.
            numbers: of the tracks or stretches; 0 for the metadata.
            reason: why.
            by: who says so.

        Raises:
            StaleError: somebody else has changed one of the tracks since.
            VeilproofError: there is no such track or stretch, or the reason has no code, no text or too many letters.
        """
        _check(reason.code, reason.text)
        _check_lengths(reason.code, reason.text, reason.basis)
        wanted = list(dict.fromkeys(numbers))
        stretches = {stretch.id for stretch in self.stretches()}
        for number in wanted:
            if subject is Subject.STRETCH and number not in stretches:
                raise VeilproofError(
                    f"{self.path}: there is no stretch of sound {number}; `veilproof plan show` lists them"
                )
        tracks = wanted if subject is Subject.TRACK else []
        with self._open_edit("reason", tracks, by, reason.code, boxes=False) as edit:
            self._db.executemany(
                "INSERT INTO reason (edit, at, by, subject, number, code, text, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (edit.id, now(), by.initials, subject.value, number, reason.code, reason.text, reason.basis)
                    for number in wanted
                ),
            )

    def deciders(self) -> list[tuple[str, int, str]]:
        """Every decision of a person, oldest first: time (UTC, ISO 8601), track, initials."""
        return self._db.execute("SELECT at, track, by FROM decision ORDER BY id").fetchall()

    def incidents(self) -> list[Incident]:
        """What people wrote about the event, in the order of the film."""
        rows = self._db.execute(
            "SELECT first, last, what, place, local_time, known, incident.by, incident.at FROM incident LEFT JOIN edit"
            " ON edit.id = incident.edit WHERE edit.id IS NULL OR NOT undone ORDER BY first, last, incident.id"
        )
        return [Incident(*row) for row in rows]

    def describe(
        self,
        span: tuple[Fraction, Fraction],
        what: str,
        *,
        place: str = "",
        local_time: str = "",
        known: str = "",
        by: Editor = ANONYMOUS,
    ) -> None:
        """Write what happens in a stretch of film.

        Args:
            span: its begin and end, in seconds since the first frame, both included.
            what: what happens.
            place: where.
            local_time: when, on the clocks of that place.
            known: how place and time are known.
            by: who writes it.

        Raises:
            VeilproofError: no frame lies there, nothing is said, or too many letters are.
        """
        _check(what)
        _check_lengths(what, place, local_time, known)
        first, last = self.frames_between(*span)
        with self._open_edit("describe", [], by, "", boxes=False) as edit:
            self._db.execute(
                "INSERT INTO incident (edit, at, by, first, last, what, place, local_time, known)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (edit.id, now(), by.initials, first, last, what, place, local_time, known),
            )


def _check(*needed: str) -> None:
    if not all(each.strip() for each in needed):
        english = "a reason needs a code and a text, and a note says what happens: write some words"
        raise LocalisedError("error-no-words", english=english)


def _check_lengths(*fields: str) -> None:
    for each in fields:
        if len(each) > _MOST_LETTERS or not each.isprintable():
            english = f"a field has at most {_MOST_LETTERS} letters, all in one line: shorten {each[:40]!r}"
            raise LocalisedError("error-too-long", english=english, n=_MOST_LETTERS, words=each[:40])
