"""Access control holds for every address of the start page, and nothing from a request is used as a file name."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.desks import Home, finished, folder_of, home_in, post
from tests.review.guarding import check_guarded, program_files, routes_of
from tests.review.served import Client, Served, files_in
from veilproof.archive.layout import HIDDEN
from veilproof.desk.serve import site

pytestmark = pytest.mark.slow


ROUTES = routes_of(site(lambda path: ""))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Home:
    return home_in(tmp_path_factory.mktemp("guarded"), tiny, 1)


@pytest.fixture(scope="module")
def served(here: Home) -> Iterator[Served]:
    with here.serving() as running:
        yield running


@pytest.fixture(scope="module")
def client(served: Served) -> Client:
    return Client(served).authenticated()


def test_the_routes_are_those_of_both_pages() -> None:
    paths = {path for _, path in ROUTES}
    assert {"/", "/review", "/desk/main.js", "/page/main.js", "/api/desk/start", "/api/0/change"} <= paths
    assert program_files(ROUTES) == {"/", "/review", "/desk/main.js", "/page/main.js"}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_is_guarded(client: Client, method: str, path: str) -> None:
    check_guarded(client, method, path)


@pytest.mark.parametrize("path", ["/api/desk/start", "/api/desk/begun", "/api/desk/work", "/api/desk/results"])
def test_malformed_requests_are_refused_and_begin_nothing(client: Client, here: Home, path: str) -> None:
    before = files_in(here.path)
    number = folder_of(client, "videos", "footage")["id"]
    bodies = [
        b"", b"{", b"[]", b"[" * 50_000, b"null", b'{"folder": 1}', b'{"folder": "/etc"}', b'{"folder": ".."}',
        json.dumps({"folder": str(here.footage)}).encode(),
        json.dumps({"folder": number, "entries": ["../../etc/passwd"]}).encode(),
        json.dumps({"folder": number, "audio": "shout"}).encode(),
        json.dumps({"folder": number, "destination": "/tmp"}).encode(),
        json.dumps({"folder": number, "entries": ["x" * 65]}).encode(),
        json.dumps({"do": "burn"}).encode(), json.dumps({"do": "go_on"}).encode(),
    ]  # fmt: skip
    for body in bodies:
        code, _, message = client.ask("POST", path, body)
        assert code in (400, 422), (body, message)
        assert b"Traceback" not in message
        assert b"\n" not in message
    assert files_in(here.path) == before
    assert client.json("/api/desk/work") == {"folder": None}


@pytest.mark.parametrize(
    "path",
    [
        "/api/desk/folder/..", "/api/desk/folder/%2e%2e", "/api/desk/folder/%2Fetc", "/api/desk/folder/home",
        "/api/desk/folder//etc/passwd", "/api/desk/folder/x?first=-1", "/api/desk/folder/x?first=nan",
        "/api/desk/folder/x?folder=/etc", "/api/desk/work?first=99999999999999999999", "/desk/../app.py",
        "/desk/%2e%2e/app.py", "/desk/index.html", "/review/x",
    ],
)  # fmt: skip
def test_no_path_leads_to_a_file(client: Client, path: str) -> None:
    code, _, content = client.ask("GET", path)
    assert code in (400, 404, 422)
    assert b"root:" not in content
    assert b"import" not in content


def test_no_answer_holds_a_name_as_an_id(client: Client, here: Home) -> None:
    folder = folder_of(client, "videos", "footage")
    assert folder["path"] == str(here.footage)
    for entry in folder["entries"]:
        assert re.fullmatch(r"[A-Za-z0-9_-]{16}", entry["id"])


def test_files_that_are_not_ready_and_items_of_nobody_cannot_be_opened(tmp_path: Path, tiny: Path) -> None:
    home = home_in(tmp_path, tiny, 3)
    with home.serving(before="import veilproof.desk.work as work; work.default_workers = lambda: 1") as served:
        client = Client(served).authenticated()
        assert client.ask("POST", "/api/desk/review/1", b"{}")[0] == 422
        post(client, "/api/desk/start", {"folder": folder_of(client, "videos", "footage")["id"]})
        rows = finished(client)
        assert client.ask("POST", f"/api/desk/review/{rows[0]['item']}", b"{}")[0] == 200
        for number in (99, 2**31):
            assert client.ask("POST", f"/api/desk/review/{number}", b"{}")[0] == 422
        with sqlite3.connect(home.results / HIDDEN / "journal.sqlite") as db:
            db.execute("UPDATE item SET output_sha256 = NULL WHERE id = ?", (rows[2]["item"],))
        db.close()
        code, _, message = client.ask("POST", f"/api/desk/review/{rows[2]['item']}", b"{}")
        assert (code, b"not ready" in message) == (422, True)


def test_a_check_by_sample_of_no_file_is_refused(client: Client) -> None:
    code, _, message = client.ask("GET", "/api/sample")
    assert (code, b"error-no-file" in message) == (422, True)
