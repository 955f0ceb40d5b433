"""One film or photo into its plan."""
