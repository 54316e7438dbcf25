"""The models that ship with reader, loaded once for all tests of the room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.analysis.packages import STARTER
from reader.article.article import Article
from reader.article.block import Block

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    from reader.analysis.models.pipeline import Pipeline

    return Pipeline(threads=2)


@pytest.fixture(scope="session")
def stock() -> Any:
    """Return the same models in a Stanza pipeline as anybody would make it, quotes included."""
    import stanza

    from reader.analysis.models import ner_variant, quote_processor

    return stanza.Pipeline(
        "en",
        dir=str(STARTER),
        package=None,
        processors={
            "tokenize": "starter",
            "ner": ner_variant.VARIANT,
            quote_processor.QUOTE: "rules",
        },
        download_method=None,
        verbose=False,
        use_gpu=False,
        ner_encoder_path=str(STARTER / "en/ner/joint.pt"),
    )


@pytest.fixture(scope="session")
def seed_paragraphs() -> list[str]:
    """Return every line of the seeds that has words."""
    return [
        line.strip()
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


ArticleOf = Callable[..., Article]


@pytest.fixture(scope="session")
def article_of() -> ArticleOf:
    """Make an article whose blocks are the lines of a text."""
    return _article_of


def _article_of(text: str, *, title: str = "", language: str | None = None) -> Article:
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    return Article(
        text=text,
        blocks=tuple(blocks),
        title=title,
        location="-",
        loader="test 1",
        language=language,
    )
