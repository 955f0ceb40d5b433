"""The weights that come with veilproof, by name; nothing is ever downloaded.

The build (`hatch_build.py`) converts the published files listed in `sources.py` and writes the SHA-256 of each result
to `weights.json`. The networks of our own lie here as they were trained; their SHA-256 is in `sources.py`.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.weights.sources import SOURCES, TRAINED, Source, Trained

__all__ = ["SOURCES", "TRAINED", "Source", "Trained", "path"]

_FOLDER = Path(__file__).parent


@functools.cache
def path(name: str) -> Path:
    """The ONNX file of that name, checked against its SHA-256.

    Raises:
        VeilproofError: no weights have that name, or the file is missing or changed.
    """
    known: dict[str, Source | Trained] = {source.name: source for source in (*SOURCES, *TRAINED)}
    if name not in known:
        raise VeilproofError(f"No weights are named {name!r}; choose one of {', '.join(known)}.")
    network = known[name]
    file = _FOLDER / network.file
    try:
        expected = network.sha256 if isinstance(network, Trained) else _built(network)
        actual = hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        raise VeilproofError(f"The weights {file} cannot be read ({error}); reinstall veilproof.") from error
    if actual != expected:
        raise VeilproofError(f"The weights {file} are not those veilproof was built with; reinstall veilproof.")
    return file


def _built(source: Source) -> str | None:
    """The SHA-256 that the build wrote for a published network."""
    digests: dict[str, str] = json.loads((_FOLDER / "weights.json").read_text("utf-8"))
    return digests.get(source.file)
