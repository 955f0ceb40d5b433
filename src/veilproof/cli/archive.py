"""`veilproof archive`."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from veilproof.archive.collection import Collection
from veilproof.archive.engine import Engine
from veilproof.archive.events import Listener
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN, Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options, default_memory, default_workers, model_option
from veilproof.archive.report import write_report
from veilproof.archive.run import Run
from veilproof.archive.status import status as status_of
from veilproof.archive.storage import is_url
from veilproof.cli import archive_show, options, show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.covers import Method, Shape

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Redact whole collections: for days, through crashes, on one machine.",
)

_GIGABYTE = 1 << 30

Destination = Annotated[str, typer.Argument(help="The folder that results go to.", show_default=False)]
StateFolder = Annotated[
    Path | None,
    typer.Option(
        "--state",
        help=f"Where the journal, the plans and the audits are. [dim]Default: {HIDDEN} in the destination[/dim]",
        show_default=False,
    ),
]


@app.command("run")
def run(
    source: Annotated[
        str,
        typer.Argument(help="A folder, a pattern in quotes, or a manifest (.csv or .jsonl).", show_default=False),
    ],
    destination: Destination,
    method: options.MethodName = Method.SOLID,
    shape: options.ShapeName = Shape.ELLIPSE,
    scale: options.Scale = 1.5,
    audio: options.Sound = Audio.MUTE,
    subtitles: options.SubtitleChoice = Subtitles.DROP,
    detector: options.DetectorName = "centerface",
    model: options.Model = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Attack every result, and say what still gets through.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, help="Items at a time. [dim]Default: one for every two cores[/dim]", show_default=False
        ),
    ] = None,
    max_memory: Annotated[
        float | None,
        typer.Option(
            "--max-memory",
            min=0.25,
            help="Gigabytes that one item may use. [dim]Default: 4, or less on a small machine[/dim]",
            show_default=False,
        ),
    ] = None,
    max_time: Annotated[float, typer.Option("--max-time", min=0.01, help="Minutes that one item may take.")] = 720.0,
    max_output: Annotated[
        float, typer.Option("--max-output", min=0.001, help="Gigabytes that one result may have.")
    ] = 32,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", help='Do the work on the Ray cluster at this address, "auto" for this one.', show_default=False
        ),
    ] = None,
    gpus: Annotated[
        float, typer.Option("--gpus", min=0.0, help="With --ray: how much of a GPU each item needs.")
    ] = 0.0,
    watch: Annotated[bool, typer.Option("--watch", help="Go on taking new files as they arrive.")] = False,
    state: StateFolder = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Say what happens as one JSON object a line, on standard output.")
    ] = False,
    metrics: Annotated[
        Path | None,
        typer.Option("--metrics", help="Keep a file with Prometheus metrics up to date.", show_default=False),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Redact everything in SOURCE into DESTINATION. Started again, it goes on where it was.

    Examples:
      veilproof archive run footage/ redacted/

      veilproof archive run manifest.csv redacted/ --workers 8 --log-json
    """
    signal.signal(signal.SIGTERM, _stop)
    wanted = Options(method, shape, scale, audio, subtitles, detector, model_option(model), audit)
    archive = Archive.at(destination, state)
    collection = Collection(source, wanted, None if is_url(destination) else _made(Path(destination)))
    count = workers or default_workers()
    memory = default_memory(count) if max_memory is None else int(max_memory * _GIGABYTE)
    limits = Limits(memory=memory, seconds=max_time * 60, output=int(max_output * _GIGABYTE))
    listeners: list[Listener] = []
    if metrics is not None:
        from veilproof.archive.metrics import Metrics

        listeners.append(Metrics(metrics))
    if log_json:
        listeners.append(archive_show.JsonLines())
    engine = _engine(ray, gpus, count, limits)
    with archive_show.progress(quiet or log_json) as told:
        listeners.append(told)

        def tell(event: archive_show.Event) -> None:
            for listener in listeners:
                listener(event)

        counts = Run(archive, collection, engine, tell).execute(watch=watch)
    if not quiet and not log_json:
        with Journal(archive.state) as journal:
            archive_show.summary(status_of(journal))
    raise typer.Exit(_code(counts))


@app.command("status")
def status(
    destination: Destination,
    state: StateFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How far it is: counts, rate, time left, what failed and why, what needs review.

    Example:
      veilproof archive status redacted/
    """
    with Journal(Archive.at(destination, state).state) as journal:
        known = status_of(journal)
    if as_json:
        show.say(json.dumps(known.as_dict()))
    else:
        archive_show.summary(known)
    raise typer.Exit(_code(known.counts))


@app.command("retry")
def retry(
    destination: Destination,
    state: StateFolder = None,
    cause: Annotated[
        str | None,
        typer.Option("--cause", help="Only those that ended for this cause, as status names it.", show_default=False),
    ] = None,
    needs_review: Annotated[bool, typer.Option("--needs-review", help="Those that need review, too.")] = False,
) -> None:
    """Have what failed done again by the next run, or by the one that is going on.

    Examples:
      veilproof archive retry redacted/

      veilproof archive retry redacted/ --cause "memory limit"
    """
    states = (State.FAILED, State.NEEDS_REVIEW) if needs_review else (State.FAILED,)
    with Journal(Archive.at(destination, state).state) as journal:
        again = journal.retry(states, cause)
    show.say(f"{show.count(again, 'item')} will be tried again by `veilproof archive run`")


@app.command("report")
def report(
    destination: Destination,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page or data to write: .html or .json.")],
    state: StateFolder = None,
    force: options.Force = False,
) -> None:
    """Write one summary over all items.

    Example:
      veilproof archive report redacted/ -o report.html
    """
    with Journal(Archive.at(destination, state).state) as journal:
        write_report(journal, output, force=force)
    show.say(str(output))


def _engine(ray: str | None, gpus: float, workers: int, limits: Limits) -> Engine:
    if ray is None:
        return LocalEngine(workers, limits)
    from veilproof.archive.cluster import RayEngine

    return RayEngine(ray, limits, gpus=gpus)


def _made(destination: Path) -> Path:
    try:
        destination.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VeilproofError(f"{destination} cannot be made ({error.strerror}): choose another folder") from None
    return destination


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _code(counts: dict[State, int]) -> ExitCode:
    if counts[State.FAILED] or counts[State.WAITING] or counts[State.RUNNING]:
        return ExitCode.COULD_NOT
    return ExitCode.NEEDS_REVIEW if counts[State.NEEDS_REVIEW] else ExitCode.DONE
