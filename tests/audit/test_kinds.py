"""Text in an audit: found where it is bare, told where it is kept, and not looked for where nobody asked."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.detect.test_text import written
from veilproof.audit import Findings, Tools, Verdict, load_tools, run_audit
from veilproof.audit.leaks import LeakKind
from veilproof.audit.report import as_html
from veilproof.kind import FACES, Kind
from veilproof.plan import Decision, Plan
from veilproof.redact import redact

_TEXT = (Kind.TEXT,)
_FRAMES = 8


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def _scene(shift: float = 0.0) -> NDArray[np.uint8]:
    """A sign with a line of text, on ground that is told from other ground; uint8 [256, 320, 3]."""
    random = np.random.default_rng(3)
    coarse = random.uniform(60, 200, (5, 6)).astype(np.float32)
    ground = cv2.resize(coarse, (320, 256), interpolation=cv2.INTER_CUBIC) + random.normal(0, 3, (256, 320))
    picture = np.repeat(np.clip(ground, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    sign = written("Anna Petrova", 12.0)[0]
    way = np.array([[1, 0, shift], [0, 1, 0]], np.float64)
    part = cv2.warpAffine(sign, way, (320, 256), borderMode=cv2.BORDER_REPLICATE)[85:175]
    picture[85:175, 20:300] = part[:, 20:300]
    return picture


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sign") / "sign.png"
    Image.fromarray(_scene()).save(path)
    return path


def _redacted(source: Path, folder: Path, *, keep: bool = False) -> tuple[Path, Path]:
    """The file with its text covered, or kept by decision, and the plan."""
    output, plan = folder / f"out{source.suffix}", folder / "sign.veil"
    redact(source, output, plan=plan, cover=_TEXT)
    if keep:
        with Plan(plan) as opened:
            opened.decide([track.id for track in opened.tracks()], Decision.KEEP, "the name of a street")
        redact(source, output, plan=plan, cover=_TEXT, force=True)
    return output, plan


def _bare(found: Findings) -> list[LeakKind]:
    return [leak.kind for leak in found.leaks if leak.counts]


def test_covered_text_is_found_in_the_original_and_not_bare(photo: Path, tools: Tools, tmp_path: Path) -> None:
    output, plan = _redacted(photo, tmp_path)
    found = run_audit(photo, output, plan, tools=tools)
    assert [(each.kind, each.bare, each.kept) for each in found.kinds] == [(Kind.TEXT, 0, 0)]
    assert found.kinds[0].detected >= 1
    assert not _bare(found)
    assert found.verdict is Verdict.PASSED, found.reasons
    assert "no line of text was seen bare" in found.numbers


def test_bare_text_fails_the_file_by_its_kind(photo: Path, tools: Tools, tmp_path: Path) -> None:
    """The plan covers it, and the file does not: compressed anew, with the corner of the sign still there."""
    _, plan = _redacted(photo, tmp_path)
    Image.open(photo).save(tmp_path / "bare.jpg", quality=85)
    found = run_audit(photo, tmp_path / "bare.jpg", plan, tools=tools)
    assert found.verdict is Verdict.FAILED
    assert set(_bare(found)) == {LeakKind.TEXT}
    assert found.sentence == "Not safe: 1 line of text is bare."
    (leak,) = (leak for leak in found.leaks if leak.counts)
    assert leak.plan_track is not None
    page = as_html(found, tmp_path / "bare.jpg")
    assert f"line of text, track {leak.plan_track}" in page
    assert "Not looked for: heads, plates." in page


def test_kept_text_is_told_and_does_not_count(photo: Path, tools: Tools, tmp_path: Path) -> None:
    output, plan = _redacted(photo, tmp_path, keep=True)
    found = run_audit(photo, output, plan, tools=tools)
    assert not _bare(found)
    assert found.kinds[0].kept == found.kinds[0].detected >= 1
    assert "visible by decision" in found.numbers + as_html(found, output)


def test_what_nobody_asked_for_is_not_searched_and_said_so(photo: Path, tools: Tools, tmp_path: Path) -> None:
    Image.open(photo).save(tmp_path / "bare.jpg", quality=85)
    found = run_audit(photo, tmp_path / "bare.jpg", tools=tools)
    assert not _bare(found)
    assert found.not_searched == (Kind.HEAD, Kind.TEXT, Kind.PLATE)
    assert any(limit.startswith("Not looked for: heads, text, plates.") for limit in found.limits)
    asked = run_audit(photo, tmp_path / "bare.jpg", cover=(*FACES, Kind.TEXT), tools=tools)
    assert set(_bare(asked)) == {LeakKind.TEXT}


def _clip(path: Path, *, bare_from: int = _FRAMES, cover: bool = True) -> Path:
    """A sign that moves; covered by a black box that leaves from a frame on, or not at all covered."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=8, options={"crf": "16"})
        stream.width, stream.height, stream.pix_fmt = 320, 256, "yuv420p"
        stream.time_base = Fraction(1, 8)
        for number in range(_FRAMES):
            picture = _scene(float(number))
            if cover and number < bare_from:
                picture[85:175, 20:300] = 0
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def test_a_line_that_comes_out_of_its_cover_is_found_in_those_frames(tools: Tools, tmp_path: Path) -> None:
    original = _clip(tmp_path / "sign.mp4", cover=False)
    found = run_audit(original, _clip(tmp_path / "late.mp4", bare_from=5), cover=_TEXT, tools=tools)
    lines = [leak for leak in found.leaks if leak.counts]
    assert {leak.kind for leak in lines} == {LeakKind.TEXT}
    assert min(leak.first_frame for leak in lines) == 5
    assert re.search(
        r"found in the original: 0 covered, 0 bare in most frames, \d in some,", _page(found, "late", tmp_path)
    )
    covered = run_audit(original, _clip(tmp_path / "all.mp4"), cover=_TEXT, tools=tools)
    assert not _bare(covered)
    assert re.search(r"found in the original: [1-9] covered, 0 bare, 0 visible", _page(covered, "all", tmp_path))


def _page(found: Findings, name: str, folder: Path) -> str:
    return as_html(found, folder / f"{name}.mp4")
