"""Pictures of leaks: the part of the redacted file around them, of any size."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from veilproof.audit.findings import LeakFinding, Weight
from veilproof.audit.leak_pictures import leak_pictures
from veilproof.audit.leaks import LeakKind

_WIDTH, _HEIGHT = 600, 400


def _leak(box: tuple[float, float, float, float]) -> LeakFinding:
    return LeakFinding(
        number=1,
        kind=LeakKind.FACE,
        track=1,
        plan_track=None,
        first_frame=0,
        last_frame=0,
        from_seconds=0,
        to_seconds=0,
        frame=0,
        box=box,
        size_px=box[2] - box[0],
        survives=1,
        confidence=1,
        covered_elsewhere=False,
        weight=Weight.COUNTS,
        counts=True,
    )


@pytest.mark.parametrize("box", [(100, 100, 140, 140), (0, 0, _WIDTH, _HEIGHT)])
def test_a_leak_of_any_size_is_shown_whatever_the_limit_of_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, box: tuple[float, float, float, float]
) -> None:
    photo = np.full((_HEIGHT, _WIDTH, 3), 200, np.uint8)
    photo[round(box[1]) : round(box[3]), round(box[0]) : round(box[2])] = 90
    Image.fromarray(photo).save(tmp_path / "redacted.png")
    # Pillow refuses twice as much; the part around the larger leak is 1800 pixels wide and high.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000_000)
    (uri,) = leak_pictures(tmp_path / "redacted.png", [_leak(box)], 0, (_WIDTH, _HEIGHT))
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))).convert("RGB")).astype(int)
    side = shown.shape[0]
    assert shown.shape == (side, side, 3)
    assert abs(shown[side // 2, side // 2] - 90).max() < 20
    left = shown[side // 2, side // 3 - 5 : side // 3 + 6]
    assert (left[:, 0] - left[:, 2]).max() > 50, "no red outline"
