from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.findings import Entity, Findings, Quote, finding_id
from reader.annotations.records import (
    ArticleRecord,
    Correction,
    Decision,
    Label,
    Revision,
)
from reader.article.anchor import Anchor, Part
from reader.article.block import Block
from reader.review.corrections import correction
from reader.text.span import Span
from reader.training.own_corrections import (
    OwnArticle,
    OwnUnit,
    decisions_met,
    own_articles,
    own_units,
)
from reader.training.scoring import Score
from reader.training.tagged_units import TaggedUnit

TEXT = "Ana Ruiz met Oslo Films.\n“It rains,” said Bo Lind.\nNobody came."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def entity(words: str, label: str, kind: str) -> Entity:
    place = span(words)
    identity = finding_id(label, [place], words)
    return Entity(identity, place.start, place.end, words, label, kind, words)  # type: ignore[arg-type]


ANA = entity("Ana Ruiz", "Person", "person")
OSLO = entity("Oslo", "Location", "place")
BO = entity("Bo Lind", "Organization", "organisation")
SAID = Quote(
    "q",
    "direct",
    (span("It rains,"),),
    "It rains,",
    cue=(span("said"),),
    source=(span("Ana Ruiz"),),
    speaker="Ana Ruiz",
)
TOKENS = tuple(
    span(word)
    for word in (
        "Ana",
        "Ruiz",
        "met",
        "Oslo",
        "Films",
        ".",
        "“",
        "It",
        "rains",
        ",",
        "”",
        "said",
        "Bo",
        "Lind",
    )
)
FINDINGS = Findings("f", entities=(ANA, OSLO, BO), quotes=(SAID,), tokens=TOKENS)


def analyze(text: str, blocks: Sequence[Block]) -> Findings:
    assert text == TEXT
    assert len(blocks) == 3
    return FINDINGS


def decide(finding: Entity | Quote, decision: Decision, after: object = None) -> Correction:
    return correction("a", finding, decision, creator="", at="2026-01-01T00:00:00Z", after=after)


def test_only_paragraphs_with_decisions_teach() -> None:
    article = OwnArticle(TEXT, (decide(BO, "relabel", "person"),))
    units = own_units(article, analyze)
    (own,) = units["entities"]
    assert own.unit.words == ("“", "It", "rains", ",", "”", "said", "Bo", "Lind")
    assert own.unit.tags[-2:] == ("B-Person", "E-Person")
    assert own.wanted == ((6, 8, "Person"),)
    assert own.unwanted == ((6, 8, "Organization"),)
    assert units["attribution"] == []


def test_accepted_dismissed_and_widened_names() -> None:
    corrections = (
        decide(ANA, "dismiss"),
        decide(OSLO, "respan", [[span("Oslo Films").start, span("Oslo Films").end]]),
    )
    (own,) = own_units(OwnArticle(TEXT, corrections), analyze)["entities"]
    assert own.unit.tags == ("O", "O", "O", "B-Location", "E-Location", "O")
    assert own.wanted == ((3, 5, "Location"),)
    assert own.unwanted == ((0, 2, "Person"), (3, 4, "Location"))


def test_a_name_that_was_missed_is_learnt() -> None:
    place = span("Ruiz")
    anchor = Anchor("f", (Part(place.start, place.end, "Ruiz"),))
    label = Label(article_id="a", id="l", anchor=anchor, layer="entity", type="group")
    article = OwnArticle(TEXT, (decide(ANA, "dismiss"),), (label,))
    (own,) = own_units(article, analyze)["entities"]
    assert own.unit.tags[:2] == ("O", "S-NORP")


def test_a_corrected_speaker_is_sought_in_the_paragraph() -> None:
    article = OwnArticle(TEXT, (decide(SAID, "respeak", "Bo Lind"),))
    (own,) = own_units(article, analyze)["attribution"]
    assert own.unit.tags == (
        "B-Content",
        "I-Content",
        "I-Content",
        "I-Content",
        "E-Content",
        "S-Cue",
        "B-Source",
        "E-Source",
    )
    assert (6, 8, "Source") in own.wanted


def test_a_speaker_who_is_not_in_the_paragraph_leaves_no_source() -> None:
    article = OwnArticle(TEXT, (decide(SAID, "respeak", "Cy Marsh"),))
    (own,) = own_units(article, analyze)["attribution"]
    assert not any(tag.endswith("Source") for tag in own.unit.tags)


def test_decisions_met_counts_what_is_there_and_what_is_not() -> None:
    unit = TaggedUnit("", ("Ana", "met", "Oslo"), ("S-Person", "O", "O"), ())
    own = OwnUnit(unit, ((0, 1, "Person"),), ((2, 3, "Location"),))
    assert decisions_met([own], [["S-Person", "O", "O"]]) == Score(2, 2, 2)
    assert decisions_met([own], [["S-Person", "O", "S-Location"]]) == Score(1, 2, 2)
    assert decisions_met([own], [["O", "O", "S-Location"]]) == Score(0, 2, 2)


def test_corrections_are_taken_with_the_text_they_fit() -> None:
    other = TEXT.replace("Ana Ruiz", "Anna Ruiz")
    records = [
        ArticleRecord(
            article_id="a",
            id="a",
            revisions=(Revision("one", "text", "", ""), Revision("two", "text", "", "")),
        ),
        decide(ANA, "accept"),
    ]
    texts = {"one": TEXT, "two": other}
    (article,) = own_articles(records, texts.get)
    assert article.text == TEXT
    assert [one.decision for one in article.corrections] == ["accept"]
    assert own_articles(records, {"two": other}.get) == []
    assert own_articles(records, lambda _: None) == []
