"""The page of the codebook: every tag with its count, as a tree, filtered while one types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.codebook import (
    CODEBOOK,
    Code,
    Edit,
    codes,
    is_under,
    made_tag,
    renamed,
    without,
)
from reader.annotations.records import Record, Tag, now
from reader.session.events import CodebookListed

if TYPE_CHECKING:
    from reader.annotations.store import Store
    from reader.session.state import SessionState

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey")
"""The colours that are offered; a codebook may have any other that CSS knows."""


class TagsCounted(NamedTuple):
    counts: Mapping[str, int]
    records: tuple[Record, ...]


class CodebookView:
    """``rows`` are the tags in view of ``every`` one; ``line`` filters them."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self.line = ""
        self.every: Sequence[Code] | None = None
        self.rows: Sequence[Code] = ()
        self.shown = False
        self._last = TagsCounted({}, ())
        state.when(TagsCounted, self._counted)

    def open(self) -> None:
        """Count the tags; ``CodebookListed`` follows."""
        self.shown = True
        self.update()

    def leave(self) -> None:
        self.shown = False

    def update(self) -> None:
        """Count again what changed, while the page is open."""
        if self.shown:
            self._state.notebook.with_store(self._count, "counting the tags")

    def _count(self, store: Store) -> None:
        self._state.hear(TagsCounted(store.tags(), tuple(store.records(CODEBOOK))))

    def _counted(self, news: TagsCounted) -> None:
        self._last = news
        self.every = codes(news.records, news.counts)
        self.look(self.line)

    def look(self, line: str) -> None:
        """Show the tags with these words in name or description; all of them for no words."""
        self.line = line
        words = line.casefold().lstrip("#").split()
        self.rows = [
            code
            for code in self.every or ()
            if all(word in f"{code.name} {code.description}".casefold() for word in words)
        ]
        self._state.emit(CodebookListed())

    def known(self, name: str) -> Code | None:
        """Return the tag of this name, where there is one."""
        return next((code for code in self.every or () if code.name == name), None)

    def number_of(self, name: str) -> int:
        """Return how many notes have the tag or one below it."""
        code = self.known(name)
        return code.total if code is not None else 0

    # -- changes, each of them one step

    def describe(self, name: str, **fields: str | None) -> None:
        """Set description or colour of a tag."""
        me, at = self._state.settings.me, now()

        def edit(records: list[Record]) -> Edit:
            held = next((r for r in records if isinstance(r, Tag) and r.name == name), None)
            tag = held or made_tag(name, creator=me, at=at)
            return Edit((replace(tag, modified=at, **fields),))  # type: ignore[arg-type]

        doing = "colour" if "colour" in fields else "describe"
        self._state.notebook.change_tags((), edit, f"{doing} the tag #{name}")

    def rename(self, old: str, new: str) -> None:
        """Rename a tag and the levels below it in all notes, or join it with one that is there."""
        doing = f"{'merge' if self.known(new) else 'rename'} the tag #{old} as #{new}"
        edit = partial(renamed, old=old, new=new, at=now())
        self._state.notebook.change_tags((old,), edit, doing)
        self._expect(edit, lambda tag: new + tag[len(old) :] if is_under(tag, old) else tag)

    def delete(self, name: str) -> None:
        """Take a tag and the levels below it from all notes."""
        edit = partial(without, name=name, at=now())
        self._state.notebook.change_tags((name,), edit, f"delete the tag #{name}")
        self._expect(edit, lambda tag: "" if is_under(tag, name) else tag)

    def _expect(self, edit: Callable[[list[Record]], Edit], change: Callable[[str], str]) -> None:
        """List the tags as they will be, so that the next key finds them so."""
        counts: Counter[str] = Counter()
        for tag, number in self._last.counts.items():
            if changed := change(tag):
                counts[changed] += number
        made = edit(list(self._last.records))
        gone = {*made.removed, *(each.id for each in made.changed)}
        records = (*(each for each in self._last.records if each.id not in gone), *made.changed)
        self._counted(TagsCounted(counts, records))
