"""The table of real files: what came of each, and what independent programs say of the output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from benchmarks import files
from benchmarks.neutral_tags import is_neutral, is_neutral_to_ffprobe
from tests.media.photos import image_of_mode, save
from veilproof.detect import Detections


class _NoFaces:
    name = "none"

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        return Detections.none()


def exif() -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Artist] = "somebody"
    return made


def test_the_table_says_what_came_of_each_file(tmp_path: Path) -> None:
    photo = save(tmp_path / "a.jpg", image_of_mode("RGB"), exif=exif())
    raw, text = tmp_path / "b.dng", tmp_path / "c.txt"
    raw.write_bytes(b"II*\0\x08\0\0\0" + bytes(64))
    text.write_text("words")
    outcomes = [files.outcome(path, _NoFaces()) for path in files.files_below([tmp_path])]
    assert [each.path for each in outcomes] == [photo, raw, text]
    assert [each.code for each in outcomes] == ["3", "1", "1"]
    assert [each.readers for each in outcomes] == ["agree", "-", "-"]
    assert "EXIF" in outcomes[0].said
    assert outcomes[1].said == "is a camera RAW; develop it to JPEG or TIFF first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "b.dng", "c.txt"]


def test_what_the_output_holds_and_what_the_summary_misses_is_disagreement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = tmp_path / "a.jpg", save(tmp_path / "a.redacted.jpg", image_of_mode("RGB"))
    found: dict[Path, dict[str, object]] = {
        source: {"GPS:GPSLatitude": 1},
        output: {"IFD0:Artist": "somebody", "File:ImageWidth": 3},
    }
    monkeypatch.setattr(files, "_exiftool", lambda path: found[path])
    said = list(files._disagreements(found[source], output, ("EXIF",)))
    assert said == [
        "exiftool finds IFD0:Artist in the output",
        "exiftool: 3x112, not 160x112",
        "exiftool finds GPS in the original, which is not named",
    ]


@pytest.mark.parametrize(
    ("key", "value", "neutral"),
    [
        ("File:Comment", "somebody", False),
        ("File:ImageWidth", 3, True),
        ("PNG:Author", "somebody", False),
        ("PNG:Gamma", 2.2, True),
        ("RIFF:Software", "a program", False),
        ("GIF:Comment", "somebody", False),
        ("QuickTime:CreateDate", "2024:05:17 10:11:12", False),
        ("QuickTime:CreateDate", "0000:00:00 00:00:00", True),
        ("QuickTime:GPSCoordinates", "52 13", False),
        ("QuickTime:Title", "somebody", False),
        ("Track2:HandlerDescription", "somebody", False),
        ("Track2:HandlerDescription", "SoundHandler", True),
        ("Track3:MediaLanguageCode", "somebody", False),
        ("Matroska:Title", "somebody", False),
        ("Matroska:WritingApp", "a program", False),
        ("Matroska:WritingApp", "Lavf", True),
        ("H264:DateTimeOriginal", "2024:05:17", False),
        ("H264:GPSLatitude", 52, False),
        ("M2TS:SerialNumber", 1, False),
        ("ICC_Profile:ProfileDescription", "Camera of somebody", False),
        ("ICC_Profile:ProfileDescription", "Display P3", True),
        ("ICC_Profile:ProfileCopyright", "somebody", False),
        ("ICC-header:DeviceModel", "ABCD", False),
        ("ICC-header:ProfileDateTime", "2024:05:17 10:11:12", False),
        ("IFD0:Artist", "somebody", False),
        ("IFD1:ImageWidth", 3, True),
        ("ExifIFD:ImageWidth", 3, False),
        ("XMP-dc:Creator", "somebody", False),
        ("System:FileName", "a.jpg", True),
    ],
)
def test_only_how_a_file_is_stored_is_neutral(key: str, value: object, neutral: bool) -> None:
    assert is_neutral(key, value) is neutral


def test_tags_are_neutral_to_ffprobe_by_value() -> None:
    assert is_neutral_to_ffprobe("handler_name", "VideoHandler")
    assert not is_neutral_to_ffprobe("handler_name", "somebody")
    assert not is_neutral_to_ffprobe("encoder", "camera of somebody")
    assert not is_neutral_to_ffprobe("title", "")
