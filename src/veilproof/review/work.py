"""Work that takes long and runs beside the page: rendering, and the audit of what was rendered."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from veilproof.errors import VeilproofError
from veilproof.media.names import audit_of
from veilproof.media.video_write import Audio, Subtitles
from veilproof.progress import Progress, Step
from veilproof.render.apply import Delivery, render
from veilproof.render.covers import Method, Shape, Style
from veilproof.review.edits import RenderRequest
from veilproof.review.events import Events
from veilproof.review.subject import Subject

_TELL_EVERY = 0.15  # seconds between two reports of how far it is


class Work:
    """One piece of work at a time for every subject; the windows are told how far it is."""

    def __init__(self, events: Events) -> None:
        """Tell these windows."""
        self._events = events
        self._lock = threading.Lock()
        self._now: dict[int, dict[str, Any]] = {}
        self._stop: set[int] = set()
        self._threads: list[threading.Thread] = []

    def state(self, number: int) -> dict[str, Any] | None:
        """What is done for a subject, or was done last."""
        return self._now.get(number)

    def render(self, number: int, subject: Subject, asked: RenderRequest) -> None:
        """Begin to render.

        Raises:
            VeilproofError: something is being done already.
        """
        delivery = Delivery(
            Style(Method(asked.method), Shape(asked.shape), asked.scale), Audio(asked.audio), Subtitles(asked.subtitles)
        )

        def work(progress: Progress) -> str:
            done = render(
                subject.source,
                subject.plan,
                subject.output,
                delivery=delivery,
                force=asked.replace,
                progress=progress,
            )
            left_out = f"; left out: {', '.join(done.left_out)}" if done.left_out else ""
            damage = f"; {done.unreadable} damaged places are not in it" if done.unreadable else ""
            return f"{done.output.name}: {done.covered} of {done.frames} frames covered{damage}{left_out}"

        self._begin(number, "render", work)

    def audit(self, number: int, subject: Subject) -> None:
        """Begin to attack the output that is there.

        Raises:
            VeilproofError: there is none, or something is being done already.
        """
        if not subject.output.is_file():
            raise VeilproofError(f"{subject.output.name}: nothing was rendered yet; render first")

        def work(progress: Progress) -> str:
            # It takes longer to import than the page to open.
            from veilproof.audit import audit

            audit(subject.source, subject.output, audit_of(subject.output), plan=subject.plan, progress=progress)
            return f"audited; the report is in {audit_of(subject.output).name}"

        self._begin(number, "audit", work)

    def stop(self, number: int) -> None:
        """Stop what is being done for a subject; the output under way is not written."""
        self._stop.add(number)

    def close(self) -> None:
        """Stop everything and wait for it."""
        self._stop.update(self._now)
        for thread in self._threads:
            thread.join()

    def _begin(self, number: int, what: str, work: Callable[[Progress], str]) -> None:
        with self._lock:
            if self._now.get(number, {}).get("state") == "running":
                raise VeilproofError(f"a {self._now[number]['what']} is running already; wait for it or stop it")
            self._stop.discard(number)
            self._tell(number, what=what, state="running", stage=what, done=0, total=None)
        told = 0.0

        def progress(step: Step) -> None:
            nonlocal told
            if number in self._stop:
                raise VeilproofError(f"the {what} was stopped; nothing was written")
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                self._tell(number, what=what, state="running", stage=step.stage, done=step.done, total=step.total)

        def run() -> None:
            try:
                said, state = work(progress), "done"
            except VeilproofError as error:
                said, state = str(error), "failed"
            except OSError as error:
                said, state = f"{error.filename or ''}: {error.strerror or error}", "failed"
            except Exception:
                self._tell(number, what=what, state="failed", said=f"the {what} failed; the terminal says more")
                raise
            self._tell(number, what=what, state=state, said=said)

        thread = threading.Thread(target=run, name=f"{what}-{number}")
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()

    def _tell(self, number: int, **now: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        self._now[number] = now
        self._events.tell(subject=number, work=now)


def findings(subject: Subject) -> dict[str, Any] | None:
    """What the audit found about the output, or None if there was none, or none since it was rendered."""
    file = audit_of(subject.output) / "audit.json"
    try:
        if file.stat().st_mtime_ns < subject.output.stat().st_mtime_ns:
            return None
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("leaks"), list):
        return None
    leaks = [_shown(leak) for leak in found["leaks"] if leak.get("counts", True)]
    return {"verdict": found.get("verdict"), "sentence": found.get("sentence"), "leaks": leaks}


def _shown(leak: dict[str, Any]) -> dict[str, Any]:
    """A leak as the page shows it: the share that survives in words."""
    share = leak.get("survives")
    return {**leak, "survives": f"{share:.0%} survives"} if isinstance(share, float | int) else leak
