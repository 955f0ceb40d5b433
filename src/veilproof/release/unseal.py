"""Opens what was sealed: the covers of chosen tracks, and of no others, or a span of sound."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.photo import check_lossless_suffix, read_photo, write_lossless
from veilproof.media.pictures import writable_copy
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter
from veilproof.media.writing import Content, atomic_write
from veilproof.progress import Progress, Step, silent
from veilproof.release import log as logs
from veilproof.release.certificate import LOG_NAME, NAME, Certificate, read_certificate
from veilproof.release.crops import opened_part, restore, sheet_size, sheets, step_of
from veilproof.release.log import Log, LoggedTrack
from veilproof.release.ownership import Covers, Owned, Owners
from veilproof.release.sealed_file import SUFFIX, Owner, Part, SealedReader
from veilproof.release.signature import Signature
from veilproof.release.verify import verify
from veilproof.source import unchanged

_MOST_MEMORY = 64 << 20
"""Bytes that LZMA may take for its dictionary, of which sealing uses less than a tenth. A round number."""
_READ_AT_ONCE = 1 << 16
"""Bytes that are given to LZMA at once. A round number."""


def unseal(
    folder: Path,
    tracks: Sequence[int],
    identities: Sequence[Any],
    output: Path,
    *,
    key: Ed25519PublicKey | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> str:
    """Write the film of a release with some tracks opened and all others still covered, without loss.

    Args:
        folder: the release.
        tracks: numbers of the tracks.
        identities: keys of age that open them.
        output: the film, or photo, to write.
        key: the public key with which the release must be signed.
        force: whether an existing file of that name may be replaced.
        progress: called with the progress of the work.

    Returns:
        Who made the release, as far as its signature says, in one line.

    Raises:
        VeilproofError: a track is not sealed there, the keys do not open it, the release was changed, or `key` did not
            sign it.
    """
    release = _Release(folder, key)
    log = release.log()
    known = {track.track for track in log.tracks}
    for track in tracks:
        if track not in known:
            raise VeilproofError(f"{folder}: there is no track {track}; redactions.html lists them")
    parts = release.parts(identities, [("track", track) for track in tracks])
    opened = _Opened(log, parts, set(tracks))
    film = folder / release.certificate.output
    content = Content.PHOTO if is_photo(film) else Content.VIDEO
    if is_photo(film):
        check_lossless_suffix(output)
    with (
        atomic_write(output, force=force, source=film, content=content, private=True) as unfinished,
        release.unchanged(film.name),
    ):
        if is_photo(film):
            photo = read_photo(film)
            opened.restore(0, photo.planes, photo.info.mode)
            write_lossless(photo, unfinished)
            return release.maker
        with VideoReader(film) as reader, VideoWriter(unfinished, reader.info, lossless=True) as writer:
            for frame in reader:
                picture = writable_copy(frame.picture)
                opened.restore(frame.index, planes(picture), reader.info.pixel_format)
                writer.write(picture, frame.pts)
                progress(Step("unseal", frame.index + 1, log.frames))
    return release.maker


def unseal_sound(
    folder: Path,
    number: int,
    identities: Sequence[Any],
    output: Path,
    *,
    key: Ed25519PublicKey | None = None,
    force: bool = False,
) -> str:
    """Write a sealed span of sound as WAV, with samples as they were decoded from the original.

    Args:
        folder: the release.
        number: of the span, from the log.
        identities: keys of age that open it.
        output: the file to write.
        key: the public key with which the release must be signed.
        force: whether an existing file of that name may be replaced.

    Returns:
        Who made the release, as far as its signature says, in one line.

    Raises:
        VeilproofError: the span is not sealed there, the keys do not open it, the release was changed, or `key` did not
            sign it.
    """
    release = _Release(folder, key)
    part = next(iter(release.parts(identities, [("sound", number)]).values()), Part(""))
    if not part.films:
        raise _damaged(f"sound {number}")
    with (
        atomic_write(output, force=force, source=folder / NAME, content=Content.VIDEO, private=True) as unfinished,
        _errors_explained(f"sound {number}"),
        av.open(str(unfinished), "w", format="wav") as container,
        opened_part(part.films[0]) as film,
    ):
        source = film.streams.audio[0]
        if source.codec_context.name != "wavpack":
            raise ValueError(f"sealed sound is {source.codec_context.name}")
        stream = container.add_stream("pcm_f32le", rate=source.rate)
        stream.codec_context.layout = source.layout.name
        for frame in film.decode(source):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return release.maker


class _Release:
    """The files of a release that is whole, each believed only with its digest."""

    def __init__(self, folder: Path, key: Ed25519PublicKey | None) -> None:
        """Verify a folder without its original; `key` is the one that must have signed it, if any.

        Raises:
            VeilproofError: it is not whole, or another signed it.
        """
        self._folder = folder
        if not (folder / NAME).exists():
            raise VeilproofError(f"{folder}: there is no {NAME}; give the folder of a release")
        with unchanged(folder / NAME):
            signed, against = read_certificate(folder / NAME), verify(folder, key=key).against
        if against:
            raise VeilproofError(f"{folder}: {against[0]}, so nothing of this release is opened")
        self.certificate: Certificate = signed.certificate
        self._digests = {entry.name: entry.sha256 for entry in signed.certificate.files}
        self.maker = _maker(signed.signature, key)

    @contextmanager
    def unchanged(self, name: str) -> Iterator[Path]:
        """A file of the release, which must be what the certificate says as long as the body reads it."""
        path = self._folder / name
        with unchanged(path) as sha256:
            if sha256 != self._digests.get(name):
                raise VeilproofError(f"{path} was changed since the release was made, so nothing of it is opened")
            yield path

    def parts(self, identities: Sequence[Any], owners: Sequence[Owner]) -> dict[Owners, Part]:
        """What is sealed of these tracks or spans of sound."""
        names = [name for name in self._digests if name.endswith(SUFFIX)]
        if len(names) != 1:
            what = "more than one sealed file is" if names else "nothing is sealed"
            raise VeilproofError(f"{self._folder}: {what} in this release")
        with self.unchanged(names[0]) as path, closing(SealedReader(path, identities)) as sealed:
            return sealed.parts(owners)

    def log(self) -> Log:
        """What is covered where."""
        name = self.certificate.name_of(LOG_NAME)
        try:
            with self.unchanged(name) as path:
                log = logs.decoded(path.read_bytes())
        except (msgspec.MsgspecError, RecursionError) as error:
            raise VeilproofError(f"{self._folder / name}: no log of this version ({error})") from error
        if log.format != logs.FORMAT:
            raise VeilproofError(f"{self._folder / name}: a log of another version; use the veilproof that made it")
        return log


def _maker(signature: Signature | None, key: Ed25519PublicKey | None) -> str:
    if signature is None:
        return "not signed: nothing shows who made this release, or that it is what its maker sealed"
    if key is None:
        return f"signed with the key {signature.key}: compare it with the one that its maker publishes, as --key"
    return "signed with the key that was given"


class _Opened:
    """The opened parts of a sealed file; frames must be restored in order."""

    def __init__(self, log: Log, parts: dict[Owners, Part], tracks: set[int]) -> None:
        self._covers, self._tracks, self._log = Covers(log), tracks, log
        self._parts = {owners[0]: part for owners, part in parts.items() if len(owners) == 1}
        self._films: dict[int, Iterator[NDArray[Any]]] = {}
        self._samples = {owners: _Samples(part.samples) for owners, part in parts.items() if len(owners) > 1}
        self._formats = {part.pixel_format for part in parts.values()}
        self._rectangles: dict[int, NDArray[np.int64]] = {}

    def restore(self, frame: int, surface: list[Plane], pixel_format: str) -> None:
        """Write the original samples of the chosen tracks into a picture."""
        if self._formats - {pixel_format}:
            raise VeilproofError("the sealed pictures have another pixel format than the film, which was exchanged")
        owned = self._covers.owned(frame, surface)
        for plane, parts in zip(surface, owned, strict=True):
            for part in parts:
                if len(part.owners) > 1 and part.owners in self._samples:
                    own = part.of(plane.pixels)
                    with _errors_explained(f"what covers {part.owners}"):
                        own[part.mask] = self._samples[part.owners].next(own[part.mask])
        for track in self._covers.tracks_in(frame):
            if track.track in self._parts:
                with _errors_explained(f"track {track.track}"):
                    self._restore_film(frame, surface, track, owned)

    def _restore_film(
        self, frame: int, surface: list[Plane], track: LoggedTrack, owned: Sequence[Sequence[Owned]]
    ) -> None:
        number = track.track
        if number not in self._rectangles:
            self._rectangles[number] = self._covers.frames_of(track, step_of(surface))
        x1, y1, x2, y2 = self._rectangles[number][frame - track.first_frame].tolist()
        if number not in self._films:
            (film,) = self._parts[number].films
            self._films[number] = sheets(film, sheet_size(surface, (x1, y1, x2, y2)))
        own = [(plane, part) for plane, parts in enumerate(owned) for part in parts if part.owners == (number,)]
        sheet = next(self._films[number], None)
        if sheet is None:
            raise ValueError("it has too few pictures")
        restore(surface, (x1, y1, x2, y2), own, sheet)


class _Samples:
    """What several covers hide, in the order in which it was sealed."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0
        self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, _MOST_MEMORY)

    def next(self, like: NDArray[Any]) -> NDArray[Any]:
        """The next samples, as many as there are in `like`; no more are ever decompressed.

        Raises:
            ValueError: there are too few.
            lzma.LZMAError: they are damaged.
        """
        content = bytearray()
        while len(content) < like.nbytes:
            content += self._more(like.nbytes - len(content))
        part = np.frombuffer(content, like.dtype).reshape(len(like), -1)
        return np.cumsum(part, axis=0, dtype=like.dtype).reshape(like.shape)

    def _more(self, most: int) -> bytes:
        if self._decompressor.eof:
            self._at -= len(self._decompressor.unused_data)
            self._decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, _MOST_MEMORY)
        given = b""
        if self._decompressor.needs_input:
            given = self._content[self._at : self._at + _READ_AT_ONCE]
            if not given:
                raise ValueError("it has too few samples")
            self._at += len(given)
        return self._decompressor.decompress(given, most)


def _damaged(what: str) -> VeilproofError:
    return VeilproofError(f"the sealed file is damaged, or forged, at {what}, so it is not opened")


@contextmanager
def _errors_explained(what: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, IndexError, TypeError, lzma.LZMAError, av.FFmpegError) as error:
        raise _damaged(what) from error
