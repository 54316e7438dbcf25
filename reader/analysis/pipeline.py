"""Runs the Stanza models of a package over articles and makes findings of their tags.

The models are loaded by Stanza itself, from the folder alone: nothing is ever downloaded, and
Stanza loads weights only. Paragraphs of all articles are read together.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import stanza
import torch
from stanza.models.common import utils
from stanza.pipeline._constants import NER, TOKENIZE

from reader.analysis.batches import Batches, Progress, TaggedPassage
from reader.analysis.findings import Findings, ModelStamp
from reader.analysis.language import identifier, language_code, language_name, language_of
from reader.analysis.packages import (
    STARTER,
    LanguagePackage,
    ModelError,
    damaged,
    read_package,
    stamp,
)
from reader.analysis.quote_processor import QUOTE
from reader.analysis.tag_model import StockTagModel, TagModel
from reader.analysis.tagged import OUTSIDE, TaggedText, TaggedToken
from reader.analysis.token_model import StockTokenModel, TokenModel
from reader.analysis.units import passages
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.text.span import Span

MOST_THREADS = 8
KERNELS_KEPT = "8"
"""Of the kernels that oneDNN makes for each shape of batch. Keeping its usual 1,024 fills
memory with megabytes for shapes that never come again, and making them costs next to nothing.
"""


@dataclass(frozen=True)
class _Reading:
    """An article to be read; no passages where no model fits its language."""

    text: str
    blocks: tuple[Block, ...]
    fingerprint: str
    title: str | None
    language: str
    passages: list[Span]


class Pipeline:
    """The models of a package, loaded, and the threads they compute with.

    ``threads`` are the cores to use, by default those that this process may use; ``language``
    chooses among a package's languages, its first by default. Raises ModelError when the models
    cannot be used.
    """

    def __init__(
        self, package: Path = STARTER, *, threads: int | None = None, language: str | None = None
    ) -> None:
        self._package = read_package(package, language)
        self.models: dict[str, ModelStamp] = stamp(package, language)
        # Unpacked meanwhile: it takes as long as the models, and another core.
        threading.Thread(target=identifier, daemon=True).start()
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", KERNELS_KEPT)
        _use_one_core()
        processors = _load(self._package).processors
        tokenize, ner = processors[TOKENIZE], processors.get(NER)
        self._quotes = processors[QUOTE]
        self._batches = Batches(
            (TokenModel if TokenModel.fits(tokenize) else StockTokenModel)(tokenize),
            [
                (TagModel if TagModel.fits(trainer) else StockTagModel)(trainer)
                for trainer in (ner.trainers if ner else ())
            ],
            threads or min(MOST_THREADS, _cores()),
            _use_one_core,
        )

    def analyze(
        self,
        text: str,
        blocks: Sequence[Block],
        *,
        language: str | None = None,
        title: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Findings:
        """The findings of one article; ``language`` is what its source says, if anything.

        Raises Cancelled once ``cancelled``, which is called from several threads, is true.
        """
        reading = self._reading(text, blocks, fingerprint(text), title, language)
        (findings,) = self._read([reading], progress, cancelled)
        return findings

    def analyze_many(
        self,
        articles: Iterable[Article],
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[Findings]:
        """The findings of each article in turn; paragraphs of several are read together."""
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
        own = language_of(text) or language_code(language) or self._package.language
        spans = passages(text, blocks) if own == self._package.language else []
        return _Reading(text, tuple(blocks), text_fingerprint, title, own, spans)

    def _read(
        self,
        readings: Sequence[_Reading],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> Iterator[Findings]:
        texts = [span.slice(reading.text) for reading in readings for span in reading.passages]
        with closing(self._batches.read(texts, progress, cancelled)) as read:
            for reading in readings:
                yield self._findings(reading, list(islice(read, len(reading.passages))))

    def _findings(self, reading: _Reading, read: Sequence[TaggedPassage]) -> Findings:
        tokens: list[TaggedToken] = []
        sentences: list[Span] = []
        for passage, span in zip(read, reading.passages, strict=True):
            tokens.extend(self._tagged(passage, span.start))
            sentences.extend(passage.tokens.sentences(span.start))
        found = self._quotes.read(
            TaggedText(reading.text, reading.blocks, tuple(tokens), reading.language, reading.title)
        )
        fits = reading.language == self._package.language
        return Findings(
            fingerprint=reading.fingerprint,
            language=reading.language,
            models=self.models if fits else {"quotes": self.models["quotes"]},
            people=found.people,
            entities=found.entities,
            quotes=found.quotes,
            figures=found.figures,
            tokens=tuple(token.span for token in tokens),
            sentences=tuple(sentences),
            notices=tuple(self._notices(reading.language)),
        )

    def _tagged(self, passage: TaggedPassage, shift: int) -> Iterator[TaggedToken]:
        tokens = passage.tokens
        untagged = [OUTSIDE] * len(tokens)
        tags = iter(passage.tags)
        entity = next(tags) if self._package.entities else untagged
        attribution = next(tags) if self._package.attribution else untagged
        for start, end, name, part in zip(
            tokens.starts, tokens.ends, entity, attribution, strict=True
        ):
            yield TaggedToken(start + shift, end + shift, name, part)

    def _notices(self, language: str) -> Iterator[str]:
        if language != self._package.language:
            yield f"No model for {language_name(language)}: quotation marks alone were used."
        elif self._package.attribution is None:
            yield (
                "The models in use do not find who said what: quotation marks alone were used "
                "for quotes."
            )
        elif self._package.entities is None:
            yield "The models in use do not find names."


def _load(package: LanguagePackage) -> Any:
    """The Stanza pipeline of ``package``; ModelError when a model is damaged or of no use."""
    for file in damaged(package):
        raise ModelError(
            f"The model {file.path} is damaged (its checksum is not the one in resources.json); "
            "install the models again."
        )
    processors: dict[str, Any] = {TOKENIZE: package.tokenizer, QUOTE: "rules"}
    if package.taggers:
        processors[NER] = list(package.taggers)
    try:
        with _no_optimizers():
            return stanza.Pipeline(
                package.language,
                dir=str(package.folder),
                package=None,
                processors=processors,
                download_method=None,
                verbose=False,
                use_gpu=False,
                quote_check_requirements=NER in processors,
            )
    except Exception as error:
        raise ModelError(
            f"The models in {package.folder} cannot be loaded ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:200]}); install the models again."
        ) from error


@contextmanager
def _no_optimizers() -> Iterator[None]:
    """Keeps Stanza's trainers from building optimizers, which only training needs.

    Building one makes torch import its compiler: a second, and a hundred megabytes.
    """
    kept = utils.get_optimizer
    utils.get_optimizer = lambda *_arguments, **_settings: None
    try:
        yield
    finally:
        utils.get_optimizer = kept


def _use_one_core() -> None:
    torch.set_num_threads(1)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
