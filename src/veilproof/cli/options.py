"""The options that several commands share, each defined once: name, type, help and default.

A single option is an `Annotated` type. Options that belong together are a group (`veilproof.cli.groups`): a new field
of a group is a new option of every command that takes the group. Defaults come from the library.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from veilproof.detect import MODEL_NAMES, Detector, load_detector
from veilproof.initials import are_initials
from veilproof.kind import DEFAULT_COVER
from veilproof.media.encoders import Encoder
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.apply import Delivery
from veilproof.render.covers import Method, Shape, Style
from veilproof.scan.profile import Effort

Paths = Annotated[list[Path], typer.Argument(help="Videos, photos, or folders of them.", show_default=False)]
Original = Annotated[Path, typer.Argument(help="The original video or photo.", show_default=False)]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="<path>",
        help="The file to write; or a folder, if it has no suffix, ends with / or there are several originals."
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
Preview = Annotated[
    Path | None,
    typer.Option(
        "--preview", help="Also write a contact sheet of the redacted output, e.g. sheet.jpg.", show_default=False
    ),
]
Reasons = Annotated[
    Path | None,
    typer.Option(
        "--reasons",
        help="The reasons of your office, as a TOML file. [dim]Default: those that come with veilproof[/dim]",
        show_default=False,
    ),
]


def _checked_initials(text: str) -> str:
    if text and not are_initials(text):
        raise typer.BadParameter("initials are one to four letters")
    return text


Initials = Annotated[
    str,
    typer.Option(
        "--initials",
        help="Initials of who says so, up to four letters; stored in the plan.",
        show_default=False,
        callback=_checked_initials,
    ),
]
AuditToo = Annotated[
    bool,
    typer.Option(
        "--audit",
        help="Also audit each result. The report goes beside it, as NAME.audit/; in an archive, with its state.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an output that exists; never an original.")]
Listen = Annotated[str, typer.Option("--listen", help="The loopback address to serve the page on.")]
Port = Annotated[int, typer.Option("--port", help="The port; 0 takes any free one.", min=0, max=65535)]
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open the page in a browser, or only print its address.")
]
EffortOf = Annotated[
    Effort,
    typer.Option(
        "--effort",
        help="How much time a scan may take to find more faces: high checks more frames, in more views.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; only what needs review.")]

CoverKinds = Annotated[
    str,
    typer.Option(
        "--cover",
        metavar="<kinds>",
        help="What is looked for and covered: faces, heads, text, plates, joined by commas. heads are found from behind"
        " and in hoods, too; text is found, never read.",
    ),
]
MinTextHeight = Annotated[
    float,
    typer.Option(
        "--min-text-height", metavar="<px>", help="Text of less height than so many pixels stays visible.", min=0.0
    ),
]

_DELIVERY = Delivery()


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """How faces are covered, and what happens to sound and subtitles."""

    method: Annotated[
        Method,
        typer.Option(
            "--method",
            help="How faces are covered. solid hides everything. With the same photo in other light 29 of 38 faces"
            " were matched under mosaic, 31 of 40 under blur.",
        ),
    ] = _DELIVERY.style.method
    shape: Annotated[Shape, typer.Option("--shape", help="The shape of each cover.")] = _DELIVERY.style.shape
    scale: Annotated[
        float,
        typer.Option(
            "--scale", help="How large a cover is, in face sizes: 1.5 covers hair, ears and chin.", min=1.0, max=4.0
        ),
    ] = _DELIVERY.style.scale
    audio: Annotated[
        Audio,
        typer.Option(
            "--audio",
            help="What happens to sound of which the plan says nothing. mute removes it, because a voice identifies a"
            " person; keep copies it bit by bit; disguise changes voices: harder to recognise, not anonymous. For"
            " people at risk, mute it.",
        ),
    ] = _DELIVERY.audio
    subtitles: Annotated[
        Subtitles, typer.Option("--subtitles", help="Subtitles can name people: drop or keep them.")
    ] = _DELIVERY.subtitles

    def delivery(self) -> Delivery:
        """The same, as `veilproof.render` takes it."""
        return Delivery(Style(self.method, self.shape, self.scale), self.audio, self.subtitles)


@dataclass(frozen=True, slots=True)
class RenderOptions(DeliveryOptions):
    """The same, and what encodes videos: only where nothing relies on the same file coming out again."""

    encoder: Annotated[
        Encoder,
        typer.Option(
            "--encoder",
            help="What encodes videos. x264 is the processor: the same plan gives the same file, bit by bit. nvenc is"
            " an NVIDIA card; auto takes it where it can.",
        ),
    ] = _DELIVERY.encoder

    def delivery(self) -> Delivery:
        """The same, as `veilproof.render` takes it."""
        # Not `super()`: the class that `slots` makes is another one than the one in which this was written.
        return replace(DeliveryOptions.delivery(self), encoder=self.encoder)


@dataclass(frozen=True, slots=True)
class DetectorOptions:
    """Which detector a scan uses."""

    detector: Annotated[
        str, typer.Option("--detector", metavar=f"<{'|'.join(MODEL_NAMES)}>", help="The face detector.")
    ] = MODEL_NAMES[0]
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            help="Your own ONNX model instead, with outputs like those of CenterFace, YuNet or SCRFD.",
            show_default=False,
        ),
    ] = None

    def load(self) -> Detector:
        """Load the detector.

        Raises:
            VeilproofError: there is no such detector, or the file is none.
        """
        return load_detector(self.detector, self.model)


@dataclass(frozen=True, slots=True)
class ScanOptions(DetectorOptions):
    """How a scan finds faces."""

    effort: EffortOf = Effort.NORMAL
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            help="The confidence from which something is covered. .5 leaves more faces bare than it is worth."
            " [dim]Default: of videos .026 (small faces) to .071 (large ones), of photos .07 to .1, less with high"
            " effort[/dim]",
            min=0.0,
            max=1.0,
            show_default=False,
        ),
    ] = None
    cover: CoverKinds = DEFAULT_COVER
    min_text_height: MinTextHeight = 0.0
