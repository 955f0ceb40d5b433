"""The table of matched shares that comes with veilproof."""

from __future__ import annotations

import pytest

from veilproof.risk.matched_share import MatchedShare, MatchedShares, matched_shares


def test_a_face_that_stays_visible_gets_the_worse_number() -> None:
    """That of a bare, sharp face of the next larger size, whatever is known of coverings and blur."""
    rows = [
        MatchedShare("none", "with a bare face", "20px", 20, True, 0.6, 0.5, 0.7),
        MatchedShare("none", "with a bare face", "as-taken", 98, True, 0.9, 0.8, 0.95),
        MatchedShare("none", "with a bare face", "motion", 80, False, 0.4, 0.3, 0.5),
        MatchedShare("cap", "in a cap", "as-taken", 98, True, 0.7, 0.6, 0.8),
    ]
    table = MatchedShares("a recipe", 300, tuple(rows))
    assert [table.of_visible_face(size).share for size in (8, 20, 21, 98, 400)] == [0.6, 0.6, 0.9, 0.9, 0.9]


def test_the_table_that_comes_with_veilproof_has_its_recipe_and_intervals() -> None:
    table = matched_shares()
    assert "veilproof lab run" in table.recipe
    assert table.gallery >= 30
    assert all(0 <= row.low <= row.share <= row.high <= 1 for row in table.rows)
    assert {"none", "surgical-mask", "cap-and-mask"} <= {row.covering for row in table.rows}


@pytest.mark.parametrize("size", [10.0, 30.0, 60.0, 90.0, 500.0])
def test_a_mask_read_off_the_picture_gets_the_worst_of_all_masks(size: float) -> None:
    """A face taken for masked by mistake must not look safer than it is."""
    table = matched_shares()
    masked, bare = table.of_visible_face(size, behind_mask=True), table.of_visible_face(size)
    assert masked.face_px == bare.face_px
    assert masked.share >= bare.share
    same = [row for row in table.rows if row.sharp and row.face_px == masked.face_px]
    assert masked.share >= max(row.share for row in same if row.covering in ("surgical-mask", "scarf", "ffp2"))


@pytest.mark.parametrize("size", [10.0, 60.0, 500.0])
def test_larger_faces_are_matched_no_less(size: float) -> None:
    table = matched_shares()
    assert table.of_visible_face(size).high >= table.of_visible_face(size / 3).low
