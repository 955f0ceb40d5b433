"""The review page: a person looks at what was found, on this machine, before it is published."""

from veilproof.review.serve import review

__all__ = ["review"]
