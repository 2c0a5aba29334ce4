"""Workbooks that swell, refer to elsewhere, or hold what no cell can."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.bad_files.badness import GOOD, HEADER, TOWNS, BadFile, Make, rows
from tests.ingest.workbooks import MAIN, RELATIONS, names, number, packed, parts, row, text

_SHEET = "xl/worksheets/sheet1.xml"
_DAMAGED = "This workbook is damaged"
_SWOLLEN = "unpacks to more than"
_TOO_MUCH = "took more memory or time than any export should"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ELSEWHERE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _table(*first: str) -> str:
    """The good table; first: what the towns of its first records are instead."""
    towns = [*first, *[text(town) for *_, town in rows()[len(first) :]]]
    return names(*HEADER.split(",")) + "".join(
        row(text(one), text(day), number(float(score)), town)
        for (one, day, score, _), town in zip(rows(), towns, strict=True)
    )


def _book(sheet: str | None = None, *, name: str = "Data", hidden: bool = False) -> Make:
    whole = parts({name: _table() if sheet is None else sheet}, (name,) if hidden else ())
    return lambda _: packed(whole)


def _without(part: str) -> Make:
    return lambda _: packed({name: says for name, says in parts({"Data": _table()}).items() if name != part})


def _with(more: Mapping[str, str | bytes], sheet: str | None = None) -> Make:
    """A workbook with parts in the place of its own, or added."""
    return lambda _: packed({**parts({"Data": sheet or _table()}), **more})


def _changed(part: str, old: str, new: str) -> Make:
    """A workbook with something else written in one of its parts."""
    whole = parts({"Data": _table()})
    assert old in whole[part]
    return lambda _: packed({**whole, part: whole[part].replace(old, new)})


def _flipped(rng: Random) -> bytes:
    """Ten bits of it are others."""
    bent = bytearray(packed(parts({"Data": _table()})))
    for _ in range(10):
        bent[rng.randrange(40, len(bent) - 80)] ^= 1 << rng.randrange(8)
    return bytes(bent)


def _repeated(_: Random) -> bytes:
    """A text of 100 KB that 2,000 cells refer to."""
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 100_000}</t></si></sst>'
    cells = names("id", "words") + row(number(1), '<c t="s"><v>0</v></c>') * 2000
    related = f'<Relationship Id="rId98" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    whole = parts({"Data": cells})
    names_ = "xl/_rels/workbook.xml.rels"
    return packed({**whole, "xl/sharedStrings.xml": shared, names_: whole[names_].replace("</Relationships>", related)})


def _formula(says: str, result: str) -> str:
    return f'<c t="str"><f>{says}</f><v>{result}</v></c>'


def _book_file(wrong: str, make: Make, refused: str = "", **more: object) -> BadFile:
    return BadFile(wrong, make, refused, **{"name": "export.xlsx", **more})  # type: ignore[arg-type]


WORKBOOKS = (
    _book_file("a workbook called .csv", _book(), "workbook whose name ends in .csv", name="export.csv"),
    _book_file("a workbook without records", _book(names(*HEADER.split(","))), "No sheet of this workbook holds"),
    _book_file("a workbook without a sheet to be seen", _book(hidden=True), "No sheet of this workbook holds"),
    _book_file("a workbook without its sheet", _without(_SHEET), _DAMAGED),
    _book_file("a workbook without its list of sheets", _without("xl/_rels/workbook.xml.rels"), _DAMAGED),
    _book_file("half a workbook", lambda _: packed(parts({"Data": _table()}))[:900], "damaged or was cut off"),
    _book_file("a bent workbook", _flipped, "damaged"),
    _book_file("a bomb in a workbook", _with({_SHEET: b" " * 80_000_000}), _SWOLLEN),
    _book_file("a bomb beside the sheet", _with({"xl/media/image1.png": bytes(80_000_000)}), _SWOLLEN),
    _book_file("one text in many cells", _repeated, _SWOLLEN),
    _book_file(
        "a billion laughs",
        _changed("xl/workbook.xml", "<workbook", f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><workbook a="&l9;"'),
        _DAMAGED,
    ),
    _book_file(
        "a billion laughs in a cell",
        _with(
            {
                _SHEET: f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'
                + parts({"Data": _table().replace("Leeds", "&l9;")})[_SHEET]
            }
        ),
        _DAMAGED,
    ),
    _book_file(
        "a cell from elsewhere",
        _with({_SHEET: _ELSEWHERE + parts({"Data": _table().replace("Leeds", "&e;")})[_SHEET]}),
        _DAMAGED,
    ),
    _book_file(
        "one cell at the far end", _book(_table() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), _TOO_MUCH
    ),
    _book_file("macros", _with({"xl/vbaProject.bin": b"\xcc\x61" * 500}), name="export.xlsm"),
    _book_file(
        "links to other workbooks",
        _with(
            {
                "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Id="rId1" '
                'Target="http://elsewhere.example/w.xlsx" TargetMode="External"/></Relationships>',
            },
            _table(_formula("[1]Sheet1!$A$1", "Ripon")),
        ),
        towns=(*TOWNS[:1], "Ripon", *TOWNS[1:]),
    ),
    _book_file(
        "a formula that calls a program",
        _book(_table(_formula("cmd|' /C calc'!A0", "Ripon"))),
        towns=("Leeds", "Ripon", "York"),
    ),
    _book_file("cells that are errors", _book(_table('<c t="e"><v>#REF!</v></c>', '<c t="e"><v>#DIV/0!</v></c>'))),
    _book_file("a text that is not there", _book(_table('<c t="s"><v>99999</v></c>')), _DAMAGED),
    _book_file("a number that is none", _book(_table("<c><v>nine</v></c>"))),
    _book_file("a day before all days", _book(_table('<c s="1"><v>-5</v></c>', '<c s="1"><v>1e300</v></c>'))),
    _book_file("a cell of 40,000 letters", _book(_table(text("x" * 40_000)))),
    _book_file("a sheet called like a path", _book(name="../../../outside")),
    _book_file("a sheet called like SQL", _book(name="'; DROP TABLE records_1; --")),
    _book_file("a part that leads out", _with({"../../../outside.xml": "<x/>"})),
    _book_file("text behind the name of a workbook", lambda _: GOOD.encode()),
)
