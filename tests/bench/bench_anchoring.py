"""Notes on texts that were edited at random: how many are placed rightly, asked about, or wrong."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.article.opening import open_article
from tests.article.edits import TEN_AND_MORE, judge, marks_in, untouched

TEXTS = 1_000
MARKS = 10
MOST_EDITS = 5
SEEDS = Path(__file__).parents[2] / "seeds"


def measure() -> Iterator[dict[str, object]]:
    chance = random.Random(1)
    texts = [open_article(str(path)).text for path in sorted(SEEDS.glob("*.txt"))]
    counts: Counter[str] = Counter()
    spent = 0.0
    for _ in range(TEXTS):
        text = chance.choice(texts)
        made = untouched(text)
        for _ in range(chance.randint(1, MOST_EDITS)):
            made = chance.choice(list(TEN_AND_MORE.values()))(made, chance)
        for span in chance.sample(list(marks_in(text)), MARKS):
            hold = anchor(text, [span])
            start = time.perf_counter()
            placed = place(hold, made.text)
            spent += time.perf_counter() - start
            judged = judge(hold, placed, text, made)
            counts[judged.outcome] += 1
            counts["there"] += judged.there
            counts["found"] += judged.there and judged.right
            counts["wrong"] += judged.wrong
    total = TEXTS * MARKS
    size = f"{total} marks, 1 to {MOST_EDITS} edits"
    outcomes = ("unchanged", "moved", "reworded", "needs a look", "lost")
    yield row("notes silently on a wrong place", size, counts["wrong"] / total, "of the marks")
    yield row(
        "notes placed surely", size, counts["found"] / counts["there"], "of those still there"
    )
    for outcome in outcomes:
        yield row(f"notes told {outcome}", size, counts[outcome] / total, "of the marks")
    yield row("place a note on an edited text", size, 1000 * spent / total, "ms")


def row(bench: str, size: str, value: float, unit: str) -> dict[str, object]:
    return {
        "bench": bench,
        "size": size,
        "value": round(value, 4),
        "unit": unit,
        "against": None,
        "ratio": None,
    }
