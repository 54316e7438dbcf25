from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from reader.analysis.models.decoding import Decoder, bioes_tags, steps

TAGS = bioes_tags(["Cue", "Source"])


def possible(path: tuple[int, ...]) -> bool:
    allowed = steps(TAGS)
    places = (-1, *path, -1)
    return all(allowed[one, other] for one, other in pairwise(places))


def paths(length: int) -> list[tuple[int, ...]]:
    return [path for path in product(range(len(TAGS)), repeat=length) if possible(path)]


@pytest.mark.parametrize("seed", range(6))
def test_the_best_possible_path_is_taken_and_its_labels_are_as_probable_as_all_paths_say(
    seed: int,
) -> None:
    chance = np.random.default_rng(seed)
    learnt = chance.normal(size=(len(TAGS),) * 2).astype(np.float32)
    lengths = [4, 3, 1]
    scores = chance.normal(size=(4, 3, len(TAGS))).astype(np.float32) * 2
    found = Decoder(TAGS, learnt).decode(scores, lengths)
    for row, length in enumerate(lengths):
        worth = {
            path: sum(scores[place, row, tag] for place, tag in enumerate(path))
            + sum(learnt[one, other] for one, other in pairwise(path))
            for path in paths(length)
        }
        best = max(worth, key=lambda path: worth[path])
        assert [tag.name for tag in found[row]] == [TAGS[tag] for tag in best]
        total = sum(np.exp(one) for one in worth.values())
        for place, tag in enumerate(found[row]):
            label = tag.name.partition("-")[2]
            share = sum(
                np.exp(one)
                for path, one in worth.items()
                if TAGS[path[place]].partition("-")[2] == label
            )
            assert tag.sure == pytest.approx(share / total, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_without_learnt_steps_only_impossible_ones_are_avoided(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 2, len(TAGS))).astype(np.float32)
    found = Decoder(TAGS).decode(scores, [4, 2])
    for row, length in enumerate((4, 2)):
        best = max(
            paths(length),
            key=lambda path: sum(scores[place, row, tag] for place, tag in enumerate(path)),
        )
        assert [tag.name for tag in found[row]] == [TAGS[tag] for tag in best]
