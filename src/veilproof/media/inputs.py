"""Finds the photos and videos among named files and in folders, and says what it passes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.encoders import VIDEO_SUFFIXES
from veilproof.media.kinds import is_photo, is_video, unsupported_kind
from veilproof.media.names import is_audit, is_output

MEDIA_SUFFIXES = VIDEO_SUFFIXES | frozenset(
    """
    .jpg .jpeg .jpe .png .webp .tif .tiff .bmp .heic .heif .hif .avif .mpg .mpeg .m2v .vob .flv .wmv .asf .ogv .ogg .3gp
    .3g2 .mxf .dv .ivf .obu .y4m .mk3d .qt .insv .lrv
    """.split()  # noqa: SIM905 - forty quotes and commas would hide the suffixes
)
"""Of files that should be photos or videos; one that is not is damaged, or of a kind that is not recognised."""

_PLAN_SUFFIX = ".veil"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What a search of folders did not take.

    Attributes:
        kinds: by kind, in plain words, the number of files; the commonest first.
        needs_review: whether any of them may show somebody.
    """

    kinds: dict[str, int]
    needs_review: bool

    @property
    def words(self) -> str:
        """The kinds and their numbers in one line."""
        return ", ".join(f"{count} x {kind}" for kind, count in self.kinds.items())


def find_media(paths: Iterable[Path]) -> list[Path]:
    """The photos and videos among these files and in these folders, each once.

    Folders are searched recursively, in order of name, without hidden entries and without files that veilproof wrote.
    A file named explicitly is always included, so that an unreadable one is reported rather than skipped.

    Raises:
        VeilproofError: A file or folder does not exist or cannot be read, or there is no photo or video at all.
    """
    named = list(paths)
    media: dict[Path, None] = {}
    for path in named:
        if _asked(path, path.is_dir):
            media.update(dict.fromkeys(file for file in _files_below(path) if is_photo(file) or is_video(file)))
        elif _asked(path, path.exists):
            media[path] = None
        else:
            raise VeilproofError(f"{path} does not exist: check the name")
    if not media:
        passed = find_passed_over(named)
        also = f"; passed over: {passed.words}" if passed.kinds else ""
        raise VeilproofError(f"no photo or video in {', '.join(map(str, named))}{also}")
    return list(media)


def find_passed_over(paths: Iterable[Path]) -> PassedOver:
    """What `find_media` passes over in the folders among these paths, by kind, or where that is unknown by name.

    Raises:
        VeilproofError: A folder cannot be read.
    """
    kinds: Counter[str] = Counter()
    needs_review = False
    for path in {file: None for folder in paths if _asked(folder, folder.is_dir) for file in _files_below(folder)}:
        if is_photo(path) or is_video(path):
            continue
        kind, suffix = unsupported_kind(path), path.suffix.lower()
        if kind is not None:
            kinds[kind.noun] += 1
            needs_review |= kind.has_pictures
        elif suffix in MEDIA_SUFFIXES:
            kinds[f"{suffix} that is no photo or video"] += 1
            needs_review = True
        elif suffix != _PLAN_SUFFIX:
            kinds["other file"] += 1
    return PassedOver(dict(kinds.most_common()), needs_review)


def _files_below(folder: Path) -> Iterator[Path]:
    """Ordinary files in a folder and below, without hidden ones and what veilproof wrote."""
    for entry in entries_of(folder):
        if entry.name.startswith("."):
            continue
        if _asked(entry, entry.is_dir) and not entry.is_symlink():
            if not is_audit(entry):
                yield from _files_below(entry)
        elif not is_output(entry) and is_ordinary(entry):
            yield entry


def entries_of(folder: Path) -> list[Path]:
    """What is in a folder, in order of name.

    Raises:
        VeilproofError: it cannot be read.
    """
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise VeilproofError(f"{folder} cannot be read ({error.strerror}): change its permissions") from None


def is_ordinary(path: Path) -> bool:
    """Whether it is a file, and no folder, pipe or device.

    Raises:
        VeilproofError: its folder does not let anybody know.
    """
    return _asked(path, path.is_file)


def _asked(path: Path, question: Callable[[], bool]) -> bool:
    """What the file system says of a path."""
    try:
        return question()
    except OSError as error:
        raise VeilproofError(f"{path} cannot be read ({error.strerror}): change its permissions") from None
