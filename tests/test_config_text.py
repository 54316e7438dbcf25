from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.main import main
from reader.config import KNOWN, config_tables, load_settings
from reader.config_text import config_page

KEYS = [("note", ("a",), "note on the sentence"), ("down", ("j", "down"), "line down")]
SOME = """
[me]
name = "Ada \\"the\\" Editor"
[reading]
measure = 66
bell = true
[review]
checklist = ["Seen the source"]
[keys]
note = "n"
own-thing = ["x", "y"]
[colours]
"two words" = "red"
[[labels]]
layer = "tone"
type = "irony"
[[scales]]
name = "two"
labels = ["Yes", "No"]
values = [2, 1]
"""


def page(file: Path, tables: dict[str, Any] | None = None) -> str:
    settings = load_settings(None, file, {})
    return config_page(settings, tables or config_tables(file), KEYS, ["truth", "two"])


def uncommented(text: str) -> str:
    """Return the page with every setting switched on."""
    return re.sub(r"(?m)^# (?=\[\[|\S+ = |\"[^\"]+\" = )", "", text)


def test_the_page_loads_to_the_settings_it_was_made_from(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SOME, encoding="utf-8")
    before = load_settings(None, file, {})
    file.write_text(page(file), encoding="utf-8")
    assert load_settings(None, file, {}) == before


def test_every_setting_is_on_the_page_and_valid_when_switched_on(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.touch()
    text = uncommented(page(file))
    tables = tomllib.loads(text)
    for section, keys in KNOWN.items():
        content = tables[section][0] if isinstance(tables[section], list) else tables[section]
        for key in set(keys) - {"version"}:
            assert key in content, f"[{section}] {key}"
    file.write_text(text, encoding="utf-8")
    assert replace(load_settings(None, file, {}), scale="").labels[0].type == "denial"


@given(
    name=st.text(st.characters(exclude_categories=["Cs"])),
    tag=st.text("ab. #\"'\\é", min_size=1),
)
def test_any_text_comes_back_as_it_was(name: str, tag: str) -> None:
    tables = {"me": {"name": name}, "colours": {tag: name}}
    settings = load_settings(None, None, {"READER_CONFIG": ""})
    read = tomllib.loads(config_page(settings, tables, KEYS, ["truth"]))
    assert read["me"]["name"] == name
    assert read["colours"] == {tag: name}


def test_the_command_prints_a_page_that_is_valid_toml(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config"]) == 0
    tables = tomllib.loads(uncommented(capsys.readouterr().out))
    assert "note" in tables["keys"]
    assert tables["reading"]["animations"] is True


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Make $EDITOR a program that puts ``line`` at the start of the file."""
    program = tmp_path / "edit"
    program.write_text(
        f'#!/bin/sh\n{{ printf "%s\\n" \'{line}\'; cat "$1"; }} > "$1.new"\nmv "$1.new" "$1"\n'
    )
    program.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(program))


def test_edit_opens_a_new_file_with_every_setting(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "# mine")
    assert main(["config", "--edit"]) == 0
    file = load_settings().config_file
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# mine")
    assert "[reading]" in text


def test_edit_reports_a_file_that_reader_cannot_use_and_opens_it_again(
    own_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    editor(tmp_path, monkeypatch, "[raeding]")
    assert main(["config", "--edit"]) == 1
    assert "raeding" in capsys.readouterr().err
    assert main(["config", "--edit"]) == 1


def test_edit_without_an_editor_is_wrong_use(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert main(["config", "--edit"]) == 2
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    assert main(["config", "--edit"]) == 2
    assert "no-such-editor-here" in capsys.readouterr().err
