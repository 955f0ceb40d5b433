"""What an item is done with, and what one item may use: both go into the journal or to a worker as JSON."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import psutil

from veilproof.detect import MODEL_NAMES
from veilproof.errors import VeilproofError
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.apply import Delivery
from veilproof.render.covers import Method, Shape, Style

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Options:
    """How an item is redacted; the names and defaults are those of `veilproof redact`.

    Attributes:
        model: the user's own ONNX file, or "" for the detector of that name.
        audit: whether the result is attacked afterwards.
    """

    method: Method = Method.SOLID
    shape: Shape = Shape.ELLIPSE
    scale: float = 1.5
    audio: Audio = Audio.MUTE
    subtitles: Subtitles = Subtitles.DROP
    detector: str = MODEL_NAMES[0]
    model: str = ""
    audit: bool = False

    def delivery(self) -> Delivery:
        """What they say about the output."""
        return Delivery(Style(self.method, self.shape, self.scale), self.audio, self.subtitles)

    def changed(self, values: dict[str, Any]) -> Options:
        """These options with some of them replaced by what a manifest says.

        Raises:
            VeilproofError: there is no such option, or it cannot have that value.
        """
        known = asdict(self)
        for name, value in values.items():
            if name not in known or name in _NOT_AN_ITEMS:
                names = ", ".join(field.name for field in fields(self) if field.name not in _NOT_AN_ITEMS)
                raise VeilproofError(f"there is no option {name}; there are {names}")
            known[name] = value
        return Options.read(known)

    def as_json(self) -> str:
        """One line, the same for the same options."""
        return json.dumps(asdict(self), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Options:
        """What `as_json` wrote."""
        return Options.read(json.loads(text))

    @staticmethod
    def read(values: dict[str, Any]) -> Options:
        """Options from plain values, as a manifest or the journal holds them.

        Raises:
            VeilproofError: one of them cannot have that value.
        """
        try:
            made = Options(
                method=Method(values["method"]),
                shape=Shape(values["shape"]),
                scale=float(values["scale"]),
                audio=Audio(values["audio"]),
                subtitles=Subtitles(values["subtitles"]),
                detector=str(values["detector"]),
                model=str(values["model"]),
                audit=bool(values["audit"]),
            )
        except ValueError as error:
            raise VeilproofError(f"{error}: `veilproof redact --help` says which values there are") from None
        if not 1.0 <= made.scale <= 4.0:
            raise VeilproofError(f"scale {made.scale:g} is not from 1 to 4")
        if not made.model and made.detector not in MODEL_NAMES:
            raise VeilproofError(f"no detector named {made.detector}; there are {', '.join(MODEL_NAMES)}")
        return made


_NOT_AN_ITEMS = ("audit", "model")
"""One run has one answer to these."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use before it is stopped.

    Attributes:
        memory: bytes that its worker may hold.
        seconds: how long it may take in all.
        silence: seconds that it may take over one frame, or over reading the file once.
        output: bytes that one file it writes may have.
    """

    memory: int = 4096 * _MEBIBYTE
    seconds: float = 12 * 3600.0
    silence: float = 900.0
    output: int = 32768 * _MEBIBYTE

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a worker."""
        return asdict(self)


def most_workers() -> int:
    """How many workers keep this machine busy: one keeps two cores busy, a second on them only takes memory."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, cores // 2)


def memory_each(workers: int) -> int:
    """The memory that each of so many workers may have, in bytes: 4 GB, or less on a small machine."""
    return int(min(Limits().memory, psutil.virtual_memory().total * 0.8 / workers))


def model_named(model: Path | None) -> str:
    """The model as an option: its whole path, because workers may run elsewhere.

    Raises:
        VeilproofError: there is no such file.
    """
    if model is None:
        return ""
    if not model.is_file():
        raise VeilproofError(f"{model}: no such model file")
    return str(model.absolute())
