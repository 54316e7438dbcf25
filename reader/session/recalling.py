"""Looks up behind the screen what the items in review say again: prior checks, one's own claims.

Words are compared at once; vectors come from the cache, those that are missing from the engine, and
then it is looked up again. Where there is nothing to compare with, the engine is left alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.engine_client import EngineError
from reader.annotations.records import Claim
from reader.meaning.prior_checks import FILE, PriorChecks, PriorChecksError
from reader.meaning.vector_file import FILE as VECTORS
from reader.meaning.worth_model import LAYERS
from reader.review.found_items import in_english
from reader.review.said_before import SaidBefore, compared, meant_by, said_before, wording_of

if TYPE_CHECKING:
    from reader.meaning.check_index import RememberedChecks
    from reader.review.item import Item
    from reader.review.review_session import ReviewSession
    from reader.session.state import SessionState

MADE_BY = f"minilm {LAYERS}"
"""What the vectors in the cache are from."""
AT_ONCE = 64
"""Texts in one request to the engine."""
MOST_ITEMS = 400
"""Items of an article that are looked up."""


class _Wanted(NamedTuple):
    """What is looked up; ``elsewhere`` says that there are claims on other articles."""

    number: int
    article_id: str
    english: bool
    items: Sequence[Item]
    claims: Sequence[Claim]
    elsewhere: bool


class Recalled(NamedTuple):
    """What was found for the items; ``missing`` are texts that have no vector yet."""

    wanted: _Wanted
    found: SaidBefore
    missing: Sequence[str]
    fault: str


class Recalling:
    """``found`` is what the items in review say again; ``changed`` is called when it changes."""

    def __init__(self, state: SessionState, changed: Callable[[], None]) -> None:
        self.found = SaidBefore()
        self._state = state
        self._changed = changed
        self._wanted: _Wanted | None = None
        self._rows: dict[str, bytes] = {}
        self._requested: set[str] = set()
        self._index: tuple[int, RememberedChecks | None] | None = None
        self._faults: set[str] = set()
        state.when(Recalled, self._recalled)

    def look(self, sitting: ReviewSession, claims: Iterable[Claim]) -> None:
        """Look the items of a queue up, where they or the claims are others than before."""
        article = sitting.article
        items = _most_worth(sitting)
        others = tuple(claims)
        last = self._wanted
        if last is not None and last.article_id == article.article_id:
            if _looked_for(last.items, last.claims) == _looked_for(items, others):
                return
        else:
            self.found = SaidBefore()
        elsewhere = any(claim.article_id != article.article_id for claim in others)
        number = 1 if last is None else last.number + 1
        self._start(
            _Wanted(number, article.article_id, in_english(article), items, others, elsewhere)
        )

    def _start(self, wanted: _Wanted) -> None:
        self._wanted = wanted
        self._state.behind(
            partial(self._look, wanted), "looking for prior checks", group="recall", exclusive=True
        )

    def _look(self, wanted: _Wanted) -> None:
        """Compare, in a thread of its own."""
        index, fault = None, ""
        try:
            index = self._checks()
        except PriorChecksError as error:
            fault = str(error)
        settings, worth_it = self._state.settings, index is not None or wanted.elsewhere
        if not (worth_it or (settings.cache_folder / VECTORS).is_file()):
            self._state.hear(Recalled(wanted, SaidBefore(), (), fault))
            return
        from reader.meaning.vector_cache import VectorCache, as_floats

        texts = dict.fromkeys([item.text for item in wanted.items])
        texts.update(dict.fromkeys(map(wording_of, wanted.claims)))
        unknown = [text for text in texts if text not in self._rows]
        self._rows.update(VectorCache(settings.cache_folder, MADE_BY).load(unknown))
        vectors = {text: as_floats(self._rows[text]) for text in texts if text in self._rows}
        model = settings.desk_words.model if wanted.english else None
        found = said_before(wanted.items, wanted.claims, index, vectors, model=model)
        missing = [text for text in texts if worth_it and text not in vectors]
        self._state.hear(Recalled(wanted, found, missing, fault))

    def _checks(self) -> RememberedChecks | None:
        """Return the index of the prior checks, None where there are none."""
        settings = self._state.settings
        path = settings.data_folder / FILE
        if not path.is_file():
            return None
        from reader.meaning.check_index import RememberedChecks, open_index

        with PriorChecks(path) as checks:
            changes = checks.changes
            if self._index is None or self._index[0] != changes:
                index = None
                if checks.count:
                    index = RememberedChecks(open_index(checks, settings.cache_folder))
                self._index = changes, index
        return self._index[1]

    def _recalled(self, news: Recalled) -> None:
        if self._wanted is None or news.wanted.number != self._wanted.number:
            return
        self._say_once(news.fault)
        self.found = news.found
        self._changed()
        missing = [text for text in news.missing if text not in self._requested]
        if missing:
            self._requested.update(missing)
            self._state.behind(partial(self._embed, missing), "comparing by meaning", group="embed")

    async def _embed(self, texts: Sequence[str]) -> None:
        """Have the vectors of texts made, then look again with them."""
        from reader.meaning.vector_cache import VectorCache

        cache = VectorCache(self._state.settings.cache_folder, MADE_BY)
        left = iter(texts)
        try:
            while batch := list(islice(left, AT_ONCE)):
                rows = await self._state.analyst.vectors(batch, LAYERS)
                made = dict(zip(batch, rows, strict=True))
                self._rows.update(made)
                await asyncio.to_thread(cache.save, made)
        except EngineError as fault:
            self._say_once(f"Prior checks are compared by words only. {fault}")
            return
        if self._wanted is not None:
            self._start(self._wanted._replace(number=self._wanted.number + 1))

    def find_meant(self, words: str, then: Callable[[frozenset[str]], None]) -> None:
        """Hand over the ids of the items that say what ``words`` do, where vectors are there."""
        wanted = self._wanted
        if wanted is not None and any(item.text in self._rows for item in wanted.items):
            find = partial(self._find_meant, wanted.items, words, then)
            self._state.behind(find, "looking by meaning", group="meant", exclusive=True)

    async def _find_meant(
        self, items: Sequence[Item], words: str, then: Callable[[frozenset[str]], None]
    ) -> None:
        try:
            (row,) = await self._state.analyst.vectors([words], LAYERS[:1])
        except EngineError as fault:
            self._say_once(f"Only the exact words are searched. {fault}")
            return

        def find() -> frozenset[str]:
            from reader.meaning.vector_cache import as_floats

            own = {
                one.text: as_floats(self._rows[one.text]) for one in items if one.text in self._rows
            }
            return meant_by(words, as_floats(row), items, own)

        then(await asyncio.to_thread(find))

    def _say_once(self, fault: str) -> None:
        if fault and fault not in self._faults:
            self._faults.add(fault)
            self._state.report(fault)


def _most_worth(sitting: ReviewSession) -> tuple[Item, ...]:
    """Return the items to look up, in text order; of very many those most worth a check."""
    items = tuple(item for item in sitting.items if compared(item))
    if len(items) <= MOST_ITEMS:
        return items
    # Their worth as found: what is found here is not to change what is looked up.
    worth = {item.id: item.score for item in sitting.found.items}
    best = sorted(items, key=lambda item: -worth.get(item.id, 1.0))[:MOST_ITEMS]
    chosen = {item.id for item in best}
    return tuple(item for item in items if item.id in chosen)


def _looked_for(items: Sequence[Item], claims: Sequence[Claim]) -> tuple[object, ...]:
    """Return what a look-up depends on."""
    return (
        tuple((item.id, item.claim) for item in items),
        frozenset((claim.id, wording_of(claim)) for claim in claims),
    )
