"""Tables that are bent, endless or full of values that cannot be."""

from __future__ import annotations

from tests.bad_files.badness import (
    GOOD,
    HEADER,
    RECORDS,
    SCORE,
    TOWNS,
    BadFile,
    csv,
    exactly,
    rows,
    with_dates,
    with_scores,
    with_towns,
)

_LONG = "A line of this file is longer than 2 MB"
_NO_NAMES = "The first line seems to hold values rather than column names"
_OPEN = "opens a quotation mark that is never closed"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _among(*lines: str) -> str:
    """The good table with lines of another make in its middle."""
    whole = GOOD.splitlines()
    return "\n".join([*whole[:20], *lines, *whole[20:]]) + "\n"


_SHAPES = (
    BadFile("5,000 columns", exactly(csv([["1"] * 5000] * 3, ",".join(f"c{n}" for n in range(5000)))), "5,000 columns"),
    BadFile("a line of 10 MB", exactly(HEADER + "\n" + "," * 10_000_000), _LONG),
    BadFile("a cell of 20 MB", exactly(csv([["R1", "2026-01-02", "9", "x" * 20_000_000]])), _LONG),
    BadFile("a cell of 20 MB in lines", exactly(csv([["R1", "2026-01-02", "9", '"' + "word\n" * 4_000_000]])), _OPEN),
    BadFile("a header of 3 MB", exactly(GOOD.replace("Location", "x" * 3_000_000)), _LONG),
    BadFile(
        "short and long lines",
        exactly(_among("R90,2026-01-01", "R91,2026-01-01,9,a,b,c", "words")),
        set_aside={"malformed_row": 3},
    ),
    BadFile("a separator too many", exactly(GOOD.replace("\n", ",\n"))),
    BadFile("a separator too many below", exactly(GOOD.replace("Leeds\n", "Leeds,\n").replace("York\n", "York,\n"))),
    BadFile("a quotation mark left open", exactly(_among('R90,2026-01-01,9,"oh')), _OPEN),
    BadFile("quotation marks inside", exactly(with_towns('a "b" c', 'd"e')), towns=('a "b" c', 'd"e', *TOWNS)),
    BadFile("nothing but quotation marks", exactly(with_towns('""""""""')), towns=('"""', *TOWNS)),
    BadFile(
        "backslashes for quotes", exactly(_among('R90,2026-01-01,9,"a \\"b\\" c"')), set_aside={"malformed_row": 1}
    ),
    BadFile("lines in a cell", exactly(with_towns(_quoted("a\r\nb"), _quoted("c\n\n\nd"))), used=RECORDS),
    BadFile("the header again", exactly(_among(HEADER)), set_aside={"no_date": 1}),
    BadFile(
        "two files in one",
        exactly(b"\xef\xbb\xbf" + GOOD.encode() + b"\xef\xbb\xbf" + csv(rows(40, 40)).encode()),
        used=80,
        set_aside={"no_date": 1},
    ),
    BadFile("every header alike", exactly(csv(rows(), f"Date,Date,{SCORE},Date"))),
    BadFile("headers that differ in case", exactly(csv(rows(), f"id,DATE,{SCORE},date"))),
    BadFile("no names at all", exactly(csv(rows(), ",,,")), used=39, warned=_NO_NAMES),
    BadFile("nothing but separators", exactly(",,,,,,,,\n"), "holds one line and no records"),
    BadFile("no header", exactly(GOOD.split("\n", 1)[1]), used=39, warned=_NO_NAMES),
    BadFile("a header of numbers", exactly(csv(rows(), "1,2,3,4")), warned=_NO_NAMES),
    BadFile("a header of formulas", exactly(csv(rows(), f"=1+1,+2,{SCORE},@SUM(1)"))),
    BadFile("a header of SQL", exactly(csv(rows(), f'x\' OR 1=1 --,"); DROP TABLE records_1; --",{SCORE},Location'))),
    BadFile("the names of the warehouse", exactly(csv(rows(), f"_cx_upload,_cx_day,{SCORE},rowid"))),
    BadFile(
        "every id alike",
        exactly(csv([["R1", *record[1:]] for record in rows()])),
        warned="98% of the records repeat one",
    ),
    BadFile("no ids", exactly(csv([["", *record[1:]] for record in rows()]))),
    BadFile(
        "ids that Excel has rounded",
        exactly(csv([["1.23457E+15", *record[1:]] for record in rows()])),
        warned="98% of the records repeat one",
    ),
    BadFile(
        "a million empty lines", exactly(HEADER + "\n" * 1_000_000 + GOOD.split("\n", 1)[1]), "no records below it"
    ),
    BadFile("totals below", exactly(GOOD + "Total,,5,\nGrand Total,,5,\n"), used=RECORDS),
    BadFile(
        "formulas for towns",
        exactly(with_towns("=HYPERLINK(0)", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)")),
        towns=("+cmd|' /C calc'!A0", "-2+3", "=HYPERLINK(0)", "@SUM(1)", *TOWNS),
    ),
    BadFile("300 towns", exactly(csv([[*record[:3], f"Town {n}"] for n, record in enumerate(rows(300))])), used=300),
)

_NUMBERS = (
    BadFile(
        "numbers past the scale",
        exactly(with_scores("11", "-1", "99", count=400)),
        used=397,
        set_aside={"out_of_range": 3},
    ),
    BadFile(
        "numbers past any number",
        exactly(with_scores("1e999", "-1e999", "9" * 400)),
        used=37,
        set_aside={"out_of_range": 3},
    ),
    BadFile(
        "no numbers",
        exactly(with_scores("nan", "inf", "-Infinity", "NULL", "#DIV/0!", "#N/A", count=400)),
        used=394,
        set_aside={"no_score": 4, "out_of_range": 2},
    ),
    BadFile(
        "numbers of programs", exactly(with_scores("0x0A", "1_0", "1e1", "0b1")), used=38, set_aside={"out_of_range": 2}
    ),
    BadFile(
        "numbers of other scripts",
        exactly(with_scores("９", "٩", "⅓", "Ⅸ", "九", count=400)),
        used=395,
        set_aside={"out_of_range": 5},
    ),
    BadFile("halves of a score", exactly(with_scores("9.5", "0.1", "9,5")), used=39, set_aside={"malformed_row": 1}),
    BadFile("a score with words", exactly(with_scores("10 - Extremely likely", "0 - Not at all likely")), used=RECORDS),
    BadFile("no scores", exactly(csv([[*record[:2], "", record[3]] for record in rows()])), used=RECORDS),
    BadFile("one record", exactly(csv(rows(1))), used=1),
)

_DATES = (
    BadFile(
        "days that never were",
        exactly(with_dates("2026-02-30", "2026-13-01", "2025-02-29", "0000-00-00")),
        used=36,
        set_aside={"no_date": 4},
    ),
    BadFile(
        "days past all years",
        exactly(with_dates("99999-01-01", "292278994-08-17", "-4713-01-01", "9999-12-31")),
        used=36,
        set_aside={"no_date": 4},
    ),
    BadFile(
        "days of words",
        exactly(with_dates("tomorrow", "n/a", "today()", "2026-W05", "infinity", "epoch", "now")),
        used=33,
        set_aside={"no_date": 7},
    ),
    BadFile(
        "days of Excel",
        exactly(csv([[record[0], str(46023 + n % 28), *record[2:]] for n, record in enumerate(rows())])),
    ),
    BadFile(
        "days both ways",
        exactly(csv([[f"R{n}", f"{1 + n % 12:02}/{1 + n % 11:02}/2026", "9", "Leeds"] for n in range(40)])),
        asked=("Date",),
    ),
    BadFile(
        "days no way",
        exactly(csv([[f"R{n}", f"{13 + n % 12}/{13 + n % 11}/2026", "9", "Leeds"] for n in range(40)])),
        asked=("Date",),
    ),
    BadFile(
        "minutes and hours past the clock",
        exactly(with_dates("2026-01-01 25:00:00", "2026-01-01 10:99:00")),
        used=38,
        set_aside={"no_date": 2},
    ),
    BadFile("no days", exactly(csv([[record[0], "", *record[2:]] for record in rows()])), used=RECORDS),
)

_NAMES = tuple(
    BadFile(f"a name of {what}", exactly(GOOD), name=name)
    for what, name in {
        "the way out": "../../../etc/passwd",
        "the way out of Windows": "..\\..\\autoexec.bat",
        "an absolute path": "/etc/cron.d/export.csv",
        "a script": "<script>alert(1)</script>.csv",
        "an order of SQL": "'; DROP TABLE upload; --.csv",
        "two lines": "a.csv\nERROR forged line",
        "escapes": "\x1b[2J\a.csv",
        "a zero": "a\0b.csv",
        "right to left": "\u202evsc.exe",
        "half a pair": "\udcff.csv",
        "nothing": "",
        "dots": "..",
        "a device": "CON",
        "5,000 letters": "x" * 5000 + ".csv",
        "no table": "export.exe",
        "a formula": "=cmd|' /C calc'!A0.csv",
    }.items()
)

TABLES = (*_SHAPES, *_NUMBERS, *_DATES, *_NAMES)
