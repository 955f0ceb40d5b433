"""Who gets in: this machine, this person, this page. Everything else is refused before it reaches anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024
"""The largest request that is read."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Key:
    """What opens the page: a word that works once, in the address, and then a cookie that the browser keeps."""

    def __init__(self, port: int, spent: Callable[[str], None]) -> None:
        """Make new ones, for the server at this port; `spent` is told the next word when one was used."""
        self._spent = spent
        self.cookie = f"veilproof_{port}"
        self._session = secrets.token_urlsafe(32)
        self._word = secrets.token_urlsafe(32)

    @property
    def word(self) -> str:
        """What the next opening address has to say."""
        return self._word

    def opens(self, word: str) -> bool:
        """Whether this is the word; if so, it is no longer."""
        if not secrets.compare_digest(word.encode(), self._word.encode()):
            return False
        self._word = secrets.token_urlsafe(32)
        self._spent(self._word)
        return True

    def known(self, header: str) -> bool:
        """Whether the cookies of a request say that the page was opened with the word."""
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return False
        value = cookies[self.cookie].value if self.cookie in cookies else ""
        return secrets.compare_digest(value.encode(), self._session.encode())

    def let_in(self, response: Response) -> None:
        """Give the browser the cookie."""
        response.set_cookie(self.cookie, self._session, httponly=True, samesite="strict", path="/")


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, key: Key, port: int) -> None:
        """Let only those with the key through to `app`, at this port."""
        self._app = app
        self._key = key
        # A page elsewhere whose name was made to lead to this machine still says its own name here.
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        send = _with_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if scope["method"] == "POST":
            body = await _bounded(receive)
            if body is None:
                await PlainTextResponse("too large", 413)(scope, receive, send)
                return
            receive = _again(body, receive)
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("this page is at 127.0.0.1 only", 421)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("not allowed", 405)
        own = f"http://{headers['host']}"
        origin = headers.get("origin")
        if origin != own and (origin is not None or scope["method"] == "POST"):
            return PlainTextResponse("another page may not ask this", 403)
        # A link that was followed from elsewhere may open the page itself; it tells that other page nothing.
        followed = scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not followed:
            return PlainTextResponse("another page may not ask this", 403)
        if scope["method"] == "POST" and headers.get("content-type") != "application/json":
            return PlainTextResponse("not JSON", 415)
        if scope["path"] == "/" and b"token=" in scope["query_string"]:
            return self._opening(scope, headers)
        if not self._key.known(headers.get("cookie", "")):
            return PlainTextResponse("open the address that veilproof printed in the terminal", 403)
        return None

    def _opening(self, scope: Scope, headers: Headers) -> Response:
        word = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        response = RedirectResponse("/", 303)
        if self._key.opens(word):
            self._key.let_in(response)
        elif not self._key.known(headers.get("cookie", "")):
            return PlainTextResponse("this address was used already; the terminal shows the next one", 403)
        return response


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


async def _bounded(receive: Receive) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
