"""Pseudonyms: a person becomes a key that is the same in every file of one workspace and says nothing about them.

The key is the first 64 bits of HMAC-SHA-256 (RFC 2104) under the secret of the workspace. Among ten million persons the
chance that any two share one is about 3 in a million.
"""

from __future__ import annotations

import secrets

KEY_TYPE = "UBIGINT"
_BLOCK = 64
"""Bytes of a block of SHA-256."""


def new_secret() -> bytes:
    """A secret for a new workspace."""
    return secrets.token_bytes(32)


def key_of(text: str, secret: bytes) -> str:
    """The key of the person named by a SQL expression of trimmed text; an address means the same in any case."""
    return f"('0x' || left({_hmac(_folded(text), secret)}, 16))::{KEY_TYPE}"


def without_address(text: str, secret: bytes) -> str:
    """The text itself, or its pseudonym in hexadecimal where it holds an e-mail address."""
    return f"CASE WHEN contains({text}, '@') THEN left({_hmac(_folded(text), secret)}, 16) ELSE {text} END"


def _folded(text: str) -> str:
    return f"CASE WHEN contains({text}, '@') THEN lower({text}) ELSE {text} END"


def _hmac(text: str, secret: bytes) -> str:
    key = secret.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in key).hex() for pad in (0x36, 0x5C))
    return f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({text}))))"
