"""A person's own marks, made, changed and taken away without a screen."""

from __future__ import annotations

import errno
from concurrent.futures import Future

import pytest
from tinydb import TinyDB

from reader.annotations.records import Claim, Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.store import open_store
from reader.session.events import PlaceKnown, Reported, Saving
from reader.session.notebook import Notebook
from tests.session.played import played, until


@pytest.fixture
def reading(bench):
    def run(article=None):
        return played(bench.settings, article or bench.article())

    return run


def stored(bench):
    records = open_store(bench.settings.notes, who="ada").records()
    return [record for record in records if record.kind != "article"]


def marks(person):
    return [placed for placed in person.session.reading.records.placed if placed.spans]


def words(person, place: int = 0):
    text = person.session.reading.article.text
    return [span.slice(text) for span in marks(person)[place].spans]


def at(person, exact: str) -> None:
    """Put the cursor on words, with nothing selected."""
    person.end_selection()
    person.cursor = person.session.reading.article.text.index(exact)


async def test_a_note_is_in_the_tinydb_file_when_it_is_said_to_be_saved(bench, reading):
    async with reading() as person:
        person.do("note", "two\nlines [b]")
        assert [placed.record.body for placed in marks(person)] == ["two\nlines [b]"]
        await until(lambda: person.of(Saving)[-1].done)
        assert [each.kind for each in stored(bench)] == ["note"]
    documents = TinyDB(bench.settings.notes).all()
    assert [document["kind"] for document in documents] == ["article", "note"]
    assert documents[1]["article_id"] == documents[0]["article_id"]


async def test_a_note_is_edited_and_emptied_to_a_highlight(bench, reading):
    async with reading() as person:
        person.do("note", "first")
        person.do("note", "second")
        assert person.asked[-1][1] == "first"
        (placed,) = marks(person)
        assert placed.record.body == "second"
        person.do("note", "")
    (record,) = stored(bench)
    assert (record.kind, record.body) == ("highlight", "")


async def test_a_closed_editor_says_whether_there_is_a_draft(reading):
    async with reading() as person:
        person.do("note", None)
        assert person.message == "note left as it was"
        assert marks(person) == []
        passage = person.passage()[0]
        article = person.session.reading.article
        place = f"{article.fingerprint} {passage.start}-{passage.end}"
        person.session.drafts.keep(place, "half a thought")
        person.do("note", None)
        assert person.message == "draft saved"


async def test_highlight_delete_undo_redo(bench, reading):
    async with reading() as person:
        person.select("Port closes")
        person.do("highlight")
        assert person.spans == ()
        await person.saved()
        person.do("delete")
        assert marks(person) == []
        await person.saved()
        person.do("undo")
        await until(lambda: marks(person))
        await until(lambda: person.message.startswith("Undone: delete on “Port"))
        person.do("redo")
        await until(lambda: not marks(person))
    assert stored(bench) == []


async def test_undo_reaches_over_a_restart(reading):
    async with reading() as person:
        person.do("highlight")
    async with reading() as person:
        assert len(marks(person)) == 1
        person.do("undo")
        await until(lambda: not marks(person))


async def test_tags_are_known_to_the_next_question(bench, reading):
    async with reading() as person:
        person.do("tag", "harbour, storm")
        at(person, "Tor Holm")
        person.do("tag", "harbour")
        assert person.asked[-1].known == ("harbour", "storm")
    assert [record.tags for record in stored(bench)] == [("harbour", "storm"), ("harbour",)]


async def test_a_mark_grows_and_shrinks_by_word_character_and_sentence(reading):
    async with reading() as person:
        person.select("HALLAN")
        person.do("note", "held")
        at(person, "HALLAN")
        steps = (
            ("grow", None, "HALLAN. —"),
            ("shrink", None, "HALLAN. "),
            ("shrink-character", 2, "HALLAN"),
            ("grow-character", None, "HALLAN."),
        )
        for command, count, _ in steps:
            before = words(person)
            person.do(command, count=count)
            assert words(person) != before
            assert marks(person)[0].record.body == "held"
        person.do("grow-sentence", count=2)
        (whole,) = words(person)
        assert whole.endswith("the port would close.")
        person.do("shrink-sentence")
        assert len(words(person)[0]) < len(whole)


async def test_a_mark_turned_grows_at_its_start_until_the_cursor_leaves_it(reading):
    async with reading() as person:
        person.select("harbour")
        person.do("note", "held")
        at(person, "harbour")
        person.do("other-end")
        for command, count, after in (
            ("grow", None, "the harbour"),
            ("shrink", 2, "harbour"),
            ("shrink-character", None, "arbour"),
            ("grow-character", None, "harbour"),
        ):
            person.do(command, count=count)
            assert words(person) == [after]
            assert person.cursor == marks(person)[0].start
        person.cursor += 1
        person.do("grow")
        assert words(person) == ["harbour master"]


async def test_a_part_is_added_to_the_mark_and_the_part_under_the_cursor_grows(reading):
    async with reading() as person:
        person.select("Port")
        person.do("highlight")
        person.select("Tor")
        person.do("add-part")
        assert words(person) == ["Port", "Tor"]
        at(person, "Port")
        person.do("grow")
        assert words(person) == ["Port closes", "Tor"]


