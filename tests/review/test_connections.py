"""Connections that say nothing: they end in time, and do not keep the page from working."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import PATIENCE_SECONDS, Client, Served, serving

pytestmark = pytest.mark.slow

FEW_DESCRIPTORS = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"
_IMPATIENT_WHILE = """
import os
import veilproof.review.connections as connections
class Limit:
    def __gt__(self, seconds):
        return seconds < (1 if os.path.exists({!r}) else 3600)
connections.REQUEST_SECONDS = Limit()
"""
BEGUN = b"GET /api/0/plan HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


@pytest.fixture
def impatient(tmp_path: Path) -> Path:
    """A file; while it is there, `serving_impatiently` waits a second for a request."""
    return tmp_path / "impatient"


def serving_impatiently(source: Path, impatient: Path) -> contextlib.AbstractContextManager[Served]:
    return serving(source, before=_IMPATIENT_WHILE.format(str(impatient)), patient=False)


@contextlib.contextmanager
def half_open(port: int, count: int, sends: bytes) -> Iterator[list[socket.socket]]:
    """Connections that are not used, or begin a request and do not go on."""
    with contextlib.ExitStack() as stack:
        connections = []
        for _ in range(count):
            # The queue of the system is short: the rest is tried again by the system, a second later.
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS))
            with contextlib.suppress(OSError):
                connection.sendall(sends)
            connections.append(connection)
        yield connections


def ended(connection: socket.socket) -> bytes:
    """What the server said before it closed the connection."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while got := connection.recv(4096):
            said += got
    return said


def send_on(connection: socket.socket, data: bytes, pause_seconds: float) -> None:
    """Send this again and again until that is not possible any more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        connection.sendall(data)
        time.sleep(pause_seconds)


@pytest.mark.parametrize("sends", [b"", BEGUN])
def test_one_hundred_half_open_connections_do_not_stop_a_page_with_64_descriptors(source: Path, sends: bytes) -> None:
    with serving(source, before=FEW_DESCRIPTORS) as served:
        client = Client(served).authenticated()
        with half_open(served.port, 100, sends):
            for path in ("plan", "frame/3?method=solid", "strip/1", "regions/0"):
                assert client.ask("GET", f"/api/0/{path}")[0] == 200
            keep = {"do": "decide", "tracks": [1], "decision": "keep"}
            assert client.change(keep)[0] == 200
        assert served.complaints() == ""


@pytest.mark.parametrize(
    "sends",
    [
        b"",
        BEGUN,
        b"POST /api/0/change HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100\r\n\r\n{",
        b"POST /api/0/change HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{secrets}Content-Length: 100\r\n\r\n{",
        b"GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
    ids=["nothing", "half a head", "half a body, refused", "half a body", "a request, and no more"],
)
def test_a_connection_that_does_not_deliver_a_request_is_closed(source: Path, impatient: Path, sends: bytes) -> None:
    with serving_impatiently(source, impatient) as served:
        client = Client(served).authenticated()
        impatient.touch()
        secrets = (
            f"Cookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\nContent-Type: application/json\r\n"
            f"Origin: http://127.0.0.1:{served.port}\r\n"
        )
        sends = sends.replace(b"{port}", str(served.port).encode()).replace(b"{secrets}", secrets.encode())
        with half_open(served.port, 3, sends) as connections:
            for connection in connections:
                said = ended(connection)
                assert b"HTTP/1.1" in said or not said
        # A byte now and then is no request either.
        with half_open(served.port, 1, BEGUN) as (slow,), pytest.raises(ConnectionError):
            send_on(slow, b"X", 0.1)
        assert served.complaints() == ""


def test_a_client_that_does_not_read_its_answers_is_closed(source: Path, impatient: Path) -> None:
    with serving_impatiently(source, impatient) as served:
        client = Client(served).authenticated()
        impatient.touch()
        head = f"Host: 127.0.0.1:{served.port}\r\nCookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\n\r\n"
        with socket.socket() as lazy:
            lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            lazy.connect(("127.0.0.1", served.port))
            request = f"GET /api/0/frame/3 HTTP/1.1\r\n{head}".encode()
            lazy.settimeout(PATIENCE_SECONDS)
            with pytest.raises(ConnectionError):
                send_on(lazy, request, 0.05)
        impatient.unlink()
        assert client.ask("GET", "/api/0/plan")[0] == 200
        assert served.complaints() == ""


def test_an_open_window_keeps_its_events_however_long_it_is_silent(source: Path, impatient: Path) -> None:
    with serving_impatiently(source, impatient) as served:
        client = Client(served).authenticated()
        head = f"Host: 127.0.0.1:{served.port}\r\nCookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE_SECONDS) as events:
            events.sendall(f"GET /api/events HTTP/1.1\r\n{head}".encode())
            said = events.recv(4096)
            impatient.touch()
            # One that came later is closed before.
            with half_open(served.port, 1, b"") as (later,):
                ended(later)
            impatient.unlink()
            client.change({"do": "decide", "tracks": [1], "decision": "keep"})
            while b"revision" not in said:
                got = events.recv(4096)
                assert got, "it was closed"
                said += got
