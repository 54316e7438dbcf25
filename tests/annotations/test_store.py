from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.record_json import to_document
from reader.annotations.records import ArticleRecord, Mark, new_id
from reader.annotations.storage import compaction as fold
from reader.annotations.storage.table_layout import row_sum
from reader.annotations.store import StoreError, open_store, state_of
from reader.article.anchor import anchor
from reader.text.span import Span

ANCHOR = anchor("The mayor said the bridge would open in May.", [Span(4, 9)])


def note(body: str, article: str = "bridge", **fields: object) -> Mark:
    return Mark(article_id=article, id=new_id(), kind="note", anchor=ANCHOR, body=body, **fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def test_a_note_is_there_after_a_restart_and_for_plain_tinydb(path: Path) -> None:
    store = open_store(path, who="ana")
    made = note("Is it?\n\u2028“Yes” \ud83d 🌉")
    store.put(made)
    store.close()
    again = open_store(path, who="ana")
    kept = again.get(made.id)
    assert isinstance(kept, Mark)
    assert (kept.body, kept.anchor, kept.creator) == (made.body, made.anchor, "ana")
    again.close()
    with TinyDB(path, access_mode="r") as plain:
        assert plain.all() == [to_document(kept)]
    assert path.read_bytes().isascii()


def test_records_are_found_by_article_and_kind(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put(ArticleRecord(article_id="bridge", id="bridge", title="Bridge"))
    store.put_many([note("one"), note("two", "flood")], "import")
    assert [each.title for each in store.articles()] == ["Bridge"]
    assert [each.body for each in store.records("bridge", "note")] == ["one"]
    assert len(store.records(kind="note")) == 2
    assert len(store.records("bridge")) == 2
    store.close()


def test_two_terminals_lose_nothing(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    for turn in range(5):
        here.put(note(f"ana {turn}"))
        there.put(note(f"ben {turn}"))
    assert here.refresh()
    assert not here.refresh()
    assert len(here.records()) == len(there.records()) == 10
    here.close()
    there.close()
    assert len(json.loads(path.read_bytes())["_default"]) == 10


def test_two_edits_of_one_note_keep_both_texts(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    first = note("both saw this")
    here.put(first)
    there.refresh()
    basis = there.get(first.id)
    seen = here.get(first.id)
    assert isinstance(basis, Mark)
    assert isinstance(seen, Mark)
    here.put(replace(seen, body="Ana wrote this"))
    there.refresh()
    operation = there.put(replace(basis, body="Ben wrote that"), basis=basis)
    here.refresh()
    kept = here.get(first.id)
    assert isinstance(kept, Mark)
    assert "Ana wrote this" in kept.body
    assert "Ben wrote that" in kept.body
    assert operation.message


def test_undo_and_redo_reach_over_a_restart(path: Path) -> None:
    store = open_store(path, who="ana")
    made = note("first")
    store.put(made)
    kept = store.get(made.id)
    assert isinstance(kept, Mark)
    store.put(replace(kept, body="second"), "edit")
    store.close()

    store = open_store(path, who="ana")
    undone = store.undo()
    assert undone is not None
    assert "edit" in undone.doing
    assert store.get(made.id) == kept
    store.undo()
    assert store.get(made.id) is None
    assert store.undo() is None
    store.close()

    store = open_store(path, who="ana")
    store.redo()
    assert store.get(made.id) == kept
    store.redo()
    second = store.get(made.id)
    assert isinstance(second, Mark)
    assert second.body == "second"
    assert store.redo() is None
    assert [each.doing for each in store.history(made.id)][:2] == ["note", "edit"]
    assert len(store.history(made.id)) == 6
    store.close()


def test_undo_takes_back_only_what_is_ones_own(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    mine = note("of Ana")
    here.put(mine)
    there.put(note("of Ben"))
    undone = here.undo()
    assert undone is not None
    assert undone.record == mine.id
    assert here.undo() is None
    assert [each.body for each in here.records(kind="note")] == ["of Ben"]


def test_undo_does_not_take_back_what_another_changed_since(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    mine = note("of Ana")
    here.put(mine)
    there.refresh()
    seen = there.get(mine.id)
    assert isinstance(seen, Mark)
    there.put(replace(seen, body="of Ana, as Ben has it"), basis=seen)
    with pytest.raises(StoreError):
        here.undo()
    kept = here.get(mine.id)
    assert isinstance(kept, Mark)
    assert kept.body == "of Ana, as Ben has it"


def test_a_batch_is_taken_back_at_once(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put_many([note(str(number)) for number in range(4)], "import")
    store.undo()
    assert store.records() == []
    store.redo()
    assert len(store.records()) == 4


def test_the_file_is_ones_own(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put(note("mine"))
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_not_a_tinydb_file_is_left_as_it_is(path: Path) -> None:
    for content in (b"An article.\n", b"[1, 2]", b'"x"'):
        path.write_bytes(content)
        with pytest.raises(StoreError, match="not"):
            open_store(path, who="ana")
        assert path.read_bytes() == content


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(tmp_path, who="ana")


def test_a_desk_is_counted_without_reading_its_notes(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put(ArticleRecord(article_id="é", id="é", title="Bridge"))
    store.put_many([note("1", "é", tags=("x", "é]")), note("2", "é", tags=("x",))], "n")
    store.put(note('a body with "tags":["z"] in it', "flood"))
    store.close()
    store = open_store(path, who="ana")
    counts = {"é": {"article": 1, "note": 2}, "flood": {"note": 1}}
    assert store.counts() == counts
    assert store.tags() == {"x": 2, "é]": 1}
    first = store.records("é", "note")[0]
    store.put(replace(first, tags=("y",)))
    store.remove(store.records("flood")[0].id)
    assert store.counts() == {"é": counts["é"]}
    assert store.tags() == {"x": 1, "y": 1}
    assert [each.title for each in store.articles()] == ["Bridge"]
    store.close()


def test_a_file_of_a_later_reader_is_only_read(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put(note("1"))
    store.close()
    path.write_text(path.read_text().replace('"schema":1', '"schema":9'))
    store = open_store(path, who="ana")
    assert len(store.records()) == 1
    assert any("newer version" in notice for notice in store.notices())
    with pytest.raises(StoreError):
        store.put(note("2"))


def test_where_one_stopped_reading_is_no_step_to_undo(path: Path) -> None:
    store = open_store(path, who="ana")
    store.put(ArticleRecord(article_id="a", id="a", title="Bridge"), "open")
    made = note("mine", "a")
    store.put(made)
    (article,) = store.articles()
    store.put(replace(article, position={"ana": 12}), "position")
    undone = store.undo()
    assert undone is not None
    assert undone.record == made.id
    assert store.undo() is None
    assert store.articles()[0].position == {"ana": 12}
    assert len(store.history("a")) == 1
    store.close()


def test_that_an_article_was_opened_is_no_step_to_undo(path: Path) -> None:
    store = open_store(path, who="ana")
    for name in "ab":
        store.put(ArticleRecord(article_id=name, id=name, title=name), "article")
    made = note("mine", "a")
    store.put(made)
    opened = replace(store.articles()[1], status={"ana": "reading"})
    store.put(opened, "article")
    done = replace(opened, status={"ana": "complete"})
    store.put(done, "status")
    for record, status in ((done.id, "reading"), (made.id, "reading")):
        undone = store.undo()
        assert undone is not None
        assert undone.record == record
        assert store.articles()[1].status == {"ana": status}
    assert store.undo() is None
    redone = store.redo()
    assert redone is not None
    assert redone.record == made.id


def test_an_edit_of_what_another_changed_unseen_keeps_both(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    first = note("both saw this")
    here.put(first)
    there.refresh()
    seen = there.get(first.id)
    held = here.get(first.id)
    assert isinstance(seen, Mark)
    assert isinstance(held, Mark)
    here.put(replace(held, body="Ana wrote this", colour="red"))
    operation = there.put(replace(seen, body="Ben wrote that", tags=("x",)))
    kept = there.get(first.id)
    assert isinstance(kept, Mark)
    assert "Ana wrote this" in kept.body
    assert "Ben wrote that" in kept.body
    assert (kept.colour, kept.tags) == ("red", ("x",))
    assert operation.message.startswith("ana ")
    there.undo()
    again = there.get(first.id)
    assert isinstance(again, Mark)
    assert (again.body, again.colour) == ("Ana wrote this", "red")


def test_fields_that_cannot_stand_together_are_kept_beside(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    first = note("x", colour="blue")
    here.put(first)
    there.refresh()
    seen = there.get(first.id)
    assert isinstance(seen, Mark)
    here.put(replace(seen, colour="red"), basis=seen)
    there.put(replace(seen, colour="green"), basis=seen)
    kept = there.get(first.id)
    assert isinstance(kept, Mark)
    assert kept.colour == "green"
    assert [(each["field"], each["value"], each["by"]) for each in kept.extra["conflicts"]] == [
        ("colour", "red", "ana")
    ]


def test_an_edit_of_what_another_removed_is_kept_and_reported(path: Path) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    first = note("both saw this")
    here.put(first)
    there.refresh()
    seen = there.get(first.id)
    assert isinstance(seen, Mark)
    here.remove(first.id)
    operation = there.put(replace(seen, body="Ben goes on"), basis=seen)
    assert operation.message.startswith("ana removed this")
    kept = there.get(first.id)
    assert isinstance(kept, Mark)
    assert kept.body == "Ben goes on"


def test_a_fold_that_would_lose_a_row_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(path, who="ana")
    store.put_many([note(str(number)) for number in range(5)], "import")
    store.fold()
    before = path.read_bytes()
    store.put(note("new"))
    rows = fold._rows
    with monkeypatch.context() as patched:
        patched.setattr(fold, "_rows", lambda *given: list(rows(*given))[1:])
        with pytest.raises(StoreError, match="could not be written whole"):
            store.fold()
    assert path.read_bytes() == before
    assert len(store.records()) == 6
    assert store.fold()
    assert len(json.loads(path.read_bytes())["_default"]) == 6


def test_an_empty_file_is_a_new_store(path: Path) -> None:
    path.touch()
    store = open_store(path, who="ana")
    store.put(note("1"))
    again = open_store(path, who="ana")
    assert len(again.records()) == 1
    assert again.notices() == []
    assert json.loads(path.read_bytes())["_default"] == {}


def test_sums_and_changed_articles_tell_what_changed(tmp_path, make_note):
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ada")
    store.put(make_note("one", "a", "n1"))
    assert store.take_changed_articles() is None  # the file itself was made
    store.put(make_note("two", "b", "n2"))
    assert store.take_changed_articles() == {"b"}
    before = store.sums()
    assert before == {each: sum(map(row_sum, store.documents(each))) for each in ("a", "b")}
    store.fold()
    store.take_changed_articles()
    assert store.sums() == before
    assert store.state() == state_of(path)
    other = open_store(path, who="ben")
    other.put(make_note("changed", "a", "n1"))
    other.put(replace(make_note("two", "c", "n2"), created="x"))
    store.refresh()
    assert store.take_changed_articles() == {"a", "b", "c"}
    after = store.sums()
    assert after["a"] != before["a"]
    assert set(after) == {"a", "c"}
    assert after == open_store(path, who="ada").sums() == other.sums()


def test_articles_are_kept_as_they_were_made_and_follow_changes(tmp_path):
    store = open_store(tmp_path / "annotations.json", who="ada")
    for name in "abc":
        store.put(ArticleRecord(article_id=name, id=name, title=name), "article")
    store.fold()
    held = store.articles()
    store.put(replace(held[0], title="new"), "article")
    store.remove("b")
    now = store.articles()
    assert [each.title for each in now] == ["new", "c"]
    assert now[1] is store.articles()[1]
