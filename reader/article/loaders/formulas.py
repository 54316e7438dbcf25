"""Formulas of MathML, and raised and lowered digits, as one line of text that says the same.

The signs of x² in a row would be “x 2”: another figure.
"""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_DIGITS = re.compile(r"[-+−(]?\d[\d+−=()-]*n?\)?")
_SPACED = frozenset("=≠≈≡≤≥<>±∓×⋅·+−-→⇒⇔⟺∈∉∪∩∧∨∼≅")
"""Signs with blanks around them when they stand between two others."""
_UNWRITTEN = {"mphantom": "", "mspace": " "}
"""Elements without a sign of their own, and what is read in their place."""
_SIGNS = ("mi", "mn", "mo", "mtext", "ms")
_ROWS = ("mrow", "mstyle", "mpadded")
_ANNOTATIONS = frozenset(("annotation", "annotation-xml"))


def local_name(element: Element) -> str:
    """Return the name without its namespace, in lower case; "" for comments and entities."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def raised(words: str, name: str) -> str:
    """Words in ``<sup>`` or ``<sub>``: digits alone become the signs for raised or lowered ones.

    “th” and “®” stay as they are.
    """
    digits = _DIGITS.fullmatch(words.strip()) is not None
    return words.strip().translate(_RAISED if name == "sup" else _LOWERED) if digits else words


def formula(element: Element) -> str:
    """Return what an element of MathML says, on one line."""
    return " ".join(_said(element).split())


def _said(element: Element) -> str:
    name = local_name(element)
    if name in _SIGNS or name in _UNWRITTEN:
        return _UNWRITTEN.get(name, "".join(element.itertext()).strip())
    children = [each for each in element if local_name(each) not in ("", *_ANNOTATIONS)]
    parts = [_said(each) for each in children]
    match name, parts:
        case "mmultiscripts", [_, *_]:
            return _with_scripts(children, parts)
        case "msup", [base, above]:
            return _based(children[0], base) + _set_off(above, "sup")
        case "msub", [base, below]:
            return _based(children[0], base) + _set_off(below, "sub")
        case "msubsup", [base, below, above]:
            return _based(children[0], base) + _set_off(below, "sub") + _set_off(above, "sup")
        case "munderover", [base, below, above]:
            return f"{base} from {below} to {above} "
        case "mfrac", [above, below]:
            return f"{_grouped(above)}/{_grouped(below)}"
        case "msqrt", _:
            return f"√({_in_a_row(children, parts)})"
        case "mroot", [base, index]:
            return f"({base})^(1/{_grouped(index)})"
        case "mtable", _:
            return "; ".join(parts)
        case "mtr", _:
            return ", ".join(parts)
        case _:
            return _in_a_row(children, parts)


def _with_scripts(children: list[Element], parts: list[str]) -> str:
    """Return a sign with what is around it: behind it, and before it from the middle on."""
    names = [local_name(each) for each in children]
    middle = names.index("mprescripts") if "mprescripts" in names else len(names)

    def scripts(start: int, end: int) -> str:
        said = ""
        for place in range(start, end):
            if parts[place]:
                said += _set_off(parts[place], "sub" if (place - start) % 2 == 0 else "sup")
        return said

    before = scripts(middle + 1, len(parts))
    lead = f"{before} " if before[:1] in ("^", "_") else before
    return lead + _based(children[0], parts[0]) + scripts(1, middle)


def _in_a_row(children: list[Element], parts: list[str]) -> str:
    made: list[str] = []
    for number, (child, part) in enumerate(zip(children, parts, strict=True)):
        spaced = local_name(child) == "mtext" or (number and part in _SPACED)
        # A figure that touches a fraction would be another: two and a half is not 21/2.
        fraction = number and "/" in parts[number - 1] + part
        touches = fraction and part[:1].isdigit() and made[-1][-1:].isdigit()
        made.append(f" {part} " if spaced else f" {part}" if touches else part)
    return "".join(made)


def _based(element: Element, words: str) -> str:
    """Return what is raised or has an index, in brackets where only their size shows what is."""
    while local_name(element) in _ROWS and len(element) == 1:
        element = element[0]
    return f"({words})" if local_name(element) in ("mfrac", "msup", "munderover") else words


def _set_off(words: str, name: str) -> str:
    """Return an exponent or index in raised or lowered digits, else behind its sign."""
    special = raised(words, name)
    return special if special != words else f"{'^' if name == 'sup' else '_'}{_grouped(words)}"


def _grouped(words: str) -> str:
    return words if len(words) < 2 or words.isalnum() else f"({words.strip()})"
