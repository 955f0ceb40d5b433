"""Content credentials in a released file: valid, and nothing in them that the signer did not type."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.release.folder import film, planned
from veilproof import Plan, VeilproofError
from veilproof.release.credentials import add_credentials, check_supported, credentials_of, load_signer
from veilproof.release.log import Log
from veilproof.release.log_from_plan import log_of
from veilproof.release.unchanged import compare_pictures
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render

c2pa = pytest.importorskip("c2pa")


def _name(common: str) -> x509.Name:
    office = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Office")
    return x509.Name([office, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _signer(folder: Path, *, ends: timedelta = timedelta(days=9)) -> tuple[Path, Path]:
    """A certificate chain for signing, and its key."""
    now, authority, own = datetime.now(UTC), *(ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    start = now - timedelta(days=10)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    root = (
        x509.CertificateBuilder(_name("Root"), _name("Root"), authority.public_key(), 1, start, now + timedelta(days=9))
        .add_extension(x509.BasicConstraints(True, None), True)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), False)
        .sign(authority, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder(_name("Root"), _name("Desk"), own.public_key(), 2, start, now + ends)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .add_extension(identifier, False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
        .sign(authority, hashes.SHA256())
    )
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    key.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return chain, key


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Log]:
    source = film(tmp_path_factory.mktemp("credentials") / "march.mp4")
    planned(source)
    done = render(source)
    with Plan(source.with_suffix(".veil")) as plan:
        return source, log_of(plan, done, Delivery(), load_vocabulary(), draft=False)


def test_credentials_are_valid_and_change_no_picture(rendered: tuple[Path, Log], tmp_path: Path) -> None:
    source, log = rendered
    target = tmp_path / "signed.mp4"
    add_credentials(source.with_name("march.redacted.mp4"), target, log, "ab" * 32, load_signer(*_signer(tmp_path)))
    assert credentials_of(target) == "valid"
    assert credentials_of(source) is None
    assert not compare_pictures(source, target, log).differences
    store = json.loads(c2pa.Reader(str(target)).json())
    (manifest,) = store["manifests"].values()
    (original,) = manifest["ingredients"]
    assert original["instance_id"] == f"sha256:{'ab' * 32}"
    assert "thumbnail" not in original
    assert "thumbnail" not in manifest
    assert "time" not in manifest["signature_info"], "no time stamp server was asked"
    actions = next(each for each in manifest["assertions"] if each["label"] == "c2pa.actions.v2")["data"]["actions"]
    assert [each["action"] for each in actions] == ["c2pa.opened", "c2pa.edited", "c2pa.transcoded"]
    assert [each["description"] for each in actions[1]["changes"]] == ["track 1: bystander", "track 2: identifier"]
    assert str(tmp_path).encode() not in target.read_bytes()


def test_credentials_of_a_draft_say_so(rendered: tuple[Path, Log], tmp_path: Path) -> None:
    source, log = rendered
    target = tmp_path / "signed.mp4"
    draft = replace(log, draft=True)
    add_credentials(source.with_name("march.redacted.mp4"), target, draft, "ab" * 32, load_signer(*_signer(tmp_path)))
    assert "A DRAFT, which nobody approved" in c2pa.Reader(str(target)).json()


def test_a_file_that_is_changed_afterwards_has_invalid_credentials(rendered: tuple[Path, Log], tmp_path: Path) -> None:
    source, log = rendered
    target = tmp_path / "signed.mp4"
    add_credentials(source.with_name("march.redacted.mp4"), target, log, "ab" * 32, load_signer(*_signer(tmp_path)))
    content = bytearray(target.read_bytes())
    content[-200] ^= 1
    target.write_bytes(content)
    assert credentials_of(target) == "invalid"


def test_an_expired_certificate_is_one_clear_line(rendered: tuple[Path, Log], tmp_path: Path) -> None:
    source, log = rendered
    signer = load_signer(*_signer(tmp_path, ends=timedelta(days=-1)))
    with pytest.raises(VeilproofError, match="with this certificate"):
        add_credentials(source.with_name("march.redacted.mp4"), tmp_path / "signed.mp4", log, "ab" * 32, signer)


def test_a_format_without_credentials_is_refused_before_the_work() -> None:
    with pytest.raises(VeilproofError, match="cannot hold content credentials"):
        check_supported(Path("march.redacted.mkv"))
