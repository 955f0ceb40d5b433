"""How well a disguise hides who speaks, and what is understood of it; where speech is found; what it costs.

`python -m benchmarks.voices attacks --data DIR` compares methods by the attacks of the audit: control (untouched),
naive (clear gallery), parrot (gallery disguised the same way with other random numbers), restored (the attacker undoes
the disguise in every way known), searched (parrot against the mean of several galleries: what is random and cannot be
undone averages out) and trained (parrot after a projection, learned on other speakers, that keeps what tells disguised
voices apart). Equal error rates; .5 is chance. DIR has a folder for each speaker, and `other/` with one utterance of
each of many, of whom `--more` are attacked too: each utterance is cut in two, and each part is disguised for itself.
What is shorter than four seconds is left out. `--set` is the half of the people, by a hash of their name, with whom
that is done; those of the other half teach the projection.

`words` gives the word errors of recognisers before and after: `pocketsphinx` (with its own English model), and Whisper
with `--whisper MODEL` (faster-whisper), whose own text of the clear speech is the reference. Install them to measure.
`speech` gives the share of speech that is found in noise; `cost` the speed on one core; `memory` what a film of
`--minutes` takes while it is decoded, disguised and encoded, after five minutes and at its end; `loudness` that of some
two minutes of speech before and after, which needs the command ffmpeg.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
from numpy.typing import NDArray

from benchmarks.voice_methods import METHODS, RATE, Method
from veilproof.recognise.recognisers import Embeddings
from veilproof.recognise.voice_attacks import Utterance, restored_scores
from veilproof.recognise.voice_scores import VoiceRates, voice_rates
from veilproof.recognise.voices import Resemblyzer
from veilproof.sound.change import changed_sound
from veilproof.sound.find import speech_of
from veilproof.sound.read import Block, SoundInfo
from veilproof.sound.streams import ChangedSound
from veilproof.sound.timeline import Timeline, Treatment
from veilproof.sound.write import SoundEncoder

_LEAST_SECONDS = 4
"""Of what is attacked: in less, the recogniser does not tell even untouched voices apart, and says nothing of others. A
round number."""
_GALLERIES = 5
"""Disguised each with other random numbers, for the search; a round number."""
_PARTS = 3
"""Of an utterance of another speaker, disguised each for itself, for the projection."""
_DIMENSIONS = 40
"""Of the projection; a round number."""
_SIGNAL_TO_NOISE = 5.0
"""dB, of speech in noise."""


def people(folder: Path, chosen: str) -> list[Path]:
    """What is in a folder of the people of a set: folders or files whose name has that hash."""
    wanted = {"tune": 0, "report": 1}[chosen]
    named = (path for path in sorted(folder.iterdir()) if path.name != "other")
    return [path for path in named if int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % 2 == wanted]


def spoken_by(data: Path, chosen: str, most: int, more: int, least: float) -> dict[str, Utterance]:
    """By `speaker/utterance`: speech of the people of a set, float32 [n] at `RATE`.

    Args:
        data: the folder.
        chosen: the set.
        most: utterances of each speaker with a folder.
        more: people of `other/`, in two parts.
        least: seconds of an utterance or part; shorter ones are left out.
    """
    spoken = {f"{one.name}/{path.stem}": read(path) for one in people(data, chosen) for path in _some(one, most)}
    spoken = {name: samples for name, samples in spoken.items() if len(samples) >= least * RATE}
    for path in people(data / "other", chosen)[:more]:
        if len(samples := read(path)) >= 2 * least * RATE:
            spoken |= {f"{path.stem}/{n}": part for n, part in enumerate(np.array_split(samples, 2))}
    return spoken


def _some(folder: Path, most: int) -> list[Path]:
    return sorted(folder.iterdir())[:most]


def read(path: Path) -> Utterance:
    """The sound of a file, mixed to one channel, at `RATE`."""
    resampler = av.AudioResampler("fltp", "mono", RATE)
    parts = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            frame.pts = None
            parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts).astype(np.float32)


def attack(method: Method, spoken: dict[str, Utterance], others: list[Utterance]) -> dict[str, VoiceRates]:
    """The rates of every attack on these utterances, whose names begin with their speaker."""
    random = np.random.default_rng(1)
    recogniser = Resemblyzer()
    clear = list(spoken.values())
    names = np.array([name.split("/")[0] for name in spoken])
    numbers = np.unique(names, return_inverse=True)[1]
    apart = ~np.eye(len(clear), dtype=bool)
    disguised = [method(samples, random) for samples in clear]
    of_clear, of_disguised = (recogniser.embed(each) for each in (clear, disguised))
    parrots = [recogniser.embed([method(samples, random) for samples in clear]) for _ in range(_GALLERIES)]
    scores = {
        "control": of_clear @ of_clear.T,
        "naive": of_disguised @ of_clear.T,
        "parrot": of_disguised @ parrots[0].T,
        "searched": of_disguised @ np.mean(parrots, axis=0).T,
        "restored": restored_scores(recogniser, disguised, clear, of_clear),
    }
    if others:
        projected = _projection(recogniser, method, others, random)
        scores["trained"] = projected(of_disguised) @ projected(parrots[0]).T
    return {name: voice_rates(each, numbers, numbers, apart) for name, each in scores.items()}


class _projection:  # noqa: N801 - a function with a memory
    """Linear discriminant analysis of disguised voices that are not attacked."""

    def __init__(
        self, recogniser: Resemblyzer, method: Method, others: list[Utterance], random: np.random.Generator
    ) -> None:
        parts = [part for samples in others for part in np.array_split(samples, _PARTS)]
        known = recogniser.embed([method(part, random) for part in parts]).astype(np.float64)
        self._mean = known.mean(axis=0)
        groups = (known - self._mean).reshape(len(others), _PARTS, -1)
        means = groups.mean(axis=1)
        within = np.einsum("sni,snj->ij", groups - means[:, None], groups - means[:, None]) / len(known)
        within += 0.1 * np.trace(within) / len(within) * np.eye(len(within))
        values, vectors = np.linalg.eigh(within)
        whitened = vectors / np.sqrt(values)
        self._matrix = whitened @ np.linalg.svd(means @ whitened, full_matrices=False)[2][:_DIMENSIONS].T

    def __call__(self, embeddings: Embeddings) -> NDArray[np.float64]:
        moved = (embeddings - self._mean) @ self._matrix
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def word_errors(reference: str, recognised: str) -> tuple[int, int]:
    """Substitutions, insertions and deletions (Levenshtein 1966), and the words of the reference."""
    wanted, found = (re.findall(r"[a-z']+", text.lower()) for text in (reference, recognised))
    row = list(range(len(found) + 1))
    for number, word in enumerate(wanted, 1):
        following = [number]
        for column, other in enumerate(found, 1):
            following.append(min(row[column] + 1, following[-1] + 1, row[column - 1] + (word != other)))
        row = following
    return row[-1], len(wanted)


def _attacks(options: argparse.Namespace) -> None:
    spoken = spoken_by(options.data, options.set, options.utterances, options.more, _LEAST_SECONDS)
    unlike = "tune" if options.set == "report" else "report"
    others = [read(path) for path in people(options.data / "other", unlike)[: options.others]]
    speakers = {name.split("/")[0] for name in spoken}
    print(f"{len(speakers)} speakers, {len(spoken)} utterances, {len(others)} others")
    for name in options.methods:
        for attacker, rates in attack(METHODS[name], spoken, others).items():
            interval = f" ({rates.low:.2f} to {rates.high:.2f})" if rates.low is not None else ""
            rank = f"rank 1 {rates.rank_1.hits} of {rates.rank_1.trials} (chance {rates.rank_1.chance:.2f})"
            print(f"{name:10} {attacker:9} equal error {rates.equal_error:.3f}{interval}, {rank}", flush=True)


def _words(options: argparse.Namespace) -> None:
    from faster_whisper import WhisperModel
    from pocketsphinx import Decoder

    whisper = WhisperModel(str(options.whisper), device="cpu", compute_type="int8", cpu_threads=1)
    decoder = Decoder(samprate=RATE, loglevel="FATAL")

    def by_whisper(samples: Utterance, beam: int = 1) -> str:
        parts, _ = whisper.transcribe(
            samples, language="en", beam_size=beam, temperature=0, condition_on_previous_text=False
        )
        return " ".join(part.text for part in parts)

    def by_pocketsphinx(samples: Utterance) -> str:
        decoder.start_utt()
        decoder.process_raw((np.clip(samples, -1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        return hypothesis.hypstr if hypothesis else ""

    spoken = spoken_by(options.data, options.set, options.utterances, 0, 0)
    spoken |= {path.stem: read(path) for path in people(options.data / "other", options.set)[: options.more]}
    references = {name: by_whisper(samples, 5) for name, samples in spoken.items()}
    random = np.random.default_rng(1)
    for method in ["untouched", *options.methods]:
        heard = {n: s if method == "untouched" else METHODS[method](s, random) for n, s in spoken.items()}
        for recogniser, recognised in (("pocketsphinx", by_pocketsphinx), ("whisper", by_whisper)):
            pairs = [word_errors(references[name], recognised(samples)) for name, samples in heard.items()]
            errors, words = (sum(each) for each in zip(*pairs, strict=True))
            print(f"{method:10} {recogniser:12} word error {errors / words:.3f} of {words} words", flush=True)


def _speech(options: argparse.Namespace) -> None:
    random = np.random.default_rng(1)
    spoken = [read(path) for path in people(options.data / "other", options.set)[: options.more]]
    found = wanted = elsewhere = silent = 0.0
    for samples in spoken:
        # What is speech is known from the clear utterance: what lies within 30 dB of its loudest parts.
        frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
        loudness = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-10)
        is_speech = loudness > np.quantile(loudness, 0.95) - 30
        padded = np.concatenate([np.zeros(5 * RATE, np.float32), samples, np.zeros(5 * RATE, np.float32)])
        noise = _street(len(padded), random)
        level = float(np.square(samples).mean())
        noise *= np.sqrt(level / float(np.square(noise).mean()) / 10 ** (_SIGNAL_TO_NOISE / 10))
        mask = np.zeros(len(padded) // 320 + 1, bool)
        for start, end in speech_of((padded + noise)[None], RATE):
            mask[max(0, int(start * RATE) // 320) : int(end * RATE) // 320 + 1] = True
        inside = mask[250 : 250 + len(is_speech)]
        found, wanted = found + float((inside & is_speech).sum()), wanted + float(is_speech.sum())
        outside = np.concatenate([mask[:200], mask[250 + len(is_speech) + 50 :]])
        elsewhere, silent = elsewhere + float(outside.sum()), silent + len(outside)
    print(f"{found / wanted:.4f} of {wanted / 50:.0f} s of speech found at {_SIGNAL_TO_NOISE:g} dB;", end=" ")
    print(f"{elsewhere / silent:.3f} of {silent / 50:.0f} s without speech taken for it")


def _street(length: int, random: np.random.Generator) -> Utterance:
    """Float32 [n]: noise like that of a street: it falls by 6 dB an octave, and swells every second."""
    spectrum = np.fft.rfft(random.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / RATE)
    noise = np.fft.irfft(spectrum / np.maximum(hertz, 60), length)
    corners = random.uniform(0.5, 1.5, length // RATE + 2)
    return np.asarray(noise * np.interp(np.arange(length) / RATE, np.arange(len(corners)), corners), np.float32)


def _cost(options: argparse.Namespace) -> None:
    rate = 48_000
    speech = _speech_at(options.data, rate)
    info = SoundInfo(0, rate, "mono", 1, "", "sound")
    total = round(options.minutes * 60 * rate)
    blocks = _repeated(speech, rate, total)
    for name, work in (
        ("disguise", lambda: changed_sound(blocks, info, Timeline(Treatment.DISGUISE))),
        ("find", lambda: iter([speech_of(speech[None], rate)])),
    ):
        seconds = Fraction(total if name == "disguise" else len(speech), rate)
        began = time.process_time()
        for _ in work():
            pass
        used = time.process_time() - began
        print(f"{name}: {float(seconds) / used:.0f} times faster than real time on one core")


def _memory(options: argparse.Namespace) -> None:
    rate = 48_000
    total = round(options.minutes * 60 * rate)
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "hour.mkv"
        with av.open(str(source), "w") as container:
            encoder = SoundEncoder(container, SoundInfo(0, rate, "mono", 1, "", "sound"))
            for block in _repeated(_speech_at(options.data, rate), rate, total):
                encoder.write(block)
            encoder.finish()
        with av.open(str(Path(folder) / "out.mkv"), "w") as target:
            sound = ChangedSound(source, Timeline(Treatment.DISGUISE), target)
            for minute in range(1, round(options.minutes) + 1):
                sound.advance(Fraction(minute * 60))
                if minute in (5, round(options.minutes)):
                    print(f"{process.memory_info().rss / 2**20:.0f} MiB after {minute} minutes", flush=True)
            sound.advance(None)
            sound.close()


def _loudness(options: argparse.Namespace) -> None:
    rate = 48_000
    speech = _speech_at(options.data, rate)
    info = SoundInfo(0, rate, "mono", 1, "", "sound")
    blocks = _repeated(speech, rate, len(speech))
    disguised = [block.samples for block in changed_sound(blocks, info, Timeline(Treatment.DISGUISE))]
    before, after = (_lufs(samples, rate) for samples in (speech, np.concatenate(disguised, axis=1)[0]))
    print(f"{before:.1f} LUFS before, {after:.1f} after, of {len(speech) / rate:.0f} s")


def _lufs(samples: Utterance, rate: int) -> float:
    """The integrated loudness (EBU R 128), by FFmpeg."""
    command = ["ffmpeg", "-hide_banner", "-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-"]
    done = subprocess.run(
        [*command, "-af", "ebur128", "-f", "null", "-"],
        input=samples.astype("<f4").tobytes(),
        capture_output=True,
        check=True,
    )
    return float(re.findall(r"I: +(-[0-9.]+) LUFS", done.stderr.decode())[-1])


def _speech_at(data: Path, rate: int) -> Utterance:
    """Some two minutes of speech."""
    spoken = np.concatenate([read(path) for path in _some(data / "other", 12)])
    at = np.arange(0, len(spoken) - 1, RATE / rate)
    return np.asarray(np.interp(at, np.arange(len(spoken)), spoken), np.float32)


def _repeated(speech: Utterance, rate: int, total: int) -> Iterator[Block]:
    """So many samples of it, over and over, a second at once."""
    for start in range(0, total, rate):
        yield Block(start, speech[np.arange(start, min(start + rate, total)) % len(speech)][None])


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["attacks", "words", "speech", "cost", "memory", "loudness"])
    parser.add_argument("--data", type=Path, required=True, help="a folder for each speaker, and other/")
    parser.add_argument("--set", choices=["tune", "report"], default="tune")
    parser.add_argument("--methods", nargs="+", choices=list(METHODS), default=["veilproof"])
    parser.add_argument("--utterances", type=int, default=10, help="of each speaker at most")
    parser.add_argument("--more", type=int, default=30, help="people of other/ at most, for attacks, words and speech")
    parser.add_argument("--others", type=int, default=30, help="people of the other half, for the projection")
    parser.add_argument("--whisper", type=Path, help="the folder of a Whisper model, for words")
    parser.add_argument("--minutes", type=float, default=5, help="of sound, for cost and memory")
    options = parser.parse_args()
    measures = {"attacks": _attacks, "words": _words, "speech": _speech, "cost": _cost, "memory": _memory}
    (measures | {"loudness": _loudness})[options.what](options)


if __name__ == "__main__":
    main()
