"""Which files are photos or video, what their outputs are called, and how an output comes to its name."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.encoders import VIDEO_SUFFIXES

_MARK = ".redacted"
_PARTIAL = ".partial"

# The first bytes: where, what. Enough to tell kinds of file apart; whether one can be read is for the reader to say.
_PHOTOS = (
    ((0, b"\xff\xd8\xff"),),
    ((0, b"\x89PNG\r\n\x1a\n"),),
    ((0, b"RIFF"), (8, b"WEBP")),
    ((0, b"II*\0"),),
    ((0, b"MM\0*"),),
)
_VIDEOS = (
    *(((4, box),) for box in (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free")),
    ((0, b"\x1a\x45\xdf\xa3"),),
    ((0, b"RIFF"), (8, b"AVI ")),
    ((0, b"GIF8"),),
    ((0, b"\x47"), (188, b"\x47"), (376, b"\x47")),
    ((4, b"\x47"), (196, b"\x47"), (388, b"\x47")),
    ((0, b"\0\0\x01\xba"),),
    ((0, b"\0\0\x01\xb3"),),
    ((0, b"\0\0\0\x01"),),
    ((0, b"FLV\x01"),),
    ((0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),),
    ((0, b"DKIF"),),
    ((0, b"YUV4MPEG2"),),
    ((0, b"\x06\x0e\x2b\x34"),),
)
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"hevc", b"hevx")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")


def is_photo(path: Path) -> bool:
    """Whether the file begins like a JPEG, PNG, WebP, TIFF, HEIC or AVIF, whatever its name."""
    start = _start(path)
    return _matches(start, _PHOTOS) or (start[4:8] == b"ftyp" and start[8:12] in _PHOTO_BRANDS)


def is_video(path: Path) -> bool:
    """Whether the file begins like one of the kinds of video that can be read (GIF is one), whatever its name."""
    start = _start(path)
    if start[4:8] == b"ftyp" and start[8:12] in (*_PHOTO_BRANDS, *_SOUND_BRANDS):
        return False
    return _matches(start, _VIDEOS)


def media_in(paths: Iterable[Path]) -> list[Path]:
    """The photos and videos among these files and in these folders, each once.

    Folders are searched through, in the order of names; what is hidden in them and what was made by veilproof is left
    out. A file that was named is taken as it is, so that an unreadable one is reported rather than passed over.

    Raises:
        VeilproofError: There is no such file or folder, it may not be read, or nothing was found at all.
    """
    named = list(paths)
    found: dict[Path, None] = {}
    for path in named:
        if path.is_dir():
            found.update(dict.fromkeys(_media_below(path)))
        elif path.exists():
            found[path] = None
        else:
            raise VeilproofError(f"{path} does not exist: check the name")
    if not found:
        raise VeilproofError(f"no photo or video in {', '.join(map(str, named))}")
    return list(found)


def output_for(path: Path) -> Path:
    """Where the redacted file goes: beside the original, `march.mp4` as `march.redacted.mp4`.

    A video in a container that cannot be written becomes Matroska.
    """
    keeps = path.suffix.lower() in VIDEO_SUFFIXES or not is_video(path)
    return path.with_name(f"{path.stem}{_MARK}{path.suffix if keeps else '.mkv'}")


def audit_of(output: Path) -> Path:
    """The folder beside a redacted file for what an audit found about it."""
    return output.with_name(f"{output.name}.audit")


def plan_for(path: Path) -> Path:
    """Where the plan goes: beside the original, `march.mp4` has `march.veil`."""
    return path.with_suffix(".veil")


def check_output(path: Path, *, force: bool, source: Path | None = None) -> None:
    """See that an output may get this name, before hours of work go into it; the arguments are those of `replacing`.

    Raises:
        VeilproofError: `path` is the original, exists already, or is a folder.
    """
    if source is not None and _same(path, source):
        raise VeilproofError(f"{path} is the original, which is never changed: choose another name for the output")
    if path.is_dir():
        raise VeilproofError(f"{path} is a folder: name a file in it")
    if not force and (path.exists() or path.is_symlink()):
        raise VeilproofError(f"{path} exists already: use --force to replace it, or choose another name")


@contextlib.contextmanager
def replacing(path: Path, *, force: bool, source: Path | None = None) -> Iterator[Path]:
    """Give a temporary file, in the folder and with the suffix of `path`, that becomes `path` if all goes well.

    Until then nothing is under the name `path`, or what was there before. When anything goes wrong, being interrupted
    too, the temporary file is removed; one left behind by a killed run is removed by the next run for the same `path`.

    Args:
        path: The name the finished file gets.
        force: Whether a file of that name may be replaced.
        source: The original, which is never replaced, by whatever name or link it is called.

    Raises:
        VeilproofError: `path` is the original, exists already, is a folder, or the folder cannot be written to.
    """
    check_output(path, force=force, source=source)
    with _explained(path):
        _remove_left_behind(path)
        partial = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{_PARTIAL}{path.suffix}")
        held = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    try:
        with _explained(path):
            _lock(held)
        yield partial
        with _explained(path):
            _sync(partial)
            if not force and path.exists():
                raise VeilproofError(f"{path} appeared in the meantime: use --force to replace it")
            partial.replace(path)
            _sync(path.parent)
    finally:
        os.close(held)
        partial.unlink(missing_ok=True)


def _media_below(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except PermissionError:
        raise VeilproofError(f"{folder} may not be read: change its permissions") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _media_below(entry)
        elif not entry.stem.endswith(_MARK) and entry.is_file() and (is_photo(entry) or is_video(entry)):
            yield entry


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(400)
    except OSError:
        return b""


def _matches(start: bytes, kinds: Iterable[tuple[tuple[int, bytes], ...]]) -> bool:
    return any(all(start[at : at + len(what)] == what for at, what in kind) for kind in kinds)


def _same(path: Path, source: Path) -> bool:
    if path.exists() and source.exists():
        return path.samefile(source)
    return path.resolve() == source.resolve()


def _remove_left_behind(path: Path) -> None:
    # Whoever still writes a partial file holds a lock on it; a killed run holds nothing any more.
    for left in path.parent.iterdir():
        if not (left.name.startswith(f".{path.stem}.") and left.name.endswith(f"{_PARTIAL}{path.suffix}")):
            continue
        held = os.open(left, os.O_RDWR)
        try:
            if _lock(held):
                left.unlink(missing_ok=True)
        finally:
            os.close(held)


def _lock(held: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(path: Path) -> None:
    try:
        held = os.open(path, os.O_RDONLY)
    except PermissionError:
        # A folder may be writable without being readable, and Windows opens no folders.
        return
    try:
        os.fsync(held)
    finally:
        os.close(held)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise VeilproofError(f"{path} cannot be written: there is no folder {path.parent}; make it first") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise VeilproofError(f"{path} cannot be written: the disk is full; make room and try again") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise VeilproofError(f"{path} cannot be written: no permission in that folder; choose another") from None
        raise VeilproofError(f"{path} cannot be written ({error.strerror}): choose another name") from None
