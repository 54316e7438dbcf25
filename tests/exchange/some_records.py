"""Records of every kind on texts with all that formats stumble over, for the round trips."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Assessment,
    Claim,
    Correction,
    Evidence,
    Label,
    LabelLink,
    Mark,
    Record,
    Revision,
)
from reader.article.anchor import Anchor, anchor
from reader.article.article import fingerprint
from reader.exchange.arrival import Arrival
from reader.exchange.by_article import from_desk
from reader.exchange.losses import Losses
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

AT = "2026-11-22T10:00:00Z"
PIECES = (
    *(
        "The mayor ",
        "“We will not pay,” ",
        "said Zoë 🙂 ",
        "<b>&amp; ",
        "*not* [x](y) ",
        "\n",
        "\n\n",
    ),
    *(
        "a|b_c\\d ",
        "👩‍👩‍👧 ",
        "T1\tx ",
        "=1+1 ",
        "'quoted' ",
        "#tag ",
        "e\u0301 ",
        "\u2028",
        "日本語 ",
        "; -> ",
    ),
)
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
NAMES = st.sampled_from(("Ada", "Zoë O’Hara", "“B.”", "\U0001f642"))
TAGS = st.lists(
    st.sampled_from(("law", "the mayor", "a;b", "c|d", "\U0001f642", "x,y")),
    unique=True,
    max_size=3,
).map(tuple)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "Head line\n" + "".join(draw(st.lists(st.sampled_from(PIECES), min_size=3, max_size=30)))


@st.composite
def spans(draw: st.DrawFn, text: str, most: int = 3) -> list[Span]:
    """Disjoint passages in order, none of white space alone."""
    cuts = draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=2 * most, unique=True).map(sorted)
    )
    pairs = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    found = [pair for pair in pairs if pair.slice(text).strip()]
    return found or [Span(0, 4)]


@st.composite
def records(draw: st.DrawFn, text: str, most_parts: int = 3) -> list[Record]:
    made: list[Record] = []
    for number in range(draw(st.integers(1, 6))):
        held = anchor(text, draw(spans(text, most_parts)))
        common = {
            "article_id": "a1",
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "creator": draw(NAMES),
            "created": AT,
            "modified": AT,
            "tags": draw(TAGS),
            "machine_visible": draw(st.booleans()),
        }
        made.append(
            draw(st.sampled_from((_mark, _highlight, _label, _claim, _appearance)))(
                held, draw(WORDS), common
            )
        )
    return made


def _mark(held: Anchor, words: str, common: dict[str, object]) -> Record:
    return Mark(
        kind="note", anchor=held, body=words, extra={"own field": [1, {"x": words}]}, **common
    )


def _highlight(held: Anchor, words: str, common: dict[str, object]) -> Record:
    return Mark(kind="highlight", anchor=held, colour="#ffee00", **common)


def _label(held: Anchor, words: str, common: dict[str, object]) -> Record:
    return Label(
        anchor=held,
        layer="my layer",
        type="Über person",
        attributes={"why": words, "n": 3},
        links=(LabelLink("speaker", "00000000-0000-4000-8000-000000000000"),),
        **common,
    )


def _claim(held: Anchor, words: str, common: dict[str, object]) -> Record:
    verdict = Assessment(
        reviewer="Ada",
        scale="truth",
        scale_version="1",
        label="Mostly false",
        value=2.0,
        best=5.0,
        worst=1.0,
        explanation=words,
    )
    return Claim(
        anchor=held,
        claim=words,
        claimant="Zoë",
        said_on="2026-11",
        status="done",
        assessments=(verdict,),
        final="Ada",
        evidence=(Evidence(title=words, url="https://example.org/m?a=1&b=2", stance="refutes"),),
        **common,
    )


def _appearance(held: Anchor, words: str, common: dict[str, object]) -> Record:
    return Appearance(claim_id="c", anchor=held, **common)


def correction() -> Correction:
    finding = {"id": "f", "kind": "direct", "spans": [[0, 4]], "text": "Head"}
    return Correction(
        article_id="a1",
        id="00000000-0000-4000-8000-00000000c0de",
        created=AT,
        modified=AT,
        creator="Ada",
        finding=finding,
        decision="dismiss",
        reason="no quote",
    )


def article_of(text: str, **fields: object) -> ArticleRecord:
    report = {
        "title": "The “gate” & <co>",
        "locations": ("gate.txt",),
        "creator": "Ada",
        "created": AT,
        "modified": AT,
        "revisions": (Revision(fingerprint(text), "plain text 1", AT, "gate.txt"),),
    }
    return ArticleRecord(article_id="a1", id="a1", **(report | fields))


def desk_article(text: str, made: Iterable[Record], **fields: object) -> AnnotatedArticle:
    ordered = sorted(made, key=lambda record: record.id)
    return from_desk(article_of(text, **fields), tuple(ordered), text)


def by_id(arrivals: Sequence[Arrival]) -> list[Record]:
    return sorted((r for each in arrivals for r in each.records), key=lambda record: record.id)


def read_back(module: object, path: Path) -> tuple[list[Arrival], Losses]:
    losses = Losses()
    return list(module.read(path, losses)), losses


def plain(record: Record) -> dict[str, object]:
    """Return a record as it compares: what hangs on the article it came in by aside."""
    from reader.annotations.record_json import to_document

    return json.loads(json.dumps(to_document(record) | {"article_id": ""}))
