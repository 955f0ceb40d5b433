"""What a worker is told to do, as plain values that can be sent to another process or another machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from veilproof.archive.options import Options
from veilproof.archive.outcome import Cause, Failed, Identified, Made, Outcome


@dataclass(frozen=True, slots=True)
class Identify:
    """Read the original once.

    Attributes:
        source: path or address of the original.
        scratch: a folder for what is only needed meanwhile; whoever gives the task removes it.
    """

    source: str
    scratch: str


@dataclass(frozen=True, slots=True)
class Make:
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
    """

    source: str
    scratch: str
    sha256: str
    target: str
    plan: str
    decisions: str
    audit: str
    options: Options


@dataclass(frozen=True, slots=True)
class Copy:
    """Make another copy of a result that is there already."""

    first: str
    target: str
    scratch: str


Task = Identify | Make | Copy

_TASKS = {"identify": Identify, "make": Make, "copy": Copy}
_OUTCOMES = {"identified": Identified, "made": Made, "failed": Failed}


def task_to_json(task: Task) -> str:
    """One line."""
    kind = next(name for name, made in _TASKS.items() if isinstance(task, made))
    return json.dumps({"kind": kind, **asdict(task)})


def task_from_json(text: str) -> Task:
    """What `task_to_json` wrote."""
    values: dict[str, Any] = json.loads(text)
    kind = values.pop("kind")
    if kind == "make":
        values["options"] = Options.read(values["options"])
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
        made: Outcome = _OUTCOMES[kind](**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None
    return made
