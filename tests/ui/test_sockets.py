"""Answers leave at once: connections do not hold small messages back."""

from __future__ import annotations

import socket
import sys

import pytest

from cxmetrics.ui import sockets


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone hands the option down to connections")
def test_connections_send_small_messages_at_once() -> None:
    with socket.socket() as listening:  # as Streamlit binds it: of no protocol that asyncio would know
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert _at_once(listening) is False
        sockets.send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as connection:
            assert _at_once(connection) is True
        assert listening.getsockname()[1], "it is still open"


def _at_once(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
