"""What verifying says, in one word."""

from __future__ import annotations

from enum import StrEnum

from veilproof.errors import ExitCode


class Verdict(StrEnum):
    """The result of verifying something."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"
    INCONCLUSIVE = "inconclusive"

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a command that says it."""
        return {
            Verdict.VERIFIED: ExitCode.DONE,
            Verdict.NOT_VERIFIED: ExitCode.AUDIT_FAILED,
            Verdict.INCONCLUSIVE: ExitCode.AUDIT_INCONCLUSIVE,
        }[self]
