"""An installed reader, a user's folders, and a terminal to press keys in."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
LONGEST_WAIT = 60.0
"""Seconds that a wait may take before the test fails; a bound, not a measure."""


def done(*words: str | Path) -> None:
    """Run Python with ``words``; what it printed is shown when it fails."""
    ended = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is built from this checkout."""
    made = tmp_path_factory.mktemp("wheel")
    done("-m", "build", "--wheel", "--no-isolation", "--outdir", made, ROOT)
    (wheel,) = made.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment in which only the built wheel is `reader`."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=True)
    (own,) = place.glob("lib/python*/site-packages")
    # The dependencies come from the environment of the tests; what is in the environment's
    # own folder is found first, and an editable install there is not seen through a .pth file.
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = ("-m", "pip", "--python", place / "bin" / "python", "--disable-pip-version-check")
    done(*pip, "install", "--no-deps", "--no-index", "--quiet", wheel)
    return place / "bin"


STYLES = {"1": "bold", "2": "dim", "3": "italic", "4": "underline", "7": "reverse"}
ENDS = {"22": {"bold", "dim"}, "23": {"italic"}, "24": {"underline"}, "27": {"reverse"}}
RENDITION = re.compile(r"\x1b\[([\d;:]*)m|\x1b[^m]*m|(.)", re.DOTALL)


def style_of(styled: str, words: str, behind: str = "") -> frozenset[str]:
    """Return the styles common to ``words`` after ``behind`` on a screen with its sequences."""
    letters: list[str] = []
    styles: list[frozenset[str]] = []
    now: set[str] = set()
    for codes, letter in RENDITION.findall(styled):
        if letter:
            letters.append(letter)
            styles.append(frozenset(now))
            continue
        report = iter(codes.split(";"))
        for code in report:
            if code in ("38", "48", "58"):  # a colour: its own numbers are no styles
                for _ in range({"5": 1, "2": 3}.get(next(report, ""), 0)):
                    next(report, None)
            elif code in ("", "0"):
                now.clear()
            elif code in ENDS:
                now -= ENDS[code]
            elif (first := code.partition(":")[0]) in STYLES:
                now.add(STYLES[first])
    found = "".join(letters).find(behind + words)
    if found < 0:
        return frozenset()
    at = found + len(behind)
    return frozenset.intersection(*styles[at : at + len(words)])


