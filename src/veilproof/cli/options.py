"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.detect import MODEL_NAMES, Detector, load_detector
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.apply import Delivery
from veilproof.render.covers import Method, Shape, Style
from veilproof.scan.profile import Effort

Paths = Annotated[list[Path], typer.Argument(help="Videos, photos, or folders of them.", show_default=False)]
Original = Annotated[Path, typer.Argument(help="The original video or photo.", show_default=False)]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="Where the result goes: a file, or a folder when there are several."
        " [dim]Default: beside the original, as NAME.redacted.SUFFIX[/dim]",
        show_default=False,
    ),
]
PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan", help="The plan file. [dim]Default: beside the original, as NAME.veil[/dim]", show_default=False
    ),
]
DetectorName = Annotated[str, typer.Option("--detector", help=f"What finds faces: {', '.join(MODEL_NAMES)}.")]
Model = Annotated[
    Path | None,
    typer.Option(
        "--model", help="Your own ONNX file, shaped like CenterFace, YuNet or SCRFD, instead.", show_default=False
    ),
]
EffortName = Annotated[
    Effort,
    typer.Option(
        "--effort", help="How much time a scan may take to find more: high detects more often, with more views."
    ),
]
MethodName = Annotated[
    Method,
    typer.Option(
        "--method",
        help="How faces are covered. solid hides all. With the same photo in other light 29 of 38 faces were matched"
        " under mosaic, 31 of 40 under blur.",
    ),
]
ShapeName = Annotated[Shape, typer.Option("--shape", help="The shape of a cover.")]
Scale = Annotated[
    float,
    typer.Option(
        "--scale", help="How large a cover is, in face sizes: 1.5 covers hair, ears and chin.", min=1.0, max=4.0
    ),
]
Sound = Annotated[
    Audio,
    typer.Option("--audio", help="mute leaves the sound out, because a voice identifies; keep copies it bit by bit."),
]
SubtitleChoice = Annotated[Subtitles, typer.Option("--subtitles", help="Subtitles can name people: drop or keep them.")]
Preview = Annotated[
    Path | None,
    typer.Option(
        "--preview", help="Also write a contact sheet of the redacted output, e.g. sheet.jpg.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; only what needs review.")]


def detector_of(name: str, model: Path | None) -> Detector:
    """The detector that the options ask for."""
    return load_detector(name, model)


def delivery_of(method: Method, shape: Shape, scale: float, audio: Audio, subtitles: Subtitles) -> Delivery:
    """What the options say about the output."""
    return Delivery(Style(method, shape, scale), audio, subtitles)
