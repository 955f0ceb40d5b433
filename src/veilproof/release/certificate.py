"""The certificate of a release: what belongs to it, bound by SHA-256, in canonical JSON (RFC 8785), signed or not.

`release.json` holds the certificate and a signature over its canonical form. An unsigned one carries a digest only,
which shows accidents and not intent.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import rfc8785
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
)

from veilproof.errors import VeilproofError

FORMAT = "veilproof release 1"
"""Name and version of the schema; the version rises when a field changes its meaning."""
NAME = "release.json"
_MOST_BYTES = 64 << 20
"""Of a certificate that is read. A round number."""


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


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature over the canonical form of a certificate; key and value in hexadecimal."""

    algorithm: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """What `release.json` holds: `sha256` is that of the canonical form of the certificate."""

    certificate: Certificate
    sha256: str
    signature: Signature | None = None


def written(certificate: Certificate, key: Ed25519PrivateKey | None) -> bytes:
    """The content of `release.json`: the certificate, signed if there is a key."""
    content = _canonical(certificate)
    signature = None
    if key is not None:
        signature = Signature("Ed25519", public_text(key.public_key()), key.sign(content).hex())
    return _canonical(SignedCertificate(certificate, hashlib.sha256(content).hexdigest(), signature))


def read_certificate(path: Path) -> SignedCertificate:
    """The certificate in a file, and its signature, neither of which is believed yet.

    Raises:
        VeilproofError: it cannot be read, or is no certificate of this version.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise VeilproofError(f"{path}: too large for a certificate")
        text = path.read_bytes()
        _check_version(path, text)
        found = msgspec.json.decode(text, type=SignedCertificate)
    except FileNotFoundError:
        raise VeilproofError(f"{path.parent}: there is no {NAME}; give the folder of a release") from None
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        raise VeilproofError(f"{path}: no certificate ({error})") from error
    if text != _canonical(found):
        raise VeilproofError(f"{path}: not as veilproof wrote it: it was edited")
    return found


def is_intact(signed: SignedCertificate) -> bool:
    """Whether a certificate has its own digest and, if it is signed, a signature by the key that it names."""
    content = _canonical(signed.certificate)
    if hashlib.sha256(content).hexdigest() != signed.sha256:
        return False
    if signed.signature is None:
        return True
    if signed.signature.algorithm != "Ed25519":
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.signature.key))
        key.verify(bytes.fromhex(signed.signature.value), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 key without a pass phrase, in a PEM file or as `ssh-keygen -t ed25519` writes it.

    Raises:
        VeilproofError: the file holds no such key.
    """
    text = _read(path)
    try:
        is_ssh = b"OPENSSH" in text
        key = load_ssh_private_key(text, None) if is_ssh else load_pem_private_key(text, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise VeilproofError(
            f"{path}: no Ed25519 key without a pass phrase; `openssl genpkey -algorithm ed25519` makes one"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise VeilproofError(f"{path}: a key of another kind; `openssl genpkey -algorithm ed25519` makes the right one")
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    """An Ed25519 public key: of a PEM file, an `.pub` file of SSH, or 64 hexadecimal digits.

    Raises:
        VeilproofError: the file holds no such key.
    """
    text = _read(path)
    try:
        key: object
        if text.startswith(b"ssh-"):
            key = load_ssh_public_key(text)
        elif text.lstrip().startswith(b"-----"):
            key = load_pem_public_key(text)
        else:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(text.decode("ascii")))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise VeilproofError(f"{path}: no Ed25519 public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise VeilproofError(f"{path}: a public key of another kind; releases are signed with Ed25519")
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as 64 hexadecimal digits."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


class _Version(msgspec.Struct):
    format: str


class _Versioned(msgspec.Struct):
    certificate: _Version


def _check_version(path: Path, text: bytes) -> None:
    found = msgspec.json.decode(text, type=_Versioned).certificate.format
    if found != FORMAT and found.startswith("veilproof release "):
        raise AnotherVersionError(
            f"{path}: a certificate of another version ({found[:40]!r}); use the veilproof that made it"
        )


def _canonical(value: object) -> bytes:
    return rfc8785.dumps(msgspec.to_builtins(value))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()[: 1 << 16]
    except OSError as error:
        raise VeilproofError(f"{path}: cannot be read ({error.strerror})") from error
