"""Work begun at the start page goes on whatever ends the program, and nothing is lost or done twice."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psutil
import pytest

from benchmarks.archive_soak import violations
from tests.archive.archives import PATIENCE_SECONDS, attempts, clips, gone, items, left_over, results, until
from tests.desk.desks import Home, finished, folder_of, post
from tests.review.served import Client
from veilproof import Decision, Plan
from veilproof.archive.layout import HIDDEN

pytestmark = pytest.mark.slow


def start(client: Client, **choice: object) -> None:
    """Start all of the footage, or what is chosen of it."""
    post(client, "/api/desk/start", {"folder": folder_of(client, "videos", "footage")["id"], **choice})


def _is_listed(client: Client) -> bool:
    return bool(client.json("/api/desk/work")["total"])


def test_killed_at_random_moments_it_goes_on_where_it_was(home: Home) -> None:
    clips(home.footage, 6)
    rng = random.Random(1)
    for number in range(4):
        with home.serving() as served:
            client = Client(served).authenticated()
            if number == 0:
                start(client)
            else:
                begun = client.json("/api/desk/locations")["begun"]
                assert [each["name"] for each in begun] == ["footage"]
                post(client, "/api/desk/begun", {"folder": begun[0]["id"]})
            until(partial(_is_listed, client))
            time.sleep(rng.uniform(0, 3))
            children = psutil.Process(served.process.pid).children(recursive=True)
            served.process.kill()
            served.process.wait()
            assert gone(children)
    with home.serving() as served:
        client = Client(served).authenticated()
        begun = client.json("/api/desk/locations")["begun"]
        post(client, "/api/desk/begun", {"folder": begun[0]["id"]})
        assert {row["state"] for row in finished(client)} == {"done"}
    assert violations(home.footage, home.results) == []


def test_only_what_was_chosen_is_covered_and_stays_chosen(home: Home) -> None:
    clips(home.footage, 3)
    with home.serving() as served:
        client = Client(served).authenticated()
        folder = folder_of(client, "videos", "footage")
        chosen = [entry["id"] for entry in folder["entries"] if entry["name"] == "00001.mp4"]
        post(client, "/api/desk/start", {"folder": folder["id"], "entries": chosen, "audio": "keep"})
        assert [row["name"] for row in finished(client)] == ["00001.mp4"]
        post(client, "/api/desk/work", {"do": "go_on"})
        assert [row["name"] for row in finished(client)] == ["00001.mp4"]
        assert set(results(home.results)) == {"00001.redacted.mp4"}
        start(client)
        assert len(finished(client)) == 3
    assert not left_over(home.results)


def test_the_files_of_a_folder_that_was_left_are_out_of_reach(home: Home) -> None:
    other = home.path / "Videos" / "other"
    clips(other, 1)
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        rows = finished(client)
        assert post(client, f"/api/desk/review/{rows[0]['item']}", {})["path"] == "/review?file=0"
        post(client, "/api/desk/work", {"do": "leave"})
        assert client.json("/api/files") == []
        post(client, "/api/desk/start", {"folder": folder_of(client, "videos", "other")["id"]})
        rows = finished(client)
        # A window may still show the file that was left: its number is never that of another one.
        assert post(client, f"/api/desk/review/{rows[0]['item']}", {})["path"] == "/review?file=1"
        assert [(each["number"], each["name"]) for each in client.json("/api/files")] == [(1, "00000.mp4")]
        code, _, said = client.ask("GET", "/api/0/plan")
        assert (code, json.loads(said)["messages"]) == (404, [{"key": "error-not-open", "values": {}}])
        assert client.change_code({"do": "mark_reviewed", "tracks": [1]}) == 404
        drawn = {"do": "draw", "frame": 0, "box": [10, 10, 60, 60], "moves": "fixed"}
        change = post(client, "/api/1/change", {"change": drawn, "revision": client.json("/api/1/plan")["revision"]})
        spread = post(client, "/api/1/spread", {"track": change["new_track"]})
        assert spread == {"done": [], "other_shape": [], "failed": []}


_OPENED_AT_ONCE = """
import contextlib, threading
opens, met = model.ReviewedFile, threading.Barrier(2)
def opened_at_once(*given, **named):
    with contextlib.suppress(threading.BrokenBarrierError):
        met.wait(30)
    return opens(*given, **named)
