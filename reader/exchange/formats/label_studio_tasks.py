"""Label Studio's tasks as it exports them: JSON and JSON-MIN.

A region's id need be unique within its annotation only, so that the record's id holds the text,
the annotation and the region. Who made an annotation, and when, is in the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.exchange.arrival import (
    Arrival,
    Identities,
    arrived_id,
    article_from,
    spans_of_words,
    standing_on,
    unnamed,
    with_line_feeds,
)
from reader.exchange.foreign import utc_time
from reader.exchange.losses import Losses, in_short
from reader.exchange.regions import Regions
from reader.exchange.stand_off import StandOff, from_rest
from reader.exchange.unpacking import files_in, unpacked
from reader.text.span import Span

_TOOL = "label studio"
_LABELS = ("labels", "hypertextlabels", "paragraphlabels")
_RELATED = "related"
_NO_LABEL = "result[s] that [is no label|are no labels] of text [was|were] skipped"
_ODD_MARK = "mark[s] of reader that cannot be read [was|were] taken as [a label|labels]"
_NO_REGION = "answer[s] that [names|name] no region [was|were] skipped"
_NO_DETAILS = (
    "mark[s] of reader came in without tags, notes and times: JSON-MIN names no regions; "
    "export as JSON"
)
_AROUND_TASK = (
    *("annotations", "completions", "predictions", "id", "annotation_id", "annotator"),
    *("created_at", "updated_at", "lead_time"),
)


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield tasks as Label Studio exports them; a folder or ZIP of such files."""
    with unpacked(path) as place:
        for file in files_in(place, ".json"):
            tasks = json.loads(file.read_text(encoding="utf-8-sig"))
            for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
                arrival = _arrival(task, f"{path.stem} {number}", losses)
                if arrival is not None:
                    yield arrival


def _arrival(task: Any, name: str, losses: Losses) -> Arrival | None:
    if not isinstance(task, Mapping):
        losses.add("entr[y|ies] that [is no task|are no tasks] [was|were] skipped")
        return None
    data = task.get("data")
    annotations = _annotations(task, losses)
    without_ids = not isinstance(data, Mapping)
    if not isinstance(data, Mapping):
        results = any(_is_min_result(value) for value in task.values())
        if not annotations and not results and "id" not in task:
            raise ValueError("it holds no tasks of Label Studio")
        data = {key: value for key, value in task.items() if key not in _AROUND_TASK}
        annotations = annotations or [_of_min(task)]
        losses.add(_NO_REGION, sum(_answers(value) for value in data.values()))
    raw = _text_of(data, annotations)
    if raw is None:
        losses.add("task[s] in whose data the text is not clear [was|were] skipped")
        return None
    text, moved = with_line_feeds(raw)
    own = data.get("reader")
    own = own if isinstance(own, Mapping) else {}
    title = str(data.get("title") or "") or name
    foreign = unnamed(title, str(data.get("meta_url") or "") or None)
    marks: list[StandOff] = []
    taken: set[str] = set()
    for annotation in annotations:
        if annotation.get("was_cancelled"):
            losses.add("cancelled annotation[s] [was|were] skipped")
            continue
        details = own.get("marks")
        details = details if isinstance(details, Mapping) else {}
        here = _Annotation(annotation, text, moved, losses)
        found = here.marks({key: each for key, each in details.items() if key not in taken})
        taken |= details.keys() & {mark.id for mark in found}
        marks.extend(found)
        if without_ids:
            losses.add(_NO_DETAILS, len(details.keys() - taken))
    return standing_on(text, marks, article_from(own.get("article"), foreign), losses)


def _annotations(task: Mapping[str, Any], losses: Losses) -> list[Mapping[str, Any]]:
    """Return the annotations that people made; what else a task holds is counted."""
    predictions = [each for each in _rows(task.get("predictions")) if isinstance(each, Mapping)]
    predicted = sum(len(_rows(each.get("result"))) for each in predictions)
    losses.add("result[s] of predictions [was|were] skipped: reader finds its own", predicted)
    drafts = [each for each in _rows(task.get("drafts")) if isinstance(each, Mapping)]
    losses.add("draft[s] [was|were] skipped", len(drafts))
    made = _rows(task.get("annotations")) or _rows(task.get("completions"))
    found = [each for each in made if isinstance(each, Mapping)]
    losses.add(
        "annotation[s] given only by number [was|were] skipped",
        len(made) - len(found),
    )
    return found


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_min_result(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(each, Mapping) and "start" in each and any(key in each for key in _LABELS)
        for each in value
    )


def _answers(value: Any) -> int:
    """Return how many answers to a whole task a field of JSON-MIN holds: texts and choices."""
    if isinstance(value, Mapping):
        return int("choices" in value)
    several = isinstance(value, list) and not _is_min_result(value)
    return sum(isinstance(each, str) for each in value) if several else 0


