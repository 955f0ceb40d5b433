"""A manifest is not trusted: a bad line is one line of text with its number, and nothing is read or written for it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veilproof import VeilproofError
from veilproof.archive.collection import Collection, SourceFile
from veilproof.archive.layout import Archive
from veilproof.archive.names import HIDDEN, output_name, plan_name
from veilproof.archive.options import Options

_BAD_PATHS = [
    "../../etc/x.mp4", "a/../../x.mp4", "a/..", "..", ".", "", "/", "/../x.mp4", "file:///etc/../x.mp4",
    "ftp://127.0.0.1:9/x.mp4", "http://127.0.0.1:9/x.mp4", "s3://bucket/x.mp4", "memory://x.mp4", "x\0.mp4",
    "\ud800.mp4", "file:///x.mp4",    f"{HIDDEN}/plans/x.mp4", "github://a:b@c/x.mp4", "s3:///../x.mp4",
]  # fmt: skip
_BAD_VALUES: list[dict[str, Any]] = [
    {"scale": {}}, {"scale": []}, {"scale": True}, {"scale": None}, {"scale": 10**400}, {"scale": "x"},
    {"scale": "nan"}, {"scale": -1}, {"method": {}}, {"method": None}, {"audio": 3}, {"detector": {"a": 1}},
    {"detector": None}, {"audit": 1}, {"model": "/x"}, {"options": 3}, {"options": {"scale": {}}}, {"decisions": 5},
    {"decisions": {}}, {"what": 1}, {"decisions": "../x.veil"}, {"decisions": "ftp://127.0.0.1:9/x.veil"},
    {"decisions": "x\0.veil"}, {"": 1},
    {"sound": 3}, {"sound": "loud 1-2"}, {"sound": "silence"}, {"sound": "silence 2-1"}, {"sound": "silence 1-2x"},
    {"sound": "default 1-2"}, {"sound": "silence -1-2"}, {"sound": "silence 1-2; ; bleep \u0663-9"},
    {"sound": "silence 1-" + "9" * 5000},
]  # fmt: skip


def _listed(folder: Path, name: str, destination: str = "") -> list[SourceFile]:
    archive = Archive.at(destination or str(folder / "out"), folder.parent / "state")
    return list(Collection(str(folder / name), Options(), archive))


@pytest.mark.parametrize("path", _BAD_PATHS)
def test_a_path_that_leads_elsewhere_is_refused_with_its_line(path: str, tmp_path: Path) -> None:
    rows = [{"path": "good.mp4"}, {"path": path}]
    (tmp_path / "list.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(VeilproofError, match=r"list\.jsonl, line 2: ") as caught:
        _listed(tmp_path, "list.jsonl")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("values", _BAD_VALUES)
def test_a_value_of_a_wrong_kind_is_refused_with_its_line(values: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(json.dumps({"path": "x.mp4", **values}))
    with pytest.raises(VeilproofError, match=r"list\.jsonl, line 1: ") as caught:
        _listed(tmp_path, "list.jsonl")
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"a":' * 50_000, "{",
     '{"path": "x.mp4", "scale": ' + "9" * 5000 + "}", "\0", '"x.mp4"', "3", "null",
     '{"path": "x.mp4", "decisions": []}'],
)  # fmt: skip
def test_a_line_that_is_not_an_object_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text('{"path": "x.mp4"}\n' + line + "\n")
    with pytest.raises(VeilproofError, match=r"list\.jsonl, line 2: "):
        _listed(tmp_path, "list.jsonl")


def test_nothing_is_listed_before_the_whole_manifest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("path\n" + "".join(f"{n}.mp4\n" for n in range(3000)) + "../x.mp4\n")
    collection = iter(Collection(str(tmp_path / "list.csv"), Options(), Archive.at(str(tmp_path / "out"))))
    with pytest.raises(VeilproofError, match=r"line 3002: "):
        next(collection)


def test_two_lines_for_one_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"path\nx.mp4\ny.mp4\n{tmp_path}/./x.mp4\n")
    with pytest.raises(VeilproofError, match=r"line 4: names the same file as line 2"):
        _listed(tmp_path, "list.csv")


def test_an_address_must_be_of_the_kind_of_the_destination(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("path,decisions\ns3://one/a/b.mp4,s3://one/b.veil\n")
    (file,) = _listed(tmp_path, "list.csv", "s3://two")
    assert (file.source, file.relative) == ("s3://one/a/b.mp4", "one/a/b.mp4")
    (tmp_path / "list.csv").write_text("path\nftp://one/a/b.mp4\n")
    with pytest.raises(VeilproofError, match="address"):
        _listed(tmp_path, "list.csv", "s3://two")


def test_an_address_of_this_machine_is_refused_on_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="give its path"):
        Archive.at(f"file://{tmp_path}", tmp_path / "state")
    with pytest.raises(VeilproofError, match="give its path"):
        Collection(f"file://{tmp_path}", Options())


def test_an_absolute_path_elsewhere_is_mirrored_below_the_destination(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "list.csv").write_text(f"path\n{tmp_path}//footage/./x.mp4\n")
    (file,) = _listed(tmp_path / "lists", "list.csv")
    assert file.source == f"{tmp_path}/footage/x.mp4"
    assert file.relative == file.source.lstrip("/")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PARTS = st.sampled_from(
    ["..", ".", "", "a", "b.mp4", "/", "\0", "\ud800", "file:", "s3:", HIDDEN, "\udcff", "x" * 300]
)
_PATHS = st.lists(_PARTS, max_size=6).map("/".join) | st.text(max_size=30)
_ROWS = st.fixed_dictionaries(
    {"path": _PATHS | _JSON},
    optional=dict.fromkeys(("decisions", "options", "method", "scale", "detector", "audit"), _JSON | _PATHS),
)


@settings(max_examples=400)
@given(st.lists(_ROWS | _JSON, max_size=4), st.binary(max_size=30), st.booleans(), st.sampled_from(["csv", "jsonl"]))
def test_any_manifest_gives_paths_inside_the_destination_or_one_line(
    tmp_path: Path, rows: list[Any], noise: bytes, remote: bool, kind: str
) -> None:
    manifest = tmp_path / f"list.{kind}"
    if kind == "csv":
        text = "path,scale,decisions\n" + "".join(
            f"{row.get('path')},{row.get('scale', '')},{row.get('decisions', '')}\n"
            for row in rows
            if isinstance(row, dict)
        )
        manifest.write_bytes(text.encode("utf-8", "surrogatepass") + noise)
    else:
        manifest.write_bytes("".join(json.dumps(row) + "\n" for row in rows).encode() + noise)
    try:
        files = _listed(tmp_path, manifest.name, "s3://redacted" if remote else "")
    except VeilproofError as error:
        assert "list." in str(error)  # noqa: PT017 - either outcome is right
        return
    for file in files:
        for name in (output_name(file.relative, ".mp4"), plan_name(file.relative)):
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert b"\0" not in os.fsencode(name)
        assert "://" not in file.source or remote
        assert file.options.scale >= 1


def test_the_options_of_an_older_journal_have_the_defaults_of_what_they_do_not_say() -> None:
    older = json.loads(Options(scale=2.0).to_json())
    del older["areas"]
    assert Options.from_json(json.dumps(older)) == Options(scale=2.0)
    with pytest.raises(VeilproofError):
        Options.from_json(json.dumps({**older, "unknown": 1}))
