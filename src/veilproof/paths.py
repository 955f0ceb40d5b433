"""Names of files as callers of the public API give them."""

from __future__ import annotations

import os
from pathlib import Path

StrPath = str | os.PathLike[str]
"""The name of a file: text, or anything that stands for it, such as a `pathlib.Path`."""


def path_or_none(name: StrPath | None) -> Path | None:
    """The path of that name, where there is one."""
    return None if name is None else Path(name)
