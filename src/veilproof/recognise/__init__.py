"""Face comparison for the audit and the laboratory: alignment, recognisers, distractors, statistics."""
