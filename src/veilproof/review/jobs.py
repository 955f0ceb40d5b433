"""Long jobs that run beside the page: rendering, and auditing the output."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from veilproof.errors import VeilproofError
from veilproof.media.video_write import Audio, Subtitles
from veilproof.progress import Progress, Step
from veilproof.render.apply import Delivery, render
from veilproof.render.covers import Method, Shape, Style
from veilproof.review.edits import RenderRequest
from veilproof.review.events import Events
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.sound.timeline import Timeline, Treatment

_PUBLISH_SECONDS = 0.15
"""The least time between two progress events of a job. A round number: smooth to look at, cheap to send."""


_SOUND_WORDS = {
    Treatment.SILENCE: "silenced",
    Treatment.BLEEP: "bleeped",
    Treatment.DISGUISE: "disguised, which is not anonymous",
    Treatment.KEEP: "kept",
}
"""After the number of stretches."""


class FileJobs(Protocol):
    """What renders and audits the files under review: this program itself, or an archive."""

    def status(self, number: int) -> dict[str, Any] | None:
        """The status of the running or the last job of a file, as `Jobs` describes it; None before the first."""
        ...

    def render(self, number: int, file: ReviewedFile, request: RenderRequest) -> None:
        """Start rendering; a VeilproofError if that cannot be."""
        ...

    def audit(self, number: int, file: ReviewedFile) -> None:
        """Start auditing the output; a VeilproofError if that cannot be."""
        ...

    def stop(self, number: int) -> None:
        """Stop the job of a file."""
        ...

    def close(self) -> None:
        """Stop all jobs and wait for them."""
        ...


class Jobs:
    """Runs one job at a time for each file, and publishes its progress.

    The status of a job is JSON: `task` (render or audit), `state` (running, done or failed), `stage`, `done`, `total`
    and `unit` while it runs, and `message` when it has ended.
    """

    def __init__(self, events: Events) -> None:
        """Publish progress through `events`."""
        self._events = events
        self._lock = threading.Lock()
        self._status: dict[int, dict[str, Any]] = {}
        self._stopping: set[int] = set()
        self._threads: list[threading.Thread] = []

    def status(self, number: int) -> dict[str, Any] | None:
        """The status of the running or the last job of a file; None before the first."""
        return self._status.get(number)

    def render(self, number: int, file: ReviewedFile, request: RenderRequest) -> None:
        """Start rendering.

        Raises:
            VeilproofError: a job is running for this file, or its plan was replaced.
        """
        file.check_plan()
        delivery = Delivery(
            Style(Method(request.method), Shape(request.shape), request.scale),
            Audio(request.audio),
            Subtitles(request.subtitles),
        )

        def job(progress: Progress) -> str:
            done = render(
                file.source,
                file.plan,
                file.output,
                delivery=delivery,
                force=request.replace,
                progress=progress,
            )
            left_out = f"; left out: {', '.join(done.left_out)}" if done.left_out else ""
            damage = f"; {done.unreadable} damaged places are not in it" if done.unreadable else ""
            covered = f"{done.output.name}: {done.covered} of {done.frames} frames covered"
            return f"{covered}{_sound_words(done.sound)}{damage}{left_out}"

        self._start(number, "render", job)

    def audit(self, number: int, file: ReviewedFile) -> None:
        """Start auditing the output.

        Raises:
            VeilproofError: there is no output, a job is running for this file, or its plan was replaced.
        """
        file.check_plan()
        if not file.output.is_file():
            raise VeilproofError(f"{file.output.name}: nothing was rendered yet; render first")

        def job(progress: Progress) -> str:
            # Importing the audit takes longer than opening the page.
            from veilproof.audit import audit

            audit(file.source, file.output, file.audit, plan=file.plan, progress=progress)
            return f"audited; the report is in {file.audit.name}"

        self._start(number, "audit", job)

    def stop(self, number: int) -> None:
        """Stop the job of a file at its next progress step; a render that is stopped writes no output."""
        self._stopping.add(number)

    def close(self) -> None:
        """Stop all jobs and wait for them."""
        self._stopping.update(self._status)
        for thread in self._threads:
            thread.join()

    def _start(self, number: int, task: str, job: Callable[[Progress], str]) -> None:
        with self._lock:
            if self._status.get(number, {}).get("state") == "running":
                raise VeilproofError(f"a {self._status[number]['task']} is running already; wait for it or stop it")
            self._stopping.discard(number)
            self._publish(number, task=task, state="running", stage=task, done=0, total=None)
        published = 0.0

        def progress(step: Step) -> None:
            nonlocal published
            if number in self._stopping:
                raise VeilproofError(f"the {task} was stopped; nothing was written")
            if time.monotonic() - published > _PUBLISH_SECONDS:
                published = time.monotonic()
                self._publish(
                    number,
                    task=task,
                    state="running",
                    stage=step.stage,
                    done=step.done,
                    total=step.total,
                    unit=step.unit or "frame",
                )

        def run() -> None:
            try:
                message, state = job(progress), "done"
            except VeilproofError as error:
                message, state = str(error), "failed"
            except OSError as error:
                message, state = f"{error.filename or ''}: {error.strerror or error}", "failed"
            except Exception:
                message = f"the {task} failed; the terminal shows the error"
                self._publish(number, task=task, state="failed", message=message)
                raise
            self._publish(number, task=task, state=state, message=message)

        thread = threading.Thread(target=run, name=f"{task}-{number}")
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()

    def _publish(self, number: int, **status: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        self._status[number] = status
        self._events.publish(file=number, job=status)


def _sound_words(sound: Timeline) -> str:
    if sound.is_silent:
        return ""
    heard = [
        f"{count} {words}"
        for treatment, words in _SOUND_WORDS.items()
        if (count := sum(span.treatment is treatment for span in sound.spans))
    ]
    rest = "kept" if sound.rest is Treatment.KEEP else "left out"
    return f"; sound: {', '.join([*heard, f'the rest {rest}']) if heard else rest}"
