"""``reader serve``: the app in a browser on this machine."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import sys

from reader.article.article import ArticleError
from reader.article.contents import SeveralArticlesError
from reader.cli.desk import article_at, offline_argument, settings_for
from reader.cli.narration import tell
from reader.errors import ReaderError
from reader.text.plural import counted

NEEDED = ("aiohttp", "textual_serve")
LAST_PORT = 65_535


class MissingExtraError(ReaderError):
    """A package of an extra is not installed."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE|URL",
        help="articles that each tab opens (default: the library)",
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="N", help="port to listen on (default: a free one)"
    )
    parser.add_argument(
        "--read-only", action="store_true", help="show the notes; nobody can change anything"
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until a signal comes, and return 128 and its number.

    Raises MissingExtraError without textual-serve, ArticleError for standard input.
    """
    settings = settings_for(options)
    if not all(map(importlib.util.find_spec, NEEDED)):
        raise MissingExtraError(
            'reader serve needs textual-serve: pip install "article-reader[web]"'
        )
    for place in options.files:
        if place == "-":
            raise ArticleError("Standard input cannot be served; save it to a file, and name that.")
    if options.files and "://" not in options.files[0]:
        with contextlib.suppress(SeveralArticlesError):  # Each tab lists them.
            article_at(options.files[0], settings)
    import asyncio

    from reader.ui.browser.server import bound, serve

    listening = bound(options.port)
    ended_by, sessions = asyncio.run(serve(_command(options), listening, _announce))
    tell(f"Stopped. {counted(sessions, 'session')} ended; notes and drafts are saved.")
    return 128 + ended_by


def _port(word: str) -> int:
    if word.isascii() and word.isdigit() and int(word) <= LAST_PORT:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word} is no port; give a number from 0 to {LAST_PORT}")


def _announce(address: str) -> None:
    print(address, flush=True)
    tell(
        "Open this address in a browser on this machine; who has it can use it. ^C ends the server."
    )


def _command(options: argparse.Namespace) -> list[str]:
    """Return the command that runs the app for one tab."""
    words = [sys.executable, "-P", "-m", "reader", "read"]
    if options.notes is not None:
        words += ["--notes", str(options.notes)]
    words += ["--read-only"] if options.read_only else []
    words += ["--offline"] if options.offline else []
    return [*words, "--", *options.files]
