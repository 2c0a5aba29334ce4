"""What a page's websocket says of its session."""

from __future__ import annotations

from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.harness import visit


def session_of(page: Page, url: str) -> str:
    """Open a page: the id of its session, which uploads are addressed to."""
    found: list[str] = []

    def look(frame: bytes | str) -> None:
        if isinstance(frame, bytes):
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "new_session":
                found.append(message.new_session.initialize.session_id)

    page.on("websocket", lambda socket: socket.on("framereceived", look))
    visit(page, url)
    return next(filter(None, found))
