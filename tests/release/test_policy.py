"""What a release asks for before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.release.folder import FRAMES, film, planned
from veilproof import Decision, Plan
from veilproof.plan import Editor
from veilproof.release.policy import ReleasePolicy, conditions_before

_POLICY = ReleasePolicy()


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """A plan that AB has reviewed wholly."""
    with Plan(planned(film(tmp_path / "march.mp4"))) as plan:
        plan.mark_reviewed([1, 2], [(0, FRAMES - 1)], Editor("AB"))
        yield plan


def _missing(plan: Plan, approver: str = "CD") -> str:
    return "; ".join(conditions_before(_POLICY, plan, approver, is_signed=False).missing)


@pytest.mark.parametrize(
    "edit",
    [
        lambda plan: plan.decide([1], Decision.KEEP),
        lambda plan: plan.set_ends(1, 0, 20),
        lambda plan: plan.move(1, 10, (0, 0, 9, 9)),
    ],
    ids=["kept", "trimmed", "moved"],
)
def test_what_is_uncovered_after_the_review_must_be_reviewed_again(edit: Callable[[Plan], object], plan: Plan) -> None:
    assert not _missing(plan)
    edit(plan)
    assert "a look at everything" in _missing(plan)
    plan.mark_reviewed([1, 2], [(0, FRAMES - 1)], Editor("AB"))
    assert not _missing(plan)


def test_another_cover_needs_no_other_review(plan: Plan) -> None:
    plan.draw((10, 10, 20, 20), Fraction(0), Fraction(1))
    assert not _missing(plan)


@pytest.mark.parametrize("approver", [" AB", "ab", "A.B.", " ", "\uff21B", "Abcde"])
def test_who_reviewed_or_nobody_does_not_approve(approver: str, plan: Plan) -> None:
    assert "approves it" in _missing(plan, approver)


def test_a_reviewer_with_dots_is_the_same_person(plan: Plan) -> None:
    plan.mark_reviewed([1], (), Editor("C. D."))
    assert "somebody else" in _missing(plan)


@pytest.mark.parametrize(
    "edit",
    [
        lambda plan: plan.decide([2], Decision.COVER, by=Editor("CD")),
        lambda plan: plan.draw((10, 10, 20, 20), Fraction(0), Fraction(1), by=Editor("CD")),
    ],
    ids=["decided", "drew"],
)
def test_who_decided_does_not_approve(edit: Callable[[Plan], object], plan: Plan) -> None:
    edit(plan)
    assert "somebody else" in _missing(plan)
