"""FFmpeg filters for three tasks: palettes for GIF, and telling and marking field order."""

from __future__ import annotations

import av
from av.filter import Graph


def with_palette(picture: av.VideoFrame) -> av.VideoFrame:
    """The picture in at most 255 colours chosen for it, without dithering, which would flicker."""
    graph, source = _graph(picture)
    split = graph.add("split")
    palette = graph.add("palettegen", "stats_mode=single")
    use = graph.add("paletteuse", "new=1:dither=none")
    sink = graph.add("buffersink")
    source.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(sink)
    return _run(graph, picture)


def first_field(picture: av.VideoFrame) -> str | None:
    """Which field of a decoded picture is shown first, "top" or "bottom"; None if it is not interlaced."""
    if not picture.interlaced_frame:
        return None
    graph, source = _graph(picture)
    is_bottom = graph.add("select", "eq(interlace_type\\,BOTTOMFIRST)")
    source.link_to(is_bottom)
    is_bottom.link_to(graph.add("buffersink"))
    graph.configure()
    graph.vpush(picture)
    graph.vpush(None)
    try:
        graph.vpull()
    except (av.EOFError, av.BlockingIOError):
        return "top"
    return "bottom"


def with_first_field(picture: av.VideoFrame, field: str) -> av.VideoFrame:
    """The same picture, without a copy, marked as interlaced with this field ("top" or "bottom") first."""
    graph, source = _graph(picture)
    mark = graph.add("setfield", f"mode={'tff' if field == 'top' else 'bff'}")
    source.link_to(mark)
    mark.link_to(graph.add("buffersink"))
    return _run(graph, picture)


def _graph(picture: av.VideoFrame) -> tuple[Graph, av.filter.context.FilterContext]:
    graph = Graph()
    source = graph.add_buffer(
        width=picture.width, height=picture.height, format=picture.format, time_base=picture.time_base
    )
    return graph, source


def _run(graph: Graph, picture: av.VideoFrame) -> av.VideoFrame:
    graph.configure()
    graph.vpush(picture)
    graph.vpush(None)
    result = graph.vpull()
    result.pts, result.time_base, result.duration = picture.pts, picture.time_base, picture.duration
    return result
