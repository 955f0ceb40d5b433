"""Re-encodes videos, with each picture changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def rewritten(
    source: Path,
    target: Path | None = None,
    change: Callable[[int, Picture], Picture] = lambda _, picture: picture,
    *,
    first: int = 0,
    rate: Fraction = Fraction(25),
) -> Iterator[tuple[Picture, int]]:
    """Yield each changed picture (RGB) and its number, from frame `first` on; write them to `target` if it is given."""
    out = av.open(str(target), "w") if target else None
    stream = None
    with av.open(str(source)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index < first:
                continue
            picture = change(index, np.array(frame.to_ndarray(format="rgb24"), np.uint8))
            if out is not None:
                if stream is None:
                    stream = out.add_stream("libx264", rate, options={"crf": "18", "preset": "veryfast"})
                    stream.height, stream.width = picture.shape[:2]
                    stream.pix_fmt = "yuv420p"
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
            yield picture, index
    if out is not None:
        assert stream is not None
        out.mux(stream.encode())
        out.close()
