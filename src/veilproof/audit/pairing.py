"""Which redacted file belongs to which original."""

from __future__ import annotations

from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.names import output_for


def pairs_in(original: Path, redacted: Path) -> dict[Path, Path]:
    """Each original with its redacted file: the two themselves, or those of one name, or name.redacted, in two folders.

    Raises:
        VeilproofError: one is a folder and the other is not, or an original has no counterpart.
    """
    if original.is_dir() != redacted.is_dir():
        raise VeilproofError(f"{original} and {redacted}: give two files, or two folders")
    if not original.is_dir():
        return {original: redacted}
    found, alone = {}, []
    for source in find_media([original]):
        place = redacted / source.relative_to(original).parent
        names = (output_for(source).name, source.name)
        target = next((place / name for name in names if (place / name).is_file() and place / name != source), None)
        if target is None:
            alone.append(source)
        else:
            found[source] = target
    if alone:
        raise VeilproofError(f"{alone[0]}: nothing in {redacted} was made of it ({len(alone)} such in all)")
    return found
