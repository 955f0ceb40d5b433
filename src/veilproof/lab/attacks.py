"""The attackers: who is matched in spite of a covering.

Each compares covered probes with a gallery of one picture a person. *Naive* has bare faces in its gallery. *Parrot*
puts the same covering, in another variant, on its gallery first (Newton et al. 2005). *Cropped* compares only what the
covering leaves bare, on both sides. *Fused* adds up the scores of these three, of all recognisers. All of them know
where the landmarks are, as if a person had set them by hand.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.lab.cameras import AS_TAKEN, CAMERAS, Camera, taken
from veilproof.lab.coverings import Covering, cover
from veilproof.lab.portrait import aligned_layer
from veilproof.lab.sets import ResearchSet
from veilproof.recognise.align import AlignedFace
from veilproof.recognise.recognisers import Embeddings, Recogniser

NEUTRAL_GREY = 127
"""Grey level of the pixels that the cropped attack may not use."""
_HIDDEN = 0.5
"""A pixel counts as hidden from this share on; a round number."""


class Attacker(StrEnum):
    """The attackers of this module."""

    NAIVE = "naive"
    PARROT = "parrot"
    CROPPED = "cropped"
    FUSED = "fused"


@dataclass(frozen=True, slots=True)
class Scores:
    """The similarity scores of one attack.

    Attributes:
        recogniser: its name.
        attacker: the kind of the attack.
        similarity: float64 [probes, people], of each probe and each picture of the gallery.
        person: int64 [probes], the column of each probe's own person.
    """

    recogniser: str
    attacker: Attacker
    similarity: NDArray[np.float64]
    person: NDArray[np.int64]

    @property
    def mated(self) -> NDArray[np.float64]:
        """float64 [probes]: the mated scores."""
        return np.asarray(self.similarity[np.arange(len(self.person)), self.person])

    @property
    def non_mated(self) -> NDArray[np.float64]:
        """float64 [probes, people - 1]: the non-mated scores of each probe, in the order of the gallery."""
        return self.similarity[self._others].reshape(len(self.person), -1)

    @property
    def other_people(self) -> NDArray[np.int64]:
        """int64 [probes, people - 1]: the person of each non-mated score."""
        people = np.broadcast_to(np.arange(self.similarity.shape[1]), self.similarity.shape)
        return people[self._others].reshape(len(self.person), -1)

    @property
    def _others(self) -> NDArray[np.bool_]:
        return np.asarray(np.arange(self.similarity.shape[1]) != self.person[:, None])


def embed_gallery(faces: ResearchSet, recogniser: Recogniser) -> Embeddings:
    """The embeddings of the bare gallery, which is the same for all coverings."""
    return recogniser.embed([portrait.aligned() for portrait in faces.gallery])


@dataclass(frozen=True, slots=True)
class CoveredSet:
    """A set with one covering on it, as aligned faces.

    Attributes:
        probes: every probe, covered.
        gallery: the gallery with other variants of the covering.
        cropped_probes: of the probes only what is bare.
        cropped_gallery: of the bare gallery only what the covering usually leaves bare.
        by_camera: some of the probes (`camera_probes`), covered, as each camera shows them.
    """

    probes: list[AlignedFace]
    gallery: list[AlignedFace]
    cropped_probes: list[AlignedFace]
    cropped_gallery: list[AlignedFace]
    by_camera: dict[Camera, list[AlignedFace]]


def camera_probes(person: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 [n]: the probes that every camera takes, the first one of every second person.

    Half of the people widen an interval by less than half, and six cameras would cost more than all else.
    """
    return np.asarray(np.unique(person, return_index=True)[1][::2])


def cover_set(faces: ResearchSet, covering: Covering, seed: int) -> CoveredSet:
    """Draw a covering on every portrait of a set; the same seed gives the same pictures, on any number of cores."""
    code = zlib.crc32(covering.name.encode())
    chosen = set(camera_probes(faces.person).tolist())

    def probe(index: int) -> _CoveredProbe:
        portrait = faces.probes[index]
        covered = cover(portrait, covering, (seed, code, 0, index))
        shown = {}
        for number, camera in enumerate(CAMERAS if index in chosen else ()):
            rng = np.random.default_rng((seed, code, 2, index, number))
            shown[camera] = portrait.aligned(taken(covered.pixels, camera, rng))
        return _CoveredProbe(portrait.aligned(covered.pixels), aligned_layer(covered.hidden) > _HIDDEN, shown)

    def gallery_face(index: int) -> AlignedFace:
        portrait = faces.gallery[index]
        return portrait.aligned(cover(portrait, covering, (seed, code, 1, index)).pixels)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        probes = list(pool.map(probe, range(len(faces.probes))))
        gallery = list(pool.map(gallery_face, range(len(faces.gallery))))
    usually = np.mean([each.hidden for each in probes], axis=0) > _HIDDEN
    return CoveredSet(
        [each.face for each in probes],
        gallery,
        [_without(each.face, usually | each.hidden) for each in probes],
        [_without(portrait.aligned(), usually) for portrait in faces.gallery],
        {camera: [each.by_camera[camera] for each in probes if each.by_camera] for camera in CAMERAS},
    )


@dataclass(frozen=True, slots=True)
class _CoveredProbe:
    """One probe: as it is covered, where (bool [SIDE, SIDE]), and as the cameras show it, if they take it."""

    face: AlignedFace
    hidden: NDArray[np.bool_]
    by_camera: dict[Camera, AlignedFace]


def _without(face: AlignedFace, hidden: NDArray[np.bool_]) -> AlignedFace:
    return np.where(hidden[..., None], np.uint8(NEUTRAL_GREY), face).astype(np.uint8)


def attack(
    covered: CoveredSet, person: NDArray[np.int64], bare_gallery: Embeddings, recogniser: Recogniser
) -> dict[Camera, list[Scores]]:
    """Attack one covering with one recogniser: the scores by camera.

    Cameras other than that of the photograph are attacked by *naive* and *parrot* alone.

    Args:
        covered: the set with the covering on it.
        person: of each probe.
        bare_gallery: the embeddings of the bare gallery.
        recogniser: what compares faces.
    """
    parrot_gallery = recogniser.embed(covered.gallery)
    galleries = {Attacker.NAIVE: bare_gallery, Attacker.PARROT: parrot_gallery}

    def against(probes: Embeddings, people: NDArray[np.int64]) -> list[Scores]:
        return [
            Scores(recogniser.name, attacker, (probes @ gallery.T).astype(np.float64), people)
            for attacker, gallery in galleries.items()
        ]

    scores = {AS_TAKEN: against(recogniser.embed(covered.probes), person)}
    cropped = recogniser.embed(covered.cropped_probes) @ recogniser.embed(covered.cropped_gallery).T
    scores[AS_TAKEN].append(Scores(recogniser.name, Attacker.CROPPED, cropped.astype(np.float64), person))
    for camera, shown in covered.by_camera.items():
        scores[camera] = against(recogniser.embed(shown), person[camera_probes(person)])
    return scores


def fused(attacks: Sequence[Scores]) -> Scores:
    """The mean of several attacks, each in standard deviations of the non-mated scores of its probe (z-norm)."""
    total = np.zeros_like(attacks[0].similarity)
    for each in attacks:
        others = each.non_mated
        mean, deviation = others.mean(axis=1, keepdims=True), others.std(axis=1, keepdims=True)
        total += (each.similarity - mean) / np.maximum(deviation, 1e-9)
    names = " + ".join(dict.fromkeys(each.recogniser for each in attacks))
    return Scores(names, Attacker.FUSED, total / len(attacks), attacks[0].person)
