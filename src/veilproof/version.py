"""The version of veilproof. A module of its own, so that it can be read without importing the package's API."""

__version__ = "0.1.0"
