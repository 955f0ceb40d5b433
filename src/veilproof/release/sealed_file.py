"""The sealed file: a ZIP archive of parts, each encrypted in age's format (https://age-encryption.org/v1).

A track has a key of its own, an age identity that is sealed for its recipients in `track-3.key`. What only its cover
hides is encrypted with it in `track-3.part`. What the covers of several tracks hide is encrypted with the keys of all
of them, one around the other, so that it takes all of them to open it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyrage

from veilproof.errors import VeilproofError

SUFFIX = ".sealed"
_TIME = (1980, 1, 1, 0, 0, 0)
"""Of the entries of an archive: when it was made is in the certificate."""
_MOST_KEY_BYTES = 1 << 20
"""Of a file of identities. A round number."""
_NAME = re.compile(r"(track|sound)-([0-9]{1,9}(?:\+[0-9]{1,9})*)\.(key|part)")

Owner = tuple[str, int]
"""`track` or `sound`, and a number."""


class Part(msgspec.Struct, frozen=True):
    """What is sealed: a film of crops, or samples, or sound.

    Attributes:
        pixel_format: FFmpeg's name of that of the pictures; empty for sound.
        films: lossless films; for a track one, for sound one a stream.
        samples: of what several covers hide: the samples of every frame and plane in turn, in the order of rows, each
            as the difference to the one before it in that plane; compressed, as streams of XZ one after the other.
    """

    pixel_format: str
    films: tuple[bytes, ...] = ()
    samples: bytes = b""


@dataclass(frozen=True)
class Recipients:
    """Who may open what.

    Attributes:
        all: age or SSH recipients of everything that has none of its own.
        own: by track or span of sound, its recipients instead.
    """

    all: tuple[Any, ...] = ()
    own: Mapping[Owner, tuple[Any, ...]] = field(default_factory=dict)

    def of(self, owner: Owner) -> tuple[Any, ...]:
        """The recipients of a track or a span of sound; none if it is not sealed."""
        return self.own.get(owner, self.all)

    def check(self, path: Path, tracks: Iterable[int], sounds: Iterable[int]) -> None:
        """Refuse recipients of what there is not: with a typing error a track would open to those of all others.

        Args:
            path: the plan or original, for messages.
            tracks: numbers of the covered tracks.
            sounds: numbers of the changed spans of sound.

        Raises:
            VeilproofError: a track or span with recipients of its own is not among them.
        """
        there = {("track", number) for number in tracks} | {("sound", number) for number in sounds}
        if strangers := sorted(self.own.keys() - there):
            kind, number = strangers[0]
            what = f"track {number} is not covered" if kind == "track" else f"there is no changed sound {number}"
            raise VeilproofError(f"{path}: {what}, so nothing of it can be sealed; check the numbers of --seal")


def parse_recipients(words: Iterable[str]) -> Recipients:
    """Recipients as people type them: `age1...`, `ssh-ed25519 ...`, or `3=age1...` for track 3, `sound-2=age1...`.

    Raises:
        VeilproofError: one is none.
    """
    everybody: list[Any] = []
    own: dict[Owner, list[Any]] = {}
    for word in words:
        chosen = re.fullmatch(r"(?:(track|sound)-)?([0-9]+)=(.*)", word)
        recipient = _recipient(chosen[3] if chosen else word)
        if chosen:
            own.setdefault((chosen[1] or "track", int(chosen[2])), []).append(recipient)
        else:
            everybody.append(recipient)
    return Recipients(tuple(everybody), {owner: tuple(found) for owner, found in own.items()})


def load_identities(path: Path) -> list[Any]:
    """The identities in a file of age, or an SSH key without a pass phrase.

    Raises:
        VeilproofError: there are none.
    """
    try:
        text = path.read_bytes()[:_MOST_KEY_BYTES]
        if b"OPENSSH" in text:
            return [pyrage.ssh.Identity.from_buffer(text)]
        lines = [line.strip() for line in text.decode("ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except OSError as error:
        raise VeilproofError(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, pyrage.IdentityError) as error:
        raise VeilproofError(f"{path}: no identity of age; `age-keygen` makes one") from error
    if not found:
        raise VeilproofError(f"{path}: no identity of age; `age-keygen` makes one")
    return found


class SealedWriter:
    """An archive that is being written. Tracks without recipients are not sealed."""

    def __init__(self, target: Path, recipients: Recipients) -> None:
        """Write into a temporary file of `atomic_write`."""
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
        self._recipients = recipients
        self._keys: dict[Owner, Any] = {}

    def close(self) -> None:
        """Complete the archive."""
        self._archive.close()

    def is_sealed(self, owners: Sequence[Owner]) -> bool:
        """Whether all of these tracks or spans have recipients."""
        return all(self._recipients.of(owner) for owner in owners)

    def add(self, owners: Sequence[Owner], part: Part) -> None:
        """Seal a part for its owners."""
        content = msgspec.msgpack.encode(part)
        for owner in owners:
            content = pyrage.encrypt(content, [self._key_of(owner).to_public()])
        kind = owners[0][0]
        self._put(f"{kind}-{'+'.join(str(number) for _, number in owners)}.part", content)

    def _key_of(self, owner: Owner) -> Any:  # noqa: ANN401 - pyrage has no types
        if owner not in self._keys:
            self._keys[owner] = pyrage.x25519.Identity.generate()
            sealed = pyrage.encrypt(str(self._keys[owner]).encode(), list(self._recipients.of(owner)))
            self._put(f"{owner[0]}-{owner[1]}.key", sealed)
        return self._keys[owner]

    def _put(self, name: str, content: bytes) -> None:
        self._archive.writestr(zipfile.ZipInfo(name, _TIME), content)


class SealedReader:
    """A sealed file that is opened with some identities."""

    def __init__(self, path: Path, identities: Sequence[Any]) -> None:
        """Open the archive.

        Raises:
            VeilproofError: it is none.
        """
        self._path, self._identities = path, list(identities)
        try:
            self._archive = zipfile.ZipFile(path)
            entries = [info for info in self._archive.infolist() if _NAME.fullmatch(info.filename)]
        except (OSError, zipfile.BadZipFile) as error:
            raise VeilproofError(f"{path}: no sealed file ({error})") from error
        self._names = {info.filename for info in entries}
        # Encrypted parts cannot be compressed: what is stored in another way was not written here, and may be a bomb.
        if len(self._names) < len(entries) or any(info.compress_type != zipfile.ZIP_STORED for info in entries):
            self._archive.close()
            raise VeilproofError(f"{path}: not as veilproof wrote it: it was edited")
        self._keys: dict[Owner, Any] = {}

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def parts(self, owners: Sequence[Owner]) -> dict[tuple[int, ...], Part]:
        """All parts that these tracks, or these spans of sound, own together or alone, by their numbers.

        Raises:
            VeilproofError: one is not sealed, the identities do not open it, or the file is damaged.
        """
        for owner in owners:
            self._open(owner)
        found = {}
        for name in sorted(self._names):
            kind, numbers, what = _NAME.fullmatch(name).groups()  # type: ignore[union-attr]
            part_of = tuple((kind, int(number)) for number in numbers.split("+"))
            if what == "part" and set(part_of) <= set(owners):
                found[tuple(number for _, number in part_of)] = self._part(name, part_of)
        return found

    def _open(self, owner: Owner) -> None:
        name = f"{owner[0]}-{owner[1]}.key"
        if name not in self._names:
            raise VeilproofError(f"{self._path}: {owner[0]} {owner[1]} is not sealed in it")
        try:
            secret = pyrage.decrypt(self._read(name), self._identities)
            self._keys[owner] = pyrage.x25519.Identity.from_str(secret.decode("ascii"))
        except pyrage.DecryptError as error:
            raise VeilproofError(f"{self._path}: this key does not open {owner[0]} {owner[1]}") from error
        except (pyrage.IdentityError, UnicodeDecodeError) as error:
            raise VeilproofError(f"{self._path}: damaged ({error})") from error

    def _part(self, name: str, owners: Sequence[Owner]) -> Part:
        try:
            content = self._read(name)
            for owner in reversed(owners):
                content = pyrage.decrypt(content, [self._keys[owner]])
            return msgspec.msgpack.decode(content, type=Part)
        except (pyrage.DecryptError, msgspec.MsgspecError, RecursionError) as error:
            raise VeilproofError(f"{self._path}: damaged ({error})") from error

    def _read(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        # A damaged directory of the archive leads to the last three.
        except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, ValueError) as error:
            raise VeilproofError(f"{self._path}: damaged ({error})") from error


def _recipient(word: str) -> Any:  # noqa: ANN401 - pyrage has no types
    try:
        if word.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(word)
        return pyrage.x25519.Recipient.from_str(word.strip())
    except pyrage.RecipientError as error:
        raise VeilproofError(f"{word[:60]}: no recipient of age; `age-keygen -y` prints one (age1...)") from error


__all__ = [
    "SUFFIX",
    "Owner",
    "Part",
    "Recipients",
    "SealedReader",
    "SealedWriter",
    "load_identities",
    "parse_recipients",
]
