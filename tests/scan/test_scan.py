"""Scanning: an interrupted scan resumes and gives the same plan."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import Clip
from tests.decoded import frames_of
from tests.redacted import copied, redacted_folder
from tests.synthetic_video import video
from veilproof import Effort, Plan, VeilproofError, load_detector, redact, scan
from veilproof.detect import Detections
from veilproof.detect.verify import IN_FILMS
from veilproof.geometry import Boxes
from veilproof.kind import Kind
from veilproof.progress import Step

pytestmark = pytest.mark.slow


class Counting:
    """A detector that counts its calls."""

    def __init__(self) -> None:
        self._real = load_detector()
        self.name = self._real.name
        self.calls = 0

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        self.calls += 1
        return self._real.detect(picture, threshold)


def test_an_interrupted_scan_resumes_and_detects_on_no_keyframe_twice(people_clip: Clip, tmp_path: Path) -> None:
    whole, stopped, resumed = Counting(), Counting(), Counting()
    scan(people_clip.path, tmp_path / "whole.veil", detector=whole)

    def stop_late(step: Step) -> None:
        if step.done == 45:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(people_clip.path, tmp_path / "parts.veil", detector=stopped, progress=stop_late)
    scan(people_clip.path, tmp_path / "parts.veil", detector=resumed)
    assert min(stopped.calls, resumed.calls) > 2
    assert stopped.calls + resumed.calls == whole.calls
    assert _content(tmp_path / "parts.veil") == _content(tmp_path / "whole.veil")


def test_detections_of_another_detector_are_not_reused(people_clip: Clip, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 45:
            raise KeyboardInterrupt

    other = Counting()
    other.name = "another one"
    plan = tmp_path / "people.veil"
    with pytest.raises(KeyboardInterrupt):
        scan(people_clip.path, plan, progress=stop)
    whole = Counting()
    scan(people_clip.path, tmp_path / "whole.veil", detector=whole)
    scan(people_clip.path, plan, detector=other)
    assert other.calls == whole.calls


def test_detections_of_another_effort_are_not_reused(people_clip: Clip, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 30:
            raise KeyboardInterrupt

    plan = tmp_path / "people.veil"
    with pytest.raises(KeyboardInterrupt):
        scan(people_clip.path, plan, progress=stop)
    resumed, whole = Counting(), Counting()
    scan(people_clip.path, plan, detector=resumed, effort=Effort.HIGH)
    scan(people_clip.path, tmp_path / "whole.veil", detector=whole, effort=Effort.HIGH)
    assert resumed.calls == whole.calls
    assert _content(plan) == _content(tmp_path / "whole.veil")


class Blind:
    """A detector that detects nothing."""

    name = "blind"

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        return Detections.none()


@pytest.mark.parametrize(("effort", "helped"), [(Effort.NORMAL, False), (Effort.HIGH, True)])
def test_with_high_effort_the_complementary_detector_finds_what_the_first_misses(
    people_clip: Clip, tmp_path: Path, effort: Effort, helped: bool
) -> None:
    assert (scan(people_clip.path, tmp_path / "people.veil", detector=Blind(), effort=effort).tracks > 0) is helped


class Doubtful:
    """A detector with one detection of .05 in the middle of a picture, if that has at least so many columns."""

    name = "doubtful"

    def __init__(self, columns: int) -> None:
        self._columns = columns

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        height, width = picture.shape[:2]
        if threshold > 0.05 or width < self._columns:
            return Detections.none()
        middle = np.array([[width, height, width, height]], np.float32) / 2
        half = 0.05 * width * np.array([[-1, -1, 1, 1]], np.float32)
        return Detections(middle + half, np.array([0.05], np.float32))


class Undecided:
    """A verifier after which every detection is as likely as before."""

    def log_odds(self, picture: NDArray[np.uint8], boxes: Boxes) -> NDArray[np.float32]:
        return np.full(len(boxes), -IN_FILMS.intercept / IN_FILMS.weight, np.float32)


@pytest.mark.parametrize(
    ("effort", "columns", "covered"),
    [(Effort.NORMAL, 0, False), (Effort.HIGH, 0, True), (Effort.HIGH, 700, False)],
    ids=["normal effort", "high effort", "high effort, but detected in a single view"],
)
def test_with_high_effort_the_threshold_is_lower_if_most_views_detect_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, effort: Effort, columns: int, covered: bool
) -> None:
    monkeypatch.setattr(sys.modules["veilproof.scan.keyframes"], "load_verifier", Undecided)
    source, plan = tmp_path / "still.mp4", tmp_path / "still.veil"
    still = np.random.default_rng(1).integers(0, 255, (180, 320, 3), np.uint8)
    with av.open(str(source), "w") as container:
        stream = container.add_stream("libx264", 25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(25):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(still, "rgb24")))
        container.mux(stream.encode())
    scan(source, plan, detector=Doubtful(columns), effort=effort)
    with Plan(plan) as made:
        boxes = [made.boxes_of(track.id)[0] for track in made.tracks()]
    middle = np.array([160, 90])
    assert any(np.abs((box[:2] + box[2:]) / 2 - middle).max() < 3 for box in boxes) is covered


_CHILD = """
import sys
from pathlib import Path
from veilproof import redact
module = sys.modules["veilproof.scan.video"]
module._SAVE_INTERVAL_SECONDS = 0.0

