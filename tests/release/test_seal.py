"""What is sealed can be opened track by track, bit by bit, and only with the right key."""

from __future__ import annotations

import io
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import av
import numpy as np
import pyrage
import pytest
from numpy.typing import NDArray

from tests.release.folder import FRAMES, HEIGHT, WIDTH
from tests.release.sealed_folder import ALL, ONE
from veilproof import Decision, VeilproofError
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.progress import Step
from veilproof.release.log import Log
from veilproof.release.make import ReleaseOptions, release
from veilproof.release.ownership import Covers
from veilproof.release.seal import seal
from veilproof.release.sealed_file import (
    SealedReader,
    load_identities,
    parse_recipients,
)
from veilproof.release.unseal import unseal, unseal_sound
from veilproof.sound.timeline import Treatment

Samples = list[list[NDArray[np.generic]]]


def _samples(path: Path) -> Samples:
    with VideoReader(path) as reader:
        return [[plane.pixels.copy() for plane in planes(frame.picture)] for frame in reader]


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


def test_nothing_in_the_archive_can_be_read_without_a_key(sealed: tuple[Path, Log]) -> None:
    with ZipFile(sealed[0] / "out" / "march.sealed") as archive:
        for name in archive.namelist():
            assert archive.read(name).startswith(b"age-encryption.org/v1\n")


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


def test_a_default_reason_is_nobodys_and_who_decided_is_said_beside_it(sealed: tuple[Path, Log]) -> None:
    _, log = sealed
    drawn = log.tracks[1]
    assert (drawn.why.code, drawn.why.by, drawn.why.at) == ("identifier", "", "")
    assert drawn.decided_at
