"""What several commands need: the settings in force, the store, an article's id."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.config import Settings, load_settings

if TYPE_CHECKING:
    from reader.annotations.store import Store


def settings_for(options: argparse.Namespace) -> Settings:
    return load_settings(notes=options.notes)


def open_notes(settings: Settings, *, read_only: bool = False) -> Store:
    """The store with the user's notes; raises StoreError."""
    from reader.annotations.store import open_store

    return open_store(settings.notes, who=settings.me, read_only=read_only)
