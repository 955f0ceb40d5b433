"""Publish the evidence, not the people: cover every face in photos and video, and report what is left.

The public API. `scan` writes a plan, `render` applies it, `redact` does both. `Covers` and `cover` are for programs
that decode and encode on their own. Every function takes names of files as text or as `pathlib.Path`.
"""

# ruff: noqa: E402 - the libraries take a second to import, and Ctrl-C during it must not print a traceback
from veilproof.process import end_at_once_while_importing

end_at_once_while_importing()

from veilproof.detect import Detections, Detector, load_detector
from veilproof.errors import ExitCode, VeilproofError
from veilproof.media.encoders import Encoder
from veilproof.media.video_write import Audio, Subtitles
from veilproof.plan import Decision, Plan
from veilproof.progress import Progress, Step
from veilproof.redact import Redacted, redact
from veilproof.render.apply import Delivery, RenderResult, render
from veilproof.render.arrays import Covers, FrameCover, cover
from veilproof.render.covers import Method, Shape, Style
from veilproof.risk import Place, PlaceKind, Risk
from veilproof.scan.profile import Effort
from veilproof.scan.run import Scanned, scan
from veilproof.version import __version__

__all__ = [
    "Audio",
    "Covers",
    "Decision",
    "Delivery",
    "Detections",
    "Detector",
    "Effort",
    "Encoder",
    "ExitCode",
    "FrameCover",
    "Method",
    "Place",
    "PlaceKind",
    "Plan",
    "Progress",
    "Redacted",
    "RenderResult",
    "Risk",
    "Scanned",
    "Shape",
    "Step",
    "Style",
    "Subtitles",
    "VeilproofError",
    "__version__",
    "cover",
    "load_detector",
    "redact",
    "render",
    "scan",
]
