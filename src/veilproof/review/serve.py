"""Serves the page: on a loopback address, to one person."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from veilproof.errors import VeilproofError
from veilproof.release.vocabulary import Vocabulary
from veilproof.review.app import ReviewServer
from veilproof.review.application import application
from veilproof.review.connections import ACCEPTED_AT_ONCE, BACKLOG, KEEP_ALIVE_SECONDS, BoundedConnection
from veilproof.review.events import Events
from veilproof.review.guard import Guard, one_line
from veilproof.review.jobs import Jobs
from veilproof.review.opening import OpeningFile, open_in_browser
from veilproof.review.pages import Pages
from veilproof.review.reviewed_file import ReviewedFile
from veilproof.review.sampling import Sampling
from veilproof.review.session import Session
from veilproof.risk.drawn import Drawn

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Site:
    """What is served.

    Attributes:
        app: the server, without access control.
        opening: the page that the opening address gives.
        events: that go to its windows.
        ended: ends the server once it is set.
    """

    app: ASGIApp
    opening: Pages
    events: Events
    ended: threading.Event = field(default_factory=threading.Event)


def review(
    files: Sequence[tuple[Path, Path]],
    *,
    drawn: Drawn | None = None,
    listen: str = LOOPBACK,
    port: int = 0,
    browser: bool = True,
    vocabulary: Vocabulary | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the review page until interrupted.

    Args:
        files: originals and their plans.
        drawn: the frames of a check by sample that were drawn beforehand, from these files.
        listen: the address to listen on, which must be a loopback address.
        port: the port; 0 for any free one.
        browser: whether to open the page in a browser.
        vocabulary: the reasons that the page offers; by default those that come with veilproof.
        say: receives the address to open, and a new one whenever the address before was used.

    Raises:
        VeilproofError: the address is not a loopback address or is taken; an original or a plan cannot be read.
    """
    opened = [ReviewedFile(source, plan, vocabulary) for source, plan in files]
    opened[0].about()  # decode and rank before the browser asks, so that the first page does not wait
    opened[0].state()
    serve(partial(site, opened, drawn), listen=listen, port=port, browser=browser, say=say)


def site(opened: Sequence[ReviewedFile], drawn: Drawn | None, grant_pass: Callable[[str], str]) -> Site:
    """The review page of these files; `grant_pass` gives a pass that opens a path once."""
    numbered = dict(enumerate(opened))
    events, pages = Events(numbered), Pages()
    server = ReviewServer(numbered, Sampling(opened, drawn), events, Jobs(events), grant_pass)
    return Site(application([*pages.routes, *server.routes], events, server.close), pages, events)


def serve(
    make: Callable[[Callable[[str], str]], Site],
    *,
    listen: str = LOOPBACK,
    port: int = 0,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a site to one person until interrupted.

    Args:
        make: makes it; gets a function that gives a pass, which opens a path once.
        listen: see `review`.
        port: see `review`.
        browser: see `review`.
        say: see `review`.

    Raises:
        VeilproofError: the address is not a loopback address or is taken.
    """
    with _listen(listen, port) as listener, contextlib.ExitStack() as opening:
        port = listener.getsockname()[1]
        address = f"http://[{listen}]:{port}" if ":" in listen else f"http://{listen}:{port}"

        def on_redeemed(token: str) -> None:
            opening.close()
            with contextlib.suppress(OSError):  # a full disk under standard output must not keep the page from opening
                say(f"to open it in another browser: {address}/?token={token}")

        session = Session(port, on_redeemed)
        say(f"{address}/?token={session.token}")
        if browser:
            opening.callback(_open(f"{address}/?token={session.token}", say))
        _server(make(session.grant_pass), session, port, opening.close).run([listener])


def _open(address: str, say: Callable[[str], None]) -> Callable[[], None]:
    """Open an address in a browser; returns what removes the file that leads there."""
    try:
        file = OpeningFile(address)
    except OSError as error:
        say(f"no browser was opened ({error.strerror}); open the address yourself")
        return lambda: None
    if not open_in_browser(file):
        say("no browser was found; open the address yourself")
    return file.remove


def _server(site: Site, session: Session, port: int, on_shutdown: Callable[[], None]) -> _Server:
    config = uvicorn.Config(
        Guard(site.app, session, port, site.opening.with_key(session.key)),
        http=BoundedConnection,
        ws="none",
        log_level="critical",  # its warnings and tracebacks are of what clients send; `Guard` says what matters
        access_log=False,
        server_header=False,
        date_header=False,
        backlog=ACCEPTED_AT_ONCE,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=16 * 1024,
        lifespan="on",
    )
    return _Server(config, site, on_shutdown)


class _Server(uvicorn.Server):
    """Ends the event streams on shutdown, and keeps what goes wrong with a connection to one line."""

    def __init__(self, config: uvicorn.Config, site: Site, on_shutdown: Callable[[], None]) -> None:
        super().__init__(config)
        self._events = site.events
        self._ended = site.ended
        self._on_shutdown = on_shutdown

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_log_in_one_line)
        await super().startup(sockets)
        # asyncio has one number for both: how many it accepts at once, and how many the system keeps for it.
        for listener in sockets or []:
            listener.listen(BACKLOG)

    async def on_tick(self, counter: int) -> bool:
        return self._ended.is_set() or await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Here and not only after `run`: uvicorn ends the process with the signal that ended the server.
        self._on_shutdown()
        self._events.close()
        await super().shutdown(sockets)


def _log_in_one_line(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    cause = f": {one_line(error)}" if isinstance(error, BaseException) else ""
    logging.getLogger(__name__).error("veilproof: %s%s", context.get("message", "a connection failed"), cause)


def _listen(listen: str, port: int) -> socket.socket:
    """A listening socket on a loopback address."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if listen == "localhost" else listen)
    except ValueError:
        raise VeilproofError(f"{listen}: this is not an IP address; leave --listen out to use {LOOPBACK}") from None
    if not address.is_loopback:
        raise VeilproofError(
            f"{listen}: the page shows faces, so it is served to this machine only; leave --listen out"
        )
    listener = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET)
    try:
        if sys.platform == "win32":
            # There, SO_REUSEADDR would let any other program have the port at the same time.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((str(address), port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise VeilproofError(f"{listen}:{port}: cannot listen there ({error.strerror}); leave --port out") from None
    return listener
