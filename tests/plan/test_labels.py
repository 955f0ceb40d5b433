"""Labels made elsewhere: what goes out comes in again as it was, and what does not fit is refused in one line."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.labelled import FILM, FRAMES, coco, empty, written
from tests.plan.samples import FACTS, face
from veilproof.errors import VeilproofError
from veilproof.geometry import corners
from veilproof.kind import Kind
from veilproof.plan import Area, Decision, DrawnPath, Moves, Origin, Plan
from veilproof.plan import labels as labels_module
from veilproof.plan.annotations import as_coco, as_cvat
from veilproof.plan.labels import LabelledFilm, LabelledTrack
from veilproof.plan.lost import is_lost
from veilproof.plan.read_labels import read_labels
from veilproof.track.confirm import ConfirmedTrack


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """A finished plan with a track of every kind, turned ones, a sign and a spotlight."""
    turned = np.linspace(-170, 175, 12).astype(np.float32)
    still = np.tile(np.array([[100.25, 90, 300, 120.5]], np.float32), (12, 1))
    with Plan.create(tmp_path / "march.veil", FACTS | {"time_base": "1/25"}) as opened:
        found = [face(0, FRAMES, 10, 0.62), face(5, 9, 200)]
        found += [ConfirmedTrack(3, still + at, 0.8, 2, kind) for at, kind in ((0, Kind.HEAD), (60, Kind.PLATE))]
        found.append(ConfirmedTrack(18, still, 0.7, 2, Kind.TEXT, turned))
        opened.add({}, enumerate(range(FRAMES)), found)
        opened.finish({})
        opened.draw_path(DrawnPath(2, still + 20, 4, Area(Moves.SCENE), turned))
        opened.draw_path(DrawnPath(0, face(0, FRAMES, 80).boxes, 3, Area(Moves.FOLLOWED, all_but=True)))
        yield opened


def regions(plan: Plan) -> list[tuple[Kind, bool, Origin, int, list[list[float]]]]:
    """What is covered, whatever the numbers of the tracks: corners to a twentieth of a pixel."""
    found = []
    for track in plan.tracks():
        quads = corners(plan.boxes_of(track.id), plan.angles_of(track.id))
        # A box that is turned by half a circle is the same box.
        first = np.lexsort((quads[:, :, 1], quads[:, :, 0]), axis=1)[:, 0]
        quads = np.stack([np.roll(quad, -at, axis=0) for quad, at in zip(quads, first.tolist(), strict=True)])
        found.append(
            (track.kind, track.all_but, track.origin, track.first, np.round(quads * 20).reshape(len(quads), 8))
        )
    found.sort(key=lambda each: (each[0], each[3], float(each[4].sum())))
    return [(*each[:4], each[4].tolist()) for each in found]


def same(one: Plan, other: Plan) -> bool:
    ours, theirs = regions(one), regions(other)
    return [each[:4] for each in ours] == [each[:4] for each in theirs] and all(
        np.allclose(a[4], b[4], atol=2) for a, b in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize(("write", "name"), [(as_cvat, "march.xml"), (as_coco, "march.json")])
def test_what_goes_out_comes_in_again_as_it_was(
    plan: Plan, tmp_path: Path, write: Callable[[Plan], str], name: str
) -> None:
    file = tmp_path / name
    file.write_text(write(plan), "utf-8")
    with empty(tmp_path / "again.veil") as again:
        numbers = again.add_labels(read_labels(file, FILM))
        assert len(numbers) == len(plan.tracks())
        assert same(plan, again)
        assert {track.decision for track in again.tracks()} == {Decision.COVER}
        assert {track.reason for track in again.tracks()} == {"labels made elsewhere"}
        assert again.add_labels(read_labels(file, FILM)) == []
        again.undo()
        assert again.tracks() == []
        again.redo()
        assert same(plan, again)
    assert plan.add_labels(read_labels(file, FILM)) == []


def test_nothing_that_is_kept_elsewhere_becomes_visible_here(plan: Plan, tmp_path: Path) -> None:
    plan.decide([1, 3], Decision.KEEP, "on duty")
    file = tmp_path / "march.json"
    file.write_text(as_coco(plan))
    with empty(tmp_path / "again.veil") as again:
        again.add_labels(read_labels(file, FILM))
        assert {track.decision for track in again.tracks()} == {Decision.COVER}


@pytest.mark.parametrize(("write", "name"), [(as_cvat, "march.xml"), (as_coco, "march.json")])
def test_labels_turn_no_spotlight_on_beside_another(
    plan: Plan, tmp_path: Path, write: Callable[[Plan], str], name: str
) -> None:
    spotlight = Area(Moves.FOLLOWED, all_but=True)
    one = next(each.id for each in plan.tracks() if each.all_but)
    off = plan.draw_path(DrawnPath(4, face(0, 9, 200).boxes, 6, spotlight))
    plan.decide([off], Decision.KEEP)
    both = written(tmp_path, write(plan), name)
    with empty(tmp_path / "again.veil") as again:
        with pytest.raises(VeilproofError, match="in frames 4 to 12 would bare more than one does"):
            again.add_labels(read_labels(both, FILM))
        assert again.tracks() == []
        again.draw_path(DrawnPath(FRAMES - 1, face(0, 1, 30).boxes, None, spotlight))
        plan.decide([one], Decision.KEEP)
        with pytest.raises(VeilproofError, match="a file makes nobody visible"):
            again.add_labels(read_labels(both, FILM))
        assert [len(cover.spotlights) for cover in again.covers()] == [1]
    # What the plan has already stays as a person decided.
    assert plan.add_labels(read_labels(both, FILM)) == []
    assert not any(len(cover.spotlights) for cover in plan.covers())


def test_a_box_that_is_turned_the_other_way_is_not_taken_for_the_same(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "march.xml"
    file.write_text(as_cvat(plan).replace('rotation="190.00"', 'rotation="170.00"'))
    assert len(plan.add_labels(read_labels(file, FILM))) == 2


def cvat(tracks: str, meta: str = "") -> str:
    return f"<?xml version='1.0'?><annotations><version>1.1</version><meta>{meta}</meta>{tracks}</annotations>"


def box(frame: int, x: float = 10, outside: int = 0, more: str = "") -> str:
    sides = f'xtl="{x}" ytl="20" xbr="{x + 30}" ybr="60"'
    return f'<box frame="{frame}" outside="{outside}" occluded="0" keyframe="1" {sides} {more}/>'


def test_keyframes_of_cvat_are_interpolated_the_short_way_round_and_go_on_to_the_end(tmp_path: Path) -> None:
    shapes = box(2, 10, more='rotation="350"') + box(6, 50, more='rotation="10"') + box(8, outside=1) + box(20, 90)
    file = written(tmp_path, cvat(f'<track id="0" label="person">{shapes}</track>'))
    one, other = read_labels(file, LabelledFilm(640, 360, FRAMES, names={"person": "head"}))
    assert (one.first, one.kind, one.boxes[:, 0].tolist()) == (2, Kind.HEAD, [10, 20, 30, 40, 50, 50])
    assert np.allclose(one.angles, [-10, -5, 0, 5, 10, 10], atol=1e-4)
    assert (other.first, len(other.boxes), other.labelled) == (20, FRAMES - 20, 2)


def shown(plan: Plan) -> list[tuple[int, float]]:
    """The frames in which an *all but* shows something, with the left side of it; all others are covered whole."""
    covers = list(plan.covers())
    assert [cover.frame for cover in covers] == list(range(FRAMES))
    return [
        (cover.frame, float(light[0]))
        for cover in covers
        for light, lost in zip(
            cover.spotlights, is_lost(cover.spotlights, cover.spotlight_angles, plan.picture_size), strict=True
        )
        if not lost
    ]


def test_where_an_all_but_is_not_labelled_everything_is_covered(plan: Plan, tmp_path: Path) -> None:
    track = '<track id="{}" label="all but">{}</track>'
    first = track.format(0, box(4, 10) + box(6, 10, outside=1) + box(20, 30) + box(21, 30, outside=1))
    second = track.format(1, box(8, 50) + box(10, 50, outside=1))
    file = written(tmp_path, cvat(first + second))
    with empty(tmp_path / "again.veil") as again:
        again.add_labels(read_labels(file, FILM))
        assert shown(again) == [(4, 10), (5, 10), (8, 50), (9, 50), (20, 30)]
        assert len(again.tracks()) == 1
        assert again.add_labels(read_labels(file, FILM)) == []
        # In frames in which the plan shows nothing, a file shows nothing either.
        third = written(tmp_path, cvat(track.format(2, box(14, 70) + box(16, 70, outside=1))), "third.xml")
        with pytest.raises(VeilproofError, match="in frames 14 to 15 would bare more than one does"):
            again.add_labels(read_labels(third, FILM))
    both = written(tmp_path, cvat(first + track.format(1, box(5, 50) + box(10, 50, outside=1))), "both.xml")
    with (
        empty(tmp_path / "both.veil") as again,
        pytest.raises(VeilproofError, match="in frames 5 to 5 would bare more than one does"),
    ):
        again.add_labels(read_labels(both, FILM))


def test_an_all_but_that_was_labelled_frame_by_frame_is_one_track_as_long_as_the_film(tmp_path: Path) -> None:
    """One track for each label would be as many times the film in boxes: 2,000 frames took hours."""
    frames = 2000
    image = '<image id="{}" name="a.png" width="640" height="360">{}</image>'
    light = '<box label="all but" xtl="{}" ytl="20" xbr="300" ybr="60"/>'
    text = "".join(image.format(at, light.format(10 + at % 50)) for at in range(frames) if at != 7)
    with Plan.create(tmp_path / "long.veil", FACTS | {"time_base": "1/25"}) as long:
        long.add({}, enumerate(range(frames)), [])
        long.finish({})
        film = LabelledFilm(640, 360, frames)
        found = read_labels(written(tmp_path, cvat(text)), film)
        (number,) = long.add_labels(found)
        assert len(long.boxes_of(number)) == frames
        left = [cover.spotlights[0, 0] for cover in long.covers()]
        assert left[7] < 0
        assert [each for at, each in enumerate(left) if at != 7] == [10 + at % 50 for at in range(frames) if at != 7]
        assert long.new_labels(found) == []
        # Two in one frame are told before anything is stored.
        long.undo()
        with pytest.raises(VeilproofError, match="in frames 9 to 9 would bare more"):
            long.add_labels([*found, found[8]])
        assert long.tracks() == []


def test_labels_outside_of_the_film_are_refused(plan: Plan) -> None:
    boxes, angles = face(0, 4, 80).boxes, np.zeros(4, np.float32)
    for label in ("face", "all but"):
        with pytest.raises(VeilproofError, match="there are no frames 28 to 31"):
            plan.add_labels([LabelledTrack(label, 28, boxes, angles, 1.0, 4)])


@pytest.mark.parametrize(("write", "name"), [(as_cvat, "march.xml"), (as_coco, "march.json")])
def test_an_all_but_of_a_part_of_the_film_comes_in_covering_the_rest(
    tmp_path: Path, write: Callable[[Plan], str], name: str
) -> None:
    with empty(tmp_path / "one.veil") as one, empty(tmp_path / "again.veil") as again:
        one.draw_path(DrawnPath(5, face(0, 3, 80).boxes, None, Area(Moves.FIXED, all_but=True)))
        file = written(tmp_path, write(one), name)
        again.add_labels(read_labels(file, FILM))
        assert [frame for frame, _ in shown(again)] == [5, 6, 7]
        assert one.add_labels(read_labels(file, FILM)) == []


def test_images_of_cvat_are_boxes_of_one_frame(tmp_path: Path) -> None:
    image = '<image id="{}" name="a.png" width="640" height="360">{}</image>'
    shape = '<box label="plate" xtl="1" ytl="2" xbr="30" ybr="9" rotation="12"/>'
    file = written(tmp_path, cvat(image.format(3, shape * 2) + image.format(4, "")))
    assert [(each.first, len(each.boxes), each.label) for each in read_labels(file, FILM)] == [(3, 1, "plate")] * 2


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE annotations [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 20}">' for n in range(9))
    + "]><annotations><version>&a8;</version></annotations>"
)
_OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE annotations [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<annotations><version>&a;</version></annotations>"
)
_SIZE = "<task><size>{}</size><original_size><width>{}</width><height>{}</height></original_size></task>"
_TRACK = '<track id="0" label="face">{}</track>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "neither XML of CVAT nor JSON of COCO"),
        ("12,3", "neither XML of CVAT nor JSON of COCO"),
        (cvat(_TRACK.format(box(2)))[:-30], "broken XML"),
        ("<html></html>", "not a file of CVAT"),
        (_BOMB, "declares a document type"),
        (_OUTSIDE, "declares a document type"),
        ("<annotations>" + "<a>" * 5000, "broken XML"),
        (
            cvat('<track id="0" label="bus">' + box(2) + "</track>"),
            "the label 'bus' is not known; there are face, head",
        ),
        (
            cvat(_TRACK.format(box(2)), _SIZE.format(FRAMES, 1280, 720)),
            "1280x720 pixels, but those of the film have 640x360",
        ),
        (cvat(_TRACK.format(box(2)), _SIZE.format(99, 640, 360)), "labels of 99 frames, but the film has 30"),
        (cvat(_TRACK.format(box(30))), "labels in frame 30, but the film has 30 frames"),
        (cvat(_TRACK.format(box(-1))), "labels in frame -1"),
        (cvat(_TRACK.format(box(2) + box(2))), "two boxes in frame 2"),
        (cvat(_TRACK.format(box(2).replace('outside="0"', 'outside="True"'))), "outside='True', which is 0 or 1"),
        (cvat(_TRACK.format(box(2).replace('frame="2"', 'frame="2.5"'))), "'2.5' stands where the number of a frame"),
        (cvat(_TRACK.format(box(2, 1e30))), "stands where a number should"),
        (cvat(_TRACK.format(box(2, 5000))), "lies far from the picture"),
        (cvat(_TRACK.format(box(2).replace('xbr="40"', 'xbr="nan"'))), "'nan' stands where a number should"),
        (cvat(_TRACK.format(box(2).replace('xbr="40"', 'xbr="10"'))), "has no area"),
        (cvat(_TRACK.format('<polygon frame="2" points="1,2;3,4;5,6"/>')), "has a polygon, and only boxes are read"),
        ("{", "not a COCO file"),
        ("{}", "not a COCO file"),
        ("[" * 100000, "neither"),
        ('{"images": ' + "[" * 100000, "not a COCO file"),
        (coco([2], [(2, 10)]).replace('"face"', '"bus"'), "the label 'bus' is not known"),
        (coco([2], [(2, 10)]).replace("640", "320"), "320x360 pixels"),
        (coco([40], [(40, 10)]), "labels in frame 40"),
        (coco([2], [(2, 10)]).replace("frame_000002.PNG", "street.png"), "do not tell which frame"),
        (
            coco([2], [(2, 10)]).replace('"image_id": 102', '"image_id": 5'),
            "an image or a category that it does not name",
        ),
        (coco([2], [(2, 10)]).replace('"id": 102', '"id": 100'), "images or categories have one number"),
        (coco([2], [(2, 10)], score=3), "a score of 3 is no probability"),
        (coco([2], [(2, 10), (2, 20)]), "two boxes in one frame"),
        (coco([2], [(2, -9e9)]), "lies far from the picture"),
        (coco([2], [(2, 10)]).replace("[10, 20, 30, 40]", "[10, 20, 30]"), "not a COCO file"),
    ],
)
def test_what_does_not_fit_the_film_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text, "labels.txt")
    with pytest.raises(VeilproofError) as error:
        read_labels(file, FILM)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{file}: ")
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < len(str(file)) + 300


def test_a_file_that_is_too_large_or_missing_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, coco([2], [(2, 10)]))
    with pytest.raises(VeilproofError, match="no such file"):
        read_labels(tmp_path / "none.xml", FILM)
    os.truncate(file, labels_module.MOST_BYTES + 1)
    with pytest.raises(VeilproofError, match="larger than 1024 MB"):
        read_labels(file, FILM)


@pytest.mark.parametrize("write", [as_cvat, as_coco])
def test_a_broken_file_is_refused_in_one_line_or_says_what_it_says(
    plan: Plan, tmp_path: Path, write: Callable[[Plan], str]
) -> None:
    text = write(plan).encode()
    refused = 0
    for seed in range(120):
        chance = random.Random(seed)
        content = bytearray(text)
        for _ in range(chance.choice((1, 2, 20))):
            at = chance.randrange(len(content))
            content[at : at + chance.choice((0, 1, 9))] = chance.choice(
                (b"", b"-", b"9", b"1e999", b'"', b"<", b"{", b"\xff", b"null", b"NaN", b"&x;", bytes(3))
            )
        file = tmp_path / "labels.txt"
        file.write_bytes(content)
        said = ""
        with empty(tmp_path / f"{seed}.veil") as into:
            try:
                into.add_labels(read_labels(file, FILM))
            except VeilproofError as error:
                said = str(error)
            assert "\n" not in said
            refused += bool(said)
            assert bool(said) is not bool(into.tracks())
        with Plan(tmp_path / f"{seed}.veil"):
            pass
    assert refused > 20


@given(st.lists(st.tuples(st.integers(0, FRAMES - 1), st.floats(-600, 600), st.floats(0, 360)), max_size=8))
@settings(max_examples=60)
def test_every_box_of_a_track_is_in_the_plan_where_it_was_labelled(
    tmp_path: Path, shapes: list[tuple[int, float, float]]
) -> None:
    shapes = sorted({frame: (frame, x, angle) for frame, x, angle in shapes}.values())
    text = "".join(box(frame, x, more=f'rotation="{angle}"') for frame, x, angle in shapes)
    tracks = read_labels(written(tmp_path, cvat(_TRACK.format(text))), FILM)
    assert len(tracks) == bool(shapes)
    for frame, x, angle in shapes:
        at = frame - tracks[0].first
        assert tracks[0].boxes[at, 0] == np.float32(x)
        assert abs((tracks[0].angles[at] - angle + 180) % 360 - 180) < 1e-3


@pytest.mark.parametrize("name", ["labels.xml", "labels.json"])
def test_of_many_photos_that_of_the_same_name_is_meant(tmp_path: Path, name: str) -> None:
    def file(*images: tuple[str, float]) -> Path:
        if name.endswith("xml"):
            tags = (
                f'<image id="{at + 5}" name="march/{each}" width="{640 if each == "b.jpg" else 320}" height="360">'
                f'<box label="face" xtl="{x}" ytl="20" xbr="{x + 30}" ybr="60"/></image>'
                for at, (each, x) in enumerate(images)
            )
            return written(tmp_path, cvat("".join(tags)), name)
        width = {each: 640 if each == "b.jpg" else 320 for each, _ in images}
        document = {
            "images": [
                {"id": at, "file_name": each, "width": width[each], "height": 360}
                for at, (each, _) in enumerate(images)
            ],
            "categories": [{"id": 1, "name": "face"}],
            "annotations": [
                {"image_id": at, "category_id": 1, "bbox": [x, 20, 30, 40]} for at, (_, x) in enumerate(images)
            ],
        }
        return written(tmp_path, json.dumps(document), name)

    photo = LabelledFilm(640, 360, 1, "b.jpg")
    (found,) = read_labels(file(("a.jpg", 10), ("b.jpg", 50), ("c.jpg", 90)), photo)
    assert (found.first, found.boxes.tolist()) == (0, [[50, 20, 80, 60]])
    with pytest.raises(VeilproofError, match=r"none of its 2 images is called 'b\.jpg'"):
        read_labels(file(("a.jpg", 10), ("c.jpg", 90)), photo)
    with pytest.raises(VeilproofError, match="320x360 pixels"):
        read_labels(file(("a.jpg", 10)), photo)
    (alone,) = read_labels(file(("a.jpg", 10)), LabelledFilm(320, 360, 1, "b.jpg"))
    assert alone.boxes[0, 0] == 10
