"""Where the plan excuses a face, one frame at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.plan.samples import FACTS, PTS
from veilproof.audit.cover_contents import Contents
from veilproof.audit.leaks import Candidate, leaks_of
from veilproof.audit.plan_tracks import KeptInPlan, KeptLines, PlanTrack, load_plan, match_to_plan
from veilproof.geometry import Boxes
from veilproof.kind import Kind
from veilproof.plan import Decision, DrawnPath, Plan
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.track import Track

_FRAMES = 60


def _boxes(frames: int, x: float = 100.0) -> Boxes:
    return np.tile(np.array([[x, 100, x + 40, 150]], np.float32), (frames, 1))


def _candidate(tracks: list[PlanTrack], shares: NDArray[np.float32]) -> Candidate:
    track = Track(0, _boxes(_FRAMES), np.arange(_FRAMES) / 25, np.arange(0, _FRAMES, 6), np.full(10, 0.9, np.float32))
    contents = np.where(shares > 0, Contents.OPEN, Contents.NOTHING).astype(np.int8)
    return Candidate(track, 0, shares, contents, KeptInPlan(tracks)(0, track.boxes))


def _leaks(tracks: list[PlanTrack], shares: NDArray[np.float32]) -> list[tuple[int, int]]:
    return [(leak.first, leak.last) for leak in leaks_of(0, _candidate(tracks, shares))]


def _bare(*frames: range) -> NDArray[np.float32]:
    shares = np.zeros(_FRAMES, np.float32)
    for each in frames:
        shares[each] = 1.0
    return shares


_KEPT, _COVERED = PlanTrack(1, 0, _boxes(30), True), PlanTrack(2, 30, _boxes(30), False)


def test_a_face_leaks_where_the_plan_covers_it_again() -> None:
    assert _leaks([_KEPT, _COVERED], _bare(range(30))) == []
    assert _leaks([_KEPT, _COVERED], _bare(range(30), range(40, 46))) == [(40, 45)]
    # Not one leak with the kept frames just before it, either.
    assert _leaks([_KEPT, _COVERED], _bare(range(33))) == [(30, 32)]


def test_a_face_leaks_where_its_kept_track_has_ended() -> None:
    assert _leaks([_KEPT], _bare(range(_FRAMES))) == [(30, 59)]


def test_kept_frames_do_not_make_a_covered_face_look_uncovered() -> None:
    candidate = _candidate([_KEPT, _COVERED], _bare(range(30), range(40, 42)))
    assert candidate.covered == pytest.approx(28 / 30)
    assert candidate.is_kept


def test_a_kept_neighbour_excuses_nobody() -> None:
    neighbour = PlanTrack(3, 0, _boxes(_FRAMES, 125), True)
    assert _leaks([neighbour], _bare(range(40, 46))) == [(40, 45)]
    closer = PlanTrack(4, 0, _boxes(_FRAMES, 115), True)
    assert _leaks([closer, PlanTrack(5, 0, _boxes(_FRAMES), False)], _bare(range(40, 46))) == [(40, 45)]


def test_a_cover_wins_over_a_kept_track_of_the_same_face() -> None:
    twice = [PlanTrack(6, 0, _boxes(_FRAMES), True), PlanTrack(7, 0, _boxes(_FRAMES, 105), False)]
    assert _leaks(twice, _bare(range(40, 46))) == [(40, 45)]


def test_a_covered_neighbour_does_not_make_a_kept_face_leak() -> None:
    beside = [PlanTrack(8, 0, _boxes(_FRAMES), True), PlanTrack(9, 0, _boxes(_FRAMES, 120), False)]
    assert _leaks(beside, _bare(range(_FRAMES))) == []


def test_the_track_of_the_plan_on_a_candidate_is_that_of_most_frames() -> None:
    long = PlanTrack(10, 10, _boxes(50), False)
    assert match_to_plan([_candidate([], _bare())], [PlanTrack(11, 0, _boxes(10), True), long]) == [long]
    assert match_to_plan([_candidate([], _bare())], [PlanTrack(12, 100, _boxes(10), True)]) == [None]


def test_a_kept_line_of_text_excuses_no_face(tmp_path: Path) -> None:
    line = ConfirmedTrack(0, _boxes(4), 0.9, 2, Kind.TEXT, np.zeros(4, np.float32))
    with Plan.create(tmp_path / "march.veil", FACTS) as plan:
        plan.add({}, enumerate(PTS), [line])
        plan.finish({})
        plan.decide([1], Decision.KEEP, "a banner")
    plan_contents = load_plan(tmp_path / "march.veil", tmp_path / "march.mp4", FACTS["sha256"])
    assert not KeptInPlan(plan_contents.people)(0, _boxes(4)).any()
    assert KeptLines(plan_contents.lines)(0, _boxes(4)).all()


def test_a_drawn_area_that_is_kept_excuses_no_line(tmp_path: Path) -> None:
    with Plan.create(tmp_path / "march.veil", FACTS) as plan:
        plan.add({}, enumerate(PTS), [])
        plan.finish({})
        plan.decide([plan.draw_path(DrawnPath(0, _boxes(4)))], Decision.KEEP)
    contents = load_plan(tmp_path / "march.veil", tmp_path / "march.mp4", FACTS["sha256"])
    assert not KeptLines(contents.lines)(0, _boxes(4)).any()


def test_a_kept_face_outside_of_the_only_spotlight_is_not_excused() -> None:
    kept = PlanTrack(1, 0, _boxes(_FRAMES), True)
    around = PlanTrack(2, 0, _boxes(40) + np.array([-20, -20, 20, 20], np.float32), False, all_but=True)
    beside = PlanTrack(3, 20, _boxes(40, 300.0), False, all_but=True)
    # Lit to frame 39; then everything but a place beside it is covered.
    assert _leaks([kept, around, beside], _bare(range(_FRAMES))) == [(40, 59)]
    assert _leaks([kept, around], _bare(range(_FRAMES))) == []
    assert _leaks([kept, PlanTrack(3, 20, _boxes(40, 300.0), True, all_but=True)], _bare(range(_FRAMES))) == []


def test_a_spotlight_is_no_cover_of_the_face_in_it() -> None:
    spotlight = PlanTrack(1, 0, _boxes(_FRAMES), False, all_but=True)
    assert match_to_plan([_candidate([], _bare(range(3)))], [spotlight]) == [None]
    assert not _leaks([PlanTrack(2, 0, _boxes(_FRAMES), True), spotlight], _bare(range(_FRAMES)))
