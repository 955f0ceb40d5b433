"""Where results go: what `--output` names, a file or a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.inputs import MEDIA_SUFFIXES
from veilproof.media.names import output_for


def outputs_of(sources: Sequence[Path], output: str | None, inputs: Sequence[Path]) -> dict[Path, Path]:
    """By original, its redacted file.

    Args:
        sources: the originals.
        output: what a person gave: the file for one original; a folder, which may not exist yet, if it ends with a
            slash, has no suffix, or there are several originals; None for beside each.
        inputs: the files and folders that the originals come from. In an output folder, each folder is mirrored.

    Raises:
        VeilproofError: a file is given for several originals.
    """
    if output is None:
        return {source: output_for(source) for source in sources}
    if not _is_folder(output, inputs):
        return {source: Path(output) for source in sources}
    targets = {}
    for source in sources:
        root = next((path for path in inputs if path.is_dir() and source.is_relative_to(path)), source.parent)
        targets[source] = Path(output) / source.relative_to(root).parent / output_for(source).name
    return targets


def make_folder(target: Path, output: str | None) -> None:
    """Make the folder of a redacted file in the output folder; a folder that is not below it must exist."""
    if output is not None and target != Path(output):
        target.parent.mkdir(parents=True, exist_ok=True)


def _is_folder(output: str, inputs: Sequence[Path]) -> bool:
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)):
        return True
    if len(inputs) == 1 and not inputs[0].is_dir():
        return not path.suffix and not path.exists()
    if path.exists() or path.suffix.lower() in MEDIA_SUFFIXES:
        raise VeilproofError(f"{path} is a file, and there may be several originals: give a folder, as {path.stem}/")
    return True
