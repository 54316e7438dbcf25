"""Runs the Stanza models of a folder over articles and makes findings of their tags.

Paragraphs of all articles in a language are read together.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path

from reader.analysis.findings import Findings, ModelStamp
from reader.analysis.language import identifier, language_code, language_name, language_of
from reader.analysis.models.batches import Progress, TaggedPassage, Turn
from reader.analysis.models.encoder_tagger import HEADS
from reader.analysis.models.language_models import LanguageModels, use_one_core
from reader.analysis.packages import (
    STARTER,
    ModelError,
    languages,
    read_package,
)
from reader.analysis.rules.reading_copy import copied_blocks, reading_copy, restored
from reader.analysis.rules.tagged import OUTSIDE, Tag, TaggedText, TaggedToken
from reader.analysis.units import passages
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.article.newswire import structure
from reader.cores import usable_cores
from reader.text.edited import EditedText
from reader.text.span import Span

_ADDRESS = re.compile(r"(?:https?://|www\.|\S[^\s@]*+@\S+\.|[\w-]+\.[a-z]{2,}[/.]?)")
MOST_THREADS = 8
KERNELS_KEPT = "8"
"""Of the kernels that oneDNN makes for each shape of batch. Keeping its usual 1,024 fills
memory with megabytes for shapes that never come again, and making them costs next to nothing.
"""
ENCODER_KERNELS_KEPT = "128"
"""The matrices of an encoder are made of few sizes, whose kernels are worth keeping."""


@dataclass(frozen=True)
class _Reading:
    """An article to be read; no passages where no model fits its language.

    ``copy`` is what is read of its text, with ``blocks`` and ``passages`` in it.
    """

    copy: EditedText
    blocks: tuple[Block, ...]
    fingerprint: str
    title: str | None
    language: str
    passages: list[Span]


class Pipeline:
    """The models in a folder, and the threads they compute with.

    ``threads`` are the cores to use, never more than this process may use, and by default those;
    ``language`` is the one to take for texts too short to tell, the folder's first by default.
    Its models are loaded at once, those of other languages with the first article that is in
    one. Raises ModelError when the models cannot be used.
    """

    def __init__(
        self, package: Path = STARTER, *, threads: int | None = None, language: str | None = None
    ) -> None:
        first = read_package(package, language)
        self._folder = package
        self.threads = min(threads or MOST_THREADS, usable_cores())
        self._languages = languages(package)
        # Unpacked meanwhile: it takes as long as the models, and another core.
        threading.Thread(target=identifier, daemon=True).start()
        encoder = any(file.reads for file in first.files)
        kept = ENCODER_KERNELS_KEPT if encoder else KERNELS_KEPT
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", kept)
        use_one_core()
        self._first = LanguageModels(first, self.threads)
        self.models: dict[str, ModelStamp] = self._first.stamps
        self._loaded: dict[str, LanguageModels | ModelError] = {first.language: self._first}
        self._loading = threading.Lock()

    def _models_of(self, language: str) -> LanguageModels | ModelError | None:
        """Return the models of a language, why they cannot be used, or.

        None where there are none.
        """
        if language not in self._languages and language not in self._loaded:
            return None
        with self._loading:
            if language not in self._loaded:
                try:
                    package = read_package(self._folder, language)
                    self._loaded[language] = LanguageModels(package, self.threads)
                except ModelError as error:
                    self._loaded[language] = error
            return self._loaded[language]

    def analyze(
        self,
        text: str,
        blocks: Sequence[Block],
        *,
        language: str | None = None,
        title: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        turn: Turn = nullcontext,
    ) -> Findings:
        """Return the findings of one article; ``language`` is what its source says, if anything.

        Without ``blocks`` the text is cut into paragraphs as a plain text's would be.
        Raises Cancelled once ``cancelled``, which is called from several threads, is true; each
        batch is read within a ``turn``. Several threads may call this at a time.
        """
        reading = self._reading(text, blocks, fingerprint(text), title, language)
        (findings,) = self._read([reading], progress, cancelled, turn)
        return findings

    def analyze_many(
        self,
        articles: Iterable[Article],
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[Findings]:
        """Return the findings of each article in turn; paragraphs of several are read together."""
        readings = [
            self._reading(
                article.text, article.blocks, article.fingerprint, article.title, article.language
            )
            for article in articles
        ]
        return self._read(readings, progress, cancelled)

    def _reading(
        self,
        text: str,
        blocks: Sequence[Block],
        text_fingerprint: str,
        title: str | None,
        language: str | None,
    ) -> _Reading:
        blocks = tuple(blocks) or structure(text).blocks
        own = language_of(text) or language_code(language) or self._first.package.language
        models = self._models_of(own)
        copy = reading_copy(text, blocks, own)
        copied = copied_blocks(copy, blocks)
        spans = passages(copy.text, copied) if isinstance(models, LanguageModels) else []
        return _Reading(copy, copied, text_fingerprint, title, own, spans)

    def _read(
        self,
        readings: Sequence[_Reading],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        turn: Turn = nullcontext,
    ) -> Iterator[Findings]:
        """Articles in one language that follow each other are read together."""
        done, total = 0, sum(len(reading.passages) for reading in readings)
        for language, group in groupby(readings, key=lambda reading: reading.language):
            together = list(group)
            models = self._models_of(language)
            texts = [
                span.slice(reading.copy.text) for reading in together for span in reading.passages
            ]
            if not isinstance(models, LanguageModels):
                yield from (self._findings(reading, models, []) for reading in together)
                continue
            counted = _counted(progress, done, total)
            with closing(models.batches.read(texts, counted, cancelled, turn)) as read:
                for reading in together:
                    passages_read = list(islice(read, len(reading.passages)))
                    yield self._findings(reading, models, passages_read)
            done += len(texts)

    def tagged(self, text: str, blocks: Sequence[Block], language: str) -> TaggedText:
        """Return the copy of a text that is read, with its tags.

        Before anything is made of them.
        """
        reading = self._reading(text, blocks, "", None, language)
        models = self._models_of(reading.language)
        if not isinstance(models, LanguageModels):
            return _tagged_text(reading, models, [])
        copy = reading.copy.text
        passages_read = models.batches.read([span.slice(copy) for span in reading.passages])
        return _tagged_text(reading, models, list(passages_read))

    def _findings(
        self,
        reading: _Reading,
        models: LanguageModels | ModelError | None,
        read: Sequence[TaggedPassage],
    ) -> Findings:
        sentences: list[Span] = []
        quotes, stamps = self._first.quotes, {"quotes": self.models["quotes"]}
        if isinstance(models, LanguageModels):
            quotes, stamps = models.quotes, models.stamps
            for passage, span in zip(read, reading.passages, strict=True):
                sentences.extend(passage.tokens.sentences(span.start))
        tagged = _tagged_text(reading, models, read)
        copy = reading.copy
        found = restored(copy, quotes.read(tagged))
        return Findings(
            fingerprint=reading.fingerprint,
            language=reading.language,
            models=stamps,
            people=found.people,
            entities=found.entities,
            quotes=found.quotes,
            figures=found.figures,
            tokens=tuple(copy.origin(token.span) for token in tagged.tokens),
            sentences=tuple(map(copy.origin, sentences)),
            notices=tuple(_notices(reading.language, models)),
        )


def _counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Return ``progress`` for a part of the passages, reported as progress through all of them."""
    if progress is None:
        return None
    return lambda done, _units: progress(before + done, total)


