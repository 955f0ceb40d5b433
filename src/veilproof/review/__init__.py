"""The review page: a person checks the detected and drawn tracks, on this machine, before anything is published."""

from veilproof.review.serve import review

__all__ = ["review"]
