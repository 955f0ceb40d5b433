"""Bounds on connections: how many, and how long each may take to deliver a request.

Without them a client that connects and says nothing keeps a file descriptor for ever, and some dozens of those keep
the program from opening its files.
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 10.0
"""How long a connection may take from its start, or from the answer before, to the end of a request; and a client to
read an answer. A round number: on one machine both take milliseconds."""
KEEP_ALIVE_SECONDS = 5
"""How long a connection stays open after an answer. Uvicorn's default."""
ACCEPTED_AT_ONCE = 8
"""Connections that are accepted before the first of them is counted; each takes a descriptor. A round number."""
BACKLOG = 128
"""Connections that the system keeps until they are accepted; they take none of our descriptors. A usual value."""
_CHECK_SECONDS = 0.5
_USUAL_CONNECTIONS = 64
"""A browser opens six; a round number above what a person's windows need."""
_OWN_DESCRIPTORS = 40
"""What the program opens besides connections: itself, decoders, plans, and connections that are not counted yet."""


def _max_connections() -> int:
    if sys.platform == "win32":
        return _USUAL_CONNECTIONS
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(8, min(_USUAL_CONNECTIONS, limit - _OWN_DESCRIPTORS)) if limit > 0 else _USUAL_CONNECTIONS


MAX_CONNECTIONS = _max_connections()
"""Beyond these, the one that has been silent longest is closed for a new one."""


class BoundedConnection(H11Protocol):
    """One connection of uvicorn's server, within these bounds."""

    _silent_since = 0.0
    _unread = 0
    _check: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or refuse it if there are too many."""
        super().connection_made(transport)
        self._silent_since = self.loop.time()
        self._check = self.loop.call_later(_CHECK_SECONDS, self._close_if_silent)
        others = [
            cast(BoundedConnection, each)
            for each in self.connections
            if each is not self and not each.transport.is_closing()
        ]
        if len(others) < MAX_CONNECTIONS:
            return
        silent = [each for each in others if each._awaits_request]
        if silent:
            min(silent, key=lambda each: each._silent_since).transport.abort()
        else:
            self._refuse(b"503 Service Unavailable", b"too many connections; close other windows and try again")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._check is not None:
            self._check.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._silent_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP; where an answer has begun already, only hang up."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._refuse(b"400 Bad Request", msg.encode("ascii", "replace"))
        else:
            self.transport.abort()

    @property
    def _awaits_request(self) -> bool:
        """Whether no complete request is being answered."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def _close_if_silent(self) -> None:
        self._check = self.loop.call_later(_CHECK_SECONDS, self._close_if_silent)
        unread = self.transport.get_write_buffer_size()
        # Who does not read is as silent as who does not ask, even while the next answer is being made.
        active = unread < self._unread if unread else not self._awaits_request
        if active:
            self._silent_since = self.loop.time()
        self._unread = unread
        if self.loop.time() - self._silent_since < REQUEST_SECONDS:
            return
        if unread or self.transport.is_closing() or (self.cycle is not None and self.cycle.response_started):
            self.transport.abort()
        else:
            self._refuse(b"408 Request Timeout", b"the request did not arrive in time")

    def _refuse(self, status: bytes, line: bytes) -> None:
        # Not through h11: a connection can be refused in any state, also in the middle of a request.
        head = (b"HTTP/1.1 " + status, b"content-type: text/plain; charset=utf-8", b"connection: close")
        self.transport.write(b"\r\n".join((*head, b"content-length: %d" % len(line), b"", line)))
        self.transport.close()
