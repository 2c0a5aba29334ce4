"""Text whose bytes are not what they seem."""

from __future__ import annotations

from tests.bad_files.badness import GOOD, HEADER, TOWNS, BadFile, csv, exactly, rows, with_towns

_CAFE = with_towns("Café")
_WITH_CAFE = ("Café", *TOWNS)
_UNLIKE = "announces its text as UTF-16 but is not"
_LINE = "holds one line and no records"
_ZEROS = "holds zero bytes among its text"
_BINARY = "it holds binary data rather than text"

ENCODINGS = (
    BadFile("two byte order marks", exactly(b"\xef\xbb\xbf" * 2 + GOOD.encode())),
    BadFile("UTF-16 with a mark", exactly(_CAFE.encode("utf-16")), towns=_WITH_CAFE),
    BadFile("UTF-16 the other way round", exactly(b"\xfe\xff" + _CAFE.encode("utf-16-be")), towns=_WITH_CAFE),
    BadFile("UTF-16 without a mark", exactly(_CAFE.encode("utf-16-le")), towns=_WITH_CAFE),
    BadFile("UTF-16 the other way round without", exactly(_CAFE.encode("utf-16-be")), towns=_WITH_CAFE),
    BadFile("UTF-16 with half a character", exactly(GOOD.encode("utf-16") + b"x"), _UNLIKE),
    BadFile("UTF-16 with half a pair", exactly(with_towns("a\ud83db").encode("utf-16", "surrogatepass")), _UNLIKE),
    BadFile("a mark of UTF-16 before UTF-8", exactly(b"\xff\xfe" + GOOD.encode()), _LINE),
    BadFile("UTF-32", exactly(GOOD.encode("utf-32")), _BINARY),
    BadFile("UTF-32 without a mark", exactly(GOOD.encode("utf-32-le")), _BINARY),
    BadFile("cp1252", exactly(_CAFE.encode("cp1252")), towns=_WITH_CAFE),
    BadFile("Latin-9 with a euro", exactly(with_towns("5 €").encode("iso-8859-15")), towns=("5 €", *TOWNS)),
    BadFile("UTF-8 with half a pair", exactly(with_towns("a\ud83db").encode("utf-8", "surrogatepass"))),
    BadFile("an overlong zero", exactly(GOOD.encode().replace(b"York", b"Yo\xc0\x80rk", 1))),
    BadFile("a zero in a cell", exactly(GOOD.replace("York", "Yo\0rk", 1)), _BINARY),
    BadFile("a zero far down", exactly(csv([*rows(3000), ["R3000", "2026-01-01", "9", "Yo\0rk"]])), _ZEROS),
    BadFile("IBM's EBCDIC", exactly(GOOD.encode("cp037")), _LINE),
    BadFile("bells and escapes", exactly(with_towns("\a\x1b[2J\x1b]0;owned\a"))),
    BadFile("a header from right to left", exactly(GOOD.replace("Location", "\u202enoitacoL\u202c"))),
    BadFile("a header of no width", exactly(GOOD.replace("Location", "\u200b\u200d\ufeff"))),
    BadFile(
        "towns that look alike",
        exactly(with_towns("Lee\u200bds", "Y\u043erk")),
        towns=("Lee\u200bds", "Y\u043erk", *TOWNS),
    ),
    BadFile(
        "letters with forty accents",
        exactly(with_towns("Z" + "\u0351\u0300" * 20)),
    ),
    BadFile("line ends of Unicode", exactly(with_towns("a\u2028b", "c\u0085d"))),
    BadFile("line ends of all kinds", exactly("\r\n".join(GOOD.split("\n", 20)) + "R90,2026-01-01,9,York\r"), used=41),
    BadFile("carriage returns alone", exactly(GOOD.replace("\n", "\r"))),
    BadFile("the last line without end", exactly(GOOD.rstrip("\n"))),
    BadFile("an end of file of DOS", exactly(GOOD + "\x1a")),
    BadFile("separator announced", exactly("sep=;\n" + GOOD.replace(",", ";"))),
    BadFile("separator announced wrongly", exactly("sep=;\n" + GOOD), "No column of this file has a role yet"),
    BadFile("its header alone", exactly(HEADER + "\n"), _LINE),
    BadFile("its header and blank lines", exactly(HEADER + "\n" * 400), _LINE),
)
