"""Sockets: answers leave at once.

Streamlit 1.67.0 binds its own socket in a way that asyncio does not know for TCP, so nothing turns Nagle's algorithm
off, and the small messages of an answer wait for one another's acknowledgement: 40 ms on one machine, a round trip on
any network (RFC 896, RFC 1122 4.2.3.2).
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/dev/fd")


def send_at_once() -> None:
    """Let every connection that this process will accept send small messages without waiting; Linux hands that down."""
    for name in os.listdir(_DESCRIPTORS) if _DESCRIPTORS.exists() else ():
        with suppress(OSError):  # most are no sockets
            one = socket.socket(fileno=int(name))
            try:
                if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            finally:
                one.detach()  # it is somebody else's, and stays open
