"""One CSV of 1,000,000 rows to some 6,600 verdicts: cxmetrics, pandas with statsmodels, and tea-tasting, side by side.

    python -m benchmarks.peers [ROWS]

Nine metrics of one survey, every month against the one before (23 pairs), for everybody and every value of six
segments. Each contender is a process of its own from its first import to its last word, as its users would write it:
cxmetrics imports the file with all its checks and reads its cube; pandas groups and statsmodels judges each cell by the
method of its kind; tea-tasting reads aggregates through DuckDB and analyses each pair. All correct for many looks. They
take turns; the medians on the clock and of processor time, and the peak memory, are printed.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

Contender = Callable[[Path, Path], int]

ROUNDS = 5
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


class Result(NamedTuple):
    """What one turn took: seconds on the clock and of processors, verdicts, and peak memory in MB."""

    seconds: float
    processor: float
    verdicts: int
    peak: float


def write_survey(path: Path, rows: int) -> None:
    """A survey made by hashing row numbers, so that it is the same everywhere; a later month is a little better."""
    import duckdb

    def draw(name: str, sides: int) -> str:
        return f"(hash(i || '{name}') % {sides})::INTEGER"

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
    """Grouped by pandas, judged by statsmodels a cell at a time, as one pair of periods is judged in its handbook."""
    import numpy as np

    def each(*pair: Any) -> Any:
        cells = zip(*(part.ravel() for part in pair), strict=True)
        return np.array([_shares(*cell) for cell in cells]).T.reshape(5, *pair[0].shape)

    return _with_pandas(source, each)


def pandas_statsmodels_arrays(source: Path, folder: Path) -> int:
    """The same by one who knows that statsmodels takes arrays of counts for shares, though not for means."""
    return _with_pandas(source, _shares)


def _shares(events: Any, n: Any, events_before: Any, n_before: Any) -> Any:
    """Newcombe's intervals at 95 % and 90 % of the change of shares, and its p-value."""
    import numpy as np
    from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

    pair = events, n, events_before, n_before
    usual, narrow = (
        confint_proportions_2indep(*pair, compare="diff", method="newcomb", alpha=alpha) for alpha in (0.05, 0.10)
    )
    p_value = test_proportions_2indep(*pair, compare="diff", method="agresti-caffo").pvalue
    return np.stack([*usual, *narrow, p_value])


def _with_pandas(source: Path, shares: Callable[..., Any]) -> int:
    """Everything that one does with pandas, and means with statsmodels; `shares` judges those."""
    import numpy as np
    import pandas as pd
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.weightstats import CompareMeans

    columns = [*MARGINS, *DIMENSIONS, "Date"]
    table = pd.read_csv(source, usecols=columns, dtype=dict.fromkeys(DIMENSIONS, "category"), parse_dates=["Date"])
    table["Month"] = table["Date"].dt.year * 12 + table["Date"].dt.month
    table[NPS] = (table[NPS] >= 9).astype(int) - (table[NPS] <= 6).astype(int)
    table[REPLY] = np.log(table[REPLY])
    table[RESOLVED] = table[RESOLVED] == "Yes"
    table[[*TOP_BOX]] = table[[*TOP_BOX]] >= 4
    groupings = [["Month"], *([dimension, "Month"] for dimension in DIMENSIONS)]
    counted = [table.groupby(by, observed=True)[[*SHARES]].agg(["sum", "count"]) for by in groupings]
    verdicts = 0
    for name in SHARES:
        events, n = (
            np.concatenate([one[name][part].unstack("Month").to_numpy() if one.index.nlevels > 1
                            else one[name][part].to_numpy()[np.newaxis] for one in counted])
            for part in ("sum", "count")
        )  # fmt: skip
        limits = shares(events[:, 1:], n[:, 1:], events[:, :-1], n[:, :-1])
        limits[4] = multipletests(limits[4].ravel(), method="fdr_bh")[1].reshape(limits[4].shape)
        verdicts += words(limits, MARGINS[name]).size
    for name in (NPS, CES, REPLY):
        found = []
        for by in groupings:
            arrays = {key: part.to_numpy() for key, part in table.groupby(by, observed=True)[name]}
            for before, after in pairwise(sorted(arrays)):
                if before[:-1] == after[:-1]:
                    two = CompareMeans.from_data(arrays[after], arrays[before])
                    intervals = [two.tconfint_diff(alpha=alpha, usevar="unequal") for alpha in (0.05, 0.10)]
                    found.append((*intervals[0], *intervals[1], two.ttest_ind(usevar="unequal")[1]))
        limits = np.array(found).T
        limits[4] = multipletests(limits[4], method="fdr_bh")[1]
        verdicts += words(limits, MARGINS[name]).size
    return verdicts


