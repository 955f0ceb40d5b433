"""Run a network: with ONNX Runtime on an NVIDIA GPU if that is installed, otherwise with OpenVINO on the CPU."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.process import stop_afterwards
from veilproof.weights.offline import disable_telemetry

if TYPE_CHECKING:
    from openvino import Core, InferRequest, Model

disable_telemetry()

_LOG = logging.getLogger(__name__)

_COMPILED_SIZES = 4
"""Input sizes for which a compiled network is kept: those of the views of one video. A round number."""
_CUDA_BATCH_PIXELS = 2 * 1920 * 1920
"""Two tiles of the largest size, or eight pictures of 720p, a run: CenterFace then holds about 3 GB of intermediate
results on the GPU, computed from its layers. Not measured."""
_CUDA_OPTIONS = {
    # 32-bit arithmetic as it is, not 19-bit TF32: the thresholds of evidence were fitted on scores without its noise.
    "use_tf32": "0",
    # Else every new size of picture is timed with every algorithm, and which of them is used depends on the load.
    "cudnn_conv_algo_search": "HEURISTIC",
}


class Network(Protocol):
    """A network whose input is a picture, or several of one size, and whose outputs have names."""

    @property
    def device(self) -> str:
        """Runtime and device, as text for the user."""
        ...

    @property
    def outputs(self) -> dict[str, int]:
        """The names of the outputs, in order, with their ranks."""
        ...

    @property
    def batch_pixels(self) -> int:
        """The pixels, of all pictures together, that a run should take at most; 0: one picture a run is as fast."""
        ...

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Run inference.

        Args:
            picture: uint8 [h, w, 3], contiguous, in the colour order of the network.

        Returns:
            The outputs by name, float32. They may be overwritten by the next run.
        """
        ...

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """The same for uint8 [n, h, w, 3], several pictures of one size at once."""
        ...


def run_all(
    network: Network, pictures: Iterable[NDArray[np.uint8]]
) -> Iterator[tuple[NDArray[np.uint8], dict[str, NDArray[np.float32]]]]:
    """Run inference on several pictures; neighbours of one size in the same run, where that is faster.

    Args:
        network: it says how much goes into a run.
        pictures: each as `Network.run` takes it. No more of them are taken than go into the next run.

    Yields:
        Each picture with its outputs, as `Network.run` returns them, before the next run.
    """
    for shape, alike in groupby(pictures, lambda picture: picture.shape):
        count = max(1, network.batch_pixels // (shape[0] * shape[1]))
        while batch := list(islice(alike, count)):
            outputs = network.run_batch(np.stack(batch)) if len(batch) > 1 else network.run(batch[0])
            if any(len(output) != len(batch) for output in outputs.values()) and len(batch) > 1:
                # A user's model whose outputs do not tell the pictures of a batch apart.
                yield from ((picture, network.run(picture)) for picture in batch)
                continue
            for at, picture in enumerate(batch):
                one = {name: output[at : at + 1] for name, output in outputs.items()} if len(batch) > 1 else outputs
                yield picture, one


def load_network(path: Path, mean: float, scale: float, without: tuple[str, ...] = ()) -> Network:
    """Load an ONNX file, for the NVIDIA GPU if there is one that can be used.

    Where ONNX Runtime has CUDA but this GPU cannot be used, one warning a process says why.

    Args:
        path: the file.
        mean: subtracted from the values of the picture (0 to 255).
        scale: divides them after that.
        without: outputs whose names begin with one of these are not computed.

    Raises:
        VeilproofError: the file is missing, or the runtime cannot read it.
    """
    problem = None
    if cuda_offered():
        try:
            return _CudaNetwork(path, mean, scale, without)
        except Exception as error:  # ONNX Runtime has many types of them, for the file as for the GPU
            problem = error
    try:
        network = _OpenVinoNetwork(path, mean, scale, without)
    except Exception as error:  # both runtimes raise plain RuntimeErrors for files they cannot read
        raise VeilproofError(
            f"{path}: not a model that can be loaded ({_last_line(error)}); give an ONNX face detector"
        ) from error
    if problem is not None:
        _say_once(f"the NVIDIA GPU is not used ({_last_line(problem)}); networks run on the processor")
    return network


def cuda_offered() -> bool:
    """Whether ONNX Runtime is installed with CUDA; that a GPU can be used, only a network that was loaded shows."""
    try:
        with stop_afterwards():
            import onnxruntime
    except ImportError:
        return False
    return "CUDAExecutionProvider" in onnxruntime.get_available_providers()


@cache
def _say_once(line: str) -> None:
    _LOG.warning("veilproof: %s", line)


def _last_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1].rstrip(".") if lines else type(error).__name__


