"""Text in an encoding of another script reads as garbled words; it is said, and Western words are let be."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Examine

SAID = "The letters of this file are most likely garbled"


def export(*words: str) -> str:
    """An export with these words as its segments, and a header in plain English."""
    return "Response ID,Date,Score,Store\n" + "".join(
        f"R{i},2026-03-{i % 28 + 1:02},{i % 11},{words[i % len(words)]}\n" for i in range(60)
    )


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("shift_jis", ("東京本店", "大阪", "とても満足しています")),
        ("euc_jp", ("東京本店", "大阪")),
        ("gbk", ("北京", "上海", "服务很好")),
        ("big5", ("台北", "高雄")),
        ("euc_kr", ("서울", "부산")),
        ("cp1251", ("Москва", "Санкт-Петербург", "Очень хорошо")),
        ("koi8_r", ("Москва", "Казань")),
        ("cp1253", ("Αθήνα", "Θεσσαλονίκη")),
        ("cp1255", ("ירושלים", "חיפה")),
        ("cp1256", ("القاهرة", "دبي")),
        ("tis_620", ("กรุงเทพ", "เชียงใหม่")),
    ],
)
def test_words_of_another_script_are_said_to_be_garbled(
    examine: Examine, encoding: str, words: tuple[str, ...]
) -> None:
    (warning,) = [text for text in examine(export(*words), encoding=encoding).warnings if text.startswith(SAID)]
    assert "save it as CSV UTF-8" in warning
    assert warning.isprintable()
    assert not any(SAID in text for text in examine(export(*words)).warnings), "the same words in UTF-8 are right"


@pytest.mark.parametrize(
    "words",
    [
        ("Köln", "Größe", "Münster", "“schön”…"),
        ("Orléans", "Besançon", "œuvre d’été", "À bientôt"),
        ("Reykjavík", "Ísafjörður", "Þórshöfn", "síðar"),
        ("São João", "Coração", "opções"),
        ("Jyväskylä", "Hämeenlinna", "Pääsiäisyö"),
        ("Málaga", "¿Qué tal?", "¡Olé!"),
        ("5 €", "20 °C", "£££", "———"),
        ("Leeds", "York"),
    ],
)
def test_words_of_western_languages_are_let_be(examine: Examine, words: tuple[str, ...]) -> None:
    proposal = examine(export(*words), encoding="cp1252")
    assert not any(SAID in text for text in proposal.warnings)


def test_one_name_from_elsewhere_among_western_words_garbles_nothing(examine: Examine) -> None:
    proposal = examine(export("Köln", "Düsseldorf", "Íîâ", "Münster", "Zürich"), encoding="cp1252")
    assert not any(SAID in text for text in proposal.warnings)
