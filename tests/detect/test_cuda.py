"""On an NVIDIA GPU, of which a stub takes the place, the same is found as on the processor, and in batches."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import Clip
from tests.detect.cuda_stub import CudaStub
from veilproof import weights
from veilproof.detect import Detections, load_detector, network, text, views
from veilproof.detect.branches import BRANCH_NETWORK, BRANCHES, BranchDetector
from veilproof.detect.text import TEXT_NETWORK, TextDetector
from veilproof.doctor import examine
from veilproof.media.video_read import VideoReader

_TILE = 224
"""Pixels: small tiles, of which a small picture has many."""


@pytest.fixture(scope="module")
def people(people_clip: Clip) -> NDArray[np.uint8]:
    with VideoReader(people_clip.path) as reader:
        return np.asarray(next(iter(reader)).picture.to_ndarray(format="rgb24"), np.uint8)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[CudaStub]:
    stub = CudaStub()
    monkeypatch.setitem(sys.modules, "onnxruntime", stub)
    monkeypatch.setattr(views, "MAX_TILE_SIDE", _TILE)
    monkeypatch.setattr(text, "MAX_TILE_SIDE", _TILE)
    monkeypatch.setattr(views, "_TILE_OVERLAP", 64)
    network._say_once.cache_clear()
    yield stub
    network._say_once.cache_clear()


def _found(picture: NDArray[np.uint8]) -> list[Detections]:
    """Faces with and without branches, heads, plates, and text, in tiles of a view."""
    faces = load_detector()
    branches = BranchDetector(BRANCHES, network.load_network(weights.path(BRANCH_NETWORK), 0.0, 1.0), faces)
    lines = TextDetector(network.load_network(weights.path(TEXT_NETWORK), 127.5, 127.5))
    every_view = (views.View(), views.View(1.5, mirrored=True))
    return [
        views.detect_fused(faces, picture, every_view, 0.1),
        *views.detect_kinds(branches.detect_all, picture, every_view, 0.1, fuse=True),
        text.detect_in_views(lines, picture, (1.0,), 0.3),
    ]


def _same(some: list[Detections], others: list[Detections]) -> bool:
    """Whether they differ by the noise of arithmetic at most; a pixel more or less in a line of text moves its box."""
    return all(
        len(one) == len(other)
        and np.allclose(one.boxes, other.boxes, atol=2)
        and np.allclose(one.scores, other.scores, atol=0.01)
        for one, other in zip(some, others, strict=True)
    )


def test_the_gpu_finds_the_same_as_the_processor_in_batches_of_tiles(
    stub: CudaStub, people: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_gpu = _found(people)
    assert len(on_gpu[0]) >= 3
    assert max(stub.batches) >= 4
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as if it were not installed
    assert _same(on_gpu, _found(people))


def test_a_batch_holds_no_more_than_the_gpu_is_given(
    stub: CudaStub, people: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "_CUDA_BATCH_PIXELS", 2 * _TILE * _TILE)
    views.detect_views(load_detector(), people, (views.View(),), 0.1)
    assert max(stub.batches) == 2


def test_a_gpu_that_cannot_be_opened_is_said_once_and_the_processor_used(
    stub: CudaStub, people: NDArray[np.uint8], caplog: pytest.LogCaptureFixture
) -> None:
    stub.opens = False
    found = _found(people)
    assert len(found[0]) >= 3
    assert not stub.batches
    (said,) = caplog.messages
    assert "GPU is not used" in said
    assert "processor" in said


def test_a_gpu_that_fails_in_the_middle_is_said_once_and_nothing_is_missed(
    stub: CudaStub, people: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stub.memory = 1
    found = _found(people)
    (said,) = caplog.messages
    assert "Failed to allocate memory" in said
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert _same(found, _found(people))


class _Flat:
    """A network whose output has the cells of all pictures one after another, as some SCRFD have it."""

    device, outputs, batch_pixels = "", {"cells": 2}, 1000

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return {"cells": pictures.reshape(-1, 3).astype(np.float32)}


def test_pictures_are_run_one_by_one_where_the_outputs_do_not_tell_them_apart() -> None:
    pictures = [np.full((2, 2, 3), value, np.uint8) for value in (1, 2, 3)]
    outputs = [outputs["cells"] for _, outputs in network.run_all(_Flat(), pictures)]
    assert [output.shape for output in outputs] == [(4, 3)] * 3
    assert [output[0, 0] for output in outputs] == [1, 2, 3]


@pytest.mark.parametrize("opens", [True, False])
def test_doctor_says_where_the_detectors_run(stub: CudaStub, opens: bool) -> None:
    stub.opens = opens
    (card,) = [check for check in examine() if check.name == "NVIDIA card"]
    assert card.ok == opens
    assert ("ONNX Runtime on CUDA" if opens else "cannot open it; detectors run on the processor") in card.detail
