"""Opening the plan under review: for each request anew, and only while it is the plan that the page was opened with."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.plan import Plan
from veilproof.source import digest

_LOCK_WAIT_SECONDS = 2.0
"""How long a request waits for another program that is writing the plan. A round number: an edit takes far less."""


class BusyError(LocalisedError):
    """It cannot be done now, but may be a moment later."""


class PlanAccess:
    """Opens one plan again and again. May be used from several threads."""

    def __init__(self, source: Path, path: Path) -> None:
        """Read what does not change while the plan is reviewed.

        Raises:
            VeilproofError: one of the files cannot be read, the scan is unfinished, or the plan is for another file.
        """
        self.path = path
        with Plan(path) as plan:
            if not plan.complete:
                raise VeilproofError(
                    f"{path}: the scan was not finished; start `veilproof scan` again to go on with it"
                )
            self.facts = plan.facts
            self.pts = plan.pts()
            self.times = [float(time) for time in plan.times()]
            self._revision = plan.revision
        if self.facts["sha256"] != digest(source):
            raise VeilproofError(f"{path}: this plan is for another file than {source}; scan {source.name} again")
        self._scan = _scan_of(path, write=False)
        self._revision_lock = Lock()

    @contextmanager
    def open(self, *, write: bool = False) -> Iterator[Plan]:
        """The plan, to read, or to edit it with `write`.

        Raises:
            BusyError: another program holds a lock on it.
            VeilproofError: it cannot be read, or is not the plan that the page was opened with.
        """
        # `Plan` waits for a lock much longer than a person does.
        if _scan_of(self.path, write) != self._scan:
            raise self._replaced()
        # It was checked when the page opened, and every edit checks its seal: a page asks too often to do it each time.
        with Plan(self.path, check=False) as plan:
            self._check_same(plan)
            yield plan

    def _check_same(self, plan: Plan) -> None:
        # Track 7 of another plan is another face: an edit meant for this one would uncover that one.
        with self._revision_lock:
            if plan.facts != self.facts or plan.revision < self._revision:
                raise self._replaced()
            self._revision = plan.revision

    def _replaced(self) -> VeilproofError:
        return LocalisedError("error-plan-replaced", name=self.path.name)


def _scan_of(path: Path, write: bool) -> list[tuple[str, str]]:
    """The facts that tell one scan from another.

    Raises:
        BusyError: another program holds a lock that keeps us from reading, or, with `write`, from writing.
    """
    # Whatever else is wrong with the file, `Plan` says it better.
    with contextlib.suppress(sqlite3.DatabaseError):
        address = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=_LOCK_WAIT_SECONDS, isolation_level=None)) as db:
            try:
                db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                return db.execute("SELECT name, value FROM fact WHERE name IN ('sha256', 'scan')").fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise BusyError("error-plan-busy", name=path.name) from error
                raise
    return []
