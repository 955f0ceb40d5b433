"""How veilproof's own detector is trained: `python -m training`; docs/model-card.md says on what, and how well."""
