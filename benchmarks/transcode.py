"""Decode and encode and nothing else: what any video tool has to pay. `python -m benchmarks.transcode IN OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import av

# The settings that veilproof writes H.264 with; a test says so when they part.
SETTINGS = {"preset": "veryfast", "crf": "20", "x264-params": "mbtree=0"}


def transcode(source: Path, target: Path, **settings: str) -> None:
    """Write the pictures of `source` again with x264, without sound; `settings` replace veilproof's own."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        video = reading.streams.video[0]
        video.thread_type = "AUTO"
        encoder = writing.add_stream("libx264", video.average_rate, options=SETTINGS | settings)
        encoder.width, encoder.height, encoder.pix_fmt = video.width, video.height, video.pix_fmt
        encoder.thread_type = "AUTO"
        if video.time_base is not None:
            encoder.time_base = encoder.codec_context.time_base = video.time_base
        for frame in reading.decode(video):
            # The source's choice of I, P and B frames is not the encoder's business.
            frame.pict_type = av.video.frame.PictureType.NONE
            writing.mux(encoder.encode(frame))
        writing.mux(encoder.encode())


if __name__ == "__main__":
    transcode(Path(sys.argv[1]), Path(sys.argv[2]))
