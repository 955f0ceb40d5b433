"""Face comparison for the audit and, to come, the package `lab`: alignment, recognisers, distractors, statistics."""
