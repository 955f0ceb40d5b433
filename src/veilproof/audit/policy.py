"""What an audit must find, or not find, for a file to pass."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from veilproof.errors import VeilproofError


class Extra(StrEnum):
    """What a file may hold besides the picture."""

    SOUND = "sound"
    SUBTITLES = "subtitles"
    CHAPTERS = "chapters"
    METADATA = "metadata"
    PICTURES = "pictures"
    STREAMS = "streams"
    NAME = "name"
    TRAILING = "trailing"
    HIDDEN_FRAMES = "hidden frames"


class Policy(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A policy; every key may be given in a TOML file, and docs/audit.md says what each is for.

    An unknown key is refused: it would be a mistake that lets something pass.

    Attributes:
        largest_leak_px: faces that leak count from this size on, in pixels.
        least_confidence: what leaks counts when it is a face with this probability; with two thirds of it where the
            same track is covered nearly everywhere else.
        highest_upper_bound: the 95 % upper bound of the share of faces that can be matched must not be above this,
            unless every cover is opaque.
        least_control: the share of the untouched faces that the control must recognise.
        allow: what the file may hold besides the picture.
    """

    largest_leak_px: float = 0.0
    least_confidence: float = 0.7
    highest_upper_bound: float = 0.1
    least_control: float = 0.8
    allow: tuple[Extra, ...] = ()


NAMED = {
    "strict": Policy(),
    "standard": Policy(
        largest_leak_px=16.0,
        least_confidence=0.8,
        highest_upper_bound=0.3,
        least_control=0.6,
        allow=(Extra.SOUND, Extra.SUBTITLES, Extra.CHAPTERS),
    ),
}
"""The policies that come with veilproof; the first is the default."""


def load_policy(name: str = "strict") -> Policy:
    """A policy by its name, or from a TOML file.

    Raises:
        VeilproofError: no policy has that name, or the file is none.
    """
    if name in NAMED:
        return NAMED[name]
    file = Path(name)
    if not file.is_file():
        raise VeilproofError(f"no policy named {name}; there are {', '.join(NAMED)}, or give a TOML file")
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Policy)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError) as error:
        raise VeilproofError(f"{file}: not a policy ({error}); docs/audit.md lists the keys") from error
