"""The side data of a decoded picture, which PyAV's types describe too narrowly to use as they are."""

from __future__ import annotations

from typing import Any, cast

import av


def side_data(picture: av.VideoFrame) -> dict[str, bytes]:
    """What the picture carries beside its samples, by FFmpeg's name of the kind, as bytes."""
    try:
        return {item.type.name: bytes(item) for item in cast("Any", picture.side_data)}
    except ValueError:
        # PyAV gives up on all of it when one kind is newer than it knows.
        return {}
