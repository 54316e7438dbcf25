"""A dataset is written whole or not at all, the same bytes each time, and goes on where it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import dataset as arrow_dataset

from reader.archive import run as running
from reader.archive.dataset import open_dataset
from reader.archive.inputs import Inputs
from reader.archive.items import BadItem, InputItem
from reader.archive.rows import STORED
from reader.archive.run import Here, Outcome, Progress, Summary, run
from reader.archive.shards import Shard, cut
from reader.article.opening import open_article
from reader.errors import ReaderError
from reader.shipped import STARTER
from tests.archive.stub_pipeline import StubPipeline, stub_loader


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "load_pipeline", stub_loader)


def corpus(path: Path, articles: int, changed: dict[int, str] | None = None) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            body = (changed or {}).get(
                number,
                f"Ida Holm counted {number + 2} trams near the old quay.\n\n"
                f"“I saw {number} of them,” she said. " + "It rained. " * (number * 37 % 60),
            )
            row = {"id": f"a{number}", "title": f"Trams, part {number}", "text": body}
            file.write(json.dumps(row) + "\n")
    return path


def made(source: Path, target: Path, executor: Any = None, size: int = 6000) -> Summary:
    with open_dataset(target) as dataset:
        dataset.shard_size(size)
        inputs = Inputs((str(source),), open_article, lambda _: None)
        return run(inputs, dataset, executor or Here(STARTER), STARTER)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_article_is_there_once_and_in_order(tmp_path: Path) -> None:
    summary = made(corpus(tmp_path / "a.jsonl", 200), tmp_path / "out")
    assert (summary.articles, summary.kept) == (200, 0)
    assert summary.made > 5
    rows = duckdb.sql(f"SELECT location FROM '{tmp_path}/out/articles/*.parquet'").fetchall()
    assert [row[0].rpartition("#")[2] for row in rows] == [f"a{n}" for n in range(200)]
    assert names(tmp_path) == [".out.lock", "a.jsonl", "out"]
    assert names(tmp_path / "out") == ["_reader.json", *sorted(STORED)]


def test_duckdb_pandas_and_arrow_read_the_same(tmp_path: Path) -> None:
    made(corpus(tmp_path / "a.jsonl", 50), tmp_path / "out")
    for table, count in (("articles", 50), ("quotes", 50), ("entities", 50)):
        folder = tmp_path / "out" / table
        ((seen,),) = duckdb.sql(f"SELECT count(*) FROM '{folder}/*.parquet'").fetchall()
        assert seen == len(pd.read_parquet(folder)) == arrow_dataset.dataset(folder).count_rows()
        assert seen == count
    joined = duckdb.sql(
        f"SELECT a.text[f.start_char + 1 : f.end_char] = f.text AS same "
        f"FROM '{tmp_path}/out/figures/*.parquet' f JOIN '{tmp_path}/out/articles/*.parquet' a "
        "USING (article_id)"
    ).fetchall()
    assert len(joined) >= 50
    assert all(same for (same,) in joined)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 60)
    for name in ("one", "two"):
        made(source, tmp_path / name)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_run_again_nothing_is_made(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 60)
    first = made(source, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    again = made(source, tmp_path / "out")
    assert (again.made, again.kept, again.articles) == (0, first.made, 60)
    assert bytes_of(tmp_path / "out") == before


@pytest.mark.parametrize("at", [0, 100, 199])
def test_one_changed_article_makes_its_own_shard_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    # Shards end where the hash of an item says, and the path is part of an item: a path that
    # differed from run to run would now and then change a shard more than this counts.
    monkeypatch.chdir(tmp_path)
    source = Path("a.jsonl")
    first = made(corpus(source, 200), tmp_path / "out")
    corpus(source, 200, {at: "Ben Ode found 77 keys."})
    again = made(source, tmp_path / "out")
    assert again.articles == 200
    assert again.made <= 3
    assert again.kept >= first.made - 3
    made(source, tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_a_shorter_corpus_leaves_nothing_behind(tmp_path: Path) -> None:
    made(corpus(tmp_path / "a.jsonl", 200), tmp_path / "out")
    made(corpus(tmp_path / "a.jsonl", 90), tmp_path / "out")
    made(tmp_path / "a.jsonl", tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


class Stopping:
    """Works as ``Here`` does and is stopped after some shards."""

    def __init__(self, after: int) -> None:
        self.after = after

    def run(self, shards: Iterator[Shard]) -> Iterator[Outcome]:
        for number, outcome in enumerate(Here(STARTER).run(shards)):
            if number == self.after:
                raise KeyboardInterrupt
            yield outcome


def test_stopped_it_leaves_no_dataset_and_goes_on(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 120)
    with pytest.raises(KeyboardInterrupt):
        made(source, tmp_path / "out", Stopping(4))
    assert not (tmp_path / "out").exists()
    summary = made(source, tmp_path / "out")
    assert summary.kept == 4
    made(source, tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_stopped_over_an_older_one_the_older_one_stays(tmp_path: Path) -> None:
    made(corpus(tmp_path / "a.jsonl", 40), tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    corpus(tmp_path / "a.jsonl", 40, {n: f"Ben Ode has {n} keys. " * 20 for n in range(0, 40, 3)})
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path / "a.jsonl", tmp_path / "out", Stopping(1))
    assert bytes_of(tmp_path / "out") == before


@pytest.mark.parametrize("moment", range(8))
def test_killed_at_any_rename_of_the_end_it_is_the_old_one_or_the_new(
    tmp_path: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(corpus(tmp_path / "a.jsonl", 30), tmp_path / "out")
    old = bytes_of(tmp_path / "out")
    corpus(tmp_path / "a.jsonl", 30, {4: "Ben Ode found 77 keys."})
    made(tmp_path / "a.jsonl", tmp_path / "fresh")
    new = bytes_of(tmp_path / "fresh")
    left = [moment]

    def counted(move: Any) -> Any:
        def moved(self: Path, target: Path) -> Path:
            if self.suffix in (".partial", ".parquet", "") and ".json" not in self.name:
                left[0] -= 1
                if left[0] < 0:
                    raise SystemExit
            return move(self, target)

        return moved

    with monkeypatch.context() as context:
        context.setattr(Path, "rename", counted(Path.rename))
        context.setattr(Path, "replace", counted(Path.replace))
        try:
            made(tmp_path / "a.jsonl", tmp_path / "out")
        except SystemExit:
            assert not (tmp_path / "out").exists() or bytes_of(tmp_path / "out") in (old, new)
    with open_dataset(tmp_path / "out"):
        assert bytes_of(tmp_path / "out") in (old, new)
    made(tmp_path / "a.jsonl", tmp_path / "out")
    assert bytes_of(tmp_path / "out") == new


def test_a_shard_that_fails_twice_is_set_aside_and_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus(tmp_path / "a.jsonl", 80, {33: "A FAULT is in here. " * 30})
    summary = made(source, tmp_path / "out")
    (aside,) = summary.set_aside
    assert "this text is too much" in aside.reason
    assert 0 < summary.articles < 80
    about = json.loads((tmp_path / "out" / "_reader.json").read_text())
    assert about["set_aside"][0]["reason"] == aside.reason

    class Mended(StubPipeline):
        def analyze_many(self, articles: Any) -> Any:
            from tests.archive.stub_pipeline import found_in

            return map(found_in, articles)

    monkeypatch.setattr(running, "load_pipeline", lambda *_: Mended())
    again = made(source, tmp_path / "out")
    assert (again.made, again.articles, again.set_aside) == (1, 80, [])


def test_articles_that_cannot_be_opened_are_named_also_when_run_again(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 10, {3: ""})
    first, again = made(source, tmp_path / "out"), made(source, tmp_path / "out")
    assert first.articles == again.articles == 9
    assert first.refused == again.refused
    assert "a3" in first.refused[0]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("chapter 1")
    with pytest.raises(ReaderError, match="not empty"):
        made(corpus(tmp_path / "a.jsonl", 3), tmp_path / "out")
    assert names(tmp_path / "out") == ["thesis.txt"]


def test_an_empty_folder_and_a_new_one_are_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert made(corpus(tmp_path / "a.jsonl", 3), tmp_path / "out").articles == 3
    assert made(tmp_path / "a.jsonl", tmp_path / "deep" / "er" / "out").articles == 3


@pytest.mark.parametrize("target", ["a.jsonl", "a.jsonl/out"])
def test_a_file_in_the_way_is_one_sentence(tmp_path: Path, target: str) -> None:
    with pytest.raises(ReaderError):
        made(corpus(tmp_path / "a.jsonl", 3), tmp_path / target)


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    with FileLock(tmp_path / ".out.lock"), pytest.raises(ReaderError, match="Another run"):
        made(corpus(tmp_path / "a.jsonl", 3), tmp_path / "out")


_SCRIPT = """
import sys
from pathlib import Path
from reader.archive import run as running
from tests.archive import test_dataset
from tests.archive.stub_pipeline import stub_loader
running.load_pipeline = stub_loader
test_dataset.made(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_killed_in_the_middle_it_goes_on(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 400)
    partial = tmp_path / ".out.partial" / "articles"
    child = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, str(source), str(tmp_path / "out")],
        cwd=Path(__file__).parents[2],
    )
    while child.poll() is None and not (partial.is_dir() and len(names(partial)) > 3):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (tmp_path / "out").exists()
    summary = made(source, tmp_path / "out")
    assert summary.kept >= 3
    made(source, tmp_path / "fresh")
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "fresh")


