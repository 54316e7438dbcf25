"""Where a filter of the queue is put together, with the count of what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.review.item import STATUSES
from reader.review.queue_view import EVERYTHING
from reader.review.triage import Filter
from reader.session.findings_outline import one_line
from reader.text.cells import printable
from reader.text.plural import counted
from reader.ui.dialogs.dialog import Dialog
from reader.ui.options import Options
from reader.ui.typed_line import Line

KINDS = (("quote", "quotes", "q"), ("figure", "figures", "f"), ("sentence", "sentences", "s"))
STATUS_KEYS = dict(zip(STATUSES, "oaxcp", strict=True))
LEAST = (0.0, 0.25, 0.5, 0.75)
LINES = {"speaker": "n speaker has", "words": "w words have"}
MOST = (1.0, 0.75, 0.5, 0.25)


class FilterDialog(Dialog[Filter | None]):
    """Dismissed with a filter, or with None.

    ``count`` gives how many items one takes, ``speaker`` is who says the item in view, ``before``
    are the ids of items that were checked before.
    """

    AUTO_FOCUS = "OptionList"

    def __init__(
        self,
        wanted: Filter,
        speaker: str | None,
        before: frozenset[str],
        count: Callable[[Filter], int],
    ) -> None:
        super().__init__()
        self._before = before
        self.wanted = wanted
        self._speaker = speaker or ""
        self._count = count

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            yield Static("", id="choice-title", markup=False)
            yield Options(markup=False)
            for name, label in LINES.items():
                with Horizontal(classes="evidence-line"):
                    yield Static(label, classes="evidence-label", markup=False)
                    yield Line(getattr(self.wanted, name), id=f"filter-{name}", compact=True)
            hints = "enter shows them · 0 takes all · esc leaves"
            yield Static(hints, id="evidence-keys", markup=False)

    def on_mount(self) -> None:
        self._show()

    def _rows(self) -> Iterable[tuple[str, str, bool]]:
        """Yield the key, the words and whether it is on, for each row."""
        wanted = self.wanted
        for kind, name, key in KINDS:
            yield key, name, kind in wanted.kinds
        for status, key in STATUS_KEYS.items():
            yield key, status, status in wanted.statuses
        yield "u", "speaker unknown", wanted.unknown_speaker
        if self._speaker:
            label = f"said by {one_line(self._speaker)}, as this one"
            yield "i", label, wanted.speaker == self._speaker
        if self._before:
            yield "b", "checked before, here or elsewhere", wanted.ids == self._before
        yield "l", f"score at least {wanted.least:.2f}", wanted.least > 0
        yield "h", f"score at most {wanted.most:.2f}", wanted.most < 1
        yield "d", "text changed since decided", wanted.changed
        yield "m", "hide duplicates", not wanted.folded

    def _show(self) -> None:
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        options.clear_options()
        options.add_options([_option(*each) for each in self._rows()])
        options.highlighted = place
        count = self._count(self.wanted)
        self.query_one("#choice-title", Static).update(
            f"{counted(count, 'item')} of the whole queue"
        )

    def turned(self, key: str) -> Filter:
        """Return the filter with the criterion of ``key`` turned on or off."""
        wanted = self.wanted
        kinds = {own: wanted.kinds ^ {kind} for kind, _, own in KINDS}
        statuses = {own: wanted.statuses ^ {status} for status, own in STATUS_KEYS.items()}
        if key in kinds:
            return replace(wanted, kinds=kinds[key])
        if key in statuses:
            return replace(wanted, statuses=statuses[key])
        if key == "i" and self._speaker:
            return replace(wanted, speaker="" if wanted.speaker == self._speaker else self._speaker)
        if key == "b" and self._before:
            is_on = wanted.ids == self._before
            return replace(wanted, ids=frozenset[str]() if is_on else self._before)
        turns: dict[str, dict[str, Any]] = {
            "u": {"unknown_speaker": not wanted.unknown_speaker},
            "l": {"least": _next(LEAST, wanted.least)},
            "h": {"most": _next(MOST, wanted.most)},
            "d": {"changed": not wanted.changed},
            "m": {"folded": not wanted.folded},
        }
        return EVERYTHING if key == "0" else replace(wanted, **turns.get(key, {}))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        typed = {(event.input.id or "").removeprefix("filter-"): one_line(event.value)}
        speaker = typed.get("speaker", self.wanted.speaker)
        self.wanted = replace(
            self.wanted,
            speaker=speaker,
            words=typed.get("words", self.wanted.words),
            meant=frozenset(),
        )
        self._show()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _entered(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.wanted)

    def on_key(self, event: Key) -> None:
        typing = isinstance(self.focused, Input)
        if event.key == "escape":
            event.stop()
            if typing:
                self.set_focus(self.query_one(OptionList))
            else:
                self.dismiss(None)
        elif typing:
            return
        elif event.character in ("n", "w"):
            event.stop()
            name = "speaker" if event.character == "n" else "words"
            self.set_focus(self.query_one(f"#filter-{name}", Input))
        elif event.key == "space":
            event.stop()
            rows = list(self._rows())
            self._turn(rows[self.query_one(OptionList).highlighted or 0][0])
        elif event.character in ("j", "k"):
            event.stop()
            options = self.query_one(OptionList)
            (options.action_cursor_down if event.character == "j" else options.action_cursor_up)()
        elif event.character and event.is_printable:
            event.stop()
            self._turn(event.character)

    def _turn(self, key: str) -> None:
        self.wanted = self.turned(key)
        for name in LINES:
            self.query_one(f"#filter-{name}", Input).value = getattr(self.wanted, name)
        self._show()


def _next(steps: tuple[float, ...], value: float) -> float:
    place = steps.index(value) + 1 if value in steps else 0
    return steps[place % len(steps)]


def _option(key: str, words: str, chosen: bool) -> Option:
    sign = "✓ " if chosen else "  "
    return Option(Content.assemble((f"{key}  ", "$accent bold"), (sign, "bold"), printable(words)))