model.ReviewedFile = opened_at_once
"""


def test_two_windows_that_open_an_item_at_once_look_at_the_same_file(home: Home) -> None:
    with home.serving(before=_OPENED_AT_ONCE) as served:
        client = Client(served).authenticated()
        start(client)
        item = finished(client)[0]["item"]
        with ThreadPoolExecutor(2) as windows:
            paths = list(windows.map(lambda _: post(client, f"/api/desk/review/{item}", {})["path"], range(2)))
        assert paths == ["/review?file=0"] * 2
        assert [each["number"] for each in client.json("/api/files")] == [0]
        post(client, "/api/0/render", {})
        finished(client)
        assert client.json("/api/0/plan")["job"]["state"] == "done"
        post(client, "/api/desk/work", {"do": "leave"})
        assert client.json("/api/files") == []


def test_finish_renders_what_was_changed_and_audits_everything(home: Home) -> None:
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        rows = finished(client)
        assert [(row["review"], row["changed"], row["verdict"]) for row in rows] == [("no", False, "")] * 2
        before, done = results(home.results), attempts(home.results)
        path = post(client, f"/api/desk/review/{rows[0]['item']}", {})["path"]
        assert path == "/review?file=0"
        assert client.json("/api/0/about")["listed"]
        track = client.json("/api/0/plan")["tracks"][0]["id"]
        assert client.change({"do": "decide", "tracks": [track], "decision": "keep", "reason": "a lamp"})[0] == 200
        changed = client.json("/api/desk/work")["rows"]
        assert [(row["review"], row["changed"]) for row in changed] == [("begun", True), ("no", False)]
        post(client, "/api/desk/work", {"do": "finish"})
        rows = finished(client)
        assert [row["changed"] for row in rows] == [False, False]
        assert all(row["verdict"] for row in rows)
    after = results(home.results)
    assert after["00000.redacted.mp4"] != before["00000.redacted.mp4"]
    assert after["00001.redacted.mp4"] == before["00001.redacted.mp4"]
    assert attempts(home.results) == done + 2
    with Plan(home.results / HIDDEN / "plans" / "00000.mp4.veil") as plan:
        assert plan.tracks()[0].decision is Decision.KEEP


_HELD_WHILE = """
import os, time
from veilproof.archive.local import LocalEngine
submit = LocalEngine.submit
def submit_later(*given):
    while os.path.exists({!r}):
        time.sleep(0.01)
    submit(*given)
