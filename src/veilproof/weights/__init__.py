"""The networks that come with veilproof, by name; nothing is ever downloaded.

The files are made when veilproof is built (`hatch_build.py`) out of the ones named in `sources.py`; `weights.json`,
made beside them, holds the SHA-256 of each.
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
    """The file with the weights of that name, checked against the SHA-256 it was built with.

    Raises:
        VeilproofError: No weights have that name, or the file is missing or is not the one that was built.
    """
    known = {source.name: source for source in SOURCES}
    if name not in known:
        raise VeilproofError(f"There are no weights called {name!r}; there are: {', '.join(known)}.")
    file = _FOLDER / known[name].file
    try:
        built: dict[str, str] = json.loads((_FOLDER / "weights.json").read_text("utf-8"))
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        raise VeilproofError(f"The weights {file} cannot be read ({error}); reinstall veilproof.") from error
    if found != built.get(file.name):
        raise VeilproofError(f"The weights {file} are not the ones veilproof was built with; reinstall veilproof.")
    return file
