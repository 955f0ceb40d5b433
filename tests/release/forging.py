"""A release made without an audit, and certificates that are written anew after it was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.release.folder import film, planned
from veilproof import Plan
from veilproof.release.certificate import (
    FORMAT,
    NAME,
    AuditVerdict,
    Certificate,
    Original,
    read_certificate,
    written,
)
from veilproof.release.log import decoded, encoded
from veilproof.release.log_from_plan import log_of
from veilproof.release.log_pages import as_html, log_as_csv
from veilproof.release.make import entries_of
from veilproof.release.policy import ReleasePolicy
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.source import digest
from veilproof.version import __version__

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
"""A key of somebody else, with which anybody can sign."""
FILM = "march.redacted.mp4"


def released(folder: Path, *, sound: bool = False) -> Path:
    """Make `march.mp4` and its honest release `out`, signed with `KEY`, in a folder; the release."""
    source = film(folder / "march.mp4", sound=sound)
    planned(source)
    out = folder / "out"
    out.mkdir()
    done = render(source, output=out / FILM)
    with Plan(folder / "march.veil") as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    (out / "redactions.json").write_bytes(encoded(log))
    write_tables(out)
    made = Certificate(
        format=FORMAT,
        draft=False,
        at="2026-01-01T00:00:00+00:00",
        veilproof=__version__,
        libraries={},
        original=Original(digest(source), source.stat().st_size),
        plan="0" * 64,
        output=FILM,
        audit=AuditVerdict("passed", "", "strict"),
        met=(),
        missing=(),
        reviewers=("AB",),
        approver="CD",
        files=tuple(entries_of(out)),
        policy=ReleasePolicy(),
    )
    (out / NAME).write_bytes(written(made, KEY))
    return out


def write_tables(folder: Path) -> None:
    """Write the table and the page of the log anew."""
    log = decoded((folder / "redactions.json").read_bytes())
    (folder / "redactions.csv").write_bytes(log_as_csv(log).encode())
    (folder / "redactions.html").write_bytes(as_html(log, FILM).encode())


def certify_anew(folder: Path, key: Ed25519PrivateKey | None, **changes: object) -> None:
    """Write a certificate with the right digests of the files as they now are, its own as well."""
    old = read_certificate(folder / NAME).certificate
    files = tuple(entry for entry in entries_of(folder) if entry.name != NAME)
    fields: dict[str, Any] = {"files": files, **changes}
    (folder / NAME).write_bytes(written(replace(old, **fields), key))
