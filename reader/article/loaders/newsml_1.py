"""NewsML 1 (IPTC, 2000): items of nested components, with the story as NITF, markup or text."""

from __future__ import annotations

from dataclasses import dataclass

from reader.article.loaders.agency_status import status_notices
from reader.article.loaders.clean_markup import Element, words_of
from reader.article.loaders.formulas import local_name


@dataclass(frozen=True, slots=True)
class Item:
    """A news item: its story, and what the item says of it ("" and empty where it is silent)."""

    story: Element
    headline: str
    byline: str
    dateline: str
    outlet: str
    published: str
    language: str
    notices: tuple[str, ...]


def items(root: Element) -> list[Item]:
    """Return the items of a document that hold a story as text."""
    found = (_item(each) for each in root.iter() if local_name(each) == "newsitem")
    return [item for item in found if item is not None]


def _item(element: Element) -> Item | None:
    stories = (each for each in element.iter() if local_name(each) == "datacontent")
    story = next((each for each in stories if words_of(each)), None)
    if story is None:
        return None
    management = _first(element, "newsmanagement")
    return Item(
        story,
        headline=words_of(_first(element, "headline")),
        byline=words_of(_first(element, "byline")),
        dateline=words_of(_first(element, "dateline")),
        outlet=_named(_first(_first(element, "provider"), "party"))
        or words_of(_first(element, "creditline")),
        published=words_of(_first(management, "firstcreated"))
        or words_of(_first(management, "thisrevisioncreated")),
        language=_named(_first(element, "language")),
        notices=status_notices(_named(_first(management, "status"))),
    )


def _first(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((each for each in element.iterdescendants() if local_name(each) == name), None)


def _named(element: Element | None) -> str:
    return str(element.get("FormalName") or "") if element is not None else ""
