"""Articles and findings made by hypothesis, of every field and its empty forms."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import strategies as st

from reader.analysis.findings import Entity, Figure, Findings, ModelStamp, Person, Quote
from reader.archive.rows import Row, tables_of
from reader.article.article import Article, Link
from reader.article.block import Block
from reader.text.span import Span

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
maybe = st.none() | words
scores = st.none() | st.floats(0, 1)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


def spans(length: int) -> st.SearchStrategy[Span]:
    place = st.integers(0, length)
    return st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))


@st.composite
def analyzed(draw: st.DrawFn) -> tuple[Article, Findings]:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80))
    span = spans(len(text))
    several = st.lists(span, max_size=3).map(tuple)
    some = st.none() | several
    article = Article(
        text=text,
        blocks=tuple(
            Block(kind, each.start, each.end, doubled, level, flows)
            for kind, each, doubled, level, flows in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(("headline", "paragraph", "list item")),
                        span,
                        st.none() | st.integers(0, 9),
                        st.integers(0, 3),
                        st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
        title=draw(words),
        location=draw(words),
        loader=draw(words),
        authors=tuple(draw(st.lists(words, max_size=2))),
        outlet=draw(maybe),
        published=draw(maybe),
        url=draw(maybe),
        language=draw(maybe),
        links=tuple(Link(s.start, s.end, "https://a.example") for s in draw(several)),
    )
    entity = st.builds(
        lambda s, **rest: Entity(start=s.start, end=s.end, **rest),
        s=span, id=words, text=words, label=words, type=st.sampled_from(("person", "date")),
        name=words, person=maybe, score=scores,
    )  # fmt: skip
    quote = st.builds(
        Quote, id=words, kind=st.sampled_from(("direct", "mixed", "indirect")), spans=several,
        text=words, cue=some, source=some, speaker=maybe,
        speaker_kind=st.sampled_from(("named", "unknown")), person=maybe, parent=maybe, rule=words,
        score=scores,
    )  # fmt: skip
    figure = st.builds(
        lambda s, **rest: Figure(start=s.start, end=s.end, **rest),
        s=span, id=words, text=words, kind=st.sampled_from(("count", "money")), value=numbers,
        value_max=numbers, unit=maybe, currency=maybe, modifier=maybe, cue=some, source=some,
        speaker=maybe,
    )  # fmt: skip
    person = st.builds(
        Person, id=words, name=words, aliases=st.lists(words, max_size=2).map(tuple), role=maybe
    )
    findings = Findings(
        fingerprint=article.fingerprint,
        language=draw(maybe),
        models=draw(
            st.dictionaries(
                st.sampled_from(("entities", "attribution", "quotes")),
                st.builds(ModelStamp, words, words, words),
            )
        ),
        people=draw(st.lists(person, max_size=2).map(tuple)),
        entities=draw(st.lists(entity, max_size=2).map(tuple)),
        quotes=draw(st.lists(quote, max_size=2).map(tuple)),
        figures=draw(st.lists(figure, max_size=2).map(tuple)),
        tokens=draw(several),
        sentences=draw(several),
        notices=tuple(draw(st.lists(words, max_size=2))),
    )
    return article, findings


SMALL = Article("Ana Ruiz: “No.”", (Block("paragraph", 0, 15),), "Ana Ruiz", "a.txt", "made 1")


def row_of_nothing() -> Row:
    """Return a row of ``articles`` for an article without findings."""
    return tables_of(SMALL, Findings(SMALL.fingerprint))["articles"][0]


def same(left: Findings, right: Findings) -> bool:
    return all(getattr(left, f.name) == getattr(right, f.name) for f in fields(Findings))
