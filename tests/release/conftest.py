"""A release with a sealed part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.release.folder import BOX, FRAMES, film, planned
from tests.release.sealed_folder import ALL, ONE, certify, write_log
from veilproof import Plan
from veilproof.plan import DrawnPath
from veilproof.release.log import Log
from veilproof.release.log_from_plan import log_of
from veilproof.release.seal import seal
from veilproof.release.sealed_file import (
    parse_recipients,
)
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Log]:
    """A release of a film with a face (1), a drawn box (2), and a face (3) whose cover overlaps that of the first."""
    folder = tmp_path_factory.mktemp("sealed")
    source = film(folder / "march.mp4", sound=True)
    with Plan(planned(source)) as plan:
        shift = np.array([18, 10, 18, 10], np.float32)
        moves = np.arange(FRAMES, dtype=np.float32)[:, None] * np.array([1, 0, 1, 0], np.float32)
        plan.draw_path(DrawnPath(0, BOX + shift + moves))
    out = folder / "out"
    out.mkdir()
    done = render(source, output=out / "march.redacted.mp4")
    with Plan(folder / "march.veil") as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    write_log(out, log, "march.redacted.mp4")
    who = [str(ALL.to_public()), f"3={ONE.to_public()}"]
    seal(source, done.output, log, parse_recipients(who), out / "march.sealed")
    certify(out)
    return folder, log
