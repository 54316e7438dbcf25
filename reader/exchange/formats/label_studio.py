"""Label Studio JSON, out and in: the machine's marks are predictions, a person's annotations.

One task for each article. A mark in several parts is a region for each part, tied by relations
named ``continues``. What Label Studio has no place for stands in ``data.reader``, which it
keeps with the task.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

from reader.annotations.record_json import to_document
from reader.exchange.annotated_text import AnnotatedText, annotated_texts
from reader.exchange.arrival import (
    Arrival,
    article_told,
    standing_on,
    unnamed,
    where_told,
    with_line_feeds,
)
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses, in_short
from reader.exchange.regions import CONTINUES, gathered, links_out
from reader.exchange.stand_off import StandOff, rest
from reader.exchange.targets import Files
from reader.exchange.tool_names import RELATIONS, name_of, relation_name, tagset
from reader.exchange.unpacking import unpacked
from reader.text.span import Span

_TOLD = {"id", "spans", "note", "links", "origin"}


def write(dossiers: Iterable[Dossier], out: TextIO, given: Given = NOTHING_GIVEN) -> list[Loss]:
    """The tasks alone; the labelling config comes with a folder."""
    losses = Losses()
    _write_tasks(dossiers, out, given, losses, set())
    return losses.told()


def write_files(
    dossiers: Iterable[Dossier], files: Files, given: Given = NOTHING_GIVEN
) -> list[Loss]:
    losses = Losses()
    used: set[str] = set()
    with files.text("tasks.json") as out:
        _write_tasks(dossiers, out, given, losses, used)
    with files.text("labelling-config.xml") as out:
        out.write(_config(tagset(given.tagset, used)))
    return losses.told()


def _write_tasks(
    dossiers: Iterable[Dossier], out: TextIO, given: Given, losses: Losses, used: set[str]
) -> None:
    out.write("[")
    for number, page in enumerate(annotated_texts(dossiers, given, losses)):
        used.update(name_of(mark) for mark in page.marks)
        out.write(("," if number else "") + "\n" + json.dumps(_task(page), ensure_ascii=False))
    out.write("\n]\n")


def _task(page: AnnotatedText) -> dict[str, Any]:
    machine = [mark for mark in page.marks if mark.origin == "machine"]
    own = [mark for mark in page.marks if mark.origin == "own"]
    here = {mark.id for mark in own}
    details = {mark.id: rest(mark, _TOLD) | links_out(mark, here) for mark in own}
    task: dict[str, Any] = {
        "data": {
            "text": page.text,
            "title": page.article.title,
            "meta_url": page.article.url or "",
            "reader": {"article": to_document(page.article), "marks": details},
        }
    }
    if machine:
        version = ", ".join(
            f"{stamp.package} {stamp.version}"
            for stamp in dict.fromkeys(page.findings.models.values() if page.findings else ())
        )
        prediction = {"model_version": version or "reader", "result": _result(page, machine)}
        task["predictions"] = [prediction]
    if own:
        task["annotations"] = [
            {"was_cancelled": False, "ground_truth": False, "result": _result(page, own)}
        ]
    return task


def _result(page: AnnotatedText, marks: list[StandOff]) -> list[dict[str, Any]]:
    known = {mark.id for mark in marks}
    result: list[dict[str, Any]] = []
    for mark in marks:
        ids = [mark.id, *(f"{mark.id}.{number}" for number in range(2, len(mark.spans) + 1))]
        for identity, span in zip(ids, mark.spans, strict=True):
            value = {"start": span.start, "end": span.end}
            common = {"id": identity, "to_name": "text"}
            labelled = value | {"text": span.slice(page.text), "labels": [name_of(mark)]}
            result.append(common | {"from_name": "label", "type": "labels", "value": labelled})
            if mark.note and identity == mark.id:
                noted = value | {"text": [mark.note]}
                result.append(common | {"from_name": "note", "type": "textarea", "value": noted})
        result.extend(_relation(first, second, CONTINUES) for first, second in pairwise(ids))
        result.extend(
            _relation(mark.id, link.to, relation_name(link.role))
            for link in mark.links
            if link.to in known
        )
    return result


def _relation(first: str, second: str, name: str) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": first,
        "to_id": second,
        "direction": "right",
        "labels": [name],
    }


def _config(names: Mapping[str, str]) -> str:
    labels = "\n".join(
        f'    <Label value="{escape(name)}" background="{escape(colour)}"/>'
        for name, colour in names.items()
    )
    ties = [CONTINUES, *(relation_name(role) for role in RELATIONS)]
    relations = "\n".join(f'    <Relation value="{tie}"/>' for tie in ties)
    return (
        f'<View>\n  <Relations>\n{relations}\n  </Relations>\n  <Labels name="label" '
        f'toName="text">\n{labels}\n  </Labels>\n  <Text name="text" value="$text"/>\n  <TextArea '
        'name="note" toName="text" perRegion="true" editable="true"/>\n</View>\n'
    )


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Tasks as Label Studio exports them in its JSON format; a folder or ZIP of such files."""
    with unpacked(path) as place:
        files = sorted(place.glob("**/*.json")) if place.is_dir() else [place]
        if not files:
            raise ValueError("there is no .json file in it")
        for file in files:
            yield from _arrivals(json.loads(file.read_text(encoding="utf-8-sig")), losses)


