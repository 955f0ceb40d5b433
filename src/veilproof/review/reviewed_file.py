"""One original and its plan under review: their state, pictures and edits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.kind import DEFAULT_COVER, kinds_of
from veilproof.language.message import LocalisedError
from veilproof.media.names import audit_of, output_for
from veilproof.plan import Decision, Editor, Plan, PlannedTrack, Strata, Subject
from veilproof.release.vocabulary import Vocabulary, load_vocabulary
from veilproof.render.covers import Style
from veilproof.review import edits
from veilproof.review.film_sound import FilmSound
from veilproof.review.footage import Footage, PhotoFootage, StripCache, VideoFootage
from veilproof.review.overlap import TrackPath, covered_by
from veilproof.review.plan_access import BusyError, PlanAccess
from veilproof.review.results import Results
from veilproof.review.reviewed_areas import ReviewedAreas
from veilproof.review.state import place_state, plan_state, risk_state
from veilproof.risk import FileSample, Risk, file_sample, risk_of
from veilproof.scan.areas import Film
from veilproof.scan.templates import Template


@dataclass(frozen=True, slots=True)
class _Derived:
    """What follows from a plan.

    Attributes:
        revision: of the plan.
        risk: what may be bare.
        above: which covers lie over the tracks that are kept.
    """

    revision: int
    risk: Risk
    above: dict[int, list[int]]


class ReviewedFile:
    """An original and its plan. All methods may be called from several threads."""

    def __init__(
        self, source: Path, plan: Path, vocabulary: Vocabulary | None = None, results: Results | None = None
    ) -> None:
        """Open both.

        Args:
            source: the original.
            plan: its plan.
            vocabulary: the reasons of the office; by default those that come with veilproof.
            results: where an archive keeps what is made of it; None for the places beside the original.

        Raises:
            VeilproofError: one of them cannot be read, the scan is unfinished, or the plan is for another file.
        """
        self.source = source
        self.plan = plan
        self._vocabulary = vocabulary or load_vocabulary()
        self._results = results
        self._access = PlanAccess(source, plan)
        self._facts, self._pts, self._times = self._access.facts, self._access.pts, self._access.times
        self._strips = StripCache()
        self._footage: Footage | None = None
        self._footage_lock = Lock()
        self._derived_lock = Lock()
        # By track: the revision in which it changed last, and its way.
        self._paths: dict[int, tuple[int, TrackPath]] = {}
        self._latest = _Derived(-1, Risk((), 0.0, 0, 0), {})

    @property
    def output(self) -> Path:
        """The path of the redacted file."""
        return self._results.output if self._results else output_for(self.source)

    @property
    def audit(self) -> Path:
        """The folder of the audit of the redacted file."""
        return self._results.audit if self._results else audit_of(self.output)

    @property
    def kind(self) -> str:
        """`video` or `photo`."""
        return self._facts["kind"]

    def open_plan(self) -> AbstractContextManager[Plan]:
        """Open the plan, for reading, if it is still the one that the page was opened with; else a VeilproofError."""
        return self._access.open()

    @property
    def footage(self) -> Footage:
        """The decoded original; it is opened on first use, and on the next after it was closed."""
        with self._footage_lock:
            if self._footage is None:
                is_photo = self.kind == "photo"
                self._footage = PhotoFootage(self.source) if is_photo else VideoFootage(self.source, self._pts)
            return self._footage

    @cached_property
    def areas(self) -> ReviewedAreas:
        """What a person draws, and how it goes through the film."""
        size = int(self._facts["width"]), int(self._facts["height"])
        return ReviewedAreas(Film(self.source, self._pts, *size), self._times)

    @cached_property
    def sound(self) -> FilmSound:
        """The sound of the original; it is found on first use."""
        return FilmSound(self.source, self._access)

    def close(self) -> None:
        """Close the original; it is opened again when it is asked for."""
        sound = self.__dict__.pop("sound", None)
        if sound is not None:
            sound.close()
        with self._footage_lock:
            footage, self._footage = self._footage, None
        if footage is not None:
            footage.close()

    def about(self) -> dict[str, Any]:
        """The facts that no edit changes: name, kind, size, and the time of each frame in milliseconds."""
        return {
            "name": self.source.name,
            "kind": self.kind,
            "width": int(self._facts["width"]),
            "height": int(self._facts["height"]),
            "aspect": self._aspect(),
            "rate": self._rate,
            "times": [round(time * 1000) for time in self._times],
            "unreadable": int(self._facts["unreadable"]),
            "output": self.output.name,
            "listed": self._results is not None,
            "audio": self._results.audio.value if self._results else None,
            "cover": [kind.value for kind in kinds_of(self._facts.get("cover", DEFAULT_COVER))],
            "reasons": [{"code": each.code, "text": each.text} for each in self._vocabulary.reasons.values()],
            "sound": self.sound.about() if self.kind == "video" else None,
        }

    def check_plan(self) -> None:
        """Check that the plan is the one that the page was opened with.

        Raises:
            VeilproofError: it is not, or cannot be read.
        """
        with self._access.open():
            pass

    def revision(self) -> int:
        """The number of edits in the plan so far.

        Raises:
            VeilproofError: the plan cannot be read.
        """
        with self._access.open() as plan:
            return plan.revision

    def state(self) -> dict[str, Any]:
        """The current state of the plan, as JSON: tracks, review progress, undo and redo."""
        with self._access.open() as plan:
            revision = plan.revision
            tracks = plan.tracks()
            derived = self._derived(plan, revision, tracks)
            return {
                **plan_state(plan, tracks, derived.above),
                "places": [place_state(place) for place in derived.risk.places],
                "risk": risk_state(derived.risk),
                "output_exists": self.output.exists(),
            }

    @property
    def sha256(self) -> str:
        """Of the original."""
        return self._facts["sha256"]

    def sample(self, files: str) -> FileSample:
        """What the file gives to a check by sample; see `file_sample`."""
        with self._access.open() as plan:
            tracks = plan.tracks()
            return file_sample(plan, tracks, self._derived(plan, plan.revision, tracks).risk.places, files)

    def begin_sampling(self, files: str, strata: Strata, by: Editor) -> int:
        """Begin a check by sample; see `EditablePlan.begin_sampling`."""
        with self._access.open(write=True) as plan:
            return plan.begin_sampling(files, strata, by)

    def regions(self, first: int, last: int) -> bytes:
        """The regions of frames `first` to `last`: little-endian float32 [n, 7], the columns of `Plan.regions`."""
        with self._access.open() as plan:
            return plan.regions(first, last).astype("<f4").tobytes()

    def picture(self, frame: int, style: Style | None, width: int | None) -> bytes:
        """A frame as JPEG, covered as in the output if a style is given.

        Raises:
            VeilproofError: there is no such frame, or it cannot be decoded.
        """
        self._check_frame(frame)
        covers = None
        if style is not None:
            with self._access.open() as plan:
                covers = next(plan.covers(frame, frame), None)
        return self._shown(lambda footage: footage.picture(frame, covers, style or Style(), width))

    def strip(self, number: int) -> bytes:
        """Thumbnails of one track as JPEG; see `Footage.strip`.

        Raises:
            VeilproofError: there is no such track, or its frames cannot be decoded.
        """
        with self._access.open() as plan:
            track = next((track for track in plan.tracks() if track.id == number), None)
            if track is None:
                raise LocalisedError("error-no-track", track=str(number))
            strip = self._strips.get(number, track.changed)
            if strip is None:
                boxes = plan.boxes_of(number)
                strip = self._shown(lambda footage: footage.strip(track.first, boxes))
                self._strips.put(number, track.changed, strip)
            return strip

    def place_strip(self, revision: int, number: int) -> bytes:
        """Thumbnails of one of the places of the state with that revision, as JPEG; see `Footage.strip`.

        Raises:
            VeilproofError: the plan has changed since, there is no such place, or its frames cannot be decoded.
        """
        risk = self._latest.risk
        if self._latest.revision != revision or number >= len(risk.places):
            raise LocalisedError("error-plan-changed")
        place = risk.places[number]
        box = np.array([place.box], np.float32)
        return self._shown(lambda footage: footage.strip(place.frame, box))

    def change(self, request: edits.Request) -> int | None:
        """Apply one edit to the plan.

        Returns:
            The id of the track that the edit created, if it created one.

        Raises:
            StaleError: the same tracks were changed elsewhere after the revision in the request.
            VeilproofError: the edit is not possible; nothing was changed.
        """
        by = Editor(request.by, request.revision)
        with self._access.open(write=True) as plan:
            match request.change:
                case edits.Decide(tracks, decision, reason):
                    edits.check_reason(plan, tracks, decision, reason)
                    plan.decide(tracks, decision, reason, by)
                case edits.GiveReason(tracks, code):
                    plan.give_reason(Subject.TRACK, tracks, self._vocabulary.reason(code), by)
                case edits.Describe(first, last, what):
                    self._check_frame(max(first, last))
                    times = plan.times()
                    plan.describe((times[first], times[last]), what, by=by)
                case edits.KeepOnly(tracks, reason):
                    edits.check_reason(plan, tracks, Decision.KEEP, reason)
                    plan.keep_only(tracks, reason, by)
                case edits.CoverSuspicion(suspicion, reason):
                    return plan.cover_suspicion(suspicion, reason, by)
                case edits.Dismiss(suspicion):
                    plan.dismiss([suspicion], by=by)
                case edits.Draw():
                    return self.areas.draw(plan, request.change, by)
                case edits.Follow(track, frame):
                    self.areas.follow(plan, track, frame, by)
                case edits.SetArea():
                    self.areas.change(plan, request.change, by)
                case edits.Move(track, frame, box):
                    plan.move(track, frame, self.areas.checked(box), by)
                case edits.SetEnds():
                    self.areas.set_ends(plan, request.change, by)
                case edits.Split(track, frame):
                    return plan.split(track, frame, by)
                case edits.Join(track, other):
                    return plan.join(track, other, by)
                case edits.MarkReviewed(tracks, frames):
                    plan.mark_reviewed(tracks, frames, by)
                case edits.RecordSample(frame):
                    plan.record_sample(frame, by)
                case edits.DecideSound(start, end, sound_decision, reason):
                    span = edits.seconds(start), edits.seconds(end)
                    plan.decide_sound([span], sound_decision, reason, by)
                case edits.MoveSound(start, end, new_start, new_end):
                    old = edits.seconds(start), edits.seconds(end)
                    plan.move_sound(old, (edits.seconds(new_start), edits.seconds(new_end)), by)
                case edits.Undo():
                    plan.undo(by)
                case edits.Redo():
                    plan.redo(by)
        return None

    def template(self, track: int) -> Template:
        """An area that was drawn, to be put on other files; see `ReviewedAreas.template`."""
        with self._access.open() as plan:
            return self.areas.template(plan, track)

    def put(self, template: Template, shape: tuple[int, int], reason: str, by: Editor) -> bool:
        """Draw a template of pictures of that size; whether it was, see `ReviewedAreas.put`."""
        with self._access.open(write=True) as plan:
            return self.areas.put(plan, template, shape, reason, by)

    # -- internals

    @cached_property
    def _rate(self) -> float:
        """Average frames a second; 0 for a photo."""
        return (len(self._times) - 1) / self._times[-1] if len(self._times) > 1 else 0.0

    def _aspect(self) -> float:
        """Sample aspect ratio: width over height of one pixel."""
        if isinstance(self.footage, VideoFootage):
            return float(self.footage.info.sample_aspect_ratio)
        return 1.0

    def _shown(self, show: Callable[[Footage], bytes]) -> bytes:
        """What is shown of the original, also if it is closed meanwhile because others were looked at."""
        try:
            return show(self.footage)
        except BusyError:
            return show(self.footage)

    def _check_frame(self, frame: int) -> None:
        if not 0 <= frame < len(self._pts):
            raise VeilproofError(f"{self.source}: there is no frame {frame}; it has {len(self._pts)}, from 0 on")

    def _derived(self, plan: Plan, revision: int, tracks: list[PlannedTrack]) -> _Derived:
        with self._derived_lock:
            if self._latest.revision != revision:
                for track in tracks:
                    if self._paths.get(track.id, (-1,))[0] != track.changed:
                        way = TrackPath(plan.boxes_of(track.id), plan.angles_of(track.id))
                        self._paths[track.id] = track.changed, way
                paths = [self._paths[track.id][1] for track in tracks]
                risk = risk_of(plan, tracks, [path.boxes for path in paths], self._times)
                self._latest = _Derived(revision, risk, covered_by(tracks, paths))
            return self._latest
