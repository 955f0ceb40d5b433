"""Scan the sound of one video: find speech and write it into the plan."""

from __future__ import annotations

from pathlib import Path

from veilproof.plan import Plan
from veilproof.progress import Progress
from veilproof.sound.find import find_speech


def scan_sound(source: Path, plan: Plan, progress: Progress) -> None:
    """Find speech in all sound of a video, all frames of which are in the plan.

    Raises:
        VeilproofError: the video cannot be read, or the plan cannot be written.
    """
    plan.add_speech(find_speech(source, progress))