LocalEngine.submit = submit_later
"""
"""Work begins once that file is gone."""


def test_the_review_page_has_the_archive_render_with_the_options_of_the_start(home: Home, tmp_path: Path) -> None:
    hold = tmp_path / "hold"
    with home.serving(before=_HELD_WHILE.format(str(hold))) as served:
        client = Client(served).authenticated()
        start(client, effort="high")
        rows = finished(client)
        before = results(home.results)
        post(client, f"/api/desk/review/{rows[1]['item']}", {})
        track = client.json("/api/0/plan")["tracks"][0]["id"]
        assert client.change({"do": "decide", "tracks": [track], "decision": "keep", "reason": "a lamp"})[0] == 200
        hold.touch()
        post(client, "/api/0/render", {"method": "blur"})
        assert client.ask("POST", "/api/0/render", b"{}")[0] == 422, "once at a time"
        hold.unlink()
        finished(client)
        assert client.json("/api/0/plan")["job"]["state"] == "done"
        after = results(home.results)
        assert {name for name in after if after[name] != before[name]} == {"00001.redacted.mp4"}
    with Plan(home.results / HIDDEN / "plans" / "00001.mp4.veil") as plan:
        assert plan.facts["effort"] == "high"
    assert {options for (options,) in items(home.results, "options")} == {
        next(options for (options,) in items(home.results, "options"))
    }


def test_stopping_keeps_what_is_done_and_an_error_is_said(home: Home) -> None:
    clips(home.footage, 4)
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        until(lambda: client.json("/api/desk/work")["counts"].get("done", 0) > 0)
        post(client, "/api/desk/work", {"do": "stop"})
        until(lambda: not client.json("/api/desk/work")["running"])
        post(client, "/api/desk/work", {"do": "go_on"})
        assert len(finished(client)) == 4
        with sqlite3.connect(home.results / HIDDEN / "journal.sqlite") as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
        code, _, content = client.ask("GET", "/api/desk/work")
        assert code == 422
        assert b"not a journal that this veilproof can read" in content
        assert served.complaints() == ""


def test_a_folder_chosen_again_after_it_was_finished_is_not_done_again(home: Home) -> None:
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        finished(client)
        post(client, "/api/desk/work", {"do": "finish"})
        rows = finished(client)
        assert all(row["verdict"] for row in rows)
        done = attempts(home.results)
        start(client)
        rows = finished(client)
        assert all(row["verdict"] for row in rows)
        post(client, "/api/desk/work", {"do": "finish"})
        finished(client)
    assert attempts(home.results) == done


def test_render_of_one_file_leaves_those_waiting_that_were_stopped(home: Home) -> None:
    clips(home.footage, 3)
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        rows = finished(client)
        with sqlite3.connect(home.results / HIDDEN / "journal.sqlite") as db:
            db.execute("UPDATE item SET state = 'waiting', due = 0 WHERE id = ?", (rows[2]["item"],))
        db.close()
        post(client, f"/api/desk/review/{rows[0]['item']}", {})
        track = client.json("/api/0/plan")["tracks"][0]["id"]
        assert client.change({"do": "decide", "tracks": [track], "decision": "keep", "reason": "a lamp"})[0] == 200
        post(client, "/api/0/render", {})
        rows = finished(client)
        assert [row["state"] == "waiting" for row in rows] == [False, False, True]
        assert not rows[0]["changed"]


def test_a_stopped_job_is_not_shown_as_running(home: Home) -> None:
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        rows = finished(client)
        post(client, f"/api/desk/review/{rows[0]['item']}", {})
        post(client, "/api/0/audit", {})
        post(client, "/api/desk/work", {"do": "stop"})
        until(lambda: not client.json("/api/desk/work")["running"])
        until(lambda: client.json("/api/0/plan")["job"]["state"] != "running")


def test_quit_ends_the_program_and_the_work_goes_on_later(home: Home) -> None:
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        post(client, "/api/desk/quit", {})
        assert served.process.wait(PATIENCE_SECONDS) == 0
    with home.serving() as served:
        client = Client(served).authenticated()
        begun = client.json("/api/desk/locations")["begun"]
        post(client, "/api/desk/begun", {"folder": begun[0]["id"]})
        assert len(finished(client)) == 2


def test_the_results_are_shown_in_the_file_manager(home: Home, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/new && mv {tmp_path}/new {tmp_path}/shown\n')
    program.chmod(0o755)
    before = f"import os; os.environ['PATH'] = {str(program.parent)!r} + ':' + os.environ['PATH']"
    with home.serving(before=before) as served:
        client = Client(served).authenticated()
        assert client.ask("POST", "/api/desk/results", b"{}")[0] == 422
        start(client)
        finished(client)
        post(client, "/api/desk/results", {})
        until((tmp_path / "shown").exists)
    assert (tmp_path / "shown").read_text() == str(home.results)


def test_files_that_were_looked_at_long_ago_are_closed(home: Home) -> None:
    clips(home.footage, 6)
    with home.serving() as served:
        client = Client(served).authenticated()
        start(client)
        for number, row in enumerate(finished(client)):
            assert post(client, f"/api/desk/review/{row['item']}", {})["path"] == f"/review?file={number}"
            assert client.ask("GET", f"/api/{number}/frame/0")[0] == 200
        files = [Path(each.path) for each in psutil.Process(served.process.pid).open_files()]
        still_open = {path.name for path in files if path.parent == home.footage}
        assert still_open == {f"0000{at}.mp4" for at in range(2, 6)}
        assert client.ask("GET", "/api/0/frame/5")[0] == 200, "it is opened again"
