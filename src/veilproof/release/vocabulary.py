"""The reasons that an office uses, and which one a thing has unless a person gave another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from veilproof.errors import VeilproofError
from veilproof.plan import Reason

KINDS = ("face", "head", "text", "plate", "area", "keep", "keep_thing", "sound", "metadata")
"""What has a default: kinds of things that are covered, people who are kept and what else is, sound, metadata."""


class _Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    code: str
    text: str
    basis: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    reason: tuple[_Entry, ...] = ()
    defaults: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Reasons, by code.

    Attributes:
        reasons: the reasons, in the order of the file.
        defaults: by kind (`KINDS`), the code of the reason that a thing has if nobody gave it one.
    """

    reasons: dict[str, Reason]
    defaults: dict[str, str]

    def reason(self, code: str) -> Reason:
        """The reason with a code.

        Raises:
            VeilproofError: there is none.
        """
        if code not in self.reasons:
            raise VeilproofError(f"no reason has the code {code}: choose one of {', '.join(self.reasons)}")
        return self.reasons[code]

    def default(self, kind: str) -> Reason:
        """The reason of what nobody gave one."""
        return self.reasons[self.defaults[kind]]


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """The reasons in a TOML file, or those that come with veilproof. Defaults that the file does not set are ours.

    Raises:
        VeilproofError: the file cannot be read, or is no list of reasons.
    """
    return _own() if path is None else _read(path.read_bytes, str(path), _own())


@cache
def _own() -> Vocabulary:
    resource = files("veilproof.release").joinpath("reasons.toml")
    return _read(resource.read_bytes, "reasons.toml", Vocabulary({}, {}))


def _read(read: object, name: str, base: Vocabulary) -> Vocabulary:
    assert callable(read)
    try:
        given = msgspec.toml.decode(read(), type=_File)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise VeilproofError(f"{name}: no list of reasons ({error}); docs/release.md shows one") from error
    reasons = {each.code: Reason(each.code, each.text, each.basis) for each in given.reason}
    if len(reasons) != len(given.reason):
        raise VeilproofError(f"{name}: two reasons have the same code; give each its own")
    if not all(each.code.strip() and each.text.strip() for each in given.reason):
        raise VeilproofError(f"{name}: a reason has no code or no text; give it both")
    defaults = {**base.defaults, **given.defaults}
    unknown = sorted(set(defaults) - set(KINDS))
    if unknown:
        raise VeilproofError(f"{name}: {unknown[0]} has no default; those that have one are {', '.join(KINDS)}")
    reasons = {**reasons, **{code: base.reasons[code] for code in base.defaults.values() if code not in reasons}}
    missing = sorted(set(defaults.values()) - set(reasons))
    if missing:
        raise VeilproofError(f"{name}: a default has the code {missing[0]}, which is none of its reasons")
    return Vocabulary(reasons, defaults)
