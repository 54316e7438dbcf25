"""Reads prior checks: ClaimReview in web pages, feeds, JSON lines and the fact-check API's answers.

schema.org's ClaimReview comes as JSON-LD or microdata in a page, as a Data Commons feed
(``dataFeedElement``), one to a line, or in the shape of Google's Fact Check Tools API
(``claims[].claimReview[]``).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from reader.exchange.formats.registry import ExchangeError
from reader.exchange.losses import Losses, in_short
from reader.meaning.prior_checks import LONGEST, PriorCheck

MAX_BYTES = 256 * 1024 * 1024
"""Of one file, unpacked."""
_DEEPEST = 60
_KEPT_APART = ("@graph", "dataFeedElement", "item", "itemListElement", "mainEntity", "hasPart")


def read_checks(path: Path, losses: Losses) -> Iterator[PriorCheck]:
    """Give each check in the file; what is left out goes to ``losses``.

    Raises ExchangeError when the file as a whole is not of a known form, OSError.
    """
    text = _text_of(path)
    found = False
    for document in _documents(text, path):
        for node, more in _reviews(document, losses):
            found = True
            check = _check(node, more, str(path), losses)
            if check is not None:
                yield check
    if not found and not losses.counts:
        raise ExchangeError(f"{path} has no ClaimReview; check --format.")


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile):
        raise ExchangeError(f"{path} is cut short or no gzip file; fetch it again.") from None
    if len(content) > MAX_BYTES:
        raise ExchangeError(f"{path} is over {MAX_BYTES >> 20} MB; split it and import the parts.")
    return content.decode("utf-8-sig")


def _documents(text: str, path: Path) -> Iterator[Any]:
    start = text.lstrip()[:1]
    if start == "<":
        yield from _of_page(text)
        return
    try:
        yield json.loads(text)
        return
    except RecursionError:
        raise ExchangeError(f"{path} is nested too deeply to be read.") from None
    except ValueError:
        pass
    bad = 0
    documents = []
    for line in text.split("\n"):
        if line.strip():
            try:
                documents.append(json.loads(line))
            except (ValueError, RecursionError):
                bad += 1
    if not documents:
        raise ExchangeError(f"{path} is neither JSON, JSON lines nor a web page; check --format.")
    yield from documents
    if bad:
        yield {"@type": "unreadable", "lines": bad}


def _of_page(text: str) -> Iterator[Any]:
    """Give the JSON-LD of a page, and its microdata as JSON-LD has it."""
    if not text.strip():
        return
    try:
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, html.etree.ParserError):
        return
    for script in tree.iter("script"):
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        if kind == "application/ld+json" and script.text:
            try:
                yield json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                yield {"@type": "unreadable", "lines": 1}
    for element in tree.xpath("//*[@itemscope and not(@itemprop)]"):
        yield _microdata(element, 0)


def _microdata(element: Any, depth: int) -> dict[str, Any]:
    names = re.split(r"\s+", (element.get("itemtype") or "").strip())
    found: dict[str, Any] = {"@type": [name.rstrip("/").rpartition("/")[2] for name in names]}
    waiting = list(element)
    while waiting and depth < _DEEPEST:
        child = waiting.pop(0)
        if not isinstance(child.tag, str):
            continue
        inside = "itemscope" in child.attrib
        for name in (child.get("itemprop") or "").split():
            value = _microdata(child, depth + 1) if inside else _value(child)
            if name in found:
                before = found[name]
                found[name] = [*before, value] if isinstance(before, list) else [before, value]
            else:
                found[name] = value
        if not inside:
            waiting[:0] = list(child)
    return found


def _value(element: Any) -> str:
    for name in ("content", "datetime", "href", "src", "value"):
        if element.get(name) is not None:
            return str(element.get(name))
    return " ".join(element.text_content().split())


def _reviews(
    document: Any, losses: Losses
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Give each ClaimReview in ``document`` with the claim that it is in, as the API has it."""
    waiting: list[tuple[Any, Mapping[str, Any], int]] = [(document, {}, 0)]
    while waiting:
        node, around, depth = waiting.pop(0)
        if depth > _DEEPEST:
            losses.add("item[s] nested too deeply [was|were] left out")
        elif isinstance(node, list):
            waiting[:0] = [(each, around, depth + 1) for each in node]
        elif isinstance(node, dict):
            kinds = _kinds(node)
            if "unreadable" in kinds:
                losses.add("unreadable JSON object[s] [was|were] left out", int(node["lines"]))
            elif "MediaReview" in kinds:
                losses.add("MediaReview[s] [was|were] left out: reader checks claims")
            elif "ClaimReview" in kinds or "claimReviewed" in node:
                yield node, around
            elif isinstance(node.get("claimReview"), list):
                waiting[:0] = [(each, node, depth + 1) for each in node["claimReview"]]
            elif around:
                yield node, around
            else:
                inner = [node[key] for key in (*_KEPT_APART, "claims") if key in node]
                waiting[:0] = [(each, around, depth + 1) for each in inner]


def _kinds(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type", "")
    every = kinds if isinstance(kinds, list) else [kinds]
    return [each.rpartition("/")[2].rpartition(":")[2] for each in every if isinstance(each, str)]


def _check(
    node: Mapping[str, Any], around: Mapping[str, Any], source: str, losses: Losses
) -> PriorCheck | None:
    item = _first(node.get("itemReviewed"))
    rating = _first(node.get("reviewRating"))
    claim = _words(node.get("claimReviewed")) or _words(around.get("text"))
    claim = claim or _words(item.get("text")) or _words(item.get("name"))
    address = _words(node.get("url")) or _words(node.get("@id"))
    values = {
        "claim": claim,
        "title": _words(node.get("title")) or _words(node.get("headline")),
        "claimant": _name(item.get("author")) or _words(around.get("claimant")),
        "said_on": _words(item.get("datePublished")) or _words(around.get("claimDate")),
        "rating": _words(rating.get("alternateName"))
        or _words(node.get("textualRating"))
        or _words(rating.get("name")),
        "value": _words(rating.get("ratingValue")),
        "best": _words(rating.get("bestRating")),
        "worst": _words(rating.get("worstRating")),
        "publisher": _name(node.get("author")) or _name(node.get("publisher")),
        "reviewed": _words(node.get("datePublished")) or _words(node.get("reviewDate")),
        "url": address if address.startswith(("http://", "https://")) else "",
        "language": _words(node.get("inLanguage")) or _words(node.get("languageCode")),
    }
    if not claim:
        losses.add("check[s] without a claim [was|were] left out", detail=address or "no address")
    elif not (values["rating"] or values["value"] or values["url"]):
        what = "check[s] with neither rating nor address [was|were] left out"
        losses.add(what, detail=in_short(claim))
    elif any(len(each) > LONGEST for each in values.values()):
        losses.add(
            f"check[s] with a field over {LONGEST} characters [was|were] left out",
            detail=in_short(claim),
        )
    else:
        return PriorCheck(**values, source=source)
    return None


def _first(value: Any) -> Mapping[str, Any]:
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> str:
    """Return a text or number as plain words on one line, "" where there is neither."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value", "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


def _name(value: Any) -> str:
    if isinstance(value, Iterable) and not isinstance(value, dict | str):
        return ", ".join(filter(None, map(_name, value)))
    return _words(value.get("name")) if isinstance(value, dict) else _words(value)
