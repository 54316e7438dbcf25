"""Counts with their nouns: the one place that makes a plural."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return ``1 note``, ``2 notes`` or ``1,200 notes``; without ``plural`` the noun takes an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or f'{noun}s'}"
