"""What this machine has of what veilproof needs."""

from __future__ import annotations

import os
from dataclasses import dataclass

import av
from av.codec import Codec
from PIL import features

from veilproof import weights
from veilproof.detect import MODEL_NAMES, load_detector
from veilproof.detect.network import cuda_available, load_network
from veilproof.errors import VeilproofError

_READ = ("h264", "hevc", "vp9", "av1", "mpeg4", "gif")
_WRITE = ("libx264", "libx265", "libvpx-vp9", "libsvtav1", "gif")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for: whether it is there, in words, and whether veilproof can do without."""

    what: str
    good: bool
    detail: str
    optional: bool = False


def examine() -> list[Finding]:
    """Look at codecs, models and accelerators."""
    return [
        Finding("processors", True, str(os.cpu_count())),
        Finding("FFmpeg", True, f"{av.ffmpeg_version_info} (PyAV {av.__version__})"),
        *(_codec(name, "r") for name in _READ),
        *(_codec(name, "w") for name in _WRITE),
        *(_picture_format(name) for name in ("jpg", "webp", "libtiff")),
        *(_model(name) for name in MODEL_NAMES),
        Finding(
            "NVIDIA card", cuda_available(), "ONNX Runtime on CUDA" if cuda_available() else "none used", optional=True
        ),
    ]


def _codec(name: str, mode: str) -> Finding:
    verb = "decodes" if mode == "r" else "encodes"
    try:
        codec = Codec(name, "r" if mode == "r" else "w")
    except ValueError:
        return Finding(f"{verb} {name}", False, "this FFmpeg was built without it")
    return Finding(f"{verb} {name}", True, codec.long_name)


def _picture_format(name: str) -> Finding:
    return Finding(f"pictures, {name}", bool(features.check(name)), "Pillow")


def _model(name: str) -> Finding:
    try:
        device = load_network(weights.path(name), 0.0, 1.0).device
        load_detector(name)
    except VeilproofError as error:
        return Finding(f"model {name}", False, str(error))
    return Finding(f"model {name}", True, device)
