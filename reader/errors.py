"""The root of every error that reader reports to the user."""

from __future__ import annotations


class ReaderError(Exception):
    """A fault whose message is one clear sentence for the user: what is wrong, what to do."""
