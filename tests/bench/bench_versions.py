"""A new version of a story found among 10,000 kept texts, and two long texts compared."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reader.annotations.articles import admitted
from reader.annotations.versions import earlier_version
from reader.article.article import Article
from reader.article.stored_texts import StoredTexts
from reader.article.story_prints import StoryPrints
from reader.article.text_comparison import compare

ARTICLES = 10_000
WORDS = 300
PARAGRAPHS = 4_000


def measure() -> Iterator[dict[str, object]]:
    chance = random.Random(1)
    known = [f"word{number}" for number in range(5_000)]
    with tempfile.TemporaryDirectory() as folder:
        kept, prints = StoredTexts(Path(folder) / "texts"), StoryPrints(Path(folder) / "prints")
        desk = []
        text = ""
        for number in range(ARTICLES):
            text = " ".join(chance.choices(known, k=WORDS))
            kept.keep(text)
            article = Article(text, (), f"T{number}", f"/desk/{number}.txt", "plain text 1")
            desk.append(admitted(None, article, creator="ada", at="2026-11-01T08:00:00Z"))
        update = Article(f"{text} and more", (), "update", "/desk/update.txt", "plain text 1")
        for what in ("the first time, prints made", "with prints"):
            start = time.perf_counter()
            found = earlier_version(update, desk, prints, kept)
            spent = time.perf_counter() - start
            assert found is not None
            yield row(f"a new version found, {what}", f"{ARTICLES} articles", spent)
    old = "\n\n".join(" ".join(chance.choices(known, k=30)) for _ in range(PARAGRAPHS))
    new = "\n\n".join(
        " ".join("other" if chance.random() < 0.02 else word for word in paragraph.split())
        for paragraph in old.split("\n\n")
        if chance.random() > 0.02
    )
    start = time.perf_counter()
    compare(old, new)
    yield row("two texts side by side", f"{len(old)} characters", time.perf_counter() - start)


def row(bench: str, size: str, seconds: float) -> dict[str, object]:
    return {
        "bench": bench,
        "size": size,
        "value": round(seconds, 3),
        "unit": "s",
        "against": None,
        "ratio": None,
    }
