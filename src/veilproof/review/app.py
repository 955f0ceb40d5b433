"""The HTTP interface. Of a request it uses only numbers, known names and JSON of a known shape."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from importlib.resources import files

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from veilproof.errors import VeilproofError
from veilproof.media.names import audit_of
from veilproof.plan import StaleError
from veilproof.render.covers import Method, Shape, Style
from veilproof.review import edits
from veilproof.review.events import Events
from veilproof.review.jobs import Jobs, findings
from veilproof.review.subject import Subject

_MEDIA_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_CHUNK_FRAMES = 256
"""Frames in one request for regions; the same as CHUNK in page/regions.js. A round number, ten seconds of video."""


def application(subjects: Sequence[Subject], events: Events) -> Starlette:
    """The server for these subjects, without access control (see `Guard`); `events` go to the open windows."""
    return _Server(subjects, events, Jobs(events)).starlette()


class _Server:
    def __init__(self, subjects: Sequence[Subject], events: Events, jobs: Jobs) -> None:
        self._subjects = subjects
        self._events = events
        self._jobs = jobs
        # Read at the start: a name from a request is never used as a file name.
        self._page_files = {
            entry.name: (entry.read_bytes(), _MEDIA_TYPES[suffix])
            for entry in files("veilproof.review").joinpath("page").iterdir()
            if (suffix := f".{entry.name.rpartition('.')[2]}") in _MEDIA_TYPES
        }
        # Without preloading the browser finds each module only when another one imports it.
        modules = "".join(
            f'<link rel="modulepreload" href="/page/{name}">' for name in self._page_files if name.endswith(".js")
        )
        self._index_page = self._page_files.pop("index.html")[0].replace(b"<!-- modules -->", modules.encode())

    def starlette(self) -> Starlette:
        base = "/api/{subject:int}"
        return Starlette(
            routes=[
                Route("/", self._index),
                Route("/page/{name}", self._page_file),
                Route("/api/subjects", self._subject_list),
                Route("/api/events", self._event_stream),
                Route(f"{base}/about", self._about),
                Route(f"{base}/plan", self._plan),
                Route(f"{base}/regions/{{chunk:int}}", self._regions),
                Route(f"{base}/frame/{{frame:int}}", self._frame),
                Route(f"{base}/strip/{{track:int}}", self._strip),
                Route(f"{base}/findings", self._findings),
                Route(f"{base}/report", self._report),
                Route(f"{base}/change", self._change, methods=["POST"]),
                Route(f"{base}/render", self._render, methods=["POST"]),
                Route(f"{base}/audit", self._audit, methods=["POST"]),
                Route(f"{base}/stop", self._stop, methods=["POST"]),
            ],
            exception_handlers={
                StaleError: _error_response(409),
                VeilproofError: _error_response(422),
                msgspec.ValidationError: _error_response(400),
                msgspec.DecodeError: _error_response(400),
            },
            lifespan=self._lifespan,
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._events.watch())
        try:
            yield
        finally:
            watch.cancel()
            self._events.close()
            await run_in_threadpool(self._jobs.close)
            for subject in self._subjects:
                subject.close()

    def _subject(self, request: Request) -> Subject:
        number = int(request.path_params["subject"])
        if number >= len(self._subjects):
            raise HTTPException(404)
        return self._subjects[number]

    # -- queries

    def _index(self, request: Request) -> Response:
        return HTMLResponse(self._index_page)

    def _page_file(self, request: Request) -> Response:
        if (entry := self._page_files.get(request.path_params["name"])) is None:
            raise HTTPException(404)
        return Response(entry[0], media_type=entry[1])

    def _subject_list(self, request: Request) -> Response:
        return JSONResponse([{"name": subject.source.name} for subject in self._subjects])

    async def _event_stream(self, request: Request) -> Response:
        return StreamingResponse(self._events.stream(), media_type="text/event-stream")

    def _about(self, request: Request) -> Response:
        return JSONResponse(self._subject(request).about())

    def _plan(self, request: Request) -> Response:
        return JSONResponse(self._state(request))

    def _regions(self, request: Request) -> Response:
        first = int(request.path_params["chunk"]) * _CHUNK_FRAMES
        if first > 2**31:
            raise HTTPException(404)
        content = self._subject(request).regions(first, first + _CHUNK_FRAMES - 1)
        return Response(content, media_type="application/octet-stream")

    def _frame(self, request: Request) -> Response:
        query = request.query_params
        width = int(query["width"]) if query.get("width", "").isascii() and query.get("width", "").isdigit() else None
        style = None
        if "method" in query:
            try:
                style = Style(
                    Method(query["method"]), Shape(query.get("shape", "ellipse")), float(query.get("scale", "1.5"))
                )
            except ValueError:
                raise HTTPException(400) from None
        content = self._subject(request).picture(int(request.path_params["frame"]), style, width or None)
        return Response(content, media_type="image/jpeg")

    def _strip(self, request: Request) -> Response:
        return Response(self._subject(request).strip(int(request.path_params["track"])), media_type="image/jpeg")

    def _findings(self, request: Request) -> Response:
        return JSONResponse(findings(self._subject(request)))

    def _report(self, request: Request) -> Response:
        try:
            page = (audit_of(self._subject(request).output) / "audit.html").read_bytes()
        except OSError:
            raise HTTPException(404) from None
        # The report is a page of its own, with its own styles; the sandbox lets it run nothing.
        policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    # -- commands

    async def _change(self, request: Request) -> Response:
        edit = msgspec.json.decode(await request.body(), type=edits.Request)
        subject = self._subject(request)
        new_track = await run_in_threadpool(subject.change, edit)
        state = await run_in_threadpool(self._state, request)
        self._events.publish(subject=int(request.path_params["subject"]), revision=state["revision"])
        return JSONResponse({**state, "new_track": new_track})

    async def _render(self, request: Request) -> Response:
        options = msgspec.json.decode(await request.body(), type=edits.RenderRequest)
        self._jobs.render(int(request.path_params["subject"]), self._subject(request), options)
        return JSONResponse({})

    async def _audit(self, request: Request) -> Response:
        self._jobs.audit(int(request.path_params["subject"]), self._subject(request))
        return JSONResponse({})

    async def _stop(self, request: Request) -> Response:
        self._subject(request)
        self._jobs.stop(int(request.path_params["subject"]))
        return JSONResponse({})

    def _state(self, request: Request) -> dict[str, object]:
        state: dict[str, object] = self._subject(request).state()
        return {**state, "job": self._jobs.status(int(request.path_params["subject"]))}


def _error_response(code: int) -> Callable[[Request, Exception], Response]:
    def respond(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, code)

    return respond
