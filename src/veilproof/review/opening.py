"""Opening the page in a browser without its address on a command line, where every user of the machine can read it.

The browser is given the name of a file that only its owner can read, and the file leads to the page.
"""

from __future__ import annotations

import contextlib
import html
import os
import shutil
import stat
import sys
import tempfile
import webbrowser
from pathlib import Path

_SNAPS = ("firefox", "chromium", "brave", "opera")
"""Browsers that Ubuntu installs as snaps. They read no hidden files, no /tmp and no /run: only what is in plain sight
of the home folder."""
_PAGE = """<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>veilproof review</title>
<a href="{address}">Open the review page</a>
"""


class OpeningFile:
    """A file of mode 0600, in a folder of its own of mode 0700, that leads a browser to an address."""

    def __init__(self, address: str) -> None:
        """Write it.

        Raises:
            OSError: it cannot be written.
        """
        # mkdtemp creates the folder with mode 0700, so nobody else can even see the name of the file.
        self._folder = Path(tempfile.mkdtemp(prefix="veilproof-", dir=_place()))
        self.path = self._folder / "open-review.html"
        try:
            self.path.touch(0o600, exist_ok=False)
            self.path.write_text(_PAGE.format(address=html.escape(address)), "utf-8")
        except OSError:
            self.remove()
            raise

    def remove(self) -> None:
        """Remove the file and its folder, if they are still there."""
        shutil.rmtree(self._folder, ignore_errors=True)


def open_in_browser(file: OpeningFile) -> bool:
    """Whether a browser was started with this file."""
    with contextlib.suppress(webbrowser.Error, OSError):
        return webbrowser.open(file.path.as_uri())
    return False


def _place() -> Path | None:
    """The folder in which a browser can read a file of ours; None for the default of the system."""
    if any(Path("/snap/bin", name).exists() for name in _SNAPS):
        return Path.home()
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and _is_private(Path(runtime)):
        return Path(runtime)
    return None


def _is_private(folder: Path) -> bool:
    """Whether a folder is ours, and closed to everybody else; on Windows the modes do not say."""
    if sys.platform == "win32":
        return False
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077
