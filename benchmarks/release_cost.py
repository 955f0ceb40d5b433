"""What a release costs, beside what it cannot do without.

`python -m benchmarks.release_cost` makes a street of 720p with people who walk, covers boxes in it, and prints as JSON:
the seconds of decoding both films and of comparing them, those of the render and of sealing, those of the log and the
certificate without the digests, and the sizes of original and sealed part. Give a video instead to measure that.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyrage

from benchmarks.forgery_films import planned
from demo.scene import make_clip
from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan
from veilproof.release.certificate import FORMAT, AuditVerdict, Certificate, FileEntry, Original, written
from veilproof.release.log import Log, encoded
from veilproof.release.log_from_plan import log_of
from veilproof.release.log_pages import as_html, log_as_csv
from veilproof.release.policy import ReleasePolicy
from veilproof.release.seal import seal
from veilproof.release.sealed_file import parse_recipients
from veilproof.release.unchanged import compare_pictures
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, RenderResult, render
from veilproof.source import digest


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", type=Path, help="a video; made if none is given")
    parser.add_argument("--seconds", type=float, default=8, help="of the clip that is made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder) / "march.mp4"
        if given.clip is None:
            make_clip(original, seconds=given.seconds)
        else:
            original = original.with_suffix(given.clip.suffix)
            shutil.copyfile(given.clip, original)
        print(json.dumps(_costs(original), indent=1))


def _costs(original: Path) -> dict[str, float | int]:
    plan_path = planned(original, seed=1)
    rendered: list[RenderResult] = []
    render_seconds = _seconds(lambda: rendered.append(render(original, plan_path)))
    (done,) = rendered
    logs: list[Log] = []
    paper_seconds = _seconds(lambda: logs.append(_papers(plan_path, done)))
    (log,) = logs
    sealed = original.with_suffix(".sealed")
    recipients = parse_recipients([str(pyrage.x25519.Identity.generate().to_public())])
    seal_seconds = _seconds(lambda: seal(original, done.output, log, recipients, sealed))
    decode_seconds = _seconds(lambda: _decode(original, done.output))
    compare_seconds = _seconds(lambda: compare_pictures(original, done.output, log))
    return {
        "frames": log.frames,
        "render": round(render_seconds, 2),
        "seal": round(seal_seconds, 2),
        "seal / render": round(seal_seconds / render_seconds, 2),
        "decode both": round(decode_seconds, 2),
        "compare": round(compare_seconds, 2),
        "compare / decode both": round(compare_seconds / decode_seconds, 2),
        "log and certificate": round(paper_seconds, 3),
        "digests": round(_seconds(lambda: (digest(original), digest(done.output), digest(sealed))), 3),
        "original bytes": original.stat().st_size,
        "sealed / original": round(sealed.stat().st_size / original.stat().st_size, 2),
    }


def _papers(plan_path: Path, done: RenderResult) -> Log:
    """All that is written about a film but the digests."""
    with Plan(plan_path) as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    encoded(log), log_as_csv(log), as_html(log, done.output.name)
    made = Certificate(
        format=FORMAT,
        draft=False,
        at="2026-01-01T00:00:00+00:00",
        veilproof="0",
        libraries={},
        original=Original("0" * 64, 1),
        plan="0" * 64,
        output=done.output.name,
        audit=AuditVerdict("passed", "", "strict"),
        met=(),
        missing=(),
        reviewers=(),
        approver="",
        files=(FileEntry(done.output.name, "0" * 64, 1),),
        policy=ReleasePolicy(),
    )
    written(made, None)
    return log


def _decode(*films: Path) -> None:
    for film in films:
        with VideoReader(film) as reader:
            for _ in reader:
                pass


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
