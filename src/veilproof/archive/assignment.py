"""The tasks of an item whose content is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from veilproof.archive.item import Disposition, Item
from veilproof.archive.layout import Archive
from veilproof.archive.outcome import ProbeResult
from veilproof.archive.placing import Place
from veilproof.archive.tasks import CopyTask, RedactTask, ScanTask

MAX_PARTS = 64
"""Parts of one film; a round number, and less than the keys of an item."""


def tasks_of(
    item: Item, probe: ProbeResult, disposition: Disposition, archive: Archive, folders: tuple[Path, Path]
) -> tuple[list[ScanTask], RedactTask | CopyTask]:
    """The scans of the parts of a long film, and the task that gives the result once they are done.

    Args:
        item: the item.
        probe: what its original is.
        disposition: what is done with it: it is redacted, or a result is copied.
        archive: that it belongs to.
        folders: for its temporary files, and for its result until that is complete.
    """
    place = Place(
        target=archive.target(disposition.target),
        root=archive.destination,
        replaces=disposition.replaces,
        note=archive.note(disposition.plan),
    )
    plan, scratch, outbox = archive.plan(disposition.plan), str(folders[0]), str(folders[1])
    copied = disposition.copy_of
    if copied is not None:
        existing = archive.target(copied.target)
        return [], CopyTask(item.source, scratch, existing, copied.sha256, place, plan, outbox)
    redact = RedactTask(
        source=item.source,
        scratch=scratch,
        sha256=probe.sha256,
        place=place,
        plan=plan,
        decisions=item.decisions,
        audit=str(archive.audit(disposition.plan)),
        options=item.options,
        outbox=outbox,
    )
    # More parts than requested, from an untrusted worker, would use the keys of other items.
    if item.decisions or not 1 < len(probe.parts) <= MAX_PARTS:
        return [], redact
    scans = [
        ScanTask(item.source, f"{scratch}/{number}", first, last, f"{scratch}/{number}.veil", item.options)
        for number, (first, last) in enumerate(probe.parts, start=1)
    ]
    return scans, replace(redact, parts=tuple(scan.plan for scan in scans))
