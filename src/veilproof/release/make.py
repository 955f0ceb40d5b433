"""Makes a release: a folder that can be handed over. It gets its name when everything in it is complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veilproof.audit import Findings, Tools, Verdict, run_audit
from veilproof.audit.answers import given_answers
from veilproof.audit.policy import NAMED_POLICIES
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.modes import folder_mode
from veilproof.media.names import output_for
from veilproof.media.temporary import temporary_folder
from veilproof.media.writing import Content, atomic_write
from veilproof.plan import Plan, plan_beside
from veilproof.progress import Progress, silent
from veilproof.release import audit_pages, certificate
from veilproof.release.audit_pages import ReleasedAudit, released
from veilproof.release.certificate import LOG_NAME, AuditVerdict, Certificate, FileEntry, Original, prefix_of
from veilproof.release.credentials import Signer, add_credentials, check_supported, credentials_of
from veilproof.release.log import Log, encoded
from veilproof.release.log_from_plan import check_sealable, covered_tracks, log_of, logged_sounds, with_content
from veilproof.release.log_pages import as_html, incidents_as_csv, log_as_csv
from veilproof.release.policy import Conditions, ReleasePolicy, conditions_after, conditions_before, reviewers_of
from veilproof.release.seal import seal
from veilproof.release.sealed_file import SUFFIX, Recipients
from veilproof.release.stills import write_stills
from veilproof.release.vocabulary import Vocabulary, load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.source import digest, name_of, unchanged
from veilproof.version import __version__

_LIBRARIES = ("av", "numpy", "opencv-python-headless", "pillow")


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What a release is made with.

    Attributes:
        plan: the plan; by default beside the original.
        delivery: appearance of covers, and whether sound and subtitles are kept.
        vocabulary: the reasons of the office.
        policy: what must be met.
        audit_policy: by which the audit judges: "strict", "standard" or the path of a TOML file.
        answers: the folder of an earlier audit, whose answers count where the files are the same; None for none.
        draft: make one that is marked as a draft, whatever is missing.
        approver: initials of who approves it.
        key: signs the certificate; None leaves it unsigned.
        stills: times of stills, in seconds since the first frame.
        recipients: for whom what the covers hide is sealed; None seals nothing.
        signer: signs content credentials in the output; None leaves them out.
    """

    plan: Path | None = None
    delivery: Delivery = field(default_factory=Delivery)
    vocabulary: Vocabulary = field(default_factory=load_vocabulary)
    policy: ReleasePolicy = field(default_factory=ReleasePolicy)
    audit_policy: str = "strict"
    answers: Path | None = None
    draft: bool = False
    approver: str = ""
    key: Ed25519PrivateKey | None = None
    stills: tuple[Fraction, ...] = ()
    recipients: Recipients | None = None
    signer: Signer | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made: its folder, its certificate, its log, and what the audit found, which is not in it."""

    folder: Path
    certificate: Certificate
    log: Log
    findings: Findings


def release(
    original: Path,
    out: Path,
    options: ReleaseOptions,
    *,
    tools: Tools | None = None,
    progress: Progress = silent,
) -> Released:
    """Render an original, audit the result, and write everything that is handed over into a new folder.

    Args:
        original: the original; read only.
        out: the folder; must not exist, or be empty.
        options: what it is made with.
        tools: of the audit; by default loaded here.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: the policy is not met and this is no draft; a file cannot be read or written.
    """
    if not original.is_file():
        raise VeilproofError(f"{original}: no such file")
    _check_name(original)
    plan_path = options.plan or plan_beside(original)
    with unchanged(plan_path) as plan_sha256, Plan.snapshot(plan_path) as plan, unchanged(original) as original_sha256:
        if options.recipients is not None:
            check_sealable(plan)
            options.recipients.check(plan_path, covered_tracks(plan), logged_sounds(plan, options.delivery))
        before = conditions_before(options.policy, plan, options.approver, is_signed=options.key is not None)
        if not options.draft:
            _refuse(original, before)
        with _new_folder(out, original) as folder:
            prefix = prefix_of(draft=options.draft)
            output = folder / f"{prefix}{output_for(original).name}"
            if options.signer is not None:
                check_supported(output)
            done = render(original, plan_path, output, delivery=options.delivery, progress=progress)
            findings = _audited(original, output, plan_path, options, tools, progress)
            after = conditions_after(options.policy, findings, options.approver)
            if not options.draft:
                _refuse(original, after)
            said = released(findings)
            after = conditions_after(options.policy, replace(findings, sentence=said.sentence), options.approver)
            log = log_of(plan, done, options.delivery, options.vocabulary, draft=options.draft)
            if options.signer is not None:
                log = _credited(original, original_sha256, output, log, options.signer, options.vocabulary)
            _write_log(folder, prefix, output.name, log, original)
            _write_audit(folder, prefix, said, output, original)
            write_stills(output, options.stills, folder, prefix, original)
            if options.recipients is not None:
                seal(original, output, log, options.recipients, folder / f"{prefix}{original.stem}{SUFFIX}", progress)
            made = Certificate(
                format=certificate.FORMAT,
                draft=options.draft,
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                veilproof=__version__,
                libraries={name: version(name) for name in _LIBRARIES},
                original=Original(original_sha256, original.stat().st_size),
                plan=plan_sha256,
                output=output.name,
                audit=_verdict_of(said.verdict, said.sentence, said.policy, options.audit_policy),
                met=before.met + after.met,
                missing=before.missing + after.missing,
                reviewers=reviewers_of(plan),
                approver=options.approver,
                files=tuple(entries_of(folder)),
                policy=options.policy,
            )
            _write(folder / certificate.NAME, certificate.written(made, options.key), original)
    return Released(out, made, log, findings)


def _verdict_of(verdict: Verdict, sentence: str, named: str, policy: str) -> AuditVerdict:
    """What the audit said; a policy of a file has its digest, because the file can be called like a stricter one."""
    is_own = policy not in NAMED_POLICIES
    return AuditVerdict(
        verdict.value, sentence, f"a file of its own, SHA-256 {digest(Path(policy))}" if is_own else named
    )


def entries_of(folder: Path) -> Iterator[FileEntry]:
    """Every file of a folder, in the order of names.

    Raises:
        VeilproofError: a file cannot be read.
    """
    for path in sorted(folder.iterdir()):
        yield FileEntry(path.name, digest(path), path.stat().st_size)


def _check_name(original: Path) -> None:
    """Refuse a name that a certificate cannot hold, or that is a path elsewhere, before the work."""
    try:
        original.name.encode()
    except UnicodeEncodeError as error:
        raise VeilproofError(f"{name_of(original)}: the name is not UTF-8: give the file another name") from error
    if "\\" in original.name:
        raise VeilproofError(f"{original}: a name with \\ is a path elsewhere: give the file another name")


def _refuse(original: Path, conditions: Conditions) -> None:
    if conditions.missing:
        raise VeilproofError(
            f"{original}: not released, because this is missing: {'; '.join(conditions.missing)}. --draft makes a draft"
        )


@contextmanager
def _new_folder(out: Path, original: Path) -> Iterator[Path]:
    """A folder under a temporary name, which gets the name `out` on success and is removed otherwise.

    What a killed release of that name left is removed before.
    """
    if out.is_symlink() or (out.exists() and not (out.is_dir() and not any(out.iterdir()))):
        raise VeilproofError(f"{out} exists already: choose another name for the folder")
    if not out.absolute().parent.is_dir():
        raise VeilproofError(f"{out} cannot be made: there is no folder {out.parent}; make it first")
    with ExitStack() as stack:
        try:
            unfinished = stack.enter_context(temporary_folder(out.absolute()))
        except OSError as error:
            raise VeilproofError(f"{out} cannot be made ({error.strerror}): choose another name") from error
        try:
            yield unfinished
        except VeilproofError as error:
            raise VeilproofError(str(error).replace(str(unfinished), str(out))) from error
        unfinished.chmod(folder_mode(original, unfinished))
        try:
            if out.exists():
                out.rmdir()
            unfinished.rename(out)
        except OSError as error:
            raise VeilproofError(f"{out} appeared in the meantime ({error.strerror}): choose another name") from error


def _audited(
    original: Path, output: Path, plan: Path, options: ReleaseOptions, tools: Tools | None, progress: Progress
) -> Findings:
    findings = run_audit(original, output, plan, policy=options.audit_policy, tools=tools, progress=progress)
    return findings if options.answers is None else given_answers(options.answers).applied(findings)


def _credited(original: Path, sha256: str, output: Path, log: Log, signer: Signer, vocabulary: Vocabulary) -> Log:
    """Put content credentials into the output; the log, with what became of those of the original."""
    state = credentials_of(original)
    if state is not None:
        log = with_content(log, f"content credentials, which are {state}", vocabulary)
    with atomic_write(output, force=True, source=original, content=_content(output)) as unfinished:
        unfinished.unlink()
        add_credentials(output, unfinished, log, sha256, signer)
    return log


def _content(output: Path) -> Content:
    return Content.PHOTO if is_photo(output) else Content.VIDEO


def _write_log(folder: Path, prefix: str, output: str, log: Log, original: Path) -> None:
    _write(folder / f"{prefix}{LOG_NAME}", encoded(log), original)
    _write(folder / f"{prefix}redactions.csv", log_as_csv(log).encode(), original)
    _write(folder / f"{prefix}redactions.html", as_html(log, output).encode(), original)
    if log.incidents:
        _write(folder / f"{prefix}incident.csv", incidents_as_csv(log).encode(), original)


def _write_audit(folder: Path, prefix: str, audit: ReleasedAudit, output: Path, original: Path) -> None:
    if prefix:
        audit = replace(audit, sentence=f"DRAFT, not released. {audit.sentence}")
    _write(folder / f"{prefix}audit.json", audit_pages.as_json(audit), original)
    _write(folder / f"{prefix}audit.html", audit_pages.as_html(audit, output.name).encode(), original)


def _write(path: Path, content: bytes, original: Path) -> None:
    with atomic_write(path, force=False, source=original) as unfinished:
        unfinished.write_bytes(content)
