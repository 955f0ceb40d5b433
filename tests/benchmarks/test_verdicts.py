"""How verdicts are counted: files about which the pixels say nothing are not mixed with those that can be wrong."""

from __future__ import annotations

from benchmarks.verdicts import Result, summary


def _result(bare: float, partly: float, verdict: str) -> Result:
    return Result("clip", bare, partly, 4, verdict, "", "", 0, 1.0)


def test_only_what_contradicts_the_pixels_is_wrong() -> None:
    right = [_result(0, 0, "passed"), _result(30, 0, "failed")]
    wrong = [_result(0, 0, "failed"), _result(0, 0, "inconclusive"), _result(24, 0, "passed")]
    either = [_result(18, 0, verdict) for verdict in ("passed", "failed")] + [_result(0, 60, "inconclusive")]
    assert [result.right for result in right + wrong + either] == [True] * 2 + [False] * 3 + [True] * 3
    assert list(summary(right + wrong + either)) == [
        "no labelled face is bare: 3 files, 1 passed, 1 failed, 1 inconclusive",
        "one of 24 px and more is bare: 2 files, 1 passed, 1 failed, 0 inconclusive",
        "only smaller ones are bare, or one in part: 3 files, 1 passed, 1 failed, 1 inconclusive",
        "wrong: 3 of 5",
    ]
