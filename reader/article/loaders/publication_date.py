"""When an article was published, out of all the dates that its page gives.

What a page says for machines comes first, then the day that it shows beside its headline. Only
where it gives neither are looser marks and labels read, and last the extractor's guess is taken.
"""

from __future__ import annotations

import re

from reader.article.loaders.labelled_days import labelled_day
from reader.article.loaders.page_dates import is_next_day, marked_date
from reader.article.loaders.page_tree import PageTree

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:$|T)")
_UNIVERSAL = re.compile(r"(?:Z|[+-]00:?00)$")
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?:/|$)")
_NAMES = ("date", "dc.date", "dc.date.issued", "dcterms.created", "parsely-pub-date", "pubdate")


def published(page: PageTree, stated: str | None, found: str | None, url: str | None) -> str | None:
    """Return the date (ISO 8601) as exactly as the page says it; None where it says none.

    ``stated`` is that of its JSON-LD, ``found`` the extractor's. Ask before the tree is changed.
    """
    exact = (page.meta("article:published_time", "datepublished"), stated)
    first = next((one for one in exact if one and _ISO_DATE.match(one)), None)
    first = first or marked_date(page.root)
    if first is not None:
        return _as_shown(first, page, url)
    named = [one for one in map(page.meta, _NAMES) if one and _ISO_DATE.match(one)]
    shown = page.date_beside_headline()
    if shown is not None:
        return next((each for each in named if each[:10] == shown), shown)
    if named:
        return _as_shown(named[0], page, url)
    return labelled_day(page.root) or found


def _as_shown(exact: str, page: PageTree, url: str | None) -> str:
    """Return a moment, or of one in universal time the day before or after that the page shows."""
    if not _UNIVERSAL.search(exact):
        return exact
    in_address = _DAY_IN_ADDRESS.search(url or "")
    shown = (
        page.date_beside_headline(),
        "-".join(in_address.groups()) if in_address is not None else None,
    )
    return next((day for day in shown if day and is_next_day(exact, day)), exact)
