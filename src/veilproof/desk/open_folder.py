"""Shows a folder in the file manager of this system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from veilproof.archive.names import printable
from veilproof.language.message import LocalisedError


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager, and return at once.

    Raises:
        VeilproofError: there is no such folder, or nothing here can show it.
    """
    if not folder.is_dir():
        raise LocalisedError("error-folder-gone", folder=printable(str(folder)))
    try:
        if sys.platform == "win32":
            os.startfile(folder)
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen(
            [program, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise LocalisedError("error-no-file-manager", folder=printable(str(folder))) from None
