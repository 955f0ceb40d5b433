"""`plan area`: an area on one film and on many, and what cannot be drawn in one line."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests import panning_film
from tests.cli.commands import Veilproof
from tests.conftest import Clip
from tests.redacted import copied
from tests.render.selfchecks import plan_of
from tests.synthetic_video import VideoSpec, video
from veilproof.plan import Area, Moves, Plan


def film(path: Path, size: tuple[int, int] = (160, 96)) -> Path:
    """A small film whose plan covers nothing."""
    video(path, VideoSpec(width=size[0], height=size[1], times=tuple(Fraction(i, 10) for i in range(12))))
    plan_of(path, [])
    return path


def drawn(source: Path) -> list[tuple[Area | None, int, int, list[float]]]:
    with Plan(source.with_suffix(".veil")) as plan:
        return [(each.area, each.first, each.last, plan.boxes_of(each.id)[0].tolist()) for each in plan.tracks()]


def test_a_box_the_whole_picture_and_all_but_a_box_are_drawn_as_asked(tmp_path: Path, veilproof: Veilproof) -> None:
    source = film(tmp_path / "a.mp4")
    done = veilproof(
        "plan", "area", source, "--box", "10,20,30,40", "--from", "0.2", "--to", "0.5", "--reason", "a sign"
    )
    assert done.out == "track 1\n"
    assert veilproof("plan", "area", source.with_suffix(".veil"), "--whole", "--from", "0.9").code == 0
    assert veilproof("plan", "area", source, "--box", "25%,25%,50%,50%", "--all-but").code == 0
    assert drawn(source) == [
        (Area(), 2, 5, [10, 20, 40, 60]),
        (Area(), 9, 11, [0, 0, 160, 96]),
        (Area(Moves.FIXED, all_but=True), 0, 11, [40, 24, 120, 72]),
    ]
    shown = veilproof("plan", "show", source).out
    assert "a sign: track 1" in shown
    assert "all but" in shown


def test_one_area_is_put_on_every_film_of_the_same_shape_and_the_others_are_named(
    tmp_path: Path, veilproof: Veilproof
) -> None:
    films = [film(tmp_path / name, size) for name, size in (("a.mp4", (160, 96)), ("b.mp4", (320, 192)))]
    films.append(film(tmp_path / "tall.mp4", (96, 160)))
    missing = tmp_path / "missing.mp4"
    done = veilproof("plan", "area", *films, missing, "--box", "16,48,32,24")
    assert done.code == 1
    assert "missing.veil: no such plan" in done.err.replace("\n", " ")
    assert "tall.mp4: nothing was drawn on it: its picture, 96x160, has another shape" in done.err.replace("\n", " ")
    assert drawn(films[0])[0][3] == [16, 48, 48, 72]
    assert drawn(films[1])[0][3] == [32, 96, 96, 144]
    assert drawn(films[2]) == []
    assert veilproof("plan", "area", films[0], films[2], "--box", "16,48,32,24").code == 3


def test_all_but_is_put_beside_no_other_in_films_at_which_nobody_looks(tmp_path: Path, veilproof: Veilproof) -> None:
    films = [film(tmp_path / name) for name in ("a.mp4", "b.mp4")]
    box = ("--box", "16,48,32,24", "--all-but")
    assert veilproof("plan", "area", films[1], *box).code == 0
    done = veilproof("plan", "area", *films, *box)
    assert done.code == 1
    assert "b.mp4: nothing was drawn, because track 1 covers all but its box already" in done.error_line
    assert [len(drawn(each)) for each in films] == [1, 1]
    assert veilproof("plan", "area", *films, "--box", "16,48,32,24").code == 0


def test_a_box_that_moves_is_drawn_along_its_way(people_clip: Clip, tmp_path: Path, veilproof: Veilproof) -> None:
    source = copied(people_clip.path, tmp_path)
    before = len(drawn(source))
    assert veilproof("plan", "area", source, "--box", "300,20,80,60", "--at", "1", "--scene").code == 0
    assert veilproof("plan", "area", source, "--box", "300,20,80,60", "--at", "1", "--follow", "--all-but").code == 0
    with Plan(source.with_suffix(".veil")) as plan:
        still, spotlight = plan.tracks()[before:]
        assert (still.first, still.last, still.area) == (0, 59, Area(Moves.SCENE))
        # This camera sways a little.
        assert 1 < np.abs(plan.boxes_of(still.id) - [300, 20, 380, 80]).max() < 25
        assert (spotlight.first, spotlight.last, spotlight.all_but) == (0, 59, True)
    plan_alone = Path(shutil.copy(source.with_suffix(".veil"), tmp_path / "x.veil"))
    source.unlink()
    failed = veilproof("plan", "area", plan_alone, "--box", "300,20,80,60", "--scene")
    assert failed.code == 1
    assert "its original people.mp4 is not beside it" in failed.err.replace("\n", " ")


@pytest.mark.parametrize("way", ["--scene", "--follow"])
def test_a_box_that_is_lost_before_the_end_that_was_asked_for_is_said(
    tmp_path: Path, veilproof: Veilproof, way: str
) -> None:
    source = panning_film.film(tmp_path / "cut.mp4", cut=25)
    plan_of(source, [])
    box = ("--box", "150,100,40,20", "--at", "0.4")
    done = veilproof("plan", "area", source, *box, way, "--from", "0.2")
    assert done.code == 3
    said = done.err.replace("\n", " ")
    assert "needs review: " in said
    assert "what area 1 shows is lost: it covers from 0:00:00.200 to 0:00:00.960," in said
    assert "what it should cover is bare from 0:00:01.000 to 0:00:01.560; `veilproof review` lengthens it" in said
    shown = veilproof("plan", "show", source).out
    assert "a cover ends early" in shown
    with_end = veilproof("plan", "area", source, *box, way, "--to", "0.9")
    assert (with_end.code, with_end.err) == (0, "")
    # Of all but, nothing is bare where it is lost.
    assert veilproof("plan", "area", source, *box, way, "--all-but").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "give --box or --whole"),
        (["--box", "1,2,3,4", "--whole"], "give --box or --whole"),
        (["--box", "1,2,3"], "is no box"),
        (["--box", "1,2,3,4", "--scene", "--follow"], "give one of --scene, --follow and --whole"),
        (["--whole", "--all-but"], "nothing outside of it"),
        (["--box", "1,2,3,4", "--from", "x"], "is not a time"),
        (["--box", "900,2,3,4"], "outside the picture"),
        (["--box", "1,2,3,4", "--from", "60"], "no frame lies between"),
        (["--box", "1,2,3,4", "--from", "0.5", "--at", "0.2"], "not between its begin and its end"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_is(
    tmp_path: Path, veilproof: Veilproof, options: list[str], said: str
) -> None:
    source = film(tmp_path / "a.mp4")
    failed = veilproof("plan", "area", source, *options)
    assert failed.code in (1, 2)
    assert said in " ".join(failed.err.replace("│", " ").split())
    assert drawn(source) == []


def test_what_is_exported_is_imported_and_labels_of_other_names_are_told_what_they_are(
    tmp_path: Path, veilproof: Veilproof
) -> None:
    source = film(tmp_path / "a.mp4")
    assert veilproof("plan", "area", source, "--box", "10,20,30,40", "--all-but").code == 0
    labels = tmp_path / "a.xml"
    assert veilproof("plan", "export", source, "--cvat", "-o", labels).code == 0
    assert veilproof("plan", "import", source, labels).out == (
        f"0 tracks of {labels} covered (all but); 1 more was in the plan already\n"
    )
    labels.write_text(labels.read_text().replace('label="all but"', 'label="licence plate"'))
    failed = veilproof("plan", "import", source, labels)
    assert failed.code == 1
    assert "the label 'licence plate' is not known" in failed.error_line
    done = veilproof("plan", "import", source, labels, "--label", "licence plate=plate")
    assert done.out == f"1 track of {labels} covered (plate)\n"
    assert veilproof("plan", "import", source, labels, "--label", "licence plate=lorry").code == 2
    with Plan(source.with_suffix(".veil")) as plan:
        assert [track.kind.value for track in plan.tracks()] == ["area", "plate"]
        assert plan.boxes_of(2)[0].tolist() == [10, 20, 40, 60]
