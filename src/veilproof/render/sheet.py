"""The contact sheet: a few frames of the redacted output, side by side, to look at."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.errors import VeilproofError

_MOST = 20
_LONGEST = 480


class ContactSheet:
    """Collects up to 20 frames spread evenly over a video and writes them as one picture."""

    LONGEST = _LONGEST
    """The longer side, in pixels, at which pictures are wanted."""

    def __init__(self, frames: int) -> None:
        """A sheet for a video of so many frames."""
        count = max(1, min(_MOST, frames))
        self._wanted = {round((i + 0.5) * frames / count - 0.5) for i in range(count)}
        self._pictures: list[NDArray[np.uint8]] = []

    def wants(self, frame: int) -> bool:
        """Whether that frame belongs on the sheet."""
        return frame in self._wanted

    def add(self, picture: NDArray[np.uint8]) -> None:
        """Put a redacted picture on the sheet, uint8 [h, w, 3] RGB."""
        self._pictures.append(picture)

    def write(self, target: Path) -> None:
        """Write the sheet.

        Raises:
            VeilproofError: the suffix is that of no picture format, or it cannot be written.
        """
        height, width = np.max([p.shape[:2] for p in self._pictures], axis=0)
        columns = math.ceil(math.sqrt(len(self._pictures)))
        rows = math.ceil(len(self._pictures) / columns)
        sheet = Image.new("RGB", (columns * int(width), rows * int(height)))
        for at, picture in enumerate(self._pictures):
            sheet.paste(Image.fromarray(picture), (at % columns * int(width), at // columns * int(height)))
        try:
            sheet.save(target)
        except (OSError, ValueError) as error:
            raise VeilproofError(f"{target}: the preview could not be written ({error}); use .jpg or .png") from error
