"""Random days at two terminals, against a dictionary: notes, edits, undo, folds, crashes."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import TinyDB

from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.journal import read_journal
from reader.annotations.storage.table_layout import ABOUT, RECORDS
from reader.annotations.store import Store, StoreError, open_store
from reader.article.anchor import anchor
from reader.text.span import Span

ANCHOR = anchor("The mayor said the bridge would open in May.", [Span(4, 9)])
TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=8),
    st.sampled_from(["\n", "\u2028\u2029\x85", "\ud800", "🌉" * 9, '"]}\\', "x" * 100_000, "\0"]),
)
PEOPLE = ("ana", "ben")


class QuickDisk(Disk):
    """Waits for nothing, since here no power is cut."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


class Day(RuleBasedStateMachine):
    """``held`` is what was said to be saved, by id."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "annotations.json"
        self.held: dict[str, str] = {}
        self.number = 0
        self.stores = [self.open(who) for who in PEOPLE]

    def open(self, who: str) -> Store:
        return open_store(self.path, who=who, disk=QuickDisk())

    @rule(place=st.integers(0, 1), body=TEXTS, article=st.sampled_from(["a", "é", '"\\']))
    def note(self, place: int, body: str, article: str) -> None:
        self.number += 1
        identity = f"{self.number}"
        self.stores[place].put(
            Mark(article_id=article, id=identity, kind="note", anchor=ANCHOR, body=body)
        )
        self.held[identity] = body

    @rule(place=st.integers(0, 1), pick=st.integers(0, 1_000), body=TEXTS)
    def edit(self, place: int, pick: int, body: str) -> None:
        self.stores[place].refresh()
        if self.held:
            identity = sorted(self.held)[pick % len(self.held)]
            known = self.stores[place].get(identity)
            assert isinstance(known, Mark)
            self.stores[place].put(replace(known, body=body), "edit", basis=known)
            self.held[identity] = body

    @rule(place=st.integers(0, 1), pick=st.integers(0, 1_000))
    def remove(self, place: int, pick: int) -> None:
        if self.held:
            identity = sorted(self.held)[pick % len(self.held)]
            self.stores[place].remove(identity)
            del self.held[identity]

    @rule(place=st.integers(0, 1), again=st.booleans())
    def take_back(self, place: int, again: bool) -> None:
        store = self.stores[place]
        try:
            done = store.redo() if again else store.undo()
        except StoreError:
            return
        if done is not None:
            assert done.who == PEOPLE[place]
            if done.after is None:
                del self.held[done.record]
            else:
                self.held[done.record] = done.after["body"]

    @rule(place=st.integers(0, 1))
    def fold(self, place: int) -> None:
        self.stores[place].fold()

    @rule(place=st.integers(0, 1))
    def close(self, place: int) -> None:
        self.stores[place].close()
        self.stores[place] = self.open(PEOPLE[place])

    @rule(place=st.integers(0, 1), torn=st.binary(max_size=40))
    def crash(self, place: int, torn: bytes) -> None:
        journal = self.stores[place].writer.files.journal
        if journal.exists():
            with journal.open("ab") as file:
                file.write(torn.replace(b"\n", b""))
        self.stores[place] = self.open(PEOPLE[place])

    @rule(place=st.integers(0, 1), share=st.floats(0, 0.99))
    def cut_the_journal(self, place: int, share: float) -> None:
        for store in self.stores:
            store.refresh()
        journal = self.stores[place].writer.files.journal
        if journal.exists():
            os.truncate(journal, int(journal.stat().st_size * share))
            self.stores[place].refresh()

    @rule(indent=st.sampled_from([None, 1]), reverse=st.booleans())
    def set_out_by_hand(self, indent: int | None, reverse: bool) -> None:
        if self.path.exists():
            tables = json.loads(self.path.read_bytes())
            if reverse:
                tables["_default"] = dict(reversed(tables["_default"].items()))
            self.path.write_text(json.dumps(tables, indent=indent))

    @rule(body=TEXTS)
    def note_by_plain_tinydb(self, body: str) -> None:
        """Use the key that the journal may have given too."""
        if self.path.exists():
            self.number += 1
            identity = f"other {self.number}"
            note = Mark(article_id="a", id=identity, kind="note", anchor=ANCHOR, body=body)
            with TinyDB(self.path) as plain:
                plain.insert(to_document(note))
            self.held[identity] = body

    @rule(
        running=st.booleans(), about=st.booleans(), notes=st.lists(st.text(max_size=9), max_size=4)
    )
    def another_file(self, running: bool, about: bool, notes: list[str]) -> None:
        """Replace this file by one of another machine.

        It has the same keys and other notes. What was not compacted is beside those, what was is
        kept in a copy.
        """
        for store in self.stores:
            store.refresh()
        journal = read_journal(self.stores[0].writer.files.journal)
        if journal is None or not self.path.exists():
            return
        before, self.held = self.held, {}
        elsewhere = open_store(self.folder / "elsewhere" / "annotations.json", who="cy")
        for body in notes:
            self.number += 1
            identity = f"other {self.number}"
            elsewhere.put(Mark(article_id="a", id=identity, kind="note", anchor=ANCHOR, body=body))
            self.held[identity] = body
        elsewhere.close()
        if not elsewhere.path.exists():
            self.held = before
            return
        tables = json.loads(elsewhere.path.read_bytes())
        if not about:
            del tables[ABOUT]
        shutil.rmtree(elsewhere.path.parent)
        unfolded = {key: row for table, key, row in journal.changes if table == RECORDS}
        self.held |= {row["id"]: row["body"] for row in unfolded.values() if row is not None}
        self.path.write_text(json.dumps(tables))
        if not running:
            self.stores = [self.open(who) for who in PEOPLE]
        for store in self.stores:
            store.refresh()
        gone = {each for each in before if each not in self.held and "other" not in each}
        kept = self.folder.glob("annotations.json.backups/*-replaced.json")
        copies = [json.loads(copy.read_bytes())["_default"].values() for copy in kept]
        assert gone <= {row["id"] for rows in copies for row in rows}

    @invariant()
    def everything_is_there(self) -> None:
        for store in self.stores:
            store.refresh()
            assert {each.id: each.body for each in store.records()} == self.held  # type: ignore[attr-defined]
        if self.path.exists():
            json.loads(self.path.read_bytes())

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        if self.path.exists():
            assert not self.stores[0].writer.files.journal.read_bytes()
            with TinyDB(self.path, access_mode="r") as plain:
                assert {each["id"]: each["body"] for each in plain.all()} == self.held
        shutil.rmtree(self.folder)


TestDay = Day.TestCase
TestDay.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.torture
class TestManyDays(Day.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(TestDay.settings, max_examples=600, stateful_step_count=40)
