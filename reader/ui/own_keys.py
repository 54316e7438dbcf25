"""The user's own keys, put into the table of commands; what is wrong with them is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.ui.keymap import COMMANDS
from reader.ui.keymap_rows import Command
from reader.ui.keys import Keys, shown

NAMED = frozenset(
    ["space", "enter", "escape", "tab", "backspace", "delete", "insert", "home", "end"]
    + ["pageup", "pagedown", "up", "down", "left", "right"]
    + [f"f{number}" for number in range(1, 13)]
)


def is_key(key: str) -> bool:
    """Return whether ``key`` is written as a key or sequence of keys."""
    strokes = key.split()
    return bool(strokes) and all(_is_stroke(stroke) for stroke in strokes)


def _is_stroke(stroke: str) -> bool:
    if len(stroke) == 1:
        return stroke.isprintable()
    *modifiers, last = stroke.split("+") if not stroke.endswith("++") else [stroke[:-2], "+"]
    if any(modifier not in ("ctrl", "alt", "shift") for modifier in modifiers):
        return False
    return last in NAMED or (len(last) == 1 and last.isprintable() and bool(modifiers))


def resolve(overrides: Mapping[str, Sequence[str]] | None = None) -> Keys:
    """Return the table with ``overrides`` (command id -> keys) in place.

    An override takes its key from whatever else had it in the same context, and the clash is
    reported; an unknown command or key is reported and left out. The keys that a command has
    anyway, as `reader config` prints them, change nothing.
    """
    faults: list[str] = []
    chosen: dict[str, tuple[str, ...]] = {}
    printed = {command.id: command.keys for command in reversed(COMMANDS)}
    for command_id, written in (overrides or {}).items():
        if command_id not in printed:
            faults.append(f"There is no command “{command_id}”; its key was left out.")
            continue
        keys = tuple(key for part in written if (key := part.strip()))
        if keys == printed[command_id]:
            continue
        bad = [key for key in keys if not is_key(key)]
        faults.extend(f"“{key}” is not a key; “{command_id}” keeps its own." for key in bad)
        if keys and not bad:
            chosen[command_id] = keys
    if not chosen:
        return Keys(COMMANDS, tuple(faults))
    commands = tuple(
        command._replace(keys=chosen[command.id])
        if command.id in chosen and not _is_about_another_place(command, chosen[command.id])
        else command
        for command in COMMANDS
    )
    commands, clashes = _without_clashes(commands, chosen)
    return Keys(commands, (*faults, *clashes))


def _is_about_another_place(command: Command, keys: tuple[str, ...]) -> bool:
    """Return whether ``keys`` are about another place than the other command's.

    They repeat one that ``command`` has in another place, and that another command has in this one:
    this one stays as it is.
    """
    elsewhere = {
        key
        for other in COMMANDS
        if other.id == command.id and other is not command
        for key in other.keys
    }
    of_others = {
        key
        for other in COMMANDS
        if other.id != command.id and set(other.contexts) & set(command.contexts)
        for key in other.keys
    }
    return any(key in elsewhere - {*command.keys} and key in of_others for key in keys)


def _without_clashes(
    commands: tuple[Command, ...], chosen: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Command, ...], list[str]]:
    """Take each key that the user gave away from the commands that had it before."""
    faults: list[str] = []
    kept: list[Command] = []
    for position, command in enumerate(commands):
        keys = []
        for key in command.keys:
            taker = _taker(command, key, commands, position, chosen)
            if taker is None:
                keys.append(key)
            else:
                faults.append(
                    f"{shown(key)} is now “{taker.description}”; "
                    f"“{command.description}” no longer has it."
                )
        kept.append(command._replace(keys=tuple(keys)))
    return tuple(kept), faults


def _taker(
    command: Command,
    key: str,
    commands: tuple[Command, ...],
    position: int,
    chosen: Mapping[str, tuple[str, ...]],
) -> Command | None:
    """Return the other command that the user gave ``key``, or a key it begins with."""
    strokes = key.split()
    for place, other in enumerate(commands):
        if other.id == command.id or not set(other.contexts) & set(command.contexts):
            continue
        if other.id not in chosen or (command.id in chosen and place > position):
            continue
        for theirs in other.keys:
            length = min(len(strokes), len(theirs.split()))
            if strokes[:length] == theirs.split()[:length]:
                return other
    return None
