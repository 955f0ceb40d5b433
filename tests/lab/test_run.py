"""Whole runs over people who do not exist."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import OnlyWrites
from tests.lab.conftest import Ran
from veilproof.lab import make_question, run_lab
from veilproof.lab.attacks import CoveredSet, cover_set
from veilproof.lab.claims import load_claims
from veilproof.lab.coverings import Covering
from veilproof.lab.findings import CoveringFinding
from veilproof.lab.sets import ResearchSet
from veilproof.lab.unfinished import NAME
from veilproof.progress import Step

pytestmark = pytest.mark.slow


def _rate(found: CoveringFinding) -> float:
    return found.attacks[found.strongest].in_whole_set.rate.rate


def test_the_more_is_covered_the_fewer_are_found(ran: Ran) -> None:
    rates = {each.name: _rate(each) for each in ran.findings.coverings}
    order = ["none", "surgical-mask", "cap-and-mask", "only-eyes", "only-ear-cheek", "head"]
    assert rates["none"] >= 0.95
    assert [rates[name] for name in order] == sorted(rates.values(), reverse=True)
    assert rates["only-ear-cheek"] > rates["head"]


def test_a_covered_head_is_found_by_chance_alone(ran: Ran) -> None:
    head = next(each for each in ran.findings.coverings if each.name == "head")
    for attack in head.attacks:
        rate = attack.in_whole_set.rate
        assert rate.low <= rate.chance == 1 / ran.findings.people
    assert head.to_control.high < -0.8


def test_every_figure_has_its_interval_its_control_and_chance(ran: Ran) -> None:
    for covering in ran.findings.coverings:
        assert covering.to_control.other == "none"
        for attack in covering.attacks:
            rates = [each.rate for each in (*attack.rank_1, *attack.fnir)] + [each.fnmr for each in attack.fnmr]
            assert rates
            assert all(0 <= each.low <= each.rate <= each.high <= 1 for each in rates)
        as_taken = [attack for attack in covering.attacks if attack.camera == "as-taken"]
        assert [attack.attacker for attack in as_taken] == ["naive", "parrot", "cropped", "fused"]
        assert {attack.camera for attack in covering.attacks} > {"20px", "40px", "80px", "motion", "low-light"}
        assert [each.people for each in as_taken[0].rank_1] == [10, 30, 32, 1_000, 100_000, 1_000_000]
        assert [each.extrapolated for each in as_taken[0].rank_1] == [False] * 3 + [True] * 3


def test_no_name_of_a_folder_or_file_gets_into_the_results(ran: Ran) -> None:
    for file in ran.out.iterdir():
        text = file.read_text("utf-8")
        assert "novak" not in text
        assert "photo-" not in text
        assert str(ran.faces) not in text


def test_results_hold_rates_and_neither_scores_nor_embeddings(ran: Ran) -> None:
    """No list of the report is as long as an embedding (128) or as the people; histograms are of everybody together."""
    assert {file.name for file in ran.out.iterdir()} == {"report.json", "report.html"}
    longest = max(_lists(json.loads((ran.out / "report.json").read_text("utf-8"))), key=len)
    assert len(longest) <= 41


def _lists(node: object) -> list[list[object]]:
    if isinstance(node, dict):
        return [found for inner in node.values() for found in _lists(inner)]
    if isinstance(node, list):
        numbers = [node] if node and not isinstance(node[0], dict) else []
        return numbers + [found for inner in node for found in _lists(inner)]
    return []


def test_the_page_needs_nothing_from_elsewhere_and_shows_every_covering(ran: Ran) -> None:
    page = (ran.out / "report.html").read_text("utf-8")
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", page)
    assert page.count('<img class="faces" src="data:image/jpeg;base64,') == len(ran.findings.coverings)
    for covering in ran.findings.coverings:
        assert covering.sentence in page
    assert all(claim.claim.split(";")[0].replace("'", "&#39;") in page for claim in load_claims())


def test_sentences_say_what_is_extrapolated(ran: Ran) -> None:
    masked = next(each for each in ran.findings.coverings if each.name == "surgical-mask")
    rate = r"\d+ \(\d+ to \d+\)"
    pattern = (
        rf"Of 100 people in a surgical mask, an open recogniser still finds {rate} among 32; by extrapolation,"
        rf" {rate} among 1,000 and {rate} among a million\. Guessing finds 3\."
    )
    assert re.fullmatch(pattern, masked.sentence)


def test_the_same_set_gives_the_same_numbers_and_a_stopped_run_goes_on(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only_writes: OnlyWrites
) -> None:
    question = make_question("surgical-mask", "sface")
    out = tmp_path / "report"

    def stop(step: Step) -> None:
        if step.stage == "measure" and step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lab(ran.faces, out, question, stop)
    kept = (out / NAME).read_text("utf-8")
    assert "novak" not in kept
    # An embedding of SFace has 128 numbers; what is kept has 400 replicates of a rate, each of all people.
    assert {len(each) for each in _lists(json.loads(kept)) if len(each) > 41} == {400}
    drawn: list[str] = []

    def counted(faces: ResearchSet, covering: Covering, seed: int) -> CoveredSet:
        drawn.append(covering.name)
        return cover_set(faces, covering, seed)

    monkeypatch.setattr("veilproof.lab.run.cover_set", counted)
    with only_writes(tmp_path, {"report/report.json", "report/report.html", f"report/{NAME}"}):
        again = run_lab(ran.faces, out, question)
    assert drawn == ["surgical-mask"]
    assert not (out / NAME).exists()
    first = {each.name: each for each in ran.findings.coverings}
    for covering in again.coverings:
        assert covering.attacks == first[covering.name].attacks


def test_another_seed_is_another_draw(ran: Ran, tmp_path: Path) -> None:
    question = replace(make_question("none", "sface"), seed=2)
    other = run_lab(ran.faces, tmp_path / "report", question)
    mine = next(each for each in other.coverings if each.name == "none")
    first = next(each for each in ran.findings.coverings if each.name == "none")
    assert mine.attacks[0].rank_1 != first.attacks[0].rank_1
    assert np.isclose(_rate(mine), _rate(first))
