"""`veilproof audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veilproof.cli import batch, options, show
from veilproof.errors import ExitCode
from veilproof.kind import kinds_of, words_of
from veilproof.progress import Progress
from veilproof.timecode import timecode

if TYPE_CHECKING:
    from veilproof.audit import Findings

# The audit imports SciPy's statistics and Matplotlib, which take longer to import than everything else: import it only
# in commands that audit.

PlanOfOriginal = Annotated[
    Path | None,
    typer.Option(
        "--plan", help="The plan of the original: faces that it keeps visible are not leaks.", show_default=False
    ),
]
Policy = Annotated[
    str, typer.Option("--policy", help="What a file must satisfy to pass: strict, standard, or a TOML file.")
]
Distractors = Annotated[
    Path | None,
    typer.Option(
        "--distractors",
        help="A folder of research photos of faces, as distractors. [dim]Default: synthetic people[/dim]",
        show_default=False,
        exists=True,
        file_okay=False,
    ),
]
CoverOfAudit = Annotated[
    str | None,
    typer.Option(
        "--cover",
        help="What must be covered besides faces: heads, text, plates. [dim]Default: what the plan was asked for[/dim]",
        show_default=False,
    ),
]


def audit(
    original: Annotated[Path, typer.Argument(help="The original, or a folder of originals.", show_default=False)],
    redacted: Annotated[Path, typer.Argument(help="The redacted file or folder, by any tool.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="The folder for the report.", show_default=False)],
    plan: PlanOfOriginal = None,
    policy: Policy = "strict",
    cover: CoverOfAudit = None,
    distractors: Distractors = None,
    csv: Annotated[bool, typer.Option("--csv", help="Also write the leaks as leaks.csv.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Attack a redacted file and report which faces can still be seen or matched.

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
    kinds = None if cover is None else kinds_of(cover)
    tools = load_tools(distractors)
    several = original.is_dir()

    def work(source: Path, progress: Progress) -> batch.Print:
        target = pairs[source]
        folder = out / source.relative_to(original) if several else out
        findings = audit_one(
            source, target, folder, plan=plan, policy=policy, cover=kinds, tools=tools, as_csv=csv, progress=progress
        )
        return lambda: report_findings(findings, folder / "audit.html", quiet)

    raise typer.Exit(batch.process_each(list(pairs), work, quiet))


def report_findings(findings: Findings, report: Path, quiet: bool) -> ExitCode:
    """Print the verdict and, unless `quiet`, its numbers and the places to look at; return its exit code."""
    from veilproof.audit import Verdict, leak_name, places_to_review

    exit_codes = {
        Verdict.PASSED: ExitCode.DONE,
        Verdict.FAILED: ExitCode.AUDIT_FAILED,
        Verdict.INCONCLUSIVE: ExitCode.AUDIT_INCONCLUSIVE,
    }
    show.say(findings.sentence)
    if quiet:
        return exit_codes[findings.verdict]
    show.say(f"  {findings.numbers}")
    for leak in places_to_review(findings):
        when = "" if findings.kind == "photo" else f"{timecode(leak.from_seconds)} to {timecode(leak.to_seconds)}  "
        show.say(
            f"  {leak.number}: {when}{leak_name(leak, findings)}  {leak.size_px:.0f} px  {leak.survives:.0%} survives"
        )
    if findings.not_searched:
        show.say(f"  not looked for: {', '.join(words_of(findings.not_searched).split(','))}")
    show.say(f"  report: {report}")
    return exit_codes[findings.verdict]
