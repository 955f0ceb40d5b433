"""Serves the page: on a loopback address, to one person."""

from __future__ import annotations

import ipaddress
import logging
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from veilproof.errors import VeilproofError
from veilproof.review.app import application
from veilproof.review.events import Events
from veilproof.review.guard import Guard, Session
from veilproof.review.subject import Subject

LOOPBACK = "127.0.0.1"


def review(
    subjects: Sequence[tuple[Path, Path]],
    *,
    listen: str = LOOPBACK,
    port: int = 0,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the review page until interrupted.

    Args:
        subjects: originals and their plans.
        listen: the address to listen on, which must be a loopback address.
        port: the port; 0 for any free one.
        browser: whether to open the page in a browser.
        say: receives the address to open, and a new one whenever the address before was used.

    Raises:
        VeilproofError: the address is not a loopback address or is taken; an original or a plan cannot be read.
    """
    opened = [Subject(source, plan) for source, plan in subjects]
    opened[0].about()  # decode and rank before the browser asks, so that the first page does not wait
    opened[0].state()
    with _listen(listen, port) as listener:
        port = listener.getsockname()[1]
        address = f"http://[{listen}]:{port}" if ":" in listen else f"http://{listen}:{port}"
        session = Session(port, lambda token: say(f"to open it in another browser: {address}/?token={token}"))
        say(f"{address}/?token={session.token}")
        events = Events(opened)
        config = uvicorn.Config(
            Guard(application(opened, events), session, port),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=16 * 1024,
            lifespan="on",
        )
        if browser:
            webbrowser.open(f"{address}/?token={session.token}")
        _Server(config, events).run([listener])


class _Server(uvicorn.Server):
    """Ends the event streams on shutdown, and does not log the requests that are cut off then as errors."""

    def __init__(self, config: uvicorn.Config, events: Events) -> None:
        super().__init__(config)
        self._events = events

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._events.close()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


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
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((str(address), port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise VeilproofError(f"{listen}:{port}: cannot listen there ({error.strerror}); leave --port out") from None
    return listener
