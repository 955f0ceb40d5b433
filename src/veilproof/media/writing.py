"""Writes files: under a temporary name until they are complete, and never over what must not be lost.

Every path that veilproof writes goes through here. Never replaced, not even with --force: an original under any name or
link, a plan, a journal or another database, and a file of another kind than what is being written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.modes import OWNER_ONLY, file_mode, folder_mode
from veilproof.media.protected import database_name, is_journal_file, is_plan_file, plan_naming
from veilproof.media.replaceable import Content, has_mark, kind_against
from veilproof.media.temporary import create_temporary, remove_abandoned

__all__ = [
    "Content",
    "atomic_write",
    "check_not_original",
    "check_output",
    "give_name",
    "is_journal_file",
    "is_plan_file",
    "make_folder",
    "sync",
]

_ATTEMPTS = 16
"""To get a name that others create and remove at the same time; a round number."""
NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
    | ({errno.EINVAL} if sys.platform == "win32" else set())
)
"""What file systems without hard links answer; the last on Windows, of memory cards (exFAT)."""
_FULL = "error-disk-full", "the disk is full; make room and try again"
_WRITE_ERRORS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: ("error-too-large", "it is larger than this disk or a limit allows; choose another folder"),
    errno.EROFS: ("error-no-permission", "no permission in that folder; choose another"),
}
"""Errors that only writing causes, whatever file the error names: what the page says of each, and everybody else."""
_NO_PERMISSION = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class _Target:
    """See `atomic_write` for the fields."""

    path: Path
    force: bool
    source: Path | None
    content: Content
    mark: bytes
    private: bool = False

    def check(self) -> bool:
        """Refuse what must not be written; whether there is a file that may be replaced."""
        path = self.path
        database = database_name(path)
        if database:
            raise VeilproofError(f"{path} is {database}, which an output never replaces: choose another name")
        if self.source is not None:
            check_not_original(path, self.source)
        if path.is_dir():
            raise VeilproofError(f"{path} is a folder: name a file in it")
        if not (path.exists() or path.is_symlink()):
            return False
        if not path.is_file() and path.exists():
            raise VeilproofError(f"{path} is a device or a pipe: choose another name")
        plan = plan_naming(path)
        if plan is not None:
            raise VeilproofError(
                f"{path} is the original of {plan.name}, which is never changed: choose another name for the output"
            )
        other = kind_against(path, self.content)
        if other:
            raise VeilproofError(
                f"{path} is {other}, which is never replaced by {self.content.value}: choose another name"
            )
        if not self.force and not has_mark(path, self.mark):
            raise VeilproofError(f"{path} exists already: {self._remedy}")
        return True

    @property
    def _remedy(self) -> str:
        if self.mark:
            return "it was not written for this purpose, so it is not replaced; choose another name or move it away"
        return "use --force to replace it, or choose another name"


def check_output(
    path: Path, *, force: bool, source: Path | None = None, content: Content = Content.TEXT, mark: bytes = b""
) -> None:
    """Check, before hours of work, that an output may get this name; the arguments are those of `atomic_write`.

    Raises:
        VeilproofError: `path` must not be replaced, or is a folder.
    """
    _Target(path, force, source, content, mark).check()


@contextlib.contextmanager
def atomic_write(
    path: Path,
    *,
    force: bool,
    source: Path | None = None,
    content: Content = Content.TEXT,
    mark: bytes = b"",
    private: bool = False,
) -> Iterator[Path]:
    """Yield a temporary file, in the folder and with the suffix of `path`, that gets the name `path` on success.

    Until then `path` does not exist, or is still what it was before. On any error, interruption included, the temporary
    file is removed. One left behind by a killed process is removed by the next write to the same `path`. Errors of the
    body that name the temporary file name `path` instead.

    Args:
        path: The name of the finished file.
        force: Whether an existing file of that name may be replaced; what must not be lost never is.
        source: The original, or what else the file is made from. It is never replaced, under whatever name or link it
            is given, and the file is readable by nobody who may not read it.
        content: What is written. A file of another kind is never replaced.
        mark: What stands at the beginning of earlier files of the same purpose, which are replaced without `force`.
        private: Whether nobody but its owner may read the file, whoever may read `source`.

    Raises:
        VeilproofError: `path` must not be replaced, is a folder, or cannot be written.
    """
    target = _Target(path, force, source, content, mark, private)
    target.check()
    with _errors_explained(path):
        remove_abandoned(path)
        temporary, descriptor = create_temporary(path)
    try:
        with _errors_of_body(path, temporary):
            yield temporary
        _give_name(temporary, target)
    finally:
        # Twice, because an interruption may come before the first; there is no second one (veilproof.process).
        try:
            temporary.unlink(missing_ok=True)
            if descriptor is not None:
                os.close(descriptor)
        finally:
            temporary.unlink(missing_ok=True)


def give_name(
    finished: Path,
    path: Path,
    *,
    force: bool,
    source: Path | None = None,
    content: Content = Content.TEXT,
    mark: bytes = b"",
) -> None:
    """Move a finished file to its name on the same disk; the other arguments are those of `atomic_write`.

    Raises:
        VeilproofError: `path` must not be replaced, is a folder, or cannot be written.
        OSError: with the number EXDEV, if it is on another disk.
    """
    _give_name(finished, _Target(path, force, source, content, mark))
    finished.unlink(missing_ok=True)


def make_folder(folder: Path, *, source: Path) -> None:
    """Create a folder, and those above it, unless it exists; nobody may enter it who may not read `source`.

    Raises:
        VeilproofError: it cannot be created.
    """
    with _errors_explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if not folder.is_dir():
                raise VeilproofError(f"{folder} is not a folder: choose another name") from None
        else:
            with contextlib.suppress(PermissionError):  # some disks know no permissions
                folder.chmod(folder_mode(source, folder))


def check_not_original(path: Path, source: Path) -> None:
    """Refuse to write to an original, under whatever name or link.

    Raises:
        VeilproofError: they are the same file.
    """
    same = path.samefile(source) if path.exists() and source.exists() else path.resolve() == source.resolve()
    if same:
        raise VeilproofError(f"{path} is the original, which is never changed: choose another name for the output")


def _give_name(finished: Path, target: _Target) -> None:
    path = target.path
    with _errors_explained(path):
        with contextlib.suppress(PermissionError):  # some disks know no permissions
            finished.chmod(OWNER_ONLY if target.private else file_mode(target.source, finished))
        sync(finished)
        for _ in range(_ATTEMPTS):
            if target.check():
                finished.replace(path)
                break
            try:
                _create_as(finished, path)
            except FileExistsError:
                continue  # it appeared in the meantime, and may perhaps be replaced
            break
        else:
            raise VeilproofError(f"{path} cannot be written: other programs write it too; choose another name")
        with contextlib.suppress(OSError):  # not every file system syncs folders, and the file has its name
            sync(path.parent)


def _create_as(finished: Path, path: Path) -> None:
    """Give a file a name that nothing has; raises FileExistsError if something has, even since a moment ago."""
    try:
        os.link(finished, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # The empty file reserves the name.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            finished.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def sync(path: Path) -> None:
    """Have the system write a file of ours, or the names in a folder, to the disk.

    Raises:
        OSError: it cannot; not every file system does it for folders.
    """
    is_folder = path.is_dir()
    try:
        # Windows does it only for what is open for writing.
        descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    except PermissionError:
        if not is_folder:
            raise
        # A folder may be writable without being readable, and Windows opens no folders.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _errors_of_body(path: Path, temporary: Path) -> Iterator[None]:
    try:
        yield
    except VeilproofError as error:
        if str(temporary) not in str(error):
            raise
        english = str(error).replace(str(temporary), str(path))
        if not isinstance(error, LocalisedError):
            raise VeilproofError(english) from error
        values = {**error.message.values, "name": path.name}
        raise LocalisedError(error.message.key, english=english, **values) from error
    except OSError as error:
        # Other errors are those of the files that are read.
        if error.errno not in _WRITE_ERRORS and str(error.filename) != str(temporary):
            raise
        raise _explained(error, path) from error


@contextlib.contextmanager
def _errors_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        english = f"{path} cannot be written: there is no folder {path.parent}; make it first"
        raise LocalisedError("error-no-folder", english=english, name=path.name) from None
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise
        raise _explained(error, path) from None


def _explained(error: OSError, path: Path) -> VeilproofError:
    known = _WRITE_ERRORS.get(errno.EROFS if error.errno in _NO_PERMISSION else error.errno or 0)
    if known:
        key, reason = known
        return LocalisedError(key, english=f"{path} cannot be written: {reason}", name=path.name)
    english = f"{path} cannot be written ({error.strerror or error}): choose another name"
    return LocalisedError("error-unwritable", english=english, name=path.name)
