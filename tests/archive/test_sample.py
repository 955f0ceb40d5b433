"""A check by sample of an archive: what is drawn, what a person answers on the page, and what the report says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.archive.archives import clips
from tests.cli.commands import Veilproof, in_this_process
from tests.review.served import Client, serving
from veilproof.archive.sample import read_sample
from veilproof.errors import VeilproofError

pytestmark = pytest.mark.slow

_ITEMS = 8


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    monkeypatch.setenv("COLUMNS", "300")
    return in_this_process(monkeypatch, capfd)


def _answer(client: Client, change: dict[str, object], file: int) -> int:
    revision = client.json(f"/api/{file}/plan")["revision"]
    body = json.dumps({"change": change, "revision": revision, "by": "AB"}).encode()
    return client.ask("POST", f"/api/{file}/change", body)[0]


def test_the_bound_of_an_archive_follows_once_all_drawn_frames_were_looked_at(
    veilproof: Veilproof, tmp_path: Path, tiny: Path
) -> None:
    source, destination, data = tmp_path / "source", tmp_path / "redacted", tmp_path / "report.json"
    clips(source, 3)
    assert veilproof("archive", "run", source, destination, "--model", tiny, "--workers", 1, "--quiet").code == 0
    drawn_list = destination / ".veilproof" / "sample.json"
    assert str(drawn_list) in veilproof("archive", "sample", destination, "--items", _ITEMS).out
    assert "exists" in veilproof("archive", "sample", destination, "--items", _ITEMS).error_line
    assert "draw fewer" in veilproof("archive", "sample", destination, "--items", 10_000, "--force").error_line
    files, drawn = read_sample(drawn_list)
    assert len(drawn.moments) == _ITEMS
    assert len({(moment.file, moment.frame) for moment in drawn.moments}) == _ITEMS
    assert {original.parent for original, _ in files} == {source}
    assert sum(drawn.frames) >= _ITEMS
    with serving(drawn_list) as served:
        client = Client(served).authenticated()
        for number, moment in enumerate(drawn.moments):
            check = client.json("/api/sample")
            assert (check["file"], check["frame"]) == (moment.file, moment.frame)
            assert (check["fixed"], check["checked"], check["needed"]) == (True, number, _ITEMS - number)
            assert _answer(client, {"do": "record_sample", "frame": moment.frame + 1}, moment.file) == 422
            bare = {"do": "draw", "frame": moment.frame, "box": [2, 2, 20, 20], "first": moment.frame}
            found = {**bare, "last": moment.frame, "sampled": True}
            nothing = {"do": "record_sample", "frame": moment.frame}
            assert _answer(client, found if number == 2 else nothing, moment.file) == 200
        check = client.json("/api/sample")
    assert check["frame"] is None
    assert (check["checked"], check["bare"], check["needed"], check["by"]) == (_ITEMS, 1, 0, ["AB"])
    assert 0 < check["share"] < 100
    assert veilproof("archive", "report", destination, "-o", data).code == 0
    sample = json.loads(data.read_text("utf-8"))["sample"]
    assert (sample["looks"], sample["left"], sample["bare"], sample["by"]) == (_ITEMS, 0, 1, ["AB"])
    assert 1 / 8 < sample["bound"] <= 1
    page = tmp_path / "report.html"
    assert veilproof("archive", "report", destination, "-o", page).code == 0
    assert f"after {_ITEMS} looks, 1 with a bare face, by AB, last on " in page.read_text("utf-8")


def test_another_seed_draws_others_and_the_same_the_same(veilproof: Veilproof, tmp_path: Path, tiny: Path) -> None:
    source, destination = tmp_path / "source", tmp_path / "redacted"
    clips(source, 2)
    assert veilproof("archive", "run", source, destination, "--model", tiny, "--workers", 1, "--quiet").code == 0
    seen = []
    for seed in (1, 1, 2):
        assert veilproof("archive", "sample", destination, "--items", 6, "--seed", seed, "--force").code == 0
        files, drawn = read_sample(destination / ".veilproof" / "sample.json")
        seen.append(Counter((files[moment.file][0].name, moment.frame) for moment in drawn.moments))
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize("text", ["", "[]", '{"format": "veilproof archive sample 0"}', '{"format": 1}'])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sample.json"
    path.write_text(text)
    with pytest.raises(VeilproofError, match="no list of"):
        read_sample(path)
