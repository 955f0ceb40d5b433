"""Areas that a manifest draws: as written, in the result alone, or refused with the line."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.archive.archives import items, run_archive
from tests.panning_film import film
from tests.plan.samples import FACTS, PTS
from tests.synthetic_video import VideoSpec, video
from veilproof.archive.areas import manifest_areas
from veilproof.archive.manifest import Manifest
from veilproof.archive.manifest_plan import as_manifest_says
from veilproof.archive.options import Options
from veilproof.detect import load_detector
from veilproof.errors import VeilproofError
from veilproof.media.video_read import VideoReader
from veilproof.plan import Area, Decision, DrawnPath, Moves, Plan
from veilproof.scan.run import scan
from veilproof.scan.templates import Template, template_of

TIMES = tuple(Fraction(i, 10) for i in range(12))


@pytest.mark.slow
def test_a_manifest_puts_an_area_on_files_of_any_size_and_leaves_their_plans_alone(tmp_path: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    sizes = {"small.mp4": (160, 96), "large.mp4": (320, 192), "late.mp4": (160, 96)}
    for name, (width, height) in sizes.items():
        video(source / name, VideoSpec(width=width, height=height, times=TIMES, last=Fraction(1, 10)))
    rows = [
        {"path": "small.mp4", "areas": "50%,75%,50%,25%; whole 0.9-1"},
        {"path": "large.mp4", "areas": "50%,75%,50%,25%; all-but 0%,50%,100%,50% 0.2-0.3"},
        {"path": "late.mp4", "areas": "whole 60-61"},
    ]
    (source / "list.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    destination = tmp_path / "out"
    run_archive(source / "list.jsonl", destination, tiny)
    states = {name: (state, message) for name, state, message in items(destination, "source, state, message")}
    state, message = next(value for name, value in states.items() if "late" in name)
    assert state == "failed"
    assert "no frame lies between 60 s and 61 s" in message
    for name in ("small", "large"):
        # A time stamp that is covered is no sign that the search worked.
        _, message = next(value for path, value in states.items() if name in path)
        assert "no face was found, so only what was drawn is covered" in message
        width, height = sizes[f"{name}.mp4"]
        with VideoReader(destination / f"{name}.redacted.mp4") as reader:
            frames = [np.asarray(frame.picture.to_ndarray(format="gray"), np.uint8) for frame in reader]
        corner = (slice(height * 3 // 4 + 2, None), slice(width // 2 + 2, None))
        assert all((frame[corner] < 26).all() for frame in frames)
        dark = [bool((frame[: height // 2 - 8] < 26).all()) for frame in frames]
        assert np.flatnonzero(dark).tolist() == ([9, 10] if name == "small" else [2, 3])
        (plan,) = destination.rglob(f"{name}*.veil")
        with Plan(plan) as opened:
            assert all(track.area is None for track in opened.tracks())


@pytest.mark.slow
def test_an_item_with_an_area_that_ends_early_needs_review(tmp_path: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    names = ("lost.mp4", "reaches.mp4", "drawn.mp4")
    for name in names:
        film(source / name, cut=25)
    rows = [
        {"path": "lost.mp4", "areas": "0,0,9,9; scene 150,100,40,20"},
        {"path": "reaches.mp4", "areas": "scene 150,100,40,20 0-0.9"},
        {"path": "drawn.mp4", "decisions": "drawn.veil"},
    ]
    scan(source / "drawn.mp4", source / "drawn.veil", detector=load_detector("", tiny))
    with Plan(source / "drawn.veil") as plan:
        template_of("follow 150,100,40,20 0-1.2").draw(plan, source / "drawn.mp4")
    (source / "list.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    destination = tmp_path / "out"
    run_archive(source / "list.jsonl", destination, tiny)
    found = {name: (state, cause, message) for name, state, cause, message in items(destination)}
    state, cause, message = found["lost.mp4"]
    assert (state, cause) == ("needs review", "area lost")
    assert "what it should cover is bare from 0:00:01.000 to 0:00:01.560" in message
    assert found["reaches.mp4"][1] != "area lost"
    assert found["drawn.mp4"][1] == "area lost"


def test_two_spotlights_of_a_person_and_of_a_manifest_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "march.veil"
    with Plan.create(path, FACTS) as plan:
        plan.add({}, enumerate(PTS), [])
        plan.finish({})
        box = np.array([[10, 10, 50, 50]] * len(PTS), np.float32)
        light = plan.draw_path(DrawnPath(0, box, None, Area(Moves.FIXED, True)))
    original, copy = tmp_path / "march.mp4", tmp_path / "copy.veil"
    with pytest.raises(
        VeilproofError, match=r"march\.mp4: nothing was drawn, because track 1 covers all but its box already"
    ):
        as_manifest_says(path, original, Options(areas="all-but 100,100,40,40"), copy)
    assert as_manifest_says(path, original, Options(areas="100,100,40,40"), copy)[0] == copy
    with Plan(path) as plan:
        plan.decide([light], Decision.KEEP)
    assert as_manifest_says(path, original, Options(areas="all-but 100,100,40,40"), copy)[0] == copy


def test_what_a_manifest_says_is_read_exactly() -> None:
    parts = manifest_areas(" 2%,92%,30%,6% ; all-but scene 10,20,30,40.5 0:20-1:05; follow 1,2,3,4;whole 3-4;")
    assert parts == [
        Template((0.02, 0.92, 0.3, 0.06), in_parts=True),
        Template((10, 20, 30, 40.5), False, Fraction(20), Fraction(65), None, Area(Moves.SCENE, True)),
        Template((1, 2, 3, 4), area=Area(Moves.FOLLOWED)),
        Template(None, False, Fraction(3), Fraction(4)),
    ]
    assert manifest_areas("") == []


@pytest.mark.parametrize(
    "text",
    [
        *("x", "1,2,3", "1,2,3,4,5", "1,2,0,4", "1,2,-3,4", "1,2,nan,4", "1,2,inf,4", "1%,2,3,4", "1e99,2,3,4", ",,,"),
        *("1,2,3,4 5", "1,2,3,4 5-4", "1,2,3,4 a-b", "whole 1-2 3", "all-but whole", "scene whole", "scene", "all-but"),
        *("scene follow 1,2,3,4", "keep 1,2,3,4", "1,2,3,4; ; 7"),
    ],
)
def test_what_is_no_area_is_refused_with_the_line(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "list.jsonl"
    manifest.write_text(json.dumps({"path": "a.mp4", "areas": text}) + "\n")
    with pytest.raises(VeilproofError, match=r"list\.jsonl, line 1: ") as error:
        list(Manifest(manifest, Options()).entries())
    assert "\n" not in str(error.value)
