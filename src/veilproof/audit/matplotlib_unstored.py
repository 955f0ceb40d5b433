"""Matplotlib, imported so that it writes nothing into the user's folders and reads no settings from them."""

from __future__ import annotations

import os
import tempfile

_FOLDER = "MPLCONFIGDIR"

# While it is imported, Matplotlib makes a folder for settings, and stores its list of fonts in it. It reads both then
# and never again, so that they can be in a folder that is removed at once.
_before = os.environ.get(_FOLDER)
with tempfile.TemporaryDirectory() as _folder:
    os.environ[_FOLDER] = _folder
    try:
        from matplotlib import rc_context
        from matplotlib.axes import Axes
        from matplotlib.figure import Figure
    finally:
        if _before is None:
            del os.environ[_FOLDER]
        else:
            os.environ[_FOLDER] = _before

__all__ = ["Axes", "Figure", "rc_context"]
