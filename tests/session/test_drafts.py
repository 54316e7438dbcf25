from __future__ import annotations

import os
import stat

import pytest

from reader.annotations.records import Mark, new_id
from reader.article.anchor import anchor
from reader.session.drafts import Drafts
from reader.text.span import Span


def test_a_draft_is_there_for_the_next_start(tmp_path):
    Drafts(tmp_path / "drafts").keep("note on x", "two\nlines [b] \x1b 😀")
    assert Drafts(tmp_path / "drafts").load("note on x") == "two\nlines [b] \x1b 😀"
    assert Drafts(tmp_path / "drafts").load("note on y") is None


def test_drafts_are_for_their_owner_alone(tmp_path):
    Drafts(tmp_path).keep("x", "secret")
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_emptied_draft_is_forgotten(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.keep("x", "words")
    drafts.keep("x", "  \n")
    assert drafts.load("x") is None
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_draft_is_no_fault(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.keep("x", "words")
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"{")
    assert drafts.load("x") is None


def test_a_refused_record_comes_back_whole(tmp_path):
    mark = Mark(
        article_id="a",
        id=new_id(),
        kind="note",
        body="[Reuters]",
        anchor=anchor("some words", [Span(0, 4)]),
    )
    Drafts(tmp_path).keep_record(mark)
    assert Drafts(tmp_path).records() == [mark]
    Drafts(tmp_path).forget_record(mark.id)
    assert Drafts(tmp_path).records() == []


def test_a_folder_that_is_not_there_has_no_records(tmp_path):
    assert Drafts(tmp_path / "none").records() == []


def test_a_draft_goes_elsewhere_where_its_folder_cannot_be_made(tmp_path):
    (tmp_path / "full").write_bytes(b"")
    drafts = Drafts(tmp_path / "full" / "drafts", tmp_path / "elsewhere")
    drafts.keep("x", "words")
    assert drafts.unwritten() == []
    assert Drafts(tmp_path / "mended", tmp_path / "elsewhere").load("x") == "words"


def test_the_newest_of_two_drafts_is_taken_and_both_are_forgotten(tmp_path):
    main, elsewhere = tmp_path / "main", tmp_path / "elsewhere"
    Drafts(main).keep("x", "older")
    drafts = Drafts(elsewhere)
    drafts.keep("x", "newer")
    (old,) = main.iterdir()
    os.utime(old, (1, 1))
    both = Drafts(main, elsewhere)
    assert both.load("x") == "newer"
    both.forget("x")
    assert both.load("x") is None


def test_what_can_be_written_nowhere_stays_in_memory_until_it_can(tmp_path):
    (tmp_path / "full").write_bytes(b"")
    drafts = Drafts(tmp_path / "full" / "drafts", tmp_path / "full" / "cache")
    with pytest.raises(OSError, match="Not a directory"):
        drafts.keep("x", "half a thought")
    mark = Mark(
        article_id="a",
        id=new_id(),
        kind="note",
        body="whole thought",
        tags=("money",),
        anchor=anchor("some words", [Span(0, 4)]),
    )
    with pytest.raises(OSError, match="Not a directory"):
        drafts.keep_record(mark)
    assert drafts.load("x") == "half a thought"
    text, record = drafts.unwritten()
    assert text == "half a thought"
    assert all(words in record for words in ("some", "whole thought", "money"))
    (tmp_path / "full").unlink()
    assert drafts.unwritten() == []
    assert Drafts(tmp_path / "full" / "drafts").records() == [mark]
