"""Whatever a client sends: one line in answer, nothing changed, nothing on the terminal, nobody else kept waiting."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import PATIENCE_SECONDS, Client, Served, serving
from veilproof import Decision, Plan, scan

pytestmark = pytest.mark.slow

DIGITS = "9" * 5000
"""More than Python turns into a number."""
ODD_NUMBERS = [
    DIGITS,
    f"-{DIGITS}",
    "1e999",
    "-1",
    "nan",
    "inf",
    "0x10",
    "1_0",
    "\u0663",
    "1.5",
    " 1",
    "",
    "2147483649",
]


@pytest.fixture(scope="module")
def served(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    with serving(copied(people_clip.path, folder)) as running:
        yield running
        assert running.complaints() == ""


@pytest.fixture(scope="module")
def client(served: Served) -> Client:
    return Client(served).authenticated()


@pytest.fixture(scope="module")
def plan(client: Client, people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(tmp_path_factory.getbasetemp().glob("hostile*/people.veil"))


def refused(answer: tuple[int, dict[str, str], bytes]) -> bool:
    code, _, content = answer
    return 400 <= code < 500 and b"\n" not in content.strip() and b"Traceback" not in content and len(content) < 1000


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_odd_numbers_are_refused_in_one_line(client: Client, number: str) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in number.encode())
    for path in ("/api/{}/plan", "/api/0/regions/{}", "/api/0/frame/{}", "/api/0/strip/{}"):
        for form in {quoted, number if number.isascii() and " " not in number else quoted}:
            assert refused(client.ask("GET", path.format(form))), path
    for query in ("width={}", "method=solid&scale={}"):
        code, _, _ = answer = client.ask("GET", f"/api/0/frame/0?{query.format(quoted)}")
        assert refused(answer) or (number == "1.5" and code == 200 and "scale" in query), query
    assert refused(client.ask("POST", "/api/0/change", b"{}", Content_Length=number.encode("utf-8").decode("latin-1")))
    assert client.ask("GET", "/api/0/plan")[0] == 200


@pytest.mark.parametrize(
    "number", [DIGITS, f"-{DIGITS}", "1e999", "-1", "NaN", "Infinity", "1.5", "1e3", f"1.{DIGITS}"]
)
def test_odd_numbers_in_a_body_are_refused_in_one_line(client: Client, plan: Path, number: str) -> None:
    before = plan.read_bytes()
    bodies = (
        f'{{"change": {{"do": "decide", "tracks": [{number}], "decision": "keep"}}, "revision": 0}}',
        f'{{"change": {{"do": "split", "track": 1, "frame": {number}}}, "revision": 0}}',
        f'{{"change": {{"do": "undo"}}, "revision": {number}}}',
    )
    for body in bodies:
        assert refused(client.ask("POST", "/api/0/change", body.encode()))
    assert plan.read_bytes() == before


@pytest.mark.parametrize("seed", range(4))
def test_boxes_that_are_not_near_the_picture_are_refused_and_change_nothing(
    client: Client, plan: Path, seed: int
) -> None:
    rng = random.Random(seed)
    width, height = 640, 360
    hostile = [1e39, -1e39, 3.5e38, 1e308, -1e308, 1e20, -width - 1, -height - 1, 2 * width + 1, 1e-46]
    before = plan.read_bytes()
    asked = 0
    while asked < 60:
        box = [rng.choice([*hostile, rng.uniform(-700, 1300)]) for _ in range(4)]
        x1, y1, x2, y2 = np.clip(np.array(box, np.float64), -3e38, 3e38).astype(np.float32).tolist()
        if -width <= x1 < x2 <= 2 * width and -height <= y1 < y2 <= 2 * height:
            continue
        asked += 1
        frame = rng.randrange(60)
        for change in (
            {"do": "move", "track": 1, "frame": 0, "box": box},
            {"do": "draw", "frame": frame, "box": box},
            {"do": "draw", "frame": frame, "box": box, "moves": "scene", "all_but": True},
            {"do": "draw", "frame": frame, "first": frame, "last": frame, "box": box},
        ):
            code, answer = client.change(change, 0)
            assert code == 422, (box, answer)
            assert "\n" not in answer["message"]
    assert plan.read_bytes() == before
    for frame in (0, 30, 59):
        assert client.ask("GET", f"/api/0/frame/{frame}?method=solid")[0] == 200


def test_text_of_any_kind_is_stored_or_refused(client: Client) -> None:
    for text in ("\\u0000", "\\ud800", "\\udfff\\ud800", "\\u001b[2J", "\\u202e", "\\uffff", "=1+1", "</script>"):
        body = (
            f'{{"change":{{"do":"decide","tracks":[1],"decision":"cover","reason":"{text}"}},"revision":99,"by":"x"}}'
        )
        code, _, content = client.ask("POST", "/api/0/change", body.encode())
        assert code in (200, 400, 422), content
        assert client.ask("GET", "/api/0/plan")[0] == 200


@pytest.mark.parametrize("seed", range(3))
def test_what_is_not_http_puts_nothing_on_the_terminal(client: Client, served: Served, seed: int) -> None:
    """The fixture looks at the terminal when all is over."""
    rng = random.Random(seed)
    head = f"Host: 127.0.0.1:{client.port}\r\nCookie: {client.cookie}\r\nVeilproof-Key: {client.key}\r\n".encode()
    chunked = b"POST /api/0/change HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
    starts = [
        b"GET / HTTP/1.1\r\n" + head + b"\r\n",
        b"GET /api/0/plan HTTP/1.1\r\n" + head + b"Range: bytes=0-" + DIGITS.encode() + b"\r\n\r\n",
        b"GET /api/0/frame/3 HTTP/1.1\r\n" + head + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        # An answer has begun or ended when the rest of these turns out to be broken.
        chunked + b"\r\n", chunked + head + b"\r\n", chunked + head + b"Expect: 100-continue\r\n\r\n",
        b"GET /api/events HTTP/1.1\r\n" + head + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ]  # fmt: skip
    for _ in range(40):
        with (
            socket.create_connection(("127.0.0.1", client.port), PATIENCE_SECONDS) as raw,
            contextlib.suppress(OSError),
        ):
            raw.settimeout(0.05)
            for part in (rng.choice(starts), rng.randbytes(rng.randrange(200)), b"zz\r\n" * rng.randrange(3)):
                raw.sendall(part)
                with contextlib.suppress(TimeoutError):
                    raw.recv(1 << 16)
    assert client.ask("GET", "/api/0/plan")[0] == 200


@contextlib.contextmanager
def locked(plan: Path, how: str) -> Iterator[None]:
    """Hold a lock on a plan, as a program that writes it does, or one that was stopped while it did."""
    db = sqlite3.connect(plan, isolation_level=None)
    db.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        db.close()


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_locked_plan_keeps_only_its_own_requests_waiting(people_clip: Clip, tmp_path: Path, how: str) -> None:
    first = copied(people_clip.path, tmp_path)
    second = tmp_path / "other.mp4"
    shutil.copy(first, second)
    scan(second)
    keep = json.dumps({"change": {"do": "decide", "tracks": [1], "decision": "keep"}, "revision": 0}).encode()
    with serving(first, second) as served:
        client = Client(served).authenticated()
        asks = [
            lambda: client.ask("GET", "/api/0/plan"),
            lambda: client.ask("GET", "/api/0/frame/5?method=solid"),
            lambda: client.ask("POST", "/api/0/change", keep),
        ]
        with ThreadPoolExecutor(45) as pool:
            with locked(tmp_path / "people.veil", how):
                waiting = [pool.submit(asks[number % 3]) for number in range(45)]
                for path in ("plan", "frame/7?method=solid", "regions/0"):
                    assert client.ask("GET", f"/api/1/{path}")[0] == 200
                assert client.ask("POST", "/api/1/change", keep)[0] == 200
                # They wait for as long as the lock is held: nothing else can have delayed these answers.
                assert not any(each.done() for each in waiting[2::3])
            assert {each.result()[0] for each in waiting} <= {200, 409}
        assert served.complaints() == ""


_WAITS_BRIEFLY = """
import veilproof.review.plan_access as plan_access
import veilproof.review.threads as threads
plan_access._LOCK_WAIT_SECONDS = 0.2
threads._PLAN_WAIT_SECONDS = threads._PICTURE_WAIT_SECONDS = 3600
"""


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE"])
def test_who_waits_for_a_locked_plan_is_told_to_try_again(people_clip: Clip, tmp_path: Path, how: str) -> None:
    source = copied(people_clip.path, tmp_path)
    keep = json.dumps({"change": {"do": "decide", "tracks": [1], "decision": "keep"}, "revision": 0}).encode()
    with serving(source, before=_WAITS_BRIEFLY, patient=False) as served:
        client = Client(served).authenticated()
        asks = [
            lambda: client.ask("GET", "/api/0/plan"),
            lambda: client.ask("GET", "/api/0/frame/5?method=solid"),
            lambda: client.ask("POST", "/api/0/change", keep),
        ]
        with locked(tmp_path / "people.veil", how), ThreadPoolExecutor(45) as pool:
            answers = list(pool.map(lambda number: asks[number % 3](), range(45)))
        refusals = [content for code, _, content in answers if code == 503]
        if how == "EXCLUSIVE":
            assert len(refusals) == 45
        else:
            assert len(refusals) == 15, "reading goes on while another program prepares to write"
        assert all(b"try again" in content and b"\n" not in content for content in refusals)
        assert client.ask("POST", "/api/0/change", keep)[0] == 200
        assert served.complaints() == ""


def swap(plan: Path, other: Path) -> None:
    other.replace(plan)


def test_a_plan_that_was_replaced_takes_no_edit(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    plan = tmp_path / "people.veil"
    other = tmp_path / "elsewhere" / "people.mp4"
    other.parent.mkdir()
    other.write_bytes(people_clip.path.read_bytes() + b"\0")
    scan(other)
    with serving(source) as served:
        client = Client(served).authenticated()
        keep = {"do": "decide", "tracks": [1], "decision": "keep"}
        assert client.change(keep, 0)[0] == 200
        mine = tmp_path / "mine.veil"
        shutil.copy(plan, mine)
        for stranger in (other.with_suffix(".veil"), tmp_path / "older.veil"):
            if stranger.name == "older.veil":  # the same scan as it was before the edit
                (tmp_path / "again").mkdir()
                shutil.copy(copied(people_clip.path, tmp_path / "again").with_suffix(".veil"), stranger)
            shutil.copy(stranger, tmp_path / "next.veil")
            swap(plan, tmp_path / "next.veil")
            before = plan.read_bytes()
            code, answer = client.change({**keep, "tracks": [2]}, 1)
            assert code == 422
            assert "not the plan that the page was opened with" in answer["message"]
            assert "\n" not in answer["message"]
            for path in ("change", "render", "audit"):
                assert client.ask("POST", f"/api/0/{path}", b"{}")[0] in (400, 422)
            assert client.ask("GET", "/api/0/frame/3?method=solid")[0] == 422
            assert plan.read_bytes() == before
        shutil.copy(mine, tmp_path / "next.veil")
        swap(plan, tmp_path / "next.veil")
        assert client.change({**keep, "tracks": [2]}, 1)[0] == 200
        assert served.complaints() == ""
    with Plan(plan) as opened:
        assert [track.id for track in opened.tracks() if track.decision is Decision.KEEP] == [1, 2]


def test_one_hundred_requests_at_once_are_all_answered(client: Client) -> None:
    codes = []

    def ask(number: int) -> None:
        with contextlib.suppress(OSError):  # beyond the bound on connections
            codes.append(client.ask("GET", f"/api/0/frame/{number % 60}?width=160")[0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {200, 503}
    assert codes.count(200) > 30
    assert client.ask("GET", "/api/0/plan")[0] == 200
