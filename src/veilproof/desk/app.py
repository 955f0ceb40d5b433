"""What the start page asks. Of a request only opaque ids, numbers, known words and JSON of a known shape are used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from veilproof.desk.model import Choice, Desk
from veilproof.media.video_write import Audio
from veilproof.review.threads import Threads
from veilproof.scan.profile import Effort

_Id = Annotated[str, msgspec.Meta(max_length=64)]
_MAX_WAIT_SECONDS = 20.0
"""How long a request may wait for others; a round number. A slow disk takes its time."""


class StartRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to cover, and how: entries of one folder, or, if there are none, all of it."""

    folder: _Id
    entries: Annotated[list[_Id], msgspec.Meta(max_length=2000)] = []
    audio: Audio = Audio.MUTE
    effort: Effort = Effort.NORMAL


class FolderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A folder on which work was begun before."""

    folder: _Id


class WorkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with the work."""

    do: Literal["go_on", "finish", "retry", "stop", "leave"]


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request without content."""


class DeskServer:
    """Answers what the start page asks."""

    def __init__(self, desk: Desk, end: Callable[[], None]) -> None:
        """Serve this desk; `end` ends the program."""
        self._desk = desk
        self._end = end
        self._lists = Threads("the list", _MAX_WAIT_SECONDS)
        self._opens = Threads("the file", _MAX_WAIT_SECONDS)

    @property
    def routes(self) -> list[Route]:
        """What it answers."""
        return [
            Route("/api/desk/locations", self._locations),
            Route("/api/desk/folder/{entry}", self._folder),
            Route("/api/desk/work", self._work),
            Route("/api/desk/start", self._start, methods=["POST"]),
            Route("/api/desk/begun", self._begun, methods=["POST"]),
            Route("/api/desk/work", self._change, methods=["POST"]),
            Route("/api/desk/review/{item:number}", self._review, methods=["POST"]),
            Route("/api/desk/results", self._results, methods=["POST"]),
            Route("/api/desk/quit", self._quit, methods=["POST"]),
        ]

    async def _locations(self, request: Request) -> Response:
        return JSONResponse(await self._lists.run(self._desk.locations))

    async def _folder(self, request: Request) -> Response:
        first = _first(request)
        return JSONResponse(await self._lists.run(partial(self._desk.folder, request.path_params["entry"], first)))

    async def _work(self, request: Request) -> Response:
        return JSONResponse(await self._lists.run(partial(self._desk.rows, _first(request))))

    async def _start(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=StartRequest)
        choice = Choice(asked.folder, tuple(asked.entries), asked.audio, asked.effort)
        return await self._done(partial(self._desk.start, choice))

    async def _begun(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=FolderRequest)
        return await self._done(partial(self._desk.open_begun, asked.folder))

    async def _change(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=WorkRequest)
        return await self._done(partial(self._desk.change, asked.do))

    async def _review(self, request: Request) -> Response:
        msgspec.json.decode(await request.body(), type=Nothing)
        number = await self._opens.run(partial(self._desk.review, request.path_params["item"]))
        return JSONResponse({"path": f"/review?file={number}"})

    async def _results(self, request: Request) -> Response:
        msgspec.json.decode(await request.body(), type=Nothing)
        return await self._done(self._desk.show_results)

    async def _quit(self, request: Request) -> Response:
        msgspec.json.decode(await request.body(), type=Nothing)
        self._end()
        return JSONResponse({})

    async def _done(self, work: Callable[[], None]) -> Response:
        await self._opens.run(work)
        return JSONResponse({})


def _first(request: Request) -> int:
    """The number of the first entry or row that is asked for; 0 if the request does not say."""
    query = msgspec.convert(dict(request.query_params), _Page, strict=False)
    return query.first


class _Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: Annotated[int, msgspec.Meta(ge=0, le=2**31)] = 0
