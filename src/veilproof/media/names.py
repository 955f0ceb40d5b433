"""Default names of what belongs to an original: its redacted file, its plan, its audit."""

from __future__ import annotations

from pathlib import Path

from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_video

_REDACTED = ".redacted"
_AUDIT = ".audit"


def output_for(path: Path) -> Path:
    """The redacted file beside the original: `march.redacted.mp4` for `march.mp4`.

    A video in a container that cannot be written becomes Matroska: `march.mpg.redacted.mkv` for `march.mpg`, because
    `march.mkv` may be another original.
    """
    if path.suffix.lower() in VIDEO_SUFFIXES or not is_video(path):
        return path.with_name(f"{path.stem}{_REDACTED}{path.suffix}")
    return path.with_name(f"{path.name}{_REDACTED}.mkv")


def is_output(path: Path) -> bool:
    """Whether the name is one that `output_for` gives."""
    return path.stem.endswith(_REDACTED)


def audit_of(output: Path) -> Path:
    """The folder beside a redacted file that holds the results of its audit."""
    return output.with_name(f"{output.name}{_AUDIT}")


def is_audit(folder: Path) -> bool:
    """Whether the name is one that `audit_of` gives."""
    return folder.suffix == _AUDIT and is_output(folder.with_suffix(""))


def plan_for(path: Path) -> Path:
    """The plan beside the original: `march.veil` for `march.mp4`."""
    return path.with_suffix(".veil")
