"""Options of an item and limits of a worker. The journal and the workers hold them as JSON."""

from __future__ import annotations

import json
import math
import os
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import psutil

from veilproof.archive.areas import manifest_areas
from veilproof.archive.names import shortened
from veilproof.archive.stretches import manifest_stretches
from veilproof.detect import MODEL_NAMES
from veilproof.errors import VeilproofError
from veilproof.kind import DEFAULT_COVER, kinds_of, words_of
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.apply import Delivery
from veilproof.render.covers import Method, Shape, Style
from veilproof.scan.profile import Effort, ScanSettings

_MEBIBYTE = 1 << 20
_CORES_PER_WORKER = 2
"""One worker kept 1.8 of two cores busy: `python -m benchmarks.archive clips`, docs/archive.md."""
_USABLE_MEMORY = 0.8
"""Share of the machine's memory that the workers may use together; a round number that leaves room for the system."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an item is redacted; names and defaults are those of `veilproof redact`.

    Attributes:
        effort: how much time its scan may take.
        model: absolute path of the user's own ONNX file, or "" for the detector named by `detector`.
        audit: whether the result is audited.
        sound: what happens to stretches of sound (`veilproof.archive.stretches`); only a manifest gives any.
        areas: what is covered besides (`veilproof.archive.areas`); only a manifest gives any.
        cover: the kinds that are looked for, as `kinds_of` takes them.
        min_text_height: the least height of a line of text that is covered, in pixels.
    """

    method: Method = Method.SOLID
    shape: Shape = Shape.ELLIPSE
    scale: float = 1.5
    audio: Audio = Audio.MUTE
    subtitles: Subtitles = Subtitles.DROP
    effort: Effort = Effort.NORMAL
    detector: str = MODEL_NAMES[0]
    model: str = ""
    audit: bool = False
    sound: str = ""
    areas: str = ""
    cover: str = DEFAULT_COVER
    min_text_height: float = 0.0

    def delivery(self) -> Delivery:
        """The options that concern rendering."""
        return Delivery(Style(self.method, self.shape, self.scale), self.audio, self.subtitles)

    def scan_settings(self) -> ScanSettings:
        """The options that concern scanning."""
        return ScanSettings(self.effort, cover=kinds_of(self.cover), min_text_height=self.min_text_height)

    def updated(self, values: dict[str, Any]) -> Options:
        """A copy with the values of a manifest line.

        Raises:
            VeilproofError: there is no such option, or its value is invalid.
        """
        merged = asdict(self)
        for name, value in values.items():
            if name not in merged or name in _PER_RUN:
                names = ", ".join(field.name for field in fields(self) if field.name not in _PER_RUN)
                raise VeilproofError(f"there is no option {shortened(name)}; there are {names}")
            merged[name] = value
        return Options.from_values(merged)

    def to_json(self) -> str:
        """One line of JSON, identical for equal options."""
        return json.dumps(asdict(self), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Options:
        """The inverse of `to_json`; what an older journal does not say has its default.

        Raises:
            VeilproofError: the text is not valid.
        """
        try:
            values = json.loads(text)
            return Options.from_values({**asdict(Options()), **values} if isinstance(values, dict) else values)
        except (ValueError, RecursionError):
            raise VeilproofError(f"{shortened(text)} are not the options of an item") from None

    @staticmethod
    def from_values(values: dict[str, Any]) -> Options:
        """Options from plain values, as a manifest or the journal holds them.

        Raises:
            VeilproofError: a value is invalid.
        """
        if not isinstance(values, dict) or set(values) != {field.name for field in fields(Options)}:
            raise VeilproofError(f"{shortened(values)} are not the options of an item")
        try:
            options = Options(
                method=_one_of(Method, values["method"]),
                shape=_one_of(Shape, values["shape"]),
                scale=_number(values["scale"]),
                audio=_one_of(Audio, values["audio"]),
                subtitles=_one_of(Subtitles, values["subtitles"]),
                effort=_one_of(Effort, values["effort"]),
                detector=_text(values["detector"]),
                model=_text(values["model"]),
                audit=bool(values["audit"]),
                sound=_stretches(values["sound"]),
                areas=_areas(values["areas"]),
                cover=words_of(kinds_of(_text(values["cover"]))),
                min_text_height=_number(values["min_text_height"]),
            )
        except ValueError as error:
            raise VeilproofError(f"{error}: `veilproof redact --help` lists the valid values") from None
        if not 1.0 <= options.scale <= 4.0:
            raise VeilproofError(f"scale {options.scale:g} is not from 1 to 4")
        if not 0 <= options.min_text_height < math.inf:
            raise VeilproofError(f"min_text_height {options.min_text_height:g} is not a number of pixels")
        if not options.model and options.detector not in MODEL_NAMES:
            raise VeilproofError(f"no detector named {shortened(options.detector)}; there are {', '.join(MODEL_NAMES)}")
        return options


_Word = TypeVar("_Word", bound=StrEnum)


def _one_of(words: type[_Word], value: object) -> _Word:
    if not isinstance(value, str) or value not in tuple(words):
        raise ValueError(f"{shortened(value)} is not one of {', '.join(words)}")
    return words(value)


def _number(value: object) -> float:
    try:
        if not isinstance(value, bool) and isinstance(value, int | float | str):
            return float(value)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{shortened(value)} is not a number that can be used")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{shortened(value)} is not a name")
    return value


def _stretches(value: object) -> str:
    text = _text(value)
    manifest_stretches(text)
    return text


def _areas(value: object) -> str:
    text = _text(value)
    manifest_areas(text)
    return text


_PER_RUN = ("audit", "model")
"""Options that a manifest cannot set for one item."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use before its worker is stopped. The defaults are round numbers.

    Attributes:
        memory: bytes of resident memory of its worker.
        seconds: total time.
        stall: seconds without progress, such as on one frame or on hashing the file.
        output: bytes of any one file that it writes.
        niceness: how far its worker gives way to other programs, from 0, not at all, to 19.
    """

    memory: int = 4096 * _MEBIBYTE
    seconds: float = 12 * 3600.0
    stall: float = 900.0
    output: int = 32768 * _MEBIBYTE
    niceness: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a worker."""
        return asdict(self)


def default_workers() -> int:
    """The number of workers that keeps this machine busy."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, cores // _CORES_PER_WORKER)


def default_memory(workers: int) -> int:
    """The memory limit of each of `workers` workers in bytes: the default, or less on a small machine."""
    return int(min(Limits().memory, psutil.virtual_memory().total * _USABLE_MEMORY / workers))


def model_option(model: Path | None) -> str:
    """The model as an option: its absolute path, because workers may run in another folder.

    Raises:
        VeilproofError: there is no such file.
    """
    if model is None:
        return ""
    if not model.is_file():
        raise VeilproofError(f"{model}: no such model file")
    return str(model.absolute())
