"""The program: its commands, and how errors become messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from veilproof.cli import answer, archive, audit, desk, doctor, lab, plan, redact, release, render, review, scan, show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.process import STOPPED, stoppable, with_standard_streams, without_core_dumps
from veilproof.version import __version__

_TYPER_STOPPED = 130
"""The exit code that Typer makes of a KeyboardInterrupt; no command has it."""

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Cover every face in photos and video, for every frame. Offline; the original is never changed."
    " Without a command, the start page opens in the browser.",
    epilog="Exit codes: 0 done, 1 error, 2 usage, 3 needs review, 4 audit failed, 5 audit inconclusive.",
)
app.command("desk")(desk.desk)
app.command("redact")(redact.redact)
app.command("scan")(scan.scan)
app.command("render")(render.render)
app.command("audit")(audit.audit)
app.command("answer")(answer.answer)
app.command("review")(review.review)
app.command("release")(release.release)
app.command("verify")(release.verify)
app.command("unseal")(release.unseal)
app.add_typer(plan.app, name="plan")
app.add_typer(archive.app, name="archive")
app.add_typer(lab.app, name="lab")
app.command("doctor")(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"veilproof {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    if context.invoked_subcommand is None:
        desk.desk()


def main() -> None:
    """Run the command line and exit with one of the documented codes."""
    without_core_dumps()
    with_standard_streams()
    show.escape_what_cannot_be_printed()
    with stoppable() as stopped:
        sys.exit(_run(stopped))


def _run(stopped: Callable[[], None]) -> int:
    try:
        code = _exit_code()
        show.flush()
    except BrokenPipeError:
        # Nobody reads on.
        code = int(ExitCode.ERROR)
    except KeyboardInterrupt:
        stopped()
        show.fail(VeilproofError(STOPPED))
        code = int(ExitCode.ERROR)
    except Exception as error:  # whatever happens, a user gets one line
        show.fail(show.explained(error))
        code = int(ExitCode.ERROR)
    show.drop_what_cannot_be_written()
    return code


def _exit_code() -> int:
    command = typer.main.get_command(app)
    _drop_types_of_flags(command)
    try:
        command()
    except SystemExit as ended:
        if ended.code == _TYPER_STOPPED:
            raise KeyboardInterrupt from None
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return int(ExitCode.DONE)


def _drop_types_of_flags(command: object) -> None:
    """Let the help show choices, and not the type of an option that takes no value, such as `--force <bool>`."""
    if isinstance(command, TyperCommand | TyperGroup):
        for parameter in command.get_params(typer.Context(command)):
            if isinstance(parameter, TyperOption) and parameter.is_flag:
                parameter.metavar = ""
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            _drop_types_of_flags(inner)
