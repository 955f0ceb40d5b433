"""What a run has measured so far, so that one that was stopped can go on: rates and histograms, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from veilproof.lab.findings import AttackFinding
from veilproof.media.writing import atomic_write, make_folder
from veilproof.version import __version__

NAME = "unfinished.json"
"""The name of the file in the folder of the report; it is removed when the run ends."""
MARK = b'{"unfinished":"veilproof lab'
"""What stands at its beginning."""


@dataclass(frozen=True, slots=True)
class MeasuredCovering:
    """One covering, measured.

    Attributes:
        attacks: every attack.
        replicates: rank 1 of each attack in the gallery of all people, in each resample of them.
    """

    attacks: tuple[AttackFinding, ...]
    replicates: tuple[tuple[float, ...], ...]


class _File(msgspec.Struct, frozen=True):
    unfinished: str
    coverings: dict[str, MeasuredCovering]


class UnfinishedRun:
    """The file of one run."""

    def __init__(self, folder: Path, source: Path, key: Sequence[str]) -> None:
        """Read what an earlier run with the same key has measured.

        Args:
            folder: of the report.
            source: the folder of the set; nobody may read the file who may not read that.
            key: all that the figures depend on.
        """
        digest = hashlib.sha256("\0".join([__version__, *key]).encode()).hexdigest()
        self._title = f"veilproof lab {digest}"
        self._folder, self._source = folder, source
        self.coverings: dict[str, MeasuredCovering] = {}
        try:
            earlier = msgspec.json.decode((folder / NAME).read_bytes(), type=_File)
        except (OSError, msgspec.MsgspecError):
            return
        if earlier.unfinished == self._title:
            self.coverings = earlier.coverings

    def add(self, covering: str, measured: MeasuredCovering) -> None:
        """Keep one covering.

        Raises:
            VeilproofError: it cannot be written.
        """
        self.coverings[covering] = measured
        make_folder(self._folder, source=self._source)
        with atomic_write(self._folder / NAME, force=False, source=self._source, mark=MARK) as unfinished:
            unfinished.write_bytes(msgspec.json.encode(_File(self._title, self.coverings)))

    def remove(self) -> None:
        """Remove the file: the report has everything."""
        (self._folder / NAME).unlink(missing_ok=True)
