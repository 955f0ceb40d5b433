"""Rendering a plan: regions that were decided and drawn are covered, with every method and shape."""

from __future__ import annotations

import shutil
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from demo.scene import make_clip
from tests.conftest import Clip
from tests.decoded import DecodedFrame, black, frames_of, similarity
from tests.redacted import copied, faces, redacted_folder
from tests.synthetic_video import video
from veilproof import Decision, Delivery, Method, Plan, Shape, Style, VeilproofError, render, scan
from veilproof.media.video_read import VideoReader
from veilproof.progress import Step

pytestmark = pytest.mark.slow

_STREET = (300, 20, 380, 80)
"""A box, x1 y1 x2 y2 in pixels, where nobody walks."""


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("method", [Method.MOSAIC, Method.BLUR])
def test_other_covers_leave_no_detail_of_a_face(
    method: Method, shape: Shape, people_clip: Clip, tmp_path: Path
) -> None:
    source = copied(people_clip.path, tmp_path)
    done = render(source, delivery=Delivery(Style(method, shape)))
    original, result = frames_of(source), frames_of(done.output)
    solid = frames_of(redacted_folder(people_clip.path) / "people.redacted.mp4")
    hidden = [face for face in faces(people_clip.truth) if black(solid[face.frame], face.box) > 0.99]
    assert len(hidden) > 200
    left = [similarity(original[face.frame], result[face.frame], face.box) for face in hidden]
    assert np.mean(left) < 0.1
    assert max(left) < 0.5
    assert not any(black(result[face.frame], face.box) > 0.5 for face in hidden)


def test_a_drawn_box_is_covered_completely_between_its_times(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    with Plan(tmp_path / "people.veil") as plan:
        plan.draw(_STREET, Fraction("0.4"), Fraction("0.8"), "a sign with a name")
    result = frames_of(render(source).output)
    dark = [frame.time for frame in result if _dark(frame, _STREET)[2:-2, 2:-2].all()]
    bare = [frame.time for frame in result if not _dark(frame, _STREET).any()]
    assert dark == [Fraction(i, 25) for i in range(10, 21)]
    assert len(bare) == len(result) - len(dark)


def test_a_kept_region_leaves_overlapping_covers_complete(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    visible, hidden = (300, 20, 380, 80), (340, 20, 420, 80)
    with Plan(tmp_path / "people.veil") as plan:
        whole = Fraction(0), Fraction(3)
        plan.decide([plan.draw(visible, *whole)], Decision.KEEP)
        plan.draw(hidden, *whole)
    for frame in frames_of(render(source).output):
        assert _dark(frame, hidden)[2:-2, 2:-2].all()
        assert not _dark(frame, (300, 20, 336, 80)).any()


def test_the_same_plan_gives_the_same_file(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    once, again = (render(source, output=tmp_path / name).output.read_bytes() for name in ("1.mp4", "2.mp4"))
    assert once == again


def test_a_plan_for_another_file_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    other = video(tmp_path / "other.mp4")
    with pytest.raises(VeilproofError, match=r"people\.veil.*another file"):
        render(other, tmp_path / "people.veil")
    assert not (tmp_path / "other.redacted.mp4").exists()


def test_a_plan_whose_original_was_changed_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    changed = bytearray(source.read_bytes())
    changed[-1] ^= 1
    source.unlink()
    source.write_bytes(changed)
    with pytest.raises(VeilproofError, match="another file"):
        render(source)
    assert not (tmp_path / "people.redacted.mp4").exists()


def test_an_original_that_is_replaced_while_it_is_rendered_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    bare = video(tmp_path / "bare.mp4").read_bytes()

    def replaced(step: Step) -> None:
        if step.stage == "render" and step.done == 30:
            source.unlink()
            source.write_bytes(bare)

    with pytest.raises(VeilproofError, match=r"people\.mp4 changed while it was read"):
        render(source, progress=replaced)
    assert not [path for path in tmp_path.iterdir() if "redacted" in path.name]


def test_an_original_that_is_replaced_between_its_hash_and_its_frames_is_refused(
    people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = copied(people_clip.path, tmp_path)
    kept = source.read_bytes()
    other = tmp_path / "other.mp4"
    make_clip(other, seconds=2.4, seed=2, size=(640, 360))

    def opened(path: Path) -> VideoReader:
        source.unlink()
        source.write_bytes(other.read_bytes())
        reader = VideoReader(path)
        source.write_bytes(kept)
        return reader

    monkeypatch.setattr(import_module("veilproof.render.apply"), "VideoReader", opened)
    with pytest.raises(VeilproofError, match=r"people\.mp4 changed while it was read"):
        render(source)
    assert not [path for path in tmp_path.iterdir() if "redacted" in path.name]


def test_an_unfinished_plan_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))

    def stopped(step: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(source, progress=stopped)
    with pytest.raises(VeilproofError, match="not finished"):
        render(source)


def test_an_output_that_links_to_the_original_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    before = source.read_bytes()
    for link in (tmp_path / "soft.mp4", tmp_path / "hard.mp4"):
        link.symlink_to(source) if link.stem == "soft" else link.hardlink_to(source)
        with pytest.raises(VeilproofError, match="original"):
            render(source, output=link, force=True)
        with pytest.raises(VeilproofError, match="original"):
            render(source, preview=link, force=True)
    assert source.read_bytes() == before


def test_a_preview_that_cannot_be_written_is_refused_before_the_work(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    for preview in (tmp_path / "sheet.nothing", tmp_path / "no folder" / "sheet.jpg", tmp_path):
        with pytest.raises(VeilproofError, match=preview.name):
            render(source, preview=preview)
        assert not (tmp_path / "people.redacted.mp4").exists()


def _dark(frame: DecodedFrame, box: tuple[int, int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    x1, y1, x2, y2 = box
    return np.asarray(frame.yuv[y1:y2, x1:x2, 0] < 40)
