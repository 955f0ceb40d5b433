"""Access control: this machine, this person, this page."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import in_this_process
from tests.conftest import Clip
from tests.redacted import copied
from tests.review.guarding import check_guarded, program_files, routes_of
from tests.review.served import Client, Served, files_in, serving
from veilproof import Decision, Plan
from veilproof.review.serve import site

pytestmark = pytest.mark.slow

KEEP = {"do": "decide", "tracks": [1], "decision": "keep"}
ROUTES = routes_of(site([], None, lambda path: ""))
PATHS = [path for method, path in ROUTES if method == "GET"]


@pytest.fixture(scope="module")
def folder(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guarded")
    copied(people_clip.path, path)
    return path


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder / "people.mp4") as running:
        yield running


@pytest.fixture(scope="module")
def client(served: Served) -> Client:
    return Client(served).authenticated()


def body(change: object, **more: object) -> bytes:
    return json.dumps({"change": change, "revision": 0, **more}).encode()


def kept(folder: Path) -> list[int]:
    with Plan(folder / "people.veil") as plan:
        return [track.id for track in plan.tracks() if track.decision is Decision.KEEP]


def test_only_the_page_itself_needs_no_key() -> None:
    assert program_files(ROUTES) == {"/", "/page/main.js"}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_is_guarded(client: Client, method: str, path: str) -> None:
    check_guarded(client, method, path)


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/api/0/plan"])
def test_a_refusal_says_what_to_open(client: Client, path: str) -> None:
    code, _, content = client.ask("GET", path, Cookie="; =;;")
    assert (code, b"terminal" in content) == (403, True)
    assert client.ask("GET", path, Host=f"127.0.0.1.evil.example:{client.port}")[0] == 421
    assert client.ask("GET", path, Host=None)[0] in (400, 421)


def test_the_token_in_the_address_works_once_and_the_cookie_is_strict(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served:
        stranger = Client(served)
        assert stranger.ask("GET", "/?token=wrong")[0] == 403
        assert stranger.ask("GET", "/?token=")[0] == 403
        code, headers, _ = stranger.ask("GET", f"/?token={served.token}")
        assert code == 200
        assert "HttpOnly" in headers["set-cookie"]
        assert "SameSite=strict" in headers["set-cookie"]
        assert stranger.ask("GET", f"/?token={served.token}")[0] == 403
        assert Client(served).ask("GET", served.next_address().partition(str(served.port))[2])[0] == 200


def test_the_cookie_alone_opens_nothing_but_the_program_itself(client: Client, folder: Path) -> None:
    footage = [path for path in PATHS if path.startswith("/api/")]
    for key in (None, "", "x", client.key[:-1], client.key.swapcase(), client.cookie.partition("=")[2]):
        for path in (*footage, "/api/0/findings", "/nothing", "/page/../api/0/plan", "/once/x", f"/once/{client.key}"):
            code, _, content = client.ask("GET", path, Veilproof_Key=key)
            assert code == 403, path
            assert b"open" in content
        for path in ("change", "render", "audit", "stop", "report"):
            assert client.ask("POST", f"/api/0/{path}", body(KEEP), Veilproof_Key=key)[0] == 403
    for path in ("/", "/page/main.js"):
        code, headers, content = client.ask("GET", path, Veilproof_Key=None)
        assert code == 200
        assert client.key.encode() not in content
        assert b"people" not in content
        assert "set-cookie" not in headers
    assert kept(folder) == []


def test_the_key_alone_opens_nothing(client: Client) -> None:
    for path in PATHS:
        assert client.ask("GET", path, Cookie=None)[0] == 403
        assert client.ask("GET", f"{path}?key={client.key}&veilproof-key={client.key}", Veilproof_Key=None)[0] in (
            (200,) if path in ("/", "/page/main.js") else (403,)
        )


def test_only_a_get_that_is_answered_uses_up_the_token(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served:
        stranger = Client(served)
        opening = f"/?token={served.token}"
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "TRACE", "get"):
            code, headers, _ = stranger.ask(method, opening, b"{}" if method == "POST" else None)
            assert code in (400, 403, 405), method
            assert "set-cookie" not in headers
        assert stranger.ask("GET", opening, Host="evil.example")[0] == 421
        assert stranger.ask("GET", opening, Origin="http://evil.example")[0] == 403
        assert stranger.ask("GET", opening, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
        assert stranger.ask("GET", opening, Sec_Purpose="prefetch;prerender")[0] == 403
        assert stranger.ask("GET", f"{opening}&token=x")[0] == 403
        assert stranger.ask("GET", f"/page/main.js?token={served.token}")[0] == 403
        # A browser comes to it from a file, that is, from another site.
        code, headers, page = stranger.ask("GET", opening, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
        assert code == 200
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        stranger.cookie = headers["set-cookie"].partition(";")[0]
        code, headers, again = stranger.ask("GET", opening)
        assert (code, headers["location"], again) == (303, "/", b""), "the key is given once"
        assert b"data-key" in page


def test_a_pass_opens_one_report_once(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    report = tmp_path / "people.redacted.mp4.audit" / "audit.html"
    report.parent.mkdir()
    report.write_text("the report")
    with serving(source) as served:
        client = Client(served).authenticated()
        code, _, answer = client.ask("POST", "/api/0/report", b"{}")
        assert code == 200
        path = json.loads(answer)["path"]
        assert client.key not in path
        tab = {"Veilproof_Key": None}
        assert client.ask("GET", path, Cookie=None, **tab)[0] == 403, "without the cookie it is not used up"
        code, headers, content = client.ask("GET", path, **tab)
        assert (code, content) == (200, b"the report")
        assert headers["content-security-policy"].startswith("sandbox;")
        code, _, content = client.ask("GET", path, **tab)
        assert code == 403
        assert b"open it from the review page again" in content


def test_another_page_can_change_nothing_even_if_the_browser_sends_the_cookie(client: Client, folder: Path) -> None:
    for origin in (
        "http://evil.example",
        f"http://127.0.0.1:{client.port + 1}",
        f"https://127.0.0.1:{client.port}",
        "null",
        None,
    ):
        assert client.ask("POST", "/api/0/change", body(KEEP), Origin=origin)[0] == 403
        assert client.ask("POST", "/api/0/render", b"{}", Origin=origin)[0] == 403
    assert client.ask("POST", "/api/0/change", body(KEEP), Sec_Fetch_Site="cross-site")[0] == 403
    assert client.ask("POST", "/api/0/change", body(KEEP), Content_Type="text/plain")[0] == 415
    assert client.ask("GET", "/api/0/plan", Origin="http://evil.example")[0] == 403
    assert client.ask("GET", "/api/0/frame/0", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert client.ask("GET", "/api/0/frame/0", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="no-cors")[0] == 403
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert client.ask(method, "/api/0/change")[0] == 405
    assert kept(folder) == []
    assert files_in(folder) == {"people.mp4", "people.veil"}


@pytest.mark.parametrize(
    "path",
    [
        "/page/../app.py",
        "/page/..%2fapp.py",
        "/page/%2e%2e/%2e%2e/cli/app.py",
        "/page//etc/passwd",
        "/page/%2Fetc%2Fpasswd",
        "/page/main.js%00.css",
        "/api/0/../../../etc/passwd",
        "/api/0/frame/..%2f..%2fetc%2fpasswd",
        "/api/0/report/../audit.json",
        "//etc/passwd",
        "/api/1/plan",
        "/api/-1/plan",
        "/api/99999999999999999999/plan",
    ],
)
def test_no_path_leads_to_a_file(client: Client, path: str) -> None:
    code, _, content = client.ask("GET", path)
    assert code == 404
    assert b"root:" not in content
    assert b"import" not in content


@pytest.mark.parametrize(
    "path", ["/", "/page/main.js", "/api/0/plan", "/api/0/frame/0", "/api/0/strip/1", "/page/nothing"]
)
def test_every_response_forbids_caching_and_foreign_content(client: Client, path: str) -> None:
    _, headers, _ = client.ask("GET", path)
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 50_000, 400),
        (body({"do": "delete everything"}), 400),
        (body({**KEEP, "path": "/etc/passwd"}), 400),
        (body({**KEEP, "tracks": ["1"]}), 400),
        (body({**KEEP, "tracks": [-1]}), 400),
        (body({**KEEP, "decision": "burn"}), 400),
        (body({**KEEP, "reason": "x" * 501}), 400),
        (body(KEEP, by="x" * 13), 400),
        (body({"do": "move", "track": 1, "frame": 0, "box": [1, 2, 3]}), 400),
        (body({"do": "move", "track": 1, "frame": 0, "box": [9, 9, 1, 1]}), 422),
        (body({"do": "draw", "frame": 10**6, "box": [1, 2, 30, 40]}), 422),
        (body({"do": "draw", "frame": 0, "first": 5, "last": 1, "box": [1, 2, 30, 40]}), 422),
        (body({"do": "draw", "frame": 0, "first": 0, "last": 2**31, "box": [1, 2, 30, 40]}), 422),
        (body({"do": "set_ends", "track": 1, "first": 0, "last": 10**6}), 422),
        (body({"do": "split", "track": 77, "frame": 3}), 422),
        (body({"do": "join", "track": 1, "other": 1}), 422),
        (body({"do": "mark_reviewed", "frames": [[5, 2]]}), 422),
        (body({"do": "undo"}), 422),
        (b" " * 70_000, 413),
    ],
)
def test_malformed_and_oversized_edits_are_refused_with_a_message_and_change_nothing(
    client: Client, folder: Path, content: bytes, code: int
) -> None:
    before = (folder / "people.veil").read_bytes()
    status, _, message = client.ask("POST", "/api/0/change", content)
    assert status == code, message
    assert b"Traceback" not in message
    assert message
    assert (folder / "people.veil").read_bytes() == before
    assert client.ask("GET", "/api/0/plan")[0] == 200


def test_chunked_bodies_and_endless_headers_are_bounded(client: Client) -> None:
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    assert client.ask("POST", "/api/0/change", chunk * 4 + b"0\r\n\r\n", Transfer_Encoding="chunked")[0] == 413
    with contextlib.suppress(ConnectionError):  # the server may close the connection before it has read everything
        assert client.ask("GET", "/", X="x" * 1_000_000)[0] == 400
    assert client.ask("GET", "/api/0/plan")[0] == 200


def test_unknown_frames_and_invalid_styles_are_refused(client: Client) -> None:
    styles = ("method=paint", "method=solid&scale=0", "method=solid&scale=nan")
    paths = [f"/api/0/frame/0?{style}" for style in styles]
    for path in (
        *paths,
        "/api/0/frame/60",
        "/api/0/frame/-1",
        "/api/0/strip/99",
        "/api/0/place/0/99",
        "/api/0/regions/99999999999",
    ):
        assert client.ask("GET", path)[0] in (400, 404, 422), path
    assert client.ask("GET", "/api/0/frame/59?width=2000000000")[0] == 200
    assert client.ask("GET", "/api/0/frame/59?width=0")[0] == 200


def test_it_listens_on_loopback_only(served: Served) -> None:
    socket.create_connection(("127.0.0.1", served.port), 5).close()
    # A server that listened on all addresses would listen on this one.
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", served.port), 5)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.0.1", "::", "example.org", "10.0.0.1"])
def test_other_addresses_than_loopback_are_refused(
    address: str, people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    source = copied(people_clip.path, tmp_path)
    ran = in_this_process(monkeypatch, capfd)("review", source, "--no-browser", "--listen", address)
    assert ran.code == 1
    assert "leave --listen out" in ran.error_line
