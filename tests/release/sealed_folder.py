"""What the tests of sealed parts share: the keys, and a certificate as anybody can write one."""

from __future__ import annotations

from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veilproof.release import certificate
from veilproof.release.certificate import AuditVerdict, Certificate, Original
from veilproof.release.log import Log, encoded
from veilproof.release.log_pages import as_html, log_as_csv
from veilproof.release.make import entries_of
from veilproof.release.policy import ReleasePolicy

ALL, ONE = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
"""The keys of everything and of track 3."""


def certify(out: Path, key: Ed25519PrivateKey | None = None, output: str = "march.redacted.mp4") -> None:
    """Write a certificate over all that is in a folder now, as anybody can."""
    (out / "release.json").unlink(missing_ok=True)
    made = Certificate(
        *(certificate.FORMAT, False, "2026-01-01T00:00:00+00:00", "0", {}, Original("0" * 64, 1), "0" * 64),
        *(output, AuditVerdict("passed", "", "strict"), (), (), (), "", tuple(entries_of(out))),
        ReleasePolicy(),
    )
    (out / "release.json").write_bytes(certificate.written(made, key))


def write_log(out: Path, log: Log, output: str) -> None:
    """Write the log into a folder in all its forms."""
    (out / "redactions.json").write_bytes(encoded(log))
    (out / "redactions.csv").write_bytes(log_as_csv(log).encode())
    (out / "redactions.html").write_bytes(as_html(log, output).encode())
