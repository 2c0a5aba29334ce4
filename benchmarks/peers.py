"""One CSV of 1,000,000 rows to some 6,600 verdicts: cxmetrics, pandas with statsmodels, and tea-tasting, side by side.

    python -m benchmarks.peers [ROWS]

Nine metrics of one survey, every month against the one before (23 pairs), for everybody and every value of six
segments. Each contender is a process of its own from its first import to its last word, as its users would write it:
cxmetrics imports the file with all its checks and reads its cube; pandas groups and statsmodels judges each cell by the
method of its kind; tea-tasting reads aggregates through DuckDB and analyses each pair. All correct for many looks. They
take turns; the medians and the peak memory (of the larger process, where there are two) are printed.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain, pairwise
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

Result = tuple[float, int, float]

ROUNDS = 1
MONTHS = 24
DIMENSIONS = {"Location": 5, "Channel": 4, "Plan": 3, "Product": 6, "Region": 6, "Team": 7}
NPS = "How likely are you to recommend us? (0-10)"
CES = "How easy was it to get help? (1-7)"
REPLY = "First reply time (seconds)"
RESOLVED = "Resolved"
TOP_BOX = (
    "Overall satisfaction (1-5)",
    "How clear was your last invoice? (1-5)",
    "How satisfied were you with the delivery? (1-5)",
    "How satisfied were you with the onboarding? (1-5)",
    "How satisfied were you with the website? (1-5)",
)
SHARES = (RESOLVED, *TOP_BOX)
MARGINS = {NPS: 0.05, CES: 0.2, REPLY: 0.05, RESOLVED: 0.03, **dict.fromkeys(TOP_BOX, 0.03)}
"""The smallest change that matters, on the scale that the peers judge on."""


def write_survey(path: Path, rows: int) -> None:
    """A survey made by hashing row numbers, so that it is the same everywhere; a later month is a little better."""
    import duckdb

    def draw(name: str, sides: int) -> str:
        return f"(hash(i, '{name}') % {sides})::INTEGER"

    columns = {
        "Response ID": "'R' || i",
        "Date": f"DATE '2024-01-01' + {draw('date', 731)}",
        NPS: f"[10, 10, 10, 9, 9, 9, 9, 8, 8, 7, 5][{draw('nps', 11)} + 1]",
        CES: f"1 + {draw('ces', 7)}",
        **{label: f"[5, 5, 4, 4, 4, 3, 2, 1][{draw(label, 8)} + 1]" for label in TOP_BOX},
        REPLY: f"exp(7 + ({draw('a', 1000)} + {draw('b', 1000)}) / 500.0 - 2)::INTEGER",
        RESOLVED: f"CASE WHEN {draw('resolved', 10)} < 7 THEN 'Yes' ELSE 'No' END",
        "Customer ID": f"'C' || {draw('who', 200_000)}",
        **{name: f"'{name} ' || {draw(name, values)}" for name, values in DIMENSIONS.items()},
    }
    selected = ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {selected} FROM range({rows}) AS rows(i)) TO '{path}' (HEADER)")


def cxmetrics(source: Path, folder: Path) -> int:
    """The product's own import, with everything it checks and keeps, and its own judge on the months of its cube."""
    from cxmetrics.judge.cells import grid
    from cxmetrics.judge.segments import judge_cells
    from cxmetrics.model import Moments
    from cxmetrics.period import Period
    from cxmetrics.warehouse import cube
    from cxmetrics.warehouse.connection import Database
    from cxmetrics.workspace.workspace import Workspace

    path = folder / "peers.duckdb"
    path.unlink(missing_ok=True)
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(source)
        workspace.store(text, proposal.layout)
        metrics = workspace.outline().metrics
    months = [Period.months(2024 + i // 12, i % 12 + 1) for i in range(MONTHS)]
    database, verdicts = Database(path, folder, read_only=True), 0
    with database.reading() as cursor:
        for key, metric in metrics.items():
            everybody = {month: moments for (_, month), moments in cube.moments(cursor, [key], months).items()}
            parts = [everybody, *cube.split(cursor, key, months).values()]
            known = [[part.get(month, Moments()) for part in parts] for month in months]
            pairs = grid([list(chain(*known[:-1])), list(chain(*known[1:]))])
            margin = metric.smallest_change_that_matters
            verdicts += judge_cells(metric.kind, pairs, margin, metric.good_direction).words.size
    database.close()
    return verdicts


def pandas_statsmodels(source: Path, folder: Path) -> int:
    """Grouped by pandas; Newcombe's and Welch's intervals by statsmodels, a cell at a time."""
    import numpy as np
    import pandas as pd
    from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    table = pd.read_csv(source)
    month = pd.to_datetime(table["Date"]).dt.to_period("M")
    verdicts = 0
    for name, y in _values(table).items():
        found = []
        for dimension in (None, *DIMENSIONS):
            cells = y.groupby([month] if dimension is None else [table[dimension], month])
            if name in SHARES:
                sums = cells.agg(["sum", "count"])
                series = [sums] if dimension is None else [part for _, part in sums.groupby(level=0)]
                for part in series:
                    for (x1, n1), (x2, n2) in pairwise(part.itertuples(index=False)):
                        intervals = [
                            confint_proportions_2indep(x2, n2, x1, n1, compare="diff", method="newcomb", alpha=alpha)
                            for alpha in (0.05, 0.10)
                        ]
                        p_value = test_proportions_2indep(x2, n2, x1, n1, compare="diff", method="agresti-caffo").pvalue
                        found.append((*intervals[0], *intervals[1], p_value))
            else:
                arrays = {key: part.to_numpy() for key, part in cells}
                keys = sorted(arrays)
                for before, after in pairwise(keys):
                    if before[:-1] == after[:-1]:
                        two = CompareMeans(DescrStatsW(arrays[after]), DescrStatsW(arrays[before]))
                        intervals = [two.tconfint_diff(alpha=alpha, usevar="unequal") for alpha in (0.05, 0.10)]
                        found.append((*intervals[0], *intervals[1], two.ttest_ind(usevar="unequal")[1]))
        verdicts += _words(np.array(found), MARGINS[name]).size
    return verdicts


def tea_tasting(source: Path, folder: Path) -> int:
    """Aggregates read through Ibis and DuckDB, once for each dimension; each pair analysed as an experiment."""
    import ibis  # type: ignore[import-untyped]
    import numpy as np
    import pandas as pd
    import tea_tasting as tt  # type: ignore[import-untyped]
    from tea_tasting.aggr import read_aggregates  # type: ignore[import-untyped]

    table = pd.read_csv(source)
    values = {f"y{i}": y for i, y in enumerate(_values(table).values())}
    month = table["Date"].str.slice(0, 7)
    data = ibis.duckdb.connect().create_table("survey", pd.DataFrame({**values, **table[list(DIMENSIONS)], "m": month}))
    columns = tuple(values)
    experiment = tt.Experiment({column: tt.Mean(column) for column in columns})
    found: dict[str, list[tuple[float, ...]]] = {column: [] for column in columns}
    for dimension in (None, *DIMENSIONS):
        key = data.m if dimension is None else data[dimension] + "|" + data.m
        cells = read_aggregates(
            data.mutate(key=key), "key", has_count=True, mean_cols=columns, var_cols=columns, cov_cols=()
        )
        for before, after in pairwise(sorted(cells)):
            if str(before)[:-8] == str(after)[:-8]:
                result = experiment.analyze({0: cells[before], 1: cells[after]})
                for column in columns:
                    one = result[column]
                    ends = one.effect_size_ci_lower, one.effect_size_ci_upper
                    found[column].append((*ends, *ends, one.pvalue))
    margins = MARGINS.values()
    return sum(_words(np.array(rows), margin).size for rows, margin in zip(found.values(), margins, strict=True))


def _values(table: Any) -> dict[str, Any]:
    """What each metric counts, as a column of numbers."""
    import numpy as np

    score = table[NPS]
    return {
        NPS: (score >= 9).astype(int) - (score <= 6).astype(int),
        CES: table[CES],
        REPLY: np.log(table[REPLY]),
        RESOLVED: (table[RESOLVED] == "Yes").astype(int),
        **{label: (table[label] >= 4).astype(int) for label in TOP_BOX},
    }


def _words(found: Any, margin: float) -> Any:
    """The rules of a verdict on columns of limits at 95 %, limits at 90 % and p-values, for the peers."""
    import numpy as np
    from statsmodels.stats.multitest import multipletests

    low, high, worst, best, p_value = found.T
    real = ((low > 0) | (high < 0)) & multipletests(p_value, method="fdr_bh")[0]
    small, vague = (-margin < worst) & (best < margin), (high - low) / 2 > 2 * margin
    return np.select([small, real & (low > 0), real, vague], ["same", "better", "worse", "unknown"], "noise")


def measured(contender: Callable[[Path, Path], int], source: Path, folder: Path, report: Queue[Result]) -> None:
    """In a process of its own: seconds since it began, verdicts, and peak memory of it and of its children in MB."""
    start = time.perf_counter()
    verdicts = contender(source, folder)
    seconds = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    report.put((seconds, verdicts, peak / 1024))


def main() -> None:
    """Write the file, take turns, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    context = multiprocessing.get_context("spawn")
    results: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "survey.csv"
        write_survey(source, rows)
        for _ in range(ROUNDS):
            for contender in (cxmetrics, pandas_statsmodels, tea_tasting):
                report = context.Queue()
                process = context.Process(target=measured, args=(contender, source, Path(folder), report))
                process.start()
                results.setdefault(contender.__name__, []).append(report.get())
                process.join()
    ours = statistics.median(seconds for seconds, _, _ in results["cxmetrics"])
    print(f"{rows:,} rows, median of {ROUNDS}; the others are to take at least 4 times as long")
    for name, runs in results.items():
        seconds, peak = statistics.median(run[0] for run in runs), max(run[2] for run in runs)
        print(f"{name:20} {seconds:6.2f} s  {seconds / ours:5.1f}  {runs[0][1]:,} verdicts, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