def test_progress_reaches_the_end_and_never_goes_back(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl", 120)
    seen: list[tuple[int, int]] = []
    with open_dataset(tmp_path / "out") as dataset:
        dataset.shard_size(4000)
        inputs = Inputs((str(source),), open_article, lambda _: None)

        def progressed(progress: Progress) -> None:
            seen.append((progress.done, progress.articles))

        run(inputs, dataset, Here(STARTER), STARTER, progressed=progressed)
    assert seen == sorted(seen)
    assert seen[-1] == (source.stat().st_size, 120)


items = st.lists(st.text(max_size=40), max_size=120).map(
    lambda texts: [_Weighed(str(number), text) for number, text in enumerate(texts)]
)


class _Weighed(BadItem):
    @property
    def weight(self) -> int:
        return len(self.sentence) + 1


def shards_of(several: list[InputItem], size: int) -> list[Shard]:
    return list(cut(((item, 0) for item in several), size, "x"))


@given(items, st.integers(10, 300))
def test_shards_hold_each_item_once_and_are_no_larger_than_twice_the_size(
    several: list[InputItem], size: int
) -> None:
    shards = shards_of(several, size)
    assert [item for shard in shards for item in shard.items] == several
    for shard in shards:
        assert len(shard.items) == 1 or sum(i.weight for i in shard.items) <= 2 * size
    for shard in shards[:-1]:
        assert sum(i.weight for i in shard.items) + 41 > size / 2
    assert len({shard.key for shard in shards}) == len(shards)


@given(items, st.data())
def test_an_item_more_or_less_changes_few_shards(
    several: list[InputItem], data: st.DataObject
) -> None:
    many = [_Weighed(f"{item.location}.{n}", item.sentence) for n in range(8) for item in several]
    if not many:
        return
    place = data.draw(st.integers(0, len(many) - 1))
    before = {shard.key for shard in shards_of(many, 200)}
    after = {shard.key for shard in shards_of(many[:place] + many[place + 1 :], 200)}
    assert len(before - after) <= max(6, len(before) // 3)
