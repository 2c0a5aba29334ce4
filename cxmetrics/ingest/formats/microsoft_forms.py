"""Microsoft Forms responses: ID, start and completion, e-mail and name, then the questions; often saved again by Excel.

Excel writes dates in the order of its owner's country, as serial numbers where the format was lost, and separates by
";" where the decimal mark is a comma. The five own columns are translated with the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import questionnaire
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles, words
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_STARTED = (
    "start time", "startzeit", "heure de début", "hora de inicio", "ora di inizio", "begintijd", "hora de início",
)  # fmt: skip
_COMPLETED = (
    "completion time", "fertigstellungszeit", "heure de fin", "hora de finalización", "ora di completamento",
    "tijd van voltooien", "hora de conclusão",
)  # fmt: skip
_IDS = ("id",)
_EMAILS = ("email", "e mail", "adresse de messagerie", "correo electrónico", "posta elettronica", "e mailadres")
_NAMES = ("name", "nom", "nombre", "nome", "naam")
_OWN = (_IDS, _STARTED, _COMPLETED, _EMAILS, _NAMES)
_COLUMNS: dict[str, Role | None] = {
    **dict.fromkeys(_IDS, Role.ID),
    **dict.fromkeys(_STARTED),
    **dict.fromkeys((*_EMAILS, *_NAMES), Role.PII),
    "last modified time": None,
    "uhrzeit der letzten änderung": None,
    "language": Role.SEGMENT,
    "total points": None,
    "quiz feedback": None,
}


def _recognise(head: Sequence[Record]) -> float:
    names = [words(name) for name in head[0]] if head else []
    found = [any(name in names for name in called) for called in _OWN]
    in_place = [at < len(names) and names[at] in called for at, called in enumerate(_OWN)]
    if found[1] and found[2]:
        return 0.6 + 0.4 * sum(found) / len(found)
    # one of the two times was renamed: then the others must stand where they always do
    return 0.7 if sum(in_place) >= len(_OWN) - 1 else 0.0


def _decide(sheet: Sheet) -> Decisions:
    found = questionnaire.decide(sheet, _COLUMNS, (*_COMPLETED, *_STARTED))
    return replace(
        found, warnings=(*found.warnings, "The clock is that of whoever exported, which this file does not name.")
    )


FORMAT = Format("microsoft_forms", _recognise, lambda _: 1, titles, _decide)
