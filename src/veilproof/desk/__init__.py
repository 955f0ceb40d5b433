"""The start page: a person chooses a folder, has everybody in it covered, and looks at the results."""

from veilproof.desk.serve import desk

__all__ = ["desk"]