class _OpenVinoNetwork:
    """On the CPU. Compiled for each input size (about 0.2 s), which makes each run 15 % faster."""

    batch_pixels = 0

    def __init__(self, path: Path, mean: float, scale: float, without: tuple[str, ...]) -> None:
        with stop_afterwards():
            import openvino
            from openvino.frontend import FrontEndManager

        core = openvino.Core()
        # If OpenVINO has to guess the format, each of its readers writes an error to standard error.
        reader = FrontEndManager().load_by_framework("onnx")
        model = reader.convert(reader.load(str(path)))
        if without:
            kept = [output for output in model.outputs if not output.get_any_name().startswith(without)]
            model = openvino.Model(kept, model.get_parameters())
        self.outputs = {o.get_any_name(): len(o.get_partial_shape()) for o in model.outputs}
        self.device = f"OpenVINO on {core.get_property('CPU', 'FULL_DEVICE_NAME').strip()}"

        # Not a method: a cache that knows its owner keeps it, and all its memory, until Python looks for such circles.
        @lru_cache(maxsize=_COMPILED_SIZES)
        def compiled(count: int, height: int, width: int) -> InferRequest:
            return _compiled(core, model, (count, height, width), mean, scale)

        self._request = compiled

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        request = self._request(*pictures.shape[:3])
        results = request.infer([pictures], share_inputs=True, share_outputs=True)
        return dict(zip(self.outputs, (np.asarray(r, np.float32) for r in results.to_tuple()), strict=True))


def _compiled(core: Core, model: Model, size: tuple[int, int, int], mean: float, scale: float) -> InferRequest:
    """A network for inputs of one size: how many pictures, their height and width."""
    with stop_afterwards():
        from openvino import Layout, Type
        from openvino.preprocess import PrePostProcessor

    count, height, width = size
    own = model.clone()
    own.reshape([count, 3, height, width])
    steps = PrePostProcessor(own)
    steps.input().tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    steps.input().model().set_layout(Layout("NCHW"))
    steps.input().preprocess().convert_element_type(Type.f32).mean(mean).scale(scale)
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": os.cpu_count() or 1}
    return core.compile_model(steps.build(), "CPU", settings).create_infer_request()


class _CudaNetwork:
    """On an NVIDIA GPU; if that fails in the middle, for example for lack of memory, on the CPU from then on."""

    def __init__(self, path: Path, mean: float, scale: float, without: tuple[str, ...]) -> None:
        import onnxruntime

        # Its errors come as exceptions; it would write each to standard error as well.
        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=[("CUDAExecutionProvider", _CUDA_OPTIONS)], enable_fallback=0
        )
        # Without the libraries of CUDA, or without a GPU, it quietly takes the processor.
        if "CUDAExecutionProvider" not in self._session.get_providers():
            raise RuntimeError("ONNX Runtime cannot open it; are the NVIDIA driver, and its CUDA and cuDNN, installed?")
        entry = self._session.get_inputs()[0]
        self._input = entry.name
        self._mean, self._scale = np.float32(mean), np.float32(scale)
        # A name begins with none of no prefixes.
        computed = [o for o in self._session.get_outputs() if not o.name.startswith(without)]
        self.outputs = {o.name: len(o.shape) for o in computed}
        self.device = "ONNX Runtime on CUDA"
        self.batch_pixels = 0 if isinstance(entry.shape[0], int) else _CUDA_BATCH_PIXELS
        self._on_processor = partial(_OpenVinoNetwork, path, mean, scale, without)
        self._instead: _OpenVinoNetwork | None = None

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        if self._instead is not None:
            return self._instead.run_batch(pictures)
        planes = np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)).astype(np.float32)
        try:
            results = self._session.run(list(self.outputs), {self._input: (planes - self._mean) / self._scale})
        except Exception as error:  # ONNX Runtime has many types of them
            self._instead = self._on_processor()
            self.device, self.batch_pixels = self._instead.device, self._instead.batch_pixels
            _say_once(f"the NVIDIA GPU failed ({_last_line(error)}); networks go on on the processor")
            return self._instead.run_batch(pictures)
        return dict(zip(self.outputs, results, strict=True))
