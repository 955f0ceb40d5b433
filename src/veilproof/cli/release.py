"""`veilproof release`, `veilproof verify` and `veilproof unseal`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veilproof.cli import options, show
from veilproof.cli.bars import Display
from veilproof.cli.groups import with_groups
from veilproof.errors import ExitCode
from veilproof.timecode import seconds_of

if TYPE_CHECKING:
    from veilproof.release.verify import Verification

# A release audits, and an audit imports what takes longer to import than everything else.


@with_groups
def release(
    original: options.Original,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to make.", show_default=False)],
    plan: options.PlanFile = None,
    delivery: options.DeliveryOptions,
    reasons: options.Reasons = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            help="What must be met, as a TOML file. [dim]Default: two people and an audit[/dim]",
            show_default=False,
        ),
    ] = None,
    audit_policy: Annotated[
        str, typer.Option("--audit-policy", help="What the audit asks for: strict, standard, or a TOML file.")
    ] = "strict",
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", help="The folder of an earlier audit: what was answered there is answered.", show_default=False
        ),
    ] = None,
    approver: Annotated[
        str, typer.Option("--approver", help="Initials of who approves it; nobody who reviewed it.", show_default=False)
    ] = "",
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign", help="Sign with this Ed25519 key (PEM or SSH). It can be traced to you.", show_default=False
        ),
    ] = None,
    still: Annotated[
        list[str] | None,
        typer.Option(
            "--still", metavar="T", help="A still of this moment, as PNG; may be repeated.", show_default=False
        ),
    ] = None,
    seal: Annotated[
        list[str] | None,
        typer.Option(
            "--seal",
            metavar="AGE-RECIPIENT",
            help="Also write what the covers hide, encrypted for this recipient of age; may be repeated. 3=RECIPIENT is"
            " for track 3 only. Do not, where a face must never be seen again.",
            show_default=False,
        ),
    ] = None,
    c2pa: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            "--c2pa",
            metavar="CERT KEY",
            help="Put content credentials into the file, signed with this certificate chain and key (PEM). Whoever has"
            " the file can see who signed. [dim]Default: none[/dim]",
            show_default=False,
        ),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make a draft, whatever is missing, marked as one.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Make a folder that can be handed over: the redacted file, what was changed and why, and a certificate.

    Examples:
      veilproof release march.mp4 -o out/ --approver CD --sign key.pem

      veilproof release march.mp4 -o draft/ --draft
    """
    from veilproof.release.credentials import load_signer
    from veilproof.release.make import ReleaseOptions, release
    from veilproof.release.policy import load_release_policy
    from veilproof.release.sealed_file import parse_recipients
    from veilproof.release.signature import load_private_key
    from veilproof.release.vocabulary import load_vocabulary

    try:
        stills = tuple(seconds_of(text) for text in still or ())
    except ValueError as error:
        raise typer.BadParameter("a time is seconds or H:MM:SS.mmm") from error
    chosen = ReleaseOptions(
        plan=plan,
        delivery=delivery.delivery(),
        vocabulary=load_vocabulary(reasons),
        policy=load_release_policy(policy),
        audit_policy=audit_policy,
        answers=answers,
        draft=draft,
        approver=approver,
        key=load_private_key(sign) if sign else None,
        stills=stills,
        signer=load_signer(*c2pa) if c2pa else None,
        recipients=parse_recipients(seal) if seal else None,
    )
    with Display([original], quiet).of(original) as progress:
        made = release(original, output, chosen, progress=progress)
    if not quiet:
        show.say(f"{output}")
        show.say(f"  {show.count(len(made.certificate.files) + 1, 'file')}; {made.findings.sentence}")
        show.say(f"  {'signed' if chosen.key else 'not signed: nothing shows who made it'}")
    if draft:
        missing = "; ".join(made.certificate.missing) or "nothing is missing"
        show.warn(f"{output}: a draft ({missing})")
        raise typer.Exit(ExitCode.NEEDS_REVIEW)


def verify(
    folder: Annotated[Path, typer.Argument(help="The folder of a release.", show_default=False)],
    original: Annotated[
        Path | None,
        typer.Option("--original", help="The original: compare every sample with it.", show_default=False),
    ] = None,
    copy: Annotated[
        Path | None,
        typer.Option(
            "--copy",
            help="A copy of the film that was encoded again, to compare instead. Needs --original.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", help="The public key that it must be signed with: PEM, SSH or hexadecimal.", show_default=False
        ),
    ] = None,
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", help="A folder for pictures of the places that differ.", show_default=False),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Verify a release: that it is whole and signed, and with --original, that nothing else was changed.

    Exits with 0 if it is verified, with 4 if it is not, and with 5 if that cannot be told.

    Examples:
      veilproof verify out/ --key maker.pub

      veilproof verify out/ --original march.mp4
    """
    from veilproof.release.difference_pictures import write_pictures
    from veilproof.release.signature import load_public_key
    from veilproof.release.verify import verify

    with Display([original or folder], quiet).of(original or folder) as progress:
        found = verify(folder, original, copy=copy, key=load_public_key(key) if key else None, progress=progress)
    if pictures is not None and found.film is not None:
        write_pictures(found.film, found.differences, pictures)
    raise typer.Exit(_report(found, quiet))


def unseal(
    folder: Annotated[Path, typer.Argument(help="The folder of a release.", show_default=False)],
    *,
    track: Annotated[
        list[int] | None, typer.Option("--track", help="A track to open; may be repeated.", show_default=False)
    ] = None,
    sound: Annotated[
        int | None,
        typer.Option("--sound", help="A span of sound to open, by its number in the log.", show_default=False),
    ] = None,
    identity: Annotated[
        Path,
        typer.Option("--identity", help="The secret key: of age, or of SSH without a pass phrase.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.", show_default=False)],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", help="The public key that it must be signed with: PEM, SSH or hexadecimal.", show_default=False
        ),
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Open what was sealed under the covers of some tracks. All others stay covered.

    Examples:
      veilproof unseal out/ --track 3 --identity key.txt --key maker.pub -o court.mp4

      veilproof unseal out/ --sound 2 --identity key.txt -o court.wav
    """
    from veilproof.release.sealed_file import load_identities
    from veilproof.release.signature import load_public_key
    from veilproof.release.unseal import unseal, unseal_sound

    if bool(track) == (sound is not None):
        raise typer.BadParameter("give --track, or --sound")
    identities, maker = load_identities(identity), load_public_key(key) if key else None
    if sound is not None:
        says = unseal_sound(folder, sound, identities, output, key=maker, force=force)
    else:
        with Display([folder], quiet).of(folder) as progress:
            says = unseal(folder, track or [], identities, output, key=maker, force=force, progress=progress)
    if maker is None:
        show.warn(f"{folder}: {says}")


def _report(found: Verification, quiet: bool) -> ExitCode:
    show.say(found.sentence)
    if not quiet:
        for line in found.proved:
            show.say(f"  {line}")
        for line in (*found.against[:_MOST_LINES], *found.limits):
            show.say(f"  ! {line}")
        if len(found.against) > _MOST_LINES:
            show.say(f"  ! and {len(found.against) - _MOST_LINES} more")
    return found.verdict.exit_code


_MOST_LINES = 20
"""Of what does not hold that are printed: more say no more. A round number."""
