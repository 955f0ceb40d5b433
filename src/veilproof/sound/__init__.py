"""Sound: decoded, speech found in it, changed as a plan says, and encoded anew."""
