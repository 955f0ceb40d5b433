"""One command over many files: a file that fails is reported, and the others are still processed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from veilproof.cli import show
from veilproof.errors import ExitCode
from veilproof.progress import Progress

Work = Callable[[Path, Progress], ExitCode]
"""Processes one file and reports its progress; raises VeilproofError if the file cannot be processed."""

_BY_SEVERITY = (
    ExitCode.DONE,
    ExitCode.NEEDS_REVIEW,
    ExitCode.AUDIT_INCONCLUSIVE,
    ExitCode.AUDIT_FAILED,
    ExitCode.ERROR,
)


def process_each(sources: list[Path], work: Work, quiet: bool) -> ExitCode:
    """Process every file and return the most severe exit code."""
    worst = ExitCode.DONE
    for source in sources:
        try:
            with show.progress_on(source, quiet) as progress:
                code = work(source, progress)
        except BrokenPipeError:
            raise
        except Exception as error:  # whatever one file causes, the others are processed
            show.fail(show.explained(error, source))
            code = ExitCode.ERROR
        worst = more_severe(worst, code)
    return worst


def more_severe(one: ExitCode, other: ExitCode) -> ExitCode:
    """The exit code of the two that a person must know of first."""
    return max(one, other, key=_BY_SEVERITY.index)
