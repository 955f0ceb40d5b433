"""Other content of a redacted file, policies, and pairing files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.synthetic_video import VideoSpec, video
from veilproof import VeilproofError
from veilproof.audit.contents import find_other_content
from veilproof.audit.file_pairs import pairs_in
from veilproof.audit.policy import NAMED_POLICIES, Extra, Policy, load_policy


def _kinds(original: Path, redacted: Path) -> dict[str, str]:
    return {found.kind: found.what for found in find_other_content(original, redacted, Policy())}


def test_a_plain_video_has_no_other_content(tmp_path: Path) -> None:
    video(tmp_path / "original.mp4", VideoSpec())
    video(tmp_path / "bare.mp4", VideoSpec())
    assert _kinds(tmp_path / "original.mp4", tmp_path / "bare.mp4") == {}


def test_everything_planted_in_a_video_is_reported(tmp_path: Path) -> None:
    made = VideoSpec(tags={"title": "the march", "location": "+52+13/"}, chapters=True, cover=True, sound=("aac",))
    video(tmp_path / "original.mp4", made)
    found = _kinds(tmp_path / "original.mp4", tmp_path / "original.mp4")
    assert {"metadata", "chapters", "pictures", "sound"} <= set(found)
    assert "bit by bit" in found["sound"]
    assert "not" not in found["sound"]
    assert "title" in found["metadata"]


def test_a_tag_whose_name_is_any_text_is_counted_and_not_named(tmp_path: Path) -> None:
    path = tmp_path / "film.mkv"
    video(path, VideoSpec(tags={"title": "the march", "JANE PLANTED": "1"}))
    assert _kinds(path, path)["metadata"] == "title, 1 tag of another name"


def test_other_sound_is_distinguished_from_the_sound_of_the_original(tmp_path: Path) -> None:
    video(tmp_path / "original.mp4", VideoSpec())
    video(tmp_path / "redacted.mp4", VideoSpec(sound=("aac",)))
    assert "not bit by bit" in _kinds(tmp_path / "original.mp4", tmp_path / "redacted.mp4")["sound"]


@pytest.mark.parametrize(
    "hidden", [b"what was cut out", *(b"\0\0\0\x18" + box + b"the old frames!!" for box in (b"free", b"Jane", b"uuid"))]
)
def test_bytes_after_the_video_are_reported(tmp_path: Path, hidden: bytes) -> None:
    path = tmp_path / "film.mp4"
    video(path, VideoSpec())
    path.write_bytes(path.read_bytes() + hidden)
    found = _kinds(path, path)
    assert "trailing" in found
    assert "Jane" not in found["trailing"]


def test_the_name_of_the_original_in_the_bytes_is_reported(tmp_path: Path) -> None:
    original, redacted = tmp_path / "interview-with-source.mp4", tmp_path / "out.mp4"
    video(original, VideoSpec())
    video(redacted, VideoSpec())
    redacted.write_bytes(redacted.read_bytes() + b"\0\0\0\x31uuid0123456789abcdefinterview-with-source.mp4")
    assert "name" in _kinds(original, redacted)


def test_other_content_of_a_photo_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", (64, 64), (90, 120, 60)).save(path, exif=exif)
    assert "metadata" in _kinds(path, path)
    path.write_bytes(path.read_bytes() + b"more")
    assert "trailing" in _kinds(path, path)


def test_a_chunk_of_a_webp_that_viewers_ignore_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "photo.webp"
    Image.new("RGB", (64, 64), (90, 120, 60)).save(path, lossless=True)
    assert _kinds(path, path) == {}
    plain, hidden = path.read_bytes(), b"Jane\x09\0\0\0was here!\0"
    path.write_bytes(b"RIFF" + (len(plain) - 8 + len(hidden)).to_bytes(4, "little") + plain[8:] + hidden)
    assert _kinds(path, path)["trailing"] == "9 bytes in a part of the photo that viewers ignore"


def test_a_policy_allows_other_content(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    video(path, VideoSpec(sound=("aac",)))
    assert [found.allowed for found in find_other_content(path, path, NAMED_POLICIES["strict"])] == [False]
    assert [found.allowed for found in find_other_content(path, path, NAMED_POLICIES["standard"])] == [True]
    rules = tmp_path / "own.toml"
    rules.write_text('min_confidence = 0.9\nallow = ["sound", "hidden frames"]\n')
    assert load_policy(str(rules)).allow == (Extra.SOUND, Extra.HIDDEN_FRAMES)


@pytest.mark.parametrize(
    "text",
    [
        *("min_confidense = 0.9", 'allow = ["faces"]', "min_confidence = [", 'min_confidence = "high"'),
        *(
            f"{name} = {value}"
            for name in ("min_leak_px", "min_confidence", "max_upper_bound", "min_control_rate")
            for value in ("nan", "-nan", "inf", "-inf", "-0.1", "257.0", "1e308")
        ),
    ],
)
def test_an_invalid_policy_is_an_error(tmp_path: Path, text: str) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(text)
    with pytest.raises(VeilproofError, match=r"own\.toml"):
        load_policy(str(rules))


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(VeilproofError, match="no policy named lenient"):
        load_policy("lenient")


def test_every_policy_key_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")
    for key in Policy.__struct_fields__:
        assert f"| `{key}` |" in page
    for extra in Extra:
        assert f"`{extra.value}`" in page


def test_folders_are_paired_by_name(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "originals", tmp_path / "redacted"
    for folder in (ours / "a", theirs / "a"):
        folder.mkdir(parents=True)
    video(ours / "a" / "one.mp4", VideoSpec())
    video(ours / "two.mp4", VideoSpec())
    video(theirs / "a" / "one.redacted.mp4", VideoSpec())
    with pytest.raises(VeilproofError, match=r"two\.mp4"):
        pairs_in(ours, theirs)
    video(theirs / "two.mp4", VideoSpec())
    assert pairs_in(ours, theirs) == {
        ours / "a" / "one.mp4": theirs / "a" / "one.redacted.mp4",
        ours / "two.mp4": theirs / "two.mp4",
    }
    with pytest.raises(VeilproofError, match="two files, or two folders"):
        pairs_in(ours, theirs / "two.mp4")
