"""Label Studio JSON, out and in: the machine's marks are predictions, a person's annotations.

One task for each article. A mark in several parts is a region for each part, tied by relations
named ``continues``. What Label Studio has no place for is in ``data.reader``, which it
keeps with the task.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from itertools import pairwise
from typing import Any, TextIO

from reader.annotations.record_json import to_document
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.label_studio_tasks import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.regions import CONTINUES, links_out
from reader.exchange.stand_off import StandOff, rest
from reader.exchange.targets import Files
from reader.exchange.tool_names import RELATIONS, name_of, tagset
from reader.review.annotated_article import AnnotatedArticle

_TOLD = {"id", "spans", "note", "links", "origin"}


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Return the tasks alone; the labelling config comes with a folder."""
    losses = Losses()
    _write_tasks(articles, out, given, losses, set())
    return losses.messages()


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    used: set[str] = set()
    with files.text("tasks.json") as out:
        _write_tasks(articles, out, given, losses, used)
    with files.text("labelling-config.xml") as out:
        out.write(_config(tagset(given.tagset, used)))
    return losses.messages()


def _write_tasks(
    articles: Iterable[AnnotatedArticle],
    out: TextIO,
    given: ExportOptions,
    losses: Losses,
    used: set[str],
) -> None:
    out.write("[")
    for number, page in enumerate(marked_texts(articles, given, losses), 1):
        used.update(name_of(mark) for mark in page.marks)
        out.write(
            ("," if number > 1 else "") + "\n" + json.dumps(_task(page, number), ensure_ascii=False)
        )
    out.write("\n]\n")


def _task(page: MarkedText, number: int) -> dict[str, Any]:
    """Return a task; Label Studio gives it a number of its own, its converters need one."""
    machine = [mark for mark in page.marks if mark.origin == "machine"]
    own = [mark for mark in page.marks if mark.origin == "own"]
    here = {mark.id for mark in own}
    details = {mark.id: rest(mark, _TOLD) | links_out(mark, here) for mark in own}
    task: dict[str, Any] = {
        "id": number,
        "data": {
            "text": page.of.text,
            "title": page.of.record.title,
            "meta_url": page.of.record.url or "",
            "reader": {"article": to_document(page.of.record), "marks": details},
        },
    }
    if machine:
        version = ", ".join(
            f"{stamp.package} {stamp.version}"
            for stamp in dict.fromkeys(page.of.standing.models.values() if page.of.standing else ())
        )
        prediction = {"model_version": version or "reader", "result": _result(page, machine)}
        task["predictions"] = [prediction]
    if own:
        task["annotations"] = [
            {"was_cancelled": False, "ground_truth": False, "result": _result(page, own)}
        ]
    return task


def _result(page: MarkedText, marks: list[StandOff]) -> list[dict[str, Any]]:
    known = {mark.id for mark in marks}
    result: list[dict[str, Any]] = []
    for mark in marks:
        ids = [mark.id, *(f"{mark.id}.{number}" for number in range(2, len(mark.spans) + 1))]
        for identity, span in zip(ids, mark.spans, strict=True):
            value = {"start": span.start, "end": span.end}
            common = {"id": identity, "to_name": "text"}
            labelled = value | {"text": span.slice(page.of.text), "labels": [name_of(mark)]}
            result.append(common | {"from_name": "label", "type": "labels", "value": labelled})
            if mark.note and identity == mark.id:
                noted = value | {"text": [mark.note]}
                result.append(common | {"from_name": "note", "type": "textarea", "value": noted})
        result.extend(_relation(first, second, CONTINUES) for first, second in pairwise(ids))
        result.extend(
            _relation(mark.id, link.to, link.role) for link in mark.links if link.to in known
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
    ties = [CONTINUES, *RELATIONS]
    relations = "\n".join(f'    <Relation value="{tie}"/>' for tie in ties)
    return (
        f'<View>\n  <Relations>\n{relations}\n  </Relations>\n  <Labels name="label" '
        f'toName="text">\n{labels}\n  </Labels>\n  <Text name="text" value="$text"/>\n  <TextArea '
        'name="note" toName="text" perRegion="true" editable="true"/>\n</View>\n'
    )
