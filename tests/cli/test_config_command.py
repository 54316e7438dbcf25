"""``reader config --edit`` with editors that write, fail, are missing or are interrupted."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from reader.cli.commands.config import editor_named
from reader.cli.main import main
from reader.config import config_path
from reader.config_values import ConfigError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own" / "config.toml"
    monkeypatch.setenv("READER_CONFIG", str(path))
    monkeypatch.delenv("VISUAL", raising=False)
    return path


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def use(program: str) -> None:
        """Let ``program``, in Python, edit the file ``path``."""
        script = tmp_path / "editor.py"
        script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{program}\n")
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(script)]))

    return use


def test_a_new_file_has_every_setting_and_is_opened(file, editor, capsys) -> None:
    editor("path.write_text(path.read_text().replace('# name', 'name', 1))")
    assert main(["config", "--edit"]) == 0
    assert "[[labels]]" in file.read_text("utf-8")
    assert main(["config"]) == 0
    assert 'name = ""' in capsys.readouterr().out.splitlines()


def test_an_empty_file_is_filled_and_a_written_one_is_left_as_it_is(file, editor) -> None:
    editor("")
    file.parent.mkdir()
    file.touch()
    assert main(["config", "--edit"]) == 0
    assert "[keys]" in file.read_text("utf-8")
    file.write_text("# mine\n")
    assert main(["config", "--edit"]) == 0
    assert file.read_text("utf-8") == "# mine\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[me\n", "TOML"),
        ("[reading]\nmesure = 70\n", "measure"),
        ("[review]\nscale = 'stars'\n", "stars"),
        ("[reading]\ntheme = 'pink'\n", "pink"),
    ],
)
def test_a_file_that_reader_cannot_use_is_reported_and_opens_again(
    file, editor, capsys, text, named
) -> None:
    editor(f"path.write_text({text!r})")
    assert main(["config", "--edit"]) == 1
    assert named in capsys.readouterr().err
    editor("path.write_text('')")
    assert main(["config", "--edit"]) == 0


def test_keys_that_take_others_are_named_and_accepted(file, editor, capsys) -> None:
    editor("path.write_text('[keys]\\nnote = \"n\"\\n')")
    assert main(["config", "--edit"]) == 0
    assert "next hit" in capsys.readouterr().err


def test_an_editor_that_fails_or_is_missing_is_reported(file, editor, capsys, monkeypatch) -> None:
    editor("sys.exit(3)")
    assert main(["config", "--edit"]) == 1
    assert "3" in capsys.readouterr().err
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert main(["config", "--edit"]) == 2
    assert "no-such-editor" in capsys.readouterr().err


def test_an_interrupt_is_the_editors(file, editor) -> None:
    """Otherwise ^C in vi, which leaves a mode there, would end vi and what was typed."""
    editor(
        "import os, signal, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "path.write_text('[reading]\\nbell = true\\n')"
    )
    assert main(["config", "--edit"]) == 0
    assert "bell" in file.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_refused_before_the_editor(
    file, editor, capsys, tmp_path
) -> None:
    editor(f"pathlib.Path({str(tmp_path / 'opened')!r}).touch()")
    file.mkdir(parents=True)
    assert main(["config", "--edit"]) == 2
    assert str(file) in capsys.readouterr().err
    assert not (tmp_path / "opened").exists()


def test_without_an_editor_and_a_terminal_nothing_is_started(file, capsys, monkeypatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    assert main(["config", "--edit"]) == 2
    assert "EDITOR" in capsys.readouterr().err


def test_the_editor_is_the_users_or_one_that_is_installed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("reader.cli.commands.config.in_terminal", lambda: True)
    assert editor_named({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_named({"VISUAL": " ", "EDITOR": "'my editor'"}) == ["my editor"]
    with pytest.raises(ConfigError, match="EDITOR"):
        editor_named({"EDITOR": "vi 'x"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match=str(config_path({}))):
        editor_named({})
    found = tmp_path / "vi"
    found.write_text("")
    found.chmod(0o755)
    assert editor_named({}) == ["vi"]
