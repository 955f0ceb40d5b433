"""Comparing faces, for the audit and the laboratory alone: alignment, recognisers, distractors, statistics."""
