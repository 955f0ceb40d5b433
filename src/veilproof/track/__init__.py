"""Faces through time: motion, linking, what is worth covering."""
