from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.care.check import repair
from reader.annotations.records import ArticleRecord, Mark, Revision
from reader.annotations.store import Store, StoreError, open_store
from reader.annotations.together.difference import difference
from reader.annotations.together.merge import merge

MakeNote = Callable[..., Mark]


def bodies(path: Path) -> dict[str, str]:
    store = open_store(path, who="x", read_only=True)
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


def edit(store: Store, identity: str, **fields: object) -> None:
    held = store.get(identity)
    assert isinstance(held, Mark)
    store.put(replace(held, **fields), "edit")  # type: ignore[arg-type]


@pytest.fixture
def three(tmp_path: Path, make_note: MakeNote) -> tuple[Path, Path, Path]:
    """Return a file, and two copies of it that two people changed."""
    base, mine, theirs = (tmp_path / f"{name}.json" for name in ("base", "mine", "theirs"))
    store = open_store(base, who="ana")
    for number in range(1, 7):
        store.put(make_note(f"note {number}", identity=str(number)))
    store.close()
    shutil.copy(base, mine)
    shutil.copy(base, theirs)
    ana, ben = open_store(mine, who="ana"), open_store(theirs, who="ben")
    edit(ana, "1", body="note 1 as Ana has it")
    edit(ben, "1", body="note 1 as Ben has it")
    edit(ana, "2", tags=("of Ana",))
    edit(ben, "2", tags=("of Ben",), body="note 2, longer")
    ben.remove("3")
    edit(ana, "4", body="note 4, which Ben removed")
    ben.remove("4")
    ana.remove("5")
    edit(ben, "5", body="note 5, which Ana removed")
    ana.put(make_note("new of Ana", identity="a"))
    ben.put(make_note("new of Ben", identity="b"))
    ana.close()
    ben.close()
    return base, mine, theirs


@pytest.mark.parametrize("with_base", [True, False], ids=["three ways", "by the histories"])
def test_two_files_become_one(three: tuple[Path, Path, Path], with_base: bool) -> None:
    base, mine, theirs = three
    merged = merge(mine, theirs, base if with_base else None, who="ana")
    found = bodies(mine)
    assert sorted(found) == ["1", "2", "4", "5", "6", "a", "b"]
    assert "as Ana has it" in found["1"]
    assert "as Ben has it" in found["1"]
    assert found["2"] == "note 2, longer"
    assert found["4"] == "note 4, which Ben removed"
    assert found["5"] == "note 5, which Ana removed"
    store = open_store(mine, who="ana")
    second = store.get("2")
    assert second is not None
    assert set(second.tags) == {"of Ana", "of Ben"}
    assert {each.record: each.fields for each in merged.conflicts} == {
        "1": ("body",),
        "4": (),
        "5": (),
    }
    assert (merged.added, merged.removed) == (2, 1)
    assert [each.who for each in store.history("1")] == ["ana", "ana", "ben", "ana"]
    rows = json.loads(mine.read_bytes())["_default"]
    assert len({row["id"] for row in rows.values()}) == len(rows) == 7


def test_merging_again_changes_nothing(three: tuple[Path, Path, Path]) -> None:
    base, mine, theirs = three
    merge(mine, theirs, base)
    once = bodies(mine)
    again = merge(mine, theirs, theirs)
    assert bodies(mine) == once
    assert (again.added, again.removed, again.conflicts) == (0, 0, ())


def test_files_of_strangers_are_united(tmp_path: Path, make_note: MakeNote) -> None:
    paths = [tmp_path / f"{who}.json" for who in ("ana", "ben")]
    for path in paths:
        store = open_store(path, who=path.stem)
        revision = Revision("sha256:1", "plain text 1", "2026-11-22T10:00:00Z", "/x")
        article = f"article of {path.stem}"
        store.put(
            ArticleRecord(
                article_id=article,
                id=article,
                title="Bridge",
                revisions=(revision,),
                status={path.stem: "complete"},
            )
        )
        store.put(make_note(f"of {path.stem}", article))
        store.close()
    merge(paths[0], paths[1], output=tmp_path / "both.json")
    both = open_store(tmp_path / "both.json", who="ana")
    (article,) = both.articles()
    assert article.status == {"ana": "complete", "ben": "complete"}
    assert len(both.records(article.id, "note")) == 2


