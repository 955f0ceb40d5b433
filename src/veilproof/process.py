"""What holds for a whole process: how it is stopped, and that nothing of what it holds in memory reaches a disk."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

STOPPED = "stopped: the output in progress was not written; a scan continues where it stopped when run again"

_Handler = Callable[[int, FrameType | None], object]

_STOP_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""Ctrl-C, `kill`, and a terminal that is closed (on Windows Ctrl-Break); they end a command in the same way."""
_REPEATS = hasattr(signal, "setitimer")
"""Whether this system has timers; Windows has none."""
_REPEAT_SECONDS = 1.0
"""After which a stop that was lost is repeated. A round number."""


def without_core_dumps() -> None:
    """Let no crash of this process, and of those that it starts, write its memory to a disk: it holds frames."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A program that receives core dumps, as on most Linux systems, gets them despite that limit: empty ones.
    with contextlib.suppress(OSError):
        Path("/proc/self/coredump_filter").write_text("0", encoding="ascii")


def with_standard_streams() -> None:
    """Connect standard streams that are closed to nothing: an output would get their number, and messages in it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free, which is this one
    # Python has none for a descriptor that was closed when it started.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def end_at_once_while_importing() -> None:
    """If this process is the command `veilproof`, let a signal that stops it end it in one line until it runs.

    Importing the libraries takes a second, and nothing is open yet. It is for no other program.
    """
    if _is_command():
        for number in _STOP_SIGNALS:
            _install(number, _end_at_once)


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Turn the signals that stop a command into one KeyboardInterrupt, so that it removes what is not finished.

    Further ones are ignored, because they would interrupt the removal. A KeyboardInterrupt that is lost, because it
    came in a destructor or in native code that makes another error of it, is raised again a second later.

    Yields:
        What to call once the KeyboardInterrupt has arrived at the end of the command.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            stopping = True
            _repeat_every(_REPEAT_SECONDS)
            raise KeyboardInterrupt

    def stop_again(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        if not _is_unwinding():
            stopping = False
            signal.raise_signal(signal.SIGINT)

    def pass_on(number: int, frame: FrameType | None) -> None:
        # To whoever handles Ctrl-C now: the server of the review page has a handler of its own.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            stop(number, frame)
        else:
            signal.raise_signal(signal.SIGINT)

    handlers: dict[int, _Handler] = {number: stop if number == signal.SIGINT else pass_on for number in _STOP_SIGNALS}
    if _REPEATS:
        handlers[signal.SIGALRM] = stop_again
    with _handling(handlers):
        try:
            yield lambda: _repeat_every(0)
        finally:
            _repeat_every(0)


@contextlib.contextmanager
def stop_afterwards() -> Iterator[None]:
    """Hold back the signals that stop a command until the end of the block.

    For importing libraries whose native code makes another error of a KeyboardInterrupt: the command would go on.
    """
    came: list[int] = []
    try:
        with _handling({number: lambda number, frame: came.append(number) for number in _STOP_SIGNALS}):
            yield
    finally:
        if came:
            signal.raise_signal(came[0])


@contextlib.contextmanager
def _handling(handlers: dict[int, _Handler]) -> Iterator[None]:
    before = {number: _install(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


def _repeat_every(seconds: float) -> None:
    if _REPEATS and threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)


def _is_unwinding() -> bool:
    """Whether the main thread is cleaning up after a KeyboardInterrupt."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it is open for as long as the process


def _install(number: int, handler: _Handler) -> _Handler | int | None:
    """Install a handler and return the one before; None if the signal is ignored, as `nohup` has it, or not ours."""
    if threading.current_thread() is not threading.main_thread():
        return None
    before = signal.getsignal(number)
    if before in (signal.SIG_IGN, None):
        return None
    signal.signal(number, handler)
    return before


def _end_at_once(number: int, frame: FrameType | None) -> None:
    os.write(2, b"veilproof: stopped\n")
    os._exit(1)


def _is_command() -> bool:
    name = sys.argv[0] if sys.argv else ""
    # Python has replaced `-m veilproof` by `-m` while it looks for the package.
    return Path(name).stem == "veilproof" or (name == "-m" and "veilproof" in sys.orig_argv)
