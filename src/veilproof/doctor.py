"""Checks of this machine: the codecs, models and accelerators that veilproof uses."""

from __future__ import annotations

import os
from dataclasses import dataclass

import av
from av.codec import Codec
from PIL import features

from veilproof import weights
from veilproof.detect import MODEL_NAMES, load_detector
from veilproof.detect.network import cuda_offered, load_network
from veilproof.errors import VeilproofError
from veilproof.media.nvenc import NVENC, opens

_DECODERS = ("h264", "hevc", "vp9", "av1", "mpeg4", "gif")
_PROBE_SIZE = 1280, 720
"""Pixels; any size that every card takes."""
_ENCODERS = ("libx264", "libx265", "libvpx-vp9", "libsvtav1", "gif")


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check.

    Attributes:
        name: what was checked.
        ok: whether it is available.
        detail: its version, device or error, for people.
        optional: whether veilproof works without it.
    """

    name: str
    ok: bool
    detail: str
    optional: bool = False


def examine() -> list[Check]:
    """Check codecs, models and accelerators. Loads every model, which takes a few seconds."""
    return [
        Check("processors", True, str(os.cpu_count())),
        Check("FFmpeg", True, f"{av.ffmpeg_version_info} (PyAV {av.__version__})"),
        *(_check_codec(name, "r") for name in _DECODERS),
        *(_check_codec(name, "w") for name in _ENCODERS),
        *(_check_photo_format(name) for name in ("jpg", "webp", "libtiff")),
        *(_check_model(name) for name in MODEL_NAMES),
        _check_gpu(),
        Check("decoding", True, "on the processor; NVDEC is not used"),
        _check_nvenc(),
    ]


def _check_codec(name: str, mode: str) -> Check:
    verb = "decodes" if mode == "r" else "encodes"
    try:
        codec = Codec(name, "r" if mode == "r" else "w")
    except ValueError:
        return Check(f"{verb} {name}", False, "this FFmpeg was built without it")
    return Check(f"{verb} {name}", True, codec.long_name)


def _check_photo_format(name: str) -> Check:
    return Check(f"pictures, {name}", bool(features.check(name)), "Pillow")


def _check_model(name: str) -> Check:
    try:
        device = load_network(weights.path(name), 0.0, 1.0).device
        load_detector(name)
    except VeilproofError as error:
        return Check(f"model {name}", False, str(error))
    return Check(f"model {name}", True, device)


def _check_nvenc() -> Check:
    """What encodes: a card that was opened counts, not an encoder that FFmpeg was built with."""
    found = [name for name in NVENC.values() if opens(name, *_PROBE_SIZE)]
    if found:
        used = "on the processor, or with --encoder auto on the NVIDIA card"
        return Check("encoding", True, f"{used} ({', '.join(found)})", optional=True)
    offered = any(name in av.codecs_available for name in NVENC.values())
    why = "no NVIDIA card with a driver that it can open" if offered else "this FFmpeg was built without it"
    return Check("encoding on an NVIDIA card", False, f"{why}; --encoder auto uses the processor", optional=True)


def _check_gpu() -> Check:
    """Whether the detectors run on an NVIDIA GPU: only one that was opened counts, not one that is offered."""
    try:
        network = load_network(weights.path(MODEL_NAMES[0]), 0.0, 1.0)
    except VeilproofError as error:
        return Check("NVIDIA card", False, str(error), optional=True)
    if network.batch_pixels:
        return Check("NVIDIA card", True, f"detectors run on it ({network.device})", optional=True)
    why = "ONNX Runtime cannot open it" if cuda_offered() else "the extra `cuda` is not installed"
    return Check("NVIDIA card", False, f"{why}; detectors run on the processor ({network.device})", optional=True)
