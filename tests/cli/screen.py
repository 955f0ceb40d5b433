"""What stays on a terminal."""

from __future__ import annotations

import re


def lines_left(shown: str) -> list[str]:
    """The lines that stay after what was written: Rich moves the cursor up and erases lines."""
    lines = [""]
    for part in re.findall(r"\x1b\[[\d;?]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", shown):
        if part == "\n":
            lines.append("")
        elif re.fullmatch(r"\x1b\[\d*A", part):
            del lines[max(1, len(lines) - int(part[2:-1] or 1)) :]
        elif part == "\x1b[2K":
            lines[-1] = ""
        elif part != "\r" and not part.startswith("\x1b"):
            lines[-1] += part
    return lines
