"""Photos and video: reading upright pictures with exact times, writing them back with nothing else in the file."""

import os

# The AV1 encoder prints its settings on standard error unless this is set before its library is loaded.
os.environ.setdefault("SVT_LOG", "1")
