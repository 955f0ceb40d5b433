"""A street full of people who do not exist, to show veilproof on and to test it with."""
