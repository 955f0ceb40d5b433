"""The side data of a decoded picture, for which PyAV's type annotations are too narrow."""

from __future__ import annotations

from typing import Any, cast

import av


def side_data(picture: av.VideoFrame) -> dict[str, bytes]:
    """The side data by FFmpeg's name of its type, as bytes."""
    try:
        return {item.type.name: bytes(item) for item in cast("Any", picture.side_data)}
    except ValueError:
        # PyAV fails on all of it if one type is newer than PyAV.
        return {}
