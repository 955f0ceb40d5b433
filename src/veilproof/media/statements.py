"""What files state about how their pictures are to be shown, compared between a film and a copy of it."""

from __future__ import annotations

from av.video.format import VideoFormat

from veilproof.language.message import Words
from veilproof.media.hdr import StaticHdr
from veilproof.media.planes import subsampling
from veilproof.media.video_read import Colour, VideoInfo

_UNSPECIFIED = 2
"""Of primaries, transfer and matrix, as ITU-T H.273 numbers them."""


def not_stated(before: VideoInfo, after: VideoInfo) -> tuple[str, ...]:
    """What a film states and a copy of it does not, because its container or codec has no place for it, in words."""
    found = []
    if not is_as_wide(before, after):
        found.append(Words("content-pixel-shape"))
    if not has_its_colours(before, after):
        found.append(Words("content-stated-colours"))
    if before.first_field is not None and after.first_field != before.first_field:
        found.append(Words("content-first-field"))
    if _has_between_pixels(after) and before.chroma_location not in ("", after.chroma_location):
        found.append(Words("content-chroma-location"))
    if before.hdr != StaticHdr() and after.hdr != before.hdr:
        found.append(Words("content-display-hdr"))
    return tuple(found)


def has_its_colours(before: VideoInfo, after: VideoInfo) -> bool:
    """Whether the colours of a copy mean what those of the film mean, to players that believe either statement."""
    # RGB has no matrix: a render chooses one.
    known = 2 if VideoFormat(before.pixel_format).is_rgb or VideoFormat(after.pixel_format).is_rgb else 3
    coded, own, stated = (_numbers(colour)[:known] for colour in (before.colour, after.colour, after.stated_colour))
    return coded == own and all(number in (_UNSPECIFIED, right) for number, right in zip(stated, coded, strict=True))


def is_as_wide(before: VideoInfo, after: VideoInfo) -> bool:
    """Whether a copy is shown with the aspect ratio of the film.

    Some players believe the container, and some the coded pictures. Containers hold a size in whole pixels.
    """
    known = before.sample_aspect_ratio, before.coded_aspect_ratio
    stated, coded = (
        [abs(aspect - own) * after.width < 1 for own in known]
        for aspect in (after.sample_aspect_ratio, after.coded_aspect_ratio)
    )
    return stated[0] and any(coded)


def has_its_fields(before: VideoInfo, after: VideoInfo) -> bool:
    """Whether a copy shows the fields of interlaced pictures in the order of the film, or says nothing of fields."""
    return after.first_field in (None, before.first_field)


def has_its_chroma_location(before: VideoInfo, after: VideoInfo) -> bool:
    """Whether colours lie between the pixels of a copy where they lie in the film, or it does not say where."""
    return not before.chroma_location or after.chroma_location in ("", before.chroma_location)


def _numbers(colour: Colour) -> tuple[int, int, int]:
    return colour.primaries, colour.transfer, colour.matrix


def _has_between_pixels(info: VideoInfo) -> bool:
    kind = VideoFormat(info.pixel_format)
    return not kind.is_rgb and len(kind.components) > 2 and subsampling(kind) == (2, 2)
