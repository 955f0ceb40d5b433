"""The review page, served by a process of its own as a user starts it, and looked at with Chromium."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page


@dataclass(slots=True)
class Served:
    """A running review: the address it printed, and its process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """Where it listens."""
        port = urlsplit(self.address).port
        assert port is not None
        return port

    @property
    def word(self) -> str:
        """The word in the address."""
        return parse_qs(urlsplit(self.address).query)["token"][0]

    def next_address(self) -> str:
        """What it printed when the address before was used."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()[-1]


@contextlib.contextmanager
def serving(*arguments: object, port: int = 0, before: str = "") -> Iterator[Served]:
    """Run `veilproof review` with these arguments, after the Python code `before`."""
    words = ["review", *map(str, arguments), "--no-browser", "--port", str(port)]
    command = [sys.executable, "-c", f"{before}\nfrom veilproof.cli import main\nmain()", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
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


@contextlib.contextmanager
def window(browser: Browser, address: str, initials: str = "", *, survives: bool = False) -> Iterator[Page]:
    """A window of a browser of its own, at that address, in which the plan is there; nothing may go wrong in it.

    Args:
        browser: the browser.
        address: where to go.
        initials: who looks.
        survives: whether the server is to die while the window is open.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    wrong: list[str] = []
    with contextlib.closing(context):
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(address)
        begin(page, initials)
        yield page
        # A refusal is something that the page handles; the browser reports it all the same.
        expected = ("status of 409", "status of 422", *(["net::ERR_"] if survives else []))
        assert not [line for line in wrong if not any(part in line for part in expected)], wrong


def begin(page: Page, initials: str = "") -> None:
    """Wait until the page is there, and answer who it is that looks."""
    page.wait_for_selector("html[data-ready]")
    if page.locator("#answer").is_visible():
        answer(page, initials)
    saved(page)


def answer(page: Page, text: str) -> None:
    """Answer the question that the page asks."""
    page.fill("#answer", text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer", state="hidden")


def saved(page: Page) -> None:
    """Wait until everything that was done is saved."""
    page.wait_for_selector(".saved[data-state=saved]")


def at_frame(page: Page, number: int) -> None:
    """Wait until that frame, from 0 on, is on the screen."""
    page.wait_for_selector(f"film-view[data-frame='{number}']:not(.loading)")


def said(page: Page, text: str) -> None:
    """Wait until the page says this."""
    page.locator("#said", has_text=text).wait_for()


def card(page: Page, track: int) -> str:
    """The selector of the card of a track."""
    return f"track-card[aria-label^='Track {track} ']"


class Client:
    """Asks the server directly, as a browser or an attacker would."""

    def __init__(self, served: Served) -> None:
        """To this server; not let in yet."""
        self.port = served.port
        self.cookie = ""
        self._word = served.word

    def let_in(self) -> Client:
        """Use the word in the address."""
        code, headers, _ = self.ask("GET", f"/?token={self._word}")
        assert code == 303
        self.cookie = headers["set-cookie"].split(";")[0]
        return self

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request; `headers` replace the usual ones, and None leaves one out."""
        usual: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie or None}
        if method == "POST":
            usual |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        usual |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in usual.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in usual and "Transfer-Encoding" not in usual:
                connection.putheader("Content-Length", str(len(body)))
            with contextlib.suppress(ConnectionError):
                connection.endheaders()
            if body is not None:
                with contextlib.suppress(ConnectionError):
                    connection.send(body)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """What the server says there."""
        code, _, content = self.ask("GET", path)
        assert code == 200, content
        return json.loads(content)

    def change(self, change: dict[str, Any], revision: int | None = None, by: str = "") -> tuple[int, Any]:
        """Ask for a change of the first plan, as of now if no revision is given."""
        if revision is None:
            revision = self.json("/api/0/plan")["revision"]
        body = json.dumps({"change": change, "revision": revision, "by": by}).encode()
        code, _, content = self.ask("POST", "/api/0/change", body)
        return code, json.loads(content)


def files_in(folder: Path) -> set[str]:
    """The names of all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
