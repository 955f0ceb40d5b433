"""What a run measures: which coverings, which recognisers, on what set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.lab.coverings import Covering, choose_coverings
from veilproof.lab.sets import SetDescription, describe_set
from veilproof.recognise.model_file import load_model
from veilproof.recognise.recognisers import Recogniser, load_recognisers

SEED = 1
"""Of every random draw: the same set gives the same numbers."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to measure.

    Attributes:
        coverings: with the controls.
        recognisers: what compares faces.
        description: of the set.
        seed: of every random draw.
    """

    coverings: tuple[Covering, ...]
    recognisers: tuple[Recogniser, ...]
    description: SetDescription = field(default_factory=SetDescription)
    seed: int = SEED


def make_question(
    coverings: str = "all",
    recognisers: str = "all",
    description: Path | None = None,
    models: Sequence[Path] = (),
) -> Question:
    """The question that a user asks.

    Args:
        coverings: names separated by commas, or `all`.
        recognisers: the same.
        description: a TOML file that says what the set is.
        models: TOML files of further recognisers (`recognise.model_file`).

    Raises:
        VeilproofError: there is no such covering or recogniser, a file is no description, or weights are missing.
    """
    chosen = _choose_recognisers(recognisers) + tuple(load_model(file) for file in models)
    if len({recogniser.name for recogniser in chosen}) < len(chosen):
        raise VeilproofError("the same recogniser was given twice; leave one out")
    return Question(choose_coverings(coverings), chosen, describe_set(description))


def _choose_recognisers(names: str) -> tuple[Recogniser, ...]:
    installed = {_key(recogniser.name): recogniser for recogniser in load_recognisers()}
    wanted = {_key(name) for name in names.split(",") if name.strip()}
    if wanted == {"all"}:
        return tuple(installed.values())
    if not wanted or (unknown := sorted(wanted - installed.keys())):
        raise VeilproofError(
            f"no recogniser named {', '.join(unknown) if wanted else 'so'}; installed: {', '.join(installed)}."
            " dlib comes with the extra audit-dlib"
        )
    return tuple(recogniser for key, recogniser in installed.items() if key in wanted)


def _key(name: str) -> str:
    """The name on the command line: the first word, in small letters."""
    return name.strip().lower().split()[0]
