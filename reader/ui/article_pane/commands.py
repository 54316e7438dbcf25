"""The commands that the pane does itself: each moves the caret and tells whether it could."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reader.ui.article_pane import motions
from reader.ui.article_pane.caret import Caret, Walked
from reader.ui.article_pane.selection import Unit
from reader.ui.article_pane.text_objects import TextObject


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: whether it could be done, and the rows to scroll along.

    ``refused`` is a sentence for the user where there was nothing to do it to.
    """

    refused: str = ""
    scrolled: int = 0


Doing = Callable[[Caret, int | None, str], Done]

DONE = Done()


def _motion(motion: motions.Motion) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        caret.move(motion, count or 1)
        return DONE

    return do


def _lines(direction: int) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        caret.move_lines(direction * (count or 1))
        return DONE

    return do


def _page(direction: int, parts: int) -> Doing:
    """Return a page but for two rows to keep one's place by, or half a page."""

    def do(caret: Caret, count: int | None, _character: str) -> Done:
        rows = max(1, caret.rows // 2 if parts == 2 else caret.rows - 2)
        rows *= direction * (count or 1)
        caret.move_rows(rows)
        return Done(scrolled=rows)

    return do


def _line_start(caret: Caret, _count: int | None, _character: str) -> Done:
    caret.to(motions.line_start(caret.page, caret.offset))
    return DONE


def _line_end(caret: Caret, _count: int | None, _character: str) -> Done:
    caret.to(motions.line_end(caret.page, caret.offset))
    return DONE


def _top(caret: Caret, count: int | None, _character: str) -> Done:
    """Return the top, or the paragraph with that number."""
    paragraphs = caret.reading.paragraphs
    if count and paragraphs:
        caret.jump(paragraphs[min(count, len(paragraphs)) - 1].start)
    else:
        caret.jump(caret.reading.first)
    return DONE


def _bottom(caret: Caret, count: int | None, _character: str) -> Done:
    """Return the end, or so many per cent of the way to it."""
    if count and count <= 100 and caret.page.line_count:
        line = (caret.page.line_count - 1) * count // 100
        caret.jump(caret.page.offset_at(line, 0))
    else:
        caret.jump(caret.reading.last)
    return DONE


def _selecting(unit: Unit) -> Doing:
    def do(caret: Caret, _count: int | None, _character: str) -> Done:
        caret.start_selecting(unit)
        return DONE

    return do


def _object(name: TextObject, what: str) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        return DONE if caret.select_object(name, count or 1) else Done(f"There is no {what} here.")

    return do


def _other_end(caret: Caret, _count: int | None, _character: str) -> Done:
    caret.turn_selection()
    return DONE


def _resize(direction: int, unit: Unit = "word") -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        caret.resize_selection(direction * (count or 1), unit)
        return DONE

    return do


def _finding(direction: int) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        return _walked(caret.to_finding(direction * (count or 1)), direction, "finding")

    return do


def _own_mark(direction: int) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        return _walked(caret.to_own_mark(direction * (count or 1)), direction, "mark of yours")

    return do


def _walked(walked: Walked, direction: int, what: str) -> Done:
    """Return what to say of a walk through marks that may have gone past the last one."""
    first, end = ("first", "end") if direction > 0 else ("last", "top")
    return {
        "reached": DONE,
        "wrapped": Done(f"Past the {end}: this is the {first} {what}."),
        "only": Done(f"There is no other {what} in this article."),
        "none": Done(f"There is no {what} in this article."),
    }[walked]


def _next_under(caret: Caret, _count: int | None, _character: str) -> Done:
    caret.next_mark_here()
    return DONE


def _hit(direction: int) -> Doing:
    def do(caret: Caret, count: int | None, _character: str) -> Done:
        if caret.to_hit(direction * (count or 1)):
            return DONE
        if caret.found.query:
            return Done(f"“{caret.found.query}” is not in this article.")
        return Done("Nothing is searched for yet.")

    return do


def _back(caret: Caret, count: int | None, _character: str) -> Done:
    reached = [caret.jump_back() for _ in range(count or 1)]
    return DONE if any(reached) else Done("There is no place to go back to.")


def _forward(caret: Caret, count: int | None, _character: str) -> Done:
    reached = [caret.jump_forward() for _ in range(count or 1)]
    return DONE if any(reached) else Done("There is no place to go forward to.")


def _place_set(caret: Caret, _count: int | None, character: str) -> Done:
    if not character:
        return Done("A place needs a letter.")
    caret.places[character] = caret.offset
    return Done(f"This place is named {character}.")


def _place_go(caret: Caret, _count: int | None, character: str) -> Done:
    if character and caret.to_place(character):
        return DONE
    return Done(f"No place is named “{character}”.")


CARET_COMMANDS: Mapping[str, Doing] = {
    **{name: _motion(motion) for name, motion in motions.MOTIONS.items()},
    "line-down": _lines(1),
    "line-up": _lines(-1),
    "page-down": _page(1, 1),
    "page-up": _page(-1, 1),
    "half-down": _page(1, 2),
    "half-up": _page(-1, 2),
    "line-start": _line_start,
    "line-end": _line_end,
    "top": _top,
    "bottom": _bottom,
    "select-characters": _selecting("character"),
    "select-words": _selecting("word"),
    "select-sentences": _selecting("sentence"),
    "select-paragraphs": _selecting("paragraph"),
    "inner-quote": _object("quote", "quote"),
    "inner-entity": _object("entity", "name"),
    "inner-word": _object("word", "word"),
    "inner-sentence": _object("sentence", "sentence"),
    "inner-paragraph": _object("paragraph", "paragraph"),
    "other-end": _other_end,
    "grow": _resize(1),
    "shrink": _resize(-1),
    "grow-character": _resize(1, "character"),
    "shrink-character": _resize(-1, "character"),
    "grow-sentence": _resize(1, "sentence"),
    "shrink-sentence": _resize(-1, "sentence"),
    "finding-next": _finding(1),
    "finding-previous": _finding(-1),
    "mark-next": _own_mark(1),
    "mark-previous": _own_mark(-1),
    "next-under": _next_under,
    "find-next": _hit(1),
    "find-previous": _hit(-1),
    "back": _back,
    "forward": _forward,
    "place-set": _place_set,
    "place-go": _place_go,
}
"""By the ids of the keymap."""

_AHEAD = (
    *("line-down", "right", "word-next", "word-end", "sentence-next", "paragraph-next"),
    *("page-down", "half-down", "bottom"),
)
_BACK = (
    *("line-up", "left", "word-previous", "sentence-previous", "paragraph-previous"),
    *("page-up", "half-up", "top"),
)
_LARGER = ("grow", "grow-character", "grow-sentence")
_SMALLER = ("shrink", "shrink-character", "shrink-sentence")
STUCK: Mapping[str, str] = {
    **dict.fromkeys(_AHEAD, "This is the end of the article."),
    **dict.fromkeys(_BACK, "This is the start of the article."),
    "line-start": "This is the start of the line.",
    "line-end": "This is the end of the line.",
    **dict.fromkeys(_LARGER, "The selection cannot grow at this end."),
    **dict.fromkeys(_SMALLER, "The selection cannot shrink any further."),
    "other-end": "Both ends of the selection are here.",
    **dict.fromkeys(
        ("inner-quote", "inner-entity", "inner-word", "inner-sentence", "inner-paragraph"),
        "This is selected already.",
    ),
    **dict.fromkeys(("find-next", "find-previous"), "This is the only hit in the article."),
    "next-under": "There is no other mark under the cursor.",
    "place-go": "The cursor is at this place already.",
}
"""What to say of a command that changed nothing."""
