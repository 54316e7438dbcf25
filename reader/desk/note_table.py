"""Every note of the desk as a row, and the filter that is typed over them.

What a filter's names mean is said by ``reader.annotations.conditions``.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from reader.annotations.about_article import ABOUT, ARTICLE
from reader.annotations.conditions import of_note_rows
from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Document,
    Label,
    Mark,
)
from reader.annotations.wording import passage
from reader.desk.filter import check_dates, named_values
from reader.text.local_day import local_day

NAMES = ("tag", "kind", "colour", "person", "article", "status", "from", "to")
SHOWN = 160
"""Characters of a passage or text that a row has room for."""
ADRIFT = "orphan"
"""What became of a note whose article is not on the desk."""
_FIELDS = ("kind", "tags", "colour", "person", "title", "status", "day")
"""The fields that a filter names."""
EARLIER = "earlier text"
"""What became of a note on another text of its article than the newest one."""


class NoteRow(NamedTuple):
    """A note as a list shows it; ``status`` has that of a claim and what became of its passage.

    ``text`` and ``passage`` are on one line and cut; ``words`` has all in which words are looked
    for, in small letters. ``day`` and ``modified`` are of the last change.
    """

    record_id: str
    article_id: str
    kind: str
    text: str
    passage: str
    tags: tuple[str, ...]
    colour: str
    person: str
    day: str
    modified: str
    status: tuple[str, ...]
    title: str
    words: str


class Order(NamedTuple):
    """How rows are sorted; ``label`` is its name for people."""

    key: Callable[[NoteRow], Any]
    falling: bool
    letter: str
    label: str


ORDERS: Mapping[str, Order] = {
    "changed": Order(attrgetter("modified"), True, "d", "date of the last change"),
    "article": Order(lambda row: (row.title.casefold(), row.article_id), False, "a", "article"),
    "kind": Order(attrgetter("kind"), False, "k", "kind"),
    "person": Order(lambda row: row.person.casefold(), False, "p", "person"),
    "tag": Order(lambda row: (not row.tags, row.tags), False, "t", "tag"),
}


@dataclass(frozen=True)
class NoteFilter:
    """What a line asks for; an empty field asks for all.

    Of one name any value will do, of several names each must hold, and so must each of ``words``,
    which are in small letters.
    """

    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    words: tuple[str, ...] = ()


def parse_note_filter(line: str) -> NoteFilter:
    """Return the filter that ``line`` says; raises FilterError.

    A name without a value, as it is while it is typed, asks for all.
    """
    found, words = named_values(line, NAMES)
    given = {name: tuple(value for value in values if value) for name, values in found.items()}
    since, until = (_so_far(given[name][-1] if given[name] else "") for name in ("from", "to"))
    check_dates(since, until)
    sought = (word.strip('"').casefold() for word in words if not _is_name(word))
    return NoteFilter(
        kinds=given["kind"],
        tags=tuple(tag.removeprefix("#") for tag in given["tag"]),
        colours=given["colour"],
        people=given["person"],
        articles=given["article"],
        statuses=given["status"],
        since=since,
        until=until,
        words=tuple(word for word in sought if word),
    )


def _is_name(word: str) -> bool:
    """Return whether it is a name whose value is not typed yet."""
    return word.endswith(":") and word[:-1].lower() in NAMES


def _so_far(date: str) -> str:
    """As much of a date as is one while it is typed: "2026-1" is 2026 so far."""
    for whole in (4, 7):
        if whole < len(date) < whole + 3 and date[:whole].replace("-", "").isdigit():
            return date[:whole]
    return "" if date.isdigit() and len(date) < 4 else date


class NoteTable:
    """Rows in the order of their last change, the newest first; a value that is not changed.

    Each field is a column of numbers, one for each value that there is of it, so that a condition
    is judged once a value and a hundred thousand rows are passed in a few milliseconds.
    """

    def __init__(self, rows: Sequence[NoteRow] = ()) -> None:
        self.rows = rows
        self._words = [row.words for row in rows]
        self._columns = {name: _Column(map(attrgetter(name), rows)) for name in _FIELDS}
        self._sorted: dict[str, Sequence[int]] = {"changed": range(len(rows))}

    def matching(
        self, wanted: NoteFilter, by: str = "changed", *, turned: bool = False
    ) -> list[NoteRow]:
        """Return the rows that ``wanted`` takes, by one of ``ORDERS``, reversed if turned."""
        return self.picked(self.places(wanted, self.ordered(by)), turned=turned)

    def places(self, wanted: NoteFilter, among: Sequence[int]) -> Sequence[int]:
        """Return those places of rows ``among`` these that ``wanted`` takes, in their order."""
        for name, condition in _conditions(wanted):
            column = self._columns[name]
            numbers, taken = column.numbers, column.taken(lambda each: condition({name: each}))  # noqa: B023
            among = [place for place in among if taken[numbers[place]]]
        texts = self._words
        for word in wanted.words:
            among = [place for place in among if word in texts[place]]
        return among

    def picked(self, places: Sequence[int], *, turned: bool) -> list[NoteRow]:
        rows = self.rows
        return [rows[place] for place in (reversed(places) if turned else places)]

    def ordered(self, by: str) -> Sequence[int]:
        """Return the places of all rows by one of ``ORDERS``."""
        if by not in self._sorted:
            order, rows = ORDERS[by], self.rows
            self._sorted[by] = sorted(
                range(len(rows)), key=lambda place: order.key(rows[place]), reverse=order.falling
            )
        return self._sorted[by]

    @property
    def people(self) -> Sequence[str]:
        """The names of all who made a row, "" for nobody's."""
        return self._columns["person"].values

    def completions(self) -> list[str]:
        """Return what a filter can say of these rows, the most used of each name first."""
        counts: Counter[str] = Counter()
        for name, field in (("kind", "kind"), ("colour", "colour"), ("person", "person")):
            for value, count in self._columns[field].counts():
                if value:
                    counts[f"{name}:{value}"] += count
        for name, field in (("tag", "tags"), ("status", "status")):
            for values, count in self._columns[field].counts():
                for value in values:
                    counts[f"{name}:{value}"] += count
        known = [_quoted(each) for each in sorted(counts, key=lambda each: (-counts[each], each))]
        return [*known, *(f"{name}:" for name in NAMES)]


