"""Access control: only this machine, this person and this page. All other requests are refused before the server."""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veilproof.language import LANGUAGES, text
from veilproof.review.pages import PROGRAM_FILES
from veilproof.review.session import KEY_HEADER, Session

_LOG = logging.getLogger(__name__)

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


_PASS = re.compile(r"/once/([A-Za-z0-9_-]{1,64})")
_CHOSEN_LANGUAGE = "language"
"""The cookie that page/languages.js sets."""
_LANGUAGE = re.compile(r"(?:^|,)\s*([a-z]+)")
"""Each language in `Accept-Language`. Browsers send them in the order in which the person wants them."""


class Guard:
    """ASGI middleware around the whole server."""

    def __init__(self, app: ASGIApp, session: Session, port: int, opened_page: bytes) -> None:
        """Pass only authenticated requests to this port on to `app`.

        Args:
            app: the server.
            session: the secrets.
            port: where it listens.
            opened_page: what the opening address gives: the page with its key.
        """
        self._app = app
        self._session = session
        self._opened_page = opened_page
        # Against DNS rebinding: a foreign name that resolves to this machine still arrives in the Host header.
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        send = _with_security_headers(send)
        answer = self._answer(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        if scope["method"] == "POST":
            body = await _read_body(receive)
            if body is None:
                await _too_large()(scope, receive, send)
                return
            receive = _replaying(body, receive)
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            # The application has answered with code 500 already. What a client sends must not fill the terminal.
            _LOG.error("veilproof: the page could not answer %s: %s", ascii(scope["path"])[:100], one_line(error))

    def _answer(self, scope: Scope) -> Response | None:
        """The refusal of this request, or the answer of the opening address; None passes the request on."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("this page is at 127.0.0.1 only", 421)
        if scope["method"] not in ("GET", "POST"):
            return PlainTextResponse("not allowed", 405, {"Allow": "GET, POST"})
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
        # The length is a number: the server below refuses others. Waiting for so much would end in a timeout.
        if scope["method"] == "POST" and int(headers.get("content-length", "0")) > MAX_BODY_BYTES:
            return _too_large()
        if scope["method"] == "GET" and scope["path"] == "/" and b"token=" in scope["query_string"]:
            return self._redeem_token(scope, headers)
        if not self._session.has_cookie(headers.get("cookie", "")):
            return _refusal(headers, "refused")
        return self._key_refusal(scope, headers)

    def _redeem_token(self, scope: Scope, headers: Headers) -> Response:
        if "prefetch" in headers.get("sec-purpose", "") + headers.get("purpose", ""):
            return _refusal(headers, "refused-ahead")
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        if len(tokens) == 1 and self._session.redeem(tokens[0]):
            # No redirection: the browser came from the terminal or a file, and would not send the strict cookie along.
            page = HTMLResponse(self._opened_page)
            self._session.set_cookie(page)
            return page
        if self._session.has_cookie(headers.get("cookie", "")):
            return RedirectResponse("/", 303)
        return _refusal(headers, "refused-used")

    def _key_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if scope["method"] == "GET" and PROGRAM_FILES.fullmatch(scope["path"]):
            return None
        if scope["method"] == "GET" and (used := _PASS.fullmatch(scope["path"])):
            path = self._session.use_pass(used[1])
            if path is None:
                return _refusal(headers, "refused-report")
            scope["path"], scope["raw_path"], scope["query_string"] = path, path.encode(), b""
            return None
        if not self._session.has_key(headers.get(KEY_HEADER, "")):
            return _refusal(headers, "refused-key")
        return None


def _refusal(headers: Headers, key: str) -> Response:
    """A refusal that a person sees, in their language: there may be no page that could say it."""
    return PlainTextResponse(text(_language_of(headers), key), 403)


def _language_of(headers: Headers) -> str:
    """The language that was chosen on the page, or else the first one of the browser that there is."""
    chosen = cookie_parser(headers.get("cookie", "")).get(_CHOSEN_LANGUAGE, "")
    wanted = _LANGUAGE.findall(headers.get("accept-language", "").lower())
    return next((code for code in [chosen, *wanted] if code in LANGUAGES), "en")


def one_line(error: BaseException) -> str:
    """An unexpected error in one line, with the place where it was raised."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" ({place.tb_frame.f_globals.get('__name__')}, line {place.tb_lineno})"
    return f"{type(error).__name__}: {' '.join(ascii(str(error))[1:-1].split())[:300]}{where}"


def _with_security_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


def _too_large() -> Response:
    return PlainTextResponse("too large", 413)


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
