"""How many faces open recognisers match, by what covers them and how large they are: a small table of the laboratory.

`python -m benchmarks.lab_table` writes it from a report of `veilproof lab run`; docs/lab.md has its recipe. It says
what it means that a face stays visible, without a comparison with anybody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

TABLE = Path(__file__).with_name("matched_share.json")
"""The table, as the laboratory made it."""
MASKS = ("mask-below-nose", "surgical-mask", "ffp2", "cloth-mask", "scarf", "bandana")
"""The coverings that a face behind a mask may wear; others that look like one are matched less."""


class MatchedShare(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One row of the table.

    Attributes:
        covering: its name.
        words: completes "100 people ...".
        camera: name of the camera.
        face_px: width of the faces in pixels; the largest that was measured stands for all larger ones.
        sharp: whether the picture was neither blurred nor dark nor strongly compressed.
        share: of people who are matched.
        low: lower end of the 95 % interval.
        high: upper end of it.
    """

    covering: str
    words: str
    camera: str
    face_px: int
    sharp: bool
    share: float
    low: float
    high: float


class MatchedShares(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The table.

    Attributes:
        recipe: how it was made.
        gallery: people among whom each probe was searched.
        rows: of every covering and camera that was measured.
    """

    recipe: str
    gallery: int
    rows: tuple[MatchedShare, ...]

    def of_visible_face(self, size_px: float, *, behind_mask: bool = False) -> MatchedShare:
        """The row for a face of this width that stays visible: sharp, of the next larger size, the worst that can be.

        Args:
            size_px: width of the face in pixels.
            behind_mask: whether it was seen to wear a mask, of whatever kind; what else it wears cannot be told from a
                picture reliably enough, so that it counts as bare.
        """
        rows = [row for row in self.rows if row.sharp and row.covering in (MASKS if behind_mask else ("none",))]
        least = min((row.face_px for row in rows if row.face_px >= size_px), default=max(row.face_px for row in rows))
        return max((row for row in rows if row.face_px == least), key=lambda row: row.share)


@cache
def matched_shares() -> MatchedShares:
    """The table that comes with veilproof."""
    return msgspec.json.decode(TABLE.read_bytes(), type=MatchedShares)
