"""`veilproof archive`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from veilproof.archive.certify import certify, read_archive_release, verify_archive
from veilproof.archive.collection import Collection
from veilproof.archive.engine import Engine
from veilproof.archive.events import Event, Listener
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN, Archive
from veilproof.archive.local import LocalEngine
from veilproof.archive.options import Limits, Options, default_memory, default_workers, model_option
from veilproof.archive.report import write_report
from veilproof.archive.run import Run
from veilproof.archive.sample import draw_sample
from veilproof.archive.status import status as status_of
from veilproof.archive.storage import is_url
from veilproof.cli import archive_show, options, show
from veilproof.cli.groups import with_groups
from veilproof.errors import ExitCode, VeilproofError
from veilproof.kind import DEFAULT_COVER, kinds_of, words_of
from veilproof.release.signature import load_private_key, load_public_key
from veilproof.scan.profile import Effort

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Redact whole collections, for days and through crashes, on one machine or a Ray cluster.",
)

_GIGABYTE = 1 << 30
_LIMITS = Limits()

Destination = Annotated[str, typer.Argument(help="The folder that results go to.", show_default=False)]
StateFolder = Annotated[
    Path | None,
    typer.Option(
        "--state",
        help=f"Where the journal, the plans and the audits are. [dim]Default: {HIDDEN} in the destination[/dim]",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Where items are processed, how many at a time, and what one may use."""

    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, help="Items at a time. [dim]Default: one for every two cores[/dim]", show_default=False
        ),
    ] = None
    max_memory: Annotated[
        float | None,
        typer.Option(
            "--max-memory",
            min=0.25,
            help="Gigabytes of memory that one item may use."
            f" [dim]Default: {_LIMITS.memory / _GIGABYTE:g}, or less on a small machine[/dim]",
            show_default=False,
        ),
    ] = None
    max_time: Annotated[float, typer.Option("--max-time", min=0.01, help="Minutes that one item may take.")] = (
        _LIMITS.seconds / 60
    )
    max_output: Annotated[
        float, typer.Option("--max-output", min=0.001, help="Gigabytes that one result may have.")
    ] = _LIMITS.output / _GIGABYTE
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray", help='Work on the Ray cluster at this address; "auto" is that of this machine.', show_default=False
        ),
    ] = None
    gpus: Annotated[float, typer.Option("--gpus", min=0.0, help="With --ray: how much of a GPU each item needs.")] = 0.0

    def engine(self) -> Engine:
        """The engine that processes the items."""
        workers = self.workers or default_workers()
        memory = default_memory(workers) if self.max_memory is None else int(self.max_memory * _GIGABYTE)
        limits = Limits(memory=memory, seconds=self.max_time * 60, output=int(self.max_output * _GIGABYTE))
        if self.ray is None:
            return LocalEngine(workers, limits)
        from veilproof.archive.cluster import RayEngine

        return RayEngine(self.ray, limits, gpus=self.gpus)


