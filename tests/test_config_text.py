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
from reader.ui.keymap import COMMANDS
from reader.ui.own_keys import resolve

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


def test_keys_switched_on_as_they_are_printed_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.touch()
    keys = [(command.id, command.keys, command.description) for command in COMMANDS]
    text = config_page(load_settings(None, file, {}), {}, keys, ["truth"])
    file.write_text(uncommented(text), encoding="utf-8")
    own = load_settings(None, file, {}).keys
    assert own["finding-previous"] == (",", "[")
    assert resolve(own) == resolve()


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
