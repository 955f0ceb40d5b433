"""The certificate of a release: what belongs to it, bound by SHA-256, in canonical JSON (RFC 8785), signed or not.

`release.json` holds the certificate and a signature over its canonical form. An unsigned one carries a digest only,
which shows accidents and not intent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veilproof.errors import VeilproofError
from veilproof.release.policy import ReleasePolicy
from veilproof.release.reading import read_ordinary
from veilproof.release.signature import Signature, canonical, holds, sealed_by

FORMAT = "veilproof release 2"
"""Name and version of the schema; the version rises when a field changes its meaning."""
NAME = "release.json"
LOG_NAME = "redactions.json"
_MOST_BYTES = 64 << 20
"""Of a certificate that is read. A round number."""


def prefix_of(*, draft: bool) -> str:
    """What the names of all files of a release but the certificate begin with."""
    return "DRAFT-" if draft else ""


class AnotherVersionError(VeilproofError):
    """A certificate that another version of veilproof wrote."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the folder: its name, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Original:
    """The original, by its digest and size alone: a name can tell who filmed, and with what."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What the audit said, and by which policy."""

    verdict: str
    sentence: str
    policy: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a release says of itself.

    Attributes:
        format: name and version of this schema.
        draft: whether it is a draft, which nobody approved.
        at: when, in UTC, ISO 8601.
        veilproof: version of veilproof; `libraries` likewise of those that decode, encode and draw.
        original: the original.
        plan: SHA-256 of the plan.
        output: name of the redacted file.
        audit: the verdict of the audit.
        met: what the policy of the release asked for and was met; `missing` is what was not.
        reviewers: initials of who looked.
        approver: initials of who approved; may be empty in a draft.
        files: every other file of the folder.
        policy: what the release had to meet: without it, an empty list of what is missing says nothing.
    """

    format: str
    draft: bool
    at: str
    veilproof: str
    libraries: dict[str, str]
    original: Original
    plan: str
    output: str
    audit: AuditVerdict
    met: tuple[str, ...]
    missing: tuple[str, ...]
    reviewers: tuple[str, ...]
    approver: str
    files: tuple[FileEntry, ...]
    policy: ReleasePolicy

    def name_of(self, page: str) -> str:
        """The name of a page, a table or the log in the folder."""
        return f"{prefix_of(draft=self.draft)}{page}"


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """What `release.json` holds: `sha256` is that of the canonical form of the certificate."""

    certificate: Certificate
    sha256: str
    signature: Signature | None = None


def written(certificate: Certificate, key: Ed25519PrivateKey | None) -> bytes:
    """The content of `release.json`: the certificate, signed if there is a key."""
    return canonical(SignedCertificate(certificate, *sealed_by(certificate, key)))


def read_certificate(path: Path) -> SignedCertificate:
    """The certificate in a file, and its signature, neither of which is believed yet.

    Raises:
        VeilproofError: it cannot be read, or is no certificate of this version.
    """
    try:
        text = read_ordinary(path, _MOST_BYTES)
        _check_version(path, text)
        found = msgspec.json.decode(text, type=SignedCertificate)
    except FileNotFoundError:
        raise VeilproofError(f"{path.parent}: there is no {NAME}; give the folder of a release") from None
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        raise VeilproofError(f"{path}: no certificate ({error})") from error
    try:
        is_canonical = text == canonical(found)
    except ValueError as error:
        raise VeilproofError(f"{path}: no certificate ({error})") from error
    if not is_canonical:
        raise VeilproofError(f"{path}: not as veilproof wrote it: it was edited")
    return found


def is_intact(signed: SignedCertificate) -> bool:
    """Whether a certificate has its own digest and, if it is signed, a signature by the key that it names."""
    return holds(signed.certificate, signed.sha256, signed.signature)


class _Version(msgspec.Struct):
    format: str


class _Versioned(msgspec.Struct):
    certificate: _Version


def _check_version(path: Path, text: bytes) -> None:
    found = msgspec.json.decode(text, type=_Versioned).certificate.format
    if found == FORMAT:
        return
    if found.startswith("veilproof release "):
        raise AnotherVersionError(
            f"{path}: a certificate of another version ({found[:40]!r}); use the veilproof that made it"
        )
    raise VeilproofError(f"{path}: no certificate of a release ({found[:40]!r})")
