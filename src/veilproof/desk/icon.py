"""Writes an entry for the desktop of this system that opens the start page."""

from __future__ import annotations

import shlex
import sys
from importlib.resources import files
from pathlib import Path

import platformdirs

from veilproof.errors import VeilproofError
from veilproof.media.writing import Content, atomic_write

_MODULE = ("-m", "veilproof", "desk")
_EXECUTABLE = 0o755
_DESKTOP_ENTRY = """[Desktop Entry]
Type=Application
Version=1.5
Name=veilproof
GenericName=Cover faces in photos and video
Comment=Choose a folder and have everybody in it covered
Exec={command}
Icon={icon}
Terminal=true
Categories=AudioVideo;Graphics;
Keywords=face;blur;anonymise;redact;privacy;
"""
"""Freedesktop's Desktop Entry Specification 1.5. The terminal holds the program: whoever closes it ends the work."""
_COMMAND = """#!/bin/sh
# Opens the start page of veilproof. Closing this window ends it.
exec {command}
"""
_BATCH = """@echo off\r
rem Opens the start page of veilproof. Closing this window ends it.\r
title veilproof\r
{command}\r
"""


def install_icon() -> Path:
    """Write the entry, in place of an earlier one; returns its path.

    On Linux among the applications of this user; on macOS (.command) and Windows (.cmd) on the desktop.

    Raises:
        VeilproofError: it cannot be written there.
    """
    path, text = icon_for(sys.platform, sys.executable)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VeilproofError(f"{path.parent}: the folder cannot be made ({error.strerror})") from error
    with atomic_write(path, force=True, content=Content.TEXT) as temporary:
        temporary.write_bytes(text.encode())
    if sys.platform != "win32":
        path.chmod(_EXECUTABLE)
    return path


def icon_for(system: str, python: str) -> tuple[Path, str]:
    """Path and content of the entry.

    Args:
        system: as `sys.platform` names it.
        python: the interpreter that has veilproof.
    """
    words = (python, *_MODULE)
    if system == "win32":
        return Path(platformdirs.user_desktop_dir(), "veilproof.cmd"), _BATCH.format(command=_for_batch(words))
    if system == "darwin":
        return Path(platformdirs.user_desktop_dir(), "veilproof.command"), _COMMAND.format(command=shlex.join(words))
    icon = str(files("veilproof.review").joinpath("page", "icon.svg"))
    entry = _DESKTOP_ENTRY.format(command=" ".join(_for_entry(word) for word in words), icon=icon.replace("\\", "\\\\"))
    return Path(platformdirs.user_data_dir(), "applications", "veilproof.desktop"), entry


def _for_entry(word: str) -> str:
    """A word of `Exec`: quoted, then escaped once more as every value of an entry is."""
    quoted = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word.replace("%", "%%"))
    return f'"{quoted}"'.replace("\\", "\\\\")


def _for_batch(words: tuple[str, ...]) -> str:
    # A percent sign begins a variable in a batch file, also in quotes.
    return " ".join(f'"{word.replace("%", "%%")}"' for word in words)
