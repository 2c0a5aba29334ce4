"""Messages: of what a browser may say over its websocket, only what our pages say is heard.

Streamlit listens to more, from anybody: one message empties every cache of the server, open workspaces among them,
others tell of its repository, write files beside the program, or are no messages at all.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
"""Of the last kind of message: files that are made when they are asked for, and rows of a table that is scrolled."""


class MessageGate:
    """Passes on what is heard, and forgets the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def heard() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_heard(message.get("bytes")):
                    return message

        await self._app(scope, heard if scope["type"] == "websocket" else receive, send)


def is_heard(said: bytes | None) -> bool:
    """Whether it is a message that our pages say."""
    try:
        message = BackMsg.FromString(said or b"")
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind != "backend_operation_request":
        return kind in HEARD
    return any(message.backend_operation_request.HasField(name) for name in OPERATIONS)
