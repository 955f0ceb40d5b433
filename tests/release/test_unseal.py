"""A release or a sealed part that was changed or forged is not opened."""

from __future__ import annotations

import lzma
import shutil
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from tests.release.folder import BOX, HEIGHT, WIDTH, film
from tests.release.sealed_folder import ALL, certify, write_log
from veilproof import Plan, VeilproofError
from veilproof.media.photo import read_photo
from veilproof.release.log import Log, decoded, encoded
from veilproof.release.log_from_plan import log_of
from veilproof.release.ownership import Covers
from veilproof.release.seal import _Shared, seal
from veilproof.release.sealed_file import (
    Owner,
    Part,
    Recipients,
    SealedWriter,
)
from veilproof.release.signature import public_text
from veilproof.release.unseal import _Samples, unseal, unseal_sound
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack


@pytest.fixture
def out(sealed: tuple[Path, Log], tmp_path: Path) -> Path:
    """A copy of the release, to be changed."""
    return Path(shutil.copytree(sealed[0] / "out", tmp_path / "out"))


def test_a_sealed_file_that_was_changed_is_not_opened(out: Path, tmp_path: Path) -> None:
    content = bytearray((out / "march.sealed").read_bytes())
    content[len(content) // 2] ^= 1
    (out / "march.sealed").write_bytes(content)
    with pytest.raises(VeilproofError, match=r"march\.sealed was changed"):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")


def _with_wide_cover(out: Path) -> None:
    log = decoded((out / "redactions.json").read_bytes())
    boxes = np.frombuffer(log.tracks[0].boxes, "<f4") * np.float32(1e9)
    wide = replace(log, tracks=(replace(log.tracks[0], boxes=boxes.tobytes()), *log.tracks[1:]))
    (out / "redactions.json").write_bytes(encoded(wide))


def _without_log(out: Path) -> None:
    (out / "redactions.json").rename(out / "a-redactions.json")


def _with_log_of_another_version(out: Path) -> None:
    log = decoded((out / "redactions.json").read_bytes())
    (out / "redactions.json").write_bytes(encoded(replace(log, format="veilproof redactions 9")))


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (_with_wide_cover, "impossible covers"),
        (_without_log, "log|redactions"),
        (_with_log_of_another_version, "another version"),
        (lambda out: shutil.copy(out / "march.sealed", out / "a.sealed"), "more than one"),
    ],
)
def test_a_forged_release_with_a_new_digest_is_refused_in_one_line(
    forge: Callable[[Path], object], words: str, out: Path, tmp_path: Path
) -> None:
    forge(out)
    certify(out)
    with pytest.raises(VeilproofError, match=words):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")
    assert not (tmp_path / "court.mp4").exists()


def _reseal(out: Path, owners: list[Owner], part: Part) -> None:
    """Exchange the sealed file for one with such a part, as whoever knows the recipient can."""
    with (out / "march.sealed").open("wb") as file:
        writer = SealedWriter(Path(file.name), Recipients((ALL.to_public(),)))
        writer.add(owners, part)
        writer.close()
    certify(out)


def _open(kind: str, out: Path, folder: Path) -> str:
    if kind == "sound":
        return unseal_sound(out, 1, [ALL], folder / "court.wav")
    return unseal(out, [1], [ALL], folder / "court.mp4")


_BOMB = lzma.compress(bytes(1 << 20), preset=1)


