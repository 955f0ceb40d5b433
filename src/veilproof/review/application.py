"""What the servers of both pages have in common: how they run, and how they answer when something goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError, Message, message, said
from veilproof.plan import StaleError
from veilproof.review.events import Events
from veilproof.review.plan_access import BusyError


class _NumberConvertor(Convertor[int]):
    """A number in a path. Longer ones than any that is used are not converted: Python refuses those of 5,000 digits."""

    regex = "[0-9]{1,10}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _NumberConvertor())


def application(routes: Sequence[BaseRoute], events: Events, close: Callable[[], None]) -> Starlette:
    """A server, without access control (see `Guard`).

    Args:
        routes: what it answers.
        events: go to the open windows.
        close: called in a thread when the server ends.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(events.watch())
        try:
            yield
        finally:
            watch.cancel()
            events.close()
            await run_in_threadpool(close)

    return Starlette(
        routes=routes,
        exception_handlers={
            Exception: _unexpected,
            BusyError: _error_response(503),
            StaleError: _error_response(409, message("error-stale")),
            NotOpenError: _error_response(404),
            SavedError: _error_response(503),
            VeilproofError: _error_response(422),
            msgspec.ValidationError: _error_response(400),
            msgspec.DecodeError: _error_response(400),
        },
        lifespan=lifespan,
    )


class NotOpenError(LocalisedError):
    """No file with that number is open."""


class SavedError(LocalisedError):
    """What was asked for is saved; only the answer failed."""


@contextlib.contextmanager
def after_saving() -> Iterator[None]:
    """Whatever fails here must not say that nothing was changed: a person would do it a second time."""
    try:
        yield
    except VeilproofError as error:
        raise SavedError("error-saved") from error


def _error_response(code: int, stands_for: Message | None = None) -> Callable[[Request, Exception], Response]:
    """Answer an error; with what a page says of all of its sort, whatever its own words are."""

    def respond(request: Request, error: Exception) -> Response:
        return JSONResponse(said(error) if stands_for is None else said([stands_for], str(error)), code)

    return respond


def _unexpected(request: Request, error: Exception) -> Response:
    """What is wrong inside is said in the terminal, and not to whoever asks."""
    return JSONResponse(said([message("error-server")]), 500)
