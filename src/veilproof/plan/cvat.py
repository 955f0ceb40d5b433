"""Reading the formats "CVAT for video 1.1" and "CVAT for images 1.1"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from veilproof.errors import VeilproofError
from veilproof.plan.labels import Labelled, LabelledFilm, LabelledTrack, track_of

_SHAPES = {"box", "polygon", "polyline", "points", "cuboid", "ellipse", "mask", "skeleton"}


def read_cvat(path: Path, film: LabelledFilm) -> list[LabelledTrack]:
    """The boxes of a file of CVAT.

    Frames between two boxes of a track are interpolated, as CVAT does it, and a track that nobody ended goes on to the
    end of the film. A box with `outside` ends a stretch of it.

    Args:
        path: the file.
        film: what it must fit.

    Raises:
        VeilproofError: it is broken, has other shapes than boxes, or does not fit the film.
    """
    try:
        with path.open("rb") as file:
            images = (
                [tag.get("name", "") for _, tag in _tags(path, file) if tag.tag == "image"] if film.frames == 1 else []
            )
            only = film.image_of(path, images) if images else None
            file.seek(0)
            return list(_tracks(path, film, file, only))
    except etree.XMLSyntaxError as error:
        raise VeilproofError(f"{path}: broken XML ({' '.join(str(error).split())[:100]}); export it anew") from None


def _tracks(path: Path, film: LabelledFilm, file: BinaryIO, only: int | None) -> Iterator[LabelledTrack]:
    """The tracks of a file; of a photo, those of its image with the number `only`."""
    images = 0
    for holder, tag in _tags(path, file):
        if holder == "meta":
            _check_meta(path, film, tag)
        elif holder == "track":
            yield from _track(path, film, tag)
        else:
            if only is None or only == images:
                yield from _image(path, film, tag)
            images += 1


def _tags(path: Path, file: BinaryIO) -> Iterator[tuple[str, etree._Element]]:
    """The tags that hold something, by their names, one after the other."""
    # Entities are not expanded, no other file and no address is read, and no tree is kept.
    for event, tag in etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    ):
        parent = tag.getparent()
        if event == "start":
            if tag.getroottree().docinfo.doctype:
                raise VeilproofError(f"{path}: declares a document type, which no export of CVAT does; export it anew")
            if parent is None and tag.tag != "annotations":
                raise VeilproofError(f"{path}: not a file of CVAT; export it as CVAT for video 1.1")
        elif parent is not None and parent.tag == "annotations" and tag.tag in ("meta", "track", "image"):
            yield tag.tag, tag
            tag.clear()
            while tag.getprevious() is not None:
                del parent[0]


def _check_meta(path: Path, film: LabelledFilm, meta: etree._Element) -> None:
    for size in meta.iter("original_size"):
        film.check_size(path, *(_number(path, size.findtext(side, "")) for side in ("width", "height")))
    for job in (*meta.iter("task"), *meta.iter("job")):
        frames = job.findtext("size")
        if frames is not None and _number(path, frames) != film.frames:
            raise VeilproofError(
                f"{path}: labels of {frames[:20]} frames, but the film has {film.frames}; give the labels of this film,"
                " cut as it is"
            )


def _track(path: Path, film: LabelledFilm, tag: etree._Element) -> Iterator[LabelledTrack]:
    label = film.label(path, tag.get("label", ""))
    stretch: list[Labelled] = []
    before = -1
    for shape in tag:
        if shape.tag not in _SHAPES:
            continue
        box = _box(path, film, shape, _whole_number(path, shape.get("frame", "")))
        if box.frame <= before:
            raise VeilproofError(f"{path}: a track has two boxes in frame {box.frame}; export it anew")
        before = box.frame
        # In doubt neither is safe: a cover would end too early, or an *all but* show what is not there any more.
        outside = shape.get("outside", "0")
        if outside not in ("0", "1"):
            raise VeilproofError(f"{path}: a box has outside={outside[:30]!r}, which is 0 or 1; export it anew")
        if outside == "0":
            stretch.append(box)
        elif stretch:
            yield _ended(path, film, label, stretch, box.frame - 1)
            stretch = []
    if stretch:
        yield _ended(path, film, label, stretch, film.frames - 1)


def _ended(path: Path, film: LabelledFilm, label: str, stretch: list[Labelled], last: int) -> LabelledTrack:
    """A track that stays as it was up to its last frame."""
    end = stretch[-1]
    tail = [Labelled(last, end.box, end.angle)] if end.frame < last else []
    return track_of(path, film, label, [*stretch, *tail], 1.0)


def _image(path: Path, film: LabelledFilm, tag: etree._Element) -> Iterator[LabelledTrack]:
    frame = 0 if film.frames == 1 else _whole_number(path, tag.get("id", ""))
    film.check_size(path, *(_number(path, tag.get(side, "")) for side in ("width", "height")))
    for shape in tag:
        if shape.tag in _SHAPES:
            label = film.label(path, shape.get("label", ""))
            yield track_of(path, film, label, [_box(path, film, shape, frame)], 1.0)


def _box(path: Path, film: LabelledFilm, shape: etree._Element, frame: int) -> Labelled:
    if shape.tag != "box":
        raise VeilproofError(f"{path}: has a {shape.tag}, and only boxes are read; make boxes of such shapes in CVAT")
    film.check_frame(path, frame)
    x1, y1, x2, y2 = (_number(path, shape.get(side, "")) for side in ("xtl", "ytl", "xbr", "ybr"))
    return Labelled(frame, (x1, y1, x2, y2), _number(path, shape.get("rotation", "0")))


def _whole_number(path: Path, text: str) -> int:
    value = _number(path, text)
    if not value.is_integer():
        raise VeilproofError(f"{path}: {text[:30]!r} stands where the number of a frame should; export it anew")
    return int(value)


def _number(path: Path, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:  # also of nan; no picture and no film is larger
        raise VeilproofError(f"{path}: {text[:30]!r} stands where a number should; export it anew")
    return value
