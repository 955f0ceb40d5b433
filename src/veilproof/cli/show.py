"""What people see: summaries, warnings and errors."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from veilproof.errors import ExitCode, VeilproofError
from veilproof.kind import FACES, Kind, absence_of
from veilproof.media.inputs import find_passed_over
from veilproof.media.kinds import is_photo
from veilproof.render.apply import RenderResult
from veilproof.risk import Risk
from veilproof.sound.timeline import Treatment


def duration(seconds: float) -> str:
    """Seconds in readable form: 8.2 s, 3 min 20 s."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


def count(number: int, what: str, several: str = "") -> str:
    """`1 face`, `2 faces`; `several` where that is not the word and an s."""
    return f"{number} {what}" if number == 1 else f"{number} {several or f'{what}s'}"


def warn(line: str) -> None:
    """Print on standard error something that a person must check."""
    with contextlib.suppress(OSError):
        Console(stderr=True, soft_wrap=True, highlight=False).print(
            f"[bold yellow]needs review:[/] {escape(printable(line))}"
        )


def note(line: str) -> None:
    """Print one line on standard error. Where that fails, the work goes on: the exit code says the same."""
    with contextlib.suppress(OSError):
        print(printable(line), file=sys.stderr)


def say(line: str) -> None:
    """Print one line of a summary, on standard output."""
    write(f"{printable(line)}\n")


def write(text: str) -> None:
    """Write text to standard output at once, so that an error is known for what it is.

    Raises:
        VeilproofError: it cannot be written; the disk may be full.
    """
    with _errors_of_output():
        print(text, end="")
        sys.stdout.flush()


def table(rows: Table) -> None:
    """Print a table on standard output.

    Raises:
        VeilproofError: it cannot be written; the disk may be full.
    """
    with _errors_of_output():
        Console(soft_wrap=True).print(rows)


def flush() -> None:
    """Write what is buffered for standard output.

    Raises:
        VeilproofError: it cannot be written; the disk may be full.
    """
    with _errors_of_output():
        sys.stdout.flush()


def drop_what_cannot_be_written() -> None:
    """Connect standard output to nothing if it fails, so that Python does not report it a second time when it exits."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def escape_what_cannot_be_printed() -> None:
    """Escape characters that the encoding of a standard stream does not have, instead of failing at them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def fail(error: VeilproofError) -> None:
    """Print an error as one line on standard error."""
    note(f"veilproof: {error}")


def explained(error: Exception, source: Path | None = None) -> VeilproofError:
    """Any error as one line that names the file, or `source` where the error names none."""
    if isinstance(error, VeilproofError):
        return error
    if isinstance(error, OSError):
        file = error.filename or source
        return VeilproofError(f"{file}: {error.strerror or error}" if file else f"{error.strerror or error}")
    place = f"{source}: " if source else ""
    raised = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" in {Path(raised[0].filename).name}, line {raised[0].lineno}" if raised else ""
    return VeilproofError(
        f"{place}an error that veilproof does not know ({type(error).__name__}: {error}{where}): please report it"
    )


@contextmanager
def _errors_of_output() -> Iterator[None]:
    """Errors of standard output name no file, and must not be taken for those of an original."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or error
        raise VeilproofError(
            f"standard output cannot be written ({reason}): make room or print to a terminal"
        ) from error


def track_counts(tracks: int, low_confidence: int, cover: Sequence[Kind]) -> str:
    """How many tracks a plan has, those of low confidence apart; `cover` is what was looked for."""
    doubtful = f", and {count(low_confidence, 'low-confidence track')} (uncertain, so covered too)"
    noun = "face" if tuple(cover) == FACES else "track"
    return f"{count(tracks - low_confidence, noun)}{doubtful if low_confidence else ''}"


def covered(source: Path, number: int, frames: int) -> str:
    """In how many frames something is covered; of a photo, whether."""
    if is_photo(source):
        return "covered" if number else "nothing covered"
    return f"{number} of {count(frames, 'frame')} covered"


def print_left_out(contents: tuple[str, ...]) -> None:
    """Print what the original holds and the output does not."""
    if contents:
        say(f"  left out: {', '.join(contents)}")


def print_sound(rendered: RenderResult) -> None:
    """Print what happened to the sound that the output has."""
    if not rendered.sounds:
        return
    treatments = [span.treatment for span in rendered.sound.spans]
    parts = []
    if Treatment.DISGUISE in treatments:
        parts.append("voices were disguised: harder to recognise, not anonymous; for people at risk, mute the sound")
    for treatment, words in ((Treatment.SILENCE, "silenced"), (Treatment.BLEEP, "bleeped")):
        if treatments.count(treatment):
            parts.append(f"{count(treatments.count(treatment), 'stretch', 'stretches')} {words}")
    if rendered.sound.rest is Treatment.KEEP:
        parts.append("the rest of the sound was kept" if parts else "the sound was kept: a voice can identify a person")
    elif Treatment.KEEP in treatments:
        parts.append("some of the sound was kept: a voice can identify a person")
    say(f"  {'; '.join(parts)}")


def damaged(source: Path, unreadable: int) -> str:
    """The warning that part of a file could not be decoded."""
    if is_photo(source):
        return f"{source}: damaged or without its end; part of the picture may be wrong or missing, also in the output"
    return f"{source}: damaged in {count(unreadable, 'place')}; what could not be decoded is not in the output"


def warn_of_scan(source: Path, tracks: int, unreadable: int, cover: Sequence[Kind]) -> ExitCode:
    """Print what a person must check about one file; return its exit code. `cover` is what was looked for."""
    if not tracks:
        warn(f"{source}: {absence_of(cover).upper()} WAS FOUND, so nothing is covered")
    if unreadable:
        warn(damaged(source, unreadable))
    return ExitCode.NEEDS_REVIEW if unreadable or not tracks else ExitCode.DONE


def warn_of_places(plan: Path, risk: Risk) -> None:
    """Print in how many places a face may be bare. It does not change the exit code: hardly any scan has none."""
    if risk.places:
        warn(
            f"{plan}: {count(len(risk.places), 'place')} where a face may be bare, {risk.sentence};"
            " `veilproof plan show` lists them"
        )


def warn_of_passed_over(paths: list[Path], quiet: bool) -> ExitCode:
    """Print what was passed over in the folders among these paths, by kind."""
    passed = find_passed_over(paths)
    folders = ", ".join(str(path) for path in paths if path.is_dir())
    if passed.needs_review:
        warn(f"{folders}: passed over, and not redacted: {passed.words}")
        return ExitCode.NEEDS_REVIEW
    if passed.kinds and not quiet:
        note(f"{folders}: passed over: {passed.words}")
    return ExitCode.DONE


def printable(line: str) -> str:
    """Text safe to print in one line: file names may hold line breaks or undecodable bytes."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)
