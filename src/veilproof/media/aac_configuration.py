"""The configuration of AAC (AudioSpecificConfig, ISO/IEC 14496-3, section 1.6.2.1): its known fields alone."""

from __future__ import annotations

_SBR, _PS, _ELD = 5, 29, 39
_GENERAL = frozenset({1, 2, 3, 4, 17, 19, 23})
"""Object types with a GASpecificConfig and without layers: Main, LC, SSR, LTP, and the error resilient LC, LTP, LD."""
_RESILIENT = frozenset({17, 19, 23, _ELD})
_EXPLICIT_RATE = 15
_MAX_RATE = 192_000
"""Hz."""
_SBR_SYNC, _PS_SYNC = 0x2B7, 0x548
_SBR_HEADERS = (0, 1, 1, 2, 3, 3, 3, 4)
"""Of low-delay SBR, by channel configuration."""


class _UnknownError(Exception):
    """A configuration with values that are not known."""


class _Bits:
    """Reads numbers off bytes, the highest bit first."""

    def __init__(self, data: bytes) -> None:
        self._value, self.left, self._size = int.from_bytes(data, "big"), 8 * len(data), 8 * len(data)

    def read(self, count: int) -> int:
        self.left -= count
        if self.left < 0:
            raise _UnknownError
        return self._value >> self.left & (1 << count) - 1

    def peek(self, count: int) -> int:
        return self._value >> self.left - count & (1 << count) - 1 if count <= self.left else 0

    def passed(self) -> bytes:
        """What was read, filled up with zeros to whole bytes."""
        count = self._size - self.left
        return (self._value >> self.left << -count % 8).to_bytes(-(-count // 8), "big")


def cleaned_configuration(header: bytes) -> bytes | None:
    """The fields that are known, all of which are numbers in range; None if there are others."""
    bits = _Bits(header[:64])
    try:
        _read(bits)
    except _UnknownError:
        return None
    return bits.passed()


def _read(bits: _Bits) -> None:
    object_type = _object_type(bits)
    _rate(bits)
    channels = bits.read(4)
    has_sbr = object_type in (_SBR, _PS)
    if has_sbr:
        _rate(bits)
        object_type = _object_type(bits)
    # Channel configuration 0 is followed by a description of the channels, which ends in a comment.
    if not 0 < channels < len(_SBR_HEADERS):
        raise _UnknownError
    if object_type == _ELD:
        _low_delay(bits, channels)
    elif object_type in _GENERAL:
        _general(bits, object_type)
    else:
        raise _UnknownError
    if object_type in _RESILIENT:
        _only(bits.read(2) < 2)  # no protection of its own against errors
    if not has_sbr and bits.left >= 16 and bits.peek(11) == _SBR_SYNC:
        bits.read(11)
        _only(bits.read(5) == _SBR)
        if bits.read(1):
            _rate(bits)
            if bits.left >= 12 and bits.peek(11) == _PS_SYNC:
                bits.read(12)


def _object_type(bits: _Bits) -> int:
    kind = bits.read(5)
    return 32 + bits.read(6) if kind == 31 else kind


def _rate(bits: _Bits) -> None:
    if bits.read(4) == _EXPLICIT_RATE:
        _only(0 < bits.read(24) <= _MAX_RATE)


def _general(bits: _Bits, object_type: int) -> None:
    bits.read(1)
    _only(not bits.read(1))  # a core coder
    if bits.read(1) and object_type in _RESILIENT:
        bits.read(4)


def _low_delay(bits: _Bits, channels: int) -> None:
    bits.read(4)
    if bits.read(1):
        bits.read(2)
        for _ in range(_SBR_HEADERS[channels]):
            bits.read(14)
            first, second = bits.read(1), bits.read(1)
            bits.read(5 * first + 6 * second)
    _only(not bits.read(4))  # extensions


def _only(known: bool) -> None:
    if not known:
        raise _UnknownError
