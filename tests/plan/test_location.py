"""The path of a plan; two originals whose names differ only in the suffix have separate plans."""

from __future__ import annotations

import os
from pathlib import Path

from tests.plan.samples import FACTS
from veilproof.plan import Plan, plan_beside
from veilproof.source import digest, name_of


def _original(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _planned(source: Path) -> Path:
    facts = FACTS | {"name": name_of(source), "sha256": digest(source)}
    Plan.create(plan_beside(source), facts).close()
    return plan_beside(source)


def test_the_plan_is_beside_the_original_under_its_name(tmp_path: Path) -> None:
    march = _original(tmp_path / "march.mp4", b"video")
    assert plan_beside(march) == tmp_path / "march.veil"
    assert _planned(march) == tmp_path / "march.veil"


def test_a_photo_and_a_video_of_one_name_do_not_share_a_plan(tmp_path: Path) -> None:
    photo, video = _original(tmp_path / "IMG_1.jpg", b"photo"), _original(tmp_path / "IMG_1.mov", b"video")
    assert _planned(photo) == tmp_path / "IMG_1.veil"
    assert _planned(video) == tmp_path / "IMG_1.mov.veil"
    assert plan_beside(photo) == tmp_path / "IMG_1.veil"


def test_a_changed_original_keeps_its_outdated_plan(tmp_path: Path) -> None:
    march = _original(tmp_path / "march.mp4", b"video")
    _planned(march)
    _original(march, b"another video")
    assert plan_beside(march) == tmp_path / "march.veil"


def test_an_original_renamed_together_with_its_plan_keeps_it(tmp_path: Path) -> None:
    march = _original(tmp_path / "march.mp4", b"video")
    plan = _planned(march)
    renamed = march.rename(tmp_path / "evidence.mp4")
    plan.rename(tmp_path / "evidence.veil")
    assert plan_beside(renamed) == tmp_path / "evidence.veil"


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path: Path) -> None:
    assert name_of(tmp_path / os.fsdecode(b"latin-\xe9.mp4")) == "latin-\\xe9.mp4"
