"""Policies: what a redacted file must meet to pass the audit."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from veilproof.errors import VeilproofError


class Extra(StrEnum):
    """Kinds of content besides the picture that a file may have."""

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
    """A policy. Every attribute may be set in a TOML file; an unknown key is an error: a typo could let a leak pass.

    The defaults are those of the policy "strict".

    Attributes:
        min_leak_px: size in pixels from which a leak counts; text and plates count at any.
        min_confidence: probability of being a face from which a leak counts; 0.65 of it is enough where the same track
            is covered in most other frames.
        max_upper_bound: highest accepted 95 % upper bound of the share of faces that can be matched through covers that
            hold a picture.
        min_control_rate: share of the attacked faces that the control must recognise.
        allow: the content besides the picture that the file may have.
    """

    min_leak_px: float = 0.0
    min_confidence: float = 0.7
    max_upper_bound: float = 0.1
    min_control_rate: float = 0.8
    allow: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers with which an audit would pass whatever it finds."""
        for name, most in _MOST.items():
            value = getattr(self, name)
            # Not a number compares as false with everything, so it must fail this test and not pass another.
            if not 0 <= value <= most:
                raise ValueError(f"{name} is {value}, which is not from 0 to {most:g}")


_MOST = {"min_leak_px": 256.0, "min_confidence": 1.0, "max_upper_bound": 1.0, "min_control_rate": 1.0}
"""The largest value of each number: rates end at 1, and who leaks faces of more than 256 pixels needs no audit."""

NAMED_POLICIES = {
    "strict": Policy(),
    "standard": Policy(
        min_leak_px=16.0,
        min_confidence=0.8,
        max_upper_bound=0.3,
        min_control_rate=0.6,
        allow=(Extra.SOUND, Extra.SUBTITLES, Extra.CHAPTERS),
    ),
}
"""The policies that come with veilproof; the first is the default."""


def load_policy(name: str = "strict") -> Policy:
    """The policy of this name, or from the TOML file at this path.

    Raises:
        VeilproofError: there is no such policy or file, or the file is not a valid policy.
    """
    if name in NAMED_POLICIES:
        return NAMED_POLICIES[name]
    file = Path(name)
    if not file.is_file():
        raise VeilproofError(f"no policy named {name}; choose {' or '.join(NAMED_POLICIES)}, or give a TOML file")
    try:
        return msgspec.toml.decode(file.read_bytes(), type=Policy)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError) as error:
        raise VeilproofError(f"{file}: not a valid policy ({error}); docs/audit.md lists the keys") from error
