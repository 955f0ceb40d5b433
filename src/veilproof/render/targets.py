"""Where results go: seen to before the work begins, and called by their own names when something goes wrong."""

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

_SHEETS = (".jpg", ".jpeg", ".png", ".webp")


def check_targets(source: Path, output: Path, preview: Path | None, *, force: bool) -> None:
    """See that the output and the preview can get their names, before hours of work go into them.

    Raises:
        VeilproofError: one of them is the original, exists already, has no folder to go to, or a suffix that says
            nothing; or both are the same file.
    """
    if plan_for(source) == source:
        raise VeilproofError(
            f"{source}: a plan, which shows nothing by itself; give the photo or video it was made for"
        )
    _check(output, source, force)
    if is_video(source) and output.suffix.lower() not in VIDEO_SUFFIXES:
        raise VeilproofError(f"{output}: choose a name that ends in one of {' '.join(sorted(VIDEO_SUFFIXES))}")
    if preview is None:
        return
    _check(preview, source, force)
    if preview.suffix.lower() not in _SHEETS:
        raise VeilproofError(f"{preview}: the preview is a picture; choose a name that ends in .jpg or .png")
    if preview.resolve() == output.resolve():
        raise VeilproofError(f"{preview} is the output; choose another name for the preview")


@contextlib.contextmanager
def becoming(path: Path, *, source: Path, force: bool) -> Iterator[Path]:
    """As `atomic_write`, and errors that name the temporary file name `path` instead.

    Raises:
        VeilproofError: `path` may not be written, or what was done under this failed.
    """
    with atomic_write(path, source=source, force=force) as unfinished:
        try:
            yield unfinished
        except VeilproofError as error:
            raise VeilproofError(str(error).replace(str(unfinished), str(path))) from error


def _check(path: Path, source: Path, force: bool) -> None:
    check_output(path, source=source, force=force)
    if not path.parent.is_dir():
        raise VeilproofError(f"{path} cannot be written: there is no folder {path.parent}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise VeilproofError(f"{path} cannot be written: no permission in that folder; choose another")
