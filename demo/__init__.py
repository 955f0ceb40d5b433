"""Synthetic street scenes with people who do not exist, for demonstrations and tests."""
