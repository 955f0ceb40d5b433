"""Access control: only this machine, this person and this page. All other requests are refused before the server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 64 * 1024
"""The largest request body that is read. A round number: room for an edit of some 5,000 tracks."""

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Session:
    """Authenticates one browser session: a token in the address that works once, then a cookie."""

    def __init__(self, port: int, on_redeemed: Callable[[str], None]) -> None:
        """Create the secrets of the server at this port; `on_redeemed` gets the next token whenever one was used."""
        self._on_redeemed = on_redeemed
        self.cookie_name = f"veilproof_{port}"
        self._secret = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(32)

    @property
    def token(self) -> str:
        """The token that the next opening address must carry."""
        return self._token

    def redeem(self, token: str) -> bool:
        """Whether the token is valid; if so, it is replaced and does not work again."""
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            return False
        self._token = secrets.token_urlsafe(32)
        self._on_redeemed(self._token)
        return True

    def authenticates(self, header: str) -> bool:
        """Whether a `Cookie` header carries the cookie of this session."""
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            return False
        value = cookies[self.cookie_name].value if self.cookie_name in cookies else ""
        return secrets.compare_digest(value.encode(), self._secret.encode())

    def set_cookie(self, response: Response) -> None:
        """Give the browser the cookie."""
        response.set_cookie(self.cookie_name, self._secret, httponly=True, samesite="strict", path="/")


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, session: Session, port: int) -> None:
        """Pass only authenticated requests to this port on to `app`."""
        self._app = app
        self._session = session
        # Against DNS rebinding: a foreign name that resolves to this machine still arrives in the Host header.
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        send = _with_security_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        if scope["method"] == "POST":
            body = await _read_body(receive)
            if body is None:
                await PlainTextResponse("too large", 413)(scope, receive, send)
                return
            receive = _replaying(body, receive)
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
        # A link on another page may open this one: navigation discloses nothing to that page.
        navigation = scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not navigation:
            return PlainTextResponse("another page may not ask this", 403)
        if scope["method"] == "POST" and headers.get("content-type") != "application/json":
            return PlainTextResponse("not JSON", 415)
        if scope["path"] == "/" and b"token=" in scope["query_string"]:
            return self._redeem_token(scope, headers)
        if not self._session.authenticates(headers.get("cookie", "")):
            return PlainTextResponse("open the address that veilproof printed in the terminal", 403)
        return None

    def _redeem_token(self, scope: Scope, headers: Headers) -> Response:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        response = RedirectResponse("/", 303)
        if self._session.redeem(token):
            self._session.set_cookie(response)
        elif not self._session.authenticates(headers.get("cookie", "")):
            return PlainTextResponse("this address was used already; open the next one, which the terminal shows", 403)
        return response


def _with_security_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


async def _read_body(receive: Receive) -> bytes | None:
    """The body, or None if it is too large or the client hung up."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replaying(body: bytes, receive: Receive) -> Receive:
    """A `receive` that delivers the body that was read already, then whatever follows."""
    delivered = False

    async def replay() -> Message:
        nonlocal delivered
        if delivered:
            return await receive()
        delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
