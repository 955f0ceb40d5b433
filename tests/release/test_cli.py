"""The commands of a release: their exit codes, and one clear line where something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.cli.commands import Veilproof, in_this_process
from tests.release.folder import film, planned

pytestmark = pytest.mark.slow


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    return in_this_process(monkeypatch, capfd)


@pytest.fixture
def march(tmp_path: Path) -> Path:
    """A film with its plan, a signing key `key.pem` with `key.pub`, and an identity of age `id.txt`."""
    source = film(tmp_path / "march.mp4")
    planned(source)
    key, identity = Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "key.pub").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "id.txt").write_text(f"# a comment\n{identity}\n", "utf-8")
    (tmp_path / "to.txt").write_text(str(identity.to_public()), "utf-8")
    return source


def test_a_draft_from_end_to_end(veilproof: Veilproof, march: Path, tmp_path: Path) -> None:
    out, key = tmp_path / "out", tmp_path / "key.pem"
    assert veilproof("plan", "reason", march, 1, "--code", "child", "--initials", "AB").code == 0
    assert veilproof("plan", "describe", march, "track 1 crosses", "--from", "0", "--to", "0:01").code == 0
    shown = veilproof("plan", "show", march).out
    assert "child: track 1" in shown
    assert "track 1 crosses" in shown
    refused = veilproof("release", march, "-o", out, "--sign", key, "-q")
    assert (refused.code, out.exists()) == (1, False)
    assert "--approver" in refused.error_line
    recipient = (tmp_path / "to.txt").read_text("utf-8")
    made = veilproof("release", march, "-o", out, "--draft", "--sign", key, "--seal", recipient, "-q", "--still", "0.5")
    assert made.code == 3
    assert {path.suffix for path in out.iterdir()} >= {".mp4", ".csv", ".html", ".json", ".sealed", ".png"}
    assert veilproof("verify", out, "--key", tmp_path / "key.pub").out.startswith("VERIFIED")
    assert veilproof("verify", out, "--original", march, "-q").code == 0
    opened = veilproof("unseal", out, "--track", 1, "--identity", tmp_path / "id.txt", "-o", tmp_path / "c.mp4")
    assert opened.code == 0
    assert "signed with the key" in opened.err
    assert (tmp_path / "c.mp4").is_file()
    shutil.copy(march, out / "extra.mp4")
    forged = veilproof("verify", out)
    assert forged.code == 4
    assert forged.out.startswith("NOT VERIFIED: extra.mp4 was added")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (lambda folder: ["verify", folder], "no release.json"),
        (lambda folder: ["verify", folder, "--key", folder / "id.txt"], "no Ed25519 public key"),
        (
            lambda folder: ["unseal", folder, "--track", 1, "--identity", folder / "key.pem", "-o", "c.mp4"],
            "no identity",
        ),
        (lambda folder: ["release", folder / "none.mp4", "-o", folder / "o"], "no such file"),
        (
            lambda folder: ["release", folder / "march.mp4", "-o", folder / "o", "--sign", folder / "id.txt"],
            "no Ed25519",
        ),
        (
            lambda folder: ["release", folder / "march.mp4", "-o", folder / "o", "--reasons", folder / "id.txt"],
            "reasons",
        ),
        (lambda folder: ["release", folder / "march.mp4", "-o", folder / "o", "--policy", folder / "id.txt"], "policy"),
        (lambda folder: ["release", folder / "march.mp4", "-o", folder / "o", "--seal", "age1x"], "no recipient"),
        (lambda folder: ["plan", "reason", folder / "march.mp4", 1, "--code", "nobody"], "no reason has the code"),
        (lambda folder: ["plan", "reason", folder / "march.mp4", 9, "--code", "child"], "no track 9"),
    ],
)
def test_bad_input_is_one_line(
    arguments: Callable[[Path], list[object]], words: str, veilproof: Veilproof, march: Path, tmp_path: Path
) -> None:
    ran = veilproof(*arguments(tmp_path))
    assert ran.code == 1
    assert words in ran.error_line