def test_a_damaged_file_is_mended_before_it_is_merged(three: tuple[Path, Path, Path]) -> None:
    _, mine, theirs = three
    before = bodies(mine)
    theirs.write_bytes(theirs.read_bytes()[:-200])
    with pytest.raises(StoreError, match="damaged: repair it first"):
        merge(mine, theirs)
    with pytest.raises(StoreError, match="damaged: repair it first"):
        difference(mine, theirs)
    assert bodies(mine) == before
    repair(theirs)
    merge(mine, theirs)
    assert "b" in bodies(mine)


def test_differences_are_listed(three: tuple[Path, Path, Path]) -> None:
    base, mine, _ = three
    found = {each.record: each for each in difference(base, mine)}
    assert {key: each.change for key, each in found.items()} == {
        "1": "changed", "2": "changed", "4": "changed", "5": "removed", "a": "added",
    }  # fmt: skip
    body = next(each for each in found["1"].fields if each.name == "body")
    assert (body.before, body.after) == ("note 1", "note 1 as Ana has it")
    assert difference(mine, mine) == []


def test_one_note_changed_is_a_small_change_for_git(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put_many([make_note(str(n), identity=str(n)) for n in range(300)], "import")
    store.close()
    before = path.read_text().splitlines()
    store = open_store(path, who="ana")
    edit(store, "150", body="changed")
    store.close()
    after = path.read_text().splitlines()
    assert len(set(before) ^ set(after)) <= 7


def test_as_a_git_merge_driver_it_leaves_only_the_file(
    tmp_path: Path, three: tuple[Path, Path, Path]
) -> None:
    base, mine, theirs = three
    folder = tmp_path / "git"
    folder.mkdir()
    names = [folder / name for name in (".merge_a", ".merge_b", ".merge_o")]
    for name, source in zip(names, (mine, theirs, base), strict=True):
        shutil.copy(source, name)
    merged = merge(names[0], names[1], names[2])
    assert merged.conflicts
    assert sorted(folder.iterdir()) == sorted(names)
    assert sorted(bodies(names[0])) == ["1", "2", "4", "5", "6", "a", "b"]


def test_the_first_files_of_two_people_are_no_conflict(tmp_path: Path, make_note: MakeNote) -> None:
    """Each opened the same article before they knew of each other, Ben first."""
    seen = Revision("sha256:0", "plain text 1", "2026-11-20", "pier.txt")
    paths = {}
    for who, hour, outlet in (("ana", "11", None), ("ben", "09", "North Wire")):
        paths[who] = tmp_path / f"{who}.json"
        store = open_store(paths[who], who=who)
        article = ArticleRecord(
            article_id=f"of-{who}",
            id=f"of-{who}",
            title="The pier",
            outlet=outlet,
            created=f"2026-11-20T{hour}:00:00Z",
            locations=(f"/home/{who}/pier.txt",),
            status={who: "reading"},
            revisions=(seen,),
        )
        store.put(article)
        store.put(make_note(f"seen by {who}", article=f"of-{who}", identity=who))
        store.close()
    assert merge(paths["ana"], paths["ben"], who="ana").conflicts == ()
    (article,) = open_store(paths["ana"], who="x").articles()
    assert (article.creator, article.created) == ("ben", "2026-11-20T09:00:00Z")
    assert (article.outlet, article.extra) == ("North Wire", {})
    assert set(article.locations) == {"/home/ana/pier.txt", "/home/ben/pier.txt"}
    assert article.status == {"ana": "reading", "ben": "reading"}
    assert set(bodies(paths["ana"])) == {"ana", "ben"}
    assert {each.creator for each in open_store(paths["ana"], who="x").records(kind="note")} == {
        "ana",
        "ben",
    }
