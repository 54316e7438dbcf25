from __future__ import annotations

from reader.annotations.records import ArticleRecord, Mark
from reader.article.anchor import anchor
from reader.session.desk_search import search_desk
from reader.text.span import Span

TEXTS = {"a": "The port closed. The storm came.", "b": "No storm here."}


def article(name, **more):
    return ArticleRecord(article_id=name, id=name, title=f"Title {name}", **more)


def note(name, article_id, body, tags=()):
    held = anchor("words", [Span(0, 5)])
    return Mark(article_id=article_id, id=name, kind="note", body=body, tags=tags, anchor=held)


def test_texts_and_notes_of_the_whole_desk_the_article_in_view_first():
    notes = [note("n", "a", "Ask about the storm."), note("m", "b", "quiet", ("storm",))]
    found = search_desk(
        [article("a"), article("b")], notes, lambda one: TEXTS[one.id], "storm", first="b"
    )
    assert [(hit.article_id, hit.offset, hit.record) for hit in found] == [
        ("b", 3, None),
        ("b", None, "m"),
        ("a", 21, None),
        ("a", None, "n"),
    ]
    assert found[0].context == "No storm here."


def test_an_article_without_a_kept_text_is_passed_over_and_lists_are_bounded():
    assert search_desk([article("a")], [], lambda _: None, "storm") == []
    assert len(search_desk([article("a")], [], lambda _: "x " * 900, "x", most=500)) == 500
