"""Applies a plan to its original and writes the redacted file."""
