"""Long jobs that run beside the page: rendering, and auditing the output."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError, Message, Words, message, said
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


_STRETCHES = {
    Treatment.SILENCE: "stretches-silence",
    Treatment.BLEEP: "stretches-bleep",
    Treatment.DISGUISE: "stretches-disguise",
    Treatment.KEEP: "stretches-keep",
}
"""What the catalogues call so many stretches."""


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
    and `unit` while it runs, and when it has ended `message` in English, and `messages`, of which the page makes it in
    its own language; none, if the catalogues do not have it.
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

        def job(progress: Progress) -> list[Message]:
            # `render` refuses it as well, and names an option of the command line.
            if file.output.is_file() and not request.replace:
                raise LocalisedError("error-output-exists", name=file.output.name)
            done = render(
                file.source,
                file.plan,
                file.output,
                delivery=delivery,
                force=request.replace,
                progress=progress,
            )
            messages = [message("job-covered", name=done.output.name, covered=done.covered, frames=done.frames)]
            messages += _sound_messages(done.sound)
            if done.unreadable:
                messages.append(message("job-damaged", n=done.unreadable))
            if done.left_out:
                messages.append(message("job-left-out", what=tuple(map(_content, done.left_out))))
            return messages

        self._start(number, "render", job)

    def audit(self, number: int, file: ReviewedFile) -> None:
        """Start auditing the output.

        Raises:
            VeilproofError: there is no output, a job is running for this file, or its plan was replaced.
        """
        file.check_plan()
        if not file.output.is_file():
            raise LocalisedError("error-not-rendered", name=file.output.name)

        def job(progress: Progress) -> list[Message]:
            # Importing the audit takes longer than opening the page.
            from veilproof.audit import audit

            audit(file.source, file.output, file.audit, plan=file.plan, progress=progress)
            return [message("job-audited", folder=file.audit.name)]

        self._start(number, "audit", job)

    def stop(self, number: int) -> None:
        """Stop the job of a file at its next progress step; a render that is stopped writes no output."""
        self._stopping.add(number)

    def close(self) -> None:
        """Stop all jobs and wait for them."""
        self._stopping.update(self._status)
        for thread in self._threads:
            thread.join()

    def _start(self, number: int, task: str, job: Callable[[Progress], list[Message]]) -> None:
        with self._lock:
            if self._status.get(number, {}).get("state") == "running":
                raise LocalisedError("error-job-running")
            self._stopping.discard(number)
            self._publish(number, task=task, state="running", stage=task, done=0, total=None)
        published = 0.0

        def progress(step: Step) -> None:
            nonlocal published
            if number in self._stopping:
                raise LocalisedError("job-stopped")
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
                state, what = "done", said(job(progress))
            except VeilproofError as error:
                state, what = "failed", said(error)
            except OSError as error:
                state, what = "failed", said(error, f"{error.filename or ''}: {error.strerror or error}")
            except Exception:
                self._publish(number, task=task, state="failed", **said([message("job-broken")]))
                raise
            self._publish(number, task=task, state=state, **what)

        thread = threading.Thread(target=run, name=f"{task}-{number}")
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()

    def _publish(self, number: int, **status: Any) -> None:  # noqa: ANN401 - whatever JSON holds
        self._status[number] = status
        self._events.publish(file=number, job=status)


def _content(what: str) -> Message:
    return what.message if isinstance(what, Words) else message("content-other", what=what)


def _sound_messages(sound: Timeline) -> list[Message]:
    if sound.is_silent:
        return []
    counts = {each: sum(span.treatment is each for span in sound.spans) for each in _STRETCHES}
    stretches = tuple(message(key, n=counts[each]) for each, key in _STRETCHES.items() if counts[each])
    kept = sound.rest is Treatment.KEEP
    if not stretches:
        return [message("job-sound-kept" if kept else "job-sound-left-out")]
    parts = [message("job-sound-rest-kept" if kept else "job-sound-rest-left-out", stretches=stretches)]
    return [*parts, message("job-disguised")] if counts[Treatment.DISGUISE] else parts
