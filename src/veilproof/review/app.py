"""What the server answers. It reads nothing from the request but numbers, known names and JSON of known shape."""

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
from veilproof.review.subject import Subject
from veilproof.review.work import Work, findings

_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_CHUNK = 256
"""Frames whose regions are asked for at once."""


def application(subjects: Sequence[Subject], events: Events) -> Starlette:
    """The server for these subjects, without the guard around it; `events` reach the open windows."""
    return _Server(subjects, events, Work(events)).starlette()


class _Server:
    def __init__(self, subjects: Sequence[Subject], events: Events, work: Work) -> None:
        self._subjects = subjects
        self._events = events
        self._work = work
        # Read once: no name that comes over the wire is ever made into the name of a file.
        self._page = {
            entry.name: (entry.read_bytes(), _TYPES[suffix])
            for entry in files("veilproof.review").joinpath("page").iterdir()
            if (suffix := f".{entry.name.rpartition('.')[2]}") in _TYPES
        }
        # Asked for at once instead of one after the other, as one module names the next.
        modules = "".join(
            f'<link rel="modulepreload" href="/page/{name}">' for name in self._page if name.endswith(".js")
        )
        self._index_page = self._page.pop("index.html")[0].replace(b"<!-- modules -->", modules.encode())

    def starlette(self) -> Starlette:
        one = "/api/{subject:int}"
        return Starlette(
            routes=[
                Route("/", self._index),
                Route("/page/{name}", self._file),
                Route("/api/subjects", self._list),
                Route("/api/events", self._stream),
                Route(f"{one}/about", self._about),
                Route(f"{one}/plan", self._plan),
                Route(f"{one}/regions/{{chunk:int}}", self._regions),
                Route(f"{one}/frame/{{frame:int}}", self._frame),
                Route(f"{one}/strip/{{track:int}}", self._strip),
                Route(f"{one}/findings", self._findings),
                Route(f"{one}/report", self._report),
                Route(f"{one}/change", self._change, methods=["POST"]),
                Route(f"{one}/render", self._render, methods=["POST"]),
                Route(f"{one}/audit", self._audit, methods=["POST"]),
                Route(f"{one}/stop", self._stop, methods=["POST"]),
            ],
            exception_handlers={
                StaleError: _answer(409),
                VeilproofError: _answer(422),
                msgspec.ValidationError: _answer(400),
                msgspec.DecodeError: _answer(400),
            },
            lifespan=self._living,
        )

    @contextlib.asynccontextmanager
    async def _living(self, app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._events.watch())
        try:
            yield
        finally:
            watching.cancel()
            self._events.close()
            await run_in_threadpool(self._work.close)
            for subject in self._subjects:
                subject.close()

    def _subject(self, request: Request) -> Subject:
        number = int(request.path_params["subject"])
        if number >= len(self._subjects):
            raise HTTPException(404)
        return self._subjects[number]

    # -- reading

    def _index(self, request: Request) -> Response:
        return HTMLResponse(self._index_page)

    def _file(self, request: Request) -> Response:
        if (known := self._page.get(request.path_params["name"])) is None:
            raise HTTPException(404)
        return Response(known[0], media_type=known[1])

    def _list(self, request: Request) -> Response:
        return JSONResponse([{"name": subject.source.name} for subject in self._subjects])

    async def _stream(self, request: Request) -> Response:
        return StreamingResponse(self._events.stream(), media_type="text/event-stream")

    def _about(self, request: Request) -> Response:
        return JSONResponse(self._subject(request).about())

    def _plan(self, request: Request) -> Response:
        return JSONResponse(self._with_work(request))

    def _regions(self, request: Request) -> Response:
        first = int(request.path_params["chunk"]) * _CHUNK
        if first > 2**31:
            raise HTTPException(404)
        content = self._subject(request).regions(first, first + _CHUNK - 1)
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
        # The report is a page by itself: it may look as it likes, and do nothing.
        policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    # -- changing

    async def _change(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=edits.Request)
        subject = self._subject(request)
        made = await run_in_threadpool(subject.change, asked)
        state = await run_in_threadpool(self._with_work, request)
        self._events.tell(subject=int(request.path_params["subject"]), revision=state["revision"])
        return JSONResponse({**state, "made": made})

    async def _render(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=edits.RenderRequest)
        self._work.render(int(request.path_params["subject"]), self._subject(request), asked)
        return JSONResponse({})

    async def _audit(self, request: Request) -> Response:
        self._work.audit(int(request.path_params["subject"]), self._subject(request))
        return JSONResponse({})

    async def _stop(self, request: Request) -> Response:
        self._subject(request)
        self._work.stop(int(request.path_params["subject"]))
        return JSONResponse({})

    def _with_work(self, request: Request) -> dict[str, object]:
        state: dict[str, object] = self._subject(request).state()
        return {**state, "work": self._work.state(int(request.path_params["subject"]))}


def _answer(code: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, code)

    return answer