async def test_without_a_mark_there_is_none_to_add_to_or_delete(reading):
    async with reading() as person:
        for command, refused in (("add-part", "edit a mark first"), ("delete", "no mark of yours")):
            person.do(command)
            assert refused in person.message


async def test_a_claim_under_the_cursor_is_worded_again(bench, reading):
    async with reading() as person:
        person.do("claim", "The port closes.")
        person.do("claim", "The port shut.")
        assert person.asked[-1].value == "The port closes."
    assert [each.claim for each in stored(bench) if isinstance(each, Claim)] == ["The port shut."]


async def test_the_words_meant_are_copied(reading):
    async with reading() as person:
        person.select("Port")
        person.do("copy")
        assert person.copied == "Port"


async def test_further_occurrences_are_marked_together_and_undone_together(bench, reading):
    article = bench.article("One Holm\n\nHolm and Holm, but not Holmes. Holm.\n")
    async with reading(article) as person:
        person.select("Holm")
        person.do("highlight")
        at(person, "Holm")
        person.do("mark-all", [0, 2])
        _, contexts, further = person.asked[-1]
        assert (len(contexts), further) == (3, True)
        assert len(marks(person)) == 3
        await person.saved()
        person.do("undo")
        await until(lambda: len(marks(person)) == 1)
        await until(lambda: person.message == "Undone: mark all of “Holm”")


async def test_words_that_are_not_marked_yet_are_marked_where_they_are(bench, reading):
    article = bench.article("One Holm\n\nHolm and Holm, but not Holmes. Holm.\n")
    async with reading(article) as person:
        person.select("Holm")
        person.do("mark-all", [0, 1, 2, 3])
        assert person.asked[-1][2] is False
        assert len(marks(person)) == 4


async def test_a_changed_text_says_which_notes_need_a_look(bench, reading):
    async with reading() as person:
        for exact, body in (("A last paragraph", "on the last paragraph"), ("Tor Holm", "count")):
            at(person, exact)
            person.do("note", body)
    text = bench.text.replace("A last paragraph ends the report.", "")
    changed = bench.article(text.replace("HALLAN", "PORT HALLAN"))
    async with reading(changed) as person:
        outcomes = {
            placed.record.body: placed.placement.outcome
            for placed in person.session.reading.records.placed
        }
        assert outcomes == {"on the last paragraph": "lost", "count": "moved"}
        assert any("needs a look" in event.sentence for event in person.of(Reported))


async def test_the_note_of_another_session_appears(reading, bench):
    article = bench.article()
    async with reading(article) as one, reading(article) as other:
        one.do("highlight")
        await one.saved()
        other.session.notebook.poll()
        await until(lambda: marks(other))
        at(other, "Tor Holm")
        other.do("highlight")
        await other.saved()
        one.session.notebook.poll()
        await until(lambda: len(marks(one)) == 2)


async def test_what_a_full_disk_refused_is_saved_by_a_command_later(bench, reading, monkeypatch):
    def refuse(self, descriptor, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    async with reading() as person:
        with monkeypatch.context() as full:
            full.setattr(Disk, "write", refuse)
            person.do("note", "precious")
            await until(lambda: person.session.notebook.unsaved)
            await until(lambda: person.message.startswith("Not saved"))
        person.do("save-again")
        await until(lambda: person.of(Saving)[-1].done and not person.session.notebook.unsaved)
    assert [record.body for record in stored(bench) if isinstance(record, Mark)] == ["precious"]


async def test_a_file_that_is_no_store_leaves_the_note_a_draft_for_the_next_start(bench, reading):
    bench.settings.notes.write_text("not ours at all")
    async with reading() as person:
        person.do("note", "precious")
        await until(lambda: person.session.notebook.unsaved)
        assert [placed.record.body for placed in marks(person)] == ["precious"]
    assert bench.settings.notes.read_text() == "not ours at all"
    bench.settings.notes.unlink()
    async with reading() as person:
        await until(lambda: marks(person))
        await person.saved()
    assert [record.body for record in stored(bench)] == ["precious"]


async def test_the_next_start_goes_to_the_place_last_read(bench, reading):
    article = bench.article()
    async with reading(article) as person:
        person.place = 120
    async with reading(article) as person:
        assert person.of(PlaceKnown)[-1].offset == 120


async def test_an_article_that_can_only_be_read_is_not_marked_as_read(bench, reading):
    async with reading():
        pass
    bench.set(read_only=True)
    async with reading() as person:
        person.do("complete")
        assert person.message == "These notes are read-only."
        assert not person.session.notebook.unsaved


async def test_the_place_in_an_article_that_is_left_before_it_is_on_the_desk_is_kept(
    bench, reading, monkeypatch
):
    first = bench.article("Ice\n\nThe pass was shut; the plough came on Monday.\n", "ice.txt")
    second = bench.article("Rain\n\nIt rained in Hult.\n", "rain.txt")
    admit = Notebook.admit
    async with reading() as person:
        monkeypatch.setattr(Notebook, "admit", lambda *_, **__: Future())  # the store is still busy
        person.session.current.show(first)
        person.place = 21
        monkeypatch.setattr(Notebook, "admit", admit)
        person.session.current.show(second)
        person.place = 0
        await until(lambda: len(person.session.notebook.articles) == 3)
    async with reading(first) as person:
        assert person.of(PlaceKnown)[-1].offset == 21