def _tagged_text(
    reading: _Reading, models: LanguageModels | ModelError | None, read: Sequence[TaggedPassage]
) -> TaggedText:
    tokens: list[TaggedToken] = []
    if isinstance(models, LanguageModels):
        for passage, span in zip(read, reading.passages, strict=True):
            for token in _tagged(passage, span.start, models):
                tokens.extend(_without_mark(reading.copy.text, token))
    return TaggedText(
        reading.copy.text, reading.blocks, tuple(tokens), reading.language, reading.title
    )


def _tagged(passage: TaggedPassage, shift: int, models: LanguageModels) -> Iterator[TaggedToken]:
    tokens = passage.tokens
    untagged = [Tag(OUTSIDE)] * len(tokens)
    entity, attribution = (
        untagged if layer is None else passage.tags[layer] for layer in map(models.layer, HEADS)
    )
    for start, end, name, part in zip(tokens.starts, tokens.ends, entity, attribution, strict=True):
        yield TaggedToken(start + shift, end + shift, name.name, part.name, name.sure, part.sure)


def _without_mark(text: str, token: TaggedToken) -> Iterator[TaggedToken]:
    """Yield a web address and the mark that closes a quotation behind it, which tokenizers join."""
    last = token.end - 1
    if text[last] not in '”»"’' or not _ADDRESS.match(text, token.start, last):
        yield token
        return
    entity, part = token.entity.partition("-")[2], token.attribution.partition("-")[2]
    first = replace(
        token, end=last, entity=_inside(token.entity), attribution=_inside(token.attribution)
    )
    yield first
    yield replace(
        token,
        start=last,
        entity=f"E-{entity}" if token.entity[0] in "SE" else f"I-{entity}" if entity else OUTSIDE,
        attribution=f"E-{part}"
        if token.attribution[0] in "SE"
        else f"I-{part}"
        if part
        else OUTSIDE,
    )


def _inside(tag: str) -> str:
    """Return the tag of the first of two tokens that one was split into."""
    return {"S": "B", "E": "I"}.get(tag[0], tag[0]) + tag[1:] if "-" in tag else tag


def _notices(language: str, models: LanguageModels | ModelError | None) -> Iterator[str]:
    """Yield what is not found, and why, a sentence each."""
    if models is None:
        yield f"No model for {language_name(language)}: only quotation marks were used."
    elif isinstance(models, ModelError):
        yield f"For {language_name(language)} only quotation marks were used. {models}"
    elif models.package.attribution is None:
        yield (
            "The models in use do not find who said what: only quotation marks were used "
            "for quotes."
        )
    elif models.package.entities is None:
        yield "The models in use do not find names."
