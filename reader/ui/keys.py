"""The keys of the commands, with the person's own: what each is, and how people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.ui.keymap import COMMANDS, HINTS
from reader.ui.keymap_rows import CODEBOOK, DESK, EVERYWHERE, LABELS, NOTES, Command, Context

_WITHOUT_AN_ARTICLE = frozenset(("blind", "zen", "tab-next", "tab-previous", "review"))
ABOUT_AN_ARTICLE = (
    frozenset(each.id for each in COMMANDS if {*each.contexts} & {*EVERYWHERE})
    - {each.id for each in COMMANDS if {*each.contexts} & {*DESK, *NOTES, *CODEBOOK, *LABELS}}
    - _WITHOUT_AN_ARTICLE
)
"""The commands that do nothing while no article is in view."""

_SHOWN = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "delete": "del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


@dataclass(frozen=True)
class Keys:
    """The table with the user's own keys in it, and a sentence for each thing wrong there."""

    commands: tuple[Command, ...]
    clashes: tuple[str, ...] = ()

    def table(self, context: Context) -> dict[tuple[str, ...], Command]:
        """Return the commands of one context by their key sequence."""
        return {
            tuple(key.split()): command
            for command in reversed(self.commands)
            if context in command.contexts
            for key in command.keys
        }

    def of(self, command_id: str, context: Context | None = None) -> tuple[str, ...]:
        """Return the keys of a command, in one context or in the first that has it."""
        for command in self.commands:
            if command.id == command_id and (context is None or context in command.contexts):
                return command.keys
        return ()

    def first(self, command_id: str, context: Context | None = None) -> str:
        """Return the first key of a command as people read it; "" where it has none."""
        return next(map(shown, self.of(command_id, context)), "")

    def hints(self, context: Context, among: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Key and word for the footer, at most seven.

        Of the commands ``among`` where they are given.
        """
        hints = []
        for command_id in among or HINTS[context]:
            for command in self.commands:
                if command.id == command_id and context in command.contexts and command.keys:
                    hints.append((shown(command.keys[0]), command.hint or command.description))
                    break
        return hints[:7]


def shown(key: str) -> str:
    """Return a key or sequence as it is written for people: "d d" is written "dd"."""
    strokes = [_SHOWN.get(stroke, stroke) for stroke in key.split()]
    return ("" if all(len(stroke) == 1 for stroke in strokes) else " ").join(strokes)


def how_to_quit(keys: Keys, context: Context) -> str:
    """Return the answer to the key that ends most programs of a terminal."""
    key = keys.first("quit", context)
    return f"{key} quits." if key else "ctrl+p finds “quit”."
