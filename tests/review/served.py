"""Serves the review page in a process of its own, as a user starts it, and opens it in Chromium."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.cli.commands import MAIN

PATIENCE_SECONDS = 300
"""How long anything may take that a test waits for. A round number: nothing but a hang takes so long."""


PATIENT = f"""
import veilproof.review.connections as connections
import veilproof.review.plan_access as plan_access
import veilproof.review.threads as threads
connections.REQUEST_SECONDS = {PATIENCE_SECONDS}
plan_access._LOCK_WAIT_SECONDS = {PATIENCE_SECONDS}
threads._PLAN_WAIT_SECONDS = threads._PICTURE_WAIT_SECONDS = {PATIENCE_SECONDS}
"""
"""What takes seconds on a busy machine is refused no request for that."""


@dataclass(slots=True)
class Served:
    """A running review server: the address it printed, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port it listens on."""
        port = urlsplit(self.address).port
        assert port is not None
        return port

    @property
    def token(self) -> str:
        """The token in the address."""
        return parse_qs(urlsplit(self.address).query)["token"][0]

    def complaints(self) -> str:
        """End it as Ctrl-C does; what it printed on standard error."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE_SECONDS)
        assert self.process.stderr is not None
        return "".join(line for line in self.process.stderr if not line.startswith("veilproof: stopped"))

    def next_address(self) -> str:
        """The address it prints after the one before was used."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()[-1]


@contextlib.contextmanager
def serving(
    *arguments: object,
    command: str = "review",
    port: int = 0,
    before: str = "",
    browser: bool = False,
    patient: bool = True,
) -> Iterator[Served]:
    """Run `veilproof review` or another command with these arguments, after the Python code `before`.

    Unless it is `patient`, it waits for locks and for requests as long as it does for a person.
    """
    options = [command, *map(str, arguments), "--port", str(port), "--browser" if browser else "--no-browser"]
    code = "\n".join([before, PATIENT if patient else "", MAIN])
    program = [sys.executable, "-c", code, *options]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address.startswith("http"):
                process.kill()
                assert process.stderr is not None
                raise AssertionError(address + process.stderr.read())
            yield Served(address, process)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def lasting_port() -> int:
    """A free port for a server that is started again: below those that the system gives to whoever asks for any."""
    for port in random.Random(os.getpid()).sample(range(20_000, 30_000), 1000):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextlib.contextmanager
def new_page(browser: Browser, width: int = 1280, height: int = 720, **options: Any) -> Iterator[Page]:  # noqa: ANN401
    """A window with its own cookies, which waits patiently; the options are those of `Browser.new_context`."""
    with contextlib.closing(browser.new_context(viewport={"width": width, "height": height}, **options)) as context:
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield context.new_page()


@contextlib.contextmanager
def window(browser: Browser, address: str, initials: str = "", *, survives: bool = False) -> Iterator[Page]:
    """A window with its own cookies, at that address, with the plan loaded. Errors in the console fail the test.

    Args:
        browser: the browser.
        address: the address to open.
        initials: the answer to the question of the page.
        survives: whether requests may fail, because the server is killed or the key lost while the window is open.
    """
    errors: list[str] = []
    with new_page(browser) as page:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        begin(page, initials)
        yield page
        # The page handles a refusal, but the browser logs it all the same.
        expected = ("status of 409", "status of 422", *(["net::ERR_", "status of 403"] if survives else []))
        assert not [line for line in errors if not any(part in line for part in expected)], errors


def begin(page: Page, initials: str = "") -> None:
    """Wait until the page is ready, and answer its question for initials."""
    page.wait_for_selector("html[data-ready]")
    if page.locator("#answer").is_visible():
        answer(page, initials)
    saved(page)


def answer(page: Page, text: str) -> None:
    """Answer the open question of the page."""
    page.fill("#answer", text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer", state="hidden")


def saved(page: Page) -> None:
    """Wait until all edits are saved."""
    page.wait_for_selector(".saved[data-state=saved]")


def at_frame(page: Page, number: int) -> None:
    """Wait until that frame, counted from 0, is displayed."""
    page.wait_for_selector(f"film-view[data-frame='{number}']:not(.loading)")


def closed(page: Page, name: str) -> None:
    """Close the dialog of that name with Escape, and wait until it is gone."""
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name=name).wait_for(state="hidden")


def sample_shown(page: Page) -> None:
    """Wait until the frame that the check by sample has drawn is displayed: before that, no answer counts."""
    page.wait_for_function(
        """() => {
            const film = document.querySelector("film-view");
            return film.model.check.atFrame && film.isCurrent;
        }"""
    )


def notified(page: Page, text: str) -> None:
    """Wait until the page shows this message."""
    page.locator("#notification", has_text=text).wait_for()


@contextlib.contextmanager
def held(page: Page, path: str) -> Iterator[None]:
    """Let no request of that path go on before the end of the block."""
    waiting: list[Route] | None = []

    def wait(route: Route) -> None:
        if waiting is None:
            route.continue_()
        else:
            waiting.append(route)

    page.route(path, wait)
    yield
    held_back, waiting = waiting, None
    for route in held_back or []:
        route.continue_()


def first_answered(page: Page, path: str, answer: Callable[[Route], None]) -> None:
    """Answer the next request of that path so, and let the server answer the others.

    The handler stays: a request that is under way while the last one is taken away may wait for ever.
    """
    answered = False

    def handle(route: Route) -> None:
        nonlocal answered
        if answered:
            route.continue_()
        else:
            answered = True
            answer(route)

    page.route(path, handle)


def card(page: Page, track: int) -> str:
    """The selector of the card of a track."""
    return f"track-card[aria-label^='Track {track} ']"


class Client:
    """Sends requests to the server directly, as a browser or an attacker would."""

    def __init__(self, served: Served) -> None:
        """A client of this server, not authenticated yet."""
        self.port = served.port
        self.cookie = ""
        self.key = ""
        self._token = served.token

    def authenticated(self) -> Client:
        """Exchange the token in the address for the cookie and the key of the page."""
        code, headers, page = self.ask("GET", f"/?token={self._token}")
        assert code == 200
        self.cookie = headers["set-cookie"].split(";")[0]
        self.key = page.decode().partition('data-key="')[2].partition('"')[0]
        assert self.key
        return self

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request; `headers` replace the defaults, and None leaves one out."""
        defaults: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie or None, "Veilproof-Key": self.key or None
        }  # fmt: skip
        if method == "POST":
            defaults |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        defaults |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in defaults.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in defaults and "Transfer-Encoding" not in defaults:
                connection.putheader("Content-Length", str(len(body)))
            with contextlib.suppress(ConnectionError):
                connection.endheaders()
            if body is not None:
                with contextlib.suppress(ConnectionError):
                    connection.send(body)
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The JSON at that path."""
        code, _, content = self.ask("GET", path)
        assert code == 200, content
        return json.loads(content)

    def change(self, change: dict[str, Any], revision: int | None = None, by: str = "") -> tuple[int, Any]:
        """Edit the first plan, at the current revision if none is given."""
        if revision is None:
            revision = self.json("/api/0/plan")["revision"]
        body = json.dumps({"change": change, "revision": revision, "by": by}).encode()
        code, _, content = self.ask("POST", "/api/0/change", body)
        return code, json.loads(content)

    def change_code(self, change: dict[str, Any]) -> int:
        """The code with which an edit is answered, whatever the answer is."""
        return self.ask("POST", "/api/0/change", json.dumps({"change": change, "revision": 0}).encode())[0]


def files_in(folder: Path) -> set[str]:
    """The names of all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
