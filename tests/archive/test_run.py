"""A run over a collection: the tree is mirrored once, and only what changed is redacted again."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.archive.archives import attempts, clips, items, left_over, photo, results, run_archive
from veilproof import Decision, Plan, VeilproofError, load_detector, redact
from veilproof.archive.item import State
from veilproof.archive.layout import HIDDEN

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two clips, a photo in a folder, and a text file."""
    folder = tmp_path / "source"
    clips(folder, 2)
    photo(folder / "sub" / "photo.png")
    (folder / "notes.txt").write_text("not media")
    return folder


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def test_the_tree_is_mirrored_with_the_results_of_redact(
    source: Path, destination: Path, tiny: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    done = run_archive(source, destination, tiny)
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


def test_finished_items_are_not_redacted_again(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = attempts(destination)
    assert not run_archive(source, destination, tiny).finished
    assert attempts(destination) == before


def test_only_a_changed_original_is_redacted_again(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    shutil.copy(clips(source.parent / "more", 3)[2], source / "00000.mp4")
    done = run_archive(source, destination, tiny)
    assert [Path(event.source).name for event in done.finished] == ["00000.mp4"]
    after = results(destination)
    assert {name for name in after if after[name] != before[name]} == {"00000.redacted.mp4"}


def test_a_touched_original_keeps_its_result(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    os.utime(source / "00000.mp4", (1, 1))
    assert [event.outcome for event in run_archive(source, destination, tiny).finished] == ["unchanged"]


def test_other_options_redact_everything_again(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    done = run_archive(source, destination, tiny, options={"scale": 2.0})
    assert done.counts[State.DONE] == len(done.finished) == 3
    assert all(results(destination)[name] != sha256 for name, sha256 in before.items())


def test_a_missing_result_is_replaced(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    (destination / "00001.redacted.mp4").unlink()
    assert len(run_archive(source, destination, tiny).finished) == 1
    assert results(destination) == before


def test_a_decision_in_a_plan_is_rendered_by_the_next_run(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    with Plan(destination / HIDDEN / "plans" / "00000.mp4.veil") as plan:
        plan.decide([plan.tracks()[0].id], Decision.KEEP)
    done = run_archive(source, destination, tiny)
    assert [Path(event.source).name for event in done.finished] == ["00000.mp4"]
    assert done.finished[0].cause == "nothing covered"
    assert results(destination)["00000.redacted.mp4"] != before["00000.redacted.mp4"]
    with Plan(destination / HIDDEN / "plans" / "00000.mp4.veil") as plan:
        assert plan.tracks()[0].decision is Decision.KEEP


def test_identical_originals_are_redacted_once(source: Path, destination: Path, tiny: Path) -> None:
    for name in ("again.mp4", "sub/and again.mp4"):
        shutil.copy(source / "00000.mp4", source / name)
    done = run_archive(source, destination, tiny)
    assert sorted(event.outcome for event in done.finished if event.source.endswith(".mp4")) == [
        "copied",
        "copied",
        "redacted",
        "redacted",
    ]
    files = results(destination)
    assert files["again.redacted.mp4"] == files["sub/and again.redacted.mp4"] == files["00000.redacted.mp4"]


def test_results_never_share_a_name(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "two"
    one, other = clips(source, 2)
    one.rename(source / "march.mp4")
    other.rename(source / "march.mpx.mp4")
    shutil.copy(source / "march.mp4", source / "march.mkv")
    (source / "march.ogg").write_bytes((source / "march.mpx.mp4").read_bytes())
    assert run_archive(source, destination, tiny).counts[State.DONE] == 4
    assert set(results(destination)) == {
        "march.redacted.mp4",
        "march.mpx.redacted.mp4",
        "march.redacted.mkv",
        "march.ogg.redacted.mkv",
    }


def test_a_destination_inside_the_source_is_not_redacted_again(source: Path, tiny: Path) -> None:
    run_archive(source, source / "redacted", tiny)
    assert not run_archive(source, source / "redacted", tiny).finished


def test_a_pattern_selects_files(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(f"{source}/**/*.png", destination, tiny)
    assert set(results(destination)) == {"sub/photo.redacted.png"}


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_manifest_selects_files_options_and_decisions(
    kind: str, source: Path, destination: Path, tiny: Path, tmp_path: Path
) -> None:
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
    run_archive(manifest, destination, tiny)
    rows_of = items(destination, "source, state, cause, json_extract(options, '$.method')")
    assert rows_of == [
        ("00000.mp4", "done", None, "mosaic"),
        ("00001.mp4", "needs review", "nothing covered", "solid"),
    ]


@pytest.mark.parametrize(
    "line", ["00000.mp4,purple,", "00000.mp4,solid,,more", ",solid,", "00000.mp4,solid,\n00001.mp4,blur,,,x"]
)
def test_an_invalid_manifest_is_refused_with_its_line(line: str, source: Path, destination: Path, tiny: Path) -> None:
    (source / "list.csv").write_text(f"path,method,decisions\n{line}\n")
    with pytest.raises(VeilproofError, match=r"list\.csv, line [23]: "):
        run_archive(source / "list.csv", destination, tiny)


def test_decisions_for_another_file_are_refused(source: Path, destination: Path, tiny: Path, tmp_path: Path) -> None:
    redact(source / "00001.mp4", tmp_path / "out.mp4", plan=tmp_path / "x.veil", detector=load_detector(model=tiny))
    (source / "list.csv").write_text(f"path,decisions\n00000.mp4,{tmp_path / 'x.veil'}\n")
    assert run_archive(source / "list.csv", destination, tiny).counts[State.FAILED] == 1
    assert not results(destination)


def test_a_newer_version_redacts_everything_again(
    source: Path, destination: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_archive(source, destination, tiny)
    monkeypatch.setattr("veilproof.archive.run.__version__", "99")
    assert [event.outcome for event in run_archive(source, destination, tiny).finished] == ["redacted"] * 3


def test_items_are_audited_on_request(tmp_path: Path, destination: Path, tiny: Path) -> None:
    folder = tmp_path / "one"
    clips(folder, 1)
    done = run_archive(folder, destination, tiny, options={"audit": True})
    assert len(done.finished) == 1
    # The clip shows nobody, so the audit has nothing to attack, and the item needs review.
    assert done.counts[State.NEEDS_REVIEW] == 1
    assert results(destination)
    assert str(items(destination, "source, cause")[0][1]).startswith("audit ")
