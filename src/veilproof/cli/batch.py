"""One command over many files: a file that fails is reported and the others go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from veilproof.cli import show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.progress import Progress

Work = Callable[[Path, Progress], ExitCode]
"""(file, who is told how far it is) -> how it went; raises VeilproofError if it could not be done."""

_GRAVITY = (ExitCode.DONE, ExitCode.NEEDS_REVIEW, ExitCode.AUDIT_INCONCLUSIVE, ExitCode.AUDIT_FAILED, ExitCode.ERROR)


def each(sources: list[Path], work: Work, quiet: bool) -> ExitCode:
    """Do the work on every file; the worst of how it went."""
    worst = ExitCode.DONE
    for source in sources:
        try:
            with show.progress_on(source, quiet) as progress:
                code = work(source, progress)
        except VeilproofError as error:
            show.fail(error)
            code = ExitCode.ERROR
        except BrokenPipeError:
            raise
        except OSError as error:
            show.fail(show.refused(error, source))
            code = ExitCode.ERROR
        worst = worse(worst, code)
    return worst


def worse(one: ExitCode, other: ExitCode) -> ExitCode:
    """The one of two that a person must know of first."""
    return max(one, other, key=_GRAVITY.index)
