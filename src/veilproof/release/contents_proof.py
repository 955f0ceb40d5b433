"""What a redacted file holds besides its picture and its sound, which are compared sample by sample."""

from __future__ import annotations

from pathlib import Path

from veilproof.audit.contents import find_other_content
from veilproof.audit.policy import Extra, Policy
from veilproof.media.encoders import KEEP_HDR
from veilproof.media.hdr import StaticHdr
from veilproof.media.kinds import is_photo
from veilproof.media.statements import has_its_chroma_location, has_its_colours, has_its_fields, is_as_wide
from veilproof.media.video_read import VideoReader
from veilproof.release.credentials import credentials_of
from veilproof.release.log import Log

_TOLD_ELSEWHERE = ("metadata", "cover picture", "further video", "attached", "data stream", "chapter")
"""How begins what `find_other_content` tells of as well."""
_WRITTEN_BY_OTHERS = (Extra.METADATA, Extra.TRAILING)
"""What platforms and editors write into every copy."""


def compare_contents(original: Path, output: Path, log: Log, *, is_copy: bool) -> tuple[list[str], list[str]]:
    """What the output holds and should not, and what was not compared, in words.

    Raises:
        VeilproofError: a file cannot be read.
    """
    against: list[str] = []
    limits: list[str] = []
    for found in find_other_content(original, output, Policy()):
        kind, words = Extra(found.kind), f"{output.name} also holds {found.kind}: {found.what}"
        # Sound is compared by itself. A name that the original has now need not be that which it had.
        if kind in (Extra.SOUND, Extra.NAME) or (is_copy and kind in _WRITTEN_BY_OTHERS):
            continue
        if kind is Extra.SUBTITLES and _may_have_subtitles(original, log):
            limits.append("subtitles were not compared")
        elif kind in _WRITTEN_BY_OTHERS and credentials_of(output) is not None:
            limits.append("content credentials were not compared")
        else:
            against.append(words)
    if not is_copy and not is_photo(original):
        against += _shown_otherwise(original, output)
    return against, list(dict.fromkeys(limits))


def _shown_otherwise(original: Path, output: Path) -> list[str]:
    """What players are told to show otherwise, though every sample is the same."""
    with VideoReader(original) as one, VideoReader(output) as other:
        before, after = one.info, other.info
    found = []
    if after.turned_otherwise not in ((), before.turned_otherwise):
        found.append(f"{output.name} has a display matrix that is no quarter turn, so it is shown turned or slanted")
    if not is_as_wide(before, after):
        found.append(f"{output.name} is stretched: its pixels have another aspect ratio than the original's")
    if not has_its_colours(before, after):
        found.append(f"{output.name} is in another colour space than the original, so its colours look otherwise")
    if after.hdr != before.hdr and (after.hdr != StaticHdr() or after.codec in KEEP_HDR):
        found.append(f"{output.name} has HDR metadata of another display than the original, so its brightness differs")
    if after.container_states_hdr:
        found.append(f"{output.name} has HDR metadata in its container, where no render writes any")
    found += [f"{output.name} also holds {what}" for what in after.dropped if not what.startswith(_TOLD_ELSEWHERE)]
    if not has_its_fields(before, after):
        found.append(f"{output.name} is shown with its fields in another order than the original's")
    if not has_its_chroma_location(before, after):
        found.append(f"{output.name} has its colours in another place between the pixels than the original")
    return found


def _may_have_subtitles(original: Path, log: Log) -> bool:
    if is_photo(original) or any(each.what.startswith("subtitles") for each in log.left_out):
        return False
    with VideoReader(original) as reader:
        return bool(reader.info.subtitles)
