"""One run of the laboratory: every covering on every person, attacked by every recogniser, one covering at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from veilproof.errors import VeilproofError
from veilproof.lab import report, sentences
from veilproof.lab.attacks import Scores, attack, cover_set, embed_gallery, fused
from veilproof.lab.cameras import AS_TAKEN, Camera
from veilproof.lab.claims import answer_claims
from veilproof.lab.coverings import Covering, Group
from veilproof.lab.findings import SCHEMA, CoveringFinding, DifferenceFinding, Findings
from veilproof.lab.measure import Measured, measure, measure_camera, strongest, with_validation
from veilproof.lab.question import Question
from veilproof.lab.rates import Estimate, Resamples, difference
from veilproof.lab.sets import ResearchSet, read_set
from veilproof.lab.unfinished import MeasuredCovering, UnfinishedRun
from veilproof.progress import Progress, Step, silent
from veilproof.recognise.recognisers import Embeddings
from veilproof.version import __version__

_CONTROL = "none"
"""The covering with which every other is compared."""


def run_lab(folder: Path, out: Path, question: Question, progress: Progress = silent) -> Findings:
    """Measure how much coverings hide from recognisers, and write the report.

    Embeddings and pictures stay in memory. What was measured of finished coverings is kept in the folder of the report
    until the run ends, so that one that was stopped goes on.

    Args:
        folder: the research set, one sub-folder a person.
        out: the folder of the report.
        question: what to measure.
        progress: is told of the stages "read" (people) and "measure" (drawn or attacked coverings).

    Raises:
        VeilproofError: the set cannot be used, or the report cannot be written.
    """
    report.check_report(out)
    faces = read_set(folder, progress)
    names = tuple(recogniser.name for recogniser in question.recognisers)
    kept = UnfinishedRun(out, folder, [faces.digest, str(question.seed), *names])
    resamples = Resamples(len(faces.gallery), question.seed)
    todo = [covering for covering in question.coverings if covering.name not in kept.coverings]
    galleries = [embed_gallery(faces, recogniser) for recogniser in question.recognisers] if todo else []
    for number, covering in enumerate(todo):
        progress(Step("measure", number, len(todo)))
        kept.add(covering.name, _measured(faces, covering, question, galleries, resamples))
    progress(Step("measure", len(todo), len(todo)))
    coverings = _compared([(covering, kept.coverings[covering.name]) for covering in question.coverings])
    findings = Findings(
        schema=SCHEMA,
        version=__version__,
        set=question.description,
        people=len(faces.gallery),
        probes=len(faces.probes),
        face_px=round(float(np.median([portrait.face_px for portrait in faces.probes])), 1),
        passed=faces.passed,
        seed=question.seed,
        recognisers=names,
        coverings=coverings,
        claims=answer_claims(coverings),
    )
    report.write_report(findings, out, folder)
    kept.remove()
    return findings


def _measured(
    faces: ResearchSet,
    covering: Covering,
    question: Question,
    galleries: Sequence[Embeddings],
    resamples: Resamples,
) -> MeasuredCovering:
    covered = cover_set(faces, covering, question.seed)
    yaw = np.array([portrait.yaw for portrait in faces.probes])
    scores: dict[Camera, list[Scores]] = {}
    for recogniser, gallery in zip(question.recognisers, galleries, strict=True):
        for camera, own in attack(covered, faces.person, gallery, recogniser).items():
            scores.setdefault(camera, []).extend(own)
    measured: list[Measured] = []
    tried: list[Scores] = []
    for camera, own in scores.items():
        for each in [*own, fused(own)]:
            measured.append(
                measure(each, yaw, resamples) if camera is AS_TAKEN else measure_camera(each, camera, resamples)
            )
            tried.append(each)
    findings = [each.finding for each in measured]
    best = strongest(findings, AS_TAKEN.name)
    findings[best] = with_validation(findings[best], tried[best], question.seed)
    replicates = tuple(tuple(each.rank_1.replicates.round(5).tolist()) for each in measured)
    return MeasuredCovering(tuple(findings), replicates)


def _compared(measured: Sequence[tuple[Covering, MeasuredCovering]]) -> tuple[CoveringFinding, ...]:
    """The coverings in the order of rank 1, each compared with the control and with the next."""
    best = {covering.name: strongest(own.attacks, AS_TAKEN.name) for covering, own in measured}
    rates = {covering.name: _estimate(own, best[covering.name]) for covering, own in measured}
    ordered = sorted(measured, key=lambda pair: -rates[pair[0].name].rate)
    if _CONTROL not in rates:
        raise VeilproofError("the control without a covering is missing; choose coverings by their names or all")
    found = []
    for place, (covering, own) in enumerate(ordered):
        following = ordered[place + 1][0].name if place + 1 < len(ordered) else None
        found.append(
            CoveringFinding(
                name=covering.name,
                words=covering.words,
                group=Group(covering.group),
                sentence=sentences.covering_sentence(covering, own.attacks[best[covering.name]]),
                strongest=best[covering.name],
                to_control=_difference(covering.name, _CONTROL, rates),
                to_next=_difference(covering.name, following, rates) if following else None,
                attacks=own.attacks,
            )
        )
    return tuple(found)


def _estimate(measured: MeasuredCovering, index: int) -> Estimate:
    rate = measured.attacks[index].in_whole_set.rate
    return Estimate(rate.rate, rate.low, rate.high, np.array(measured.replicates[index]))


def _difference(name: str, other: str, rates: dict[str, Estimate]) -> DifferenceFinding:
    if name == other:
        return DifferenceFinding(other, 0.0, 0.0, 0.0)
    value = difference(rates[name], rates[other])
    return DifferenceFinding(other, *(round(each, 5) for each in (value.difference, value.low, value.high)))