class _Column:
    """The values of one field: a number for each row, by which ``values`` has its value."""

    def __init__(self, values: Iterable[Any]) -> None:
        known: dict[Any, int] = {}
        self.numbers = array("L", (known.setdefault(each, len(known)) for each in values))
        self.values = list(known)

    def taken(self, takes: Callable[[Any], bool]) -> list[bool]:
        """Return whether each value is taken, by its number."""
        return [takes(each) for each in self.values]

    def counts(self) -> Iterable[tuple[Any, int]]:
        """Return each value with how many rows have it."""
        return ((self.values[number], count) for number, count in Counter(self.numbers).items())


class Narrowing:
    """Filters a table that stays the same while a line is typed.

    From what the line so far takes, where one more letter can only take less.
    """

    def __init__(self, table: NoteTable) -> None:
        self.table = table
        self._last: tuple[NoteFilter, str, Sequence[int]] | None = None

    def matching(self, wanted: NoteFilter, by: str, *, turned: bool) -> list[NoteRow]:
        among = self.table.ordered(by)
        if self._last is not None and self._last[1] == by and narrows(wanted, self._last[0]):
            among = self._last[2]
        places = self.table.places(wanted, among)
        self._last = wanted, by, places
        return self.table.picked(places, turned=turned)


def narrows(new: NoteFilter, old: NoteFilter) -> bool:
    """Return whether ``new`` surely takes no row that ``old`` does not take."""
    several = ("kinds", "tags", "colours", "people", "articles", "statuses")
    return (
        all(_longer(getattr(new, name), getattr(old, name)) for name in several)
        and new.since.startswith(old.since)
        and new.until.startswith(old.until)
        and all(any(word in longer for longer in new.words) for word in old.words)
    )


def _longer(new: tuple[str, ...], old: tuple[str, ...]) -> bool:
    """Return whether the same values have become longer, or there were none."""
    same = len(new) == len(old) and all(map(str.startswith, new, old))
    return not old or same


def _quoted(value: str) -> str:
    name, _, text = value.partition(":")
    return f'{name}:"{text}"' if " " in text else value


