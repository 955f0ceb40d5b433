"""Face recognisers: an aligned face becomes an embedding, and embeddings are compared by their scalar product.

Embeddings exist in memory only. They are compared with faces of the same footage and with distractors; no caller may
write, return or print them.
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
from veilproof.recognise.align import MARGIN, TEMPLATE_SIDE, AlignedFace

Embeddings = NDArray[np.float32]
"""float32 [n, d], rows of length 1: the scalar product of two rows is the cosine similarity of the faces."""

_BATCH = 16
"""Faces that a network embeds in one run: SFace takes a quarter less time a face; more gain nothing. What is left over
runs singly."""


class Recogniser(Protocol):
    """Turns aligned faces into embeddings."""

    @property
    def name(self) -> str:
        """The name shown in reports."""
        ...

    def embed(self, faces: list[AlignedFace]) -> Embeddings:
        """One row per face, in their order; no rows for no faces."""
        ...


class TemplateNetwork:
    """A network trained on faces aligned to the ArcFace template (Deng et al. 2019), as most open ones are."""

    def __init__(self, name: str, path: Path, mean: float = 0.0, scale: float = 1.0, colours: str = "rgb") -> None:
        """Load the network.

        Args:
            name: shown in reports.
            path: an ONNX file: one picture of `TEMPLATE_SIDE` by `TEMPLATE_SIDE` pixels in, one row of numbers out.
            mean: subtracted from the values of the picture (0 to 255).
            scale: divides them after that.
            colours: the order of its colours, "rgb" or "bgr".

        Raises:
            VeilproofError: the file is missing, or no such network.
        """
        self.name = name
        self._network = load_network(path, mean, scale)
        self._step = 1 if colours == "rgb" else -1

    def embed(self, faces: list[AlignedFace]) -> Embeddings:
        """See `Recogniser.embed`."""
        inner = slice(MARGIN, MARGIN + TEMPLATE_SIDE)
        inputs = [np.ascontiguousarray(face[inner, inner, :: self._step]) for face in faces]
        whole = len(inputs) - len(inputs) % _BATCH
        batches = [np.stack(inputs[start : start + _BATCH]) for start in range(0, whole, _BATCH)]
        batches += [each[None] for each in inputs[whole:]]
        # The network returns its own memory, which the next run overwrites.
        return _normalised([row.copy() for batch in batches for row in self._rows(batch)])

    def _rows(self, batch: NDArray[np.uint8]) -> NDArray[np.float32]:
        output = next(iter(self._network.run_batch(batch).values()))
        return output.reshape(len(batch), -1)


class SFace(TemplateNetwork):
    """SFace (Zhong et al. 2021), which comes with veilproof."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        super().__init__("SFace", weights.path("sface"))


class DlibResNet:
    """The ResNet of dlib (King 2017), installed by the extra `audit-dlib`."""

    name = "dlib ResNet"
    _CHIP_SIDE = 150
    """Pixels: width and height of the network's input."""
    # From the aligned face to that input: dlib's mean face has its eye centres at 47.7 47.1 and 100.3 47.1 there.
    _TO_CHIP = np.array(
        [[1.4915, 0.0, 74.0 - 1.4915 * (55.91 + MARGIN)], [0.0, 1.4915, 47.1 - 1.4915 * (51.6 + MARGIN)]]
    )

    def __init__(self) -> None:
        """Load the network from the package that contains it."""
        import dlib

        package = importlib.util.find_spec("face_recognition_models")
        assert package is not None
        assert package.origin is not None
        model = Path(package.origin).parent / "models" / "dlib_face_recognition_resnet_model_v1.dat"
        self._network = dlib.face_recognition_model_v1(str(model))

    def embed(self, faces: list[AlignedFace]) -> Embeddings:
        """See `Recogniser.embed`."""
        size = (self._CHIP_SIDE, self._CHIP_SIDE)
        chips = [cv2.warpAffine(face, self._TO_CHIP, size, borderMode=cv2.BORDER_REPLICATE) for face in faces]
        rows = [np.array(self._network.compute_face_descriptor(chip), np.float32) for chip in chips]
        return _normalised(rows)


def load_recognisers() -> list[Recogniser]:
    """Every installed recogniser; SFace always is.

    Raises:
        VeilproofError: the weights of SFace are missing.
    """
    installed: list[Recogniser] = [SFace()]
    if all(importlib.util.find_spec(package) for package in ("dlib", "face_recognition_models")):
        installed.append(DlibResNet())
    return installed


def _normalised(rows: list[NDArray[np.float32]]) -> Embeddings:
    stacked = np.stack(rows) if rows else np.empty((0, 1), np.float32)
    return np.asarray(stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9), np.float32)
