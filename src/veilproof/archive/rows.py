"""The rows of the journal, checked when they are read: a journal may be damaged, or written by somebody else."""

from __future__ import annotations

from typing import Any

from veilproof.archive.item import Item
from veilproof.archive.names import from_bytes, shortened
from veilproof.archive.options import Options
from veilproof.errors import VeilproofError

_MANY_ATTEMPTS = 1 << 31
"""More than any run makes; a round number."""

ITEM_COLUMNS = (
    "id, source, relative, options, decisions, attempts, key, target, output_sha256, output_size, plan, plan_stamp"
)


def item_of(*row: Any) -> Item:  # noqa: ANN401 - a journal is checked here, value by value
    """An item from its row.

    Raises:
        ValueError: a value cannot have been written by veilproof.
    """
    id_, source, relative, options, decisions, attempts, key, target, sha256, size, plan, stamp = row
    names = [None if name is None else from_bytes(name) for name in (source, relative, decisions, target, plan)]
    for name in (names[1], names[3], names[4]):
        if name is not None and (name.startswith("/") or ".." in name.split("/") or "\0" in name):
            raise ValueError(f"item {int(id_)} has the path {shortened(name)}")
    if not names[0] or not names[1] or names[2] is None or not 0 <= int(attempts) < _MANY_ATTEMPTS:
        raise ValueError(f"item {int(id_)} has no source or an impossible number of attempts")
    try:
        parsed = Options.from_json(options)
    except VeilproofError as error:
        raise ValueError(f"item {int(id_)}: {error}") from None
    return Item(
        *(int(id_), names[0], names[1], parsed, names[2], int(attempts)),
        *(key, names[3], sha256, None if size is None else int(size), names[4], stamp),
    )
