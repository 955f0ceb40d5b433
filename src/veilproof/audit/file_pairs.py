"""The files of an audit: which redacted file belongs to which original, and what is known of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import File
from veilproof.audit.plan_tracks import PlanContents, load_plan
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.kinds import is_photo
from veilproof.media.names import output_for
from veilproof.source import name_of, unchanged


@dataclass(frozen=True, slots=True)
class FilePair:
    """Two files to compare, and what the plan says.

    Attributes:
        original: the original.
        redacted: the redacted file.
        files: name and SHA-256 of both, in this order.
        kind: what both are.
        plan: what the plan holds; nothing without one.
    """

    original: Path
    redacted: Path
    files: tuple[File, File]
    kind: MediaKind
    plan: PlanContents


@contextmanager
def file_pair(original: Path, redacted: Path, plan: Path | None) -> Iterator[FilePair]:
    """Identify the two files, load the plan, and make sure that the body reads just the files that were identified.

    Raises:
        VeilproofError: a file cannot be read, one is a photo and the other a video, the plan is of another file, or a
            file changed meanwhile.
    """
    for path in (original, redacted):
        if not path.is_file():
            raise VeilproofError(f"{path}: no such file")
    if is_photo(original) != is_photo(redacted):
        raise VeilproofError(f"{original} and {redacted}: one is a photo and one a video; give a pair of the same kind")
    with unchanged(original) as of_original, unchanged(redacted) as of_redacted:
        files = File(name_of(original), of_original), File(name_of(redacted), of_redacted)
        planned = load_plan(plan, original, of_original) if plan else PlanContents()
        kind = MediaKind.PHOTO if is_photo(original) else MediaKind.VIDEO
        yield FilePair(original, redacted, files, kind, planned)


def pairs_in(original: Path, redacted: Path) -> dict[Path, Path]:
    """Each original with its redacted file: the two files given, or those of two folders.

    In folders, the redacted file has the name of the original, or that name with `.redacted` before its extension.

    Raises:
        VeilproofError: one is a folder and the other is not, or an original has no counterpart.
    """
    if original.is_dir() != redacted.is_dir():
        raise VeilproofError(f"{original} and {redacted}: give two files, or two folders")
    if not original.is_dir():
        return {original: redacted}
    pairs, unpaired = {}, []
    for source in find_media([original]):
        folder = redacted / source.relative_to(original).parent
        paths = (folder / output_for(source).name, folder / source.name)
        target = next((path for path in paths if path.is_file() and path != source), None)
        if target is None:
            unpaired.append(source)
        else:
            pairs[source] = target
    if unpaired:
        raise VeilproofError(
            f"{unpaired[0]}: {redacted} has no redacted file for it ({len(unpaired)} such originals in all);"
            " add it, or leave the original out"
        )
    return pairs
