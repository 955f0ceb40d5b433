"""A release that was changed and certified anew, unsigned or with the key of somebody else, is not verified."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.release.forging import FILM, KEY, OTHER, certify_anew, released, write_tables
from veilproof import VeilproofError
from veilproof.progress import Progress
from veilproof.release import verify as verification
from veilproof.release.contents_proof import compare_contents
from veilproof.release.log import Log, LoggedSound, decoded, encoded
from veilproof.release.make import ReleaseOptions, release
from veilproof.release.unchanged import PictureProof, compare_pictures
from veilproof.release.verdict import Verdict
from veilproof.release.verify import verify
from veilproof.sound.timeline import Treatment

Key = Ed25519PrivateKey | None


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `march.mp4` and its release in `out`."""
    folder = tmp_path_factory.mktemp("forged")
    released(folder)
    return folder


@pytest.fixture
def out(honest: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(honest / "out", tmp_path / "out"))


@pytest.fixture(params=[None, OTHER], ids=["unsigned", "other key"])
def key(request: pytest.FixtureRequest) -> Key:
    """With what the forger signs."""
    return request.param  # type: ignore[no-any-return]


def test_what_was_not_forged_is_verified(honest: Path) -> None:
    found = verify(honest / "out", honest / "march.mp4", key=KEY.public_key())
    assert found.verdict is Verdict.VERIFIED, found.sentence


def _without_log(folder: Path) -> None:
    (folder / "redactions.json").unlink()
    (folder / FILM).write_bytes(b"no film")


def _another_log(folder: Path) -> None:
    (folder / "redactions.json").rename(folder / "DRAFT-redactions.json")


@pytest.mark.parametrize("forge", [_without_log, _another_log])
def test_without_its_log_nothing_is_verified(forge: Callable[[Path], None], key: Key, honest: Path, out: Path) -> None:
    forge(out)
    certify_anew(out, key)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED
    assert verify(out).verdict is Verdict.NOT_VERIFIED


def test_a_film_outside_of_the_certificate_is_not_verified(key: Key, honest: Path, out: Path) -> None:
    (out / FILM).unlink()
    certify_anew(out, key)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize("renamed", [False, True])
def test_a_draft_cannot_be_made_of_a_release(renamed: bool, key: Key, honest: Path, out: Path) -> None:
    if renamed:
        (out / "redactions.json").rename(out / "DRAFT-redactions.json")
    certify_anew(out, key, draft=True)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


