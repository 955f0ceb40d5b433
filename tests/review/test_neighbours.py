"""Others on the same machine: another user who watches it, and another page at another port, in a real browser."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import PATIENCE_SECONDS, Client, answer, at_frame, lasting_port, serving, window
from tests.review.test_reviewed_file import FAKE_AUDIT
from veilproof import Decision, Plan

pytestmark = pytest.mark.slow

WATCH = r"""
import json, os, pathlib, re, sys, time
lines, files, read = set(), set(), []
print("watching", flush=True)
until = time.monotonic() + float(sys.argv[1])
last = False
while time.monotonic() < until and not last:
    # Once more after it is done, because what began meanwhile has not been seen.
    last = os.path.exists(sys.argv[2])
    for process in os.listdir("/proc"):
        for name in ("cmdline", "environ"):
            if process.isdigit():
                try:
                    lines.add(pathlib.Path("/proc", process, name).read_bytes().decode("utf-8", "replace"))
                except OSError:
                    pass
    for path in {p for line in list(lines) for p in re.findall(r"(?:file://)?(/[^\0 ]*open-review\.html)", line)}:
        files.add(path)
        try:
            read.append(pathlib.Path(path).read_text())
        except OSError:
            pass
print(json.dumps({"lines": sorted(lines), "files": sorted(files), "read": read}))
"""
"""Run by another user: reads the command line of every process again and again, and any file that it names."""


@pytest.fixture
def source(people_clip: Clip, tmp_path: Path) -> Path:
    return copied(people_clip.path, tmp_path)


@pytest.fixture
def browser_command(browser: Browser, tmp_path: Path) -> Iterator[str]:
    """For $BROWSER: a Chromium that the program starts itself."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    start, number = tmp_path / "start-browser", tmp_path / "browser-process"
    start.write_text(
        f"#!/bin/sh\necho $$ > {number}\nexec {chromium} --headless --no-sandbox --no-first-run --disable-gpu"
        f' --disable-background-networking --user-data-dir={tmp_path / "profile"} "$@"\n'
    )
    start.chmod(0o755)
    yield f"{start} %s &"
    with contextlib.suppress(OSError, ValueError):
        os.kill(int(number.read_text()), signal.SIGKILL)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


