from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.records import ArticleRecord, Label, Revision, new_id
from reader.annotations.store import StoreError, open_store
from reader.annotations.together.agreement import agree
from reader.annotations.together.reliability import alpha, f1, kappa, overlapping_pairs
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.text.span import Span

TEXT = "The mayor of Bergen said the bridge would open in May, Ana Holm wrote."


def spans(*pairs: tuple[int, int]) -> list[tuple[Span, ...]]:
    return [(Span(start, end),) for start, end in pairs]


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    mine, theirs = "0100000010", "1110010000"
    assert alpha(Counter(zip(mine, theirs, strict=True))) == pytest.approx(0.095, abs=0.001)


def test_kappa_is_that_of_the_textbook() -> None:
    pairs = Counter({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa(Counter({("n", "n"): 3})) is None
    assert alpha(Counter()) is None


COUNTED = st.dictionaries(
    st.tuples(*(st.frozensets(st.sampled_from("abc"), max_size=2) for _ in "12")),
    st.integers(1, 60),
    min_size=1,
    max_size=8,
)


@given(COUNTED)
def test_the_figures_are_those_of_the_packages_for_them(
    counted: dict[tuple[frozenset[str], frozenset[str]], int],
) -> None:
    from sklearn.metrics import cohen_kappa_score

    pairs = Counter(counted)
    values = sorted({value for pair in pairs for value in pair}, key=sorted)
    codes = np.array([[values.index(value) for value in pair] for pair in pairs])
    if len(values) < 2:
        assert alpha(pairs) is kappa(pairs) is None
        return
    counts = list(pairs.values())
    each = np.repeat(codes, counts, axis=0).T
    theirs = krippendorff.alpha(reliability_data=each, level_of_measurement="nominal")
    assert alpha(pairs) == pytest.approx(theirs)
    known = kappa(pairs)
    assert known is not None
    assert known == pytest.approx(cohen_kappa_score(*codes.T, sample_weight=counts))


@given(*(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=9) for _ in "12"))
def test_no_other_choice_gives_more_pairs(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    ours, others = (
        spans(*((start, start + length) for start, length in marks)) for marks in (mine, theirs)
    )
    found = overlapping_pairs(ours, others)
    assert all(ours[one][0].overlaps(others[other][0]) for one, other in found)
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    if ours and others:
        table = csr_array([[one[0].overlaps(other[0]) for other in others] for one in ours])
        assert len(found) == (maximum_bipartite_matching(table) >= 0).sum()


def test_a_long_chain_of_overlaps_is_paired() -> None:
    chain = [(10 * number, 10 * number + 12) for number in range(3_000)]
    shifted = [(start + 11, end + 10) for start, end in chain]
    assert len(overlapping_pairs(spans(*chain, (5, 9)), spans((0, 6), *shifted))) == 3_001


def test_as_many_pairs_as_possible_are_found() -> None:
    mine, theirs = spans((0, 10), (8, 20)), spans((9, 12), (0, 3))
    assert overlapping_pairs(mine, theirs) == [(0, 1), (1, 0)]
    assert overlapping_pairs(spans((0, 5)), spans((5, 9))) == []
    assert f1(0, 0, 0) is None


def store_of(
    folder: Path, who: str, marks: list[tuple[int, int, str]], status: str = "complete"
) -> Path:
    path = folder / f"{who}.json"
    store = open_store(path, who=who)
    revision = Revision(fingerprint(TEXT), "plain text 1", "2026-11-22T10:00:00Z", "/x")
    store.put(
        ArticleRecord(
            article_id=f"a {who}", id=f"a {who}", title="Bridge", status={who: status},
            revisions=(revision,),
        )
    )  # fmt: skip
    for start, end, kind in marks:
        store.put(
            Label(
                article_id=f"a {who}", id=new_id(), layer="entity", type=kind,
                anchor=anchor(TEXT, [Span(start, end)]),
            )
        )  # fmt: skip
    store.close()
    return path


@pytest.fixture
def text_of() -> Callable[[str], str | None]:
    return {fingerprint(TEXT): TEXT}.get


def test_two_people_are_compared(tmp_path: Path, text_of: Callable[[str], str | None]) -> None:
    ana = store_of(tmp_path, "ana", [(13, 19, "place"), (55, 63, "person"), (4, 9, "person")])
    ben = store_of(tmp_path, "ben", [(13, 19, "place"), (59, 63, "person"), (29, 35, "place")])
    found = agree(ana, ben, text_of=text_of)
    assert found.people == ("ana", "ben")
    assert found.articles == ("Bridge",)
    everything, person, place = found.types
    assert everything.type == "all"
    assert everything.exact_f1 == pytest.approx(2 / 6)
    assert everything.overlap_f1 == pytest.approx(4 / 6)
    assert (person.type, person.exact_f1) == ("entity: person", 0.0)
    assert person.overlap_f1 == pytest.approx(2 / 3)
    assert place.exact_f1 == pytest.approx(2 / 3)
    for figures in found.types:
        assert figures.alpha is not None
        assert figures.kappa is not None
        assert 0 < figures.kappa < 1
    assert [(each.what, each.exact) for each in found.disagreements] == [
        ("bounds", "Ana Holm"),
        ("only mine", "mayor"),
        ("only theirs", "bridge"),
    ]
    assert found.disagreements[0].before.endswith("in May, ")
    assert found.disagreements[0].after == " wrote."


def test_one_who_agrees_with_himself(tmp_path: Path, text_of: Callable[[str], str | None]) -> None:
    marks = [(13, 19, "place"), (55, 63, "person")]
    found = agree(
        store_of(tmp_path, "ana", marks), store_of(tmp_path, "ben", marks), text_of=text_of
    )
    assert {(each.exact_f1, each.overlap_f1, each.alpha, each.kappa) for each in found.types} == {
        (1.0, 1.0, 1.0, 1.0)
    }
    assert found.disagreements == ()


def test_another_type_on_the_same_words_is_reported(tmp_path: Path) -> None:
    ana = store_of(tmp_path, "ana", [(13, 19, "place")])
    ben = store_of(tmp_path, "ben", [(13, 19, "group")])
    found = agree(ana, ben)
    assert [(each.what, each.type, each.other_type) for each in found.disagreements] == [
        ("type", "entity: place", "entity: group")
    ]
    assert found.types[0].alpha is None


def test_the_second_person_is_not_the_first_where_there_is_another(tmp_path: Path) -> None:
    ana = store_of(tmp_path, "ana", [(13, 19, "place")])
    copy = tmp_path / "copy.json"
    copy.write_bytes(ana.read_bytes())
    store = open_store(copy, who="ben")
    (label,) = (each for each in store.records() if isinstance(each, Label))
    store.put(replace(label, id="other", creator="ben"))
    store.put(replace(label, id="third"))
    (article,) = store.articles()
    store.put(replace(article, status={**article.status, "ben": "complete"}))
    store.close()
    assert agree(ana, copy).people == ("ana", "ben")


def test_only_complete_articles_count(tmp_path: Path) -> None:
    ana = store_of(tmp_path, "ana", [(13, 19, "place")])
    ben = store_of(tmp_path, "ben", [(13, 19, "place")], status="reading")
    with pytest.raises(StoreError, match="complete for both"):
        agree(ana, ben)
