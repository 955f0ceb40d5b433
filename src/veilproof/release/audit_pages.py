"""What a release says of its audit: the verdict and what was tested, and nothing that depends on what the covers hide.

How sure a detector is of a face, how many an attacker recognises, and every sentence with such a number would tell
something of the pixels under a cover to whoever compares two releases. They stay with who made the release.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from veilproof.audit import Findings, Verdict
from veilproof.audit.findings import Reviewed
from veilproof.audit.policy import Policy
from veilproof.html_page import page_template

_SCHEMA = "veilproof released audit 1"
"""Name and version of the schema; the version rises when a field changes its meaning."""
_SENTENCES = {
    Verdict.PASSED: "Safe to publish, as far as could be tested.",
    Verdict.FAILED: "Not safe, by this audit.",
    Verdict.INCONCLUSIVE: "Not known whether it is safe, by this audit.",
}


@dataclass(frozen=True, slots=True)
class OtherContent:
    """A kind of content besides the picture that the redacted file has, and whether the policy allows it."""

    kind: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class ReleasedAudit:
    """The part of an audit that a release has.

    Attributes:
        schema: name and version of this schema.
        veilproof: version of veilproof.
        verdict: passed, failed or inconclusive, under `policy`, whose content is `rules`.
        sentence: the verdict in words.
        original: SHA-256 of the original; `redacted` is that of the redacted file as it was audited.
        kind: photo or video.
        frames: number of frames that were compared; `frames_not_compared` could not be.
        detectors: what searched for faces.
        other_content: what the redacted file has besides the picture.
        reviewed: the shares that a person reviewed, by the plan; null without one.
    """

    schema: str
    veilproof: str
    verdict: Verdict
    sentence: str
    policy: str
    rules: Policy
    original: str
    redacted: str
    kind: str
    frames: int
    frames_not_compared: int
    detectors: tuple[str, ...]
    other_content: tuple[OtherContent, ...]
    reviewed: Reviewed | None


def released(findings: Findings) -> ReleasedAudit:
    """What a release says of its audit."""
    extras = dict.fromkeys(OtherContent(each.kind, each.allowed) for each in findings.other_content)
    return ReleasedAudit(
        schema=_SCHEMA,
        veilproof=findings.veilproof,
        verdict=findings.verdict,
        sentence=_SENTENCES[findings.verdict],
        policy=findings.policy,
        rules=findings.rules,
        original=findings.original.sha256,
        redacted=findings.redacted.sha256,
        kind=str(findings.kind),
        frames=findings.frames,
        frames_not_compared=findings.frames_not_compared,
        detectors=findings.detectors,
        other_content=tuple(extras),
        reviewed=findings.reviewed,
    )


def as_json(audit: ReleasedAudit) -> bytes:
    """It as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(audit), indent=1)


def as_html(audit: ReleasedAudit, output: str) -> str:
    """It as a page without external references, for print.

    Args:
        audit: what is said.
        output: name of the redacted file.
    """
    return page_template("veilproof.release", "audit.html").render(audit=audit, output=output)