@contextlib.contextmanager
def watched(done: Path) -> Iterator[Callable[[], dict[str, Any]]]:
    """Another user watches command lines until `done` exists; gives what they saw."""
    if os.getuid() != 0:
        pytest.skip("only root can act as another user")
    try:
        other = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("the machine has no user nobody")
    command = ["/usr/bin/env", "python3", "-c", WATCH, str(PATIENCE_SECONDS), str(done)]
    environment = {"PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        command, user=other.pw_uid, group=other.pw_gid, extra_groups=[], cwd="/", env=environment, text=True,
        stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "watching\n"

        def seen() -> dict[str, Any]:
            assert process.stdout is not None
            found: dict[str, Any] = json.loads(process.stdout.read())
            return found

        try:
            yield seen
        finally:
            process.kill()


@pytest.mark.parametrize("runtime", [True, False], ids=["with a runtime folder", "without one"])
def test_another_user_sees_no_secret_while_the_browser_opens(
    source: Path,
    tmp_path: Path,
    short_folder: Path,
    browser_command: str,
    monkeypatch: pytest.MonkeyPatch,
    runtime: bool,
) -> None:
    # Not in tmp_path: Chromium makes a socket in TMPDIR, and the names of sockets must be short.
    place = short_folder
    place.chmod(0o700 if runtime else 0o777)
    for parent in list(tmp_path.parents)[:4]:
        with contextlib.suppress(OSError):
            parent.chmod(parent.stat().st_mode | 0o055)  # pytest closes them; a home folder is often open
    tmp_path.chmod(0o755)
    monkeypatch.setenv("BROWSER", browser_command)
    monkeypatch.setenv("XDG_RUNTIME_DIR" if runtime else "TMPDIR", str(place))
    if not runtime:
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    done = tmp_path / "done"
    with watched(done) as seen, serving(source, browser=True) as served:
        following = served.next_address()  # printed once the browser has entered
        done.touch()
        saw = seen()
        secrets = (served.token, following.partition("token=")[2])
        assert all(secrets)
        for line in saw["lines"]:
            assert not any(secret in line for secret in secrets)
        assert any("open-review.html" in line for line in saw["lines"]), "the browser was seen"
        assert any(path.startswith(str(place)) for path in saw["files"])
        assert saw["read"] == []
        assert list(place.glob("veilproof-*")) == [], "removed as soon as the page was entered"


@pytest.mark.parametrize("how", ["terminate", "interrupt"])
def test_the_file_for_the_browser_is_private_and_removed_when_the_server_ends(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("BROWSER", "true %s &")
    old = os.umask(0)
    try:
        with serving(source, browser=True) as served:
            client = Client(served)
            assert client.ask("GET", "/")[0] == 403  # it is up
            (folder,) = runtime.iterdir()
            (file,) = folder.iterdir()
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert served.token in file.read_text()
            if how == "terminate":
                served.process.terminate()
            else:
                assert served.complaints() == ""
            served.process.wait(PATIENCE_SECONDS)
        assert list(runtime.iterdir()) == []
    finally:
        os.umask(old)


class Neighbour:
    """A server at another port of this machine, which keeps the headers of what it is asked."""

    def __init__(self) -> None:
        heard: list[dict[str, str]] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append({name.lower(): value for name, value in self.headers.items()})
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<!doctype html><title>neighbour</title><p>hello")

            def log_message(self, *arguments: object) -> None:
                pass

        self.heard = heard
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    running = Neighbour()
    yield running
    running.close()


FOOTAGE = ("about", "plan", "regions/0", "frame/3", "frame/3?method=solid", "strip/1", "findings", "report")


def test_a_page_at_another_port_gets_the_cookie_and_nothing_for_it(
    source: Path, browser: Browser, neighbour: Neighbour
) -> None:
    with serving(source) as served, window(browser, served.address) as page:
        context = page.context
        other = context.new_page()
        other.goto(neighbour.address)
        stolen = neighbour.heard[0]["cookie"]
        assert f"veilproof_{served.port}=" in stolen, "cookies know no ports: if they ever do, the key can go"
        thief = Client(served)
        thief.cookie = stolen
        for path in ("/api/files", "/api/events", *(f"/api/0/{each}" for each in FOOTAGE)):
            for referer in (None, f"http://127.0.0.1:{served.port}/"):
                assert thief.ask("GET", path, Referer=referer)[0] == 403, path
        assert thief.change_code({"do": "decide", "tracks": [1], "decision": "keep"}) == 403
        # And what its scripts can do in the person's own browser.
        own = f"http://127.0.0.1:{served.port}"
        assert other.evaluate("JSON.stringify([sessionStorage, localStorage, window.name])") == '[{},{},""]'
        results = other.evaluate(
            """async ([own, paths]) => {
                const results = [];
                for (const path of paths)
                    for (const options of [{ credentials: "include" }, { credentials: "include", mode: "no-cors" },
                                           { credentials: "include", headers: { "Veilproof-Key": "x" } }])
                        results.push(await fetch(own + path, options).then((r) => r.type + r.status, () => "failed"));
                const channel = new BroadcastChannel("veilproof-key");
                const heard = new Promise((resolve) => {
                    channel.onmessage = ({ data }) => resolve(JSON.stringify(data));
                    setTimeout(() => resolve("nothing"), 1500);
                });
                channel.postMessage({ refused: "" });
                results.push(await heard);
                for (const tag of ["img", "iframe", "script", "embed"]) {
                    const element = document.createElement(tag);
                    element.src = own + "/api/0/frame/3";
                    document.body.append(element);
                    await new Promise((resolve) => setTimeout(resolve, 500));
                    results.push(tag === "img" ? String(element.naturalWidth) : "0");
                }
                const opened = window.open(own + "/");
                await new Promise((resolve) => setTimeout(resolve, 1000));
                try { results.push(String(opened?.document?.title ?? "nothing")); } catch { results.push("nothing"); }
                return results;
            }""",
            [own, ["/", "/api/0/plan", "/api/0/frame/3"]],
        )
        assert set(results) <= {"failed", "nothing", "0"}, results
        assert not any("referer" in request and "token" in request["referer"] for request in neighbour.heard)
        assert page.evaluate("sessionStorage.getItem('key')") not in json.dumps(neighbour.heard)
    with Plan(source.with_suffix(".veil")) as plan:
        assert all(track.decision is Decision.COVER for track in plan.tracks())


def key_of(page: Page) -> str:
    key = page.evaluate("sessionStorage.getItem('key')")
    assert isinstance(key, str)
    return key


def works(page: Page) -> None:
    """The page shows frames, and saves an edit."""
    page.wait_for_selector("html[data-ready]")
    if page.locator("#answer").is_visible():
        answer(page, "")
    page.keyboard.press("End")
    at_frame(page, 59)


def test_a_reload_a_second_tab_and_a_copied_tab_work_and_the_key_is_in_no_address(
    source: Path, browser: Browser
) -> None:
    with serving(source) as served, window(browser, served.address) as page:
        addresses = [page.url]
        asked: list[str] = []
        page.context.on("request", lambda request: asked.append(request.url))
        key = key_of(page)
        page.reload()
        works(page)
        second = page.context.new_page()
        second.goto(f"http://127.0.0.1:{served.port}/")
        works(second)
        assert key_of(second) == key
        with page.expect_popup() as copied_tab:
            page.evaluate("window.open('/')")
        works(copied_tab.value)
        page.go_back()
        page.go_forward()
        addresses += [each.url for each in page.context.pages]
        assert not any(key in url for url in (*addresses, *asked))
        assert not any("token=" in url for url in addresses)
        assert page.evaluate("document.documentElement.outerHTML").find(key) < 0


def test_a_tab_without_the_key_says_where_to_get_it(source: Path, browser: Browser) -> None:
    with serving(source) as served, window(browser, served.address, survives=True) as page:
        page.evaluate("sessionStorage.clear()")
        page.goto("about:blank")
        page.goto(f"http://127.0.0.1:{served.port}/")
        page.locator("#refused", has_text="open the address that veilproof printed in the terminal").wait_for()
        page.goto(served.next_address())
        works(page)


def test_a_window_of_a_server_that_was_started_again_gets_its_new_key(source: Path, browser: Browser) -> None:
    port = lasting_port()
    with serving(source, port=port) as served, window(browser, served.address, survives=True) as page:
        served.process.kill()
        served.process.wait()
        with serving(source, port=port) as again:
            fresh = page.context.new_page()
            fresh.goto(again.address)
            works(fresh)
            page.reload()
            works(page)
            assert key_of(page) == key_of(fresh)


def test_the_report_opens_in_a_tab_of_its_own_and_runs_nothing(source: Path, browser: Browser) -> None:
    with serving(source, before=FAKE_AUDIT) as served, window(browser, served.address) as page:
        key = key_of(page)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Render people.redacted.mp4").click()
        page.locator(".job-message", has_text="frames covered").wait_for()
        page.get_by_role("button", name="Run the audit").click()
        page.locator(".verdict", has_text="1 face is bare").wait_for()
        for _ in range(2):
            with page.context.expect_page() as opened:
                page.get_by_role("button", name="Open the report").click()
            report = opened.value
            report.get_by_text("the report").wait_for()
            assert key not in report.url
            assert report.evaluate("self.origin") == "null"
            assert report.evaluate("window.opener") is None
        report.reload()
        report.get_by_text("open it from the review page again").wait_for()
