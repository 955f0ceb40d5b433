"""One command over many files: a file that fails is reported, and the others are still processed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from veilproof.cli import show
from veilproof.cli.bars import Display
from veilproof.errors import ExitCode
from veilproof.progress import Progress

Print = Callable[[], ExitCode]
"""Prints what was done with one file, and returns its exit code."""
Work = Callable[[Path, Progress], Print]
"""Processes one file and reports its progress, printing nothing; raises VeilproofError if it cannot be processed."""

_BY_SEVERITY = (
    ExitCode.DONE,
    ExitCode.NEEDS_REVIEW,
    ExitCode.AUDIT_INCONCLUSIVE,
    ExitCode.AUDIT_FAILED,
    ExitCode.ERROR,
)


def process_each(sources: list[Path], work: Work, quiet: bool) -> ExitCode:
    """Process every file, print its results when the bars are gone, and return the most severe exit code."""
    worst = ExitCode.DONE
    display = Display(sources, quiet)
    for source in sources:
        try:
            with display.of(source) as progress:
                print_results = work(source, progress)
            code = print_results()
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
