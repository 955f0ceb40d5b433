"""Tasks of a worker, and their outcomes, as JSON that can be sent to another process or machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from veilproof.archive.options import Options
from veilproof.archive.outcome import CopyRefused, Failure, Outcome, ProbeResult, RedactResult, ScanResult
from veilproof.archive.placing import Place


@dataclass(frozen=True, slots=True)
class ProbeTask:
    """Hash one original and check that it is media.

    Attributes:
        source: path or URL of the original.
        scratch: local folder for temporary files; whoever submits the task removes it.
        decisions: a reviewed plan given for it, or "".
        max_parts: in at most how many parts a long film may be scanned.
    """

    source: str
    scratch: str
    decisions: str = ""
    max_parts: int = 1


@dataclass(frozen=True, slots=True)
class ScanTask:
    """Scan one part of an original.

    Attributes:
        source: path or URL of the original.
        scratch: see `ProbeTask`.
        first: number of the first frame of the part.
        last: number of its last frame, inclusive.
        plan: local path of the part's plan.
        options: how the original is redacted.
    """

    source: str
    scratch: str
    first: int
    last: int
    plan: str
    options: Options


@dataclass(frozen=True, slots=True)
class RedactTask:
    """Scan, render and, if asked for, audit one original.

    Attributes:
        source: path or URL of the original.
        scratch: see `ProbeTask`.
        sha256: expected digest of the original.
        place: of the result.
        plan: path or URL of its plan, which may exist already.
        decisions: a reviewed plan to use instead, or "".
        audit: local folder for the audit findings.
        options: how the original is redacted.
        outbox: local folder for the result until it is complete; "" for that of the temporary files.
        parts: plans of all parts in order, if it was scanned in parts.
    """

    source: str
    scratch: str
    sha256: str
    place: Place
    plan: str
    decisions: str
    audit: str
    options: Options
    outbox: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyTask:
    """Copy an existing result to another place.

    Attributes:
        source: path or URL of the original.
        scratch: see `ProbeTask`.
        existing: path or URL of the result that is copied.
        sha256: of the result when it was written; one that was changed since is not copied.
        place: of the copy.
        plan: path or URL of the plan of this original, which need not exist.
        outbox: see `RedactTask`.
    """

    source: str
    scratch: str
    existing: str
    sha256: str
    place: Place
    plan: str
    outbox: str = ""


Task = ProbeTask | ScanTask | RedactTask | CopyTask

_TASK_KINDS = {"probe": ProbeTask, "scan": ScanTask, "redact": RedactTask, "copy": CopyTask}
_OUTCOME_KINDS: dict[str, type[Outcome]] = {
    "probe_result": ProbeResult,
    "scan_result": ScanResult,
    "redact_result": RedactResult,
    "copy_refused": CopyRefused,
    "failure": Failure,
}


def task_to_json(task: Task) -> str:
    """The task as one line of JSON."""
    kind = next(name for name, type_ in _TASK_KINDS.items() if isinstance(task, type_))
    return json.dumps({"kind": kind, **asdict(task)})


def task_from_json(text: str) -> Task:
    """The inverse of `task_to_json`."""
    values: dict[str, Any] = json.loads(text)
    kind = values.pop("kind")
    if "options" in values:
        values["options"] = Options.from_values(values["options"])
    if "place" in values:
        values["place"] = Place(**values["place"])
    if kind == "redact":
        values["parts"] = tuple(values["parts"])
    task: Task = _TASK_KINDS[kind](**values)
    return task


def outcome_to_json(outcome: Outcome) -> str:
    """The outcome as one line of JSON."""
    kind = next(name for name, type_ in _OUTCOME_KINDS.items() if isinstance(outcome, type_))
    return json.dumps({"kind": kind, **asdict(outcome)})


def outcome_from_json(text: str) -> Outcome:
    """The inverse of `outcome_to_json`. The text is untrusted: a hostile file may have taken over the worker.

    Raises:
        ValueError: it is not an outcome.
    """
    try:
        values: dict[str, Any] = json.loads(text)
        kind = values.pop("kind")
        outcome: Outcome = msgspec.convert(values, _OUTCOME_KINDS[kind])
    except (KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError) as error:
        raise ValueError(str(error)) from None
    return outcome
