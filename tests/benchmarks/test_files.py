"""The table of real files: what came of each, and what independent programs say of the output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from benchmarks import files
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
        "exiftool finds IFD0 in the output",
        "exiftool: 3x112, not 160x112",
        "exiftool finds GPS in the original, which is not named",
    ]
