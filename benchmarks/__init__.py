"""What veilproof leaks and what it costs, measured beside other tools on the same clips in the same run."""
