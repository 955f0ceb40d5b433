"""The certificate of an archive: one signature over all its results, under which each can be proved alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veilproof.archive.journal import Journal
from veilproof.archive.names import from_bytes
from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write
from veilproof.release.merkle import leaf_hash, root_and_paths, root_of
from veilproof.release.signature import Signature, canonical, holds, public_text, sealed_by
from veilproof.release.verdict import Verdict
from veilproof.source import digest
from veilproof.version import __version__

FORMAT = "veilproof archive release 1"
_MARK = b'"format":"veilproof archive release'


@dataclass(frozen=True, slots=True)
class CertifiedItem:
    """One result: its path in the destination, the SHA-256 of it and of its original, and the verdict of an audit."""

    output: str
    sha256: str
    size: int
    original: str
    state: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class ProvedItem:
    """One item with its place in the tree: `index` counts from 0, `path` are hashes in hexadecimal from it upwards."""

    item: CertifiedItem
    index: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveCertificate:
    """What is signed: `root` is the root of the tree over `items` items, in hexadecimal."""

    format: str
    at: str
    veilproof: str
    items: int
    root: str


@dataclass(frozen=True, slots=True)
class ArchiveRelease:
    """The certificate of an archive, its signature, and its items, each of which can be proved without the others."""

    certificate: ArchiveCertificate
    sha256: str
    signature: Signature | None
    items: tuple[ProvedItem, ...]


def certify(journal: Journal, output: Path, key: Ed25519PrivateKey | None, *, force: bool) -> ArchiveRelease:
    """Write the certificate of all results of an archive.

    Args:
        journal: of the archive.
        output: the file to write.
        key: signs it; None leaves it unsigned.
        force: whether an existing file may be replaced.

    Raises:
        VeilproofError: the archive has no result, or the file cannot be written.
    """
    items = list(_results(journal))
    if not items:
        raise VeilproofError(f"{output}: the archive has no result yet; `veilproof archive run` makes them")
    root, paths = root_and_paths([leaf_hash(canonical(item)) for item in items])
    at = datetime.now(UTC).isoformat(timespec="seconds")
    certificate = ArchiveCertificate(FORMAT, at, __version__, len(items), root.hex())
    proved = (
        ProvedItem(item, index, tuple(part.hex() for part in path))
        for index, (item, path) in enumerate(zip(items, paths, strict=True))
    )
    release = ArchiveRelease(certificate, *sealed_by(certificate, key), tuple(proved))
    with atomic_write(output, force=force, mark=_MARK) as unfinished:
        unfinished.write_bytes(canonical(release))
    return release


def read_archive_release(path: Path) -> ArchiveRelease:
    """The certificate in a file, which is not believed yet.

    Raises:
        VeilproofError: it cannot be read, or is none of this version.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=ArchiveRelease)
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        raise VeilproofError(f"{path}: no certificate of an archive ({error})") from error
    if found.certificate.format != FORMAT:
        raise VeilproofError(f"{path}: a certificate of another version; use the veilproof that made it")
    return found


@dataclass(frozen=True, slots=True)
class ArchiveVerification:
    """The result of verifying the certificate of an archive: the verdict, in a sentence, and what does not hold."""

    verdict: Verdict
    sentence: str
    against: tuple[str, ...]


def verify_archive(release: ArchiveRelease, files: list[Path], key: Ed25519PublicKey | None) -> ArchiveVerification:
    """Verify a certificate of an archive, and that files are results that it names.

    A certificate may hold some of its items only: each is proved alone. Without the key that its maker publishes
    nothing can be told, because anybody can write a certificate and sign it with a key of their own.

    Args:
        release: the certificate.
        files: results to prove.
        key: the public key with which it must be signed.
    """
    against = tuple(_objections(release, files, key))
    if against:
        return ArchiveVerification(Verdict.NOT_VERIFIED, "NOT VERIFIED", against)
    if key is not None:
        return ArchiveVerification(Verdict.VERIFIED, "VERIFIED", ())
    unknown = "not signed"
    if release.signature is not None:
        unknown = f"signed with the key {release.signature.key}; give the one that its maker publishes as --key"
    return ArchiveVerification(Verdict.INCONCLUSIVE, f"CANNOT TELL: {unknown}", ())


def _objections(release: ArchiveRelease, files: list[Path], key: Ed25519PublicKey | None) -> Iterator[str]:
    """What does not hold, in words; nothing if all holds."""
    if not holds(release.certificate, release.sha256, release.signature):
        yield "the certificate was changed: it does not have its own digest or signature"
    if key is not None and (release.signature is None or release.signature.key != public_text(key)):
        yield "it is not signed with this key"
    root, count = release.certificate.root, release.certificate.items
    by_digest = set()
    for proved in release.items:
        try:
            path = [bytes.fromhex(part) for part in proved.path]
            found = root_of(leaf_hash(canonical(proved.item)), proved.index, count, path)
        except ValueError:
            found = None  # what should be hashes is none
        if found is None or found.hex() != root:
            yield f"{proved.item.output} is no item of it, or its row was changed"
        by_digest.add(proved.item.sha256)
    yield from (f"{file} is no result that it names" for file in files if digest(file) not in by_digest)


def _results(journal: Journal) -> Iterator[CertifiedItem]:
    rows = journal.query(
        "SELECT target, output_sha256, output_size, sha256, state, verdict FROM item"
        " WHERE state IN ('done', 'needs review') AND output_sha256 IS NOT NULL ORDER BY target"
    )
    for target, sha256, size, original, state, verdict in rows:
        yield CertifiedItem(from_bytes(target), sha256, size, original or "", state, verdict)
