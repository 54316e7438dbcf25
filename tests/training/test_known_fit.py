"""How sure a match is, fitted to posts and claims made by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from reader.training.corpora import DataError
from reader.training.known_fit import CLAIMS, QUERIES, fit_known

THINGS = ("bridge", "harbour", "mill", "school", "ferry", "market", "tower", "canal", "quarry")
DEEDS = ("burnt", "sank", "closed", "doubled", "vanished", "moved", "opened", "froze", "paid")


def vectors(texts):
    """Give texts of the same thing and deed about the same vector."""
    rows = []
    for text in texts:
        row = np.full(24, 0.2)
        for place, word in enumerate((*THINGS, *DEEDS)):
            row[place] += word in text
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    every = [(thing, deed) for thing in THINGS for deed in DEEDS]
    claims = [
        {"id": f"{thing}-{deed}", "claim": f"The {thing} {deed} last year", "title": ""}
        for thing, deed in every
    ]
    write(tmp_path / CLAIMS, claims)
    for part, first in (("train", 0), ("dev", 1)):
        posts = [
            {
                "id": f"{at}",
                "text": f"Seen by me: {deed}, the {thing}!",
                "same": [f"{thing}-{deed}"],
            }
            for at, (thing, deed) in enumerate(every[first::2])
        ]
        write(tmp_path / QUERIES.format(part), posts)
    return tmp_path


def write(path: Path, rows) -> None:
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def test_likeness_speaks_for_a_match_and_most_shown_are_right(data: Path) -> None:
    fit = fit_known(data, vectors)
    assert len(fit.weights) == 4
    assert len(fit.words_alone) == 3
    assert fit.weights[0] > 0
    assert fit.words_alone[0] > 0
    assert [each.claims for each in fit.scores] == [60, 81]
    assert all(each.precision > 0.8 for each in fit.scores)


def test_the_same_seed_gives_the_same_weights(data: Path) -> None:
    assert fit_known(data, vectors, seed=4) == fit_known(data, vectors, seed=4)


def test_missing_data_is_named(data: Path) -> None:
    (data / CLAIMS).unlink()
    with pytest.raises(DataError, match="known-claims"):
        fit_known(data, vectors)
