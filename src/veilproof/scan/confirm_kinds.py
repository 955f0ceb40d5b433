"""From the tracks of a shot to what is covered in it, kind by kind."""

from __future__ import annotations

from collections.abc import Mapping

from veilproof.detect import Detections
from veilproof.kind import Kind
from veilproof.scan.profile import ScanSettings
from veilproof.track.confirm import Confirmation, confirm_track
from veilproof.track.doubles import one_track_per_head
from veilproof.track.ghosts import without_ghosts
from veilproof.track.lines import confirm_line
from veilproof.track.people import HEAD_THRESHOLD, one_track_per_person
from veilproof.track.plates import confirm_plate, one_track_per_plate
from veilproof.track.suspicion import distinct
from veilproof.track.track import Track


def confirm_shot(
    tracks: Mapping[Kind, list[Track]], lines: Mapping[int, Detections], settings: ScanSettings, long_side: int
) -> Confirmation:
    """Decide what of a shot is covered, and what is only suspected of showing a face.

    Args:
        tracks: all tracks of the shot, by the kinds that were linked.
        lines: the lines of text as they are turned, by keyframe, counted as the tracks count.
        settings: of the scan.
        long_side: the longer side of the picture, in pixels.
    """
    confirmed = [
        confirm_track(track, long_side, settings.profile.threshold)
        for track in one_track_per_head(tracks.get(Kind.FACE, []))
    ]
    covers = without_ghosts([track for one in confirmed for track in one.cover])
    suspicions = distinct([track for one in confirmed for track in one.suspected])
    if Kind.HEAD in settings.cover:
        least = HEAD_THRESHOLD if settings.min_confidence is None else settings.profile.threshold
        heads = [
            head
            for track in one_track_per_head(tracks[Kind.HEAD])
            for head in confirm_track(track, long_side, least).cover
        ]
        covers = one_track_per_person(covers, heads)
    found = [
        line
        for track in tracks.get(Kind.TEXT, [])
        for line in confirm_line(track, lines, settings.cover, long_side, settings.least_line)
    ]
    seen = [plate for track in tracks.get(Kind.PLATE, []) for plate in confirm_plate(track, settings.least_plate)]
    return Confirmation(covers + one_track_per_plate(found, seen), suspicions)
