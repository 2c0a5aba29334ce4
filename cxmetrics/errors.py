"""Everything that can go wrong and that a user can do something about.

    CxError                 a sentence for the user: what happened, why, what to do next
    ├── BadInput            a value typed, linked or piped in cannot be used
    ├── UnreadableFile      an upload is refused whole; nothing of it is stored
    ├── Cancelled           somebody stopped an import; nothing of it is stored
    ├── NotFound            a workspace, metric, source, upload or link that does not exist
    ├── NoRoom              the disk is full; nothing was changed
    ├── Damaged             a file was stored here and can no longer be read whole
    ├── TooMuch             a question would take more memory or time than it may; nothing was changed
    ├── Forbidden           whoever asks may not do this
    └── WorkspaceBusy       another process holds the workspace file

Anything else that is raised is a defect of the program: it goes to the log, never to the page.
"""


class CxError(Exception):
    """Base of the errors whose text is fit to be shown to a user as it stands."""

    title = "That did not work"


class BadInput(CxError):
    """A value that a user typed, linked or piped in cannot be used."""

    title = "This value cannot be used"


class UnreadableFile(CxError):
    """A file was refused whole; nothing of it was stored."""

    title = "This file cannot be read"


class Cancelled(CxError):
    """Long work was stopped by whoever waited for it; nothing of it was stored."""

    title = "Stopped"


class NotFound(CxError):
    """Something was asked for that is not here."""

    title = "Not found"


class NoRoom(CxError):
    """Something could not be written; nothing was changed."""

    title = "There is no room"

    def __init__(self) -> None:
        super().__init__(
            "This could not be written, most likely because the disk is full. Nothing was changed. "
            "Make room, then try again."
        )


class Damaged(CxError):
    """A file of ours lost something, or can no longer be read whole."""

    title = "Something of this workspace is lost"


class TooMuch(CxError):
    """A question would take more memory or time than one may, or nobody waits for its answer any more."""

    title = "That is too much at once"

    def __init__(self) -> None:
        super().__init__(
            "Answering this would take more memory or time than one question may. Nothing was changed. "
            "Ask for a shorter period, or for less at once; docs/settings.md tells how to allow more."
        )


class Forbidden(CxError):
    """Whoever asks may not do this here."""

    title = "Not allowed"


class WorkspaceBusy(CxError):
    """Another process is writing to the workspace file."""

    title = "The workspace is in use"