@dataclass
class Terminal:
    """A tmux server of its own with one pane, driven by keys and read by what it shows."""

    name: str
    environment: dict[str, str]
    folder: Path

    @property
    def left(self) -> Path:
        """Where the exit code is written when the program has ended."""
        return self.folder / f"{self.name}.left"

    def start(self, command: Sequence[str], width: int, height: int) -> None:
        settings = self.folder / f"{self.name}.conf"
        settings.write_text("set -g remain-on-exit on\nset -g status off\nset -sg escape-time 5\n")
        subprocess.run(
            [
                *("tmux", "-L", self.name, "-f", settings, "new-session", "-d", "-s", "it"),
                *("-x", str(width), "-y", str(height), "--"),
                # tmux now and then forgets the exit code of a program that ended quickly.
                *("sh", "-c", '"$@"; echo $? > "$0"', str(self.left), *command),
            ],
            check=True,
            env=self.environment,
            cwd=self.folder,
        )

    def _tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self.name, *words],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=self.environment,
        ).stdout

    def press(self, *keys: str) -> None:
        """Presses keys by tmux's names: ``j``, ``C-s``, ``Escape``, ``Enter``."""
        for key in keys:
            self._tmux("send-keys", "-t", "it", key)

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-t", "it", "-l", "--", text)

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-t", "it", "-x", str(width), "-y", str(height))

    def program(self) -> int:
        """Return the process id of the program that was started."""
        shell = self._tmux("display-message", "-p", "-t", "it", "#{pane_pid}").strip()
        report = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout
        return next(
            int(pid) for pid, parent in map(str.split, report.splitlines()) if parent == shell
        )

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p", "-t", "it")

    def styled(self) -> str:
        """Return the screen with its escape sequences for colour and style."""
        return self._tmux("capture-pane", "-p", "-e", "-t", "it")

    def style_of(self, words: str, behind: str = "") -> frozenset[str]:
        """Return the styles of all of ``words`` right behind ``behind``.

        None when they do not show.
        """
        return style_of(self.styled(), words, behind)

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor, from 0."""
        x, y = self._tmux("display-message", "-p", "-t", "it", "#{cursor_x} #{cursor_y}").split()
        return int(x), int(y)

    def exit_code(self) -> int | None:
        """Return the program's exit code (128 and more: the signal that ended it).

        None while it runs.
        """
        left = self.left.read_text() if self.left.exists() else ""
        return int(left) if left.endswith("\n") else None

    def wait(self, reached: Callable[[], Any], what: str) -> Any:
        """Look again and again until ``reached`` gives something; tells the screen if never."""
        ends = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < ends:
            if result := reached():
                return result
            time.sleep(0.03)
        raise AssertionError(f"never {what}; the screen at last:\n{self.screen()}")

    def wait_for(self, *texts: str) -> str:
        """Return the screen once it shows every one of ``texts``."""
        return self.wait(
            lambda: (shown := self.screen()) and all(text in shown for text in texts) and shown,
            f"showed {texts}",
        )

    def wait_gone(self, text: str) -> str:
        return self.wait(
            lambda: (shown := self.screen()) and text not in shown and shown, f"lost {text!r}"
        )

    def wait_exit(self) -> int:
        ended = self.wait(
            lambda: (code := self.exit_code()) is not None and (code,), "left the program"
        )
        return int(ended[0])

    def find(self, words: str) -> None:
        """Go to ``words``, which the article has once, as a reader does."""
        self.press("/")
        self.wait_for("find:")
        self.type(words)
        self.wait_for(f"find: {words}")
        self.press("Enter")
        self.wait_for(f"“{words}” 1 of")

    def close_card(self, shown: str) -> None:
        """Close the open card, editor or help that shows ``shown``.

        Not for what closes by itself: an escape that nothing waits for, with the next key close
        behind it, is taken for that key with alt.
        """
        self.press("Escape")
        self.wait_gone(shown)

    def leave(self) -> None:
        self.press("q")
        assert self.wait_exit() == 0, self.screen()

    def leave_with_drafts(self) -> None:
        """Leave with something unsaved, which is reported and makes the exit code 1."""
        self.press("q")
        assert self.wait_exit() == 1, self.screen()
        # tmux tells of a dead pane on its last line, which pushes the first one into its history.
        whole = ("capture-pane", "-p", "-S", "-", "-t", "it")
        self.wait(lambda: "drafts are saved" in self._tmux(*whole), "told of the drafts")

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self.name, "kill-server"], capture_output=True)


@dataclass
class User:
    """Somebody with a home folder of their own and reader installed."""

    programs: Path
    home: Path
    terminals: list[Terminal] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    @property
    def notes(self) -> Path:
        return self.home / "notes" / "annotations.json"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "READER_NOTES": str(self.notes),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "OMP_NUM_THREADS": "1",
            "READER_SHARED_ENGINE": "0",
            **more,
        }

    def run(
        self, *words: str | Path, given: bytes | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run ``reader`` without a terminal; ``given`` is its standard input."""
        ended = subprocess.run(
            [self.programs / "reader", *words],
            input=given if given is not None else b"",
            capture_output=True,
            env=self.environment(**environment),
            cwd=self.home,
            timeout=LONGEST_WAIT * 3,
        )
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode()
        )

    def open_command(self, line: str, *, width: int, height: int) -> Terminal:
        """Start a line of shell in a terminal of its own."""
        return self._start(["sh", "-c", line], width, height, {})

    def open(
        self,
        *words: str | Path,
        width: int = 160,
        height: int = 50,
        **environment: str,
    ) -> Terminal:
        """Start ``reader`` in a terminal of its own."""
        command = [str(self.programs / "reader"), *map(str, words)]
        return self._start(command, width, height, environment)

    def _start(
        self, command: Sequence[str], width: int, height: int, environment: dict[str, str]
    ) -> Terminal:
        name = f"reader-test-{os.getpid()}-{self.home.parent.name}-{next(self._count)}"
        terminal = Terminal(name, self.environment(**environment), self.home)
        self.terminals.append(terminal)
        terminal.start(command, width, height)
        return terminal

    @property
    def cache(self) -> Path:
        parts = "Library/Caches" if sys.platform == "darwin" else "cache"
        return self.home / parts / "reader"

    @property
    def data(self) -> Path:
        parts = "Library/Application Support" if sys.platform == "darwin" else "data"
        return self.home / parts / "reader"

    @property
    def engine_log(self) -> Path:
        return self.cache / "engine.log"

    def engines(self) -> list[int]:
        """Return the process ids of this user's running engines."""
        report = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,stat=,args="],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        rows = (line.split(None, 2) for line in report.splitlines())
        return [
            int(pid)
            for pid, state, *args in rows
            if args
            and any(name in args[0] for name in ("analysis.engine", "analysis.shared.server"))
            and str(self.home) in args[0]
            and not state.startswith("Z")
        ]

    def drafts(self) -> str:
        """Everything that is kept as a draft."""
        files = (self.data / "drafts").rglob("*")
        return "".join(file.read_text() for file in files if file.is_file())

    def stored(self) -> list[dict[str, Any]]:
        """Return every record, read as anybody's script would read it."""
        from tinydb import TinyDB

        with TinyDB(self.notes, access_mode="r") as database:
            return [dict(document) for document in database.all()]

    def write_note(self, terminal: Terminal, body: str, *keys: str) -> None:
        """Presses ``keys`` (``a`` when none), types ``body``, saves, waits until it is stored."""
        terminal.press(*(keys or ("a",)))
        terminal.wait_for("ctrl+s")
        for number, line in enumerate(body.split("\n")):
            if number:
                terminal.press("Enter")
            terminal.type(line)
        terminal.press("C-s")
        terminal.wait(lambda: self.notes.exists() and body in self.notes_made(), "saved the note")
        terminal.wait_gone("ctrl+s")

    def notes_made(self) -> list[str]:
        return [one["body"] for one in self.stored() if one["kind"] == "note"]


@pytest.fixture
def user(installed: Path, tmp_path: Path) -> Iterator[User]:
    home = tmp_path / "home"
    home.mkdir()
    somebody = User(installed, home)
    yield somebody
    for terminal in somebody.terminals:
        terminal.close()


@pytest.fixture
def wire(user: User) -> str:
    """Return a report that this user has not opened yet: by its name, not the guided sample."""
    shutil.copy(SEEDS / "harbour-wire.txt", user.home / "report.txt")
    return "report.txt"


@pytest.fixture(scope="session")
def findings_kept(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache with what was found in two reports."""
    somebody = User(installed, tmp_path_factory.mktemp("reader-before"))
    names = ("harbour-wire.txt", "council-bridge.txt")
    ended = somebody.run("analyze", *(SEEDS / name for name in names), "--format", "jsonl")
    assert ended.returncode == 0, ended.stderr
    return somebody.cache


@pytest.fixture
def seen_wire(user: User, wire: str, findings_kept: Path) -> str:
    """Return a report that was analysed before: it needs no engine."""
    shutil.copytree(findings_kept, user.cache)
    return wire


@pytest.fixture
def needs_tmux() -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
