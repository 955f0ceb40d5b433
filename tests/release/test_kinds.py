"""A release of heads, text and plates: the log says how each is turned and how far its cover reaches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.release.folder import BOX, FRAMES, film, planned
from tests.release.sealed_folder import ALL, certify, write_log
from veilproof import Plan
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.plan import Area, Decision, DrawnPath, Moves
from veilproof.release.log import Log
from veilproof.release.log_from_plan import log_of
from veilproof.release.log_pages import as_html, log_as_csv
from veilproof.release.make import ReleaseOptions, release
from veilproof.release.seal import seal
from veilproof.release.sealed_file import parse_recipients
from veilproof.release.unchanged import compare_pictures
from veilproof.release.unseal import unseal
from veilproof.release.verdict import Verdict
from veilproof.release.verify import verify
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.render.covers import Method, Style
from veilproof.track.confirm import ConfirmedTrack

LINE = np.array([110, 84, 170, 96], np.float32)
HEAD, TEXT, PLATE = 2, 3, 4
"""Numbers of tracks."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Log]:
    """A film with a face (1), a head (2), a line that turns (3), and a plate that is kept (4); and what is sealed."""
    folder = tmp_path_factory.mktemp("kinds")
    source = film(folder / "march.mp4")
    still = np.ones((FRAMES, 1), np.float32)
    found = [
        ConfirmedTrack(0, still * (BOX - [50, 30, 50, 30]).astype(np.float32), 0.9, 5, Kind.HEAD),
        ConfirmedTrack(0, still * LINE, 0.9, 5, Kind.TEXT, np.linspace(20, 40, FRAMES).astype(np.float32)),
        ConfirmedTrack(0, still * LINE - 70, 0.9, 5, Kind.PLATE),
    ]
    plan_path = planned(source, found)
    out = folder / "out"
    out.mkdir()
    delivery = Delivery(Style(Method.MOSAIC))
    with Plan(plan_path) as plan:
        plan.decide([PLATE], Decision.KEEP, "a police car")
    done = render(source, plan_path, out / "march.redacted.mp4", delivery=delivery)
    with Plan(plan_path) as plan:
        log = log_of(plan, done, delivery, load_vocabulary(), draft=False)
    write_log(out, log, "march.redacted.mp4")
    seal(source, done.output, log, parse_recipients([str(ALL.to_public())]), out / "march.sealed")
    certify(out)
    return folder, log


def test_every_kind_is_drawn_again_as_the_render_drew_it(released: tuple[Path, Log]) -> None:
    folder, log = released
    proof = compare_pictures(folder / "march.mp4", folder / "out" / "march.redacted.mp4", log)
    assert proof.frames == FRAMES
    assert not proof.differences
    assert not proof.limits


@pytest.mark.parametrize("change", [{"angles": b""}, {"kind": Kind.FACE}, {"kind": Kind.HEAD, "angles": b""}])
def test_a_line_that_was_turned_or_covered_otherwise_than_the_log_says_is_found(
    released: tuple[Path, Log], change: dict[str, object]
) -> None:
    folder, log = released
    tracks = tuple(replace(track, **change) if track.track == TEXT else track for track in log.tracks)  # type: ignore[arg-type]
    forged = replace(log, tracks=tracks)
    assert compare_pictures(folder / "march.mp4", folder / "out" / "march.redacted.mp4", forged).differences


def test_margins_of_another_version_cannot_be_verified(released: tuple[Path, Log]) -> None:
    folder, log = released
    out = folder / "out"
    before = (out / "redactions.json").read_bytes()
    try:
        write_log(out, replace(log, head_scale=1.4), "march.redacted.mp4")
        certify(out)
        found = verify(out)
        assert found.verdict is Verdict.INCONCLUSIVE
        assert "other margins" in found.sentence
    finally:
        (out / "redactions.json").write_bytes(before)
        certify(out)


