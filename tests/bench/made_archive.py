"""Makes a corpus of short articles from the seeds: their paragraphs with other names and figures.

    python -m tests.bench.made_archive 100000 corpus.jsonl

The same number makes the same corpus.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from reader.article.article import Article
from reader.shipped import shipped_folder
from tests.bench.bench_analysis import seed_articles

FIRST = ("Ada", "Bela", "Carla", "Dario", "Edda", "Femi", "Greta", "Hugo", "Irma", "Jonas", "Kira")
LAST = ("Aalto", "Brandt", "Castel", "Dunne", "Eklund", "Farkas", "Grimm", "Holm", "Ivers", "Juhl")
PARAGRAPHS = 5
_NUMBER = re.compile(r"\b\d{1,3}\b")


def articles(count: int, paragraphs: int = PARAGRAPHS) -> Iterator[dict[str, str]]:
    """Rows with id, title, text and date; a text has about 135 words in five paragraphs."""
    chance = random.Random(20)
    seeds = [(article, _names(article)) for article in seed_articles()]
    for number in range(count):
        article, names = chance.choice(seeds)
        blocks = [block for block in article.blocks if block.kind == "paragraph"]
        first = chance.randrange(max(1, len(blocks) - paragraphs + 1))
        text = "\n\n".join(b.span.slice(article.text) for b in blocks[first : first + paragraphs])
        for name in names:
            text = text.replace(name, f"{chance.choice(FIRST)} {chance.choice(LAST)}")
        text = _NUMBER.sub(lambda _: str(chance.randint(2, 99)), text)
        yield {
            "id": f"c{number}",
            "title": f"{article.title}, {number}",
            "text": text,
            "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        }


def write(count: int, path: Path, paragraphs: int = PARAGRAPHS) -> int:
    """Write the corpus as JSON lines; the words in it."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for row in articles(count, paragraphs):
            words += len(row["text"].split())
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return words


def _names(article: Article) -> list[str]:
    """Return the people that the seed's gold answers name, by first and last name."""
    path = shipped_folder("seeds") / f"{Path(article.location).stem}.gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    found = {e["text"] for e in gold["entities"] if "person" in (e.get("type"), e.get("label"))}
    return sorted((name for name in found if " " in name), key=len, reverse=True)


if __name__ == "__main__":
    paragraphs = int(sys.argv[3]) if len(sys.argv) > 3 else PARAGRAPHS
    print(f"{write(int(sys.argv[1]), Path(sys.argv[2]), paragraphs):,} words")
