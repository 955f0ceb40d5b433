"""A recogniser of the user's own: a small TOML file that says how a network wants its faces."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np

from veilproof.errors import VeilproofError
from veilproof.recognise.align import SIDE
from veilproof.recognise.recognisers import Recogniser, TemplateNetwork

_DIGITS = 8
"""Hexadecimal digits of the SHA-256 of the weights that reports show: enough to tell files apart."""


class ModelFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the file says.

    Attributes:
        name: shown in reports.
        weights: an ONNX file, its path relative to this one; faces of 112 by 112 pixels, aligned to the ArcFace
            template, in, one embedding out.
        mean: subtracted from the values of the pixels (0 to 255).
        scale: divides them after that.
        colours: the order of colours that the network was trained with.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    weights: str
    mean: float = 127.5
    scale: Annotated[float, msgspec.Meta(gt=0)] = 127.5
    colours: Literal["rgb", "bgr"] = "rgb"


def load_model(file: Path) -> Recogniser:
    """The recogniser that a file describes; its name in reports ends with digits of its weights.

    Raises:
        VeilproofError: it is no such file, or its network does not turn each face into one row of numbers.
    """
    try:
        model = msgspec.toml.decode(file.read_bytes(), type=ModelFile)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError) as error:
        raise VeilproofError(
            f"{file}: not a description of a recogniser ({error}); docs/lab.md lists the keys:"
            f" {', '.join(ModelFile.__struct_fields__)}"
        ) from error
    path = file.parent / model.weights
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
        network = TemplateNetwork(f"{model.name} ({digest})", path, model.mean, model.scale, model.colours)
        # Runtimes see what a network is made for when it runs: a whole batch, and what is left over.
        faces = np.random.default_rng(0).integers(0, 256, (17, SIDE, SIDE, 3), np.uint8)
        rows = network.embed(list(faces))
    except Exception as error:  # runtimes raise what they like
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise VeilproofError(f"{path}: not a recogniser that can be run ({reason}); give an ONNX file") from error
    if rows.shape[1] < 2 or not np.isfinite(rows).all() or np.allclose(rows[0], rows[1], atol=1e-6):
        raise VeilproofError(f"{path}: gives the same for every face, or no numbers; is this a face recogniser?")
    return network
