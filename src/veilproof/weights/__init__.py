"""The weights that come with veilproof, by name; nothing is ever downloaded.

The build (`hatch_build.py`) converts the published files listed in `sources.py` and writes the SHA-256 of each result
to `weights.json`.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.weights.sources import SOURCES, Source

__all__ = ["SOURCES", "Source", "path"]

_FOLDER = Path(__file__).parent


@functools.cache
def path(name: str) -> Path:
    """The ONNX file of that name, checked against the SHA-256 from the build.

    Raises:
        VeilproofError: no weights have that name, or the file is missing or changed.
    """
    known = {source.name: source for source in SOURCES}
    if name not in known:
        raise VeilproofError(f"No weights are named {name!r}; choose one of {', '.join(known)}.")
    file = _FOLDER / known[name].file
    try:
        built: dict[str, str] = json.loads((_FOLDER / "weights.json").read_text("utf-8"))
        actual = hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        raise VeilproofError(f"The weights {file} cannot be read ({error}); reinstall veilproof.") from error
    if actual != built.get(file.name):
        raise VeilproofError(f"The weights {file} are not those veilproof was built with; reinstall veilproof.")
    return file
