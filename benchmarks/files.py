"""Runs real files of every kind and prints what came of them. `python -m benchmarks.files PATH...`.

Each file below the paths is redacted into a folder that is thrown away. The table says what it is, how it ended, what
the summary says was left out, and what independent programs say, where they are installed: exiftool, ffprobe, mkvinfo
and MediaInfo. They agree if they read the output, at the size that it should have, and find no metadata in it; if
exiftool finds metadata in the original, the summary must name it.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.neutral_tags import is_neutral, is_neutral_to_ffprobe
from veilproof.detect import Detector, load_detector
from veilproof.errors import ExitCode, VeilproofError
from veilproof.media.kinds import is_photo, is_video, unsupported_kind
from veilproof.media.names import output_for
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader
from veilproof.redact import redact

_SECONDS = 60
"""After which an independent program is given up."""
_NAMED_AS = {
    "GPS": "GPS",
    "XMP": "XMP",
    "IPTC": "IPTC",
    "ExifIFD": "EXIF",
    "Photoshop": "Photoshop|IPTC",
    "MPImage": "picture|gain map|depth map|thumbnail",
}
"""Beginnings of groups of exiftool, and the words of the summary, any of which must be there for a photo."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    Attributes:
        path: the file.
        kind: what exiftool calls it, or else its suffix.
        code: as the command line returns it, or "crash".
        said: what was left out, or why it was refused.
        readers: what independent programs disagree with; "agree" if nothing, "-" if there is no output.
        seconds: duration.
    """

    path: Path
    kind: str
    code: str
    said: str
    readers: str
    seconds: float

    def row(self) -> str:
        """One line of the table, in Markdown."""
        cells = (self.kind, self.path.name, self.code, self.said, self.readers, f"{self.seconds:.1f}")
        return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def files_below(paths: list[Path]) -> Iterator[Path]:
    """Every file that is named, or that is in a folder that is."""
    for path in paths:
        yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def outcome(path: Path, detector: Detector) -> Outcome:
    """Redact one file, and ask independent programs about the output."""
    started = time.monotonic()
    before = _exiftool(path)
    kind = str(before.get("File:FileType") or path.suffix.lower() or "?")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / output_for(path).name
        code, said, left_out = _redacted(path, output, Path(folder) / "plan.veil", detector)
        readers = "; ".join(_disagreements(before, output, left_out)) or "agree" if output.exists() else "-"
    return Outcome(path, kind, code, said, readers, time.monotonic() - started)


def _redacted(path: Path, output: Path, plan: Path, detector: Detector) -> tuple[str, str, tuple[str, ...]]:
    if unsupported_kind(path) is None and not is_photo(path) and not is_video(path):
        return str(int(ExitCode.ERROR)), "not recognised as a photo or video", ()
    try:
        done = redact(path, output, plan=plan, detector=detector)
    except VeilproofError as error:
        return str(int(ExitCode.ERROR)), str(error).replace(f"{path}", "").strip(" :"), ()
    except Exception as error:  # a crash is what this looks for
        return "crash", f"{type(error).__name__}: {error}", ()
    code = ExitCode.NEEDS_REVIEW if done.rendered.unreadable or not done.tracks else ExitCode.DONE
    damaged = " (damaged)" if done.rendered.unreadable else ""
    return str(int(code)), ", ".join(done.rendered.left_out) + damaged, done.rendered.left_out


def _disagreements(before: dict[str, object], output: Path, left_out: tuple[str, ...]) -> Iterator[str]:
    after, words = _exiftool(output), " ".join(left_out)
    for name in sorted({key for key, value in after.items() if not is_neutral(key, value)}):
        yield f"exiftool finds {name} in the output"
    if is_photo(output):
        width, height = _size_of(output)
        seen = after.get("File:ImageWidth", width), after.get("File:ImageHeight", height)
        if seen != (width, height):
            yield f"exiftool: {seen[0]}x{seen[1]}, not {width}x{height}"
        for group, wanted in _NAMED_AS.items():
            found = any(key.startswith(group) and not is_neutral(key, value) for key, value in before.items())
            if found and not re.search(wanted, words):
                yield f"exiftool finds {group} in the original, which is not named"
        return
    yield from _ffprobe(output)
    if shutil.which("mkvinfo") and output.suffix in (".mkv", ".webm") and "Tags" in _run("mkvinfo", str(output)):
        yield "mkvinfo finds tags"
    if shutil.which("mediainfo") and re.search("Recorded|Encoded_Date|Performer", _run("mediainfo", str(output))):
        yield "MediaInfo finds metadata"


def _size_of(output: Path) -> tuple[int, int]:
    photo = read_photo(output)
    return photo.info.width, photo.info.height


def _exiftool(path: Path) -> dict[str, object]:
    """What exiftool says, as GROUP:TAG; nothing where it is not installed or fails."""
    if not shutil.which("exiftool"):
        return {}
    try:
        found: list[dict[str, object]] = json.loads(_run("exiftool", "-j", "-G1", str(path)) or "[]")
    except ValueError:
        return {}
    return {key: value for key, value in found[0].items() if ":" in key} if found else {}


def _ffprobe(output: Path) -> Iterator[str]:
    if not shutil.which("ffprobe"):
        return
    shown = "format_tags:stream=width,height,codec_type:stream_tags"
    found = json.loads(_run("ffprobe", "-v", "error", "-of", "json", "-show_entries", shown, str(output)) or "{}")
    with VideoReader(output) as reader:
        size = reader.info.width, reader.info.height
    sizes = [(each.get("width"), each.get("height")) for each in found.get("streams", []) if "width" in each]
    if sizes != [size]:
        yield f"ffprobe: {sizes}, not {size}"
    tags = [found.get("format", {}).get("tags", {}), *(stream.get("tags", {}) for stream in found.get("streams", []))]
    strange = {name for each in tags for name, value in each.items() if not is_neutral_to_ffprobe(name, value)}
    if strange:
        yield f"ffprobe finds {', '.join(sorted(strange))}"


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def main() -> None:
    """Run the files and print the table."""
    parser = argparse.ArgumentParser(description="Run real files of every kind and print what came of them.")
    parser.add_argument("paths", nargs="+", type=Path, help="files, or folders of them")
    arguments = parser.parse_args()
    detector = load_detector()
    print("| kind | file | exit | left out, or why refused | independent readers | s |\n|---|---|---|---|---|---|")
    every = []
    for path in files_below(arguments.paths):
        every.append(outcome(path, detector))
        print(every[-1].row(), flush=True)
    codes, kinds = Counter(each.code for each in every), {each.kind for each in every}
    disagree = sum(each.readers not in ("agree", "-") for each in every)
    print(f"\n{len(every)} files of {len(kinds)} kinds; by exit code: {dict(sorted(codes.items()))};", end=" ")
    print(f"independent readers disagree with {disagree}")


if __name__ == "__main__":
    main()
