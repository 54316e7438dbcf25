from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reader.article.article import fingerprint
from reader.article.stored_texts import StoredTexts

TEXT = "Größe “matters”\n" * 50 + "\ud800"


def test_a_text_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path / "kept")
    assert kept.list() == []
    name = kept.keep(TEXT, fingerprint(TEXT))
    assert name == fingerprint(TEXT)
    assert kept.load(name) == TEXT
    assert kept.list() == [name]
    [file] = list((tmp_path / "kept").iterdir())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_size < len(TEXT) / 4


def test_unknown_and_damaged_texts_are_none(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path)
    name = kept.keep(TEXT)
    assert kept.load(fingerprint("other")) is None
    assert kept.load("../../etc/passwd") is None
    [file] = list(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:-9])
    assert kept.load(name) is None
    assert kept.keep(TEXT) == name
    assert kept.load(name) == TEXT


def test_another_text_in_its_file_is_not_believed(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path)
    one, two = kept.keep("one"), kept.keep("two")
    files = {name: tmp_path / f"{name.removeprefix('sha256:')}.txt.z" for name in (one, two)}
    files[one].write_bytes(files[two].read_bytes())
    assert kept.load(one) is None


def test_forgetting(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path)
    name = kept.keep(TEXT)
    assert kept.forget(name)
    assert not kept.forget(name)
    assert kept.load(name) is None


def test_a_false_fingerprint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not the fingerprint"):
        StoredTexts(tmp_path).keep("one", fingerprint("two"))
    assert list(tmp_path.iterdir()) == []


def test_many_are_kept_as_one_is(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path / "texts")
    texts = [f"text {number}" for number in range(120)]
    kept.keep(texts[3])
    kept.keep_many((text, fingerprint(text)) for text in (*texts, texts[0]))
    assert {kept.load(fingerprint(text)) for text in texts} == set(texts)
    assert len(list((tmp_path / "texts").iterdir())) == 120
