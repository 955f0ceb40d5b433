"""Destinations of results: checked before the work begins, and named correctly in error messages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_video
from veilproof.media.names import plan_for
from veilproof.media.writing import Content, atomic_write, check_not_original, check_output, is_plan_file

_PREVIEW_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def check_targets(source: Path, output: Path, preview: Path | None, *, force: bool, plan: Path | None = None) -> None:
    """Check, before hours of work, that the output and the preview can be written.

    Args:
        source: the original.
        output: the redacted file.
        preview: the contact sheet; None for none.
        force: whether they may replace existing files.
        plan: the plan, which may exist; None if its name is not known.

    Raises:
        VeilproofError: one of them must not be replaced, is in no writable folder or has an unknown suffix; two of
            them are the same file; or `source` is a plan.
    """
    if plan_for(source) == source or is_plan_file(source):
        raise VeilproofError(f"{source} is a plan, not a photo or video: give the original that it was made for")
    if plan is not None:
        check_not_original(plan, source)
    _check(output, source, force)
    if is_video(source) and output.suffix.lower() not in VIDEO_SUFFIXES:
        raise VeilproofError(f"{output}: choose a name that ends in one of {' '.join(sorted(VIDEO_SUFFIXES))}")
    if plan is not None and _is_same_place(output, plan):
        raise VeilproofError(f"{output} is the plan; choose another name for the output")
    if preview is None:
        return
    _check(preview, source, force)
    if preview.suffix.lower() not in _PREVIEW_SUFFIXES:
        raise VeilproofError(f"{preview}: the preview is a picture; choose a name that ends in .jpg or .png")
    if _is_same_place(preview, output) or (plan is not None and _is_same_place(preview, plan)):
        raise VeilproofError(f"{preview} is the output or the plan; choose another name for the preview")


def check_shared(outputs: Mapping[Path, Path]) -> None:
    """Check, before any work, that no two originals have the same output, and that none is the output of another.

    Args:
        outputs: by original, its output.

    Raises:
        VeilproofError: two do.
    """
    places: dict[str, Path] = {}
    originals = {_place(source): source for source in outputs}
    for source, output in outputs.items():
        other = places.setdefault(_place(output), source)
        if other != source:
            raise VeilproofError(
                f"{other} and {source} would both be written to {output}: redact one of them apart, with --output"
            )
        original = originals.get(_place(output))
        if original is not None:
            raise VeilproofError(
                f"{output} is an original, and would be the output of {source}: redact one of them apart, with --output"
            )


def atomic_target(path: Path, *, source: Path, force: bool) -> AbstractContextManager[Path]:
    """As `atomic_write`, for an output or a preview.

    Raises:
        VeilproofError: `path` must not be replaced, or cannot be written.
    """
    return atomic_write(path, source=source, force=force, content=_content(path, source))


def _content(path: Path, source: Path) -> Content:
    """What is written for an original: a video, or a photo or the preview of a video."""
    return Content.VIDEO if is_video(source) and path.suffix.lower() not in _PREVIEW_SUFFIXES else Content.PHOTO


def _place(path: Path) -> str:
    """The same text for all names of one file."""
    return os.path.normcase(path.resolve())


def _is_same_place(one: Path, other: Path) -> bool:
    return _place(one) == _place(other) or (one.exists() and other.exists() and one.samefile(other))


def _check(path: Path, source: Path, force: bool) -> None:
    check_output(path, source=source, force=force, content=_content(path, source))
    if not path.parent.is_dir():
        english = f"{path} cannot be written: there is no folder {path.parent}; make it first"
        raise LocalisedError("error-no-folder", english=english, name=path.name)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        english = f"{path} cannot be written: no permission in that folder; choose another"
        raise LocalisedError("error-no-permission", english=english, name=path.name)
