"""Keeping the libraries that run networks from reporting their use to their makers.

Both do so from the moment they are imported, unless told not to before: OpenVINO asks for an address on the internet
and writes to `~/intel`; ONNX Runtime (1.29 and later) keeps a device number and a database of events in the user's
cache.
"""

from __future__ import annotations

import os
import sys


def silence_runtimes() -> None:
    """Make sure that neither opens a connection or leaves a file. Call it before either is imported."""
    # OpenVINO falls back on a reporter that does nothing when this cannot be imported, and None says that it cannot.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
