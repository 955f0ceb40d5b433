"""What a release says of its audit tells nothing of what the covers hide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import numpy as np
import pytest

from tests.release.folder import BOX, FRAMES, HEIGHT, WIDTH, film, planned
from veilproof.audit import Findings, Verdict
from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import FaceCounts, File, FileFinding, LeakFinding, Reviewed, VoicesFinding, Weight
from veilproof.audit.leaks import LeakKind
from veilproof.audit.policy import Policy
from veilproof.media.video_read import VideoReader
from veilproof.release import make
from veilproof.release.make import ReleaseOptions, release
from veilproof.source import digest


def _twin(source: Path, target: Path, mask: int) -> Path:
    """The film without loss; under the cover of its face, the samples are changed by a mask of bits."""
    target.parent.mkdir()
    with VideoReader(source) as reader, av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, frame in enumerate(reader):
            picture = np.asarray(frame.picture.to_ndarray(), np.uint8)
            x = int(BOX[0]) + number
            picture[45:70, x + 5 : x + 25] ^= mask
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode(None))
    return target


def _found(original: Path, output: Path, verdict: Verdict) -> Findings:
    """Findings of which all differ that depend on what is covered."""
    seed = int(digest(original)[:6], 16)
    rate = seed / (1 << 24)
    leak = LeakFinding(
        *(1, LeakKind.FACE, 1, 1, 3, 3, 0.1, 0.1, 3, (1.0, 2.0, 3.0, 4.0)),
        *(30 * rate, rate, rate, False, Weight.REPORTED, False),
    )
    return Findings(
        schema="veilproof audit 5",
        veilproof="0",
        verdict=verdict,
        sentence=f"Safe: {rate}.",
        numbers=f"{rate} of them",
        reasons=(f"{rate}",),
        limits=(f"{rate}",),
        original=File("march.mp4", digest(original)),
        redacted=File(output.name, digest(output)),
        policy="strict",
        rules=Policy(),
        kind=MediaKind.VIDEO,
        frames=FRAMES,
        frames_not_compared=0,
        begins_at_frame=0,
        size=(WIDTH, HEIGHT),
        seconds=rate,
        detectors=("a detector",),
        recognisers=(f"recogniser {seed}",),
        distractors=seed,
        mostly_covered=rate > 0.5,
        faces=FaceCounts(seed, 0, 0, seed, 0, seed, seed),
        not_attacked=seed,
        tracks=(),
        leaks=(leak,),
        merged_heads=(),
        attacks=(),
        kept=None,
        other_content=(FileFinding("sound", f"the original is heard at {rate} dBFS", False),),
        reviewed=Reviewed(1.0, 1.0, ("AB",)),
        voices=VoicesFinding("a recogniser", seed, rate, (), ()),
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_two_films_that_differ_under_a_cover_alone_have_the_same_release(
    verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only digests and sizes of originals and plans, and the time, differ: not the film, log, pages or verdict."""
    monkeypatch.setattr(make, "run_audit", lambda original, output, *_, **__: _found(original, output, verdict))
    source = film(tmp_path / "march.mp4")
    releases = []
    for name, mask in (("one", 0), ("other", 63)):
        twin = _twin(source, tmp_path / name / "march.mp4", mask)
        planned(twin)
        done = release(twin, tmp_path / name / "out", ReleaseOptions(draft=True))
        assert done.findings.numbers, "the maker keeps them"
        texts = {}
        for path in (tmp_path / name / "out").iterdir():
            content = path.read_bytes().replace(digest(twin).encode(), b"ORIGINAL")
            content = content.replace(digest(twin.with_suffix(".veil")).encode(), b"PLAN")
            texts[path.name] = re.sub(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\+00:00)?", b"TIME", content)
        made = json.loads(texts.pop("release.json"))["certificate"]
        # The files are compared themselves.
        del made["files"], made["original"]["size"]
        releases.append((texts, made))
    assert digest(tmp_path / "one" / "march.mp4") != digest(tmp_path / "other" / "march.mp4")
    assert releases[0] == releases[1]
