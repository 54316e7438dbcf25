"""Verdict scales: the labels a claim can be given, and what each is worth.

A verdict carries all of its scale that is needed to read it later, so that a scale that is
changed or dropped in the config never changes a verdict that was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from reader.annotations.records import Assessment
from reader.errors import ReaderError


class ScaleError(ReaderError):
    """A scale or a label that there is not; the message is one sentence that says which are."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of a scale; ``value`` is None for one that lies outside its order."""

    label: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """A verdict scale: ``name`` to choose it by, ``title`` to read, ratings from the best down.

    ``best`` and ``worst`` are the ends of its values, None when no rating has one. ``version``
    changes when a rating does.
    """

    name: str
    version: str
    title: str
    ratings: tuple[Rating, ...]

    @property
    def best(self) -> float | None:
        """The value of the best rating, in the scale's own unit; None where no rating has one."""
        return self.ratings[0].value if self._values else None

    @property
    def worst(self) -> float | None:
        """The value at the other end of the scale; it may be the higher number."""
        if self.best is None:
            return None
        return min(self._values) if self.best == max(self._values) else max(self._values)

    @property
    def _values(self) -> list[float]:
        return [rating.value for rating in self.ratings if rating.value is not None]

    def rating(self, wanted: str) -> Rating:
        """Return the rating with this label, letter case aside, or with this number counted from 1.

        Raises ScaleError.
        """
        for rating in self.ratings:
            if rating.label.casefold() == wanted.strip().casefold():
                return rating
        if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(self.ratings):
            return self.ratings[int(wanted) - 1]
        labels = ", ".join(rating.label for rating in self.ratings)
        raise ScaleError(f"The scale {self.name!r} has no verdict {wanted!r}; it has {labels}.")


def _scale(name: str, title: str, *ratings: tuple[str, float | None]) -> Scale:
    return Scale(name, "1", title, tuple(Rating(label, value) for label, value in ratings))


SHIPPED: tuple[Scale, ...] = (
    _scale(
        "truth",
        "Five steps of truth, and unproven",
        ("True", 5),
        ("Mostly true", 4),
        ("Half true", 3),
        ("Mostly false", 2),
        ("False", 1),
        ("Unproven", None),
    ),
    _scale(
        "verdict",
        "True, false, misleading, unproven",
        ("True", 3),
        ("Misleading", 2),
        ("False", 1),
        ("Unproven", None),
    ),
    _scale(
        "truth-6",
        "Six steps of truth, the last for the absurd",
        ("True", 6),
        ("Mostly true", 5),
        ("Half true", 4),
        ("Mostly false", 3),
        ("False", 2),
        ("Absurd", 1),
    ),
    _scale(
        "marks",
        "Marks against a claim, none to four",
        ("No marks", 0),
        ("One mark", 1),
        ("Two marks", 2),
        ("Three marks", 3),
        ("Four marks", 4),
    ),
    _scale(
        "correctness",
        "Correct, partly correct, incorrect",
        ("Correct", 3),
        ("Partly correct", 2),
        ("Incorrect", 1),
        ("Missing context", None),
        ("No evidence", None),
    ),
    _scale(
        "support",
        "What the evidence does",
        ("Supported", 3),
        ("Conflicting evidence", 2),
        ("Refuted", 1),
        ("Not enough evidence", None),
    ),
    _scale(
        "media",
        "What was done to a picture or recording",
        ("Original", None),
        ("Out of context", None),
        ("Edited or cropped", None),
        ("Staged", None),
        ("Transformed", None),
        ("Satire or parody", None),
    ),
)
"""The scales that come with reader; the first is the one used when none is chosen."""


def own_scale(
    name: str,
    labels: Iterable[str],
    values: Iterable[float] = (),
    *,
    version: str = "",
    title: str = "",
) -> Scale:
    """Return a scale of the user's own.

    Labels stand from the best down; without ``values`` the last is worth 1, each one before it one
    more. Labels behind the last value have none.

    Without a version it gets one made from labels and values. Raises ScaleError.
    """
    words, given = [label.strip() for label in labels], list(values)
    if not name.strip() or len(words) < 2 or not all(words):
        raise ScaleError("A verdict scale needs a name and at least two labels.")
    if len({word.casefold() for word in words}) < len(words):
        raise ScaleError(f"The scale {name!r} has a label twice; name each once.")
    if len(given) > len(words):
        raise ScaleError(f"The scale {name!r} has more values than labels.")
    worth: list[float | None] = [*given, *[None] * (len(words) - len(given))]
    if not given:
        worth = [float(len(words) - place) for place in range(len(words))]
    elif given != sorted(given) and given != sorted(given, reverse=True):
        raise ScaleError(f"The values of the scale {name!r} must rise or fall from label to label.")
    ratings = tuple(map(Rating, words, worth))
    made_of = "\n".join(f"{rating.label}\t{rating.value}" for rating in ratings)
    made_from = hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Scale(name.strip(), version or made_from, title or name.strip(), ratings)


def scale_named(name: str, own: Iterable[Scale] = ()) -> Scale:
    """Return the scale with this name, the user's own before shipped ones; "" is the first shipped.

    Raises ScaleError.
    """
    every = [*own, *SHIPPED]
    if not name:
        return SHIPPED[0]
    for scale in every:
        if scale.name.casefold() == name.casefold():
            return scale
    known = ", ".join(dict.fromkeys(scale.name for scale in every))
    raise ScaleError(f"There is no verdict scale {name!r}; there are {known}.")


def assess(
    scale: Scale, label: str, *, reviewer: str, at: str, explanation: str = "", detail: str = ""
) -> Assessment:
    """Return the verdict ``label`` (or its number on the scale) with the scale written into it.

    ``at`` is the time in UTC. Raises ScaleError.
    """
    rating = scale.rating(label)
    return Assessment(
        reviewer=reviewer,
        scale=scale.name,
        scale_version=scale.version,
        label=rating.label,
        value=rating.value,
        best=scale.best,
        worst=scale.worst,
        explanation=explanation,
        detail=detail,
        at=at,
    )
