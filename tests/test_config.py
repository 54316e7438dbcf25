from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import LabelKind, load_settings
from reader.config_values import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_notes_lie_in_the_users_data_folder(own_home: Path) -> None:
    settings = load_settings()
    assert settings.notes == own_home / "data" / "reader" / "annotations.json"
    assert settings.me == ""


def test_the_option_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, '[files]\nnotes = "/in/file.json"\n')
    environment = {"READER_NOTES": "/in/environment.json"}
    option = Path("/in/option.json")
    assert load_settings(None, file, {}).notes == Path("/in/file.json")
    assert load_settings(None, file, environment).notes == Path("/in/environment.json")
    assert load_settings(option, file, environment).notes == option


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [me]
        name = "Ada"
        [publisher]
        name = "The Desk"
        [reading]
        theme = "reader-light"
        measure = 60
        bell = true
        animations = false
        terminal_cursor = true
        [keys]
        note = ["a", "ctrl+n"]
        quit = "q"
        [colours]
        urgent = "red"
        [[labels]]
        layer = "frame"
        type = "Threat"
        key = "t"
        """,
    )
    settings = load_settings(config_file=file)
    assert (settings.me, settings.theme, settings.measure) == ("Ada", "reader-light", 60)
    assert settings.bell
    assert not settings.animations
    assert settings.terminal_cursor
    assert load_settings(config_file=written(tmp_path, "")).animations
    assert not settings.blind
    assert settings.keys == {"note": ("a", "ctrl+n"), "quit": ("q",)}
    assert settings.colours == {"urgent": "red"}
    assert settings.labels == (LabelKind("frame", "Threat", "t"),)
    assert settings.publisher is not None
    assert settings.publisher.url is None


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("[reding]\n", "did you mean 'reading'"),
        ("[reading]\nmesure = 70\n", "did you mean 'measure'"),
        ("[reading]\nmeasure = 'wide'\n", "whole number"),
        ("[reading]\nmeasure = 3\n", "at least 20"),
        ("[reading]\nbell = 1\n", "true or false"),
        ("[me]\nname = 5\n", "quotation marks"),
        ("me = 'Ada'\n", "[me]"),
        ("[keys]\nnote = 3\n", "list of keys"),
        ("[[labels]]\nlayer = 'x'\n", "a layer and a type"),
        ("[labels]\nlayer = 'x'\n", "[[labels]]"),
        ("not toml", "not valid TOML"),
    ],
)
def test_a_mistake_is_reported_with_the_file_and_what_was_meant(
    tmp_path: Path, text: str, report: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_settings(config_file=file)
    assert report in str(error.value)
    assert str(file) in str(error.value)


def test_a_config_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no config file"):
        load_settings(environment={"READER_CONFIG": str(tmp_path / "none.toml")})


def test_verdict_scales_and_the_checklist_of_a_team(tmp_path: Path) -> None:
    assert load_settings().checklist
    file = written(
        tmp_path,
        """
        [review]
        scale = "house"
        checklist = ["Rang the source"]
        [[scales]]
        name = "house"
        labels = ["Right", "Wrong", "Open"]
        values = [2, 1]
        """,
    )
    settings = load_settings(config_file=file)
    assert (settings.scale, settings.checklist) == ("house", ("Rang the source",))
    (scale,) = settings.scales
    assert [rating.value for rating in scale.ratings] == [2, 1, None]


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("[review]\nchecklist = 'all'\n", "list of texts"),
        ("[scales]\nname = 'x'\n", "[[scales]]"),
        ("[[scales]]\nname = 'x'\nlabels = ['a']\n", "two labels"),
        ("[[scales]]\nname = 'x'\nlabels = ['a', 'b']\nvalues = ['1']\n", "numbers"),
    ],
)
def test_a_scale_that_cannot_be_used_is_reported(tmp_path: Path, text: str, report: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_settings(config_file=written(tmp_path, text))
    assert report in str(error.value)


def test_a_desk_gives_words_weights_of_its_own(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[worth]\nharbour = 1.5\n"school  meals" = -2\n', encoding="utf-8")
    settings = load_settings(config_file=path)
    assert settings.worth == {"harbour": 1.5, "school meals": -2.0}
    assert settings.desk_words.weights == settings.worth


@pytest.mark.parametrize("row", ['harbour = "much"', "harbour = true", "harbour = 9", '" " = 1'])
def test_a_weight_is_a_small_number_for_a_word(row, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(f"[worth]\n{row}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="worth"):
        load_settings(config_file=path)
