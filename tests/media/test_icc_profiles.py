"""Profiles of standard colour spaces: what converts colours stays, everything else and every odd number goes."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from veilproof.media.icc_profiles import kept_profile

_TABLE = 16


def _tag(name: bytes, body: bytes) -> tuple[bytes, bytes]:
    return name, body + bytes(-len(body) % 4)


def _xyz(*numbers: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(number * 65536) for number in numbers))


def _curve(*values: int) -> bytes:
    return b"curv" + bytes(4) + struct.pack(f">I{len(values)}H", len(values), *values)


def _table(type_: bytes, inputs: int, outputs: int, *, entries: int = 256) -> bytes:
    """A table of two points on each side of its grid; everything that a decoder ignores is planted."""
    sizes = struct.pack(">HH", entries, entries) if type_ == b"mft2" else b""
    curve = np.linspace(0, 1, entries if sizes else 256)
    grid = np.random.default_rng(1).random(2**inputs * outputs)
    full, kind = (65535, ">u2") if sizes else (255, "u1")
    parts = [(part * full).astype(kind).tobytes() for part in (np.tile(curve, inputs), grid, np.tile(curve, outputs))]
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    return type_ + b"PLAN" + bytes([inputs, outputs, 2]) + b"P" + matrix + sizes + b"".join(parts)


def _profile(
    changed: dict[bytes, bytes], description: bytes = b"Display P3\0", spaces: bytes = b"mntrRGB XYZ "
) -> bytes:
    """A profile of version 2, as cameras and programs write it, with some tags changed."""
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(description)) + description + bytes(78),
        b"cprt": b"text" + bytes(4) + b"PLANTED\0",
        b"wtpt": _xyz(0.9642, 1, 0.8249),
        b"rXYZ": _xyz(0.515, 0.241, -0.001),
        b"gXYZ": _xyz(0.292, 0.692, 0.042),
        b"bXYZ": _xyz(0.157, 0.067, 0.784),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(*(round(65535 * (n / 15) ** 2.2) for n in range(_TABLE)))),
        **changed,
    }
    at, table, bodies = 132 + 12 * len(tags), b"", b""
    for name, body in (_tag(*item) for item in tags.items()):
        table += struct.pack(">4sII", name, at + len(bodies), len(body))
        bodies += body
    start = struct.pack(
        ">I4s4s4s4s4s6H4s",
        at + len(bodies),
        b"PLAN",
        b"\2\x10\0\0",
        spaces[:4],
        spaces[4:8],
        spaces[8:],
        *[2024] * 6,
        b"acsp",
    )
    header = (start + b"PLANTED".ljust(28, b"\0") + bytes.fromhex("0000f6d6000100000000d32d") + b"PLANTED!" * 6)[:128]
    header = header[:48] + bytes(8) + header[56:64] + bytes(4) + header[68:]
    return header + struct.pack(">I", len(tags)) + table + bodies


def test_what_converts_colours_stays_and_nothing_else() -> None:
    given = _profile({b"PLAN": b"text" + bytes(4) + b"PLANTED", b"wtpt": _xyz(0.9642, 1, 0.8249) + b"PLANTED"})
    kept, lost = kept_profile(given)
    assert kept is not None
    assert lost is None
    assert b"PLAN" not in kept
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (16, 16, 3), np.uint8))
    srgb = ImageCms.createProfile("sRGB")
    shown = [
        ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(each)), srgb) for each in (given, kept)
    ]
    assert shown[0] is not None
    assert shown[0] == shown[1]
    assert kept_profile(kept) == (kept, None)


@pytest.mark.parametrize(
    "changed",
    [
        {b"rXYZ": b"XYZ " + bytes(4) + b"PLANTEDPLANT"},
        {b"rTRC": _curve(*b"PLANTED")},
        {b"rTRC": b"para" + bytes(4) + b"\0\0\0\0PLAN"},
        {b"rTRC": b"para" + bytes(4) + b"PLANTED!"},
        {b"rTRC": b"curv" + bytes(4) + b"\xff\xff\xff\xffPLANTED"},
        {b"chad": b"sf32" + bytes(4) + b"PLANTED" * 6},
        {b"rXYZ": b""},
    ],
)
def test_a_profile_with_numbers_that_no_standard_has_is_not_kept(changed: dict[bytes, bytes]) -> None:
    kept, lost = kept_profile(_profile(changed))
    assert kept is None
    assert lost is not None


@given(change=st.tuples(st.integers(0, 700), st.binary(min_size=1, max_size=8)))
def test_a_damaged_profile_is_kept_whole_or_not_at_all(change: tuple[int, bytes]) -> None:
    at, written = change
    data = _profile({})
    kept, lost = kept_profile(data[:at] + written + data[at + len(written) :])
    assert (kept is None) != (lost is None)
    if kept is not None:
        assert ImageCms.getOpenProfile(io.BytesIO(kept)).profile.profile_description == "Display P3"
        assert b"PLAN" not in kept


def _cmyk(changed: dict[bytes, bytes]) -> bytes:
    tables = {b"A2B0": _table(b"mft2", 4, 3), b"B2A0": _table(b"mft1", 3, 4), b"gamt": _table(b"mft1", 3, 1)}
    return _profile({**tables, **changed}, b"U.S. Web Coated (SWOP) v2\0", b"prtrCMYKLab ")


@pytest.mark.parametrize("name", [b"A2B0", b"B2A0", b"gamt"])
@pytest.mark.parametrize("type_", [b"mft2", b"mAB ", b"mBA "])
def test_a_profile_of_rgb_needs_no_tables(name: bytes, type_: bytes) -> None:
    kept, lost = kept_profile(_profile({name: type_ + bytes(4) + b" Camera of PLANTED"}))
    assert kept == kept_profile(_profile({}))[0]
    assert kept is not None
    assert lost is None


@pytest.mark.parametrize("type_", [b"mft1", b"mft2"])
def test_tables_of_cmyk_keep_their_numbers_and_nothing_else(type_: bytes) -> None:
    given = _cmyk({b"A2B0": _table(type_, 4, 3) + b"PLANTED", b"A2B1": _table(type_, 4, 3, entries=17)})
    kept, lost = kept_profile(given)
    assert kept is not None
    assert lost is None
    assert b"PLAN" not in kept
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (16, 16, 4), np.uint8), "CMYK")
    srgb = ImageCms.createProfile("sRGB")
    shown = [
        ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(each)), srgb, outputMode="RGB")
        for each in (given, kept)
    ]
    assert shown[0] is not None
    assert shown[0] == shown[1]
    assert kept_profile(kept) == (kept, None)


@pytest.mark.parametrize(
    "table",
    [
        b"mft2" + bytes(4) + b" Camera of PLANTED",
        b"mAB " + bytes(4) + b"\4\3" + b" Camera of PLANTED" * 9,
        _table(b"mft2", 4, 3)[:-4],
        _table(b"mft1", 3, 3),
        _table(b"mft2", 4, 3, entries=1),
        b"",
    ],
)
def test_a_table_that_is_not_of_its_size_is_not_kept(table: bytes) -> None:
    kept, lost = kept_profile(_cmyk({b"A2B0": table}))
    assert kept is None
    assert lost is not None


def test_a_profile_of_rgb_that_converts_with_tables_is_not_kept() -> None:
    kept, lost = kept_profile(_profile({b"A2B0": _table(b"mft2", 3, 3)}, b"eciRGB v2\0", b"mntrRGB Lab "))
    assert kept is None
    assert lost == "ICC profile (colours may look a little different)"
