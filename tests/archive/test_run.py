"""A run over a collection: everything is mirrored once, and done again only where something has changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.archive.archives import attempts, clips, items, left_over, photo, ran, results
from veilproof import Decision, Plan, VeilproofError, load_detector, redact
from veilproof.archive.item import State
from veilproof.archive.layout import HIDDEN

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two clips, a photo in a folder, and what is not media."""
    folder = tmp_path / "source"
    clips(folder, 2)
    photo(folder / "sub" / "photo.png")
    (folder / "notes.txt").write_text("not media")
    return folder


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def test_the_tree_is_mirrored_and_the_results_are_those_of_the_plain_command(
    source: Path, destination: Path, tiny: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    done = ran(source, destination, tiny)
    assert done.counts[State.DONE] == 3
    plain = tmp_path / "plain"
    (plain / "sub").mkdir(parents=True)
    for name in ("00000.mp4", "00001.mp4", "sub/photo.png"):
        target = plain / Path(name).with_suffix(f".redacted{Path(name).suffix}")
        redact(source / name, target, plan=plain / f"{Path(name).stem}.veil", detector=load_detector(model=tiny))
        (plain / f"{Path(name).stem}.veil").unlink()
    assert results(destination) == results(plain)
    assert {path: path.read_bytes() for path in source.rglob("*") if path.is_file()} == before
    assert not left_over(destination)


def test_what_is_done_is_not_done_again(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    before = attempts(destination)
    assert not ran(source, destination, tiny).ended
    assert attempts(destination) == before


def test_a_changed_input_is_done_again_and_the_others_are_not(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    before = results(destination)
    shutil.copy(clips(source.parent / "more", 3)[2], source / "00000.mp4")
    done = ran(source, destination, tiny)
    assert [Path(end.source).name for end in done.ended] == ["00000.mp4"]
    after = results(destination)
    assert {name for name in after if after[name] != before[name]} == {"00000.redacted.mp4"}


def test_an_input_that_was_only_touched_keeps_its_result(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    os.utime(source / "00000.mp4", (1, 1))
    assert [end.how for end in ran(source, destination, tiny).ended] == ["unchanged"]


def test_other_options_make_everything_anew(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    before = results(destination)
    done = ran(source, destination, tiny, options={"scale": 2.0})
    assert done.counts[State.DONE] == len(done.ended) == 3
    assert all(results(destination)[name] != sha256 for name, sha256 in before.items())


def test_a_result_that_was_taken_away_is_made_again(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    before = results(destination)
    (destination / "00001.redacted.mp4").unlink()
    assert len(ran(source, destination, tiny).ended) == 1
    assert results(destination) == before


def test_a_decision_taken_in_a_plan_is_rendered_by_the_next_run(source: Path, destination: Path, tiny: Path) -> None:
    ran(source, destination, tiny)
    before = results(destination)
    with Plan(destination / HIDDEN / "plans" / "00000.mp4.veil") as plan:
        plan.decide([plan.tracks()[0].id], Decision.KEEP)
    done = ran(source, destination, tiny)
    assert [Path(end.source).name for end in done.ended] == ["00000.mp4"]
    assert done.ended[0].cause == "nothing covered"
    assert results(destination)["00000.redacted.mp4"] != before["00000.redacted.mp4"]
    with Plan(destination / HIDDEN / "plans" / "00000.mp4.veil") as plan:
        assert plan.tracks()[0].decision is Decision.KEEP


def test_one_content_under_several_names_is_redacted_once(source: Path, destination: Path, tiny: Path) -> None:
    for name in ("again.mp4", "sub/and again.mp4"):
        shutil.copy(source / "00000.mp4", source / name)
    done = ran(source, destination, tiny)
    assert sorted(end.how for end in done.ended if end.source.endswith(".mp4")) == ["copied", "copied", "made", "made"]
    made = results(destination)
    assert made["again.redacted.mp4"] == made["sub/and again.redacted.mp4"] == made["00000.redacted.mp4"]


def test_two_files_that_would_get_one_name_get_two(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "two"
    one, other = clips(source, 2)
    one.rename(source / "march.mp4")
    other.rename(source / "march.mpx.mp4")
    shutil.copy(source / "march.mp4", source / "march.mkv")
    (source / "march.ogg").write_bytes((source / "march.mpx.mp4").read_bytes())
    assert ran(source, destination, tiny).counts[State.DONE] == 4
    assert set(results(destination)) == {
        "march.redacted.mp4",
        "march.mpx.redacted.mp4",
        "march.redacted.mkv",
        "march.ogg.redacted.mkv",
    }


def test_a_destination_inside_the_source_is_not_redacted_again(source: Path, tiny: Path) -> None:
    ran(source, source / "redacted", tiny)
    assert not ran(source, source / "redacted", tiny).ended


def test_a_pattern_takes_what_matches_it(source: Path, destination: Path, tiny: Path) -> None:
    ran(f"{source}/**/*.png", destination, tiny)
    assert set(results(destination)) == {"sub/photo.redacted.png"}


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_manifest_says_what_and_how(kind: str, source: Path, destination: Path, tiny: Path, tmp_path: Path) -> None:
    reviewed = tmp_path / "reviewed.veil"
    redact(source / "00001.mp4", tmp_path / "out.mp4", plan=reviewed, detector=load_detector(model=tiny))
    with Plan(reviewed) as plan:
        plan.decide([track.id for track in plan.tracks()], Decision.KEEP)
    manifest = source / f"list.{kind}"
    if kind == "csv":
        manifest.write_text(f"path,method,decisions\n00000.mp4,mosaic,\n00001.mp4,,{reviewed}\n")
    else:
        rows = [
            {"path": "00000.mp4", "options": {"method": "mosaic"}},
            {"path": str(source / "00001.mp4"), "decisions": str(reviewed)},
        ]
        manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ran(manifest, destination, tiny)
    rows_of = items(destination, "source, state, cause, json_extract(options, '$.method')")
    assert rows_of == [
        ("00000.mp4", "done", None, "mosaic"),
        ("00001.mp4", "needs review", "nothing covered", "solid"),
    ]


@pytest.mark.parametrize(
    "line", ["00000.mp4,purple,", "00000.mp4,solid,,more", ",solid,", "00000.mp4,solid,\n00001.mp4,blur,,,x"]
)
def test_a_manifest_that_makes_no_sense_says_where(line: str, source: Path, destination: Path, tiny: Path) -> None:
    (source / "list.csv").write_text(f"path,method,decisions\n{line}\n")
    with pytest.raises(VeilproofError, match=r"list\.csv, line [23]: "):
        ran(source / "list.csv", destination, tiny)


def test_decisions_for_another_file_are_refused(source: Path, destination: Path, tiny: Path, tmp_path: Path) -> None:
    redact(source / "00001.mp4", tmp_path / "out.mp4", plan=tmp_path / "x.veil", detector=load_detector(model=tiny))
    (source / "list.csv").write_text(f"path,decisions\n00000.mp4,{tmp_path / 'x.veil'}\n")
    assert ran(source / "list.csv", destination, tiny).counts[State.FAILED] == 1
    assert not results(destination)


def test_a_newer_version_makes_everything_anew(
    source: Path, destination: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(source, destination, tiny)
    monkeypatch.setattr("veilproof.archive.run.__version__", "99")
    assert [end.how for end in ran(source, destination, tiny).ended] == ["made"] * 3


def test_an_item_is_audited_where_that_is_asked_for(tmp_path: Path, destination: Path, tiny: Path) -> None:
    folder = tmp_path / "one"
    clips(folder, 1)
    done = ran(folder, destination, tiny, options={"audit": True})
    assert len(done.ended) == 1
    # The clip shows nobody, so there is nothing to attack, and a person has to look.
    assert done.counts[State.NEEDS_REVIEW] == 1
    assert results(destination)
    assert str(items(destination, "source, cause")[0][1]).startswith("audit ")
