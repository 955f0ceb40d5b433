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
from tests.review.served import Client, serving

pytestmark = pytest.mark.slow

FEW_DESCRIPTORS = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"
IMPATIENT = "import veilproof.review.connections as c; c.REQUEST_SECONDS = 1.0"
BEGUN = b"GET /api/0/plan HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


@contextlib.contextmanager
def half_open(port: int, count: int, sends: bytes) -> Iterator[list[socket.socket]]:
    """Connections that are not used, or begin a request and do not go on."""
    with contextlib.ExitStack() as stack:
        connections = []
        for _ in range(count):
            # The queue of the system is short: the rest is tried again by the system, a second later.
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            with contextlib.suppress(OSError):
                connection.sendall(sends)
            connections.append(connection)
        yield connections


def ended(connection: socket.socket, within_seconds: float) -> bytes:
    """What the server said before it closed the connection."""
    connection.settimeout(within_seconds)
    said = b""
    with contextlib.suppress(ConnectionError):
        while got := connection.recv(4096):
            said += got
    return said


@pytest.mark.parametrize("sends", [b"", BEGUN])
def test_one_hundred_half_open_connections_do_not_stop_a_page_with_64_descriptors(source: Path, sends: bytes) -> None:
    with serving(source, before=FEW_DESCRIPTORS) as served:
        client = Client(served).authenticated()
        with half_open(served.port, 100, sends):
            for path in ("plan", "frame/3?method=solid", "strip/1", "regions/0"):
                asked = time.monotonic()
                assert client.ask("GET", f"/api/0/{path}")[0] == 200
                assert time.monotonic() - asked < 5, path
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
def test_a_connection_that_does_not_deliver_a_request_is_closed(source: Path, sends: bytes) -> None:
    with serving(source, before=IMPATIENT) as served:
        client = Client(served).authenticated()
        secrets = (
            f"Cookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\nContent-Type: application/json\r\n"
            f"Origin: http://127.0.0.1:{served.port}\r\n"
        )
        sends = sends.replace(b"{port}", str(served.port).encode()).replace(b"{secrets}", secrets.encode())
        with half_open(served.port, 3, sends) as connections:
            for connection in connections:
                said = ended(connection, 8)
                assert b"HTTP/1.1" in said or not said
        # A byte now and then is no request either.
        with half_open(served.port, 1, BEGUN) as (slow,):
            begun = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - begun < 8:
                    slow.sendall(b"X")
                    time.sleep(0.1)
            assert time.monotonic() - begun < 8
        assert served.complaints() == ""


def test_a_client_that_does_not_read_its_answers_is_closed(source: Path) -> None:
    with serving(source, before=IMPATIENT) as served:
        client = Client(served).authenticated()
        head = f"Host: 127.0.0.1:{served.port}\r\nCookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\n\r\n"
        with socket.socket() as lazy:
            lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            lazy.connect(("127.0.0.1", served.port))
            request = f"GET /api/0/frame/3 HTTP/1.1\r\n{head}".encode()
            begun = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - begun < 20:
                    lazy.sendall(request)
                    time.sleep(0.05)
            assert time.monotonic() - begun < 20
        assert client.ask("GET", "/api/0/plan")[0] == 200
        assert served.complaints() == ""


def test_an_open_window_keeps_its_events_however_long_it_is_silent(source: Path) -> None:
    with serving(source, before=IMPATIENT) as served:
        client = Client(served).authenticated()
        head = f"Host: 127.0.0.1:{served.port}\r\nCookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", served.port), 10) as events:
            events.sendall(f"GET /api/events HTTP/1.1\r\n{head}".encode())
            time.sleep(3)
            client.change({"do": "decide", "tracks": [1], "decision": "keep"})
            said = b""
            while b"revision" not in said:
                said += events.recv(4096)
