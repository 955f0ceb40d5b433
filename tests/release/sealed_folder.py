"""What the tests of sealed parts share: the keys, and a certificate as anybody can write one."""

from __future__ import annotations

from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veilproof.release import certificate
from veilproof.release.certificate import AuditVerdict, Certificate, Original
from veilproof.release.make import entries_of

ALL, ONE = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
"""The keys of everything and of track 3."""


def certify(out: Path, key: Ed25519PrivateKey | None = None) -> None:
    """Write a certificate over all that is in a folder now, as anybody can."""
    (out / "release.json").unlink(missing_ok=True)
    made = Certificate(
        *(certificate.FORMAT, False, "2026-01-01T00:00:00+00:00", "0", {}, Original("0" * 64, 1), "0" * 64),
        *("march.redacted.mp4", AuditVerdict("passed", "", "strict"), (), (), (), "", tuple(entries_of(out))),
    )
    (out / "release.json").write_bytes(certificate.written(made, key))
