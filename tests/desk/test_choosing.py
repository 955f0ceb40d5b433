"""What a person can choose from, and where the results go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from veilproof import VeilproofError
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN
from veilproof.desk.destination import destination_of
from veilproof.desk.entries import Entries
from veilproof.desk.jobs import ArchiveJobs
from veilproof.desk.model import ENTRIES, Choice, Desk
from veilproof.media.video_write import Audio
from veilproof.review.events import Events
from veilproof.scan.profile import Effort


@pytest.fixture
def desk() -> Desk:
    return Desk({}, ArchiveJobs(Events({})), lambda: None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ann"
    (path / "Videos" / "march").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return path


def begin(folder: Path) -> None:
    """Begin work on a folder, as a run does."""
    state = destination_of(folder) / HIDDEN
    state.mkdir(parents=True)
    with Journal.create(state):
        pass


def test_a_folder_lists_folders_photos_and_videos_the_most_recent_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new.mp4", "old.JPG", "old.redacted.mp4", "notes.txt", ".hidden.mp4")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    (tmp_path / "sub").mkdir()
    (tmp_path / "dangling.mp4").symlink_to("nowhere.mp4")
    listing = Entries().listing(tmp_path, again=True)
    assert [entry.name for entry in listing.entries] == ["sub", "new.mp4", "old.JPG"]
    assert (listing.files, listing.others) == (2, 3)


def test_ids_say_nothing_of_the_files_and_only_given_ones_lead_to_them(tmp_path: Path) -> None:
    entries = Entries()
    number = entries.id_of(tmp_path / "march.mp4")
    assert number == entries.id_of(tmp_path / "march.mp4") != entries.id_of(tmp_path / "other.mp4")
    assert "march" not in number
    assert entries.path_of(number) == tmp_path / "march.mp4"
    for other in (str(tmp_path), "march.mp4", "..", "/etc/passwd", "", number.swapcase(), Entries().id_of(tmp_path)):
        assert entries.path_of(other) is None


def test_ten_thousand_files_come_page_by_page_and_are_listed_once(
    home: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "Videos" / "march"
    for number in range(10_000):
        (folder / f"{number:05}.mp4").touch()
    location = next(each["id"] for each in desk.locations()["locations"] if each["kind"] == "videos")
    number = desk.folder(location, 0)["entries"][0]["id"]
    first = desk.folder(number, 0)
    scan, scanned = os.scandir, []

    def noted(path: Path) -> Any:  # noqa: ANN401 - typeshed hides the type of what os.scandir gives
        scanned.append(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", noted)
    pages = [desk.folder(number, at)["entries"] for at in range(0, 10_000, ENTRIES)]
    assert scanned.count(folder) == 1, "the first page lists it again"
    assert first["total"] == 10_000
    assert len(first["entries"]) == ENTRIES
    assert len({entry["id"] for page in pages for entry in page}) == 10_000
    assert desk.folder(number, 10_000)["entries"] == []


def test_results_go_beside_the_folder_or_into_it_where_nothing_can_be_beside(home: Path) -> None:
    assert destination_of(home / "Videos" / "march") == home / "Videos" / "march.redacted"
    assert destination_of(home) == home / "redacted"
    assert destination_of(Path("/")) == Path("/redacted")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_results_go_into_a_folder_whose_parent_cannot_be_written_to(home: Path) -> None:
    (home / "Videos").chmod(0o500)
    assert destination_of(home / "Videos" / "march") == home / "Videos" / "march" / "redacted"


def test_work_that_was_begun_is_offered_and_its_results_are_no_originals(home: Path, desk: Desk) -> None:
    assert desk.locations()["begun"] == []
    begin(home / "Videos" / "march")
    offered = desk.locations()["begun"]
    assert [(each["name"], each["items"], each["finished"]) for each in offered] == [("march", 0, 0)]
    location = next(each["id"] for each in desk.locations()["locations"] if each["kind"] == "videos")
    assert [entry["name"] for entry in desk.folder(location, 0)["entries"]] == ["march"]


def test_work_goes_on_where_it_was_begun_even_if_results_would_now_go_elsewhere(home: Path) -> None:
    inside = home / "Videos" / "march" / "redacted"
    (inside / HIDDEN).mkdir(parents=True)
    with Journal.create(inside / HIDDEN):
        pass
    assert destination_of(home / "Videos" / "march") == inside


def test_names_that_are_no_text_are_listed(home: Path, desk: Desk) -> None:
    (home / "Videos" / os.fsdecode(b"caf\xe9.mp4")).touch()
    location = next(each["id"] for each in desk.locations()["locations"] if each["kind"] == "videos")
    names = [entry["name"] for entry in desk.folder(location, 0)["entries"]]
    assert names == ["march", "caf\\xe9.mp4"]


def test_files_of_two_folders_and_ids_of_nothing_are_refused(home: Path, desk: Desk) -> None:
    (home / "Videos" / "march" / "a.mp4").touch()
    location = next(each["id"] for each in desk.locations()["locations"] if each["kind"] == "videos")
    folder = desk.folder(location, 0)["entries"][0]["id"]
    file = desk.folder(folder, 0)["entries"][0]["id"]
    for choice in (Choice(location, (file,), Audio.MUTE, Effort.NORMAL), Choice("x", (), Audio.MUTE, Effort.NORMAL)):
        with pytest.raises(VeilproofError):
            desk.start(choice)
    assert {path.name for path in (home / "Videos").iterdir()} == {"march"}
