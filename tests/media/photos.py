"""Photos for the tests: a synthetic picture in every mode, and its samples read back without veilproof."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.media.photo import read_photo, write_photo
from veilproof.render.covers import Shape, Style, cover

WIDTH, HEIGHT = 160, 112

FACE = (40, 24, 88, 72)

SECRET = b"SECRET-7f3a"


def scene(width: int = WIDTH, height: int = HEIGHT, channels: int = 3, *, deep: bool = False) -> NDArray[Any]:
    """A picture with colour, edges and fine texture whose four corners differ: [h, w, channels], 8 or 16 bits."""
    y, x = np.mgrid[:height, :width] * 1.0
    waves = [110 + 60 * np.sin(x / (9 + 4 * c) + y / 17) + 40 * (x > 30 + 20 * c) + y / 8 for c in range(channels)]
    texture = np.random.default_rng(1).normal(0, 4, (height, width, 1))
    picture = np.clip(np.stack(waves, axis=-1) + texture, 1, 254)
    if channels in (2, 4):
        picture[..., -1] = (100 + x % 100) * (x > 12)
    return (picture * 257 + x[..., None] % 7).astype(np.uint16) if deep else picture.astype(np.uint8)


def redact_face(source: Path, name: str | None = None) -> Path:
    """Read a photo, cover `FACE` with black and write it beside the original."""
    photo = read_photo(source)
    cover(photo.planes, np.array([FACE], np.float32), Style(shape=Shape.BOX, scale=1.0))
    target = source.with_name(name or f"out{source.suffix}")
    write_photo(photo, target)
    return target


def outside_face() -> NDArray[np.bool_]:
    mask = np.ones((HEIGHT, WIDTH), bool)
    mask[FACE[1] : FACE[3], FACE[0] : FACE[2]] = False
    return mask


def without_hidden(pixels: NDArray[Any]) -> NDArray[Any]:
    """The pixels, with black where the last of two or four channels is fully transparent."""
    shown = pixels.copy()
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        shown[pixels[..., -1] == 0, :-1] = 0
    return shown


def samples(path: Path, mode: str = "RGB") -> NDArray[Any]:
    with Image.open(path) as image:
        return np.asarray(image.convert(mode)).astype(int)


def ycbcr(path: Path) -> NDArray[Any]:
    with Image.open(path) as image:
        image.draft("YCbCr", None)
        return np.asarray(image).astype(int)


def tiff_16_bit(pixels: NDArray[np.uint16], orientation: int = 1) -> bytes:
    """An uncompressed 16-bit TIFF, assembled by hand because no library at hand writes its orientation."""
    height, width, channels = pixels.shape
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, channels, 0), (259, 3, 1, 1), (262, 3, 1, 2)]
    tags += [(273, 4, 1, 0), (274, 3, 1, orientation), (277, 3, 1, channels), (278, 4, 1, height)]
    tags += [(279, 4, 1, pixels.nbytes), (305, 2, len(SECRET), 0)]
    end = 8 + 2 + 12 * len(tags) + 4
    offsets = {258: end, 305: end + 2 * channels, 273: end + 2 * channels + len(SECRET)}
    rows = [struct.pack("<HHII", tag, kind, count, offsets.get(tag, value)) for tag, kind, count, value in tags]
    header = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + b"".join(rows) + bytes(4)
    return header + struct.pack(f"<{channels}H", *[16] * channels) + SECRET + pixels.astype("<u2").tobytes()


def save(path: Path, image: Image.Image, **options: Any) -> Path:  # noqa: ANN401
    image.save(path, **options)
    return path


def image_of_mode(mode: str) -> Image.Image:
    channels = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}.get(mode)
    if channels:
        return Image.frombytes(mode, (WIDTH, HEIGHT), scene(channels=channels).tobytes())
    if mode == "I;16":
        return Image.fromarray(np.ascontiguousarray(scene(channels=1, deep=True)[..., 0]))
    return Image.fromarray(scene()).convert(mode)
