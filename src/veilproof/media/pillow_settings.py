"""Pillow's settings are those of the whole process: one thread at a time changes them and decodes."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

_lock = threading.RLock()


@contextmanager
def pillow_settings(*, truncated: bool = False) -> Iterator[None]:
    """Without Pillow's warnings and its limit of pixels, which phones exceed; nobody else decodes meanwhile.

    Args:
        truncated: decode what can be decoded, too, where samples are missing.
    """
    with _lock, warnings.catch_warnings():
        limit, loose = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, truncated
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = limit, loose
