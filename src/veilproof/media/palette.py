"""Pictures with a palette of their own, for GIF."""

from __future__ import annotations

import av
from av.filter import Graph


def with_palette(picture: av.VideoFrame) -> av.VideoFrame:
    """The picture in at most 255 colours chosen from it alone, without dithering, which would flicker."""
    graph = Graph()
    source = graph.add_buffer(
        width=picture.width, height=picture.height, format=picture.format, time_base=picture.time_base
    )
    split = graph.add("split")
    palette = graph.add("palettegen", "stats_mode=single")
    use = graph.add("paletteuse", "new=1:dither=none")
    sink = graph.add("buffersink")
    source.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    graph.vpush(picture)
    graph.vpush(None)
    made = graph.vpull()
    made.pts, made.time_base, made.duration = picture.pts, picture.time_base, picture.duration
    return made
