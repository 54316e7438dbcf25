from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.article.article import Article
from reader.article.opening import open_article

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True)
class Seed:
    """A sample article as it is loaded, and its gold answers as they are stored."""

    article: Article
    gold: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.gold["article"])


@pytest.fixture(scope="session")
def seeds() -> Sequence[Seed]:
    files = sorted(SEEDS.glob("*.gold.json"))
    golds = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return [Seed(open_article(str(SEEDS / gold["article"])), gold) for gold in golds]
