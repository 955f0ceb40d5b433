"""The contact sheet: a grid of frames of the redacted output, for a quick check by eye."""

from __future__ import annotations

import io
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.errors import VeilproofError

_MAX_FRAMES = 20
"""A round number: a grid of 5 by 4."""


class ContactSheet:
    """Collects up to 20 frames, evenly spaced over a video, and writes them as one picture."""

    MAX_SIDE = 480
    """Longer side, in pixels, of the pictures to add. Chosen by eye."""

    def __init__(self, frames: int) -> None:
        """Create a sheet for a video of `frames` frames."""
        count = max(1, min(_MAX_FRAMES, frames))
        self._wanted = {round((i + 0.5) * frames / count - 0.5) for i in range(count)}
        self._pictures: list[NDArray[np.uint8]] = []

    def wants(self, frame: int) -> bool:
        """Whether that frame belongs on the sheet."""
        return frame in self._wanted

    def add(self, picture: NDArray[np.uint8]) -> None:
        """Append a redacted picture, uint8 [h, w, 3] RGB."""
        self._pictures.append(picture)

    def write(self, target: Path) -> None:
        """Write the sheet.

        Args:
            target: a temporary file of `atomic_write`; its suffix selects the format.

        Raises:
            OSError: it cannot be written.
            VeilproofError: the suffix is not one of a picture format, or the picture is too large for it.
        """
        height, width = np.max([p.shape[:2] for p in self._pictures], axis=0)
        columns = math.ceil(math.sqrt(len(self._pictures)))
        rows = math.ceil(len(self._pictures) / columns)
        sheet = Image.new("RGB", (columns * int(width), rows * int(height)))
        for index, picture in enumerate(self._pictures):
            sheet.paste(Image.fromarray(picture), (index % columns * int(width), index // columns * int(height)))
        encoded = io.BytesIO()
        try:
            sheet.save(encoded, Image.registered_extensions()[target.suffix.lower()])
        except (KeyError, OSError, ValueError) as error:
            raise VeilproofError(f"{target}: the preview could not be written ({error}); use .jpg or .png") from error
        target.write_bytes(encoded.getvalue())
