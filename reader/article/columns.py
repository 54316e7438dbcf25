"""Which column of a table of articles holds what: as a person says, else by the columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.article.article import ArticleError

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "articletext", "fulltext", "maintext", "plaintext", "bodytext", "rawtext", "body",
        "content", "articlebody", "articlecontent", "story", "article", "texte", "texto",
    ),
    "html": ("html", "bodyhtml", "contenthtml", "articlehtml", "pagehtml", "rawhtml"),
    "title": ("title", "headline", "articletitle", "heading", "titre", "titel", "titulo"),
    "id": ("articleid", "id", "uuid", "guid", "docid", "documentid"),
    "url": ("url", "link", "articleurl", "permalink", "canonicalurl", "webpage", "sourceurl"),
    "published": (
        "published", "publishedat", "publishdate", "datepublished", "publicationdate", "pubdate",
        "publicationtime", "date", "datetime", "day",
    ),
    "authors": ("authors", "author", "byline", "creator"),
    "outlet": ("outlet", "publisher", "publication", "source", "newspaper", "site", "domain"),
    "language": ("declaredlanguage", "language", "lang", "languagecode"),
}  # fmt: skip
"""What an article is made of, and the names of columns that usually hold it, best first, without
capitals, spaces and signs.
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """``by_role`` maps the keys of ``NAMES`` to columns; ``unused`` are the others."""

    by_role: Mapping[str, str]
    unused: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """A line that says what was taken for what."""
        roles = ", ".join(f"{role} from “{name}”" for role, name in self.by_role.items())
        rest = f"; not used: {', '.join(self.unused)}" if self.unused else ""
        return roles + rest


def guess(columns: Sequence[str]) -> Columns | None:
    """Return the columns by their names; None where none looks like the text of articles."""
    return _chosen(columns, {})


def choose(columns: Sequence[str], given: Mapping[str, str], where: str) -> Columns:
    """Return the columns by their names, those of ``given`` (role to column) as it says.

    Raises ArticleError, which names ``where``, for a column that is not there, or when there is
    none with the text.
    """
    listed = ", ".join(columns[:20]) + (" …" if len(columns) > 20 else "")
    for role, column in given.items():
        if role not in NAMES:
            raise ArticleError(f"There is no {role} in an article; it has {', '.join(NAMES)}.")
        if column not in columns:
            raise ArticleError(f"{where} has no column “{column}”; it has {listed}.")
    chosen = _chosen(columns, given)
    if chosen is None:
        raise ArticleError(
            f"{where} has no column that looks like the text of articles; it has {listed}. "
            "Name it with --column text=NAME."
        )
    return chosen


def _chosen(columns: Iterable[str], given: Mapping[str, str]) -> Columns | None:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(re.sub(r"[\W_]", "", column.casefold()), column)
    found = dict(given)
    for role, names in NAMES.items():
        if role in found or (role == "html" and "text" in found):
            continue
        free = (by_name[each] for each in names if each in by_name)
        for column in free:
            if column not in found.values():
                found[role] = column
                break
    if "text" not in found and "html" not in found:
        return None
    ordered = {role: found[role] for role in NAMES if role in found}
    return Columns(ordered, tuple(each for each in columns if each not in ordered.values()))
