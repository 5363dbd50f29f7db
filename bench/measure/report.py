"""One run of one benchmark: its sizes, and each figure said to people and written down for the table.

run = Run(__doc__, people=Size(100_000, quick=2_000), rounds=Size(3, quick=1))
run.add("destroyed", seconds, "s", peer=Peer("raw SQL DELETE", raw), most_ratio=1.5)
return run.finish()
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lerna.config.checks.bench_page import write_figure


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: what the table shows, and the little that shows that the benchmark runs."""

    full: int
    quick: int


@dataclass(frozen=True, slots=True)
class Peer:
    """What a figure is compared with: its name, and its own figure of each round, in the same unit."""

    title: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was found. `ratio` is the value divided by the peer's; `kept` is None where no budget judges."""

    name: str
    what: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    budget: str = ""
    kept: bool | None = None

    def __str__(self) -> str:
        said = f"{self.what}: {write_figure(self.value, self.unit)}"
        if self.peer_value is not None and self.ratio is not None:
            said += f"; {self.peer}: {write_figure(self.peer_value, self.unit)}; {write_figure(self.ratio, '×')}"
        if self.budget:
            said += f" ({self.budget}: {'not judged' if self.kept is None else 'kept' if self.kept else 'missed'})"
        return said


class Run:
    """Reads the sizes from the command line, gathers figures, and ends with 1 where a budget was missed."""

    def __init__(self, description: str | None, **sizes: Size) -> None:
        self.name = Path(sys.argv[0]).stem
        self.figures: list[Figure] = []
        self.notes: list[str] = []
        parser = argparse.ArgumentParser(
            description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
        )
        parser.add_argument("--quick", action="store_true", help="small sizes: shows that it runs, and judges nothing")
        parser.add_argument("--results", type=Path, metavar="FILE", help="write the figures here too, as JSON")
        for name, size in sizes.items():
            parser.add_argument(f"--{name}", type=int, help=f"{size.full:,}, with --quick {size.quick:,}")
        options = vars(parser.parse_args())
        self.is_quick: bool = options["quick"]
        self._results: Path | None = options["results"]
        self.sizes = {
            name: options[name] or (size.quick if self.is_quick else size.full) for name, size in sizes.items()
        }

    def add(  # noqa: PLR0913 -- a figure and the one budget it may have
        self,
        what: str,
        values: Sequence[float],
        unit: str,
        *,
        peer: Peer | None = None,
        most: float | None = None,
        least: float | None = None,
        most_ratio: float | None = None,
    ) -> None:
        """The median of `values`, one a round, in `unit`; beside a peer the median of the rounds' own ratios.

        Of the three limits at most one: `most` and `least` of the value, `most_ratio` of the ratio.
        """
        value = statistics.median(values)
        ratio = statistics.median(mine / its for mine, its in zip(values, peer.values, strict=True)) if peer else None
        budget, is_kept = "", True
        if most is not None:
            budget, is_kept = f"at most {write_figure(most, unit)}", value <= most
        elif least is not None:
            budget, is_kept = f"at least {write_figure(least, unit)}", value >= least
        elif most_ratio is not None and ratio is not None:
            budget, is_kept = f"at most {write_figure(most_ratio, '×')}", ratio <= most_ratio
        figure = Figure(
            name=self.name,
            what=what,
            value=value,
            unit=unit,
            peer=peer.title if peer else "",
            peer_value=statistics.median(peer.values) if peer else None,
            ratio=ratio,
            budget=budget,
            kept=None if self.is_quick or not budget else is_kept,
        )
        self.figures.append(figure)
        print(f"quick: {figure}" if self.is_quick else figure, flush=True)

    def note(self, sentence: str) -> None:
        """What could not be measured, and why."""
        self.notes.append(sentence)
        print(sentence, flush=True)

    def finish(self) -> int:
        """Writes everything down; 1 where a budget was missed. Whoever never comes here has found nothing."""
        if self._results:
            document = {
                "sizes": self.sizes, "quick": self.is_quick, "notes": self.notes,
                "figures": [asdict(figure) for figure in self.figures],
            }  # fmt: skip
            self._results.write_text(json.dumps(document, ensure_ascii=False))
        return 1 if any(figure.kept is False for figure in self.figures) else 0
