"""`veilproof answer`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import options
from veilproof.cli.audit import report_findings


def answer(
    redacted: Annotated[Path, typer.Argument(help="The redacted file that was audited.", show_default=False)],
    report: Annotated[Path, typer.Option("--report", help="The folder of its report.", show_default=False)],
    finding: Annotated[int, typer.Option("--finding", help="The number of the finding.", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help="What is there, in at most 200 characters. No names.")] = "",
    initials: Annotated[str, typer.Option("--initials", help="Initials of who looked, up to four letters.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take an answer back.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Answer a finding of an audit: nothing there must be covered. It stays in the report and no longer counts.

    Examples:
      veilproof answer march.redacted.mp4 --report audit/ --finding 2 --reason "a poster" --initials AB
    """
    from veilproof.audit import Answer, answer_finding

    given = None if withdraw else Answer(reason.strip(), initials)
    raise typer.Exit(report_findings(answer_finding(report, redacted, finding, given), report / "audit.html", quiet))
