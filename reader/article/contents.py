"""A source that holds several articles: a feed, a web archive, a mailbox. One is picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reader.article.article import Article, ArticleError


@dataclass(frozen=True, slots=True)
class Item:
    """One article of several.

    ``mark`` names it behind the source's location and a "#", and stays the same while the source
    grows. ``address`` is where the whole article is, "" where the source itself has it; ``own``
    opens what the source has of it. ``published`` is as the source gives it, "" when it does not;
    ``summary`` is a line of what it is about.
    """

    mark: str
    title: str
    published: str = ""
    summary: str = ""
    address: str = ""
    own: Callable[[], Article] | None = field(default=None, repr=False, compare=False)

    @property
    def day(self) -> str:
        """The day it was published; as its source writes it where that is no date."""
        # Only lists show days; what reads them takes its time to load.
        from reader.article.written_date import day_of_publication

        return day_of_publication(self.published)


@dataclass(frozen=True, slots=True)
class Contents:
    """``kind`` says what the source is ("feed"), ``location`` where it was opened from."""

    title: str
    location: str
    kind: str
    items: Sequence[Item]
    notices: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        return {"book": "chapters", "mailbox": "mails"}.get(self.kind, "articles")

    def item(self, part: str) -> Item | None:
        """Return the item with the mark ``part``, else the one of that number, counted from 1."""
        named = getattr(self.items, "named", None)
        if named is not None:
            found: Item | None = named(part)
            return found
        for each in self.items:
            if each.mark == part:
                return each
        if part.isdecimal() and 0 < int(part) <= len(self.items):
            return self.items[int(part) - 1]
        return None


class SeveralArticlesError(ArticleError):
    """One article was asked for where several are; ``contents`` lists them."""

    def __init__(self, contents: Contents) -> None:
        number, where = len(contents.items), contents.location
        super().__init__(
            f"{where} is a {contents.kind} of {number} {contents.unit}; "
            f"`reader show {where}` lists them, `reader '{where}#1'` opens the first."
        )
        self.contents = contents


def split_location(location: str) -> tuple[str, str]:
    """Return a location without the part behind its last "#", and that part.

    "" where there is none.
    """
    whole, sign, part = location.rpartition("#")
    return (whole, part) if sign and whole and part.isalnum() else (location, "")


def open_item(
    contents: Contents, part: str, fetched: Callable[[str], Article] | None = None
) -> Article:
    """Return the article of ``contents`` that ``part`` names.

    It is opened from its address by ``fetched``; where that gives none, what the source itself
    has of it is shown and that is said. Raises ArticleError.
    """
    item = contents.item(part)
    if item is None:
        raise ArticleError(
            f"{contents.location} has no article {part}; it has {len(contents.items)}."
        )
    return open_listed(contents, item, fetched)


def open_listed(
    contents: Contents, item: Item, fetched: Callable[[str], Article] | None = None
) -> Article:
    """Return the article of one of the items of ``contents``: see ``open_item``.

    Raises ArticleError where it can neither be fetched nor read from the source.
    """
    fault = ""
    if item.address and fetched is not None:
        try:
            return fetched(item.address)
        except ArticleError as refused:
            if item.own is None:
                raise
            fault = str(refused)
    if item.own is None:
        only = f"nothing but the address {item.address}" if item.address else "no words"
        raise ArticleError(f"{contents.location} has {only} of “{item.title}”.")
    article = item.own()
    notice = (f"{fault} This is what the {contents.kind} has of it.",) if fault else ()
    return replace(article, notices=(*contents.notices, *article.notices, *notice))
