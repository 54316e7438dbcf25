"""Every whole row of a damaged file is kept, whatever its key."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.storage.salvage import salvage
from reader.annotations.storage.table_layout import LONGEST_KEY, RECORDS

KEYS = st.integers(1, 10**LONGEST_KEY * 100) | st.integers(1, 3)


@given(st.lists(KEYS, min_size=1, max_size=12))
def test_rows_of_one_key_or_with_a_large_one_are_all_kept(keys: list[int]) -> None:
    rows = [(str(key), {"note": number}) for number, key in enumerate(keys)]
    content = ",".join(f'"{key}": {json.dumps(row)}' for key, row in rows)
    kept = salvage(f'{{"{RECORDS}": {{{content}}}'.encode()).tables[RECORDS]
    assert sorted(row["note"] for row in kept.values()) == list(range(len(keys)))
    assert all(len(key) <= LONGEST_KEY for key in kept)
