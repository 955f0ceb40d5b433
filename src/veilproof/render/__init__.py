"""Covering: the plan and the original make the redacted file."""
