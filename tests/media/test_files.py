"""Kinds of files, default names, search of folders, and outputs that are complete or do not exist."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.synthetic_video import VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.kinds import is_photo, is_video
from veilproof.media.names import output_for, plan_for
from veilproof.media.writing import atomic_write


def photo(path: Path, kind: str) -> Path:
    Image.new("RGB", (8, 8), "red").save(path, format=kind)
    return path


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_kinds_are_recognised_by_content_not_by_name(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        path = photo(tmp_path / f"{kind}.mp4", kind)
        assert is_photo(path)
        assert not is_video(path)
    for suffix, codec in ((".mp4", "libx264"), (".mkv", "libx264"), (".avi", "mpeg4"), (".ts", "libx264")):
        path = video(tmp_path / f"clip{suffix}", VideoSpec(codec)).rename(tmp_path / f"{suffix[1:]}.jpg")
        assert is_video(path)
        assert not is_photo(path)
    text = tmp_path / "text.mp4"
    text.write_text("words")
    assert not is_video(text)
    assert not is_photo(text)


def test_folders_are_searched_in_order_without_outputs_and_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    wanted = [photo(tmp_path / "a.jpg", "JPEG"), video(tmp_path / "b" / "clip.mp4"), photo(tmp_path / "c.png", "PNG")]
    photo(tmp_path / "a.redacted.jpg", "JPEG")
    photo(tmp_path / ".d.jpg", "JPEG")
    photo(tmp_path / ".hidden" / "e.jpg", "JPEG")
    (tmp_path / "notes.txt").write_text("words")
    assert find_media([tmp_path]) == wanted
    assert find_media([tmp_path / "c.png", tmp_path]) == [wanted[2], wanted[0], wanted[1]]


def test_a_named_file_is_always_included_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    named = tmp_path / "notes.txt"
    named.write_text("words")
    assert find_media([named]) == [named]
    with pytest.raises(VeilproofError, match="does not exist"):
        find_media([tmp_path / "missing.mp4"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(VeilproofError, match="no photo or video in"):
        find_media([tmp_path / "empty"])


def test_names() -> None:
    assert output_for(Path("a/march.mp4")) == Path("a/march.redacted.mp4")
    assert output_for(Path("a/march.JPG")) == Path("a/march.redacted.JPG")
    assert plan_for(Path("a/march.mp4")) == Path("a/march.veil")


def test_originals_of_one_name_in_two_containers_have_an_output_each(tmp_path: Path) -> None:
    one = video(tmp_path / "A.ts").rename(tmp_path / "A.MPG")
    other = video(tmp_path / "A.mkv")
    assert output_for(one) != output_for(other)
    assert output_for(one).suffix == output_for(other).suffix == ".mkv"


def test_a_video_in_a_container_that_cannot_be_written_becomes_matroska(tmp_path: Path) -> None:
    odd = video(tmp_path / "clip.mkv").rename(tmp_path / "clip.ogv")
    assert output_for(odd) == tmp_path / "clip.ogv.redacted.mkv"


def test_the_output_gets_its_name_when_it_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with atomic_write(out, force=False) as temporary:
        temporary.write_bytes(b"half")
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".mp4"
        assert not out.exists()
    assert out.read_bytes() == b"half"
    assert names_in(tmp_path) == ["out.mp4"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_no_temporary_file_and_the_previous_output(tmp_path: Path, error: type[BaseException]) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"before")

    def fail() -> None:
        with atomic_write(out, force=True) as temporary:
            temporary.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert out.read_bytes() == b"before"
    assert names_in(tmp_path) == ["out.mp4"]


def test_an_existing_output_needs_force(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"before")
    with pytest.raises(VeilproofError, match="--force"), atomic_write(out, force=False):
        pass
    with atomic_write(out, force=True) as temporary:
        temporary.write_bytes(b"after")
    assert out.read_bytes() == b"after"


@pytest.mark.parametrize("how", ["name", "symlink", "hard link", "parent folder"])
def test_the_original_is_never_replaced(tmp_path: Path, how: str) -> None:
    source = tmp_path / "in.mp4"
    source.write_bytes(b"original")
    target = source if how == "name" else tmp_path / "link.mp4"
    if how == "symlink":
        target.symlink_to(source)
    elif how == "hard link":
        target.hardlink_to(source)
    elif how == "parent folder":
        (tmp_path / "folder").mkdir()
        target = tmp_path / "folder" / ".." / "in.mp4"
    with pytest.raises(VeilproofError, match="is the original"), atomic_write(target, force=True, source=source):
        pass
    assert source.read_bytes() == b"original"


def test_no_folder_or_no_permission_is_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(VeilproofError, match="there is no folder"),
        atomic_write(tmp_path / "no" / "a.mp4", force=False),
    ):
        pass
    with pytest.raises(VeilproofError, match="is a folder"), atomic_write(tmp_path, force=True):
        pass
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(VeilproofError, match="no permission"), atomic_write(locked / "a.mp4", force=False):
        pass


def test_a_temporary_file_of_a_killed_process_is_removed_and_that_of_a_running_one_is_not(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    script = (
        "import os, sys, pathlib\n"
        "from veilproof.media.writing import atomic_write\n"
        "with atomic_write(pathlib.Path(sys.argv[1]), force=False) as temporary:\n"
        "    temporary.write_bytes(b'half')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(out)], check=False)
    assert killed.returncode == -9
    assert len(names_in(tmp_path)) == 1
    assert not out.exists()
    with atomic_write(out, force=False) as running:
        running.write_bytes(b"running")
        assert names_in(tmp_path) == [running.name]
        with atomic_write(out, force=True) as other:
            other.write_bytes(b"other")
            assert running.exists()
        out.unlink()
    assert out.read_bytes() == b"running"
