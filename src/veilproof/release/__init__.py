"""What is handed over: the redacted file, the reasons, the proof that the rest is unchanged, the sealed originals."""