def _arrivals(tasks: Any, losses: Losses) -> Iterator[Arrival]:
    for task in tasks if isinstance(tasks, list) else [tasks]:
        data = task["data"]
        if not isinstance(data.get("text"), str):
            losses.add("task[s] without a text in data.text [was|were] passed over")
            continue
        yield _arrival(task, data, losses)


def _arrival(task: Mapping[str, Any], data: Mapping[str, Any], losses: Losses) -> Arrival:
    text, moved = with_line_feeds(data["text"])
    own = data.get("reader")
    own = own if isinstance(own, Mapping) else {}
    foreign = unnamed(str(data.get("title", "")), str(data.get("meta_url", "")) or None)
    marks: list[StandOff] = []
    predicted = sum(len(each.get("result", ())) for each in task.get("predictions") or ())
    losses.add("result[s] of predictions [was|were] passed over: reader finds its own", predicted)
    for annotation in task.get("annotations") or task.get("completions") or ():
        if annotation.get("was_cancelled"):
            losses.add("cancelled annotation[s] [was|were] passed over")
            continue
        details = own.get("marks", {})
        marks.extend(_marks(annotation["result"], details, text, moved, losses))
    return standing_on(text, marks, article_told(own.get("article"), foreign), losses)


def _marks(
    result: list[Mapping[str, Any]],
    details: Mapping[str, Any],
    text: str,
    moved: Any,
    losses: Losses,
) -> Iterator[StandOff]:
    regions: dict[str, tuple[str, Span]] = {}
    notes: dict[str, str] = {}
    ties: list[tuple[str, str, str]] = []
    for item in result:
        value = item.get("value", {})
        if item["type"] in ("labels", "hypertextlabels") and isinstance(value.get("start"), int):
            names = value.get("labels") or value.get("hypertextlabels") or ["Highlight"]
            losses.add("further label[s] of one region [was|were] passed over", len(names) - 1)
            told = Span(moved(value["start"]), moved(value["end"]))
            words = str(value.get("text") or "")
            found = where_told(text, [told], words)
            if found is None:
                losses.add(
                    "region[s] whose words are not in the text [was|were] passed over",
                    detail=in_short(words),
                )
                continue
            regions[item["id"]] = (str(names[0]), found[0])
        elif item["type"] == "textarea":
            words = value.get("text", "")
            notes[item["id"]] = words if isinstance(words, str) else "\n".join(map(str, words))
        elif item["type"] == "relation":
            names = item.get("labels") or ["related"]
            first, second = item["from_id"], item["to_id"]
            if item.get("direction") == "left":
                first, second = second, first
            ties.append((first, second, str(names[0])))
        else:
            losses.add("result[s] that [is no label|are no labels] of text [was|were] passed over")
    yield from gathered("label studio", regions, notes, ties, details)
