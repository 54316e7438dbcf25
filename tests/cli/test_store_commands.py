"""The store from the command line: checked, copied, put back, purged, merged, compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.annotations.records import Mark
from reader.cli.main import main
from reader.session.drafts import Drafts

STORY = "The gate is closed\n\nThe harbour master closed the gate on Monday. Nobody was hurt.\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "gate.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def noted(story: Path, notes: Path, capsys: Output, exact: str, note: str) -> str:
    words = ["annotate", str(story), "--notes", str(notes), "--exact", exact, "--note", note]
    assert main(words) == 0
    return capsys.readouterr().out.strip()


def test_a_sound_file_is_called_sound_and_a_text_that_is_gone_is_named(
    story: Path, tmp_path: Path, own_home: Path, capsys: Output
) -> None:
    notes = tmp_path / "a.json"
    noted(story, notes, capsys, "Nobody", "Ask.")
    assert main(["check", "--notes", str(notes)]) == 0
    assert "Nothing is wrong." in capsys.readouterr().out
    for kept in (own_home / "data" / "reader" / "texts").iterdir():
        kept.unlink()
    noted(story, notes, capsys, "on Monday", "Which?")
    for kept in (own_home / "data" / "reader" / "texts").iterdir():
        kept.unlink()
    assert main(["check", "--notes", str(notes)]) == 1
    assert "! 2 passages of “The gate is closed”: the text is not stored" in capsys.readouterr().out


def test_a_damaged_file_is_reported_by_whatever_command_opens_it(
    story: Path, tmp_path: Path, capsys: Output
) -> None:
    notes = tmp_path / "a.json"
    noted(story, notes, capsys, "Nobody", "Ask.")
    notes.write_bytes(notes.read_bytes()[:-300])
    assert main(["list", "--notes", str(notes)]) == 0
    assert "The notes file was damaged" in capsys.readouterr().err
    assert main(["check", "--notes", str(notes)]) == 1
    assert "! The notes file was damaged" in capsys.readouterr().out
    assert main(["check", "--repair", "--notes", str(notes)]) == 0
    main(["list", "--notes", str(notes)])
    after = capsys.readouterr()
    assert "Ask." in after.out
    assert after.err == ""


def test_a_backup_brings_back_what_was_there(story: Path, tmp_path: Path, capsys: Output) -> None:
    notes = tmp_path / "a.json"
    first = noted(story, notes, capsys, "Nobody", "First.")
    assert main(["backup", "--notes", str(notes)]) == 0
    copy = capsys.readouterr().out.strip()
    second = noted(story, notes, capsys, "on Monday", "Second.")
    assert main(["restore", copy, "--notes", str(notes)]) == 0
    before = (
        capsys.readouterr().out.splitlines()[-1].removeprefix("The notes that it replaced are in ")
    )
    main(["list", "--format", "json", "--notes", str(notes)])
    ids = {record["id"] for record in json.loads(capsys.readouterr().out)}
    assert first in ids
    assert second not in ids
    assert second in Path(before.rstrip(".")).read_text(encoding="utf-8")


def test_a_backup_is_restored_where_nothing_was(
    story: Path, tmp_path: Path, capsys: Output
) -> None:
    old, new = tmp_path / "a.json", tmp_path / "new" / "machine" / "annotations.json"
    noted(story, old, capsys, "Nobody", "First.")
    assert main(["backup", str(tmp_path / "copy.json"), "--notes", str(old)]) == 0
    assert main(["restore", str(tmp_path / "copy.json"), "--notes", str(new)]) == 0
    capsys.readouterr()
    assert main(["list", "--notes", str(new)]) == 0
    assert "First." in capsys.readouterr().out


def test_history_takes_the_beginning_of_an_id(story: Path, tmp_path: Path, capsys: Output) -> None:
    notes = tmp_path / "a.json"
    identity = noted(story, notes, capsys, "Nobody", "First.")
    assert main(["history", identity[:8], "--notes", str(notes), "--format", "json"]) == 0
    (operation,) = json.loads(capsys.readouterr().out)
    assert operation["record"] == identity
    assert operation["after"]["body"] == "First."
    assert main(["history", "none", "--notes", str(notes)]) == 2


def test_history_is_described_in_words(story: Path, tmp_path: Path, capsys: Output) -> None:
    from dataclasses import replace

    from reader.annotations.store import open_store

    notes = tmp_path / "a.json"
    identity = noted(story, notes, capsys, "Nobody", "First.\x1b[2J")
    store = open_store(notes, who="ben")
    held = store.get(identity)
    assert isinstance(held, Mark)
    store.put(replace(held, body="Second.", tags=("law",)), "edit")
    store.remove(identity)
    store.close()
    assert main(["history", "--notes", str(notes)]) == 0
    lately = capsys.readouterr().out.splitlines()
    assert lately[0].endswith(f"delete by ben: note “Nobody”: Second. #law ({identity[:8]})")
    assert lately[2].endswith(f"UTC made: note “Nobody”: First.␛[2J ({identity[:8]})")
    assert len(lately) == 4
    assert main(["history", "--last", "1", "--notes", str(notes)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["history", identity[:6], "--notes", str(notes)]) == 0
    report = capsys.readouterr().out
    assert "\x1b" not in report
    assert "  passage: “Nobody”" in report
    assert "-> “Second.”" in report
    assert "  tags: none -> law" in report


def test_purge_counts_before_it_removes(
    story: Path, tmp_path: Path, own_home: Path, capsys: Output
) -> None:
    from reader.annotations.store import open_store

    notes = tmp_path / "a.json"
    identity = noted(story, notes, capsys, "Nobody", "A secret.")
    assert main(["find", "secret", "--notes", str(notes)]) == 0
    assert [path for path in own_home.rglob("*.sqlite") if b"secret" in path.read_bytes()]
    Drafts(own_home / "data" / "reader" / "drafts").keep(f"record {identity}", "A secret, more.")
    capsys.readouterr()
    store = open_store(notes, who="")
    store.remove(identity)
    store.close()
    assert main(["purge", "--notes", str(notes)]) == 1
    waiting = capsys.readouterr().out
    assert identity in waiting
    assert "note “Nobody”: A secret." in waiting
    assert main(["purge", "--yes", "nosuch", "--notes", str(notes)]) == 2
    assert main(["purge", "--yes", identity[:9], "--notes", str(notes)]) == 0
    left = [path for folder in (tmp_path, own_home) for path in folder.rglob("*")]
    assert not [path for path in left if path.is_file() and b"secret" in path.read_bytes()]
    assert main(["purge", "--notes", str(notes)]) == 0


def test_two_files_are_merged_and_compared(story: Path, tmp_path: Path, capsys: Output) -> None:
    mine, theirs = tmp_path / "a.json", tmp_path / "b.json"
    noted(story, mine, capsys, "Nobody", "Mine.")
    noted(story, theirs, capsys, "on Monday", "Theirs.")
    assert main(["diff", str(mine), str(theirs)]) == 1
    report = capsys.readouterr().out
    assert "- note “Nobody”" in report
    assert "+ note “on Monday”" in report
    both = tmp_path / "both.json"
    assert main(["merge", str(mine), str(theirs), "-o", str(both), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 1
    main(["list", "--notes", str(both)])
    assert "(2 notes" in capsys.readouterr().out
    assert main(["diff", str(mine), str(mine)]) == 0


def test_agreement_is_described_in_words(story: Path, tmp_path: Path, capsys: Output) -> None:
    from dataclasses import replace

    from reader.annotations.store import open_store

    paths = [tmp_path / f"{who}.json" for who in ("ana", "ben")]
    for path, passages in zip(paths, (["Nobody", "the gate"], ["Nobody was", "hurt"]), strict=True):
        for exact in passages:
            noted(story, path, capsys, exact, "?")
        store = open_store(path, who=path.stem)
        (article,) = store.articles()
        store.put(replace(article, status={path.stem: "complete"}))
        store.put_many(
            [replace(each, creator=path.stem) for each in store.records(kind="note")], "sign"
        )
        store.close()
    assert main(["agree", *map(str, paths)]) == 0
    report = capsys.readouterr().out
    assert "A is ana, B is ben; 1 article complete for both." in report
    assert "note, A on “Nobody”, B on “Nobody was”: …" in report
    assert "[Nobody was] hurt." in report
    assert "only A, note: " in report
    assert "only B, note: " in report


def test_agreement_needs_an_article_that_both_call_complete(
    story: Path, tmp_path: Path, capsys: Output
) -> None:
    mine, theirs = tmp_path / "a.json", tmp_path / "b.json"
    noted(story, mine, capsys, "Nobody", "Mine.")
    noted(story, theirs, capsys, "Nobody", "Theirs.")
    assert main(["agree", str(mine), str(theirs)]) == 2
    assert "complete" in capsys.readouterr().err