@pytest.mark.parametrize(
    "part",
    [
        Part("yuv420p"),
        Part("yuv420p", (b"",)),
        Part("yuv420p", (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",)),
        Part("yuv420p", (b"ffconcat version 1.0\nfile march.redacted.mp4\n",)),
        Part("yuv420p", (b"\x1a\x45\xdf\xa3" * 9,)),
        Part("yuv420p", samples=_BOMB),
    ],
    ids=["nothing", "empty", "playlist", "list", "damaged", "samples"],
)
@pytest.mark.parametrize("kind", ["track", "sound"])
def test_a_forged_part_is_refused_in_one_line(kind: str, part: Part, out: Path, tmp_path: Path) -> None:
    _reseal(out, [(kind, 1)], part)
    with pytest.raises(VeilproofError, match=f"{kind} 1"):
        _open(kind, out, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_film_of_another_container_or_codec_is_not_decoded(out: Path, tmp_path: Path) -> None:
    """A decoder takes whatever a forger chooses unless it is told what there can be."""
    (tmp_path / "films").mkdir()
    _reseal(out, [("track", 1)], Part("yuv420p", (film(tmp_path / "films" / "forged.mkv").read_bytes(),)))
    with pytest.raises(VeilproofError, match="track 1"):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")
    _reseal(out, [("sound", 1)], Part("", (film(tmp_path / "films" / "aac.mkv", sound=True).read_bytes(),)))
    with pytest.raises(VeilproofError, match="sound 1"):
        unseal_sound(out, 1, [ALL], tmp_path / "court.wav")


def test_samples_are_decompressed_as_far_as_they_are_needed() -> None:
    like = np.zeros((1000, 1), np.uint8)
    samples = _Samples(lzma.compress(bytes(1 << 28), preset=1))
    tracemalloc.start()
    assert not samples.next(like).any()
    assert tracemalloc.get_traced_memory()[1] < 1 << 24
    tracemalloc.stop()
    with pytest.raises(ValueError, match="too few"):
        _Samples(lzma.compress(bytes(999))).next(like)


def test_samples_of_several_covers_are_compressed_as_they_come() -> None:
    """A film of them need not fit into memory; what comes out is what was put in, over the edges of the pieces."""
    shared = _Shared()
    tracemalloc.start()
    for number in range(300):
        shared.add(np.full((100_001, 1), number % 251, np.uint8))
    content = shared.finish()
    assert tracemalloc.get_traced_memory()[1] < 15 << 20, "they are 29 MiB"
    tracemalloc.stop()
    samples, like = _Samples(content), np.zeros((100_001, 1), np.uint8)
    assert all((samples.next(like) == number % 251).all() for number in range(300))


def test_an_archive_that_was_packed_again_is_refused(out: Path, tmp_path: Path) -> None:
    with ZipFile(out / "march.sealed") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(out / "march.sealed", "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    certify(out)
    with pytest.raises(VeilproofError, match="edited"):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")


def test_a_part_with_a_number_longer_than_any_is_not_read(out: Path, tmp_path: Path) -> None:
    with ZipFile(out / "march.sealed", "a") as archive:
        archive.writestr(f"track-{'9' * 5000}.part", b"")
    certify(out)
    unseal(out, [1], [ALL], tmp_path / "court.mp4")


def test_what_is_not_in_the_certificate_is_not_opened(out: Path, tmp_path: Path) -> None:
    (out / "extra.txt").touch()
    with pytest.raises(VeilproofError, match=r"extra\.txt was added"):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")


def test_who_sealed_it_is_said_and_can_be_asked_for(out: Path, tmp_path: Path) -> None:
    maker, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    assert "not signed" in unseal_sound(out, 1, [ALL], tmp_path / "unsigned.wav")
    with pytest.raises(VeilproofError, match="not signed"):
        unseal_sound(out, 1, [ALL], tmp_path / "court.wav", key=maker.public_key())
    certify(out, maker)
    assert public_text(maker.public_key()) in unseal_sound(out, 1, [ALL], tmp_path / "signed.wav")
    assert "given" in unseal_sound(out, 1, [ALL], tmp_path / "known.wav", key=maker.public_key())
    with pytest.raises(VeilproofError, match="another key"):
        unseal_sound(out, 1, [ALL], tmp_path / "court.wav", key=other.public_key())
    assert not (tmp_path / "court.wav").exists()


def test_an_opened_photo_is_the_original_there_sample_by_sample(tmp_path: Path) -> None:
    """A JPEG that is compressed again is not: it shows what the encoder makes of it."""
    noise = np.random.default_rng(4).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    source = tmp_path / "march.jpg"
    Image.fromarray(noise).save(source, quality=60)
    facts = {"name": source.name, "sha256": digest(source), "kind": "photo", "width": str(WIDTH), "height": str(HEIGHT)}
    with Plan.create(source.with_suffix(".veil"), {**facts, "time_base": "1"}) as plan:
        plan.add({}, [(0, 0)], [ConfirmedTrack(0, BOX[None], 0.9, 1)])
        plan.finish({})
    out = tmp_path / "out"
    out.mkdir()
    done = render(source, output=out / "march.redacted.jpg")
    with Plan(source.with_suffix(".veil")) as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    write_log(out, log, done.output.name)
    seal(source, done.output, log, Recipients((ALL.to_public(),)), out / "march.sealed")
    certify(out, output=done.output.name)
    with pytest.raises(VeilproofError, match=r"\.tif"):
        unseal(out, [1], [ALL], tmp_path / "court.jpg")
    unseal(out, [1], [ALL], tmp_path / "court.tif")
    opened, original, redacted = (
        np.asarray(Image.open(path).convert("RGB"), np.int64) for path in (tmp_path / "court.tif", source, done.output)
    )
    covered = np.zeros((HEIGHT, WIDTH), np.bool_)
    (own,) = Covers(log).owned(0, read_photo(source).planes)[0]
    covered[own.top : own.top + own.mask.shape[0], own.left : own.left + own.mask.shape[1]] = own.mask
    assert np.abs(original - redacted)[covered].max() > 100
    # Of one step, because programs round differently when they convert to RGB.
    assert np.abs(opened - original)[covered].max() <= 1
    assert np.abs(opened - redacted)[~covered].max() <= 1
    assert (tmp_path / "court.tif").stat().st_mode & 0o777 == 0o600
