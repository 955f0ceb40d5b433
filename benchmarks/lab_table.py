"""Writes the small table that the audit uses, and the one in docs/lab.md, from a report of the laboratory.

`python -m benchmarks.lab_table report/report.json` prints the table in Markdown; with `--write` it replaces the one
that comes with veilproof.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from veilproof.lab.attacks import Attacker
from veilproof.lab.cameras import AS_TAKEN, CAMERAS
from veilproof.lab.findings import AttackFinding, CoveringFinding, Findings
from veilproof.lab.sentences import of_100
from veilproof.risk.matched_share import TABLE, MatchedShare, MatchedShares

_ATTACKERS = (Attacker.NAIVE, Attacker.PARROT, Attacker.CROPPED, Attacker.FUSED)
_MILLION = 1_000_000


def table_of(findings: Findings, recipe: str) -> MatchedShares:
    """The table of matched shares: of every camera the attack that matches most."""
    sizes = {AS_TAKEN.name: (round(findings.face_px), True)}
    sizes |= {camera.name: (camera.face_px or round(findings.face_px), camera.is_sharp) for camera in CAMERAS}
    rows = []
    for covering in findings.coverings:
        for camera, (face_px, sharp) in sizes.items():
            own = [attack.in_whole_set.rate for attack in covering.attacks if attack.camera == camera]
            if own:
                worst = max(own, key=lambda rate: rate.rate)
                rows.append(
                    MatchedShare(
                        covering.name, covering.words, camera, face_px, sharp, worst.rate, worst.low, worst.high
                    )
                )
    return MatchedShares(recipe, findings.people, tuple(rows))


def as_markdown(findings: Findings) -> str:
    """Rank 1 of each attacker on each covering, of 100 people, and what follows for a million."""
    lines = [
        f"| covering | naive | parrot | cropped | fused | strongest among {findings.people} | among a million"
        " (extrapolated) | difference to the next |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for covering in findings.coverings:
        strongest = covering.attacks[covering.strongest]
        million = strongest.in_gallery(_MILLION)
        cells = [covering.name, *(_share(covering, each) for each in _ATTACKERS), of_100(strongest.in_whole_set.rate)]
        cells += [of_100(million.rate) if million else "", _to_next(covering)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(covering: CoveringFinding, attacker: Attacker) -> str:
    own = [each for each in covering.attacks if each.camera == AS_TAKEN.name and each.attacker == attacker.value]
    return f"{max(map(_rate, own)):.3f}" if own else ""


def _rate(attack: AttackFinding) -> float:
    return attack.in_whole_set.rate.rate


def _to_next(covering: CoveringFinding) -> str:
    following = covering.to_next
    if following is None:
        return ""
    value, low, high = (100 * each for each in (following.difference, following.low, following.high))
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f})"


def main() -> None:
    """Print the table, and write the small one if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="report.json of a run")
    parser.add_argument("--write", action="store_true", help="replace the table that comes with veilproof")
    options = parser.parse_args()
    findings = msgspec.json.decode(options.report.read_bytes(), type=Findings)
    print(as_markdown(findings))
    if options.write:
        recipe = (
            f"veilproof lab run over {findings.people} people of {findings.set.name}, recognisers"
            f" {', '.join(findings.recognisers)}, seed {findings.seed}; then python -m benchmarks.lab_table --write"
        )
        table = msgspec.json.format(msgspec.json.encode(table_of(findings, recipe)), indent=1)
        TABLE.write_bytes(table + b"\n")
        print(f"{TABLE}: written")


if __name__ == "__main__":
    main()
