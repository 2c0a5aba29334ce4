"""A visitor without a browser, who speaks Streamlit's websocket protocol in its own messages; many fit in a process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 120.0
"""Seconds after which an answer that does not come counts as none."""

_MAIN = 0
"""The first number of the path of everything in the main part of a page; the sidebar's is 1."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of the script put on the page.

    seconds: from asking until the run had ended. elements: everything in the main part but files to save, in order.
    alerts: what the page said went wrong, in words.
    """

    seconds: float
    elements: tuple[bytes, ...]
    alerts: tuple[str, ...]

    @property
    def html(self) -> str:
        """Every fragment of HTML in the main part."""
        return "\n".join(Element.FromString(element).html.body for element in self.elements)


@dataclass(slots=True)
class Visitor:
    """One open page. It remembers what a browser would: the page, its address and what its widgets say."""

    socket: ClientConnection
    page: str = ""
    _script: str = ""
    _query: str = ""
    _boxes: dict[str, Selectbox] = field(default_factory=dict)
    _chosen: dict[str, str] = field(default_factory=dict)

    async def visit(self, page: str = "", query: str = "") -> Answer:
        """Open a page, by the last part of its address."""
        self.page, self._query, self._script = page, query, ""
        self._boxes, self._chosen = {}, {}
        return await self._ask()

    def options(self, label: str) -> tuple[str, ...]:
        """What the selectbox with this label offers."""
        return tuple(self._boxes[label].options)

    async def choose(self, label: str, option: str) -> Answer:
        """Pick an option of the selectbox with this label."""
        if option not in self.options(label):
            raise ValueError(f"{label} does not offer {option}.")
        self._chosen[label] = option
        return await self._ask()

    async def _ask(self) -> Answer:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self._query, self.page, self._script
        state.widget_states.widgets.extend(
            WidgetState(id=self._boxes[label].id, string_value=option) for label, option in self._chosen.items()
        )
        begun = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            return await self._answer(begun)

    async def _answer(self, begun: float) -> Answer:
        elements: dict[tuple[int, ...], bytes] = {}
        alerts: list[str] = []
        async for frame in self.socket:
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            match message.WhichOneof("type"):
                case "navigation":
                    self._script = message.navigation.page_script_hash
                case "page_info_changed":
                    self._query = message.page_info_changed.query_string
                case "delta" if message.delta.WhichOneof("type") == "new_element":
                    self._see(tuple(message.metadata.delta_path), message.delta.new_element, elements, alerts)
                case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    said = tuple(elements[path] for path in sorted(elements))
                    return Answer(time.perf_counter() - begun, said, tuple(alerts))
        raise ConnectionError("The server closed the connection.")

    def _see(
        self, path: tuple[int, ...], element: Element, elements: dict[tuple[int, ...], bytes], alerts: list[str]
    ) -> None:
        match element.WhichOneof("type"):
            case "selectbox":
                box = element.selectbox
                self._boxes[box.label] = box
                self._chosen[box.label] = box.raw_value if box.set_value else box.options[box.default]
            case "alert":
                alerts.append(element.alert.body)
            case "exception":
                alerts.append(element.exception.message)
        if path[0] == _MAIN and element.WhichOneof("type") != "download_button":  # each has a key drawn at random
            elements[path] = element.SerializeToString(deterministic=True)


@asynccontextmanager
async def visitor(url: str) -> AsyncIterator[Visitor]:
    """Somebody who just came to the server at `url`."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None) as socket:
        yield Visitor(socket)
