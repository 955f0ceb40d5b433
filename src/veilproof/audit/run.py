"""The audit itself: look, attack, count, and judge by a policy."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.attack import Attacker, Comparison, Reading, as_they_are, compared, opaque, operators_of
from veilproof.audit.build_findings import attack_finding, leak_finding, rate_finding, track_finding
from veilproof.audit.contents import in_file
from veilproof.audit.findings import SCHEMA, AttackFinding, File, Findings, RateFinding
from veilproof.audit.kept import in_plan, planned, reviewed
from veilproof.audit.leaks import Candidate, Leak
from veilproof.audit.operators import Operator
from veilproof.audit.photo import compare_photos
from veilproof.audit.policy import load_policy
from veilproof.audit.search import Detectors, load_detectors
from veilproof.audit.verdict import Evidence, judged
from veilproof.audit.video import compare_videos
from veilproof.audit.views import LEAST_CONFIDENCE, Target, alike_covered
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.progress import Progress, Step, silent
from veilproof.recognise import distractors as others
from veilproof.recognise.align import Aligned
from veilproof.recognise.recognisers import Recogniser, recognisers
from veilproof.recognise.statistics import rate
from veilproof.source import name_of, unchanged
from veilproof.version import __version__

_MOSTLY = 0.5
_TELLING = 0.25
"""A track that is sure to less than this is not told of unless it leaks: there are hundreds of such suspicions."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What an audit works with; loaded once for many files."""

    detectors: Detectors
    recognisers: tuple[Recogniser, ...]
    distractors: tuple[Aligned, ...]


def load_tools(distractors: Path | None = None) -> Tools:
    """Load detectors, recognisers and distractors: the synthetic people, or the faces in a folder of photos.

    Raises:
        VeilproofError: weights are missing, or no face is found in the folder.
    """
    detectors = load_detectors()
    faces = others.from_folder(distractors, detectors.first) if distractors else others.synthetic()
    return Tools(detectors, tuple(recognisers()), tuple(faces))


