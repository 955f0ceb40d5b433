"""The HTTP interface. Of a request it uses only numbers, known names and JSON of a known shape."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError, said
from veilproof.plan import Editor
from veilproof.review import edits
from veilproof.review.application import NotOpenError, after_saving
from veilproof.review.events import Events
from veilproof.review.findings import answer, findings
from veilproof.review.jobs import FileJobs
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.review.sampling import SampleChecks, as_json
from veilproof.review.summary import summary
from veilproof.review.threads import FileThreads

_CHUNK_FRAMES = 256
"""Frames in one request for regions; the same as CHUNK in page/regions.js. A round number, ten seconds of video."""


class ReviewServer:
    """Answers what the review page asks."""

    def __init__(
        self,
        files: Mapping[int, ReviewedFile],
        sampling: SampleChecks,
        events: Events,
        jobs: FileJobs,
        grant_pass: Callable[[str], str],
    ) -> None:
        """Serve these files; others may be opened and closed while the page is open.

        Args:
            files: what is reviewed, by the number of each, which no other file gets later.
            sampling: their checks by sample.
            events: go to the open windows.
            jobs: renders and audits.
            grant_pass: gives a pass that opens a path once.
        """
        self._files = files
        self._sampling = sampling
        self._events = events
        self._jobs = jobs
        self._grant_pass = grant_pass
        self._threads_by_file: dict[int, FileThreads] = {}

    @property
    def routes(self) -> list[Route]:
        """What it answers."""
        base = "/api/{file:number}"
        return [
            Route("/api/files", self._file_list),
            Route("/api/events", self._event_stream),
            Route("/api/sample", self._sample),
            Route(f"{base}/sample", self._sample),
            Route(f"{base}/summary", self._summary),
            Route(f"{base}/about", self._about),
            Route(f"{base}/plan", self._plan),
            Route(f"{base}/regions/{{chunk:number}}", self._regions),
            Route(f"{base}/frame/{{frame:number}}", self._frame),
            Route(f"{base}/strip/{{track:number}}", self._strip),
            Route(f"{base}/place/{{revision:number}}/{{place:number}}", self._place),
            Route(f"{base}/wave", self._wave),
            Route(f"{base}/sound", self._sound),
            Route(f"{base}/findings", self._findings),
            Route(f"{base}/report", self._report),
            Route(f"{base}/report", self._report_pass, methods=["POST"]),
            Route(f"{base}/change", self._change, methods=["POST"]),
            Route(f"{base}/spread", self._spread, methods=["POST"]),
            Route(f"{base}/render", self._render, methods=["POST"]),
            Route(f"{base}/audit", self._audit, methods=["POST"]),
            Route(f"{base}/answer", self._answer, methods=["POST"]),
            Route(f"{base}/stop", self._stop, methods=["POST"]),
        ]

    def close(self) -> None:
        """Stop all jobs and close the files."""
        self._jobs.close()
        for file in self._files.values():
            file.close()

    def _number(self, request: Request) -> int:
        number: int = request.path_params["file"]
        self._file(number)
        return number

    def _file(self, number: int) -> ReviewedFile:
        """The file with that number; it may have been closed since the request came."""
        file = self._files.get(number)
        if file is None:
            raise NotOpenError("error-not-open")
        return file

    def _threads(self, number: int) -> FileThreads:
        if number not in self._threads_by_file:
            self._threads_by_file[number] = FileThreads(self._file(number).source.name)
        return self._threads_by_file[number]

    # -- queries

    async def _file_list(self, request: Request) -> Response:
        return JSONResponse(await asyncio.gather(*(self._summary_of(number) for number in list(self._files))))

    async def _summary(self, request: Request) -> Response:
        return JSONResponse(await self._summary_of(self._number(request)))

    async def _summary_of(self, number: int) -> dict[str, object]:
        about = await self._threads(number).reads.run(partial(summary, self._file(number)))
        return {"number": number, **about}

    async def _sample(self, request: Request) -> Response:
        """The check by sample of all files; with the number of one, only its plan has changed since."""
        changed = self._number(request) if "file" in request.path_params else None
        if not self._files:
            raise LocalisedError("error-no-file")
        reads = self._threads(next(iter(self._files)) if changed is None else changed).reads
        return JSONResponse(as_json(await reads.run(partial(self._sampling.check, changed))))

    async def _event_stream(self, request: Request) -> Response:
        return StreamingResponse(self._events.stream(), media_type="application/x-ndjson")

    async def _about(self, request: Request) -> Response:
        number = self._number(request)
        return JSONResponse(await self._threads(number).pictures.run(self._file(number).about))

    async def _plan(self, request: Request) -> Response:
        return JSONResponse(await self._state(self._number(request)))

    async def _regions(self, request: Request) -> Response:
        number, first = self._number(request), request.path_params["chunk"] * _CHUNK_FRAMES
        if first > 2**31:
            raise HTTPException(404)
        regions = partial(self._file(number).regions, first, first + _CHUNK_FRAMES - 1)
        return Response(await self._threads(number).reads.run(regions), media_type="application/octet-stream")

    async def _frame(self, request: Request) -> Response:
        number = self._number(request)
        query = msgspec.convert(dict(request.query_params), edits.PictureRequest, strict=False)
        picture = partial(self._file(number).picture, request.path_params["frame"], query.style(), query.width or None)
        return Response(await self._threads(number).pictures.run(picture), media_type="image/jpeg")

    async def _strip(self, request: Request) -> Response:
        number = self._number(request)
        strip = partial(self._file(number).strip, request.path_params["track"])
        return Response(await self._threads(number).pictures.run(strip), media_type="image/jpeg")

    async def _place(self, request: Request) -> Response:
        number, params = self._number(request), request.path_params
        strip = partial(self._file(number).place_strip, params["revision"], params["place"])
        return Response(await self._threads(number).pictures.run(strip), media_type="image/jpeg")

    async def _wave(self, request: Request) -> Response:
        number = self._number(request)
        wave = await self._threads(number).sounds.run(partial(_wave, self._file(number)))
        return Response(wave, media_type="application/octet-stream")

    async def _sound(self, request: Request) -> Response:
        number = self._number(request)
        query = msgspec.convert(dict(request.query_params), edits.SoundRequest, strict=False)
        heard = partial(_heard, self._file(number), query)
        return Response(await self._threads(number).sounds.run(heard), media_type="audio/wav")

    async def _findings(self, request: Request) -> Response:
        number = self._number(request)
        return JSONResponse(await self._threads(number).reads.run(partial(findings, self._file(number))))

    async def _report(self, request: Request) -> Response:
        number = self._number(request)
        path = self._file(number).audit / "audit.html"
        try:
            page = await self._threads(number).reads.run(path.read_bytes)
        except OSError:
            raise HTTPException(404) from None
        # The report is a page of its own, with its own styles; the sandbox lets it run nothing.
        policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def _report_pass(self, request: Request) -> Response:
        """The address of the report for a tab of its own, to which the page cannot give its key."""
        number = self._number(request)
        return JSONResponse({"path": f"/once/{self._grant_pass(f'/api/{number}/report')}"})

    # -- commands

    async def _change(self, request: Request) -> Response:
        number = self._number(request)
        file, threads = self._file(number), self._threads(number)
        edit = msgspec.json.decode(await request.body(), type=edits.Request)
        if isinstance(edit.change, edits.RecordSample) or (isinstance(edit.change, edits.Draw) and edit.change.sampled):
            begin = partial(self._sampling.begin, number, edit.change.frame, Editor(edit.by, edit.revision))
            begun = await threads.edits.run(begin)
            edit = msgspec.structs.replace(edit, revision=begun.revision)
        new_track = await threads.edits.run(partial(file.change, edit))
        with after_saving():
            state = await threads.reads.run(file.state)
        state["job"] = self._jobs.status(number)
        self._events.publish(file=number, revision=state["revision"])
        return JSONResponse({**state, "new_track": new_track})

    async def _spread(self, request: Request) -> Response:
        """Put an area of one file on all others that are open, and say which of them have another shape, or failed."""
        number = self._number(request)
        asked = msgspec.json.decode(await request.body(), type=edits.SpreadRequest)
        drawn_on = self._file(number)
        template = await self._threads(number).reads.run(partial(drawn_on.template, asked.track))
        done: list[str] = []
        other_shape: list[str] = []
        failed: list[dict[str, Any]] = []
        for other, file in list(self._files.items()):
            if other == number:
                continue
            put = partial(file.put, template, drawn_on.areas.size, asked.reason, Editor(asked.by))
            try:
                is_drawn = await self._threads(other).edits.run(put)
            except VeilproofError as error:
                failed.append(said(error))
                continue
            (done if is_drawn else other_shape).append(file.source.name)
            if is_drawn:
                # It is drawn there, whatever fails now; windows that do not hear of it here hear of the changed plan.
                with contextlib.suppress(VeilproofError):
                    self._events.publish(file=other, revision=await self._threads(other).reads.run(file.revision))
        return JSONResponse({"done": done, "other_shape": other_shape, "failed": failed})

    async def _render(self, request: Request) -> Response:
        number = self._number(request)
        options = msgspec.json.decode(await request.body(), type=edits.RenderRequest)
        await self._threads(number).reads.run(partial(self._jobs.render, number, self._file(number), options))
        return JSONResponse({})

    async def _audit(self, request: Request) -> Response:
        number = self._number(request)
        await self._threads(number).reads.run(partial(self._jobs.audit, number, self._file(number)))
        return JSONResponse({})

    async def _answer(self, request: Request) -> Response:
        number = self._number(request)
        given = msgspec.json.decode(await request.body(), type=edits.AnswerRequest)
        await self._threads(number).edits.run(partial(answer, self._file(number), given))
        # Other windows load the findings again, as they do when an audit has ended.
        self._events.publish(file=number, answered=given.finding)
        with after_saving():
            return await self._findings(request)

    async def _stop(self, request: Request) -> Response:
        self._jobs.stop(self._number(request))
        return JSONResponse({})

    async def _state(self, number: int) -> dict[str, object]:
        state: dict[str, object] = await self._threads(number).reads.run(self._file(number).state)
        return {**state, "job": self._jobs.status(number)}


def _wave(file: ReviewedFile) -> bytes:
    return file.sound.wave()


def _heard(file: ReviewedFile, query: edits.SoundRequest) -> bytes:
    return file.sound.heard(query)
