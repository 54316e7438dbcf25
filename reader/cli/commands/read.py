"""``reader FILE …``: opens the screen."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.article.article import ArticleError
from reader.article.contents import SeveralArticlesError
from reader.cli.desk import article_at, offline_argument, settings_for
from reader.config import IN_BROWSER

if TYPE_CHECKING:
    from reader.analysis.shared.joining import EarlyEngine
    from reader.article.article import Article
    from reader.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE|URL",
        help="file or web address of an article; - reads standard input",
    )
    parser.add_argument(
        "--read-only", action="store_true", help="open the notes without changing them"
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return the app's exit code; ArticleError when the first file cannot be opened."""
    in_browser = os.environ.get(IN_BROWSER) == "1"
    settings = dataclasses.replace(
        settings_for(options),
        read_only=options.read_only,
        look_only=options.read_only and in_browser,
        in_browser=in_browser,
    )
    if options.files:
        _refuse_a_mistyped_command(options.files[0])
    return open_screen(settings, options.files)


def _refuse_a_mistyped_command(name: str) -> None:
    """ArticleError when ``name`` is no file, and a command or nearly one."""
    if not name.isalpha() or os.path.lexists(name):
        return
    import difflib

    from reader.cli.parser import COMMANDS

    if name in COMMANDS:
        raise ArticleError(f"The command comes first: reader {name}, then its options.")
    for near in difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.7):
        raise ArticleError(f"There is no file {name}; for the command, write `reader {near}`.")


def open_screen(settings: Settings, files: Sequence[str], *, review: bool = False) -> int:
    """Open the screen on the first of ``files``, in review mode when that is asked for.

    The app's exit code. Raises ArticleError.

    What is loaded until the first frame stays, and to look for garbage in it would delay the
    frame: the app turns that on when it is shown.
    """
    gc.disable()
    try:
        return _opened(settings, files, review)
    finally:
        gc.enable()


def _opened(settings: Settings, files: Sequence[str], review: bool) -> int:
    first, others = (files[0] if files else None), files[1:]
    article = contents = None
    try:
        article = article_at(first, settings) if first is not None else None
    except SeveralArticlesError as several:
        contents = several.contents
    if not settings.in_browser:
        _take_terminal(first)
    if review:
        settings = dataclasses.replace(settings, seed=None)  # its guide is about reading
    with _engine(article, settings) as engine:
        from reader.ui.app import run_app

        code: int = run_app(
            settings, article, locations=others, contents=contents, review=review, engine=engine
        )
    return code


@contextlib.contextmanager
def _engine(article: Article | None, settings: Settings) -> Iterator[EarlyEngine | None]:
    """Yield an engine that loads its models while the screen is made; None if it needs none."""
    from reader.analysis.engine_start import engine_for, give_up

    engine = None
    if article is not None:
        folders = settings.package, settings.findings_cache, settings.engine_log
        engine = engine_for(article, *folders, shared=settings.shared_engine)
    try:
        yield engine
    finally:
        if engine is not None:
            give_up(engine)


def _take_terminal(first: str | None) -> None:
    """Make sure that there is a terminal to draw on and to take keys from. ArticleError."""
    if first == "-":
        _keys_from_terminal()
    if not sys.stdout.isatty():
        raise ArticleError("The screen needs a terminal; `reader show FILE` prints to a pipe.")
    if os.environ.get("TERM") == "dumb":
        raise ArticleError(
            "This terminal cannot show the screen (TERM=dumb); `reader show FILE` prints text."
        )
    if first != "-" and not sys.stdin.isatty():
        _keys_from_terminal()


def _keys_from_terminal() -> None:
    """Read keys from the terminal itself, as standard input is data.

    It is the article, or a list that a loop reads from.

    Those come from the terminal itself.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        raise ArticleError(
            "There is no terminal to take keys from; `reader show FILE` prints an article."
        ) from None
    os.dup2(terminal, 0)
    os.close(terminal)