def report(step):
    print(step.stage, step.done, flush=True)

redact(Path(sys.argv[1]), progress=report)
"""


def test_a_run_killed_at_any_moment_leaves_no_partial_output_and_can_be_repeated(
    people_clip: Clip, tmp_path: Path
) -> None:
    source = tmp_path / "people.mp4"
    source.write_bytes(people_clip.path.read_bytes())
    output, plan = tmp_path / "people.redacted.mp4", tmp_path / "people.veil"
    expected = redacted_folder(people_clip.path)
    chance = random.Random(7)
    moments = [("scan", chance.randint(1, 25)), ("scan", chance.randint(32, 45)), ("render", chance.randint(1, 40))]
    saved: set[int] = set()
    for stage, frame in moments:
        _kill_at(source, stage, frame)
        assert not output.exists() or output.read_bytes() == (expected / output.name).read_bytes()
        with Plan(plan) as left:
            assert left.complete or stage == "scan"
            if not left.complete:
                assert set(left.detections()) >= saved
                saved = set(left.detections())
    assert saved
    done = redact(source, force=True)
    assert done.reused
    assert _content(plan) == _content(expected / "people.veil")
    assert output.read_bytes() == (expected / output.name).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {source.name, output.name, plan.name}


def test_a_finished_plan_is_not_replaced_without_force(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    before = (tmp_path / "people.veil").read_bytes()
    detector = Counting()
    with pytest.raises(VeilproofError, match=r"people\.veil.*--force"):
        scan(source, detector=detector)
    assert (tmp_path / "people.veil").read_bytes() == before
    assert redact(source, detector=detector).reused
    assert detector.calls == 0
    assert scan(source, detector=detector, force=True).tracks > 5
    assert detector.calls > 5


def test_redact_refuses_the_plan_of_another_file(people_clip: Clip, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    other = video(tmp_path / "other.mp4")
    with pytest.raises(VeilproofError, match="another file"):
        redact(other, plan=tmp_path / "people.veil")
    assert not (tmp_path / "other.redacted.mp4").exists()


@pytest.mark.parametrize("victim", ["march.mp4", "letter.txt"])
def test_force_removes_only_plans(victim: str, tmp_path: Path) -> None:
    source = video(tmp_path / "march.mp4")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    before = (tmp_path / victim).read_bytes()
    with pytest.raises(VeilproofError, match="not a plan"):
        scan(source, tmp_path / victim, force=True)
    assert (tmp_path / victim).read_bytes() == before


def test_an_unreadable_plan_can_be_replaced(tmp_path: Path) -> None:
    source = video(tmp_path / "march.mp4")
    (tmp_path / "march.veil").write_bytes(b"rubbish" * 100)
    (tmp_path / "march.veil-journal").write_bytes(b"rubbish" * 100)
    with pytest.raises(VeilproofError, match=r"march\.veil.*not a plan"):
        redact(source)
    scan(source, force=True)
    assert redact(source).rendered.frames == len(frames_of(source))


def _kill_at(source: Path, stage: str, frame: int) -> None:
    """Start redacting in another process and kill it at that frame."""
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(source)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        assert any(line.split() == [stage, str(frame)] for line in child.stdout)
        child.kill()
    child.wait()


def _content(path: Path) -> tuple[object, ...]:
    with Plan(path) as plan:
        covers = [(cover.frame, cover.faces.tolist(), cover.drawn.tolist()) for cover in plan.covers()]
        return plan.pts(), plan.tracks(), covers, plan.detections()


@pytest.mark.parametrize("confidence", [0.0, 0.9])
def test_with_a_higher_confidence_less_is_covered_and_the_rest_is_suspected(
    people_clip: Clip, tmp_path: Path, confidence: float
) -> None:
    found = {}
    for name, least in (("usual", None), ("chosen", confidence)):
        found[name] = scan(people_clip.path, tmp_path / f"{name}.veil", min_confidence=least)
        with Plan(tmp_path / f"{name}.veil") as plan:
            assert all(track.confidence >= (least or 0) for track in plan.tracks())
    more, less = ("chosen", "usual") if confidence == 0 else ("usual", "chosen")
    assert found[more].tracks > found[less].tracks
    assert found[more].risk.expected < found[less].risk.expected


def test_a_confidence_that_is_none_is_refused(people_clip: Clip, tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="between 0 and 1"):
        scan(people_clip.path, tmp_path / "people.veil", min_confidence=1.5)


def test_a_plan_without_low_text_is_not_taken_for_one_with_it(people_clip: Clip, tmp_path: Path) -> None:
    plan = tmp_path / "p.veil"
    scan(people_clip.path, plan, cover=(Kind.PLATE,), min_text_height=50)
    with pytest.raises(VeilproofError, match="text of 50 pixels and more"):
        redact(people_clip.path, tmp_path / "out.mp4", plan=plan, cover=(Kind.PLATE,))


def test_a_plan_of_another_confidence_is_not_taken_for_the_one_that_was_asked_for(
    people_clip: Clip, tmp_path: Path
) -> None:
    source = copied(people_clip.path, tmp_path)
    with pytest.raises(VeilproofError, match="another confidence"):
        redact(source, min_confidence=0.9)
    assert not source.with_name("people.redacted.mp4").exists()
