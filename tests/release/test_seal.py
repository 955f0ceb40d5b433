"""What is sealed can be opened track by track, bit by bit, and only with the right key."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import av
import numpy as np
import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from tests.release.folder import BOX, FRAMES, HEIGHT, WIDTH, film, planned
from veilproof import Decision, Plan, VeilproofError
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.progress import Step
from veilproof.release import certificate
from veilproof.release.certificate import AuditVerdict, Certificate, Original
from veilproof.release.log import Log, decoded, encoded, log_of
from veilproof.release.log_pages import as_csv, as_html
from veilproof.release.make import ReleaseOptions, entries_of, release
from veilproof.release.ownership import Covers
from veilproof.release.seal import seal
from veilproof.release.sealed_file import SealedReader, load_identities, parse_recipients
from veilproof.release.signature import public_text
from veilproof.release.unseal import unseal, unseal_sound
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.sound.timeline import Treatment
from veilproof.source import digest

ALL, ONE = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
"""The keys of everything and of track 3."""
Samples = list[list[NDArray[np.generic]]]


def _samples(path: Path) -> Samples:
    with VideoReader(path) as reader:
        return [[plane.pixels.copy() for plane in planes(frame.picture)] for frame in reader]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Log]:
    """A release of a film with a face (1), a drawn box (2), and a face (3) whose cover overlaps that of the first."""
    folder = tmp_path_factory.mktemp("sealed")
    source = film(folder / "march.mp4", sound=True)
    with Plan(planned(source)) as plan:
        shift = np.array([18, 10, 18, 10], np.float32)
        moves = np.arange(FRAMES, dtype=np.float32)[:, None] * np.array([1, 0, 1, 0], np.float32)
        plan.draw_path(0, BOX + shift + moves, None)
    out = folder / "out"
    out.mkdir()
    done = render(source, output=out / "march.redacted.mp4")
    with Plan(folder / "march.veil") as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    (out / "redactions.json").write_bytes(encoded(log))
    who = [str(ALL.to_public()), f"3={ONE.to_public()}"]
    seal(source, done.output, log, parse_recipients(who), out / "march.sealed")
    (out / "redactions.csv").write_bytes(as_csv(log).encode())
    (out / "redactions.html").write_bytes(as_html(log, "march.redacted.mp4").encode())
    _certify(out)
    return folder, log


def _certify(out: Path, key: Ed25519PrivateKey | None = None) -> None:
    """Write a certificate over all that is in a folder now, as anybody can."""
    (out / "release.json").unlink(missing_ok=True)
    made = Certificate(
        *(certificate.FORMAT, False, "2026-01-01T00:00:00+00:00", "0", {}, Original("0" * 64, 1), "0" * 64),
        *("march.redacted.mp4", AuditVerdict("passed", "", "strict"), (), (), (), "", tuple(entries_of(out))),
    )
    (out / "release.json").write_bytes(certificate.written(made, key))


@pytest.fixture
def out(sealed: tuple[Path, Log], tmp_path: Path) -> Path:
    """A copy of the release, to be changed."""
    return Path(shutil.copytree(sealed[0] / "out", tmp_path / "out"))


def _check(folder: Path, log: Log, court: Path, opened: set[int]) -> None:
    """Under the covers of the opened tracks is the original, bit by bit, and elsewhere the redacted film."""
    original, redacted, shown = (
        _samples(path) for path in (folder / "march.mp4", folder / "out" / "march.redacted.mp4", court)
    )
    covers = Covers(log)
    with VideoReader(court) as reader:
        surfaces = [planes(frame.picture) for frame in reader]
    for index in range(FRAMES):
        expected = [plane.copy() for plane in redacted[index]]
        for number, parts in enumerate(covers.owned(index, surfaces[index])):
            for part in parts:
                if set(part.owners) <= opened:
                    part.of(expected[number])[part.mask] = part.of(original[index][number])[part.mask]
        for wanted, found in zip(expected, shown[index], strict=True):
            np.testing.assert_array_equal(wanted, found)


@pytest.mark.parametrize("tracks", [[1], [2], [3], [1, 3]])
def test_opened_tracks_are_the_original_bit_by_bit_and_others_stay_covered(
    tracks: list[int], sealed: tuple[Path, Log], tmp_path: Path
) -> None:
    folder, log = sealed
    unseal(folder / "out", tracks, [ALL, ONE], tmp_path / "court.mp4")
    _check(folder, log, tmp_path / "court.mp4", set(tracks))


def test_what_is_opened_is_for_its_owner_alone(sealed: tuple[Path, Log], tmp_path: Path) -> None:
    """The redacted film may be for everybody; what its covers hide is not."""
    folder, _ = sealed
    for path in (folder / "out").iterdir():
        path.chmod(0o644)
    umask = os.umask(0o022)
    try:
        (tmp_path / "court.wav").write_bytes(b"an earlier one")
        unseal(folder / "out", [1], [ALL], tmp_path / "court.mp4")
        unseal_sound(folder / "out", 1, [ALL], tmp_path / "court.wav", force=True)
    finally:
        os.umask(umask)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("court.mp4", "court.wav")] == [0o600, 0o600]


def test_covers_that_overlap_are_opened_together_only(sealed: tuple[Path, Log]) -> None:
    _, log = sealed
    with VideoReader(sealed[0] / "march.mp4") as reader:
        surface = planes(next(iter(reader)).picture)
    owners = {part.owners for part in Covers(log).owned(0, surface)[0]}
    assert {(1,), (3,), (1, 3)} <= owners
    reader_of_one = SealedReader(sealed[0] / "out" / "march.sealed", [ALL])
    assert set(reader_of_one.parts([("track", 1)])) == {(1,)}


def test_every_sample_under_a_cover_has_owners(sealed: tuple[Path, Log]) -> None:
    folder, log = sealed
    covers = Covers(log)
    drawn = _samples(folder / "out" / "march.redacted.mp4")[10][0]
    with VideoReader(folder / "march.mp4") as reader:
        surface = next(planes(frame.picture) for frame in reader if frame.index == 10)
        owned = np.zeros((HEIGHT, WIDTH), np.int64)
        for part in covers.owned(10, surface)[0]:
            owned[part.top : part.top + part.mask.shape[0], part.left : part.left + part.mask.shape[1]] += part.mask
    assert owned.max() == 1, "no sample is in two parts"
    assert (np.asarray(drawn)[owned == 1] < 40).mean() > 0.95
    assert (np.asarray(drawn)[owned == 0] < 25).mean() < 0.02


@pytest.mark.parametrize(("key", "track"), [(ONE, 1), (ALL, 3), (pyrage.x25519.Identity.generate(), 2)])
def test_another_key_opens_nothing(key: object, track: int, sealed: tuple[Path, Log], tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="does not open track"):
        unseal(sealed[0] / "out", [track], [key], tmp_path / "court.mp4")
    assert not list(tmp_path.iterdir())


def test_sound_is_opened_as_it_was_decoded(sealed: tuple[Path, Log], tmp_path: Path) -> None:
    unseal_sound(sealed[0] / "out", 1, [ALL], tmp_path / "court.wav")
    with av.open(str(sealed[0] / "march.mp4")) as film, av.open(str(tmp_path / "court.wav")) as opened:
        planar = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
        interleaved = np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(audio=0)])
    np.testing.assert_array_equal(planar.T.ravel(), interleaved)


def _sound_of(path: Path, number: int) -> NDArray[np.float32]:
    """Float32 [n]: a sealed span of sound, opened with both keys."""
    with closing(SealedReader(path, [ALL, ONE])) as reader:
        (part,) = reader.parts([("sound", number)]).values()
    with av.open(io.BytesIO(part.films[0]), "r") as film:
        return np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])


def test_no_sample_of_a_span_of_sound_lies_in_the_part_of_another(sealed: tuple[Path, Log], tmp_path: Path) -> None:
    """Who may hear the rest of the sound hears nothing of a span with a recipient of its own, nor of what is beside."""
    folder, log = sealed
    (rest,) = log.sound
    first = replace(rest, number=2, treatment=Treatment.BLEEP, from_seconds=0.2, to_seconds=0.50003)
    second = replace(first, number=3, from_seconds=0.50003, to_seconds=0.7)
    log = replace(log, sound=(rest, first, second))
    who = parse_recipients([str(ALL.to_public()), f"sound-2={ONE.to_public()}"])
    seal(folder / "march.mp4", folder / "out" / "march.redacted.mp4", log, who, tmp_path / "march.sealed")
    with av.open(str(folder / "march.mp4")) as film:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
    assert np.count_nonzero(heard) > 0.99 * len(heard)
    begin, middle, end = 3200, 8001, 11200
    of_rest, of_first, of_second = (_sound_of(tmp_path / "march.sealed", number) for number in (1, 2, 3))
    np.testing.assert_array_equal(of_rest[:begin], heard[:begin])
    assert not of_rest[begin:end].any()
    np.testing.assert_array_equal(of_rest[end + 1 :], heard[end + 1 :])
    np.testing.assert_array_equal(of_first[: middle - begin], heard[begin:middle])
    assert of_second[0] == 0, "the sample that both touch belongs to the first"
    np.testing.assert_array_equal(of_second[1 : end - middle + 1], heard[middle:end])


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
    _certify(out)
    with pytest.raises(VeilproofError, match=words):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")
    assert not (tmp_path / "court.mp4").exists()


def test_what_is_not_in_the_certificate_is_not_opened(out: Path, tmp_path: Path) -> None:
    (out / "extra.txt").touch()
    with pytest.raises(VeilproofError, match=r"extra\.txt was added"):
        unseal(out, [1], [ALL], tmp_path / "court.mp4")


def test_who_sealed_it_is_said_and_can_be_asked_for(out: Path, tmp_path: Path) -> None:
    maker, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    assert "not signed" in unseal_sound(out, 1, [ALL], tmp_path / "unsigned.wav")
    with pytest.raises(VeilproofError, match="not signed"):
        unseal_sound(out, 1, [ALL], tmp_path / "court.wav", key=maker.public_key())
    _certify(out, maker)
    assert public_text(maker.public_key()) in unseal_sound(out, 1, [ALL], tmp_path / "signed.wav")
    assert "given" in unseal_sound(out, 1, [ALL], tmp_path / "known.wav", key=maker.public_key())
    with pytest.raises(VeilproofError, match="another key"):
        unseal_sound(out, 1, [ALL], tmp_path / "court.wav", key=other.public_key())
    assert not (tmp_path / "court.wav").exists()


def test_nothing_in_the_archive_can_be_read_without_a_key(sealed: tuple[Path, Log]) -> None:
    with ZipFile(sealed[0] / "out" / "march.sealed") as archive:
        for name in archive.namelist():
            assert archive.read(name).startswith(b"age-encryption.org/v1\n")


def test_nothing_but_the_sealed_file_depends_on_what_is_covered(sealed: tuple[Path, Log], tmp_path: Path) -> None:
    """The same plan on a film that differs under a cover alone gives the same film and the same log."""
    folder, _ = sealed
    other = tmp_path / "march.mp4"
    with VideoReader(folder / "march.mp4") as reader, av.open(str(other), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number, frame in enumerate(reader):
            picture = np.asarray(frame.picture.to_ndarray(), np.uint8)
            x = int(BOX[0]) + number
            picture[45:70, x + 5 : x + 25] ^= 63
            new = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            container.mux(stream.encode(new))
        container.mux(stream.encode(None))
    same = tmp_path / "same.mp4"
    with VideoReader(folder / "march.mp4") as reader, av.open(str(same), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for frame in reader:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame.picture.to_ndarray(), format="yuv420p")))
        container.mux(stream.encode(None))
    results = []
    for source in (same, other):
        planned(source)
        results.append(render(source, output=tmp_path / f"{source.stem}.out.mp4").output.read_bytes())
    assert digest(same) != digest(other)
    assert results[0] == results[1]


@pytest.mark.parametrize("word", ["33", "sound-2"])
def test_a_recipient_of_what_is_not_covered_is_refused_before_the_work(
    word: str, sealed: tuple[Path, Log], tmp_path: Path
) -> None:
    """A typing error would leave the track that was meant to the recipients of all others."""
    folder, log = sealed
    who = parse_recipients([str(ALL.to_public()), f"{word}={ONE.to_public()}"])
    with pytest.raises(VeilproofError, match="check the numbers of --seal"):
        seal(folder / "march.mp4", folder / "out" / "march.redacted.mp4", log, who, tmp_path / "march.sealed")
    seen: list[Step] = []

    def progress(step: Step) -> None:
        seen.append(step)

    with pytest.raises(VeilproofError, match="check the numbers of --seal"):
        release(folder / "march.mp4", tmp_path / "out", ReleaseOptions(draft=True, recipients=who), progress=progress)
    assert not seen
    assert not list(tmp_path.iterdir())


def test_recipients_of_kept_tracks_are_refused(sealed: tuple[Path, Log], tmp_path: Path) -> None:
    folder, log = sealed
    first, *others = log.tracks
    kept = replace(log, tracks=(replace(first, decision=Decision.KEEP, boxes=b""), *others))
    who = parse_recipients([f"1={ONE.to_public()}"])
    with pytest.raises(VeilproofError, match="track 1 is not covered"):
        seal(folder / "march.mp4", folder / "out" / "march.redacted.mp4", kept, who, tmp_path / "march.sealed")


def test_recipients_are_checked_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match="no recipient of age"):
        parse_recipients(["age1nobody"])
    (tmp_path / "key.txt").write_text("nothing\n", "utf-8")
    with pytest.raises(VeilproofError, match="no identity of age"):
        load_identities(tmp_path / "key.txt")
