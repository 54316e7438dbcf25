"""What was decided between two people's labels is read in every format that has words for it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import cas_xmi, html_report, markdown, webanno_tsv
from reader.exchange.losses import Losses
from reader.exchange.targets import FolderFiles
from reader.review.label_differences import ADJUDICATED
from reader.text.span import Span
from tests.exchange.some_records import desk_article

TEXT = "The vote is a storm."
OWN = ExportOptions(origins=frozenset({"own"}))


def decided() -> Label:
    against = [{"id": "2", "creator": "Ines", "type": "weather", "exact": "storm"}]
    entry = {"choice": "first", "against": against, "by": "Kofi", "at": ""}
    return Label(
        article_id="a1",
        id="1",
        anchor=anchor(TEXT, [Span(14, 19)]),
        layer="metaphor",
        type="nature",
        extra={ADJUDICATED: [entry]},
    )


@pytest.mark.parametrize("module", [markdown, html_report])
def test_pages_tell_the_decision(module) -> None:
    out = io.StringIO()
    module.write([desk_article(TEXT, [decided()])], out, OWN)
    assert all(word in out.getvalue() for word in ("Ines", "weather", "Kofi"))


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
def test_layers_have_a_feature_for_it_and_an_import_leaves_it(module, tmp_path: Path) -> None:
    module.write_files([desk_article(TEXT, [decided()])], FolderFiles(tmp_path), OWN)
    (file,) = (each for each in tmp_path.iterdir() if each.suffix in (".xmi", ".tsv"))
    words = file.read_text(encoding="utf-8")
    assert all(word in words for word in ("Ines", "weather", "Kofi"))
    (arrival,) = module.read(tmp_path, Losses())
    (label,) = arrival.records
    assert (label.layer, label.type, label.attributes) == ("metaphor", "nature", {})
    assert ADJUDICATED in arrival.silent