def _conditions(wanted: NoteFilter) -> Iterable[tuple[str, Any]]:
    """Yield the condition on each field that a filter names."""
    if wanted.kinds:
        yield "kind", of_note_rows(kinds=wanted.kinds)
    if wanted.tags:
        yield "tags", of_note_rows(tags=wanted.tags)
    if wanted.colours:
        yield "colour", of_note_rows(colours=wanted.colours)
    if wanted.people:
        yield "person", of_note_rows(people=wanted.people)
    if wanted.articles:
        yield "title", of_note_rows(articles=wanted.articles)
    if wanted.statuses:
        yield "status", of_note_rows(statuses=wanted.statuses)
    if wanted.since or wanted.until:
        yield "day", of_note_rows(since=wanted.since, until=wanted.until)


class NoteRows:
    """Makes rows of documents; ``articles`` give titles and newest texts.

    With ``text_of`` a note on an earlier text is looked for in the newest one, which takes its
    time.
    """

    def __init__(
        self,
        articles: Iterable[ArticleRecord],
        text_of: Callable[[ArticleRecord], str | None] | None = None,
    ) -> None:
        self._articles = {each.article_id: each for each in articles}
        self._text_of = text_of
        self._text: tuple[str, str | None] = ("", None)
        self._days: dict[str, str] = {}

    def of(self, documents: Iterable[Document]) -> list[NoteRow]:
        """Return a row for each note, highlight.

        Label, claim and appearance among ``documents``.
        """
        rows = []
        for each in documents:
            if is_note(each):
                try:
                    rows.append(self._row(each))
                except (KeyError, TypeError, AttributeError):
                    continue  # of another shape than reader writes: `reader check` reports it
        return rows

    def _row(self, document: Document) -> NoteRow:
        """Return the row of a document, which is not made a record for it.

        That would take three times as long.
        """
        whole = document.get(ABOUT) == ARTICLE
        kind, exact = document["kind"], "" if whole else passage(document["anchor"])
        text, who, status = _SAYS[kind](document)
        article = self._articles.get(document["article_id"])
        if article is None:
            status.append(ADRIFT)
        elif not whole and self._is_earlier(document, article):
            status.append(self._outcome(document, article))
        tags, modified = tuple(document["tags"]), document["modified"]
        return NoteRow(
            document["id"],
            document["article_id"],
            kind,
            _one_line(text),
            _one_line(exact),
            tags,
            document.get("colour") or "",
            document["creator"],
            self._day(modified),
            modified,
            tuple(status),
            article.title if article is not None else "",
            "\n".join((text, exact, who, *tags)).casefold(),
        )

    def _day(self, moment: str) -> str:
        """Return the day of a moment by this machine's clock; asked once for each hour."""
        hour = moment[:13]
        if hour not in self._days:
            self._days[hour] = local_day(moment)
        return self._days[hour]

    @staticmethod
    def _is_earlier(document: Document, article: ArticleRecord) -> bool:
        newest = article.revisions[-1].fingerprint if article.revisions else ""
        return bool(newest) and document["anchor"]["fingerprint"] != newest

    def _outcome(self, document: Document, article: ArticleRecord) -> str:
        """Return what became of a note on an earlier text."""
        if self._text_of is None:
            return EARLIER
        if self._text[0] != article.article_id:
            self._text = article.article_id, self._text_of(article)
        text, record = self._text[1], from_document(document)
        if text is None or not isinstance(record, Mark | Label | Claim | Appearance):
            return EARLIER
        from reader.article.anchoring import place

        return place(record.anchor, text).outcome


def _of_mark(document: Document) -> tuple[str, str, list[str]]:
    return document["body"], "", []


def _of_claim(document: Document) -> tuple[str, str, list[str]]:
    verdicts = [each["label"] for each in document["assessments"][-1:]]
    return document["claim"], document["claimant"], [document["status"], *verdicts]


_SAYS: Mapping[str, Callable[[Document], tuple[str, str, list[str]]]] = {
    "note": _of_mark,
    "highlight": _of_mark,
    "label": lambda each: (f"{each['layer']}: {each['type']}", "", []),
    "claim": _of_claim,
    "appearance": lambda _: ("the same claim", "", []),
}
"""The text of each kind of note, who is named in it, and its status."""


def is_note(document: Mapping[str, Any]) -> bool:
    return document.get("kind") in _SAYS and is_record(document)


def _one_line(text: str) -> str:
    return " ".join(text[: 4 * SHOWN].split())[:SHOWN]
