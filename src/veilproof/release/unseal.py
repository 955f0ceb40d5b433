"""Opens what was sealed: the covers of chosen tracks, and of no others, or a span of sound."""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo, write_photo
from veilproof.media.pictures import writable_copy
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter
from veilproof.media.writing import Content, atomic_write
from veilproof.progress import Progress, Step, silent
from veilproof.release import log as logs
from veilproof.release.certificate import NAME, Certificate, is_intact, read_certificate
from veilproof.release.crops import restore, sheets, step_of
from veilproof.release.log import Log
from veilproof.release.ownership import Covers, Owners
from veilproof.release.sealed_file import SUFFIX, Part, SealedReader
from veilproof.source import digest


def unseal(
    folder: Path,
    tracks: Sequence[int],
    identities: Sequence[Any],
    output: Path,
    *,
    force: bool = False,
    progress: Progress = silent,
) -> None:
    """Write the film of a release with some tracks opened and all others still covered, without loss.

    Args:
        folder: the release.
        tracks: numbers of the tracks.
        identities: keys of age that open them.
        output: the film, or photo, to write.
        force: whether an existing file of that name may be replaced.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: a track is not sealed there, the keys do not open it, or the release was changed.
    """
    release = _Release(folder)
    film, log = release.file(release.certificate.output), release.log()
    known = {track.track for track in log.tracks}
    for track in tracks:
        if track not in known:
            raise VeilproofError(f"{folder}: there is no track {track}; redactions.html lists them")
    with closing(SealedReader(release.sealed(), identities)) as sealed:
        parts = sealed.parts([("track", track) for track in tracks])
    opened = _Opened(log, parts, set(tracks))
    content = Content.PHOTO if is_photo(film) else Content.VIDEO
    with atomic_write(output, force=force, source=film, content=content, private=True) as unfinished:
        if is_photo(film):
            photo = read_photo(film)
            opened.restore(0, photo.planes, photo.info.mode)
            write_photo(photo, unfinished)
            return
        with VideoReader(film) as reader, VideoWriter(unfinished, reader.info, lossless=True) as writer:
            for frame in reader:
                picture = writable_copy(frame.picture)
                opened.restore(frame.index, planes(picture), reader.info.pixel_format)
                writer.write(picture, frame.pts)
                progress(Step("unseal", frame.index + 1, log.frames))


def unseal_sound(folder: Path, number: int, identities: Sequence[Any], output: Path, *, force: bool = False) -> None:
    """Write a sealed span of sound as WAV, with samples as they were decoded from the original.

    Args:
        folder: the release.
        number: of the span, from the log.
        identities: keys of age that open it.
        output: the file to write.
        force: whether an existing file of that name may be replaced.

    Raises:
        VeilproofError: the span is not sealed there, the keys do not open it, or the release was changed.
    """
    release = _Release(folder)
    with closing(SealedReader(release.sealed(), identities)) as sealed:
        (part,) = sealed.parts([("sound", number)]).values()
    with (
        atomic_write(output, force=force, source=release.sealed(), content=Content.VIDEO, private=True) as unfinished,
        av.open(str(unfinished), "w", format="wav") as container,
        av.open(io.BytesIO(part.films[0]), "r") as film,
    ):
        source = film.streams.audio[0]
        stream = container.add_stream("pcm_f32le", rate=source.rate)
        stream.codec_context.layout = source.layout.name
        for frame in film.decode(source):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


class _Release:
    """The files of a release, each believed only with its digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        signed = read_certificate(folder / NAME)
        if not is_intact(signed):
            raise VeilproofError(f"{folder / NAME} was changed, so nothing of this release is opened")
        self.certificate: Certificate = signed.certificate
        self._digests = {entry.name: entry.sha256 for entry in signed.certificate.files}

    def file(self, name: str) -> Path:
        path = self._folder / name
        if Path(name).name != name or name not in self._digests or digest(path) != self._digests[name]:
            raise VeilproofError(f"{path} was changed since the release was made, so nothing of it is opened")
        return path

    def sealed(self) -> Path:
        name = next((name for name in self._digests if name.endswith(SUFFIX)), None)
        if name is None:
            raise VeilproofError(f"{self._folder}: nothing is sealed in this release")
        return self.file(name)

    def log(self) -> Log:
        name = next(name for name in self._digests if name.endswith("redactions.json"))
        try:
            return logs.decoded(self.file(name).read_bytes())
        except msgspec.MsgspecError as error:
            raise VeilproofError(f"{self._folder / name}: no log of this version ({error})") from error


class _Opened:
    """The opened parts of a sealed file; frames must be restored in order."""

    def __init__(self, log: Log, parts: dict[Owners, Part], tracks: set[int]) -> None:
        self._covers, self._tracks, self._log = Covers(log), tracks, log
        self._films = {owners[0]: sheets(part.films[0]) for owners, part in parts.items() if len(owners) == 1}
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
                    own[part.mask] = self._samples[part.owners].next(own[part.mask])
        for track in self._covers.tracks_in(frame):
            if track.track in self._films:
                self._restore_film(frame, surface, track.track, owned)

    def _restore_film(self, frame: int, surface: list[Plane], number: int, owned: Sequence[Any]) -> None:
        track = next(each for each in self._log.tracks if each.track == number)
        if number not in self._rectangles:
            self._rectangles[number] = self._covers.frames_of(track, step_of(surface))
        x1, y1, x2, y2 = self._rectangles[number][frame - track.first_frame].tolist()
        own = [(plane, part) for plane, parts in enumerate(owned) for part in parts if part.owners == (number,)]
        sheet: Iterator[NDArray[Any]] = self._films[number]
        try:
            restore(surface, (x1, y1, x2, y2), own, next(sheet))
        except (StopIteration, ValueError, av.FFmpegError) as error:
            raise VeilproofError(f"track {number} of the sealed file is damaged") from error


class _Samples:
    """What several covers hide, in the order in which it was sealed."""

    def __init__(self, content: bytes) -> None:
        self._content = lzma.decompress(content)
        self._at = 0

    def next(self, like: NDArray[Any]) -> NDArray[Any]:
        """The next samples, as many as there are in `like`."""
        part = np.frombuffer(self._content, like.dtype, like.size, self._at).reshape(len(like), -1)
        self._at += like.nbytes
        return np.cumsum(part, axis=0, dtype=like.dtype).reshape(like.shape)