@app.command("run")
@with_groups
def run(
    source: Annotated[
        str,
        typer.Argument(help="A folder, a pattern in quotes, or a manifest (.csv or .jsonl).", show_default=False),
    ],
    destination: Destination,
    *,
    delivery: options.DeliveryOptions,
    detector: options.DetectorOptions,
    cover: options.CoverKinds = DEFAULT_COVER,
    min_text_height: options.MinTextHeight = 0.0,
    effort: options.EffortOf = Effort.NORMAL,
    audit: options.AuditToo = False,
    engine: EngineOptions,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running, and process new files as they arrive.")] = False,
    state: StateFolder = None,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Print every event as one JSON object a line, on standard output.")
    ] = False,
    metrics: Annotated[
        Path | None,
        typer.Option("--metrics", help="Keep a file with Prometheus metrics up to date.", show_default=False),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Redact everything in SOURCE into DESTINATION. Run again, it continues where it stopped.

    Examples:
      veilproof archive run footage/ redacted/

      veilproof archive run manifest.csv redacted/ --workers 8 --log-json
    """
    defaults = Options(
        **asdict(delivery),
        effort=effort,
        detector=detector.detector,
        model=model_option(detector.model),
        audit=audit,
        cover=words_of(kinds_of(cover)),
        min_text_height=min_text_height,
    )
    archive = Archive.at(destination, state)
    if not is_url(destination):
        _create_folder(Path(destination))
    collection = Collection(source, defaults, archive)
    archive.prepare()
    listeners: list[Listener] = []
    if metrics is not None:
        from veilproof.archive.metrics import Metrics

        listeners.append(Metrics(metrics))
    if log_json:
        listeners.append(archive_show.JsonLines())
    started = engine.engine()
    with archive_show.progress(quiet or log_json) as display:
        listeners.append(display)

        def notify(event: Event) -> None:
            for listener in listeners:
                listener(event)

        counts = Run(archive, collection, started, notify).execute(watch=watch)
    if not quiet and not log_json:
        with Journal(archive.state) as journal:
            archive_show.summary(status_of(journal))
    raise typer.Exit(_exit_code(counts))


@app.command("status")
def status(
    destination: Destination,
    state: StateFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show the progress: counts, rate, time left, what failed and why, what needs review.

    Example:
      veilproof archive status redacted/
    """
    with Journal(Archive.at(destination, state).state) as journal:
        known = status_of(journal)
    if as_json:
        show.say(json.dumps(known.as_dict()))
    else:
        archive_show.summary(known)
    raise typer.Exit(_exit_code(known.counts))


@app.command("retry")
def retry(
    destination: Destination,
    state: StateFolder = None,
    cause: Annotated[
        str | None,
        typer.Option(
            "--cause", help="Only items that ended for this cause, as `archive status` names it.", show_default=False
        ),
    ] = None,
    needs_review: Annotated[bool, typer.Option("--needs-review", help="Also items that need review.")] = False,
) -> None:
    """Queue failed items again, for the next run or the one in progress.

    Examples:
      veilproof archive retry redacted/

      veilproof archive retry redacted/ --cause "memory limit"
    """
    states = (State.FAILED, State.NEEDS_REVIEW) if needs_review else (State.FAILED,)
    with Journal(Archive.at(destination, state).state) as journal:
        again = journal.retry(states, cause)
    show.say(f"{show.count(again, 'item')} will be tried again by `veilproof archive run`")


@app.command("sample")
def sample(
    destination: Destination,
    items: Annotated[
        int, typer.Option("--items", min=1, help="How many items to draw, each with one frame to look at.")
    ],
    state: StateFolder = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number draws other items.")] = 1,
    force: options.Force = False,
) -> None:
    """Draw items for a check by sample: at most how many frames of the archive show a bare face.

    Decide how many before you look. 299 without a find bound a plain sample at 1 %, 598 at 0.5 %.

    Example:
      veilproof archive sample redacted/ --items 330
    """
    archive = Archive.at(destination, state)
    with Journal(archive.state) as journal:
        path = draw_sample(archive, journal, items, seed=seed, force=force)
    show.say(f"{path}: look at them with `veilproof review {path}`")


@app.command("report")
def report(
    destination: Destination,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page or data to write: .html or .json.")],
    state: StateFolder = None,
    force: options.Force = False,
) -> None:
    """Write a summary of all items.

    Example:
      veilproof archive report redacted/ -o report.html
    """
    with Journal(Archive.at(destination, state).state) as journal:
        write_report(journal, output, force=force)
    show.say(str(output))


@app.command("release")
def release(
    destination: Destination,
    output: Annotated[Path, typer.Option("--output", "-o", help="The certificate to write: .json.")],
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign", help="Sign with this Ed25519 key (PEM or SSH). It can be traced to you.", show_default=False
        ),
    ] = None,
    state: StateFolder = None,
    force: options.Force = False,
) -> None:
    """Write one certificate over all results, under which each can be proved alone.

    Example:
      veilproof archive release redacted/ -o redacted.json --sign key.pem
    """
    with Journal(Archive.at(destination, state).state) as journal:
        done = certify(journal, output, load_private_key(sign) if sign else None, force=force)
    show.say(f"{output}: {show.count(done.certificate.items, 'item')}, {'signed' if sign else 'not signed'}")


@app.command("verify")
def verify(
    certificate: Annotated[Path, typer.Argument(help="The certificate of an archive.", show_default=False)],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Results to prove.", show_default=False)
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", help="The public key that it must be signed with: PEM, SSH or hexadecimal.", show_default=False
        ),
    ] = None,
) -> None:
    """Verify the certificate of an archive, and that files are results that it names.

    Example:
      veilproof archive verify redacted.json redacted/march.redacted.mp4 --key maker.pub
    """
    release = read_archive_release(certificate)
    found = verify_archive(release, files or [], load_public_key(key) if key else None)
    for line in found.against:
        show.say(f"  ! {line}")
    show.say(found.sentence)
    raise typer.Exit(found.verdict.exit_code)


def _create_folder(destination: Path) -> None:
    try:
        destination.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VeilproofError(f"{destination} cannot be created ({error.strerror}): choose another folder") from None


def _exit_code(counts: dict[State, int]) -> ExitCode:
    if counts[State.FAILED] or counts[State.WAITING] or counts[State.RUNNING]:
        return ExitCode.ERROR
    return ExitCode.NEEDS_REVIEW if counts[State.NEEDS_REVIEW] else ExitCode.DONE
