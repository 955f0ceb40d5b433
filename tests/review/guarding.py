"""What holds for every address of a page: the same checks, over all routes that its server has."""

from __future__ import annotations

import re

from starlette.applications import Starlette
from starlette.routing import Route

from tests.review.served import Client
from veilproof.review.pages import PROGRAM_FILES
from veilproof.review.serve import Site

_NEVER_ASKED_RIGHTLY = ("/api/events", "/api/desk/quit")
"""One answer never ends, the other ends the program."""


def routes_of(site: Site) -> list[tuple[str, str]]:
    """Method and path of every route of a server, with 0 or a name in place of each parameter."""
    app = site.app
    assert isinstance(app, Starlette)
    found = []
    for route in app.routes:
        assert isinstance(route, Route), f"{route} is of a kind that this test does not know"
        path = re.sub(r"\{\w+:number\}", "0", route.path).replace("{name}", "main.js").replace("{entry}", "x")
        assert "{" not in path
        found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


def program_files(routes: list[tuple[str, str]]) -> set[str]:
    """The paths that need no key."""
    return {path for _, path in routes if PROGRAM_FILES.fullmatch(path)}


def check_guarded(client: Client, method: str, path: str) -> None:
    """Ask for an address wrongly in every way, and then rightly: only that gets past the guard."""
    body = b"{}" if method == "POST" else None
    for cookie in (None, "veilproof_1=x", f"{client.cookie[:-1]}!"):
        assert client.ask(method, path, body, Cookie=cookie)[0] == 403
    for host in (f"evil.example:{client.port}", "127.0.0.1", ""):
        assert client.ask(method, path, body, Host=host)[0] in (400, 421)
    for origin in ("http://evil.example", f"http://127.0.0.1:{client.port + 1}", "null"):
        assert client.ask(method, path, body, Origin=origin)[0] == 403
    assert client.ask(method, path, body, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    for key in (None, "", "x", client.key.swapcase()):
        code, headers, content = client.ask(method, path, body, Veilproof_Key=key)
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        if PROGRAM_FILES.fullmatch(path):
            assert code == 200
            assert client.key.encode() not in content
        else:
            assert code == 403
    if method == "POST":
        assert client.ask(method, path, body, Origin=None)[0] == 403
        assert client.ask(method, path, body, Content_Type="text/plain")[0] == 415
        assert client.ask(method, path, b" " * 70_000)[0] == 413
    if path not in _NEVER_ASKED_RIGHTLY:
        # Of a file that is not there, so that nothing begins.
        rightly = client.ask(method, path.replace("/0", "/9"), body)[0]
        assert rightly in (200, 400, 404, 422), "it is not the guard that refuses this"
