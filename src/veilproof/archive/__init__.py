"""Whole collections: a journal of every item, workers that may die."""