def audited(
    original: Path,
    redacted: Path,
    plan: Path | None = None,
    *,
    policy: str = "strict",
    tools: Tools | None = None,
    progress: Progress = silent,
) -> Findings:
    """Attack a redacted file and say what the attack got. Nothing is written.

    Args:
        original: the file before.
        redacted: the file after, made by any tool.
        plan: the plan of the original, so that kept faces are told from leaks. It is not trusted for anything else.
        policy: "strict", "standard" or the path of a TOML file.
        tools: loaded before, for many files; otherwise with synthetic distractors.
        progress: is told how far the work is.

    Raises:
        VeilproofError: a file cannot be read or changed meanwhile, or the two do not show the same.
    """
    started = time.monotonic()
    rules = load_policy(policy)
    for path in (original, redacted):
        if not path.is_file():
            raise VeilproofError(f"{path}: no such file")
    tools = tools or load_tools()
    with unchanged(original) as of_original, unchanged(redacted) as of_redacted:
        files = File(name_of(original), of_original), File(name_of(redacted), of_redacted)
        homes_of = planned(plan, original) if plan else []
        looked = _look(original, redacted, tools, progress)
        homes = in_plan(looked.candidates, homes_of)
        kept = [home is not None and home.kept for home in homes]
        covered = [t for t in looked.targets if not kept[t.track] and looked.candidates[t.track].covered >= _MOSTLY]
        visible = [t for t in looked.targets if kept[t.track]]
        assault = _attack(covered, tools, progress)
        leaks = tuple(
            leak_finding(leak, looked.times, rules)
            for leak in looked.leaks
            if leak.track is None or not kept[leak.track]
        )
        evidence = Evidence(
            same_file=files[0].sha256 == files[1].sha256,
            leaks=leaks,
            attacks=assault.told,
            in_file=in_file(original, redacted, rules),
            faces=sum(candidate.confidence >= LEAST_CONFIDENCE for candidate in looked.candidates),
            covered=len(assault.targets),
            able=int(assault.able.sum()),
            opaque=opaque(covered),
            not_compared=looked.not_compared,
            mostly_covered=looked.mostly_covered,
            kind=looked.kind,
        )
    judgement = judged(evidence, rules)
    leaking = {leak.track for leak in leaks}
    tracks = tuple(
        track_finding(number, candidate, home, leaks, looked.times, assault.of(number))
        for number, (candidate, home) in enumerate(zip(looked.candidates, homes, strict=True))
        if candidate.confidence >= _TELLING or number in leaking
    )
    return Findings(
        schema=SCHEMA,
        veilproof=__version__,
        verdict=judgement.verdict,
        sentence=judgement.sentence,
        reasons=judgement.reasons,
        limits=judgement.limits,
        original=files[0],
        redacted=files[1],
        policy=policy,
        kind=looked.kind,
        frames=looked.frames,
        frames_not_compared=looked.not_compared,
        begins_at_frame=looked.begins,
        size=looked.size,
        seconds=round(time.monotonic() - started, 2),
        detectors=tools.detectors.names,
        recognisers=tuple(recogniser.name for recogniser in tools.recognisers),
        distractors=len(tools.distractors),
        too_poor=max(0, evidence.faces - evidence.covered - len(visible)),
        tracks=tracks,
        leaks=leaks,
        attacks=assault.told,
        kept=_kept(visible, covered, tools),
        in_file=evidence.in_file,
        reviewed=reviewed(plan) if plan else None,
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    kind: str
    size: tuple[int, int]
    candidates: list[Candidate]
    leaks: list[Leak]
    targets: list[Target]
    times: list[Fraction]
    frames: int
    not_compared: int
    begins: int
    mostly_covered: bool


def _look(original: Path, redacted: Path, tools: Tools, progress: Progress) -> _Looked:
    photos = is_photo(original), is_photo(redacted)
    if photos[0] != photos[1]:
        raise VeilproofError(f"{original} and {redacted}: one is a photo and one a video; give a pair of the same kind")
    if photos[0]:
        seen = compare_photos(original, redacted, tools.detectors)
        return _Looked(
            "photo",
            seen.size,
            seen.candidates,
            seen.leaks,
            seen.targets,
            [Fraction(0)],
            1,
            0,
            0,
            seen.mostly_covered,
        )
    film = compare_videos(original, redacted, tools.detectors, progress)
    lost = film.unpaired + film.unreadable
    return _Looked(
        "video",
        (film.info.width, film.info.height),
        film.candidates,
        film.leaks,
        film.targets,
        film.times,
        film.frames,
        lost,
        film.begins,
        film.mostly_covered,
    )


@dataclass(frozen=True, slots=True)
class _Assault:
    """All attacks on the covered tracks; `able` bool [n]: those that some control recognises untouched."""

    targets: list[Target]
    operators: list[Operator]
    comparisons: list[Comparison]
    able: NDArray[np.bool_]
    told: tuple[AttackFinding, ...]

    def of(self, track: int) -> tuple[str, bool, tuple[str, ...]] | None:
        """How a track is covered, whether it is recognised untouched, and by which attackers through the cover."""
        at = next((at for at, target in enumerate(self.targets) if target.track == track), None)
        if at is None:
            return None
        matched = {
            f"{c.attacker} ({c.recogniser})"
            for c in self.comparisons
            if c.attacker is not Attacker.CONTROL and c.reading is Reading.INSIDE and c.hits[at]
        }
        return self.operators[at].kind.value, bool(self.able[at]), tuple(sorted(matched))


def _attack(targets: list[Target], tools: Tools, progress: Progress) -> _Assault:
    targets, cover = alike_covered(targets)
    operators, able = operators_of(targets), np.zeros(len(targets), np.bool_)
    comparisons: list[Comparison] = []
    told: list[AttackFinding] = []
    if not targets:
        return _Assault(targets, operators, comparisons, able, ())
    for at, recogniser in enumerate(tools.recognisers):
        progress(Step("attack", at, len(tools.recognisers)))
        found = compared(targets, operators, cover, tools.distractors, recogniser)
        sighted = next(each.hits for each in found if each.attacker is Attacker.CONTROL)
        # Who is not recognised even untouched cannot show that a cover holds.
        everybody = np.ones_like(sighted)
        tests = len(tools.recognisers) * (len(found) - 1)
        told += [attack_finding(c, everybody if c.attacker is Attacker.CONTROL else sighted, tests) for c in found]
        comparisons += found
        able = able | sighted
    return _Assault(targets, operators, comparisons, able, tuple(told))


def _kept(visible: list[Target], covered: list[Target], tools: Tools) -> RateFinding | None:
    """How many of the faces that stay visible are matched as they are, by the recogniser that matches most."""
    if not visible:
        return None
    found = [as_they_are(visible, covered, tools.distractors, recogniser) for recogniser in tools.recognisers]
    hits = max(int(comparison.hits[: len(visible)].sum()) for comparison in found)
    return rate_finding(rate(hits, len(visible), 1 / (len(visible) + len(covered) + len(tools.distractors))))
