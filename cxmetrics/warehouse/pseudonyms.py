"""Pseudonyms: a person becomes a key that is the same in every file of one workspace and says nothing about them.

The key is the first 64 bits of SHA-256 of the workspace's secret and the text behind it. What is kept back of the hash
keeps anybody from going on from a key to that of a longer text (chopped Merkle-Damgard: Coron, Dodis, Malinaud and
Puniya 2005), at a third of the cost of HMAC. Among ten million persons the chance that any two share a key is about 3
in a million.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

KEY_TYPE = "UBIGINT"
_BLOCK = 64
"""Bytes of a block of SHA-256."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What turns persons into keys in one workspace.

    hmac: by HMAC-SHA-256 (RFC 2104), as in a workspace begun before format 7, which goes on knowing its persons so.
    """

    key: bytes
    hmac: bool = False


def new_secret() -> bytes:
    """The key of a new secret."""
    return secrets.token_bytes(32)


def key_of(text: str, secret: Secret) -> str:
    """The key of the person named by a SQL expression of trimmed text; an address means the same in any case."""
    return f"('0x' || left({_hash(_folded(text), secret)}, 16))::{KEY_TYPE}"


def without_address(text: str, secret: Secret) -> str:
    """The text itself, or its pseudonym in hexadecimal where it holds an e-mail address."""
    return f"CASE WHEN contains({text}, '@') THEN left({_hash(_folded(text), secret)}, 16) ELSE {text} END"


def _folded(text: str) -> str:
    return f"CASE WHEN contains({text}, '@') THEN lower({text}) ELSE {text} END"


def _hash(text: str, secret: Secret) -> str:
    if not secret.hmac:
        return f"sha256(unhex('{secret.key.hex()}') || encode({text}))"
    key = secret.key.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key).hex() for pad in (0x36, 0x5C))
    return f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text}))))"
