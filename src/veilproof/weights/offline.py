"""Disable the telemetry of the libraries that run networks.

Unless it is disabled before, telemetry starts on import: OpenVINO resolves an address on the internet and writes to
`~/intel`; ONNX Runtime (1.29 and later) keeps a device identifier and a database of events in the user's cache.
"""

from __future__ import annotations

import os
import sys


def disable_telemetry() -> None:
    """Keep both from opening connections and writing files. Call it before either is imported."""
    # OpenVINO falls back on a stub when this module cannot be imported, which None makes Python report.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
