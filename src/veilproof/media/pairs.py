"""Files of one name that belong together: a Live Photo is a photo and a video, many cameras write a RAW and a JPEG."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.inputs import entries_of, is_ordinary
from veilproof.media.kinds import CAMERA_RAW, is_photo, is_video, unsupported_kind
from veilproof.media.names import is_output


@dataclass(frozen=True, slots=True)
class Pair:
    """Files of one name in one folder.

    Attributes:
        files: two or more, in order of name.
        kind: what such files are, in plain words.
    """

    files: tuple[Path, ...]
    kind: str

    def sentence(self, done: Iterable[Path]) -> str:
        """That the pair exists, and which of its files are among those that were done."""
        names, finished = " and ".join(file.name for file in self.files), set(done)
        missing = [file.name for file in self.files if file not in finished]
        both = "both were done" if len(self.files) == 2 else "all were done"
        state = f"{' and '.join(missing)} {'was' if len(missing) == 1 else 'were'} NOT done" if missing else both
        return f"{names} belong together ({self.kind}): {state}"


def pairs_of(sources: Iterable[Path]) -> Iterator[Pair]:
    """The pairs that these originals are part of, with files beside them that were not given.

    Raises:
        VeilproofError: after the other pairs, that a folder cannot be read, so that its pairs are not known.
    """
    wanted = {(source.parent, source.stem.casefold()) for source in sources}
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    failed: list[VeilproofError] = []
    for folder in sorted({folder for folder, _ in wanted}):
        try:
            for path in entries_of(folder):
                key = folder, path.stem.casefold()
                if key in wanted and not is_output(path) and is_ordinary(path):
                    groups[key].append(path)
        except VeilproofError as error:
            failed.append(error)
    for group in groups.values():
        kinds = {path: kind for path in group if (kind := _kind(path))}
        if "photo" not in kinds.values() or len(set(kinds.values())) < 2:
            continue
        kind = "RAW and photo" if "RAW" in kinds.values() else "Live Photo, a photo with its video"
        yield Pair(tuple(kinds), kind)
    if failed:
        raise failed[0]


def _kind(path: Path) -> str | None:
    if is_photo(path):
        return "photo"
    if is_video(path):
        return "video"
    return "RAW" if unsupported_kind(path) == CAMERA_RAW else None
