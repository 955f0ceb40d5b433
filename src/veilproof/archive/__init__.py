"""Redacting whole collections: a journal of every item, and workers that may crash."""