@pytest.mark.parametrize("track", [HEAD, TEXT])
def test_what_a_head_or_a_turned_line_hides_is_opened_bit_by_bit(
    released: tuple[Path, Log], tmp_path: Path, track: int
) -> None:
    folder, log = released
    opened = tmp_path / "court.mkv"
    unseal(folder / "out", [track], [ALL], opened)
    films = folder / "march.mp4", folder / "out" / "march.redacted.mp4", opened
    with VideoReader(films[0]) as before, VideoReader(films[1]) as covered, VideoReader(films[2]) as after:
        for one, hidden, shown in zip(before, covered, after, strict=True):
            original, redacted, own = (planes(each.picture)[0].pixels for each in (one, hidden, shown))
            x, y = (log.tracks[track - 1].regions[one.index].reshape(2, 2).mean(axis=0)).astype(int).tolist()
            inner = slice(y - 3, y + 3), slice(x - 4, x + 4)
            assert (own[inner] == original[inner]).all()
            assert (own != redacted).any()
            assert (own[:, 184:] == redacted[:, 184:]).all()


def test_each_kind_has_the_reason_of_its_kind_and_the_page_says_which_covers_are_black(
    released: tuple[Path, Log],
) -> None:
    _, log = released
    rows = {(track.kind, track.decision): track.why.code for track in log.tracks}
    assert rows[Kind.TEXT, Decision.COVER] == "identifier"
    assert rows[Kind.HEAD, Decision.COVER] == "bystander"
    assert rows[Kind.PLATE, Decision.KEEP] == "harmless"
    assert "those of text and plates black" in as_html(log, "march.redacted.mp4")
    assert "track,3,text,cover" in log_as_csv(log)


def test_a_drawn_area_that_turns_with_the_camera_is_proved_and_sealed_as_it_was_covered(tmp_path: Path) -> None:
    source = film(tmp_path / "march.mp4")
    plan_path = planned(source)
    angles = np.linspace(-30, 25, FRAMES).astype(np.float32)
    with Plan(plan_path) as plan:
        path = DrawnPath(0, np.tile(LINE, (FRAMES, 1)), 3, Area(Moves.SCENE), angles)
        number = plan.draw_path(path, "a street name")
    out = tmp_path / "out"
    out.mkdir()
    done = render(source, plan_path, out / "march.redacted.mp4")
    with Plan(plan_path) as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    assert not compare_pictures(source, done.output, log).differences
    upright = tuple(replace(track, angles=b"") for track in log.tracks)
    assert compare_pictures(source, done.output, replace(log, tracks=upright)).differences
    write_log(out, log, "march.redacted.mp4")
    seal(source, done.output, log, parse_recipients([str(ALL.to_public())]), out / "march.sealed")
    certify(out)
    unseal(out, [number], [ALL], tmp_path / "court.mkv")
    with VideoReader(source) as before, VideoReader(tmp_path / "court.mkv") as after:
        for one, other in zip(before, after, strict=True):
            original, opened = (planes(each.picture)[0].pixels for each in (one, other))
            assert (opened[86:94, 134:146] == original[86:94, 134:146]).all()


def test_all_but_an_area_is_proved_and_not_sealed(tmp_path: Path) -> None:
    source = film(tmp_path / "march.mp4")
    plan_path = planned(source)
    with Plan(plan_path) as plan:
        boxes = np.tile(np.array([8, 8, 176, 112], np.float32), (FRAMES - 10, 1))
        number = plan.draw_path(DrawnPath(0, boxes, None, Area(Moves.FIXED, all_but=True)))
    recipients = parse_recipients([str(ALL.to_public())])
    with pytest.raises(VeilproofError, match=f"track {number} covers all but an area.* cannot be sealed"):
        release(source, tmp_path / "out", ReleaseOptions(draft=True, recipients=recipients))
    assert not (tmp_path / "out").exists()
    done = render(source, plan_path)
    with Plan(plan_path) as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    assert f"track,{number},all but an area,cover" in log_as_csv(log)
    assert not compare_pictures(source, done.output, log).differences
    inside = tuple(replace(track, all_but=False) for track in log.tracks)
    assert compare_pictures(source, done.output, replace(log, tracks=inside)).differences
