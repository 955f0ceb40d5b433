"""The identity of an original: its name and its digest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from veilproof.errors import VeilproofError


def name_of(source: Path) -> str:
    r"""The name of a file as text that can be stored; bytes that are not UTF-8 become escapes such as `\xe9`."""
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
