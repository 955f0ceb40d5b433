from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.people import write_set
from veilproof.lab import Findings, make_question, run_lab

COVERINGS = "surgical-mask,cap-and-mask,only-eyes,only-ear-cheek"


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the laboratory: its set, the folder of its report and its findings."""

    faces: Path
    out: Path
    findings: Findings


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Thirty-two synthetic people behind a few coverings, attacked by SFace."""
    faces = tmp_path_factory.mktemp("faces")
    write_set(faces, 32, names="anna-novak-{:03}")
    out = tmp_path_factory.mktemp("lab") / "report"
    return Ran(faces, out, run_lab(faces, out, make_question(COVERINGS, "sface")))
