"""What tells one text from another: the hash that articles, anchors and kept texts share."""

from __future__ import annotations


def fingerprint(text: str) -> str:
    """Return ``sha256:`` and the SHA-256 of ``text`` in UTF-8, lone surrogates kept as they are."""
    # Listing and exporting notes, which must start fast, compute none.
    import hashlib

    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
