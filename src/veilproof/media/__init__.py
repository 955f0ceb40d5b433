"""Reads photos and video as upright pictures with exact times, and writes them without any other content."""

import os

# The AV1 encoder prints its settings on standard error unless this is set before its library is loaded.
os.environ.setdefault("SVT_LOG", "1")
