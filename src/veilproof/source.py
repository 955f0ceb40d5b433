"""The original, as far as it is known without decoding it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from veilproof.errors import VeilproofError


def name_of(source: Path) -> str:
    """The name of the file as text that can be stored, even where the name is none."""
    return os.fsencode(source.name).decode("utf-8", "backslashreplace")


def digest(source: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        VeilproofError: it cannot be read.
    """
    try:
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise VeilproofError(f"{source}: cannot be read ({error.strerror})") from error
