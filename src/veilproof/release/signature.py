"""Signatures over canonical JSON (RFC 8785), by Ed25519 keys."""

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

_ALGORITHM = "Ed25519"


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature over the canonical form of a certificate; key and value in hexadecimal."""

    algorithm: str
    key: str
    value: str


def canonical(value: object) -> bytes:
    """Anything that msgspec knows as canonical JSON."""
    return rfc8785.dumps(msgspec.to_builtins(value))


def sealed_by(value: object, key: Ed25519PrivateKey | None) -> tuple[str, Signature | None]:
    """The SHA-256 of the canonical form, in hexadecimal, and a signature over it if there is a key."""
    content = canonical(value)
    signature = Signature(_ALGORITHM, public_text(key.public_key()), key.sign(content).hex()) if key else None
    return hashlib.sha256(content).hexdigest(), signature


def holds(value: object, sha256: str, signature: Signature | None) -> bool:
    """Whether a digest, and a signature by the key that it names, are those of a value."""
    content = canonical(value)
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    if signature is None:
        return True
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        key.verify(bytes.fromhex(signature.value), content)
    except (InvalidSignature, ValueError):
        return False
    return signature.algorithm == _ALGORITHM


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


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()[: 1 << 16]
    except OSError as error:
        raise VeilproofError(f"{path}: cannot be read ({error.strerror})") from error
