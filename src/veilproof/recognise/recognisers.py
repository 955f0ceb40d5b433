"""The attackers' recognisers: a picture of a face becomes numbers by which two pictures can be compared.

They exist only here, and what they give lives only in memory: it is compared with other faces of the same footage and
with synthetic ones, and never written, returned or printed.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect.network import load_network
from veilproof.recognise.align import MARGIN, Aligned

Embeddings = NDArray[np.float32]
"""float32 [n, d], each row of length 1: two pictures are as alike as the scalar product of their rows says."""


class Recogniser(Protocol):
    """Compares faces."""

    @property
    def name(self) -> str:
        """Which one."""
        ...

    def embeddings(self, faces: list[Aligned]) -> Embeddings:
        """One row a face."""
        ...


class SFace:
    """SFace (Zhong et al. 2021), which comes with veilproof."""

    name = "SFace"

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        self._network = load_network(weights.path("sface"), 0.0, 1.0)

    def embeddings(self, faces: list[Aligned]) -> Embeddings:
        """See `Recogniser.codes`."""
        inner = slice(MARGIN, MARGIN + 112)
        # The network gives its own memory, which the next run overwrites.
        rows = [self._network.run(np.ascontiguousarray(face[inner, inner]))["fc1"].ravel().copy() for face in faces]
        return _unit(rows)


class DlibResNet:
    """The ResNet of dlib (King 2017), of the extra `audit-dlib`."""

    name = "dlib ResNet"
    # From the aligned face to the picture of 150 by 150 that dlib's network was trained on: dlib's mean face has the
    # middles of the eyes at 47.7 47.1 and 100.3 47.1 there.
    _TO_CHIP = np.array(
        [[1.4915, 0.0, 74.0 - 1.4915 * (55.91 + MARGIN)], [0.0, 1.4915, 47.1 - 1.4915 * (51.6 + MARGIN)]]
    )

    def __init__(self) -> None:
        """Load the network from the package that carries it."""
        import dlib

        package = importlib.util.find_spec("face_recognition_models")
        assert package is not None
        assert package.origin is not None
        model = Path(package.origin).parent / "models" / "dlib_face_recognition_resnet_model_v1.dat"
        self._network = dlib.face_recognition_model_v1(str(model))

    def embeddings(self, faces: list[Aligned]) -> Embeddings:
        """See `Recogniser.codes`."""
        chips = [cv2.warpAffine(face, self._TO_CHIP, (150, 150), borderMode=cv2.BORDER_REPLICATE) for face in faces]
        rows = [np.array(self._network.compute_face_descriptor(chip), np.float32) for chip in chips]
        return _unit(rows)


def recognisers() -> list[Recogniser]:
    """All that are installed; SFace always is.

    Raises:
        VeilproofError: its weights are missing.
    """
    found: list[Recogniser] = [SFace()]
    if all(importlib.util.find_spec(package) for package in ("dlib", "face_recognition_models")):
        found.append(DlibResNet())
    return found


def _unit(found: list[NDArray[np.float32]]) -> Embeddings:
    rows = np.stack(found) if found else np.empty((0, 1), np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)
