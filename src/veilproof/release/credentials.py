"""Content credentials (C2PA): a signed manifest in the redacted file, which says what was covered and why.

Actions are those of the C2PA specification, 2.2: the original was opened, regions of it were edited, and it was
transcoded. (`c2pa.redacted` there is about assertions, not pixels.) The original is an ingredient by its SHA-256 alone:
no thumbnail, no remote manifest, no time stamp; nothing is fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from veilproof.errors import VeilproofError
from veilproof.geometry import hulls
from veilproof.plan import Decision
from veilproof.release.log import Log, LoggedTrack
from veilproof.version import __version__

_FORMATS = {
    **{".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime"},
    **{".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"},
    **{".tif": "image/tiff", ".tiff": "image/tiff"},
}
"""By suffix, the media types into which a manifest is put here."""
_SETTINGS = {
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"verify_trust": False, "remote_manifest_fetch": False, "ocsp_fetch": False},
}
"""Who is trusted is not ours to say, and nothing may open a connection."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate chain and its private key, both as PEM."""

    chain: bytes
    key: bytes
    algorithm: str


def load_signer(chain: Path, key: Path) -> Signer:
    """Read a certificate chain and its key.

    Raises:
        VeilproofError: a file cannot be read, or the key is of a kind that C2PA does not know.
    """
    try:
        content, secret = chain.read_bytes(), key.read_bytes()
        private = load_pem_private_key(secret, None)
    except OSError as error:
        raise VeilproofError(f"{error.filename}: cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise VeilproofError(f"{key}: no private key in PEM without a pass phrase") from error
    algorithm = None
    if isinstance(private, ec.EllipticCurvePrivateKey):
        algorithm = {256: "es256", 384: "es384", 521: "es512"}.get(private.curve.key_size)
    elif isinstance(private, ed25519.Ed25519PrivateKey):
        algorithm = "ed25519"
    elif isinstance(private, rsa.RSAPrivateKey):
        algorithm = "ps256"
    if algorithm is None:
        raise VeilproofError(f"{key}: C2PA does not sign with keys of this kind; use one of P-256 or Ed25519")
    return Signer(content, secret, algorithm)


def check_supported(output: Path) -> None:
    """Check, before the work, that a manifest can be put into a file of this name.

    Raises:
        VeilproofError: it cannot, or the library is not installed.
    """
    if output.suffix.lower() not in _FORMATS:
        known = " ".join(sorted(_FORMATS))
        raise VeilproofError(f"{output.name} cannot hold content credentials: only files that end in {known} can")
    _library()


def add_credentials(output: Path, target: Path, log: Log, original: str, signer: Signer) -> None:
    """Write a copy of a redacted file with a manifest, and read it back.

    Args:
        output: the redacted file.
        target: the copy to write.
        log: what was covered.
        original: SHA-256 of the original, in hexadecimal.
        signer: who signs.

    Raises:
        VeilproofError: it cannot be signed: the certificate is expired or not meant for this, or not that of the key.
    """
    c2pa = _library()
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        info = c2pa.C2paSignerInfo(
            alg=signer.algorithm.encode(), sign_cert=signer.chain, private_key=signer.key, ta_url=None
        )
        builder = c2pa.Builder(json.dumps(_manifest(output, log, original)), context)
        builder.sign_file(str(output), str(target), c2pa.Signer.from_info(info))
        state = c2pa.Reader(str(target), context=context).get_validation_state()
    except c2pa.C2paError as error:
        raise VeilproofError(f"content credentials cannot be made with this certificate ({error})") from error
    if state not in ("Valid", "Trusted"):
        raise VeilproofError(f"content credentials cannot be made with this certificate (they would be {state})")


def credentials_of(path: Path) -> str | None:
    """What the content credentials of a file are, in a word: `valid`, `trusted` or `invalid`; None without any.

    Raises:
        VeilproofError: the library is not installed.
    """
    c2pa = _library()
    if path.suffix.lower() not in _FORMATS:
        return None
    try:
        context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
        reader = c2pa.Reader.try_create(str(path), context=context)
        return None if reader is None else str(reader.get_validation_state()).lower()
    except c2pa.C2paError:
        return "invalid"


def _manifest(output: Path, log: Log, original: str) -> dict[str, Any]:
    kind = _FORMATS[output.suffix.lower()]
    changes = [_change(track) for track in log.tracks if track.decision is Decision.COVER]
    words = "Regions were covered, so that people cannot be seen"
    if log.draft:
        words = f"A DRAFT, which nobody approved. {words}"
    actions: list[dict[str, Any]] = [
        {"action": "c2pa.opened", "parameters": {"ingredientIds": ["original"]}},
        {"action": "c2pa.edited", "description": words},
        {"action": "c2pa.transcoded"},
    ]
    if changes:
        actions[1]["changes"] = changes
    return {
        "claim_generator_info": [{"name": "veilproof", "version": __version__}],
        "title": output.name,
        "format": kind,
        "ingredients": [
            {
                **{"label": "original", "title": "original", "format": kind},
                **{"relationship": "parentOf", "instance_id": f"sha256:{original}"},
            }
        ],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
    }


def _change(track: LoggedTrack) -> dict[str, Any]:
    """The region of a track: from when to when, and a rectangle around all of its boxes."""
    boxes = hulls(track.regions, track.region_angles)
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    shape = {"type": "rectangle", "unit": "pixel", "origin": {"x": round(left), "y": round(top)}}
    size = {"width": round(right - left), "height": round(bottom - top)}
    time = {"type": "npt", "start": f"{track.from_seconds:.3f}", "end": f"{track.to_seconds:.3f}"}
    where = ", everything outside of this region" if track.all_but else ""
    return {
        "description": f"track {track.track}: {track.why.code}{where}",
        "region": [{"type": "temporal", "time": time}, {"type": "spatial", "shape": {**shape, **size}}],
    }


def _library() -> Any:  # noqa: ANN401 - an extra, which need not be installed
    try:
        import c2pa
    except ImportError as error:
        raise VeilproofError(
            "content credentials need the extra `provenance`: python3 -m pip install 'veilproof[provenance]'"
        ) from error
    return c2pa
