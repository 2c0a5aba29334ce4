"""How often each page tells a story where nothing happened: companies of the sample's generator in which nothing did.

    python -m benchmarks.worlds [--worlds 200] [--processes 4] [--keep FOLDER]

Every world is a company of another seed with random draws at constant rates; its five exports are imported as anybody's
are, and each page is asked whether it names anything: a culprit, a drip, a worst-served segment, a gamer. At most 5 %
of worlds may have one. --keep: a folder for the workspaces, from which a later run takes them instead of building them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import repeat
from pathlib import Path
from types import MappingProxyType

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.spread import Standing
from cxmetrics.model import Selection
from cxmetrics.period import Period
from cxmetrics.report import why_words
from cxmetrics.report.losses_words import says_most_were_satisfied
from cxmetrics.workspace import shelf
from cxmetrics.workspace.losses import Question
from cxmetrics.workspace.workspace import Workspace
from sample_data.files import write_exports
from sample_data.world import make_world

BAR = 0.05
FIRST_SEED = 10_001

COMPARED = Period.parse("2026-02"), Period.parse("2026-03")
"""The two months of the sample's headline."""


def names_a_culprit(metric: str, workspace: Workspace) -> bool:
    """Whether What moved it says anything but that nothing stands out."""
    outline = workspace.outline()
    found = workspace.explanation(outline, Selection(metric, *COMPARED))
    return "Nothing stands out" not in why_words.sentence(found, outline.metrics[metric])


def names_a_drip(workspace: Workspace) -> bool:
    """Whether Over time says of any metric that its year moved, or that it matters when somebody joined."""
    outline = workspace.outline()
    cohorts = (workspace.cohorts(outline, key) for key in ("churn", "employee_turnover"))
    return any(year.real for year in workspace.years(outline)) or any(found and found.differ for found in cohorts)


def names_a_gamer(metric: str, workspace: Workspace) -> bool:
    """Whether Gamed? names an agent, or says that contacts pile up just below a round number."""
    found = workspace.gaming(workspace.outline(), Selection(metric, *COMPARED))
    assert found
    return bool(found.named) or bool(found.pile and found.pile.real())


def names_the_worst_served(metric: str, workspace: Workspace) -> bool:
    """Whether Spread names anybody as worse served, or says that the parts moved against the whole.

    Not by channel for the metrics of tickets: chat is rated lower and social media are answered later in every company
    of the generator, so that is no false story.
    """
    found = workspace.spread(workspace.outline(), Selection(metric, *COMPARED))
    true = ("channel", "via") if metric in ("ticket_csat", "first_reply_time", "replied") else ()
    return bool(found.reversals) or any(
        one.standing is Standing.WORSE and one.segment.dimension not in true for one in found.served
    )


def tells_leavers_apart(metric: str, workspace: Workspace) -> bool:
    """Whether Satisfied but left says that those who left had answered otherwise than those who stayed.

    Of answers that have nothing to do with leaving; who is dissatisfied answers more readily before leaving in every
    company of the generator without a planted truth, so csat and nps do tell them apart there, and rightly.
    """
    answered = workspace.left(workspace.outline(), Question(metric)).customers.answered
    assert answered
    assert answered.compared
    return answered.compared.standing in (Standing.WORSE, Standing.BETTER)


def says_most_left_satisfied(workspace: Workspace) -> bool:
    """Whether Satisfied but left says so, where it was not planted."""
    return says_most_were_satisfied(workspace.left(workspace.outline(), Question("csat")).customers, USUAL)


PAGES: Mapping[str, Callable[[Workspace], bool]] = MappingProxyType(
    {
        **{
            f"What moved it: {metric}": partial(names_a_culprit, metric)
            for metric in ("nps", "ticket_csat", "handle_time", "ces", "churn")
        },
        "Over time: a year that moved": names_a_drip,
        **{
            f"Gamed?: {metric}": partial(names_a_gamer, metric)
            for metric in ("handle_time", "talk_time", "resolution_time")
        },
        **{
            f"Spread: {metric}": partial(names_the_worst_served, metric)
            for metric in ("nps", "csat", "ces", "handle_time", "hold_time", "ticket_csat", "reopen_rate", "churn")
        },
        **{
            f"Satisfied but left: {metric} told who would leave": partial(tells_leavers_apart, metric)
            for metric in ("ticket_csat", "csat_invoice", "csat_hold")
        },
        "Satisfied but left: most left satisfied": says_most_left_satisfied,
    }
)
"""Page and what it is asked about -> whether it names anything."""


@contextmanager
def world(seed: int, keep: Path | None) -> Iterator[Workspace]:
    """The workspace of a company of this seed to which nothing ever happens."""
    with tempfile.TemporaryDirectory() as temporary:
        path = (keep or Path(temporary)) / f"{seed}.duckdb"
        if not path.exists():
            write_exports(make_world(seed, planted=False), Path(temporary))
            shelf.build(path, Path(temporary))
        with Workspace(path) as workspace:  # one that was kept may have to be renewed
            yield workspace


def names(seed: int, keep: Path | None) -> list[str]:
    """The pages that name anything in one world."""
    with world(seed, keep) as workspace:
        return [page for page, asked in PAGES.items() if asked(workspace)]


def main() -> None:
    """The table of rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    start, counts = time.perf_counter(), Counter[str]()
    seeds = range(FIRST_SEED, FIRST_SEED + options.worlds)
    with ProcessPoolExecutor(options.processes) as pool:
        for done, found in enumerate(pool.map(names, seeds, repeat(options.keep)), start=1):
            counts.update(found)
            print(f"\r{done} of {options.worlds} worlds", end="", flush=True)
    print(f"\r{options.worlds} worlds in {time.perf_counter() - start:.0f} s\n")
    print(f"| page | worlds in which it names anything | rate (at most {BAR:.0%}) |\n|---|---|---|")
    for page in PAGES:
        rate = counts[page] / options.worlds
        shown = f"{rate:.1%}" if rate <= BAR else f"**{rate:.1%}**"
        print(f"| {page} | {counts[page]} | {shown} |")


if __name__ == "__main__":
    main()
