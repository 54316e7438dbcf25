"""``reader desk``: many articles at once: tag, status, archive, remove, analyze, export."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.desk_index import article_arguments, article_filter, chosen_rows, up_to_date_index
from reader.cli.narration import tell
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.desk.row import DeskRow

STATUSES = ("unread", "reading", "complete")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="articles with these words in text, title or notes"
    )
    parser.add_argument("--id", action="append", default=[], help="this article; may be repeated")
    parser.add_argument(
        "--all", action="store_true", help="all articles; required where no other option selects"
    )
    article_arguments(parser)
    acts = parser.add_argument_group("what to do with them (without one they are listed)")
    acts.add_argument("--add-tag", action="append", default=[], metavar="TAG", help="add a tag")
    acts.add_argument(
        "--remove-tag", action="append", default=[], metavar="TAG", help="remove a tag"
    )
    acts.add_argument("--set-status", choices=STATUSES, help="how far you are with them")
    acts.add_argument("--archive", action="store_true", help="archive them: they leave the list")
    acts.add_argument("--unarchive", action="store_true", help="take them back from the archive")
    acts.add_argument("--analyze", action="store_true", help="find names, quotes and figures")
    acts.add_argument("--export", metavar="F", help="export their notes in a format, with -o")
    acts.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="PATH",
        help="file of the export (default: standard output)",
    )
    acts.add_argument("--remove", action="store_true", help="remove them from the desk")
    acts.add_argument(
        "--with-notes", action="store_true", help="remove those with notes too, notes and all"
    )


def run(options: argparse.Namespace) -> int:
    """Return 1 when articles with notes were left; raise ReaderError for a wrong choice."""
    settings = settings_for(options)
    if not settings.notes.exists():
        tell(f"There are no notes yet in {settings.notes}; `reader FILE` makes some.")
        return 0
    rows = _rows(options, settings)
    if not rows:
        tell("No article matches.")
        return 0
    acts = _acts(options)
    if not acts and not options.export and not options.analyze:
        from reader.cli.commands.list import line_of

        for row in rows:
            print(line_of(row))
        return 0
    ids = [row.article_id for row in rows]
    if options.analyze:
        _analyze(ids, settings)
    if options.export:
        _export(ids, options, settings)
    if not acts:
        return 0
    with open_notes(settings) as store:
        return max(act(store, ids) for act in acts)


Act = Callable[["Store", Sequence[str]], int]


def _rows(options: argparse.Namespace, settings: Settings) -> list[DeskRow]:
    """Return the articles that are chosen, by title."""
    from reader.desk.query import parse_query
    from reader.desk.row import ordered

    wanted = article_filter(options)
    narrowed = options.words or options.id or wanted != type(wanted)()
    changing = _acts(options) or options.export or options.analyze
    if changing and not narrowed and not options.all:
        raise ReaderError("Name the articles by words, --id or a filter, or say --all.")
    with up_to_date_index(settings) as index:
        rows = chosen_rows(index, wanted, settings.me)
        if options.unarchive and not any(each == "archived" for each in options.status):
            rows = [row for row in index.rows(settings.me) if row.archived]
        if options.words:
            having = index.articles_with(parse_query(" ".join(options.words)))
            rows = [row for row in rows if row.article_id in having]
    if options.id:
        known = {row.article_id for row in rows}
        for each in options.id:
            if each not in known:
                raise ReaderError(
                    f"There is no article {each}; `reader list --articles` lists the ids."
                )
        rows = [row for row in rows if row.article_id in options.id]
    return ordered(rows, "title")


def _acts(options: argparse.Namespace) -> list[Act]:
    acts: list[Act] = []
    if options.add_tag or options.remove_tag:
        acts.append(_tagging(options.add_tag, options.remove_tag))
    if options.set_status:
        acts.append(_status(options.set_status))
    if options.archive or options.unarchive:
        acts.append(_archiving(away=options.archive))
    if options.remove:
        acts.append(_removing(with_notes=options.with_notes))
    return acts


def _change(
    store: Store,
    ids: Iterable[str],
    edit: Callable[[ArticleRecord], ArticleRecord],
    doing: str,
    done: str,
) -> int:
    """Change articles as one step."""
    from reader.annotations.records import now

    wanted, at = frozenset(ids), now()
    records = [each for each in store.articles() if each.id in wanted]
    edited = [(each, edit(each)) for each in records]
    changed = [replace(new, modified=at) for old, new in edited if new != old]
    if changed:
        store.put_many(changed, f"{doing} of {counted(len(changed), 'article')}")
    tell(f"{done}: {counted(len(changed), 'article')} changed.")
    return 0


def _tagging(added: Sequence[str], removed: Sequence[str]) -> Act:
    from reader.annotations.codebook import clean_name

    new, gone = ([clean_name(each) for each in several] for several in (added, removed))

    def edit(record: ArticleRecord) -> ArticleRecord:
        tags = dict.fromkeys((*record.tags, *filter(None, new)))
        return replace(record, tags=tuple(tag for tag in tags if tag not in gone))

    return lambda store, ids: _change(store, ids, edit, "tags", "Tagged")


def _status(status: str) -> Act:
    def act(store: Store, ids: Sequence[str]) -> int:
        def edit(record: ArticleRecord) -> ArticleRecord:
            return replace(record, status={**record.status, store.who: status})  # type: ignore[dict-item]

        return _change(store, ids, edit, "status", f"Marked {status}")

    return act


def _archiving(*, away: bool) -> Act:
    doing, done = ("archive", "Archived") if away else ("bring back", "Brought back")
    return lambda store, ids: _change(
        store, ids, lambda record: replace(record, archived=away), doing, done
    )


def _removing(*, with_notes: bool) -> Act:
    def act(store: Store, ids: Sequence[str]) -> int:
        from reader.annotations.removal import removed_with

        counts = store.counts()
        noted = [each for each in ids if set(counts.get(each, ())) - {"article"}]
        gone = [each for each in ids if with_notes or each not in noted]
        if gone:
            records = removed_with(store, gone)
            doing = f"remove {counted(len(gone), 'article')}"
            store.put_many([], doing, removed=records)
        tell(f"Removed {counted(len(gone), 'article')}; u in reader takes it back.")
        if noted and not with_notes:
            tell(
                f"Kept {counted(len(noted), 'article')} with notes; --with-notes removes them too."
            )
            return 1
        return 0

    return act


def _analyze(ids: Sequence[str], settings: Settings) -> None:
    """Find what is in the articles and keep it."""
    from reader.article.article import ArticleError
    from reader.cli.findings import Analysis

    store = open_notes(settings, read_only=True)
    records = [each for each in store.articles() if each.id in ids]
    store.close()
    analysis, found = Analysis(settings), 0
    for record in records:
        try:
            article = settings.library.open(record).article
        except ArticleError as fault:
            tell(f"{record.title or record.id}: {fault}")
            continue
        analysis.of([article])
        found += 1
    tell(f"Analyzed {counted(found, 'article')}.")


def _export(ids: Sequence[str], options: argparse.Namespace, settings: Settings) -> None:
    from reader.cli.commands.export import written
    from reader.exchange.export import Export
    from reader.exchange.formats.registry import writer
    from reader.exchange.selection import Selection

    writer(options.export)
    selection = Selection(articles=frozenset(ids))
    asked = Export(
        format=options.export, target=options.output, selection=selection, given=settings.given
    )
    with open_notes(settings, read_only=True) as store:
        for loss in written(store, asked, settings).losses:
            tell(loss)