def tea_tasting(source: Path, folder: Path) -> int:
    """Aggregates of DuckDB, read once for each dimension by tea-tasting; each pair analysed as an experiment."""
    import duckdb
    import numpy as np
    import tea_tasting as tt  # type: ignore[import-untyped]
    from scipy.stats import false_discovery_control
    from tea_tasting.aggr import read_aggregates  # type: ignore[import-untyped]

    values = {
        NPS: f'("{NPS}" >= 9)::INTEGER - ("{NPS}" <= 6)::INTEGER',
        CES: f'"{CES}"',
        REPLY: f'ln("{REPLY}")',
        RESOLVED: f"(\"{RESOLVED}\" = 'Yes')::INTEGER",
        **{label: f'("{label}" >= 4)::INTEGER' for label in TOP_BOX},
    }
    columns = {f"y{i}": name for i, name in enumerate(values)}
    selected = ", ".join(f"{values[name]} AS {column}" for column, name in columns.items())
    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE survey AS SELECT {selected}, strftime(Date, '%Y-%m') AS month, {', '.join(DIMENSIONS)} "
        f"FROM read_csv('{source}')"
    )
    experiment = tt.Experiment({column: tt.Mean(column) for column in columns})
    found: dict[str, list[tuple[float, ...]]] = {column: [] for column in columns}
    for dimension in ("''", *DIMENSIONS):
        cells = read_aggregates(
            connection.sql(f"SELECT * EXCLUDE (month), {dimension} || '|' || month AS key FROM survey"),
            "key", has_count=True, mean_cols=[*columns], var_cols=[*columns], cov_cols=(),
        )  # fmt: skip
        for before, after in pairwise(sorted(map(str, cells))):
            if before[:-8] == after[:-8]:
                result = experiment.analyze({0: cells[before], 1: cells[after]})
                for column in columns:
                    one = result[column]
                    ends = one.effect_size_ci_lower, one.effect_size_ci_upper
                    found[column].append((*ends, *ends, one.pvalue))
    verdicts = 0
    for column, rows in found.items():
        limits = np.array(rows).T
        limits[4] = false_discovery_control(limits[4])
        verdicts += words(limits, MARGINS[columns[column]]).size
    return verdicts


def words(found: Any, margin: float) -> Any:
    """The rules of a verdict on rows of limits at 95 %, limits at 90 % and adjusted p-values, for the peers."""
    import numpy as np

    low, high, worst, best, p_value = found
    real = ((low > 0) | (high < 0)) & (p_value <= 0.05)
    small, vague = (-margin < worst) & (best < margin), (high - low) / 2 > 2 * margin
    return np.select([small, real & (low > 0), real, vague], ["same", "better", "worse", "unknown"], "noise")


def measured(contender: Contender, source: Path, folder: Path) -> Result:
    """From the first import to the last word; the peak is that of the larger process, where there are two."""
    start = time.perf_counter()
    verdicts = contender(source, folder)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    return Result(seconds, processor, verdicts, max(one.ru_maxrss for one in used) / 1024)


def main() -> None:
    """Write the file, take turns, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    spawn = multiprocessing.get_context("spawn")
    contenders = cxmetrics, pandas_statsmodels, pandas_statsmodels_arrays, tea_tasting
    results: dict[Contender, list[Result]] = {contender: [] for contender in contenders}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "survey.csv"
        write_survey(source, rows)
        for _ in range(ROUNDS):
            for contender, runs in results.items():
                with ProcessPoolExecutor(1, spawn) as own_process:
                    runs.append(own_process.submit(measured, contender, source, Path(folder)).result())
    print(f"{rows:,} rows, medians of {ROUNDS} turns; ratios to cxmetrics, on the clock at least 4")
    ours = _medians(results[cxmetrics])
    for contender, runs in results.items():
        clock, processor = _medians(runs)
        print(
            f"{contender.__name__:26} {clock:6.2f} s {clock / ours[0]:5.2f}   of processors {processor:6.2f} s "
            f"{processor / ours[1]:5.2f}   {runs[0].verdicts:,} verdicts, peak {max(run.peak for run in runs):,.0f} MB"
        )


def _medians(runs: list[Result]) -> tuple[float, float]:
    return statistics.median(run.seconds for run in runs), statistics.median(run.processor for run in runs)


if __name__ == "__main__":
    main()
