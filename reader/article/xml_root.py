"""The name of the first element of an XML document, found without parsing it."""

from __future__ import annotations

import re

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})[\s/>]")
_ENDS = {b"<?": b"?>", b"<!--": b"-->"}
_MARK = b"\xef\xbb\xbf"


def xml_root(data: bytes) -> str:
    """Return the local name of the root in lower case; "" where no element comes first.

    Instructions, comments and a document type, with what it declares in brackets, stand before it.
    """
    at = len(_MARK) if data.startswith(_MARK) else 0
    while True:
        at = _behind_space(data, at)
        for begin, end in _ENDS.items():
            if data.startswith(begin, at):
                at = data.find(end, at) + len(end)
                break
        else:
            if data[at : at + 9].upper() != b"<!DOCTYPE":
                match = _ROOT.match(data, at)
                return match[1].decode("ascii", "replace").lower() if match else ""
            at = _behind_type(data, at)
        if at < 3:
            return ""


def _behind_space(data: bytes, at: int) -> int:
    while data[at : at + 1].isspace():
        at += 1
    return at


def _behind_type(data: bytes, at: int) -> int:
    """Behind a document type; 0 where it does not end."""
    end, bracket = data.find(b">", at), data.find(b"[", at)
    if 0 <= bracket < end:
        bracket = data.find(b"]", bracket)
        end = data.find(b">", bracket) if bracket > 0 else -1
    return end + 1
