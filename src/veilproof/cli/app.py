"""The program: its commands, and how errors become messages and exit codes."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from veilproof.cli import archive, audit, doctor, plan, redact, render, review, scan, show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.version import __version__


class _Commands(TyperGroup):
    """Reports Ctrl-C and errors of the system in one line with exit code 1, where Typer would not."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer does not export the type of a context
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise VeilproofError(
                "stopped: the output in progress was not written; a scan continues where it stopped when run again"
            ) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            raise show.system_error(error) from error


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Cover every face in photos and video, for every frame. Offline; the original is never changed.",
    epilog="Exit codes: 0 done, 1 error, 2 usage, 3 needs review, 4 audit failed, 5 audit inconclusive.",
)
app.command("redact")(redact.redact)
app.command("scan")(scan.scan)
app.command("render")(render.render)
app.command("audit")(audit.audit)
app.command("review")(review.review)
app.add_typer(plan.app, name="plan")
app.add_typer(archive.app, name="archive")
app.command("doctor")(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"veilproof {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    """Run the command line and exit with one of the documented codes."""
    try:
        app()
    except VeilproofError as error:
        show.fail(error)
        sys.exit(ExitCode.ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.ERROR)
