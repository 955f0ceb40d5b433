"""Verifies a release: that it is whole and signed, and with the original, that only what is logged was changed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.plan import Decision
from veilproof.progress import Progress, silent
from veilproof.release import log as logs
from veilproof.release.certificate import (
    LOG_NAME,
    NAME,
    AnotherVersionError,
    Certificate,
    SignedCertificate,
    is_intact,
    read_certificate,
)
from veilproof.release.contents_proof import compare_contents
from veilproof.release.log import Log
from veilproof.release.log_pages import as_html, incidents_as_csv, log_as_csv
from veilproof.release.reading import read_ordinary
from veilproof.release.signature import public_text
from veilproof.release.sound_proof import compare_sound
from veilproof.release.unchanged import Difference, compare_pictures
from veilproof.release.verdict import Verdict
from veilproof.render.covers import head_style, line_margin
from veilproof.source import digest, unchanged
from veilproof.timecode import timecode
from veilproof.version import __version__

_MOST_LOG_BYTES = 1 << 30
"""Of a log that is read: a hundred times that of a film of an hour. A round number."""

_TIME_TOLERANCE = 1e-3
"""Seconds by which a time in the log may differ from that of its frame. A round number."""


_MOST_SECONDS = 1e7
"""Seconds at which a span of sound begins or ends: four months. A round number."""

_MOST_TURNED = 180.0
"""Degrees: no box is turned further."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying a release.

    Attributes:
        verdict: the result.
        proved: what holds, in words.
        against: what does not hold, in words.
        limits: what could not be told, in words.
        differences: where the film is another than the original and the log say.
        film: the film that was compared; None if none was.
        draft: whether it is a draft.
        signed: whether the key that was given signed it. Otherwise pictures and sound are all that can be verified.
    """

    verdict: Verdict
    proved: tuple[str, ...]
    against: tuple[str, ...]
    limits: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    film: Path | None = None
    draft: bool = False
    signed: bool = False

    @property
    def sentence(self) -> str:
        """The result in one line."""
        verified = "VERIFIED, A DRAFT" if self.draft else "VERIFIED"
        if not self.signed:
            verified += ": pictures and sound. Who made it, the reasons, the audit and all else are not proved"
        return {
            Verdict.VERIFIED: verified,
            Verdict.NOT_VERIFIED: "NOT VERIFIED: " + "; ".join(self.against[:3]),
            Verdict.INCONCLUSIVE: "CANNOT TELL: " + "; ".join(self.limits[:3]),
        }[self.verdict]


@dataclass(slots=True)
class _Notes:
    proved: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    draft: bool = False
    signed: bool = False

    def result(self, differences: tuple[Difference, ...] = (), film: Path | None = None) -> Verification:
        against = self.against + [_words(each) for each in differences]
        verdict = Verdict.NOT_VERIFIED if against else Verdict.INCONCLUSIVE if self.limits else Verdict.VERIFIED
        found = tuple(self.proved), tuple(against), tuple(self.limits)
        return Verification(verdict, *found, differences, film, self.draft, self.signed)


def verify(
    folder: Path,
    original: Path | None = None,
    *,
    copy: Path | None = None,
    key: Ed25519PublicKey | None = None,
    progress: Progress = silent,
) -> Verification:
    """Verify the folder of a release.

    Args:
        folder: the folder.
        original: the original, to compare every sample with.
        copy: a copy of the film that was encoded again, to compare instead of that in the folder; needs the original.
        key: the public key with which the release must be signed.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: there is no release, or a file cannot be read.
    """
    notes = _Notes()
    try:
        signed = read_certificate(folder / NAME)
    except AnotherVersionError as error:
        notes.limits.append(str(error))
        return notes.result()
    except VeilproofError as error:
        if not os.path.lexists(folder / NAME):
            raise
        notes.against.append(str(error))
        return notes.result()
    _check_signature(signed, key, notes)
    certificate = signed.certificate
    _check_files(folder, certificate, notes)
    log = _read_log(folder, certificate, notes)
    if log is not None:
        _check_pages(folder, certificate, log, notes)
    if original is None:
        if copy is not None:
            notes.limits.append(f"{copy} was not compared: a copy is compared with the original; give --original")
        if signed.signature is None:
            notes.limits.append("the release is not signed, so nothing shows who made it; give --original")
        elif key is None:
            notes.limits.append(
                f"it is signed with the key {signed.signature.key}, which anybody can have made: give the one that its"
                " maker publishes as --key, or --original"
            )
        return notes.result()
    if not original.is_file():
        raise VeilproofError(f"{original}: no such file")
    film = copy or folder / certificate.output
    if log is None and not notes.against and not notes.limits:
        notes.against.append("there is no log of what was changed")
    try:
        with unchanged(original) as sha256:
            if sha256 != certificate.original.sha256:
                notes.against.append(f"{original} is not the original of this release")
                return notes.result()
            if log is None or (copy is None and any(certificate.output in each for each in notes.against)):
                # A damaged or exchanged film may be anything: it is compared only where it is what it should be.
                return notes.result()
            with unchanged(film) as film_sha256:
                if copy is None and film_sha256 not in {each.sha256 for each in certificate.files}:
                    notes.against.append(f"{certificate.output} was changed")
                    return notes.result()
                return _compared(original, film, log, notes, progress, is_copy=copy is not None)
    except VeilproofError as error:
        notes.limits.append(str(error))
        return notes.result()


def _check_signature(signed: SignedCertificate, key: Ed25519PublicKey | None, notes: _Notes) -> None:
    if not is_intact(signed):
        notes.against.append(f"{NAME} was changed: it does not have its own digest or signature")
    elif signed.signature is None:
        if key is not None:
            notes.against.append("the release is not signed")
        else:
            notes.proved.append("not signed: who made it is not proved")
    elif key is None:
        notes.proved.append(
            f"signed with the key {signed.signature.key}, which anybody can have made: who made it is not proved"
        )
    elif public_text(key) != signed.signature.key:
        notes.against.append(f"signed with another key, {signed.signature.key}")
    else:
        notes.signed = True
        notes.proved.append("signed with the key that was given")
    if signed.certificate.missing and not signed.certificate.draft:
        notes.against.append("its policy is not met, and it is no draft: missing is " + signed.certificate.missing[0])
    notes.draft = signed.certificate.draft
    notes.proved += list(_said(signed.certificate))
    if signed.certificate.draft:
        notes.proved.append("this is a DRAFT, which nobody approved")


def _said(certificate: Certificate) -> Iterator[str]:
    """What the certificate says of how it was made: as good as its signature."""
    asked = [name for name, value in msgspec.to_builtins(certificate.policy).items() if value is True]
    yield f"it says: its policy asks for {', '.join(asked) or 'nothing'}"
    yield f"it says: met is {'; '.join(certificate.met) or 'nothing'}"
    if certificate.missing:
        yield f"it says: missing is {'; '.join(certificate.missing)}"
    yield f"it says: approved by {certificate.approver or 'nobody'}"
    yield f"it says: the audit {certificate.audit.verdict}, by the policy {certificate.audit.policy}"


def _check_files(folder: Path, certificate: Certificate, notes: _Notes) -> None:
    """Whether the folder holds just the files of the certificate, each an ordinary one with its size and digest."""
    expected = {entry.name: entry for entry in certificate.files}
    if len(expected) != len(certificate.files) or any(not _is_plain(name) for name in (*expected, certificate.output)):
        notes.against.append(f"{NAME} names a file twice or outside of the folder")
        return
    against = len(notes.against)
    for name in (certificate.output, certificate.name_of(LOG_NAME)):
        if name not in expected:
            notes.against.append(f"{NAME} does not list {name}")
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.name == NAME:
            continue
        known = expected.pop(entry.name, None)
        status = entry.stat(follow_symlinks=False)
        if known is None:
            notes.against.append(f"{entry.name} was added")
        elif not stat.S_ISREG(status.st_mode):
            notes.against.append(f"{entry.name} is no ordinary file")
        elif status.st_size != known.size or digest(folder / entry.name) != known.sha256:
            notes.against.append(f"{entry.name} was changed")
    notes.against += [f"{name} is missing" for name in expected]
    if len(notes.against) == against:
        notes.proved.append(f"all {len(certificate.files)} files are there and unchanged, and no other")


def _read_log(folder: Path, certificate: Certificate, notes: _Notes) -> Log | None:
    name = certificate.name_of(LOG_NAME)
    if any(name in each for each in notes.against):
        return None
    try:
        text = read_ordinary(folder / name, _MOST_LOG_BYTES)
        # Just what is decoded is hashed: the file can be exchanged since its digest was taken.
        if hashlib.sha256(text).hexdigest() not in {each.sha256 for each in certificate.files if each.name == name}:
            raise VeilproofError(f"{name} was changed")
        log = logs.decoded(text)
    except (VeilproofError, OSError) as error:
        notes.against.append(str(error))
        return None
    except (msgspec.MsgspecError, RecursionError) as error:
        notes.against.append(f"{name} is no log ({error})")
        return None
    if log.format != logs.FORMAT:
        notes.limits.append(f"{name} is a log of another version")
        return None
    if log.draft != certificate.draft:
        notes.against.append(f"{name} and {NAME} do not agree on whether this is a draft")
    if not _is_possible(log):
        notes.against.append(f"{name} holds impossible covers or sound")
        return None
    if (log.head_scale, log.line_margin) != (head_style(log.style).scale, line_margin(log.scale)):
        notes.limits.append(f"{name} has other margins than this version of veilproof draws")
        return None
    return log


def _check_pages(folder: Path, certificate: Certificate, log: Log, notes: _Notes) -> None:
    """Whether what people read, the tables and the page, says what the log says, which is compared with the film."""
    listed = {entry.name for entry in certificate.files}
    try:
        pages = {
            "redactions.csv": log_as_csv(log),
            "redactions.html": as_html(log, certificate.output),
            "incident.csv": incidents_as_csv(log),
        }
        for page, text in pages.items():
            name = certificate.name_of(page)
            if name not in listed:
                if page != "incident.csv" or log.incidents:
                    notes.against.append(f"{name} is missing")
            elif read_ordinary(folder / name, _MOST_LOG_BYTES) != text.encode():
                # Another version may write the same in other words.
                other = certificate.veilproof != __version__
                (notes.limits if other else notes.against).append(f"{name} does not say what the log says")
    except (VeilproofError, OSError, ValueError, OverflowError) as error:
        notes.against.append(f"the tables of the log cannot be compared ({error})")


def _check_times(log: Log, times: Sequence[float], notes: _Notes) -> None:
    """Whether the times of the rows are those of their frames."""
    for track in log.tracks:
        for frame, seconds in ((track.first_frame, track.from_seconds), (track.last_frame, track.to_seconds)):
            if frame < len(times) and not abs(times[frame] - seconds) <= _TIME_TOLERANCE:
                notes.against.append(f"the log says that track {track.track} is at {seconds:.3f} s in frame {frame}")


def _is_possible(log: Log) -> bool:
    """Whether every cover of a log can be drawn, and every span of sound found: it comes from others."""
    ends = [(each.from_seconds, each.to_seconds) for each in log.sound]
    spans = [(start, end) for start, end in ends if start is not None and end is not None]
    # One row at most is of all sound that no other names.
    if len(ends) - len(spans) > ends.count((None, None)) or ends.count((None, None)) > 1:
        return False
    if any(not -_MOST_SECONDS < start < end < _MOST_SECONDS for start, end in spans):
        return False
    if len({track.track for track in log.tracks}) < len(log.tracks):
        return False
    for track in log.tracks:
        count = track.last_frame - track.first_frame + 1
        if not 0 <= track.first_frame <= track.last_frame < log.frames:
            return False
        if len(track.boxes) != (16 * count if track.decision is Decision.COVER else 0):
            return False
        if len(track.angles) not in (0, len(track.boxes) // 4) or not (abs(track.region_angles) <= _MOST_TURNED).all():
            return False
        boxes = track.regions
        if not np.isfinite(boxes).all() or (abs(boxes) > 4 * max(log.width, log.height)).any():
            return False
    return 0 < log.width < 1 << 16 and 0 < log.height < 1 << 16 and 1 <= log.scale <= 100


def _compared(
    original: Path, film: Path, log: Log, notes: _Notes, progress: Progress, *, is_copy: bool
) -> Verification:
    if film.suffix.lower() == ".gif":
        raise VeilproofError(f"{film.name}: a GIF changes every colour, so it cannot be compared")
    pictures = compare_pictures(original, film, log, progress)
    notes.limits += pictures.limits
    _check_times(log, pictures.times, notes)
    against, unknown = compare_contents(original, film, log, is_copy=is_copy)
    notes.against += against
    if not is_copy:
        notes.against += [f"{film.name} also holds {what}" for what in pictures.carried]
    # The maker's signature is bound to the file of the release, and so to what is in it.
    (notes.proved if notes.signed and not is_copy else notes.limits).extend(unknown)
    sound, limits = ([], []) if is_photo(original) else compare_sound(original, film, log)
    notes.limits += limits if not sound else []
    differences = (*pictures.differences, *sound)
    if not differences and not notes.limits and not notes.against:
        frames = "the photo" if log.kind == "photo" else f"every frame of {pictures.frames}"
        notes.proved.append(f"{frames} is the original's but for the logged covers and the noise of encoding")
    return notes.result(differences, film)


def _is_plain(name: str) -> bool:
    return bool(name) and Path(name).name == name and name not in (".", "..", NAME) and "\\" not in name


def _words(difference: Difference) -> str:
    when = timecode(difference.from_seconds)
    if difference.to_seconds > difference.from_seconds:
        when = f"from {when} to {timecode(difference.to_seconds)}"
    where = ""
    if difference.box is not None:
        x1, y1, x2, y2 = difference.box
        where = f", around {(x1 + x2) // 2},{(y1 + y2) // 2}"
    return f"{difference.what} at {when}{where}" if not when.startswith("from") else f"{difference.what} {when}{where}"
