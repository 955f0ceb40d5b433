"""Where an archive keeps what is made of an original."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from veilproof.media.video_write import Audio


@dataclass(frozen=True, slots=True)
class Results:
    """Where an archive keeps what is made of an original.

    Attributes:
        output: the redacted file.
        audit: the folder of its audit.
        audio: what the archive does with sound about which nobody decided.
    """

    output: Path
    audit: Path
    audio: Audio
