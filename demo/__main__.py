"""Writes a clip of synthetic people, redacts it, and writes a picture that compares one frame of both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from demo.scene import RATE, make_clip
from veilproof.errors import ExitCode

_FOLDER = Path(__file__).parent / "out"
_COMPARED_AT = 0.62
"""Time of the compared frame, as a fraction of the clip. Chosen by eye."""


def main() -> int:
    """Run the demo; the picture is written to the path on the command line, by default beside the clips."""
    _FOLDER.mkdir(exist_ok=True)
    original, redacted = _FOLDER / "street.mp4", _FOLDER / "street.redacted.mp4"
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER / "before-after.jpg"
    (_FOLDER / "street.veil").unlink(missing_ok=True)
    print("Drawing a street of people who do not exist ...", flush=True)
    truth = make_clip(original)
    command = [sys.executable, "-m", "veilproof", "redact", str(original), "--output", str(redacted), "--force"]
    print("veilproof", *command[3:], flush=True)
    code = subprocess.run(command, check=False).returncode
    if code not in (ExitCode.DONE, ExitCode.NEEDS_REVIEW):
        return code
    picture.parent.mkdir(parents=True, exist_ok=True)
    index = int(len(truth.frames) * _COMPARED_AT)
    _write_comparison(_frame(original, index), _frame(redacted, index), picture)
    print(f"\nThe clip:      {original}  ({len(truth.frames) / float(RATE):.0f} s)")
    print(f"Redacted:      {redacted}")
    print(f"Comparison:    {picture}")
    return int(ExitCode.DONE)


def _frame(path: Path, index: int) -> NDArray[np.uint8]:
    with av.open(path) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number == index:
                return np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    raise SystemExit(f"{path} ends before frame {index}")


def _write_comparison(before: NDArray[np.uint8], after: NDArray[np.uint8], path: Path) -> None:
    size = (before.shape[1] * 3 // 5, before.shape[0] * 3 // 5)
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in (before, after)]
    gap = np.full((size[1], 8, 3), 255, np.uint8)
    Image.fromarray(np.hstack([small[0], gap, small[1]])).save(path, quality=82, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
