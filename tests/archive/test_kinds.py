"""What an archive lists: what is recognised and not read becomes an item that fails and says why."""

from __future__ import annotations

from pathlib import Path

from veilproof.archive.collection import Collection
from veilproof.archive.options import Options


def test_what_may_show_somebody_is_listed_though_it_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.dng").write_bytes(b"II*\0\x08\0\0\0" + bytes(64))
    (tmp_path / "notes.txt").write_text("words")
    (tmp_path / "voice.mp3").write_bytes(b"ID3" + bytes(64))
    assert [file.relative for file in Collection(str(tmp_path), Options())] == ["a.dng"]
