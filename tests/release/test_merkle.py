"""One digest over many items, under which each can be proved alone."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from veilproof.release.merkle import leaf_hash, root_and_paths, root_of


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_item_leads_to_the_root_and_no_other_does(items: list[bytes], data: st.DataObject) -> None:
    root, paths = root_and_paths([leaf_hash(item) for item in items])
    index = data.draw(st.integers(0, len(items) - 1))
    assert root_of(leaf_hash(items[index]), index, len(items), paths[index]) == root
    assert root_of(leaf_hash(items[index] + b"x"), index, len(items), paths[index]) != root
    assert root_of(leaf_hash(items[index]), index, len(items), [*paths[index], b"\0" * 32]) != root


def test_hashes_are_those_of_certificate_transparency() -> None:
    """Vectors of the tests of Certificate Transparency: the empty tree, one empty leaf, and two leaves."""
    assert root_and_paths([])[0] == hashlib.sha256(b"").digest()
    empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"").hex() == empty
    root, _ = root_and_paths([leaf_hash(b""), leaf_hash(b"\0")])
    assert root.hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
