"""What the Findings tab lists: names by kind with counts, quotes by speaker, figures.

Pure functions from findings to nodes; the pane only draws them. Findings in a caption that
doubles an earlier one is left out, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.findings import Entity, Figure, Finding, Findings, Quote
from reader.article.block import Block
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.review.annotated_article import AnnotatedArticle

SNIPPET = 48
"""Characters of a quote or figure that a row tells."""

KIND_NAMES: Mapping[str, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "group": "Groups",
    "facility": "Facilities",
    "product": "Products",
    "date": "Dates",
    "money": "Money",
    "number": "Numbers",
    "other": "Other names",
}
ONE_OF: Mapping[str, str] = {
    "person": "Person",
    "organisation": "Organisation",
    "place": "Place",
    "group": "Group",
    "facility": "Facility",
    "product": "Product",
    "date": "Date",
    "money": "Money",
    "number": "Number",
    "other": "Other name",
}
"""What one name of each kind is."""
OPENING, CLOSING = frozenset("“„«‹‘「『\"'"), frozenset('”“»›」』"')
"""Quotation marks at the ends of a passage; an apostrophe may end one that is no quotation."""
UNKNOWN_SPEAKER = "speaker unknown"


class Place(NamedTuple):
    """Where one finding is: its id and the offset of its first character."""

    finding: str
    start: int


class Node(NamedTuple):
    """A row of the outline.

    ``key`` stays the same when the findings are computed again; ``places`` are in text order;
    ``sure`` is False for a speaker nobody could name.
    """

    key: str
    label: str
    places: tuple[Place, ...]
    children: tuple[Node, ...] = ()
    sure: bool = True

    @property
    def number(self) -> int:
        return len(self.places)


def outline(
    findings: Findings,
    blocks: Iterable[Block] = (),
    accepted: frozenset[str] = frozenset(),
    own: frozenset[str] = frozenset(),
) -> tuple[Node, ...]:
    """Return the outline of ``findings``: names by kind, quotes by speaker, figures.

    Names and speakers stand by how often they occur, then by where first. ``accepted`` are the
    ids of findings that a person has looked at and accepted (✓), ``own`` of those they marked
    themselves (+). What the models in use do not find is listed in rows without places.
    """
    folded = [block.span for block in blocks if block.duplicate_of is not None]
    entities = [entity for entity in findings.entities if not _inside(entity.start, folded)]
    quotes = [quote for quote in findings.quotes if not _inside(quote.spans[0].start, folded)]
    figures = [figure for figure in findings.figures if not _inside(figure.start, folded)]
    signs = {**dict.fromkeys(own, "+"), **dict.fromkeys(accepted, "✓")}
    nodes = [*_names(entities), _quotes(quotes, signs), _figures(figures, signs)]
    missing = (Node(f"notice {notice}", one_line(notice), ()) for notice in findings.notices)
    return (*(node for node in nodes if node.places), *missing)


def _inside(offset: int, folded: list[Span]) -> bool:
    return any(offset in span for span in folded)


def _names(entities: list[Entity]) -> list[Node]:
    kinds: dict[str, dict[str, list[Place]]] = {}
    for entity in entities:
        places = kinds.setdefault(entity.type, {}).setdefault(entity.name, [])
        places.append(Place(entity.id, entity.start))
    nodes = []
    for kind, title in KIND_NAMES.items():
        names = [
            Node(f"name {kind} {name}", one_line(name), _in_order(places))
            for name, places in kinds.get(kind, {}).items()
        ]
        nodes.append(_branch(f"kind {kind}", title, names))
    return nodes


def _quotes(quotes: list[Quote], signs: Mapping[str, str]) -> Node:
    speakers: dict[str | None, list[Quote]] = {}
    for quote in quotes:
        speakers.setdefault(quote.speaker, []).append(quote)
    nodes = []
    for speaker, said in speakers.items():
        rows = tuple(
            Node(
                f"quote {quote.id}",
                _signed(f"“{snippet(_unmarked(quote.text))}”", quote.id, signs),
                (Place(quote.id, quote.spans[0].start),),
            )
            for quote in sorted(said, key=lambda quote: quote.spans[0].start)
        )
        label = UNKNOWN_SPEAKER if speaker is None else one_line(speaker)
        places = _in_order(place for row in rows for place in row.places)
        nodes.append(Node(f"speaker {speaker or ''}", label, places, rows, speaker is not None))
    return _branch("quotes", "Quotes", nodes)


def _figures(figures: list[Figure], signs: Mapping[str, str]) -> Node:
    rows = []
    for figure in sorted(figures, key=lambda figure: figure.start):
        said = f" — {one_line(figure.speaker)}" if figure.speaker else ""
        label = _signed(f"{snippet(figure.text)}{said}", figure.id, signs)
        rows.append(Node(f"figure {figure.id}", label, (Place(figure.id, figure.start),)))
    places = tuple(place for row in rows for place in row.places)
    return Node("figures", "Figures", places, tuple(rows))


def _branch(key: str, title: str, nodes: list[Node]) -> Node:
    nodes.sort(key=lambda node: (not node.sure, -node.number, node.places[0].start))
    places = _in_order(place for node in nodes for place in node.places)
    return Node(key, title, places, tuple(nodes))


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.start, place.finding)))


def _signed(label: str, finding: str, signs: Mapping[str, str]) -> str:
    return f"{signs[finding]} {label}" if finding in signs else label


def _unmarked(text: str) -> str:
    return text.strip("“”\"'‘’«»„ ")


def one_line(text: str) -> str:
    """Return ``text`` with every stretch of white space as one blank."""
    return " ".join(text.split())


def snippet(text: str, length: int = SNIPPET) -> str:
    """Return the beginning of ``text`` on one line, with an ellipsis when it goes on."""
    line = one_line(text[: 4 * length])
    if len(line) <= length and len(text) <= 4 * length:
        return line
    return line[: length - 1].rstrip() + "…"


def quoted(text: str, length: int = SNIPPET) -> str:
    """Return the beginning of ``text`` in quotation marks, or with those that it has itself."""
    line = snippet(text, length)
    return line if line[:1] in OPENING or line[-1:] in CLOSING else f"“{line}”"


def finding_label(finding: Finding) -> str:
    """Return a finding as one of several to choose from."""
    if isinstance(finding, Entity):
        return f"{ONE_OF.get(finding.type, finding.type)}: {snippet(finding.name)}"
    if isinstance(finding, Quote):
        return f"Quote: “{snippet(_unmarked(finding.text))}”"
    return f"Figure: {snippet(finding.text)}"


def source_of(row: Node, reading: AnnotatedArticle) -> tuple[str | None, list[Quote | Figure]]:
    """Return the source that the row of a speaker or a person is.

    None for one that is not known, with all that it said in the article; nothing for any other row.
    """
    every: list[Quote | Figure] = [*reading.standing.quotes, *reading.standing.figures]
    kind, _, name = row.key.partition(" ")
    if kind == "name":
        name = name.partition(" ")[2]
    elif kind != "speaker":
        return None, []
    if not name:
        return None, [each for each in reading.standing.quotes if each.speaker is None]
    return name, [each for each in every if each.speaker == name]


def next_place(node: Node, after: int) -> Place | None:
    """Return the node's first place behind offset ``after``, its first one when there is none."""
    for place in node.places:
        if place.start > after:
            return place
    return node.places[0] if node.places else None
