"""Attacks the voices of a redacted film as covers are attacked: with the original's own speech, apart in time.

Nobody knows who speaks in a film, so pieces of the original that a recogniser takes for one voice count as one speaker;
the control says how far that can be trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.build_findings import rate_finding
from veilproof.audit.findings import VoiceAttackFinding, VoicesFinding
from veilproof.process import stop_afterwards
from veilproof.recognise.recognisers import Embeddings
from veilproof.recognise.voice_attacks import Utterance, restored_scores
from veilproof.recognise.voice_scores import voice_rates
from veilproof.recognise.voices import RATE, Resemblyzer
from veilproof.sound.disguise import Disguise
from veilproof.sound.find import SpeechSpan, find_speech
from veilproof.sound.pieces import speech_pieces

_PIECE_SECONDS = 3
"""Of speech that is compared at once: long enough for the recogniser, which wants 1.6 s. A round number."""
_MOST_PIECES = 60
"""Pieces of a film, spread evenly over its speech: with more, an attack takes minutes. A round number."""
_APART_SECONDS = 5
"""Pieces that are closer share a sentence, the room and the noise. A round number."""
_SAME_VOICE = 0.68
"""The similarity from which pieces are of one voice: between the 5 % lowest of same speakers, .73, and the 5 % highest
of others, .63, among pieces of 3 s of five speakers."""

ONE_VOICE = (
    "Only one voice was found, and an attack compares voices: whether somebody who knows this one would recognise it"
    " cannot be said."
)
SHORT = "Too little speech for an attack on the voices: they were not attacked."
DISGUISED = (
    "Disguised voices are harder to recognise, not anonymous: published attacks undid more than was claimed"
    " (arXiv 2507.22534). For people at risk, silence the sound or give its words as text."
)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces of speech: begin in seconds, and what is heard in the original and in the redacted file."""

    starts: NDArray[np.float64]
    before: list[Utterance]
    after: list[Utterance]


def attack_voices(original: Path, redacted: Path) -> VoicesFinding | None:
    """Attack the voices of a redacted film; None if it has no sound, or the original no speech.

    Raises:
        VeilproofError: a file cannot be read.
    """
    pieces = _pieces(original, redacted, find_speech(original).spans)
    if pieces is None:
        return None
    seconds = round(float(len(pieces.starts)) * _PIECE_SECONDS, 1)
    recogniser = Resemblyzer()
    clear = recogniser.embed(pieces.before)
    speakers = _speakers(clear)
    apart = np.abs(pieces.starts[:, None] - pieces.starts[None]) >= _APART_SECONDS
    counted = _counted(speakers, apart)
    if len(np.unique(speakers[counted])) < 2:
        limit = ONE_VOICE if len(np.unique(speakers)) < 2 and len(speakers) > 1 else SHORT
        return VoicesFinding(recogniser.name, len(np.unique(speakers)), seconds, (), (limit, DISGUISED))
    return VoicesFinding(
        recogniser=recogniser.name,
        speakers=len(np.unique(speakers[counted])),
        seconds=seconds,
        attacks=tuple(_attacks(recogniser, pieces, clear, speakers, apart, counted)),
        limits=(DISGUISED,),
    )


def _attacks(
    recogniser: Resemblyzer,
    pieces: _Pieces,
    clear: Embeddings,
    speakers: NDArray[np.int_],
    apart: NDArray[np.bool_],
    counted: NDArray[np.bool_],
) -> list[VoiceAttackFinding]:
    disguise = Disguise(RATE)
    after = recogniser.embed(pieces.after)

    def parrot() -> NDArray[np.float32]:
        return after @ recogniser.embed([disguise.changed(piece[None])[0] for piece in pieces.before]).T

    scores: dict[str, Callable[[], NDArray[np.float32]]] = {
        "control": lambda: clear @ clear.T,
        "naive": lambda: after @ clear.T,
        "parrot": parrot,
        "restored": lambda: restored_scores(recogniser, pieces.after, pieces.before, clear),
    }
    rows = np.flatnonzero(counted)
    findings = []
    for attack, of_attack in scores.items():
        chosen = of_attack()[np.ix_(rows, rows)]
        rates = voice_rates(chosen, speakers[rows], speakers[rows], apart[np.ix_(rows, rows)])
        findings.append(
            VoiceAttackFinding(attack, rates.equal_error, rates.low, rates.high, rate_finding(rates.rank_1))
        )
    return findings


def _pieces(original: Path, redacted: Path, speech: tuple[SpeechSpan, ...]) -> _Pieces | None:
    spans = []
    for start, end in speech:
        count = int((end - start) / _PIECE_SECONDS)
        spans += [(start + n * _PIECE_SECONDS, start + (n + 1) * Fraction(_PIECE_SECONDS)) for n in range(count)]
    if len(spans) > _MOST_PIECES:
        spans = [spans[n * len(spans) // _MOST_PIECES] for n in range(_MOST_PIECES)]
    after = speech_pieces(redacted, spans, RATE)
    if not after or not spans:
        return None
    before = speech_pieces(original, spans, RATE)
    return _Pieces(np.array([float(start) for start, _ in spans]), before, after)


def _speakers(clear: Embeddings) -> NDArray[np.int_]:
    """Int [n]: the number of the voice of each piece, by average linkage."""
    if len(clear) < 2:
        return np.zeros(len(clear), np.int_)
    with stop_afterwards():
        from scipy.cluster.hierarchy import fcluster, linkage
    distances = 1 - (clear @ clear.T)[np.triu_indices(len(clear), 1)]
    merged = linkage(np.maximum(distances, 0), "average")
    return np.asarray(fcluster(merged, 1 - _SAME_VOICE, "distance"), np.int_)


def _counted(speakers: NDArray[np.int_], apart: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Bool [n]: whether there is another piece of the same voice, apart in time."""
    same = speakers[:, None] == speakers[None]
    return np.asarray((same & apart).any(axis=1))
