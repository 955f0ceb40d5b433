"""A Merkle tree: one digest over many items, under which each can be proved without the others.

Hashes as in Certificate Transparency (RFC 6962, section 2.1): leaves and nodes are told apart by their first byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(content: bytes) -> bytes:
    """The hash of one item."""
    return hashlib.sha256(b"\0" + content).digest()


def root_and_paths(leaves: Sequence[bytes]) -> tuple[bytes, list[list[bytes]]]:
    """The root over leaf hashes, and for each leaf the hashes beside its way to the root, from the leaf upwards."""
    if not leaves:
        return hashlib.sha256().digest(), []
    if len(leaves) == 1:
        return leaves[0], [[]]
    middle = _split(len(leaves))
    (left, left_paths), (right, right_paths) = root_and_paths(leaves[:middle]), root_and_paths(leaves[middle:])
    paths = [[*path, right] for path in left_paths] + [[*path, left] for path in right_paths]
    return _node(left, right), paths


def root_of(leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a leaf leads by its path; None if a tree of `count` leaves has no such path."""
    if not 0 <= index < count:
        return None
    if count == 1:
        return None if path else leaf
    if not path:
        return None
    middle = _split(count)
    if index < middle:
        below = root_of(leaf, index, middle, path[:-1])
        return None if below is None else _node(below, path[-1])
    below = root_of(leaf, index - middle, count - middle, path[:-1])
    return None if below is None else _node(path[-1], below)


def _split(count: int) -> int:
    """The largest power of two below the number of leaves."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
