"""Counts the steps of a regular expression on a text, as a backtracking matcher takes them.

The matcher of Python gives no count, and a clock on a busy machine tells nothing. This one reads
the same parse tree and tries the same ways in the same order; it knows no shortcuts, so that the
real one takes no more steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from re import _constants as c
from re import _parser
from typing import Any

Test = Callable[[str], bool]
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_ONE_SIGN = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
UNROLLED = 8
"""Copies that are made of a group that is repeated a given number of times."""


class TooManyStepsError(Exception):
    pass


class Steps:
    """One pattern, ready to be run over texts."""

    def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
        self.tree = _parser.parse(pattern, flags)
        self.flags = self.tree.state.flags | flags
        self.ascii = isinstance(pattern, bytes) or bool(self.flags & re.ASCII)
        self.program: list[tuple[Any, ...]] = []
        self._emit(self.tree)
        self.program.append(("end",))
        self.steps = self.limit = 0

    def over(self, text: str, *, anchored: bool, limit: int) -> int:
        """Count the steps of a match at the start, or of a search for all matches."""
        self.steps, self.limit, self.groups = 0, limit, {}
        at = 0
        while at <= len(text):
            end = self._run(self.program, 0, text, at)
            if anchored:
                break
            at = max(at + 1, end if end is not None else 0)
        return self.steps

    # -- the tree as a program

    def _emit(self, tree: Any) -> None:
        for op, value in tree:
            self._emit_one(op, value)

    def _emit_one(self, op: Any, value: Any) -> None:
        code = self.program
        if op in _ONE_SIGN:
            code.append(("sign", self.test(op, value)))
        elif op is c.SUBPATTERN:
            group, _, _, inner = value
            code.append(("open", group))
            self._emit(inner)
            code.append(("close", group))
        elif op is c.BRANCH:
            self._emit_branch([list(each) for each in value[1]])
        elif op in _REPEATS:
            self._emit_repeat(op, *value)
        elif op is c.ATOMIC_GROUP:
            code.append(("alone", self._part(value)))
        elif op in (c.ASSERT, c.ASSERT_NOT):
            code.append(("look", self._part(value[1]), value[0], op is c.ASSERT, value[1]))
        elif op is c.AT:
            code.append(("at", value))
        elif op is c.GROUPREF:
            code.append(("same", value))
        else:
            raise NotImplementedError(op)

    def _part(self, tree: Any) -> list[tuple[Any, ...]]:
        outer, self.program = self.program, []
        self._emit(tree)
        self.program.append(("end",))
        inner, self.program = self.program, outer
        return inner

    def _emit_branch(self, ways: list[Any]) -> None:
        code = self.program
        choice = len(code)
        code.append(())
        starts, jumps = [], []
        for way in ways:
            first = self.test(*way[0]) if way and way[0][0] in _ONE_SIGN else None
            starts.append((first, len(code)))
            self._emit(way)
            jumps.append(len(code))
            code.append(())
        code[choice] = ("ways", starts[::-1])
        for jump in jumps:
            code[jump] = ("jump", len(code))

    def _emit_repeat(self, op: Any, least: int, most: Any, body: Any) -> None:
        code = self.program
        endless = most is c.MAXREPEAT
        if len(body) == 1 and body[0][0] in _ONE_SIGN:
            code.append(("run", self.test(*body[0]), least, None if endless else int(most), op))
            return
        if op is c.POSSESSIVE_REPEAT:
            code.append(("alone", self._part([(c.MAX_REPEAT, (least, most, body))])))
            return
        for _ in range(min(least, UNROLLED)):
            self._emit(body)
        if endless:
            start = len(code)
            code.append(())
            code.append(("mark",))
            self._emit(body)
            code.append(("moved",))
            code.append(("jump", start))
            code[start] = self._split(op, start + 1, len(code))
            return
        splits = []
        for _ in range(min(int(most) - least, UNROLLED)):
            splits.append(len(code))
            code.append(())
            self._emit(body)
        for split in splits:
            code[split] = self._split(op, split + 1, len(code))

    @staticmethod
    def _split(op: Any, inner: int, beyond: int) -> tuple[str, int, int]:
        return ("split", beyond, inner) if op is c.MIN_REPEAT else ("split", inner, beyond)

    def test(self, op: Any, value: Any) -> Test:
        small = bool(self.flags & re.IGNORECASE)

        def plain(sign: str) -> bool:
            if op is c.ANY:
                return bool(self.flags & re.DOTALL) or sign != "\n"
            if op is c.LITERAL:
                return sign == chr(value)
            if op is c.NOT_LITERAL:
                return sign != chr(value)
            found = any(self._in(kind, each, sign) for kind, each in value if kind is not c.NEGATE)
            return found != (value[0][0] is c.NEGATE)

        @lru_cache(maxsize=256)
        def test(sign: str) -> bool:
            forms = {sign, sign.lower(), sign.upper()} if small else {sign}
            one = [plain(form) for form in forms if len(form) == 1]
            negative = op is c.NOT_LITERAL or (op is c.IN and value[0][0] is c.NEGATE)
            return all(one) if negative else any(one)

        return test

    @lru_cache(maxsize=4096)  # noqa: B019 it lives as long as a test
    def _in(self, kind: Any, value: Any, sign: str) -> bool:
        if kind is c.LITERAL:
            return sign == chr(value)
        if kind is c.RANGE:
            return value[0] <= ord(sign) <= value[1]
        return re.match(_CATEGORIES[value], sign, re.ASCII if self.ascii else 0) is not None

    # -- running it

    def _run(  # noqa: C901 a step of each kind
        self, code: list[tuple[Any, ...]], pc: int, text: str, at: int
    ) -> int | None:
        """Return where the match ends that begins at ``at``; None when there is none."""
        waiting: list[tuple[Any, ...]] = []
        marks: tuple[Any, ...] = ()
        while True:
            self.steps += 1
            if self.steps > self.limit:
                raise TooManyStepsError
            step = code[pc]
            kind = step[0]
            good = True
            if kind == "end":
                return at
            if kind == "sign":
                good = at < len(text) and step[1](text[at])
                at += 1
            elif kind == "run":
                good, at = self._signs(step, pc, text, at, waiting, marks)
            elif kind == "split":
                waiting.append((step[2], at, marks))
                pc = step[1] - 1
            elif kind == "ways":
                sign = text[at : at + 1]
                fit = [to for first, to in step[1] if first is None or (sign and first(sign))]
                waiting.extend((to, at, marks) for to in fit[:-1])
                good = bool(fit)
                pc = fit[-1] - 1 if fit else pc
            elif kind == "jump":
                pc = step[1] - 1
            elif kind == "mark":
                marks = (at, marks)
            elif kind == "moved":
                good, marks = at != marks[0], marks[1]
            elif kind == "open":
                self.groups[step[1], "("] = at
            elif kind == "close":
                self.groups[step[1]] = text[self.groups[step[1], "("] : at]
            elif kind == "same":
                words = self.groups.get(step[1])
                good = words is not None and text.startswith(words, at)
                at += len(words or "")
            elif kind == "alone":
                end = self._run(step[1], 0, text, at)
                good, at = end is not None, at if end is None else end
            elif kind == "look":
                good = self._looks(step, text, at)
            else:
                good = self._is_at(step[1], text, at)
            if good:
                pc += 1
                continue
            resumed = self._resumed(waiting, text)
            if resumed is None:
                return None
            pc, at, marks = resumed

    def _signs(
        self, step: Any, pc: int, text: str, at: int, waiting: list[Any], marks: Any
    ) -> tuple[bool, int]:
        _, test, least, most, op = step
        far = len(text) if most is None else min(len(text), at + most)
        lazy = op is c.MIN_REPEAT
        end = at
        stop = min(far, at + least) if lazy else far
        while end < stop and test(text[end]):
            end += 1
        self.steps += end - at
        if end - at < least:
            return False, at
        if lazy:
            waiting.append((pc + 1, end, marks, "more", far, test))
        elif op is c.MAX_REPEAT and end > at + least:
            waiting.append((pc + 1, end, marks, "fewer", at + least, test))
        return True, end

    def _resumed(self, waiting: list[Any], text: str) -> tuple[int, int, Any] | None:
        while waiting:
            self.steps += 1
            if self.steps > self.limit:
                raise TooManyStepsError
            entry = waiting.pop()
            if len(entry) == 3:
                return entry
            pc, at, marks, way, bound, test = entry
            if way == "fewer":
                at -= 1
                if at > bound:
                    waiting.append((pc, at, marks, way, bound, test))
                return pc, at, marks
            if at < bound and test(text[at]):
                waiting.append((pc, at + 1, marks, way, bound, test))
                return pc, at + 1, marks
        return None

    def _looks(self, step: Any, text: str, at: int) -> bool:
        _, part, way, wanted, tree = step
        start = at
        if way < 0:
            start = at - tree.getwidth()[0]
            if start < 0:
                return not wanted
        end = self._run(part, 0, text, start)
        found = end is not None and (way > 0 or end == at)
        return found == wanted

    def _is_at(self, where: Any, text: str, at: int) -> bool:
        lines = bool(self.flags & re.MULTILINE)
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return at == 0 or (lines and where is c.AT_BEGINNING and text[at - 1] == "\n")
        if where is c.AT_END_STRING:
            return at == len(text)
        if where is c.AT_END:
            return at >= len(text) - (text[-1:] == "\n") or (lines and text[at] == "\n")
        near = (text[at - 1 : at] if at else "", text[at : at + 1])
        word = [self._in(c.CATEGORY, c.CATEGORY_WORD, sign) for sign in near if sign]
        edge = (word[0] != word[1]) if len(word) == 2 else any(word)
        return edge != (where is c.AT_NON_BOUNDARY)


def samples(steps: Steps) -> Iterator[tuple[str, str]]:
    """Yield what may be long: each repeated part as text, and what a match has before it."""
    yield from _repeated(steps, steps.tree, "")


def _repeated(steps: Steps, tree: Any, before: str) -> Iterator[tuple[str, str]]:
    for op, value in tree:
        if op in _REPEATS:
            for unit in _texts(steps, value[2]):
                yield before, unit
            yield from _repeated(steps, value[2], before)
        elif op is c.SUBPATTERN:
            yield from _repeated(steps, value[3], before)
        elif op is c.ATOMIC_GROUP:
            yield from _repeated(steps, value, before)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _repeated(steps, value[1], before)
        elif op is c.BRANCH:
            for way in value[1]:
                yield from _repeated(steps, way, before)
        before += next(iter(_texts(steps, [(op, value)])), "")


_SIGNS = "a A0 \n.<>\"'(),-“”:/é\t[&#=;@\r_1中"


def _texts(steps: Steps, tree: Any) -> list[str]:
    """Return a few texts that ``tree`` matches.

    With the first and with other ways of each choice.
    """
    found = [""]
    for op, value in tree:
        if op in _ONE_SIGN:
            test = steps.test(op, value)
            signs = [sign for sign in _SIGNS if test(sign)]
            if op is c.LITERAL:
                signs = [chr(value)]
            elif op is c.IN and not signs:
                named = [(kind, each) for kind, each in value if kind in (c.LITERAL, c.RANGE)]
                signs = [chr(each if kind is c.LITERAL else each[0]) for kind, each in named[:1]]
            more = signs[:2]
        elif op is c.SUBPATTERN:
            more = _texts(steps, value[3])
        elif op is c.ATOMIC_GROUP:
            more = _texts(steps, value)
        elif op is c.BRANCH:
            more = [text for way in value[1][:6] for text in _texts(steps, way)[:1]]
        elif op in _REPEATS:
            more = [text * max(value[0], 1) for text in _texts(steps, value[2])[:2]]
        else:
            more = [""]
        found = [one + other for one in found[:2] for other in more[:6]] or found
    return list(dict.fromkeys(found))[:6]
