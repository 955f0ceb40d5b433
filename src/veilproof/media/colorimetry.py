"""Numbers that describe colours, in range and of a standard: any other would name a display, or hold something else."""

from __future__ import annotations

from collections.abc import Sequence

_D65, _D50, _DCI = (0.3127, 0.3290), (0.34567, 0.35850), (0.314, 0.351)
_STANDARDS = (
    (_D65, (0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
    (_D65, (0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    (_D65, (0.708, 0.292), (0.17, 0.797), (0.131, 0.046)),
    (_D65, (0.64, 0.33), (0.21, 0.71), (0.15, 0.06)),
    (_DCI, (0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    (_D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    (_D65, (0.63, 0.34), (0.31, 0.595), (0.155, 0.07)),
    (_D50, (0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)),
    (_D50, (0.735, 0.265), (0.115, 0.826), (0.157, 0.018)),
    (_D50, (0.67, 0.33), (0.21, 0.71), (0.14, 0.08)),
)
"""White, red, green, blue in CIE xy: BT.709, P3, BT.2020, Adobe RGB, DCI-P3, BT.601 of 625 and of 525 lines, ProPhoto,
Wide Gamut RGB, eciRGB."""
_TOLERANCE = 0.002
"""Of each number; programs round, and take the white of the standard from other tables. A round number."""
_MAX_LUMINANCE = 10_000
"""cd/m2, the most that SMPTE ST 2084 can code."""
_MAX_DARKEST = 1
"""cd/m2 of black; displays for mastering have thousandths."""


def standard_chromaticities(xy: Sequence[float]) -> tuple[float, ...] | None:
    """The chromaticities of the standard that these are close to, or None: x and y of white, red, green, blue."""
    for colours in _STANDARDS:
        standard = tuple(number for colour in colours for number in colour)
        if all(abs(given - number) <= _TOLERANCE for given, number in zip(xy, standard, strict=True)):
            return standard
    return None


def whole_luminance(candelas: float) -> int | None:
    """A luminance in whole cd/m2; None if no picture can have it."""
    return round(candelas) if 0 <= candelas <= _MAX_LUMINANCE else None


def is_dark(candelas: float) -> bool:
    """Whether black of a display can have this luminance in cd/m2."""
    return 0 <= candelas <= _MAX_DARKEST
