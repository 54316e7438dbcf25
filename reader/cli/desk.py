"""What several commands need: the settings in force, the store, an article from anywhere."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from reader.cli.narration import tell
from reader.config import Settings, load_settings

if TYPE_CHECKING:
    from reader.annotations.records import Document
    from reader.annotations.store import Store
    from reader.article.article import Article

_LONGEST_NAME = 50


def settings_for(options: argparse.Namespace) -> Settings:
    """Return the settings in force; ``--offline`` overrides the config file."""
    settings = load_settings(notes=options.notes)
    if getattr(options, "offline", False):
        settings = dataclasses.replace(settings, offline=True)
    return settings


def offline_argument(parser: argparse.ArgumentParser) -> None:
    """``--offline``, for every command that opens articles."""
    parser.add_argument(
        "--offline",
        action="store_true",
        help="do not use the network; web pages open from their stored copy",
    )


def article_at(location: str, settings: Settings) -> Article:
    """Return the article at a path or address; what is to be known of it goes to standard error.

    Raises ArticleError.
    """
    article = opened_at(location, settings)
    for notice in article.notices:
        tell(notice)
    return article


def opened_at(location: str, settings: Settings) -> Article:
    """Return the article at a path or address, with a progress bar on a terminal.

    Raises ArticleError.
    """
    from reader.article.opening import STANDARD_INPUT, open_article
    from reader.cli.progress_bar import ProgressBar
    from reader.text.cells import printable

    name = location if len(location) <= _LONGEST_NAME else f"…{location[-_LONGEST_NAME:]}"
    with ProgressBar(f"Opening {printable(name)}", "", shown=location != STANDARD_INPUT):
        return open_article(location, network=settings.network)


def open_notes(settings: Settings, *, read_only: bool = False) -> Store:
    """Return the store with the user's notes; what is to be known of it goes to standard error.

    Raises StoreError.
    """
    from reader.annotations.store import open_store

    return open_store(settings.notes, who=settings.me, read_only=read_only, tell=tell)


def saved_documents(settings: Settings) -> list[Document]:
    """Return all records as they are stored, none where there is no notes file yet. StoreError."""
    if not settings.notes.exists():
        return []
    with open_notes(settings, read_only=True) as store:
        return store.documents()
