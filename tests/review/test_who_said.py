from __future__ import annotations

from dataclasses import replace

from reader.analysis.findings import Entity, Findings, Person, Quote
from reader.review.who_said import speakers_for
from reader.text.span import Span

TEXT = "Ada Reyes left. The minister\n said “no” to Tor Holm. Ada Reyes came back."


def named(words: str, person: str, nth: int) -> Entity:
    start = TEXT.index(words)
    if nth:
        start = TEXT.index(words, start + 1)
    return Entity(f"{person}{nth}", start, start + len(words), words, "P", "person", words, person)


def test_the_speaker_the_source_and_those_near_come_first_and_once() -> None:
    people = (Person("p1", "Ada Reyes"), Person("p2", "Tor Holm"), Person("p3", "Nobody Near"))
    findings = Findings(
        "sha256:x",
        language="en",
        people=people,
        entities=(named("Ada Reyes", "p1", 0), named("Ada Reyes", "p1", 1), named("Tor", "p2", 0)),
    )
    said, source = TEXT.index("“no”"), TEXT.index("The minister")
    quote = Quote(
        "q",
        "direct",
        (Span(said, said + 4),),
        "“no”",
        source=(Span(source, source + len("The minister\n")),),
    )
    assert speakers_for([quote], findings, TEXT) == [
        "The minister",
        "Tor Holm",
        "Ada Reyes",
        "Nobody Near",
    ]
    spoken = replace(quote, speaker="Ada  Reyes")
    assert speakers_for([spoken], findings, TEXT)[:2] == ["Ada Reyes", "The minister"]
    assert speakers_for([spoken], findings, TEXT).count("Ada Reyes") == 1


def test_pronouns_are_nobody_and_names_that_look_like_them_are_somebody() -> None:
    text = "It said “no”. US said “yes”. Will May said “perhaps”. They said “never”."
    spoken = []
    for number, who in enumerate(("It", "US", "Will May", "They")):
        start = text.index(f"{who} said")
        said = Span(text.index("“", start), text.index("”", start) + 1)
        source = (Span(start, start + len(who)),)
        name = who if number else None
        words = said.slice(text)
        spoken.append(Quote(f"q{number}", "direct", (said,), words, source=source, speaker=name))
    findings = Findings("sha256:x", language="en", quotes=tuple(spoken))
    assert sorted(speakers_for(spoken, findings, text)) == ["US", "Will May"]


def test_the_source_itself_is_not_offered_with_another_article() -> None:
    text = "The night shift said “no”."
    said, source = Span(text.index("“"), text.index("”") + 1), Span(0, len("The night shift"))
    quote = Quote("q", "direct", (said,), "“no”", source=(source,), speaker="night shift")
    findings = Findings("sha256:x", language="en", quotes=(quote,))
    assert speakers_for([quote], findings, text, but="night shift") == []
