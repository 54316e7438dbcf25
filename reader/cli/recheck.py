"""``reader check FILE …``: what became of the notes and claims on articles opened again."""

from __future__ import annotations

import argparse
import functools
import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli.desk import article_at, open_notes
from reader.cli.narration import tell
from reader.cli.new_version import known_or_earlier
from reader.errors import ReaderError
from reader.text.local_day import local_day
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.rechecking import Recheck, Rechecked
    from reader.annotations.store import Store
    from reader.article.stored_texts import StoredTexts
    from reader.config import Settings


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Return 1 when something changed, 2 when an article cannot be opened or is not on the desk.

    With ``--seen`` only a text that was not seen before is something that changed.
    """
    kept = settings.library.texts
    done: list[Recheck] = []
    code = 0
    with open_notes(settings, read_only=not options.seen) as store:
        for location in options.files:
            try:
                one = _recheck(location, store, kept, settings, options.new_version)
                if options.seen:
                    _remember(one, store, kept, settings)
                done.append(one)
            except ReaderError as fault:
                tell(fault)
                code = 2
    if options.format == "json":
        print(json.dumps([_plain(each) for each in done], ensure_ascii=False, indent=1))
    else:
        for each in done:
            print("\n".join(_lines(each)))
    if options.seen:
        return code or int(any(each.text_changed for each in done))
    return code or int(any(each.changed for each in done))


def _recheck(
    location: str, store: Store, kept: StoredTexts, settings: Settings, new_version: bool
) -> Recheck:
    from reader.annotations.rechecking import recheck

    article = article_at(location, settings)
    known = known_or_earlier(article, store.articles(), settings, take=new_version)
    if known is None:
        raise ReaderError(f"{location} is not in the library and has no notes.")
    last = kept.load(known.revisions[-1].fingerprint) if known.revisions else None
    records = store.records(article_id=known.article_id)
    return recheck(article, known, records, last, functools.cache(kept.load))


def _remember(done: Recheck, store: Store, kept: StoredTexts, settings: Settings) -> None:
    """Make the text the revision seen last, and store it. The notes stay as they are."""
    from reader.annotations.articles import admitted, known_article
    from reader.annotations.records import now

    article, at = done.article, now()
    try:
        kept.keep(article.text, article.fingerprint)
    except OSError as fault:
        raise ReaderError(f"The text cannot be stored: {fault.strerror}.") from fault
    store.admit(
        lambda articles: admitted(
            known_article(articles, article) or done.known, article, creator=settings.me, at=at
        )
    )


def _lines(done: Recheck) -> Iterator[str]:
    from reader.text.cells import printable

    yield printable(f"{done.article.title} ({done.article.location})")
    if not done.text_changed:
        yield "  The text has not changed since you last opened it."
    elif done.last is None or done.changes is None:
        yield "  The text has changed; the version you annotated is not stored."
    else:
        places = counted(done.changes, "place")
        outcomes = Counter(mark.placement.outcome for mark in done.marks).most_common()
        of_notes = ", ".join(f"{count} {outcome}" for outcome, count in outcomes)
        behind = f"; notes: {of_notes}" if of_notes else ""
        yield f"  The text changed in {places} since {local_day(done.last.seen)}{behind}."
    for mark in done.marks:
        yield printable(_line(mark))


def _line(mark: Rechecked) -> str:
    return f"{'!' if mark.changed else '-'} {mark.summary} (id {mark.record.id})"


def _plain(done: Recheck) -> dict[str, Any]:
    text = done.article.text
    return {
        "location": done.article.location,
        "title": done.article.title,
        "article_id": done.known.article_id,
        "changed": done.changed,
        "fingerprint": done.article.fingerprint,
        "last": {"fingerprint": done.last.fingerprint, "seen": done.last.seen}
        if done.last
        else None,
        "changes": done.changes,
        "records": [
            {
                "id": mark.record.id,
                "kind": mark.record.kind,
                "outcome": mark.placement.outcome,
                "exact": mark.anchor.exact,
                "spans": [[span.start, span.end] for span in mark.placement.spans],
                "text": [span.slice(text) for span in mark.placement.spans],
                "changes": [
                    {"before": change.before, "after": change.after}
                    for change in mark.placement.changes
                ],
                "figure_changed": mark.figure_changed,
                "punctuation_alone": mark.marks_alone,
                "score": round(mark.placement.score, 3),
            }
            for mark in done.marks
        ],
    }
