"""The trail in words: who did what, for page, command line and spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxmetrics.trail import Deed, Entry

if TYPE_CHECKING:
    import pandas as pd

DEEDS: dict[Deed, str] = {
    Deed.IMPORTED: "brought a file",
    Deed.UNDONE: "took a file back",
    Deed.DEFINED: "changed a definition",
    Deed.ADDED: "added a metric",
    Deed.MARKED: "marked a day",
    Deed.UNMARKED: "took a mark away",
    Deed.SHARED: "made a link",
    Deed.REVOKED: "revoked a link",
    Deed.UNLISTED: "removed a link from the list",
    Deed.INVITED: "gave a role",
    Deed.REMOVED: "took a role away",
    Deed.BACKED_UP: "made a backup",
    Deed.RESTORED: "restored it from a backup",
    Deed.RENEWED: "renewed the file",
}
UNNAMED = "somebody at this computer"


def table(entries: Sequence[Entry]) -> pd.DataFrame:
    """One row for each entry, in their order."""
    import pandas as pd

    return pd.DataFrame(
        {
            "When (UTC)": [f"{entry.at:%Y-%m-%d %H:%M}" for entry in entries],
            "Who": [entry.by or UNNAMED for entry in entries],
            "What": [DEEDS[entry.deed] for entry in entries],
            "Of what": [entry.subject for entry in entries],
        }
    )
