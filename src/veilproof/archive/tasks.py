"""What a worker is told to do, as plain values that can be sent to another process or another machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from veilproof.archive.options import Options
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult, ScanResult


@dataclass(frozen=True, slots=True)
class ProbeTask:
    """Read the original once.

    Attributes:
        source: path or address of the original.
        scratch: a folder for what is only needed meanwhile; whoever gives the task removes it.
        parts: in at most how many parts a long film may be scanned.
    """

    source: str
    scratch: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class ScanTask:
    """Scan a part of one original.

    Attributes:
        source: path or address of the original.
        scratch: as above.
        first: first frame of the part.
        last: its last frame.
        plan: path of the part's plan.
        options: how it is done.
    """

    source: str
    scratch: str
    first: int
    last: int
    plan: str
    options: Options


@dataclass(frozen=True, slots=True)
class RedactTask:
    """Scan, render and perhaps audit one original.

    Attributes:
        source: path or address of the original.
        scratch: as above.
        sha256: of the original as it is expected to be.
        target: path or address of the result.
        plan: path or address of its plan, which may be there already.
        decisions: a reviewed plan to use instead, or "".
        audit: folder for what the audit finds.
        options: how it is done.
        parts: the plans of all its parts, in order, if it was scanned in parts.
    """

    source: str
    scratch: str
    sha256: str
    target: str
    plan: str
    decisions: str
    audit: str
    options: Options
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyTask:
    """Make another copy of a result that is there already."""

    first: str
    target: str
    scratch: str


Task = ProbeTask | ScanTask | RedactTask | CopyTask

_TASKS = {"identify": ProbeTask, "look": ScanTask, "make": RedactTask, "copy": CopyTask}
_OUTCOMES = {"identified": ProbeResult, "looked": ScanResult, "made": RedactResult, "failed": Failure}


def task_to_json(task: Task) -> str:
    """One line."""
    kind = next(name for name, made in _TASKS.items() if isinstance(task, made))
    return json.dumps({"kind": kind, **asdict(task)})


def task_from_json(text: str) -> Task:
    """What `task_to_json` wrote."""
    values: dict[str, Any] = json.loads(text)
    kind = values.pop("kind")
    if "options" in values:
        values["options"] = Options.read(values["options"])
    if "parts" in values and kind == "make":
        values["parts"] = tuple(values["parts"])
    made: Task = _TASKS[kind](**values)
    return made


def outcome_to_json(outcome: Outcome) -> str:
    """One line."""
    kind = next(name for name, made in _OUTCOMES.items() if isinstance(outcome, made))
    return json.dumps({"kind": kind, **asdict(outcome)})


def outcome_from_json(text: str) -> Outcome:
    """What `outcome_to_json` wrote; text from a worker that a hostile file took over may hold anything.

    Raises:
        ValueError: it is not an outcome.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        kind = values.pop("kind")
        if kind == "failed":
            values["cause"] = Cause(values["cause"])
        if kind == "identified":
            values["parts"] = tuple((int(first), int(last)) for first, last in values["parts"])
        made: Outcome = _OUTCOMES[kind](**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None
    return made
