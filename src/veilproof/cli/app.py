"""The program itself: its commands, and what happens to errors."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from veilproof.cli import archive, audit, doctor, plan, redact, render, review, scan, show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.version import __version__


class _Commands(TyperGroup):
    """The commands. Ctrl-C and what the system refuses are errors like any other, and not Typer's to report."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer does not export the type of a context
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise VeilproofError(
                "stopped; the output under way was not written, and a scan goes on where it was when started again"
            ) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            raise show.refused(error) from error


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Cover every face in photos and video, for every frame. Offline; the original is never changed.",
    epilog="Exit codes: 0 done, 1 could not, 2 usage, 3 needs review, 4 audit failed, 5 inconclusive.",
)
app.command("redact")(redact.redact)
app.command("scan")(scan.scan)
app.command("render")(render.render)
app.command("audit")(audit.audit)
app.command("review")(review.review)
app.add_typer(plan.app, name="plan")
app.add_typer(archive.app, name="archive")
app.command("doctor")(doctor.doctor)


def _version(asked: bool) -> None:
    if asked:
        print(f"veilproof {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say which version this is."
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line and leave with one of the documented exit codes."""
    try:
        app()
    except VeilproofError as error:
        show.fail(error)
        sys.exit(ExitCode.ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.ERROR)
