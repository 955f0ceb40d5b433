"""What a network costs while it is used, and after."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from veilproof.detect import load_detector
from veilproof.detect.network import load_network
from veilproof.weights import path


def test_a_network_that_is_let_go_is_freed_at_once() -> None:
    # Python looks for circles of objects by their number, not by their hundreds of megabytes: whoever calls `redact`
    # for every photograph of a folder would run out of memory first.
    gc.disable()
    try:
        network = load_network(path("yunet"), 0.0, 1.0)
        network.run(np.zeros((64, 64, 3), np.uint8))
        freed = weakref.ref(network)
        del network
        assert freed() is None
    finally:
        gc.enable()


def test_a_detector_that_is_let_go_is_freed_at_once() -> None:
    gc.disable()
    try:
        detector = load_detector("yunet")
        detector.detect(np.zeros((64, 64, 3), np.uint8), 0.1)
        freed = weakref.ref(detector)
        del detector
        assert freed() is None
    finally:
        gc.enable()
