"""``reader add PATH|FOLDER|URL …``: articles come to the desk without being opened on a screen."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.desk import offline_argument, open_notes, settings_for
from reader.cli.narration import tell
from reader.cli.new_version import known_or_earlier, new_version_argument
from reader.cli.printing import format_argument
from reader.cli.terminal_guard import show_line
from reader.desk.adding import add_articles
from reader.desk.sources import sources
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord
    from reader.article.article import Article
    from reader.config import Settings
    from reader.desk.adding import Added, Earlier, Hint
    from reader.desk.sources import Skipped

OUTCOMES = {"new": "added", "known": "on the desk already", "changed": "changed"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Folders are searched recursively; files of unknown formats are skipped. "
        "Exit code 1 when some articles could not be added."
    )
    parser.add_argument(
        "places",
        nargs="+",
        metavar="PATH|FOLDER|URL",
        help="file, folder or web address to add; - reads standard input",
    )
    parser.add_argument(
        "--tag", action="append", default=[], help="tag to give each article; may be repeated"
    )
    parser.add_argument(
        "--analyze", action="store_true", help="also find people, quotes and figures"
    )
    format_argument(parser)
    new_version_argument(parser)
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when some could not be added. Raises ReaderError where there is none."""
    settings = settings_for(options)
    found = sources(options.places)
    tell_skipped(found.skipped)
    if not found.places:
        raise ReaderError("There is nothing to add here.")
    store = open_notes(settings)
    report = _Report(len(found.places), options.format)
    try:
        for added in add_articles(
            found.places,
            store,
            settings.library.texts,
            network=settings.network,
            tags=options.tag,
            hint=_hint(settings) if len(found.places) <= _HINTED else None,
            earlier=_earlier(settings) if options.new_version else None,
        ):
            report.take(added)
    finally:
        store.close()
        report.end()
    if options.analyze:
        _analyse(found.places, settings)
    unreadable = any(each.unreadable for each in found.skipped)
    return 1 if report.counts["failed"] or unreadable else 0


_HINTED = 50
"""With more articles at once it is not looked whether each is a new version of another."""


def _hint(settings: Settings) -> Hint:
    """Report what looks like a new version of a story on the desk."""
    from reader.annotations.versions import earlier_version
    from reader.article.story_prints import StoryPrints

    prints, texts = StoryPrints(settings.story_prints), settings.library.texts

    def hint(article: Article, articles: Sequence[ArticleRecord]) -> str:
        earlier = earlier_version(article, articles, prints, texts)
        if earlier is None:
            return ""
        title = " ".join(earlier.record.title.split()) or "an article without a title"
        return (
            f"This looks like a new version of “{title}”; --new-version takes it so, "
            "or W in the app."
        )

    return hint


def _earlier(settings: Settings) -> Earlier:
    """Take what looks like a new version of a story on the desk for one."""
    return lambda article, articles: known_or_earlier(article, articles, settings, take=True)


def _analyse(places: Sequence[str], settings: Settings) -> None:
    from reader.cli.analyzing import analysed

    found = sum(1 for _ in analysed(places, settings, refused=lambda _: None))
    tell(f"Analyzed {counted(found, 'article')}.")


def tell_skipped(skipped: Sequence[Skipped]) -> None:
    """Report what was left out of folders, by reason; each file where they are few."""
    by_reason: dict[str, list[str]] = {}
    for each in skipped:
        by_reason.setdefault(each.reason, []).append(each.place)
    for reason, places in by_reason.items():
        some = ", ".join(places[:3])
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        tell(f"left out, {reason}: {some}{more}")


class _Report:
    """Prints what became of each place, progress on a terminal's line, and the sum at the end."""

    def __init__(self, number: int, form: str) -> None:
        self.counts: Counter[str] = Counter()
        self._number = number
        self._form = form
        self._objects: list[dict[str, str]] = []
        self._failed: list[Added] = []
        self._shown = sys.stderr.isatty() and number > 1

    def take(self, added: Added) -> None:
        from reader.text.cells import printable

        self.counts[added.outcome] += 1
        self._clear()
        if added.outcome == "failed":
            self._failed.append(added)
        elif added.message:
            tell(f"{added.place}: {added.message}")
        if self._form == "json":
            fields = ("place", "outcome", "article_id", "title", "message")
            self._objects.append({name: getattr(added, name) for name in fields})
        elif added.outcome != "failed":
            outcome = OUTCOMES[added.outcome]
            print(printable(f"{outcome}: {added.title or 'Untitled'} ({added.place})"))
        if self._shown:
            done = self.counts.total()
            show_line(f"Adding {done}/{self._number}")

    def _clear(self) -> None:
        if self._shown:
            show_line()

    def end(self) -> None:

        self._clear()
        if self._form == "json":
            print(json.dumps(self._objects, ensure_ascii=False, indent=1))
        sys.stdout.flush()
        for each in self._failed:
            tell(f"not added: {each.message}")
        parts = [f"{self.counts['new']} added"]
        parts += [f"{self.counts[each]} {OUTCOMES[each]}" for each in ("changed", "known")]
        parts += [f"{self.counts['failed']} failed"]
        some = [part for part in parts if not part.startswith("0 ")] or ["none added"]
        if self._number > 1 or self._failed:
            tell(", ".join(some))
