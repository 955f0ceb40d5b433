"""The command line. Nothing is computed here."""

from veilproof.cli.app import main

__all__ = ["main"]
