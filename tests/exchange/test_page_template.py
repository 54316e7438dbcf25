from __future__ import annotations

import io

import pytest

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.errors import ReaderError
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import markdown
from reader.text.span import Span
from tests.exchange.some_records import AT, correction, desk_article

TEXT = "We will *not* pay $5, the mayor said."
NOTE = Mark(
    article_id="a1",
    id="n",
    kind="note",
    creator="Ada",
    created=AT,
    tags=("law",),
    anchor=anchor(TEXT, [Span(0, 20)]),
    body="Ask **now**.",
)
TEMPLATE = """= $title ($count) =
[records]
$quote
$tags ${creator}: $note <$link> costs $$5
[end]
-- $fingerprint
"""


def page(template: str) -> tuple[str, list[int]]:
    out = io.StringIO()
    made = desk_article(TEXT, [NOTE, correction()], url="https://example.org/a")
    losses = markdown.write([made], out, ExportOptions(template=template))
    return out.getvalue(), [loss.count for loss in losses]


def test_a_template_is_filled_for_the_article_and_each_record() -> None:
    report, losses = page(TEMPLATE)
    lines = report.split("\n")
    assert lines[0] == r"= The “gate” \& \<co\> (1) ="
    assert lines[1] == r"> We will \*not\* pay $5"
    assert lines[2].startswith("#law Ada: Ask **now**. <https://example.org/a#:~:text=We%20will")
    assert lines[2].endswith("> costs $5")
    assert lines[3].startswith("-- sha256:")
    assert losses == [1]


@pytest.mark.parametrize(
    ("template", "report"),
    [
        ("$nonsense", "names \\$nonsense"),
        ("$note", "names \\$note"),
        ("5 $ and", "write \\$\\$"),
        ("[records]\n$note\n", "no line \\[end\\]"),
    ],
)
def test_what_is_wrong_with_a_template_is_reported(template: str, report: str) -> None:
    with pytest.raises(ReaderError, match=report):
        page(template)