def _of_min(task: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one annotation that a task of JSON-MIN holds, in the layout of JSON."""
    result = [
        {"type": kind, "from_name": name, "value": each, "id": each.get("id")}
        for name, values in task.items()
        if _is_min_result(values)
        for each in values
        for kind in _LABELS
        if isinstance(each, Mapping) and kind in each
    ]
    return {
        "id": task.get("annotation_id"),
        "completed_by": task.get("annotator"),
        "created_at": task.get("created_at"),
        "updated_at": task.get("updated_at"),
        "result": result,
    }


def _text_of(data: Mapping[str, Any], annotations: list[Mapping[str, Any]]) -> str | None:
    """Return the text of a task.

    The one string of its data that has the words of the regions at their places, else ``text``,
    else the only string there is.
    """
    strings = {key: value for key, value in data.items() if isinstance(value, str) and value}
    values = [
        item["value"]
        for annotation in annotations
        for item in _result(annotation)
        if isinstance(item.get("value"), Mapping) and item.get("type") in _LABELS
    ]
    with_words = [
        each
        for each in values
        if isinstance(each.get("start"), int) and isinstance(each.get("end"), int)
        if each["start"] >= 0 and each.get("text")
    ]
    fitting = [
        value
        for value in strings.values()
        if with_words
        and all(spans_of_words(value, [_span(each)], str(each["text"])) for each in with_words)
    ]
    if "text" in strings and (strings["text"] in fitting or not fitting):
        return strings["text"]
    if len(set(fitting)) == 1:
        return fitting[0]
    prose = [each for key, each in strings.items() if key not in ("title", "meta_url")]
    return prose[0] if not with_words and len(prose) == 1 else None


def _span(value: Mapping[str, Any]) -> Span:
    return Span(int(value["start"]), max(int(value["start"]), int(value["end"])))


def _result(annotation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    result = annotation.get("result")
    return (
        [each for each in result if isinstance(each, Mapping)] if isinstance(result, list) else []
    )


class _Annotation:
    """One person's annotation of a text."""

    def __init__(
        self, annotation: Mapping[str, Any], text: str, moved: Callable[[int], int], losses: Losses
    ) -> None:
        self._annotation, self._text, self._moved, self._losses = annotation, text, moved, losses
        self._who = _person(annotation.get("completed_by"))
        made = str(annotation.get("unique_id") or annotation.get("id") or self._who)
        self._source = (text, made)
        self._made = {
            "creator": self._who,
            "created": utc_time(annotation.get("created_at")),
            "modified": utc_time(annotation.get("updated_at") or annotation.get("created_at")),
        }
        self._regions = Regions(Identities(_TOOL, *self._source))
        self._features: dict[str, dict[str, Any]] = {}

    def marks(self, details: Mapping[str, Any]) -> list[StandOff]:
        """Return the marks; ``details`` are those of reader that no earlier annotation has."""
        regions = self._regions
        result = _result(self._annotation)
        for number, item in enumerate(result):
            if item.get("type") in _LABELS:
                with self._losses.passing_over(_NO_LABEL):
                    self._take_region(item, number, details)
        for item in result:
            if item.get("type") not in _LABELS:
                with self._losses.passing_over(_NO_LABEL):
                    self._take_other(item)
        for key, features in self._features.items():
            regions.features[key] = features
        return list(regions.marks())

    def _take_region(
        self, item: Mapping[str, Any], number: int, details: Mapping[str, Any]
    ) -> None:
        value = item.get("value")
        if not isinstance(value, Mapping) or not isinstance(value.get("start"), int):
            self._losses.add(_NO_LABEL)
            return
        names = [str(each) for kind in _LABELS for each in value.get(kind) or ()] or ["Highlight"]
        self._losses.add("further label[s] of one region [was|were] skipped", len(names) - 1)
        words = str(value.get("text") or "")
        span = _span(value)
        found = spans_of_words(self._text, [Span(*map(self._moved, (span.start, span.end)))], words)
        if found is None:
            self._losses.add(
                "region[s] whose words are not in the text [was|were] skipped",
                detail=in_short(words),
            )
            return
        key = str(item.get("id") or f"{number}")
        if item.get("id"):
            self._regions.ids[key] = arrived_id(_TOOL, *self._source, key)
        detail = details.get(key)
        if isinstance(detail, Mapping):
            with self._losses.passing_over(_ODD_MARK):
                from_rest({**detail, "id": key, "spans": detail.get("spans", [[0, 1]])})
                self._regions.details[key] = detail
        self._regions.passages[key] = (names[0], found[0])
        self._regions.made[key] = self._made
        meta = item.get("meta")
        if isinstance(meta, Mapping) and meta.get("text"):
            self._note(key, meta["text"])

    def _take_other(self, item: Mapping[str, Any]) -> None:
        kind, key = item.get("type"), str(item.get("id") or "")
        value = item.get("value")
        if kind == "relation":
            names = item.get("labels") or [_RELATED]
            first, second = str(item.get("from_id")), str(item.get("to_id"))
            if item.get("direction") == "left":
                first, second = second, first
            if {first, second} <= self._regions.passages.keys():
                self._regions.ties.append((first, second, str(names[0])))
                further = len(names) - 1
                self._losses.add("further name[s] of one relation [was|were] skipped", further)
            else:
                self._losses.add("relation[s] to nothing that is there [was|were] skipped")
        elif key not in self._regions.passages or not isinstance(value, Mapping):
            self._losses.add(_NO_LABEL)
        elif kind == "textarea" and item.get("from_name") in ("note", None):
            self._note(key, value.get("text") or "")
        else:
            name = str(item.get("from_name") or kind)
            answer = value.get(str(kind), value.get("text"))
            self._features.setdefault(key, {})[name] = answer

    def _note(self, key: str, words: Any) -> None:
        whole = words if isinstance(words, str) else "\n".join(map(str, words))
        before = self._regions.notes.get(key)
        self._regions.notes[key] = f"{before}\n{whole}" if before else whole


def _person(person: Any) -> str:
    """Return who made an annotation.

    By name, else by address, else as the number that the file has.
    """
    if isinstance(person, Mapping):
        names = (str(person.get(key) or "").strip() for key in ("first_name", "last_name"))
        named = " ".join(filter(None, names))
        other = (person.get("username"), person.get("email"))
        return named or str(next(filter(None, other), "")) or _person(person.get("id"))
    if isinstance(person, bool) or person is None:
        return ""
    return f"user {person}" if isinstance(person, int) else str(person)
