"""What can go wrong, and the exit codes that say so: the one place where they are written down."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    DONE = 0
    """Everything that was asked for is done."""
    COULD_NOT = 1
    """It could not be done; one line on standard error says why. Nothing was lost."""
    USAGE = 2
    """The command line was not understood."""
    NEEDS_REVIEW = 3
    """Done, but something was not as it should be and a person must look before publishing."""
    FAILED = 4
    """An audit found what must not be there."""
    INCONCLUSIVE = 5
    """An audit could not find out."""


class VeilproofError(Exception):
    """Something a user can act on. The message is one line: what happened, to which file, what to do."""