def test_a_copy_without_the_original_cannot_be_told(honest: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(b"no film")
    found = verify(honest / "out", copy=copy, key=KEY.public_key())
    assert found.verdict is Verdict.INCONCLUSIVE
    assert "--original" in found.sentence


def test_without_the_key_of_its_maker_only_pictures_and_sound_are_verified(key: Key, honest: Path, out: Path) -> None:
    certify_anew(out, key, approver="ZZ")
    assert verify(out).verdict is Verdict.INCONCLUSIVE
    found = verify(out, honest / "march.mp4")
    assert found.sentence.startswith("VERIFIED: pictures and sound. Who made it")
    assert verify(out, honest / "march.mp4", key=KEY.public_key()).verdict is Verdict.NOT_VERIFIED


def test_with_the_key_of_its_maker_all_is_verified(honest: Path) -> None:
    assert verify(honest / "out", honest / "march.mp4", key=KEY.public_key()).sentence == "VERIFIED"


def test_another_format_or_an_unmet_policy_is_not_verified(key: Key, honest: Path, out: Path) -> None:
    for changes in ({"format": "release"}, {"missing": ("an audit that passes",)}):
        certify_anew(out, key, **changes)
        assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED
        shutil.copy(honest / "out" / "release.json", out)


def test_the_certificate_is_an_ordinary_file(honest: Path, out: Path) -> None:
    path = out / "release.json"
    path.unlink()
    for target in (honest / "out" / "release.json", Path("/dev/zero")):
        path.symlink_to(target)
        assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED
        path.unlink()
    os.mkfifo(path)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


def test_a_file_that_is_exchanged_while_it_is_compared_is_not_verified(
    honest: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exchanging(original: Path, film: Path, log: Log, progress: Progress) -> PictureProof:
        film.write_bytes(film.read_bytes())
        return compare_pictures(original, film, log, progress)

    monkeypatch.setattr("veilproof.release.verify.compare_pictures", exchanging)
    found = verify(out, honest / "march.mp4", key=KEY.public_key())
    assert found.verdict is Verdict.INCONCLUSIVE
    assert "changed while it was read" in found.sentence


def test_a_log_that_is_exchanged_after_it_was_hashed_is_not_verified(
    honest: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out / "redactions.json"

    def exchanging(*arguments: object) -> Log | None:
        path.write_bytes(path.read_bytes().replace(b'"bystander"', b'"bystandex"'))
        return read_log(*arguments)  # type: ignore[arg-type]

    read_log = verification._read_log
    monkeypatch.setattr("veilproof.release.verify._read_log", exchanging)
    assert verify(out, honest / "march.mp4", key=KEY.public_key()).verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize("name", ["redactions.csv", "redactions.html"])
def test_a_table_that_says_something_else_than_the_log_is_not_verified(
    name: str, key: Key, honest: Path, out: Path
) -> None:
    (out / name).write_bytes((out / name).read_bytes().replace(b"face", b"area"))
    certify_anew(out, key)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert f"{name} does not say what the log says" in found.sentence


def test_a_log_with_one_track_twice_is_not_verified(key: Key, honest: Path, out: Path) -> None:
    log = decoded((out / "redactions.json").read_bytes())
    (out / "redactions.json").write_bytes(encoded(replace(log, tracks=(*log.tracks, log.tracks[0]))))
    write_tables(out)
    certify_anew(out, key)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


def test_times_that_are_not_those_of_the_frames_are_not_verified(key: Key, honest: Path, out: Path) -> None:
    log = decoded((out / "redactions.json").read_bytes())
    moved = replace(log.tracks[1], from_seconds=0.0, to_seconds=0.1)
    (out / "redactions.json").write_bytes(encoded(replace(log, tracks=(log.tracks[0], moved))))
    write_tables(out)
    certify_anew(out, key)
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize("page", ["redactions.csv", "redactions.html"])
def test_a_release_without_its_table_or_page_is_not_verified(page: str, key: Key, honest: Path, out: Path) -> None:
    (out / page).unlink()
    certify_anew(out, key)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert f"{page} is missing" in found.sentence


def _in_other_colours(context: av.VideoCodecContext) -> None:
    context.color_trc = 16


def _stretched(context: av.VideoCodecContext) -> None:
    context.sample_aspect_ratio = Fraction(2)


def _with_fields(context: av.VideoCodecContext) -> None:
    context.options = context.options | {"x264-params": "mbtree=0:tff=1"}


def _with_colours_elsewhere(context: av.VideoCodecContext) -> None:
    context.options = context.options | {"chroma_sample_location": "topleft"}


def _encoded_anew(honest: Path, film: Path, forge: Callable[[av.VideoCodecContext], None]) -> None:
    with av.open(str(honest)) as source, av.open(str(film), "w") as target:
        given = source.streams.video[0]
        stream = target.add_stream("libx264", rate=25, options={"crf": "12", "x264-params": "mbtree=0"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = given.width, given.height, "yuv420p"
        forge(stream.codec_context)
        for frame in source.decode(given):
            frame.pict_type = 0
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (_in_other_colours, "colour space"),
        (_stretched, "stretched"),
        (_with_fields, "fields"),
        (_with_colours_elsewhere, "between the pixels"),
    ],
)
def test_a_film_that_players_show_otherwise_is_not_verified(
    forge: Callable[[av.VideoCodecContext], None], words: str, honest: Path, out: Path
) -> None:
    _encoded_anew(honest / "out" / FILM, out / FILM, forge)
    certify_anew(out, None)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert words in " ".join(found.against)


def _with_stretched_pixels_in_the_coded_pictures(film: Path, honest: Path) -> None:
    _encoded_anew(honest, film, _stretched)
    data = film.read_bytes()
    in_container = b"pasp" + struct.pack(">2I", 2, 1)
    assert data.count(in_container) == 1
    film.write_bytes(data.replace(in_container, b"pasp" + struct.pack(">2I", 1, 1)))


def test_colours_that_the_container_alone_changes_are_found(honest: Path, tmp_path: Path) -> None:
    def in_bt709(context: av.VideoCodecContext) -> None:
        context.color_primaries = context.color_trc = context.colorspace = 1

    original, film = tmp_path / "in.mp4", tmp_path / "out.mp4"
    _encoded_anew(honest / "out" / FILM, original, in_bt709)
    data = bytearray(original.read_bytes())
    film.write_bytes(data)
    log = decoded((honest / "out" / "redactions.json").read_bytes())
    assert "colour space" not in " ".join(compare_contents(original, film, log, is_copy=False)[0])
    struct.pack_into(">3H", data, data.index(b"colrnclx") + 8, 9, 16, 9)
    film.write_bytes(data)
    assert "colour space" in " ".join(compare_contents(original, film, log, is_copy=False)[0])


def _with_matrix(film: Path, *matrix: int) -> None:
    """Write a display matrix into the only track of an MP4 file."""
    data = bytearray(film.read_bytes())
    at = data.index(b"tkhd") + 44
    struct.pack_into(">9i", data, at, *matrix)
    film.write_bytes(data)


def _turned(film: Path, honest: Path) -> None:
    _with_matrix(film, 50203, 42125, 0, -42125, 50203, 0, 0, 0, 1 << 30)


def _slanted(film: Path, honest: Path) -> None:
    _with_matrix(film, 1 << 16, 0, 0, 1 << 15, 1 << 16, 0, 0, 0, 1 << 30)


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (_with_stretched_pixels_in_the_coded_pictures, "stretched"),
        (_turned, "display matrix"),
        (_slanted, "display matrix"),
    ],
)
def test_a_film_with_the_same_pictures_that_players_show_otherwise_is_not_verified(
    forge: Callable[[Path, Path], None], words: str, honest: Path, out: Path
) -> None:
    forge(out / FILM, honest / "out" / FILM)
    certify_anew(out, None)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert len(found.against) == 1
    assert words in found.against[0]


@pytest.mark.parametrize("ends", [(0.1, None), (None, 0.1), (0.5, 0.1), (0.1, 1e300)])
def test_a_span_of_sound_without_both_its_ends_is_not_verified(
    ends: tuple[float | None, float | None], honest: Path, out: Path
) -> None:
    log = decoded((out / "redactions.json").read_bytes())
    span = LoggedSound(1, Treatment.SILENCE, *ends, log.tracks[0].why)
    (out / "redactions.json").write_bytes(encoded(replace(log, sound=(span,))))
    certify_anew(out, None)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert "impossible covers or sound" in found.sentence


def _with_a_second_film(folder: Path, original: Path) -> None:
    with (
        av.open(str(folder / FILM)) as one,
        av.open(str(original)) as other,
        av.open(str(folder / "both.mp4"), "w") as both,
    ):
        streams = [(each, both.add_stream_from_template(each.streams.video[0])) for each in (one, other)]
        for source, stream in streams:
            for packet in source.demux(source.streams.video[0]):
                if packet.dts is not None:
                    packet.stream = stream
                    both.mux(packet)
    (folder / "both.mp4").replace(folder / FILM)


def _with_bytes_after_it(folder: Path, original: Path) -> None:
    with (folder / FILM).open("ab") as file:
        file.write(original.read_bytes()[:5000])


@pytest.mark.parametrize("forge", [_with_a_second_film, _with_bytes_after_it])
def test_a_film_that_holds_something_else_is_not_verified(
    forge: Callable[[Path, Path], None], key: Key, honest: Path, out: Path
) -> None:
    forge(out, honest / "march.mp4")
    certify_anew(out, key)
    found = verify(out, honest / "march.mp4")
    assert found.verdict is Verdict.NOT_VERIFIED
    assert "also holds" in found.sentence


def test_a_size_without_a_canonical_form_is_no_certificate(honest: Path, out: Path) -> None:
    path = out / "release.json"
    size = str((out / FILM).stat().st_size).encode()
    path.write_bytes(path.read_bytes().replace(b'"size":' + size, b'"size":' + str(2**60).encode()))
    assert verify(out, honest / "march.mp4").verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize("name", [b"m\xe9.mp4", b"a\\b.mp4"])
def test_a_name_that_no_certificate_can_hold_is_refused(name: bytes, honest: Path, tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(name)
    shutil.copy(honest / "march.mp4", source)
    with pytest.raises(VeilproofError, match="another name"):
        release(source, tmp_path / "made", ReleaseOptions(draft=True))
