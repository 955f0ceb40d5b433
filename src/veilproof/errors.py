"""The error that users see, and all exit codes."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    DONE = 0
    """The command did everything it was asked to."""
    ERROR = 1
    """The command failed; one line on standard error says why. Existing files are intact."""
    USAGE = 2
    """The command line is invalid."""
    NEEDS_REVIEW = 3
    """Done, but with a problem that a person must review before publishing."""
    AUDIT_FAILED = 4
    """An audit found something that must not be visible, or a release is not verified."""
    AUDIT_INCONCLUSIVE = 5
    """An audit could not reach a verdict, or it cannot be told whether a release holds."""


class VeilproofError(Exception):
    """An error that the user can act on. The message is one line: what happened, to which file, what to do."""
