"""How good a checkpoint is, on photographs held back for choosing; `benchmarks.recall` gives what is reported."""

from __future__ import annotations

from pathlib import Path

from benchmarks.recall import least_score, recalls, seen
from training.pictures import Pictures
from veilproof.detect import load_detector
from veilproof.detect.views import View


def judged(model: Path, pictures: Pictures) -> dict[str, float]:
    """Recall at 1 false positive per image, with one view at the size of the photograph."""
    detector = load_detector(model=model)
    crowds = [seen(detector, still, (View(),)) for still in pictures.crowds]
    masks = [seen(detector, still, (View(),)) for still in pictures.masks]
    in_crowds, in_masks = recalls(crowds, least_score(crowds, 1.0)), recalls(masks, least_score(masks, 1.0))
    wanted = {
        "16 px and more": in_crowds["16 px and more"],
        "not occluded": in_crowds["not occluded"],
        "partly occluded": in_crowds["partly occluded"],
        "heavily occluded": in_crowds["heavily occluded"],
        "with masks": in_masks["partly occluded all sizes"],
    }
    return {name: found / max(1, count) for name, (found, count) in wanted.items()}


def worth(recall: dict[str, float]) -> float:
    """One number to choose by: hidden faces count as much as all faces together."""
    return recall["16 px and more"] + (recall["heavily occluded"] + recall["with masks"]) / 2
