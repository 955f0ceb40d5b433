"""Destinations of results: checked before the work begins, and named correctly in error messages."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_video
from veilproof.media.names import plan_for
from veilproof.media.writing import atomic_write, check_output

_PREVIEW_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def check_targets(source: Path, output: Path, preview: Path | None, *, force: bool) -> None:
    """Check, before hours of work, that the output and the preview can be written.

    Raises:
        VeilproofError: one of them is the original, exists already, is in no writable folder or has an unknown
            suffix; both are the same file; or `source` is a plan.
    """
    if plan_for(source) == source:
        raise VeilproofError(f"{source} is a plan, not a photo or video: give the original that it was made for")
    _check(output, source, force)
    if is_video(source) and output.suffix.lower() not in VIDEO_SUFFIXES:
        raise VeilproofError(f"{output}: choose a name that ends in one of {' '.join(sorted(VIDEO_SUFFIXES))}")
    if preview is None:
        return
    _check(preview, source, force)
    if preview.suffix.lower() not in _PREVIEW_SUFFIXES:
        raise VeilproofError(f"{preview}: the preview is a picture; choose a name that ends in .jpg or .png")
    if preview.resolve() == output.resolve():
        raise VeilproofError(f"{preview} is the output; choose another name for the preview")


@contextlib.contextmanager
def atomic_target(path: Path, *, source: Path, force: bool) -> Iterator[Path]:
    """As `atomic_write`; errors that would name the temporary file name `path` instead.

    Raises:
        VeilproofError: `path` cannot be written, or the body raised one.
    """
    with atomic_write(path, source=source, force=force) as temporary:
        try:
            yield temporary
        except VeilproofError as error:
            raise VeilproofError(str(error).replace(str(temporary), str(path))) from error


def _check(path: Path, source: Path, force: bool) -> None:
    check_output(path, source=source, force=force)
    if not path.parent.is_dir():
        raise VeilproofError(f"{path} cannot be written: there is no folder {path.parent}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise VeilproofError(f"{path} cannot be written: no permission in that folder; choose another")
