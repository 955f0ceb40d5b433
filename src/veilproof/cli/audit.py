"""`veilproof audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veilproof.cli import batch, options, show
from veilproof.errors import ExitCode
from veilproof.progress import Progress
from veilproof.timecode import timecode

if TYPE_CHECKING:
    from veilproof.audit import Findings

# What an audit needs (SciPy's statistics, Matplotlib) takes longer to import than all the rest, so commands that audit
# nothing do without.

Policy = Annotated[
    str, typer.Option("--policy", help="What a file must meet to pass: strict, standard, or a TOML file.")
]
Distractors = Annotated[
    Path | None,
    typer.Option(
        "--distractors",
        help="A folder of research photos of faces to compare with. [dim]Default: synthetic people[/dim]",
        show_default=False,
        exists=True,
        file_okay=False,
    ),
]


def audit(
    original: Annotated[Path, typer.Argument(help="The original, or a folder of originals.", show_default=False)],
    redacted: Annotated[Path, typer.Argument(help="What was made of it, by any tool.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The folder for the report.", show_default=False)],
    plan: options.PlanFile = None,
    policy: Policy = "strict",
    distractors: Distractors = None,
    csv: Annotated[bool, typer.Option("--csv", help="Also write the leaks as leaks.csv.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Attack a redacted file and report what the attack got.

    Examples:
      veilproof audit march.mp4 march.redacted.mp4 --out audit/

      veilproof audit originals/ redacted/ --out audits/ --policy standard
    """
    from veilproof.audit import audit as audit_one
    from veilproof.audit import load_tools
    from veilproof.audit.file_pairs import pairs_in

    pairs = pairs_in(original, redacted)
    if len(pairs) > 1 and plan:
        raise typer.BadParameter("--plan is for one pair at a time")
    tools = load_tools(distractors)
    several = original.is_dir()

    def work(source: Path, progress: Progress) -> ExitCode:
        target = pairs[source]
        folder = out / source.relative_to(original) if several else out
        found = audit_one(source, target, folder, plan=plan, policy=policy, tools=tools, as_csv=csv, progress=progress)
        return told(found, folder / "audit.html", quiet)

    raise typer.Exit(batch.each(list(pairs), work, quiet))


def told(found: Findings, report: Path, quiet: bool) -> ExitCode:
    """Say the verdict, and the worst leaks with their times; gives what the verdict is to the shell."""
    from veilproof.audit import Verdict, track_name, worst_leaks

    embeddings = {
        Verdict.PASSED: ExitCode.DONE,
        Verdict.FAILED: ExitCode.FAILED,
        Verdict.INCONCLUSIVE: ExitCode.INCONCLUSIVE,
    }
    show.say(found.sentence)
    if quiet:
        return embeddings[found.verdict]
    for reason in found.reasons[1:]:
        show.say(f"  also: {reason}")
    for leak in worst_leaks(found):
        show.say(
            f"  {timecode(leak.from_seconds)} to {timecode(leak.to_seconds)}  {track_name(leak.track)}"
            f"  {leak.size_px:.0f} px  {leak.survives:.0%} survives"
        )
    show.say(f"  report: {report}")
    return embeddings[found.verdict]
